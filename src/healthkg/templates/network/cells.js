/* What the table, the outline and the file of links say of a link, and the names in them. */
function cellName(node) {
  const one = button("", () => choose(node.id, { show: true }), "plain named" + (node.kind.stated ? "" : " void"));
  if (node.short && node.kind.stated && node.short !== pick(node.label)) one.append(element("b", node.short), " ");
  one.append(pick(node.label));
  return one;
}
const aside = (node) => [node.kind.stated && kindName(node), pick(node.note)].filter(Boolean).join(" · ");
const stated = (edge) => [proofName(edge.proof), edge.maybe && say("possible")].filter(Boolean).join(", ");

/* What is shown, in the order of the picture: links, then things that have none. */
function shownLinks() { return edges.filter((edge) => edge.on); }
function shownAlone() { return nodes.filter((node) => node.on && !around(node).length); }
