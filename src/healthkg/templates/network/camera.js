/* The camera: vis-network holds the canvas, and moves and scales it under the pointer and the fingers. It is given no
   things to draw: its own loop over 5,000 boxes takes longer than all our strokes. */
const HEAD = 46, MARGIN = 28, FOOT = 50, READABLE = 12 / 13, TALLEST = 2400;
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

/* Show the whole picture from its top at a scale at which every label is 12 pixels high or more; the page scrolls. */
function fit() {
  strayed = false;
  const { width, height } = groups.length && !state.open.size ? { width: data.overview[0], height: data.overview[1] } : reach;
  const least = groups.length ? READABLE * Math.min(width, data.overview[0] + 2 * MARGIN) : Math.ceil((width + 2 * MARGIN) * READABLE);
  picture.style.minWidth = least + "px";
  const room = picture.clientWidth, most = Math.min(1.2, (room - 2 * MARGIN) / width);
  const scale = groups.length && state.open.size ? Math.max(0.05, Math.min(1, most)) : Math.max(READABLE, most);
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
  const here = end(node);
  if (camera.getScale() < FAR) camera.moveTo({ scale: READABLE, position: { x: here.x, y: here.y } });
  const point = camera.canvasToDOM({ x: here.x, y: here.y });
  const inside = point.x > 40 && point.y > 20 && point.x < picture.clientWidth - 40 && point.y < picture.clientHeight - 20;
  if (!inside) {
    strayed = true;
    camera.moveTo({ position: { x: here.x, y: here.y }, animation: !still.matches && { duration: 250 } });
  }
  const shelf = picture.parentElement;
  if (inside && (point.x < shelf.scrollLeft + 60 || point.x > shelf.scrollLeft + shelf.clientWidth - 60)) shelf.scrollLeft = point.x - shelf.clientWidth / 2;
  const y = picture.getBoundingClientRect().top + (inside ? point.y : picture.clientHeight / 2);
  if (y < 60 || y > window.innerHeight - 60) window.scrollBy({ top: y - window.innerHeight / 2, behavior: still.matches ? "auto" : "smooth" });
}

/* Where the top left corner of a group is on the screen; and keep it there once groups have moved, or, where there is
   little room below it for what was opened, near the top of what can be seen. */
const onScreen = (group) => camera.canvasToDOM({ x: group.left, y: group.top });
function hold(group, before, open) {
  strayed = true;
  const scale = open ? Math.max(READABLE, camera.getScale()) : camera.getScale();
  const over = Math.max(0, -picture.getBoundingClientRect().top);
  const left = open ? Math.min(before.x, MARGIN) : before.x;
  const top = open ? Math.max(over + 20, Math.min(before.y, over + 90)) : before.y;
  camera.moveTo({ scale, position: { x: group.left + (picture.clientWidth / 2 - left) / scale, y: group.top + (picture.clientHeight / 2 - top) / scale } });
}

new ResizeObserver(() => { if (!strayed) fit(); }).observe(picture.parentElement);
picture.addEventListener("wheel", (event) => {
  if (!event.ctrlKey) return;
  event.preventDefault();
  zoom(Math.exp(-event.deltaY / 300));
}, { passive: false });
every("[data-zoom]").forEach((button) => button.addEventListener("click", () => {
  if (button.dataset.zoom === "reset") fit(); else zoom(button.dataset.zoom === "in" ? 1.25 : 0.8);
}));
dark.addEventListener("change", () => { readColours(); redraw(); });
