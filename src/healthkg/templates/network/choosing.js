/* Choosing a thing, a link or a group; what is lit with it; where the choice leads while a path is being asked for. */
const chosenThing = () => thing.get(state.chosen);
const chosenLink = () => link.get(state.chosen);
const chosenGroup = () => cluster.get(state.chosen);

function choose(id, { show = false, title = false } = {}) {
  const node = thing.get(id);
  if (node && state.start) return goOn(node);
  const open = node && !visible(node) ? new Set([...state.open, node.group.id]) : state.open;
  ask({ chosen: id, path: null, open });
  if (show) revealChosen();
  if (title && id) $("details-title").focus();
  tell(id && say("selected", { text: chosenInWords() }));
}
function chosenInWords() {
  if (chosenThing()) return full(chosenThing()) + ", " + kindName(chosenThing());
  return chosenLink() ? pick(chosenLink().label) : groupName(chosenGroup());
}
function revealChosen() {
  const node = chosenThing() || (chosenLink() && chosenLink().source);
  if (node) reveal(node);
  else if (chosenGroup()) reveal({ group: chosenGroup() });
}
function tell(words) { $("live").textContent = words || ""; }

function leave() {
  if (state.start) ask({ start: null });
  else choose(null);
  picture.focus({ preventScroll: true });
}

/* What is lit: a path; a thing with its links; a link with its ends; a closed group with those it is linked to. */
function focusOn() {
  const node = chosenThing(), edge = chosenLink(), group = chosenGroup();
  if (state.path) focus = light(steps || [], state.path);
  else if (node) focus = light(around(node), [node]);
  else if (edge) focus = light([edge], []);
  else if (group && !isOpen(group)) focus = { ...light([], []), groups: lightGroups(group) };
  else focus = null;
}
function lightGroups(group) {
  const near = bundles.filter((bundle) => bundle.count && bundle.ends.includes(group));
  return new Set([group, ...near.flatMap((bundle) => bundle.ends)]);
}
function light(lines, boxes) {
  const lit = new Set(lines.flatMap((edge) => [edge.source, edge.target]).concat(boxes));
  const held = new Set([...lit].map((node) => node.group).filter(Boolean));
  return { nodes: lit, edges: new Set(lines), groups: groups.length ? held : null };
}
