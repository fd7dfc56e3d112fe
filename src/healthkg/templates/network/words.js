/* Words: the language of the page, phrases of the catalogue, numbers and days as each language writes them. */
let lang = document.documentElement.lang === "en" ? "en" : "fr";
const said = () => data.said[lang];
const pick = (text) => (typeof text === "string" ? text : text[lang === "en" ? 1 : 0]);
function fill(text, filled = {}) {
  return text.replace(/\{(\w+)\}/g, (gap, key) => (key in filled ? String(filled[key]) : gap));
}
const say = (key, filled) => fill(said()[key], filled);
const number = (value) => new Intl.NumberFormat(lang, { maximumFractionDigits: 2 }).format(value);
const many = (count) => (lang === "fr" ? count > 1 : count !== 1);
const counted = (key, count, filled) => fill(said()[key][many(count) ? 1 : 0], { count: number(count), ...filled });
const proofName = (proof) => said().proofs[proof] || proof;
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function listed(items) {
  return items.length > 1 ? items.slice(0, -1).join(", ") + said().and + items.at(-1) : items.join("");
}

/* « 1er mars 2019 », "1 March 2019"; the day is a calendar's, without hour or place. */
function day(iso) {
  const [year, month, date] = iso.split("-").map(Number);
  const when = new Date(Date.UTC(year, month - 1, date));
  const form = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : "fr-FR", { dateStyle: "long", timeZone: "UTC" });
  const text = form.format(when);
  return lang === "fr" ? text.replace(/^1 /, "1er ") : text;
}

/* What a thing is called in short: its acronym where its kind goes by one. */
const name = (node) => (node.short && node.kind.short === "instead" ? node.short : pick(node.label));
const kindName = (node, plural) => pick(node.kind.names[plural ? 1 : 0]);
const full = (node) => [node.short !== pick(node.label) && node.short, pick(node.label)].filter(Boolean).join(" ");
const groupName = (group) => (group.rest ? say("rest_group") : pick(group.label));

function speak(to) {
  lang = to;
  document.documentElement.lang = lang;
  document.title = pick(data.title) + " – healthkg";
  every("[data-said]").forEach((one) => one.dataset.said.split(" ").forEach((pair) => {
    const [attribute, key] = pair.split(":");
    one.setAttribute(attribute, say(key));
  }));
  every("[data-lang]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.lang === lang)));
  $("picture").setAttribute("aria-label", say("picture", { title: pick(data.title) }));
  nodes.forEach((node) => { node.text = null; });
}
