/* The keyboard: arrows go from thing to thing, other keys do what the list of shortcuts says. */
function walk(key) {
  const along = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
  const here = chosenThing() || chosenGroup() || (chosenLink() && chosenLink().source);
  if (!here) return groups.find((group) => group.shown) || nodes.find((node) => node.on);
  const from = middleOf(here), near = along[0] && !here.members ? beside(here) : places(here);
  const ahead = near.filter((one) => one !== here && isAhead(from, middleOf(one), along, here.members));
  return ahead.sort((one, two) => distance(from, middleOf(one), along) - distance(from, middleOf(two), along))[0];
}
const middleOf = (one) => (one.members ? { x: one.left + one.width / 2, y: one.top + one.height / 2 } : one);
/* Left and right: what a thing is linked to. Above and below: what stands there; among cards, whatever stands there. */
function beside(node) {
  return around(node).map((edge) => other(edge, node)).map((next) => (visible(next) ? next : next.group));
}
function places(here) {
  if (here.members) return groups.filter((group) => group.shown);
  return nodes.filter((node) => node.on && visible(node) && node.column === here.column && node.group === here.group);
}
function isAhead(from, to, [dx, dy], cards) {
  const x = to.x - from.x, y = to.y - from.y;
  if (dx) return x * dx > 1 && (!cards || Math.abs(x) > Math.abs(y) * 0.7);
  return y * dy > 0 && (!cards || Math.abs(y) > Math.abs(x) * 0.3);
}
function distance(from, to, [dx]) {
  const x = Math.abs(to.x - from.x), y = Math.abs(to.y - from.y);
  return dx ? y + x / 1000 : y + x / 3;
}

picture.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key.startsWith("Arrow")) {
    event.preventDefault();
    const next = walk(event.key);
    if (next) choose(next.id, { show: true });
  }
  if (event.key === "Enter") enter(event);
  const press = { "+": () => zoom(1.25), "-": () => zoom(0.8), 0: () => fit() }[event.key];
  if (press) press();
});
function enter(event) {
  event.preventDefault();
  const group = chosenGroup();
  if (group) openGroup(group, !isOpen(group));
  else if (state.chosen || state.path) $("details-title").focus();
}

const typing = (target) => target.matches("input:not([type=checkbox], [type=range]), select, textarea");
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || $("help").open) return;
  const single = $("single-keys").checked || event.target === picture;
  if (event.key === "/" && single) { event.preventDefault(); search.focus(); search.select(); }
  if (event.key === "?" && single) help();
  if (event.key === "c" && single && edges.length) { event.preventDefault(); startPath(chosenThing()); }
  if (event.key === "Escape") leave();
});
function help() { $("help").showModal(); }
$("ask-help").addEventListener("click", help);
$("close-help").addEventListener("click", () => $("help").close());
