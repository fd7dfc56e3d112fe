/* What the page holds: things, links, kinds, documents. Read once; what is computed of them is kept beside. */
const $ = (id) => document.getElementById(id);
const every = (selector, within) => [...(within || document).querySelectorAll(selector)];
const data = JSON.parse($("data").textContent);
const { kinds, documents, groups } = data;

// A thing: `x`, `y` are its centre now: where it was placed (`home`), shifted with its group, and pulled by a person;
// `on` says whether it is shown.
const nodes = data.nodes.map((held, index) => {
  const [x, y, width, height, lines, lead, bar] = held.box;
  const said = { short: "", note: "", iri: "", known: null, alone: false, size: null, ...held, kind: kinds[held.kind] };
  const box = { x, y, width, height, lines, lead: Math.min(lead, width / 2), bar };
  const moving = { home: { x, y }, shift: { x: 0, y: 0 }, pull: { x: 0, y: 0 }, moved: false, group: null };
  return { index, ...said, ...box, ...moving, on: true, text: null };
});
// A link: `on` says whether it is shown, `maybe` whether it is only possible, `course` how its line runs.
const edges = data.edges.map((held, index) => {
  const times = { known: null, until: null, validity: null, possible: false };
  const said = { word: null, note: "", evidence: [], facets: {}, ...times, ...held };
  const [source, target] = held.ends.map((end) => nodes[end]), key = held.relation + " " + french(held.label);
  return { index, ...said, source, target, key, on: true, maybe: false, course: null };
});
groups.forEach((group, index) => {
  group.index = index;
  group.lead = nodes[group.key];
  group.id = "g" + group.lead.id;
  group.members = group.members.map((member) => nodes[member]);
  group.members.forEach((member) => { member.group = group; });
});

const thing = new Map(nodes.map((node) => [node.id, node]));
const link = new Map(edges.map((edge) => [edge.id, edge]));
const cluster = new Map(groups.map((group) => [group.id, group]));
const links = new Map(nodes.map((node) => [node, []]));
edges.forEach((edge) => {
  links.get(edge.source).push(edge);
  if (edge.target !== edge.source) links.get(edge.target).push(edge);
});
const largest = nodes.reduce((most, node) => Math.max(most, node.size || 0), 0);
const sized = new Set(nodes.filter((node) => node.size !== null).map((node) => node.kind));

function french(text) { return typeof text === "string" ? text : text[0]; }
const other = (edge, node) => (edge.source === node ? edge.target : edge.source);
function element(tag, text, kind) {
  return Object.assign(document.createElement(tag), { textContent: text || "", className: kind || "" });
}
