/* The address: all that is asked of the page, after the #, so that a link shows the same. */
const PARTS = { kinds: "without", links: "links", proofs: "proofs" };

function writeAddress() {
  const said = new URLSearchParams();
  if (state.chosen) said.set("on", state.chosen);
  if (lang !== data.lang) said.set("lang", lang);
  for (const [set, key] of Object.entries(PARTS)) for (const one of state[set]) said.append(key, one);
  for (const [facet, value] of Object.entries(state.facets)) said.set("f." + facet, value);
  if (state.document !== null) said.set("document", documents[state.document]);
  for (const clock of ["known", "valid"]) if (state[clock] !== null) said.set(clock, state[clock]);
  if (state.path) said.set("path", state.path.map((node) => node.id).join("."));
  if (state.open.size) said.set("open", state.open.size === groups.length ? "all" : [...state.open].join("."));
  const only = state.chosen && [...said.keys()].length === 1;
  const hash = only ? state.chosen : said.toString();
  // A frame without an address of its own (a notebook's) may not write one.
  try { history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search); } catch { /* stays */ }
}

/* What an address asks for; null where it is not one of ours. What the page does not know is left out. */
function readAddress(hash) {
  const text = hash.replace(/^#/, "");
  if (!text) return NOTHING_ASKED();
  if (knows(text)) return { ...NOTHING_ASKED(), chosen: text };
  if (!text.includes("=")) return null;
  const said = new URLSearchParams(text), asked = NOTHING_ASKED();
  if (knows(said.get("on"))) asked.chosen = said.get("on");
  const known = {
    kinds: new Set(kinds.map((kind) => kind.key)),
    links: new Set(edges.map((edge) => edge.key)),
    proofs: new Set(edges.map((edge) => edge.proof)),
  };
  for (const [set, key] of Object.entries(PARTS)) {
    asked[set] = new Set(said.getAll(key).filter((one) => known[set].has(one)));
  }
  for (const select of every("[data-facet]")) {
    const facet = data.facets[select.dataset.facet][0], value = said.get("f." + facet);
    if (value && [...select.options].some((one) => one.value === value)) asked.facets[facet] = value;
  }
  if (documents.includes(said.get("document"))) asked.document = documents.indexOf(said.get("document"));
  for (const clock of ["known", "valid"]) if (isDay(said.get(clock))) asked[clock] = said.get(clock);
  const ends = (said.get("path") || "").split(".").map((id) => thing.get(id));
  if (ends.length === 2 && ends.every(Boolean)) asked.path = ends;
  const open = said.get("open") || "";
  asked.open = new Set(open === "all" ? cluster.keys() : open.split(".").filter((id) => cluster.has(id)));
  asked.lang = ["fr", "en"].includes(said.get("lang")) ? said.get("lang") : null;
  return asked;
}
const knows = (id) => thing.has(id) || link.has(id) || cluster.has(id);
function isDay(text) {
  if (!/^\d{4}-\d\d-\d\d$/.test(text || "")) return false;
  const when = new Date(text + "T00:00:00Z");
  return !Number.isNaN(when.getTime()) && when.toISOString().startsWith(text);
}

/* Ask what the address asks; say whether it is one of ours. */
function follow() {
  const asked = readAddress(location.hash);
  if (!asked) return false;
  const { lang: wanted, ...rest } = asked, node = thing.get(rest.chosen);
  speak(wanted || (location.hash.includes("=") ? data.lang : lang));
  if (node && node.group) rest.open.add(node.group.id);
  ask(rest);
  return true;
}
function showAsked() {
  if (state.path) showPath(...state.path);
  else if (state.chosen) revealChosen();
}
