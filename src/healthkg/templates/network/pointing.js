/* The pointer: what is under it, what it says, what it chooses, what it drags. */
const pen = document.createElement("canvas").getContext("2d");
const world = (point) => camera.DOMtoCanvas(point);
const within = (left, top, right, bottom, { x, y }) => x >= left && x <= right && y >= top && y <= bottom;

function boxAt(point) {
  const hit = ({ x, y, width, height }) => within(x - width / 2, y - height / 2, x + width / 2, y + height / 2, point);
  return nodes.findLast((node) => node.on && visible(node) && hit(node)) || null;
}
function groupAt(point) {
  const high = (group) => (isOpen(group) ? Math.max(TITLE, 18 / camera.getScale()) : group.height);
  const hit = (group) => within(group.left, group.top, group.left + group.width, group.top + high(group), point);
  return groups.find((group) => group.shown && hit(group)) || null;
}
function lineAt(point) {
  pen.lineWidth = Math.max(12, 6 / camera.getScale());
  return edges.findLast((edge) => {
    if (!edge.course || !within(...edge.course.box, point)) return false;
    pen.beginPath();
    trace(pen, edge.course);
    return pen.isPointInStroke(point.x, point.y);
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
  const [first, ...more] = inShort(hover).filter(Boolean);
  tip.replaceChildren(element("span", first, "data"), ...more.map((text) => element("small", text, "data")));
  tip.style.left = Math.max(4, Math.min(point.x + 14, picture.clientWidth - tip.offsetWidth - 8)) + "px";
  tip.style.top = Math.max(4, Math.min(point.y + 16, picture.clientHeight - tip.offsetHeight - 8)) + "px";
}
function inShort(one) {
  if (one.members) return [groupName(one), countOf(one), say(isOpen(one) ? "close_group" : "open_group")];
  if (one.ends) return [pick(one.label), name(one.source) + " → " + name(one.target), firmness(one)];
  return [full(one), kindName(one), pick(one.note)];
}
function firmness(edge) {
  return [proofName(edge.proof), edge.maybe && say("possible"), pick(edge.note)].filter(Boolean).join(" · ");
}
