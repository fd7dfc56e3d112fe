/* What a person asked of the page. Whatever is shown follows from this alone, and the address holds it. */
const NOTHING_ASKED = () => ({
  chosen: null,        // the id of a thing, a link or a group
  kinds: new Set(),    // what is hidden: keys of kinds of things,
  links: new Set(),    // of kinds of links,
  proofs: new Set(),   // and proofs
  facets: {},          // name of a filter → its value
  document: null,      // the number of a document
  known: null,         // days as ISO 8601; null for all
  valid: null,
  start: null,         // where the path that is being asked for starts: a thing, or true while even that is not chosen
  path: null,          // the two ends of a path
  open: new Set(groups.length === 1 ? [groups[0].id] : []), // ids of groups
});
const state = NOTHING_ASKED();

const filtered = () => state.kinds.size + state.links.size + state.proofs.size + Object.keys(state.facets).length > 0
  || state.document !== null || state.known !== null || state.valid !== null;

/* Change what is asked, and show what follows. */
function ask(change) {
  Object.assign(state, change);
  refresh();
}

function refresh() {
  hover = null;
  $("tip").hidden = true;
  judge();
  tracePath();
  arrange();
  sortStrands();
  focusOn();
  showPanel();
  showDetails();
  showTable();
  showOutline();
  writeAddress();
  redraw();
}
