/* Searching a name, an acronym or a number, in both languages, without regard to accents. */
const search = $("search"), results = $("results");
const MOST = 12;
let found = [], pointed = 0;

function seek() {
  const words = folded(search.value).split(/\s+/).filter(Boolean);
  const matches = words.length ? nodes.filter((node) => words.every((word) => node.folded.includes(word))) : [];
  const shown = matches.filter((node) => node.on), hidden = matches.filter((node) => !node.on && node.usual).length;
  found = ranked(shown, words).slice(0, MOST);
  pointed = 0;
  results.replaceChildren(...found.map(option));
  const more = shown.length > MOST && counted("more", shown.length - MOST);
  const none = words.length > 0 && !matches.length && say("no_match");
  const rest = [more, hidden && counted("matches_hidden", hidden), none].filter(Boolean);
  if (rest.length) results.append(note(rest.join(" · ")));
  unfold(words.length > 0);
  if (words.length) tell(counted("results", shown.length));
  point();
}
/* A word that is what was typed comes first, then one that begins so; then the order of the picture. */
function ranked(matches, words) {
  const rank = (node) => {
    const held = node.folded.split(" ");
    if (words.every((word) => held.includes(word))) return 0;
    return words.some((word) => held.some((one) => one.startsWith(word))) ? 1 : 2;
  };
  const ranks = new Map(matches.map((node) => [node, rank(node)]));
  return [...matches].sort((one, two) => ranks.get(one) - ranks.get(two) || one.index - two.index);
}
function unfold(open) {
  results.hidden = !open;
  search.setAttribute("aria-expanded", String(open && found.length > 0));
}
function option(node, index) {
  const item = Object.assign(element("li"), { id: "r" + index });
  item.setAttribute("role", "option");
  item.append(element("span", full(node), "data"), element("small", kindName(node)));
  item.addEventListener("mousedown", (event) => { event.preventDefault(); take(index); });
  return item;
}
function note(words) {
  const item = element("li", words);
  item.setAttribute("role", "option");
  item.setAttribute("aria-disabled", "true");
  item.setAttribute("aria-selected", "false");
  return item;
}
function point() {
  [...results.children].slice(0, found.length).forEach((item, index) => {
    item.setAttribute("aria-selected", String(index === pointed));
    if (index === pointed) item.scrollIntoView({ block: "nearest" });
  });
  if (found.length) search.setAttribute("aria-activedescendant", "r" + pointed);
  else search.removeAttribute("aria-activedescendant");
}
function take(index) {
  const node = found[index];
  if (!node) return;
  unfold(false);
  choose(node.id, { show: true });
  if (state.start) { search.value = ""; search.focus(); } else picture.focus({ preventScroll: true });
}
search.addEventListener("input", seek);
search.addEventListener("blur", () => unfold(false));
search.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && found.length) {
    event.preventDefault();
    pointed = (pointed + step + found.length) % found.length;
    point();
  }
  if (event.key === "Enter") take(pointed);
  if (event.key === "Escape") { search.value = ""; seek(); leave(); event.stopPropagation(); }
});
