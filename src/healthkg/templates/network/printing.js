/* Printing: the whole picture in the colours of paper, every row of the table, every part of the outline. */
window.addEventListener("beforeprint", () => {
  document.documentElement.classList.add("paper");
  readColours();
  const paper = sheet(2, { worded: false });
  paper.className = "sheet";
  picture.parentElement.append(paper);
  rowsShown = Infinity;
  showTable();
  every("#chapters details").forEach((part) => { part.write(); part.open = true; });
});
window.addEventListener("afterprint", () => {
  document.documentElement.classList.remove("paper");
  readColours();
  every(".sheet").forEach((paper) => paper.remove());
  rowsShown = PART;
  unfolded.clear();
  refresh();
});
