/* What leaves the page: an image, a file of the links shown, a link to the page as it is. */
function save(blob, ending) {
  const file = ["healthkg", data.name, lang].join("-").replace(/[^\w.-]+/g, "_") + ending;
  const anchor = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: file });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
  tell(say("saved", { text: file }));
}
$("png").addEventListener("click", () => sheet(2).toBlob((blob) => save(blob, ".png"), "image/png"));

/* A row for each passage of each link shown, as a French Excel opens it. A cell that a spreadsheet would take for a
   formula begins with an apostrophe (OWASP, CSV injection). */
const safe = (text) => (/^[=+\-@\t\r]/.test(text) ? "'" + text : text);
const quoted = (text) => (/[;"\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text);
const csvLine = (cells) => cells.map((cell) => quoted(safe(String(cell ?? "")))).join(";");

function csv() {
  const id = (word) => say(word) + " – " + say("iri");
  const passage = ["evidence", "first_line", "last_line", "known", "at_date"].map((word) => say(word));
  const head = [say("source"), id("source"), say("relation"), say("target"), id("target"), say("proof"), say("note")];
  const lines = [[...head, ...passage]];
  for (const edge of shownLinks()) {
    const sure = state.valid === null ? "" : say(edge.maybe ? "possible" : "certain");
    const ends = [edge.source, edge.target].map((node) => [pick(node.label), node.iri]);
    const row = [...ends[0], pick(edge.label), ...ends[1], proofName(edge.proof), pick(edge.note)];
    for (const [document, first, last, known] of edge.evidence.length ? edge.evidence : [[-1, "", "", ""]]) {
      lines.push([...row, documents[document], first || "", last || "", known, sure]);
    }
  }
  for (const node of shownAlone()) lines.push([pick(node.label), node.iri]);
  return "\ufeff" + lines.map(csvLine).join("\r\n") + "\r\n";
}
$("csv").addEventListener("click", () => save(new Blob([csv()], { type: "text/csv;charset=utf-8" }), ".csv"));

$("copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(location.href);
    confirmCopy(say("copied"));
  } catch {
    showAddress();
  }
});
function confirmCopy(words) {
  const button = $("copy");
  tell(words);
  button.firstChild.replaceWith(element("span", words));
  setTimeout(() => button.replaceChildren(say("copy")), 2500);
}
/* Where a page may not write to the clipboard, the link is there to be copied by hand. */
function showAddress() {
  const field = $("address").querySelector("input");
  $("address").hidden = false;
  field.value = location.href;
  field.focus();
  field.select();
}
