/* Printing: the whole picture in the colours of paper, every row of the table. A picture that is
   higher than a page is cut between its boxes. */
const PAGE = 1.25; // height of the part of a page that a strip takes, in widths of the picture

function strips() {
  const area = extent(), page = Math.max(600, (area.right - area.left) * PAGE), found = [];
  for (let top = area.top; top < area.bottom;) {
    const bottom = top + page < area.bottom ? cutNear(top + page, page) : area.bottom;
    found.push({ ...area, top, bottom });
    top = bottom;
  }
  return found;
}
/* The place, in the last third of the page, that cuts the fewest boxes; the lowest of such places. */
function cutNear(wanted, page) {
  const boxes = nodes.filter((node) => node.on && visible(node));
  const cards = groups.filter((group) => group.shown && !isOpen(group));
  const spans = [
    ...boxes.map(({ y, height }) => [y - height / 2 - 3, y + height / 2 + 3]),
    ...cards.map(({ top, height }) => [top - 3, top + height + 3]),
  ];
  let best = wanted, least = Infinity;
  for (let y = wanted; y > wanted - page / 3 && least; y -= 4) {
    const crossed = spans.filter(([top, bottom]) => y > top && y < bottom).length;
    if (crossed < least) { least = crossed; best = y; }
  }
  return best;
}
window.addEventListener("beforeprint", () => {
  document.documentElement.classList.add("paper");
  readColours();
  for (const area of strips()) {
    const paper = strip(area, 2);
    paper.className = "sheet";
    paper.style.width = area.right - area.left + "px";
    picture.parentElement.append(paper);
  }
  rowsShown = Infinity;
  showTable();
  every(".legend details, #rest-of-words").forEach((part) => { part.open = true; });
});
window.addEventListener("afterprint", () => {
  document.documentElement.classList.remove("paper");
  readColours();
  every(".sheet").forEach((paper) => paper.remove());
  rowsShown = PART;
  refresh();
});
