/* The details of what is chosen, in the panel: in words, all that the page knows of it. */
let told = null; // whose details are shown
function showDetails() {
  const parts = described();
  $("details").hidden = !parts;
  $("details").replaceChildren(...(parts || []).filter(Boolean));
  const now = state.path ? "path" : state.chosen;
  if (now && now !== told) document.querySelector(".panel").scrollTop = $("details").scrollTop = 0;
  told = now;
}

function described() {
  if (state.path) return describePath();
  if (chosenThing()) return describeThing(chosenThing());
  if (chosenLink()) return describeLink(chosenLink());
  return chosenGroup() ? describeGroup(chosenGroup()) : null;
}

function heading(text, kind) {
  const top = element("div", "", "top"), words = element("div");
  const title = Object.assign(element("h2", text, "data"), { id: "details-title", tabIndex: -1 });
  const close = Object.assign(element("button", "×", "close"), { type: "button", title: say("close") });
  close.setAttribute("aria-label", say("close"));
  close.addEventListener("click", closeDetails);
  words.append(element("p", kind, "quiet data"), title);
  top.append(words, close);
  return top;
}
function closeDetails() {
  choose(null);
  picture.focus({ preventScroll: true });
}
function button(text, act, kind) {
  const one = Object.assign(element("button", text, kind || "tool"), { type: "button" });
  one.addEventListener("click", act);
  return one;
}
const named = (node) => button(name(node), () => choose(node.id, { show: true, title: true }), "plain named");
function facts(pairs) {
  const list = element("dl");
  for (const [term, words] of pairs) {
    const told = element("dd", "", "data");
    told.append(words);
    list.append(element("dt", term), told);
  }
  return pairs.length ? list : null;
}
function acts(...buttons) {
  const row = element("p", "", "acts");
  row.append(...buttons.filter(Boolean));
  return row;
}

/* What a link rests on, in words: how firmly it is stated, the documents with their lines, and when it holds. */
function proof(edge) {
  const box = element("div", "", "what");
  const cited = ({ document, lines, known }) => [[document, lines].filter(Boolean).join(", "), known];
  const found = passages(edge).map((one) => cited(one).filter(Boolean).join(" · "));
  if (!found.length && edge.proof !== "notstated") found.push(say("no_evidence"));
  if (edge.until) found.push(say("until", { day: day(edge.until) }));
  box.append(...[firmness(edge), ...found, ...when(edge)].map((text) => element("div", text, "data")));
  return box;
}
/* By document: its lines in words, and since when it has been public. */
function passages(edge) {
  const found = new Map();
  for (const [document, first, last, known] of edge.evidence) {
    if (!found.has(document)) found.set(document, { places: new Set(), known });
    if (first) found.get(document).places.add(last > first ? first + "–" + last : String(first));
  }
  return [...found].map(([document, { places, known }]) => {
    const lines = [...places], several = lines.length > 1 || lines.some((one) => one.includes("–"));
    const later = known && state.known !== null && known > state.known;
    return {
      document: documents[document],
      lines: lines.length ? fill(said().line[several ? 1 : 0], { lines: listed(lines) }) : "",
      known: known ? say(later ? "since_later" : "since", { day: day(known) }) : "",
    };
  });
}
function when(edge) {
  if (!edge.validity || !edge.validity.some(Boolean)) return [];
  const [a, b, c, d] = edge.validity;
  return [say("begins") + say("colon") + bounded(a, b), say("ends") + say("colon") + bounded(c, d)];
}
function bounded(from, to) {
  if (from && to) return from === to ? day(from) : say("bounds_between", { from: day(from), to: day(to) });
  if (from) return say("bounds_from", { from: day(from) });
  return to ? say("bounds_to", { to: day(to) }) : say("bounds_none");
}

function describeThing(node) {
  const near = around(node), kind = [kindName(node), node.short].filter(Boolean).join(" · ");
  const parts = [heading(pick(node.label), kind)];
  if (node.note) parts.push(element("p", pick(node.note), "data"));
  for (const [title, mine, theirs] of [["outgoing", "source", "target"], ["incoming", "target", "source"]]) {
    const held = near.filter((edge) => edge[mine] === node);
    if (held.length) parts.push(neighbours(title, held, theirs));
  }
  if (!near.length) parts.push(element("p", say("alone"), "quiet"));
  parts.push(facts(about(node)));
  if (edges.length) parts.push(acts(button(say("path_from"), () => startPath(node))));
  return parts;
}
function neighbours(title, held, theirs) {
  const section = element("section"), list = element("ul");
  for (const edge of held.slice(0, 200)) {
    const item = element("li"), line = element("div");
    line.append(element("span", pick(edge.label) + " ", "quiet data"), named(edge[theirs]));
    item.append(line, proof(edge));
    list.append(item);
  }
  section.append(element("h3", say(title) + (held.length > 200 ? " · " + number(held.length) : "")), list);
  return section;
}
function about(node) {
  const found = [];
  if (typeof node.label !== "string") found.push([say("other_name"), node.label[lang === "en" ? 0 : 1]]);
  if (node.size !== null) found.push([say("size"), number(node.size)]);
  else if (sized.has(node.kind)) found.push([say("size"), say("size_unknown")]);
  if (node.iri) found.push([say("iri"), address(node.iri)]);
  const short = Object.assign(element("a", "#" + node.id), { href: "#" + node.id });
  found.push([say("permalink"), short]);
  return found;
}
/* Our own identifiers are links; any other is text. */
function address(iri) {
  if (!/^https:\/\/w3id\.org\/healthkg\//.test(iri)) return iri;
  return Object.assign(element("a", iri), { href: iri, target: "_blank", rel: "noopener noreferrer" });
}

function describeLink(edge) {
  const line = element("p");
  line.append(named(edge.source), " → ", named(edge.target));
  return [heading(pick(edge.label), say("relation")), line, proof(edge)];
}

function describeGroup(group) {
  const held = new Map();
  group.members.filter((node) => node.on).forEach((node) => held.set(node.kind, (held.get(node.kind) || 0) + 1));
  const words = [...held].map(([kind, count]) => number(count) + " " + pick(kind.names[many(count) ? 1 : 0]));
  const toggle = button(say(isOpen(group) ? "close_group" : "open_group"), () => {
    openGroup(group, !isOpen(group));
    picture.focus({ preventScroll: true });
  });
  const title = heading(groupName(group), say("group") + " · " + countOf(group));
  return [title, element("p", listed(words), "data"), acts(toggle), nearGroups(group)];
}
/* The groups that a group is linked to, with how many links; the most linked first. */
function nearGroups(group) {
  const near = bundles.filter((bundle) => bundle.count && bundle.ends.includes(group));
  const list = element("ul"), section = element("section");
  for (const bundle of near.sort((one, two) => two.count - one.count).slice(0, 12)) {
    const next = bundle.ends[0] === group ? bundle.ends[1] : bundle.ends[0], item = element("li");
    const go = button(groupName(next), () => choose(next.id, { show: true, title: true }), "plain named");
    item.append(go, element("span", " " + counted("link_count", bundle.count), "quiet"));
    list.append(item);
  }
  section.append(element("h3", say("neighbours")), list);
  return near.length ? section : null;
}
