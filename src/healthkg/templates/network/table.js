/* The table: the links shown, with their proof; sorted by any column; long ones a part at a time. */
const PART = 300;
const body = document.querySelector("#table tbody");
const sorting = { column: null, way: 1 };
let rowsShown = PART;
const COLUMNS = {
  source: (row) => full(row.source),
  relation: (row) => (row.target ? pick(row.label) : ""),
  target: (row) => (row.target ? full(row.target) : ""),
  proof: (row) => (row.target ? stated(row) : ""),
  evidence: (row) => (row.target ? passages(row).map((one) => one.document + " " + one.lines).join(" ") : ""),
};

function tableRows() {
  const rows = [...shownLinks(), ...shownAlone().map((node) => ({ id: node.id, source: node, target: null }))];
  if (!sorting.column) return rows;
  const order = new Intl.Collator(lang, { numeric: true });
  const keyed = rows.map((row) => [COLUMNS[sorting.column](row), row]);
  return keyed.sort((one, two) => sorting.way * order.compare(one[0], two[0])).map(([, row]) => row);
}
function showTable() {
  const rows = tableRows(), lit = focus ? rows.filter(isLit) : [];
  const part = rows.slice(0, rowsShown), late = lit.filter((row) => !part.includes(row)).slice(0, PART);
  body.replaceChildren(...(late.length ? [...late, ...part] : part).map(tableRow));
  if (!rows.length) body.append(emptyRow());
  const left = rows.length - part.length;
  $("more").hidden = left <= 0;
  $("more").firstElementChild.textContent = counted("more_rows", Math.min(left, 10 * PART));
  every("#table th").forEach((head) => {
    const one = head.firstElementChild, way = sorting.way > 0 ? "ascending" : "descending";
    if (one.dataset.column === sorting.column) head.setAttribute("aria-sort", way);
    else head.removeAttribute("aria-sort");
    one.title = say("sort", { text: say(one.dataset.column) });
  });
  const on = body.querySelector(".on"), box = body.closest(".scroller");
  if (on) box.scrollTop = on.offsetTop - box.clientHeight / 3;
}
const isLit = (row) => (row.target ? focus.edges.has(row) : row.id === state.chosen);

function tableRow(row) {
  const line = element("tr", "", focus && isLit(row) ? "on" : "");
  line.setAttribute("role", "row");
  line.id = "l-" + row.id;
  line.append(...(row.target ? linkCells(row) : aloneCells(row.source)));
  return line;
}
function cell(column, ...held) {
  const one = element("td");
  one.setAttribute("role", "cell");
  one.dataset.head = say(column);
  one.append(...held.filter(Boolean));
  return one;
}
function nameCell(column, node) {
  const words = cellName(node), more = aside(node);
  words.classList.add("cell");
  return cell(column, words, more && element("small", more, "data"));
}
function aloneCells(node) {
  return [nameCell("source", node), cell("relation", element("span", say("alone"), "void"))];
}
function linkCells(edge) {
  const word = element("span", pick(edge.label), "data" + (edge.style === "accent" ? " role" : ""));
  const evidence = cell("evidence", ...passages(edge).map(passageOf));
  evidence.classList.add("proof");
  if (!edge.evidence.length) evidence.append(element("span", say("no_evidence"), "void"));
  return [
    nameCell("source", edge.source),
    cell("relation", word, edge.note && element("small", pick(edge.note), "data")),
    nameCell("target", edge.target),
    cell("proof", stated(edge)),
    evidence,
  ];
}
function passageOf({ document, lines, known }) {
  const one = element("div", document, "data");
  one.append(element("small", [lines, known].filter(Boolean).join(" · ")));
  return one;
}
function emptyRow() {
  const line = element("tr"), one = cell("source", element("span", say("no_row"), "void"));
  line.setAttribute("role", "row");
  one.colSpan = 5;
  line.append(one);
  return line;
}

every("#table th button").forEach((one) => one.addEventListener("click", () => {
  const again = sorting.column === one.dataset.column;
  Object.assign(sorting, { column: one.dataset.column, way: again ? -sorting.way : 1 });
  showTable();
}));
$("more").firstElementChild.addEventListener("click", () => { rowsShown += 10 * PART; showTable(); });
