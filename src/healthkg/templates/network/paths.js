/* The shortest path between two things, by the links shown, in either direction. */
let steps = null; // the links of the path, from its start; null where there is none
let stations = [];

function tracePath() {
  steps = null;
  stations = [];
  onPath.clear();
  if (!state.path) return;
  const [from, to] = state.path, came = new Map([[from, null]]), queue = [from];
  for (let i = 0; i < queue.length && !came.has(to); i += 1) {
    for (const edge of around(queue[i])) {
      const next = other(edge, queue[i]);
      if (!came.has(next)) { came.set(next, edge); queue.push(next); }
    }
  }
  if (!came.has(to)) return;
  steps = [];
  stations = [to];
  for (let node = to; came.get(node);) {
    steps.unshift(came.get(node));
    node = other(came.get(node), node);
    stations.unshift(node);
  }
  steps.forEach((edge) => onPath.add(edge));
}

function startPath(node) {
  ask({ start: node || true, path: null });
  $("search").value = "";
  $("search").focus();
}
/* A thing was chosen while a path was being asked for: it is where the path starts, or where it ends. */
function goOn(node) {
  if (state.start === true) ask({ start: node });
  else showPath(state.start, node);
  picture.focus({ preventScroll: true });
}
function showPath(from, to) {
  Object.assign(state, { start: null, chosen: null, path: [from, to] });
  judge();
  tracePath();
  const held = [...stations, from, to].map((node) => node.group && node.group.id).filter(Boolean);
  ask({ open: new Set([...state.open, ...held]) });
  reveal(from);
  tell($("details").textContent);
}
function describePath() {
  const [from, to] = state.path, list = element("ol", "", "steps-of-path");
  for (const edge of steps || []) {
    const item = element("li"), line = element("div");
    const word = element("span", " – " + pick(edge.label) + " → ", "quiet data");
    line.append(named(edge.source), word, named(edge.target));
    item.append(line, proof(edge));
    list.append(item);
  }
  const length = steps ? " · " + counted("link_count", steps.length) : "";
  const title = heading(say("path_title", { from: name(from), to: name(to) }), say("path") + length);
  const swap = button(say("path_swap"), () => showPath(to, from)), close = button(say("close"), closeDetails);
  return [title, steps ? list : element("p", say("path_none")), acts(swap, close)];
}
function showAsking() {
  const box = $("asking");
  box.hidden = !state.start;
  if (!state.start) return;
  const words = state.start === true ? say("path_start") : say("path_end", { text: name(state.start) });
  box.firstElementChild.textContent = words;
}
$("asking").querySelector("button").addEventListener("click", leave);
if ($("path")) $("path").addEventListener("click", () => startPath(chosenThing()));
