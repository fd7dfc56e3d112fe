/* What is shown: links that pass the filters, the things that they link, and things that stand alone. */
function judge() {
  judgeLinks();
  nodes.forEach((node) => { node.on = stands(node); });
  for (const edge of edges) if (edge.on) edge.source.on = edge.target.on = true;
  groups.forEach((group) => {
    group.count = group.members.filter((node) => node.on).length;
    group.shown = group.count > 0;
  });
}
function stands(node) { return node.alone && thingKnownOn(node, state.known) && !state.kinds.has(node.kind.key); }

/* Which things are there when nothing is filtered: marks of absences that a document has filled are not. */
nodes.forEach((node) => { node.usual = node.alone; });
edges.forEach((edge) => { if (edge.until === null) edge.source.usual = edge.target.usual = true; });

/* Is the box of a thing in the picture, not behind the card of its group? */
const visible = (node) => node.group === null || state.open.has(node.group.id);
const around = (node) => links.get(node).filter((edge) => edge.on);
