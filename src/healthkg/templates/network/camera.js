/* The camera: vis-network holds the canvas, and moves and scales it under the pointer and the fingers. It is given no
   things to draw: its own loop over 5,000 boxes takes longer than all our strokes. */
const HEAD = 46, MARGIN = 20, FOOT = 50, READABLE = 1, TALLEST = 2400;
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const picture = $("picture");
let strayed = false; // has a person moved or scaled the picture?

const camera = new vis.Network(picture, { nodes: [], edges: [] }, {
  physics: false,
  interaction: { dragNodes: false, zoomView: false, selectable: false, hover: false, keyboard: false },
});
const canvas = picture.querySelector("canvas");
canvas.setAttribute("aria-hidden", "true");
canvas.style.touchAction = canvas.parentElement.style.touchAction = groups.length ? "none" : "pan-x pan-y";
const redraw = () => camera.redraw();

const seen = { left: 0, top: 0, right: 0, bottom: 0, scale: 1 };
function look() {
  const { x, y } = camera.getViewPosition(), scale = camera.getScale();
  const wide = picture.clientWidth / scale / 2, high = picture.clientHeight / scale / 2;
  return Object.assign(seen, { left: x - wide, right: x + wide, top: y - high, bottom: y + high, scale });
}
camera.on("beforeDrawing", (ctx) => drawScene(ctx, look()));
camera.on("dragStart", () => { strayed = true; $("tip").hidden = true; });

/* Show the picture from its top at a scale at which every label is 12 pixels high or more: the page scrolls. Or, when
   the whole width is asked for, at whatever scale that takes. */
function fit(whole) {
  strayed = whole === true;
  const { width, height } = reach;
  const small = whole === true || (groups.length > 0 && state.open.size > 0);
  picture.style.minWidth = small ? "0" : Math.ceil((width + 2 * MARGIN) * READABLE) + "px";
  const most = Math.min(1.2, (picture.clientWidth - 2 * MARGIN) / width);
  const scale = small ? Math.max(0.05, Math.min(1, most)) : Math.max(READABLE, most);
  const head = data.heads.length ? HEAD : MARGIN;
  picture.style.height = Math.min(TALLEST, Math.max(320, (height + head + FOOT) * scale)) + "px";
  camera.setSize("100%", "100%");
  camera.moveTo({ scale, position: { x: width / 2, y: picture.clientHeight / scale / 2 - head } });
  redraw();
}
function zoom(factor) {
  strayed = true;
  camera.moveTo({ scale: Math.min(3, Math.max(0.05, camera.getScale() * factor)) });
}

/* Move just enough for a box to be seen, at a scale at which it is read. */
function reveal(node) {
  const { x, y } = end(node), { clientWidth: wide, clientHeight: high } = picture, port = picture.parentElement;
  if (camera.getScale() < FAR) camera.moveTo({ scale: READABLE, position: { x, y } });
  let point = camera.canvasToDOM({ x, y });
  if (point.x < 40 || point.y < 20 || point.x > wide - 40 || point.y > high - 20) {
    strayed = true;
    camera.moveTo({ position: { x, y }, animation: !still.matches && { duration: 250 } });
    point = { x: wide / 2, y: high / 2 };
  }
  const left = point.x - port.scrollLeft, top = point.y + picture.getBoundingClientRect().top;
  if (left < 60 || left > port.clientWidth - 60) port.scrollLeft = point.x - port.clientWidth / 2;
  if (top > 60 && top < window.innerHeight - 60) return;
  window.scrollBy({ top: top - window.innerHeight / 2, behavior: still.matches ? "auto" : "smooth" });
}

/* Where the top left corner of a group is on the screen; and keep it there once groups have moved, or, where there is
   little room below it for what was opened, near the top of what can be seen. */
const onScreen = (group) => camera.canvasToDOM({ x: group.left, y: group.top });
function hold(group, before, open) {
  strayed = true;
  const scale = open ? Math.max(READABLE, camera.getScale()) : camera.getScale();
  const over = Math.max(0, -picture.getBoundingClientRect().top);
  const left = picture.clientWidth / 2 - (open ? Math.min(before.x, MARGIN) : before.x);
  const top = picture.clientHeight / 2 - (open ? Math.max(over + 20, Math.min(before.y, over + 90)) : before.y);
  camera.moveTo({ scale, position: { x: group.left + left / scale, y: group.top + top / scale } });
}

new ResizeObserver(() => { if (!strayed) fit(); }).observe(picture.parentElement);
picture.addEventListener("wheel", (event) => {
  if (!event.ctrlKey) return;
  event.preventDefault();
  zoom(Math.exp(-event.deltaY / 300));
}, { passive: false });
every("[data-zoom]").forEach((button) => button.addEventListener("click", () => {
  ({ reset: fit, whole: () => fit(true), in: () => zoom(1.25), out: () => zoom(0.8) })[button.dataset.zoom]();
}));
dark.addEventListener("change", () => { readColours(); redraw(); });
