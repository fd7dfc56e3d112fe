/* The pointer: what is under it, what it says, what it chooses, what it drags. */
const pen = document.createElement("canvas").getContext("2d");
const world = (point) => camera.DOMtoCanvas(point);
const inside = (area, { x, y }) => x >= area.left && x <= area.left + area.width && y >= area.top && y <= area.top + area.height;

function boxAt({ x, y }) {
  return nodes.findLast((node) => node.on && visible(node) && Math.abs(x - node.x) <= node.width / 2 && Math.abs(y - node.y) <= node.height / 2) || null;
}
function groupAt(point) {
  const title = (group) => (isOpen(group) ? { ...group, height: Math.max(TITLE, 18 / camera.getScale()) } : group);
  return groups.find((group) => group.shown && inside(title(group), point)) || null;
}
function lineAt({ x, y }) {
  pen.lineWidth = Math.max(12, 6 / camera.getScale());
  return edges.findLast((edge) => {
    if (!edge.course || x < edge.course.box[0] || x > edge.course.box[2] || y < edge.course.box[1] || y > edge.course.box[3]) return false;
    pen.beginPath();
    trace(pen, edge.course);
    return pen.isPointInStroke(x, y);
  }) || null;
}
function at(event) {
  const frame = picture.getBoundingClientRect();
  return { x: event.clientX - frame.left, y: event.clientY - frame.top };
}
const under = (point) => boxAt(point) || groupAt(point) || lineAt(point);

/* ---- Dragging a box: its links follow. Everywhere else the drag moves the picture, which is the camera's ---- */

let pressed = null, grabbed = null;
picture.addEventListener("pointerdown", (event) => {
  pressed = { x: event.clientX, y: event.clientY };
  const node = event.button === 0 && event.pointerType !== "touch" ? boxAt(world(at(event))) : null;
  if (!node) return;
  event.stopPropagation();
  grabbed = { node, from: world(at(event)), pull: { ...node.pull }, far: false };
  picture.setPointerCapture(event.pointerId);
}, true);
picture.addEventListener("pointermove", (event) => {
  if (!grabbed) return;
  grabbed.far = grabbed.far || Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > 4;
  if (!grabbed.far) return;
  const { node, from, pull } = grabbed, { x, y } = world(at(event));
  picture.classList.add("dragging");
  Object.assign(node.pull, { x: pull.x + x - from.x, y: pull.y + y - from.y });
  node.moved = true;
  settle(node, node.shift.x, node.shift.y);
  links.get(node).forEach((edge) => { edge.course = edge.on ? courseOf(edge) : null; });
  strayed = true;
  redraw();
}, true);
function drop() {
  if (!grabbed) return;
  grabbed = null;
  picture.classList.remove("dragging");
  $("reset").hidden = !nodes.some((node) => node.moved);
}
picture.addEventListener("pointerup", drop, true);
picture.addEventListener("pointercancel", drop, true);
$("reset").addEventListener("click", () => {
  nodes.forEach((node) => {
    Object.assign(node, { moved: false, pull: { x: 0, y: 0 } });
    settle(node, node.shift.x, node.shift.y);
  });
  $("reset").hidden = true;
  refresh();
  picture.focus({ preventScroll: true });
});

/* ---- Choosing ---- */

picture.addEventListener("click", (event) => {
  if (pressed && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > 4) return;
  const found = under(world(at(event)));
  if (found && found.members) openGroup(found, !isOpen(found));
  else if (found || !state.start) choose(found && found.id);
});

/* ---- What is under the pointer ---- */

picture.addEventListener("mousemove", (event) => {
  const point = at(event), found = event.buttons ? null : under(world(point));
  picture.classList.toggle("over", Boolean(found));
  if (found === hover) return;
  hover = found;
  showTip(point);
  redraw();
});
picture.addEventListener("mouseleave", () => { hover = null; $("tip").hidden = true; redraw(); });

function showTip(point) {
  const tip = $("tip");
  tip.hidden = !hover;
  if (!hover) return;
  tip.replaceChildren(...inShort(hover).filter(Boolean).map((text, index) => element(index ? "small" : "span", text, "data")));
  tip.style.left = Math.max(4, Math.min(point.x + 14, picture.clientWidth - tip.offsetWidth - 8)) + "px";
  tip.style.top = Math.max(4, Math.min(point.y + 16, picture.clientHeight - tip.offsetHeight - 8)) + "px";
}
function inShort(one) {
  if (one.members) return [groupName(one), countOf(one), say(isOpen(one) ? "close_group" : "open_group")];
  if (one.ends) return [pick(one.label), name(one.source) + " → " + name(one.target), firmness(one)];
  return [full(one), kindName(one), pick(one.note)];
}
const firmness = (edge) => [proofName(edge.proof), edge.maybe && say("possible"), pick(edge.note)].filter(Boolean).join(" · ");
