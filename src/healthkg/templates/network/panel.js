/* The panel: the legend with its counts, the filters, the clocks, and the sentence that says what is hidden. */
function showPanel() {
  const whole = $("status"), words = [groups.length && shownInWords(), hiddenInWords()].filter(Boolean).join(" ");
  if (whole.textContent !== words) whole.textContent = words;
  whole.classList.toggle("set", filtered());
  $("clear").hidden = !filtered();
  $("whole").hidden = !filtered();
  showLegend();
  showFilters();
  showClocks();
  showAsking();
  if ($("open-all")) {
    $("open-all").hidden = groups.every((group) => !group.shown || isOpen(group));
    $("close-all").hidden = !state.open.size;
  }
}
$("clear").addEventListener("click", clearFilters);
if ($("open-all")) {
  $("open-all").addEventListener("click", () => openAll(true));
  $("close-all").addEventListener("click", () => openAll(false));
}

/* ---- The legend: each entry is a box to tick ---- */

const ticks = [["kind", "kinds"], ["link", "links"], ["proof", "proofs"]];
for (const [what, hidden] of ticks) {
  every("[data-" + what + "]").forEach((box) => box.addEventListener("change", () => {
    const kept = new Set(state[hidden]);
    kept[box.checked ? "delete" : "add"](box.dataset[what]);
    ask({ [hidden]: kept });
  }));
}
function showLegend() {
  const shown = new Map();
  for (const node of nodes) if (node.on) shown.set(node.kind.key, (shown.get(node.kind.key) || 0) + 1);
  for (const [what, hidden] of ticks) {
    for (const box of every("[data-" + what + "]")) {
      const key = box.dataset[what];
      const held = (what === "kind" ? shown : counts.get(what)).get(key) || 0;
      box.checked = !state[hidden].has(key);
      box.closest("label").querySelector(".count").textContent = number(held);
    }
  }
  if ($("possible-mark")) $("possible-mark").hidden = !edges.some((edge) => edge.maybe);
  if ($("bar-mark")) $("bar-mark").textContent = say("bar_mark", { max: number(largest) });
}

/* ---- Filters by a value ---- */

every("[data-facet]").forEach((select) => select.addEventListener("change", () => {
  const facets = { ...state.facets }, named = data.facets[select.dataset.facet][0];
  if (select.value) facets[named] = select.value; else delete facets[named];
  ask({ facets });
}));
every("[data-document]").forEach((select) => select.addEventListener("change", () => {
  ask({ document: select.value ? documents.indexOf(select.value) : null });
}));
function showFilters() {
  for (const select of every("[data-facet], [data-document]")) {
    const named = "facet" in select.dataset ? data.facets[select.dataset.facet][0] : null;
    const value = named ? state.facets[named] : documents[state.document];
    const held = counts.get(named ? "facet " + named : "document");
    for (const one of select.options) {
      const has = held.get(named ? one.value : documents.indexOf(one.value)) || 0;
      one.textContent = one.value ? one.value + " (" + number(has) + ")" : say("any_value");
    }
    select.value = value || "";
    select.classList.toggle("set", Boolean(value));
  }
  const set = [...Object.values(state.facets), ...(state.document === null ? [] : [documents[state.document]])];
  summarise("filters-state", set, "no_filter");
}
function summarise(id, set, none) {
  if (!$(id)) return;
  $(id).textContent = set.length ? set.join(said().semicolon) : say(none);
  $(id).classList.toggle("set", set.length > 0);
}

/* ---- The clocks: a slider over their stops, an exact day, and all dates ---- */

for (const clock of every("[data-clock]")) {
  const which = clock.dataset.clock, slider = $(which + "-range"), exact = $(which + "-day");
  slider.max = stops[which].length - 1;
  exact.min = "1900-01-01";
  exact.max = "2100-12-31";
  const set = (when) => ask({ [which]: when });
  const step = (by) => {
    const at = state[which] === null ? (by < 0 ? stops[which].length : -1) : place(which, state[which]);
    const on = state[which] !== null && by < 0 && stops[which][at] < state[which] ? at : at + by;
    set(stops[which][Math.max(0, Math.min(stops[which].length - 1, on))]);
  };
  slider.addEventListener("input", () => set(stops[which][slider.value]));
  exact.addEventListener("change", () => { if (/^\d{4}-\d\d-\d\d$/.test(exact.value)) set(exact.value); });
  clock.querySelector("[data-any]").addEventListener("click", () => set(null));
  every("[data-step]", clock).forEach((one) => one.addEventListener("click", () => step(Number(one.dataset.step))));
}
function showClocks() {
  for (const clock of every("[data-clock]")) {
    const which = clock.dataset.clock, when = state[which], words = when === null ? say("any_date") : day(when);
    const slider = $(which + "-range");
    slider.value = when === null ? slider.max : place(which, when);
    slider.setAttribute("aria-valuetext", words);
    $(which + "-said").textContent = words;
    if ($(which + "-day") !== document.activeElement) $(which + "-day").value = when || "";
    clock.querySelector("[data-any]").setAttribute("aria-pressed", String(when === null));
    clock.classList.toggle("off", when === null);
  }
  const set = ["known", "valid"].filter((which) => state[which] !== null);
  summarise("clocks-state", set.map((which) => say("reason_" + which, { day: day(state[which]) })), "any_date");
}

every("[data-lang]").forEach((one) => one.addEventListener("click", () => {
  speak(one.dataset.lang);
  refresh();
}));
