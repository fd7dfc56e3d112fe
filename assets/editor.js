// What a script adds to the text area of the SPARQL editor: colours, proposals from this ontology, the place of a fault.
// The form stays as it is: without this script it works alike. Tab leaves the editor, as it leaves any field.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const MOST = 60; // proposals at once
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// ---- Proposals ----

/** Return a function that gives the terms of the corpus, fetched when they are first asked for. */
function terms(area) {
  let fetched;
  const [klass, property, thing, prefix] = area.dataset.kinds.split("|");
  const kinds = { class: klass, property, thing };
  return () => (fetched ??= fetch(area.dataset.terms)
    .then((reply) => reply.json())
    .then((said) => [
      ...Object.keys(said.prefixes).map((name) => proposal(`${name}:`, prefix, said.prefixes[name])),
      ...said.terms.map(([name, kind, label]) => proposal(name, kinds[kind], label)),
    ], () => []));
}

function proposal(name, kind, label) {
  return { label: name, detail: label ? `${label} (${kind})` : kind, sought: fold(`${name} ${label}`) };
}

/** Return the proposals for the word before the cursor: names that begin so, then names and labels that hold it. */
function proposing(known) {
  return async (context) => {
    const inside = syntaxTree(context.state).resolveInner(context.pos, -1).name;
    if (/comment|string/.test(inside)) return null;
    const variable = context.matchBefore(/[?$]\w*/);
    if (variable) return { from: variable.from, options: variables(context.state, variable), validFor: /^[?$]\w*$/ };
    const word = context.matchBefore(/[\p{L}\p{N}_.:-]+/u);
    if (!context.explicit && (!word || word.text.length < 2)) return null;
    const sought = fold(word?.text ?? "");
    const options = (await known()).filter((one) => one.sought.includes(sought));
    const first = (one) => !one.sought.startsWith(sought);
    options.sort((a, b) => first(a) - first(b) || a.label.length - b.label.length);
    return { from: word?.from ?? context.pos, options: options.slice(0, MOST), filter: false };
  };
}

function variables(state, own) {
  const text = state.doc.toString();
  const others = text.slice(0, own.from) + " " + text.slice(own.to);
  return [...new Set(others.match(/[?$]\w+/g))].map((label) => ({ label }));
}

// ---- Looks: the colours are those of the page ----

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--link)", fontWeight: "600" },
  { tag: [tags.string, tags.number], color: "var(--accent)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  { tag: tags.operator, color: "var(--link)" },
]);

const looks = EditorView.theme({
  "&": { color: "var(--text)", backgroundColor: "var(--raised)", border: "1px solid var(--field)", borderRadius: "6px" },
  "&.cm-focused": { outline: "2px solid var(--link)", outlineOffset: "2px" },
  ".cm-scroller": {
    maxHeight: "70vh", overflow: "auto",
    font: '13px/1.5 ui-monospace, "SFMono-Regular", Consolas, "Liberation Mono", monospace',
  },
  ".cm-content": { minHeight: "14rem", caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--quiet)", border: "0" },
  ".cm-placeholder": { color: "var(--quiet)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--accent-wash)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-wash)", outline: "1px solid var(--accent)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--text)", border: "1px solid var(--field)", borderRadius: "6px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit", fontSize: "13px" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--link)", color: "var(--back)" },
  ".cm-completionDetail": { color: "var(--quiet)", fontStyle: "normal" },
  "li[aria-selected] .cm-completionDetail": { color: "var(--back)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
});

// ---- The editor in the place of the text area ----

/** Return the fault that the server's answer marks on the text area; null for none. */
function fault(area, state) {
  const { line, column, fault: message } = area.dataset;
  if (!line || +line > state.doc.lines) return null;
  const { from: begin, to: end, text } = state.doc.line(+line);
  const from = Math.min(begin + [...text].slice(0, column - 1).join("").length, end);
  const word = text.slice(from - begin).match(/^[\p{L}\p{N}_:?$.-]+/u);
  return { from, to: Math.min(from + (word ? word[0].length : 1), end), severity: "error", message };
}

function enhance(area) {
  const { form } = area;
  const label = document.querySelector(`label[for="${area.id}"]`);
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" }); // styles of a shadow root need no <style>: the page allows none
  const view = new EditorView({ root, parent: root, doc: area.value, extensions: extensions(area, label) });
  area.before(host);
  Object.assign(area, { hidden: true, required: false });
  label.addEventListener("click", () => view.focus());
  form.addEventListener("submit", (event) => {
    if (area.value.trim()) return;
    event.preventDefault();
    view.focus();
  });
  mark(view, fault(area, view.state));
  document.getElementById("keys").hidden = false;
}

function extensions(area, label) {
  const run = () => (area.form.requestSubmit(), true);
  const invalid = area.dataset.fault ? { "aria-invalid": "true" } : {};
  return [
    Prec.highest(keymap.of([{ key: "Mod-Enter", run }])),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap]),
    lineNumbers(), history(), drawSelection(), bracketMatching(), closeBrackets(), lintGutter(),
    StreamLanguage.define(sparql), syntaxHighlighting(colours), looks,
    autocompletion({ override: [proposing(terms(area))], icons: false }),
    placeholder(area.placeholder),
    EditorState.phrases.of({ Completions: area.dataset.proposals }),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": label.textContent, spellcheck: "false", ...invalid }),
    EditorView.updateListener.of((update) => { if (update.docChanged) area.value = update.state.doc.toString(); }),
  ];
}

function mark(view, found) {
  if (!found) return;
  view.dispatch({ selection: { anchor: found.from }, effects: EditorView.scrollIntoView(found.from, { y: "center" }) });
  view.dispatch(setDiagnostics(view.state, [found]));
}

const area = document.querySelector("textarea.code#query");
if (area) enhance(area);
