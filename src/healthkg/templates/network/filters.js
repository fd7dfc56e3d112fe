/* The filters: what each asks of a link, how many links each value has, and in words what is hidden and why. */
const tests = [
  ["known", (edge) => knownOn(edge, state.known)],
  ["valid", (edge) => !excludedOn(edge, state.valid)],
  ["kind", (edge) => !state.kinds.has(edge.source.kind.key) && !state.kinds.has(edge.target.kind.key)],
  ["link", (edge) => !state.links.has(edge.key)],
  ["proof", (edge) => !state.proofs.has(edge.proof)],
  ["document", (edge) => state.document === null || edge.evidence.some((one) => one[0] === state.document)],
  ...every("[data-facet]").map((select) => {
    const named = data.facets[select.dataset.facet][0];
    const held = (edge) => (edge.facets[named] || []).includes(state.facets[named]);
    return ["facet " + named, (edge) => !(named in state.facets) || held(edge)];
  }),
];

/* filter → value → number of links that all the other filters let through */
let counts = new Map();
function count(filter, value) {
  const held = counts.get(filter);
  held.set(value, (held.get(value) || 0) + 1);
}
function countIn(filter, edge) {
  if (filter === "link") count(filter, edge.key);
  else if (filter === "proof") count(filter, edge.proof);
  else if (filter === "document") new Set(edge.evidence.map((one) => one[0])).forEach((one) => count(filter, one));
  else if (filter.startsWith("facet ")) (edge.facets[filter.slice(6)] || []).forEach((value) => count(filter, value));
}

/* Say of each link whether it is shown, and count it for the filters that alone could hide it. */
function judgeLinks() {
  counts = new Map(tests.map(([filter]) => [filter, new Map()]));
  for (const edge of edges) {
    let fails = 0, failed = null;
    for (const [filter, passes] of tests) {
      if (!passes(edge)) { fails += 1; failed = filter; }
      if (fails > 1) break;
    }
    edge.on = fails === 0;
    edge.maybe = edge.on && !certainOn(edge, state.valid);
    if (fails === 0) tests.forEach(([filter]) => countIn(filter, edge));
    else if (fails === 1) countIn(failed, edge);
  }
}

function reasons() {
  const found = [], without = (key, words) => words.length && found.push(say(key, { items: listed(words) }));
  const quote = (text) => say("quoted", { text });
  without("reason_kinds", kinds.filter((kind) => state.kinds.has(kind.key)).map((kind) => pick(kind.names[1])));
  without("reason_links", [...state.links].map((key) => quote(pick(edges.find((edge) => edge.key === key).label))));
  without("reason_links", [...state.proofs].map((one) => quote(proofName(one))));
  for (const [facet, value] of Object.entries(state.facets)) {
    const words = data.facets.find((one) => one[0] === facet)[1];
    found.push(say("reason_facet", { name: pick(words), value }));
  }
  if (state.document !== null) found.push(say("reason_document", { value: documents[state.document] }));
  if (state.known !== null) found.push(say("reason_known", { day: day(state.known) }));
  if (state.valid !== null) found.push(say("reason_valid", { day: day(state.valid) }));
  return found;
}

/* The sentence that says what is hidden, and why. Absences that a document has filled since are not counted. */
function hiddenInWords() {
  const lines = edges.filter((edge) => !edge.on && edge.until === null).length;
  const boxes = nodes.filter((node) => !node.on && node.usual).length;
  const why = reasons().join(said().semicolon);
  if (!filtered()) {
    const shown = inNumbers(edges.filter((edge) => edge.on).length, nodes.filter((node) => node.on).length);
    return data.hidden ? say("some_shown", shown) + " " + beyond() : say("all_shown", shown);
  }
  if (!lines && !boxes) return say("nothing_hidden", { reasons: why });
  let hidden = lines ? counted("hidden_links", lines) : counted("hidden_things", boxes);
  if (lines && boxes) hidden = say("hidden_both", inNumbers(lines, boxes));
  return [say("because", { hidden, reasons: why }), data.hidden && beyond()].filter(Boolean).join(" ");
}
const inNumbers = (lines, boxes) => ({ links: counted("link_count", lines), things: counted("thing_count", boxes) });
/* What the page does not hold: things beyond the limit of the view. */
const beyond = () => counted("hidden", data.hidden, { limit: number(data.limit) });

/* With groups: how many things are drawn one by one, of how many; the others are in closed groups. */
function shownInWords() {
  const closed = groups.filter((group) => group.shown && !state.open.has(group.id));
  const drawn = nodes.filter((node) => node.on && visible(node)).length;
  const total = number(nodes.filter((node) => node.on).length);
  const grouped = counted("closed_groups", closed.length);
  return say("grouped", { shown: counted("shown_things", drawn), total, groups: grouped });
}

function clearFilters() {
  const { chosen, path, open } = state;
  ask({ ...NOTHING_ASKED(), chosen, path, open });
  $("picture").focus({ preventScroll: true });
}
