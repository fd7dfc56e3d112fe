/* The view as text: columns, groups or kinds, their things, and the links of each in words. A part of a large view
   is written when it is unfolded. */
const FEW = 150;
const unfolded = new Set();

function headingOf(node) {
  if (node.group) return node.group;
  return data.layout === "columns" && data.columns[node.column] !== undefined ? node.column : node.kind;
}
function wordsOf(heading) {
  if (typeof heading === "number") return pick(data.columns[heading]);
  return heading.members ? groupName(heading) : pick(heading.names[1]);
}
function showOutline() {
  const chapters = new Map();
  for (const node of nodes) {
    if (!node.on) continue;
    if (!chapters.has(headingOf(node))) chapters.set(headingOf(node), []);
    chapters.get(headingOf(node)).push(node);
  }
  const few = nodes.filter((node) => node.on).length <= FEW;
  $("chapters").replaceChildren(...[...chapters].map(([heading, held]) => chapter(heading, held, few)));
  const on = $("chapters").querySelector(".on");
  if (on) $("chapters").scrollTop = on.offsetTop - $("chapters").offsetTop - $("chapters").clientHeight / 3;
  if (!chapters.size) $("chapters").append(element("p", say("no_row"), "quiet"));
}
function chapter(heading, held, few) {
  const part = element("details"), summary = element("summary");
  summary.append(element("h3", wordsOf(heading)), element("span", " " + number(held.length), "quiet"));
  part.append(summary);
  const write = () => { if (part.children.length < 2) part.append(things(held)); };
  part.open = (few && !unfolded.has(heading)) || (!few && (unfolded.has(heading) || held.includes(chosenThing())));
  if (part.open) write();
  part.addEventListener("toggle", () => {
    if (part.open) write();
    unfolded[part.open === few ? "delete" : "add"](heading);
  });
  return part;
}
function things(held) {
  const list = element("ul");
  for (const node of held) {
    const item = element("li", "", node.id === state.chosen ? "on" : "");
    const near = around(node).sort((one, two) => (two.source === node) - (one.source === node));
    item.append(cellName(node));
    if (near.length) {
      const lines = element("ul");
      near.forEach((edge) => lines.append(inWords(edge, node)));
      item.append(lines);
    }
    list.append(item);
  }
  return list;
}
function inWords(edge, node) {
  const item = element("li"), word = pick(edge.label), cited = new Set(edge.evidence.map((one) => documents[one[0]]));
  const sure = [stated(edge), pick(edge.note), ...cited];
  if (edge.source === node) item.append(element("span", word + say("colon"), "data"), cellName(edge.target), " ");
  else item.append(cellName(edge.source), element("span", " → " + word + " ", "data"));
  item.append(element("small", "(" + sure.filter(Boolean).join(" · ") + ")", "data"));
  return item;
}
