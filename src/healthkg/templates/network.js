/* The network page: vis-network keeps the boxes, their hits, panning and zooming; what they look like is drawn here. */
(function () {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const said = data.said;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const HEAD = 46, MARGIN = 28, FOOT = 50, READABLE = 12 / 13;
  const DASHES = { conditional: [9, 4], inferred: [1.5, 3], notstated: [5, 5] };
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const edges = new Map(data.edges.map((edge) => [edge.id, edge]));
  const hiddenKinds = new Set();
  let chosen = null, focus = null, hover = null, moved = false;

  // ---- Colours and text ----

  let colours = {};
  function readColours() {
    const style = getComputedStyle(document.documentElement);
    const names = ["back", "text", "quiet", "structure", "accent", "absent", "font"];
    data.nodes.forEach((node) => ["fill", "border", "text"].forEach((part) => names.push(node.look.hue + "-" + part)));
    colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue("--" + name).trim()]));
  }
  const font = (size, bold) => (bold ? "700 " : "400 ") + size + "px " + colours.font;
  const hue = (node, part) => colours[node.look.hue + "-" + part] || colours.quiet;

  function wrap(ctx, text, room, most) {
    const lines = [""];
    for (const word of text.split(" ").flatMap((word) => broken(ctx, word, room))) {
      const longer = lines.at(-1) ? lines.at(-1) + " " + word : word;
      if (lines.at(-1) && ctx.measureText(longer).width > room) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    if (lines.length <= most) return lines;
    let last = lines[most - 1];
    while (last && ctx.measureText(last + "…").width > room) last = last.slice(0, -1);
    return [...lines.slice(0, most - 1), last + "…"];
  }
  function broken(ctx, word, room) {
    if (ctx.measureText(word).width <= room) return [word];
    const parts = [""];
    for (const char of word.slice(0, 400)) {
      if (ctx.measureText(parts.at(-1) + char).width > room) parts.push("");
      parts[parts.length - 1] += char;
    }
    return parts;
  }

  // ---- Boxes ----

  const shape = new Map(data.nodes.map((node) => [node.id, {
    outline: new Path2D(node.box.outline), inner: new Path2D(node.box.inner), lines: null,
  }]));

  function renderer(node) {
    return ({ ctx, x, y }) => ({
      drawNode: () => drawNode(ctx, node, x - node.box.width / 2, y - node.box.height / 2),
      nodeDimensions: { width: node.box.width, height: node.box.height },
    });
  }
  function drawNode(ctx, node, left, top) {
    const { outline, inner } = shape.get(node.id), { look, box } = node;
    ctx.save();
    ctx.translate(left, top);
    ctx.fillStyle = colours.back;
    ctx.fill(outline);
    ctx.globalAlpha = focus && !focus.nodes.has(node.id) ? 0.28 : 1;
    ctx.fillStyle = hue(node, "fill");
    ctx.fill(outline);
    ctx.strokeStyle = node.id === chosen ? colours.accent : hue(node, "border");
    ctx.lineWidth = node.id === chosen ? 3 : node.id === hover ? 2.25 : 1.25;
    ctx.setLineDash(look.dashed ? [4, 3] : []);
    ctx.stroke(outline);
    ctx.setLineDash([]);
    ctx.lineWidth = 1;
    ctx.stroke(inner);
    drawText(ctx, node);
    ctx.restore();
  }
  function drawText(ctx, node) {
    const { look, box } = node, kept = shape.get(node.id), room = node.widthConstraint.maximum;
    const pad = (box.width - room - box.lead) / 2, step = look.size * 1.3;
    const bold = look.bold || (look.short === "instead" && node.short);
    ctx.fillStyle = hue(node, "text");
    ctx.textBaseline = "middle";
    ctx.font = font(look.size, bold);
    kept.lines = kept.lines || wrap(ctx, node.label, room, box.lines);
    const left = box.lead || kept.lines.length > 1;
    ctx.textAlign = left ? "left" : "center";
    const x = left ? pad + box.lead : box.width / 2;
    const y = box.height / 2 - ((kept.lines.length - 1) * step) / 2 + 0.5;
    kept.lines.forEach((line, index) => ctx.fillText(line, x, y + index * step));
    if (!box.lead) return;
    ctx.textAlign = "right";
    ctx.font = font(look.size + 1, true);
    ctx.fillText(node.badge, pad + box.lead - 9, box.height / 2 + 0.5);
  }

  // ---- Lines, their words, and the headings of columns ----

  const paths = new Map(data.edges.map((edge) => [edge.id, new Path2D(edge.path)]));
  const shown = (node) => !hiddenKinds.has(node.kind);
  const drawn = (edge) => shown(nodes.get(edge.from)) && shown(nodes.get(edge.to));
  const inFocus = (edge) => !focus || focus.edges.has(edge.id);

  function drawLines(ctx) {
    drawHeads(ctx);
    const visible = data.edges.filter(drawn);
    visible.filter((edge) => !inFocus(edge)).forEach((edge) => drawLine(ctx, edge, 0.18));
    visible.filter(inFocus).forEach((edge) => drawLine(ctx, edge, 1));
    visible.filter((edge) => edge.word).forEach((edge) => drawWord(ctx, edge));
  }
  function drawLine(ctx, edge, alpha) {
    const strong = (focus && focus.edges.has(edge.id)) || edge.id === hover;
    ctx.save();
    ctx.globalAlpha = alpha;
    ctx.strokeStyle = ctx.fillStyle = colours[edge.style] || colours.structure;
    ctx.lineWidth = (edge.style === "accent" ? 1.75 : 1.25) + (strong ? 1 : 0) + (edge.proof === "contradicted" ? 2.5 : 0);
    ctx.setLineDash(DASHES[edge.proof] || []);
    ctx.stroke(paths.get(edge.id));
    if (edge.proof === "contradicted") {
      ctx.strokeStyle = colours.back;
      ctx.lineWidth = 1.5;
      ctx.stroke(paths.get(edge.id));
    }
    ctx.setLineDash([]);
    if (edge.style === "accent") drawTip(ctx, ...edge.tip);
    ctx.restore();
  }
  function drawTip(ctx, x, y, way) {
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(x - 9 * way, y - 4.5);
    ctx.lineTo(x - 9 * way, y + 4.5);
    ctx.fill();
  }
  function drawWord(ctx, edge) {
    const [x, y, align] = edge.word;
    ctx.save();
    ctx.globalAlpha = inFocus(edge) ? 1 : 0.18;
    ctx.font = font(12, true);
    ctx.textAlign = align;
    ctx.textBaseline = "middle";
    const wide = ctx.measureText(edge.says).width, from = align === "left" ? x : x - wide / 2;
    ctx.fillStyle = colours.back;
    ctx.fillRect(from - 4, y - 8, wide + 8, 16);
    ctx.fillStyle = colours.accent;
    ctx.fillText(edge.says, x, y + 0.5);
    ctx.restore();
  }
  function drawHeads(ctx) {
    ctx.save();
    ctx.font = font(12, true);
    ctx.textBaseline = "alphabetic";
    for (const head of data.heads) {
      ctx.fillStyle = colours.quiet;
      ctx.fillText(head.label, head.left, -20);
    }
    ctx.restore();
  }

  // ---- vis-network ----

  const picture = $("picture");
  readColours();
  const boxes = new vis.DataSet(data.nodes.map((node) => ({ ...node, label: " ", group: undefined, ctxRenderer: renderer(node) })));
  const links = new vis.DataSet(data.edges.map(({ id, from, to }) => ({ id, from, to, hidden: true })));
  const network = new vis.Network(picture, { nodes: boxes, edges: links }, {
    physics: false,
    layout: { improvedLayout: false },
    interaction: { dragNodes: false, zoomView: false, selectable: false, hover: false, keyboard: false },
  });
  const canvas = picture.querySelector("canvas");
  canvas.setAttribute("aria-hidden", "true");
  network.on("beforeDrawing", drawLines);
  network.on("dragStart", () => { moved = true; $("tip").hidden = true; });

  function open() {
    const [width, height] = data.size;
    picture.style.minWidth = Math.ceil((width + 2 * MARGIN) * READABLE) + "px";
    const room = picture.clientWidth;
    const scale = Math.max(READABLE, Math.min(1.2, (room - 2 * MARGIN) / width));
    picture.style.height = Math.min(2400, Math.max(320, (height + HEAD + FOOT) * scale)) + "px";
    network.setSize("100%", "100%");
    network.redraw();
    network.moveTo({
      scale,
      position: { x: width / 2, y: picture.clientHeight / scale / 2 - HEAD },
    });
  }
  function zoom(factor) {
    moved = true;
    network.moveTo({ scale: Math.min(3, Math.max(0.2, network.getScale() * factor)) });
  }
  new ResizeObserver(() => { if (!moved) open(); }).observe(picture.parentElement);
  picture.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 300));
  }, { passive: false });
  document.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", () => {
    if (button.dataset.zoom === "reset") { moved = false; open(); } else zoom(button.dataset.zoom === "in" ? 1.25 : 0.8);
  }));
  function recolour() { readColours(); network.redraw(); }
  dark.addEventListener("change", recolour);
  window.addEventListener("beforeprint", () => { document.documentElement.classList.add("paper"); choose(null); recolour(); });
  window.addEventListener("afterprint", () => { document.documentElement.classList.remove("paper"); recolour(); });

  // ---- What is under the pointer ----

  const pen = document.createElement("canvas").getContext("2d");
  pen.lineWidth = 12;
  function under(point) {
    const id = network.getNodeAt(point);
    if (id !== undefined && shown(nodes.get(id))) return nodes.get(id);
    const { x, y } = network.DOMtoCanvas(point);
    return data.edges.filter(drawn).findLast((edge) => pen.isPointInStroke(paths.get(edge.id), x, y)) || null;
  }
  network.on("click", ({ pointer }) => { const found = under(pointer.DOM); choose(found && found.id); });
  picture.addEventListener("mousemove", (event) => {
    const frame = picture.getBoundingClientRect(), point = { x: event.clientX - frame.left, y: event.clientY - frame.top };
    const found = event.buttons ? null : under(point);
    picture.classList.toggle("over", Boolean(found));
    if ((found && found.id) === hover) return;
    hover = found && found.id;
    showTip(found, point);
    network.redraw();
  });
  picture.addEventListener("mouseleave", () => { hover = null; $("tip").hidden = true; network.redraw(); });

  function showTip(found, point) {
    const tip = $("tip");
    tip.hidden = !found;
    if (!found) return;
    const first = found.path ? found.label : found.full;
    const second = found.path ? name(nodes.get(found.from)) + " → " + name(nodes.get(found.to)) : found.kindName;
    tip.replaceChildren(element("span", first), element("small", second));
    tip.style.left = Math.max(4, Math.min(point.x + 14, picture.clientWidth - tip.offsetWidth - 8)) + "px";
    tip.style.top = Math.min(point.y + 16, picture.clientHeight - tip.offsetHeight - 8) + "px";
  }

  // ---- Choosing ----

  const name = (node) => (node.short && node.look.short === "instead" ? node.short : node.full);
  const element = (tag, text, kind) => Object.assign(document.createElement(tag), { textContent: text || "", className: kind || "" });
  const around = (id) => data.edges.filter((edge) => drawn(edge) && (edge.from === id || edge.to === id));

  function choose(id) {
    const thing = nodes.get(id), edge = edges.get(id);
    chosen = thing || edge ? id : null;
    const near = thing ? around(id) : edge ? [edge] : [];
    focus = chosen && { nodes: new Set(near.flatMap((one) => [one.from, one.to]).concat(thing ? id : [])), edges: new Set(near.map((one) => one.id)) };
    document.querySelectorAll("#table tbody tr").forEach((row) =>
      row.classList.toggle("on", Boolean(focus) && (focus.edges.has(row.dataset.edge) || row.dataset.alone === id)));
    scrollTable();
    $("details").hidden = !chosen;
    $("overview").hidden = Boolean(chosen);
    if (thing) describeNode(thing, near);
    if (edge) describeEdge(edge);
    $("live").textContent = chosen ? said.selected.replace("{text}", () => (thing ? thing.full + ", " + thing.kindName : edge.label)) : "";
    history.replaceState(null, "", chosen ? "#" + chosen : location.pathname + location.search);
    network.redraw();
  }
  function scrollTable() {
    const row = document.querySelector("#table tr.on"), box = document.querySelector(".scroller");
    if (row) box.scrollTop = row.offsetTop - box.clientHeight / 3;
  }
  function heading(text, kind) {
    const top = element("div", "", "top"), words = element("div");
    const title = Object.assign(element("h2", text, "data"), { id: "details-title", tabIndex: -1 });
    const close = Object.assign(element("button", "×", "close"), { type: "button", title: said.close });
    close.setAttribute("aria-label", said.close);
    close.addEventListener("click", leave);
    words.append(element("p", kind, "quiet data"), title);
    top.append(words, close);
    return top;
  }
  function named(node) {
    const button = Object.assign(element("button", name(node), "plain named"), { type: "button" });
    button.addEventListener("click", () => { choose(node.id); reveal(node); $("details-title").focus(); });
    return button;
  }
  function proof(edge) {
    const box = element("div", "", "what");
    const places = [...new Set(edge.evidence.map((one) => one.document))].map((document) =>
      document + where(edge.evidence.filter((one) => one.document === document)));
    if (!places.length && edge.proof !== "notstated") places.push(said.no_evidence);
    const firm = [said.proofs[edge.proof] || edge.proof, edge.note].filter(Boolean).join(" · ");
    box.append(...[firm, ...places].map((text) => element("div", text, "data")));
    return box;
  }
  function where(passages) {
    const places = passages.filter((one) => one.first).map((one) => (one.last > one.first ? one.first + "–" + one.last : String(one.first)));
    if (!places.length) return "";
    const many = places.length > 1 || places[0].includes("–");
    const words = places.length > 1 ? places.slice(0, -1).join(", ") + said.and + places.at(-1) : places[0];
    return ", " + said.line[many ? 1 : 0].replace("{lines}", words);
  }
  function describeNode(node, near) {
    const parts = [heading(node.full, [node.kindName, node.short].filter(Boolean).join(" · "))];
    if (node.note) parts.push(element("p", node.note, "data"));
    for (const [title, mine, other] of [[said.outgoing, "from", "to"], [said.incoming, "to", "from"]]) {
      const list = near.filter((edge) => edge[mine] === node.id);
      if (!list.length) continue;
      const section = element("section"), items = element("ul");
      list.forEach((edge) => items.append(neighbour(edge, nodes.get(edge[other]))));
      section.append(element("h3", title), items);
      parts.push(section);
    }
    if (!near.length) parts.push(element("p", said.alone, "quiet"));
    $("details").replaceChildren(...parts);
  }
  function neighbour(edge, node) {
    const item = element("li"), line = element("div");
    line.append(element("span", edge.label + " ", "quiet data"), named(node));
    item.append(line, proof(edge));
    return item;
  }
  function describeEdge(edge) {
    const line = element("p");
    line.append(named(nodes.get(edge.from)), element("span", " → "), named(nodes.get(edge.to)));
    $("details").replaceChildren(heading(edge.label, said.relation), line, proof(edge));
  }
  function reveal(node) {
    const point = network.canvasToDOM({ x: node.x, y: node.y });
    const inside = point.x > 40 && point.y > 20 && point.x < picture.clientWidth - 40 && point.y < picture.clientHeight - 20;
    if (!inside) network.moveTo({ position: { x: node.x, y: node.y }, animation: !still.matches && { duration: 250 } });
    const port = picture.parentElement;
    if (inside && (point.x < port.scrollLeft + 60 || point.x > port.scrollLeft + port.clientWidth - 60)) port.scrollLeft = point.x - port.clientWidth / 2;
    const y = picture.getBoundingClientRect().top + (inside ? point.y : picture.clientHeight / 2);
    if (y < 60 || y > window.innerHeight - 60) window.scrollBy({ top: y - window.innerHeight / 2, behavior: still.matches ? "auto" : "smooth" });
  }
  function leave() { choose(null); picture.focus({ preventScroll: true }); }

  // ---- The legend filters ----

  document.querySelectorAll("[data-kind]").forEach((box) => box.addEventListener("change", () => {
    hiddenKinds[box.checked ? "delete" : "add"](box.dataset.kind);
    boxes.update(data.nodes.map((node) => ({ id: node.id, hidden: !shown(node) })));
    document.querySelectorAll("tr[data-edge]").forEach((row) => { row.hidden = !drawn(edges.get(row.dataset.edge)); });
    document.querySelectorAll("tr[data-alone]").forEach((row) => { row.hidden = !shown(nodes.get(row.dataset.alone)); });
    const count = data.nodes.filter((node) => !shown(node)).length;
    $("filtered").textContent = count ? said.filtered.replace("{count}", count) : "";
    choose(null);
  }));

  // ---- Searching by name ----

  const search = $("search"), results = $("results");
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  let found = [], at = 0;
  function look() {
    const words = folded(search.value).split(/\s+/).filter(Boolean);
    const matches = data.nodes.filter((node) => shown(node) && words.every((word) => node.folded.includes(word)));
    found = words.length ? matches.slice(0, 12) : [];
    at = 0;
    results.replaceChildren(...found.map(option));
    results.hidden = !found.length;
    search.setAttribute("aria-expanded", String(!results.hidden));
    $("live").textContent = words.length ? said.results[matches.length === 1 ? 0 : 1].replace("{count}", matches.length) : "";
    point();
  }
  function option(node, index) {
    const item = Object.assign(element("li"), { id: "r" + index });
    item.setAttribute("role", "option");
    item.append(element("span", [node.short !== node.full && node.short, node.full].filter(Boolean).join(" ")), element("small", node.kindName));
    item.addEventListener("mousedown", (event) => { event.preventDefault(); take(index); });
    return item;
  }
  function point() {
    [...results.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    if (found.length) search.setAttribute("aria-activedescendant", "r" + at); else search.removeAttribute("aria-activedescendant");
  }
  function take(index) {
    const node = found[index];
    if (!node) return;
    results.hidden = true;
    search.setAttribute("aria-expanded", "false");
    choose(node.id);
    reveal(node);
    picture.focus({ preventScroll: true });
  }
  search.addEventListener("input", look);
  search.addEventListener("blur", () => { results.hidden = true; search.setAttribute("aria-expanded", "false"); });
  search.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) { at = (at + step + found.length) % found.length; point(); event.preventDefault(); }
    if (event.key === "Enter") take(at);
    if (event.key === "Escape") { search.value = ""; look(); leave(); event.stopPropagation(); }
  });

  // ---- The keyboard ----

  function walk(key) {
    const here = nodes.get(chosen) || nodes.get((edges.get(chosen) || {}).from);
    if (!here) return data.nodes.find(shown);
    const across = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0, down = key === "ArrowDown" ? 1 : -1;
    const near = across
      ? around(here.id).map((edge) => nodes.get(edge.from === here.id ? edge.to : edge.from)).filter((node) => (node.column - here.column) * across > 0)
      : data.nodes.filter((node) => shown(node) && node.column === here.column && (node.y - here.y) * down > 0);
    return near.sort((a, b) => Math.abs(a.y - here.y) - Math.abs(b.y - here.y))[0];
  }
  picture.addEventListener("keydown", (event) => {
    if (event.key.startsWith("Arrow")) {
      event.preventDefault();
      const next = walk(event.key);
      if (next) { choose(next.id); reveal(next); }
    }
    if (event.key === "Enter" && chosen) { event.preventDefault(); $("details-title").focus(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.matches("input")) { event.preventDefault(); search.focus(); search.select(); }
    if (event.key === "Escape" && !event.target.matches("input")) leave();
  });

  // ---- The table ----

  const body = document.querySelector("#table tbody");
  document.querySelectorAll("#table [data-node]").forEach((button) => button.addEventListener("click", () => {
    choose(button.dataset.node);
    reveal(nodes.get(button.dataset.node));
  }));
  document.querySelectorAll("#table th button").forEach((button, index) => button.addEventListener("click", () => {
    const head = button.parentElement, way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    document.querySelectorAll("#table th").forEach((one) => one.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
    const text = (row) => row.cells[index].textContent.trim();
    const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
    body.append(...[...body.rows].sort((a, b) => way * order.compare(text(a), text(b))));
  }));

  open();
  const asked = location.hash.slice(1);
  if (nodes.has(asked) || edges.has(asked)) choose(asked);
  window.addEventListener("hashchange", () => { const id = location.hash.slice(1); if (nodes.has(id) || edges.has(id)) choose(id); });
  document.fonts.ready.then(() => { shape.forEach((one) => { one.lines = null; }); network.redraw(); });
  picture.dataset.ready = "yes";
}());
