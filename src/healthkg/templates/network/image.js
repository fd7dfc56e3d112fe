/* The picture as an image on white: title, first sentence, the whole picture, the legend of what is shown, the data. */
const SHEET = { margin: 28, most: 14000, least: 760 };

/* Where what is shown reaches. */
function extent() {
  const round = ({ x, y, width, height }) => [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
  const areas = nodes.filter((node) => node.on && visible(node)).map(round);
  for (const { left, top, width, height, shown } of groups) {
    if (shown) areas.push([left, top, left + width, top + height]);
  }
  edges.forEach((edge) => { if (edge.course) areas.push(edge.course.box); });
  const heads = data.heads.map(([left, width]) => [left, -36, left + width, 0]);
  const all = [...areas, ...heads];
  if (!all.length) return { left: 0, top: 0, right: 1, bottom: 1 };
  const farthest = (side, pick) => all.reduce((most, area) => pick(most, area[side]), all[0][side]);
  const [left, top] = [0, 1].map((side) => farthest(side, Math.min) - 3);
  const [right, bottom] = [2, 3].map((side) => farthest(side, Math.max) + 3);
  return { left, top, right, bottom };
}

/* A canvas of this size, on white, drawn upon in the colours of paper, at most `scale` times as fine. */
function canvasOf(width, height, scale, draw) {
  const kept = hover, drawn = Math.min(scale, SHEET.most / width, SHEET.most / height);
  const made = document.createElement("canvas");
  made.width = Math.ceil(width * drawn);
  made.height = Math.ceil(height * drawn);
  const ctx = made.getContext("2d");
  hover = null;
  ctx.scale(drawn, drawn);
  ctx.fillStyle = colours.back;
  ctx.fillRect(0, 0, width, height);
  draw(ctx, drawn);
  hover = kept;
  return made;
}
/* The part of the scene that this area holds. */
function strip(area, scale) {
  return canvasOf(area.right - area.left, area.bottom - area.top, scale, (ctx, drawn) => {
    ctx.translate(-area.left, -area.top);
    drawScene(ctx, { ...area, scale: Math.max(FAR, drawn) });
  });
}
/* The whole sheet: words, picture, legend, data. */
function sheet(scale) {
  return onPaper(() => {
    const area = extent(), wide = Math.max(area.right - area.left, SHEET.least), high = area.bottom - area.top;
    const pen = document.createElement("canvas").getContext("2d"), words = headWords(pen, wide), keys = legendKeys();
    const top = words.reduce((sum, line) => sum + line.step, 16), places = flow(pen, keys, wide);
    const width = wide + 2 * SHEET.margin, height = top + high + places.height + 44 + 2 * SHEET.margin;
    return canvasOf(width, height, scale, (ctx, drawn) => {
      ctx.translate(SHEET.margin, SHEET.margin);
      drawWords(ctx, words);
      ctx.save();
      ctx.translate(-area.left, top - area.top);
      drawScene(ctx, { ...area, scale: Math.max(FAR, drawn) });
      ctx.restore();
      drawFoot(ctx, keys, places, top + high + 24);
    });
  });
}
function headWords(ctx, room) {
  const lines = [], add = (text, size, bold, colour, most) => {
    ctx.font = font(size, bold);
    wrap(ctx, text, room, most).forEach((line) => lines.push({ text: line, size, bold, colour, step: size * 1.4 }));
  };
  add(pick(data.title), 22, true, "text", 3);
  add(data.caption[lang][0] || "", 14, false, "text", 4);
  if (filtered()) add(hiddenInWords(), 14, false, "accent", 4);
  if (groups.length) add(shownInWords(), 14, false, "quiet", 2);
  return lines;
}
function drawWords(ctx, lines) {
  let y = 0;
  ctx.textAlign = "left";
  ctx.textBaseline = "top";
  for (const line of lines) {
    ctx.font = font(line.size, line.bold);
    ctx.fillStyle = colours[line.colour];
    ctx.fillText(line.text, 0, y);
    y += line.step;
  }
}

/* The legend of what is shown: kinds of things, then kinds of links, then how they are stated. */
function legendKeys() {
  const kindsShown = kinds.filter((kind) => nodes.some((node) => node.on && node.kind === kind));
  const shown = edges.filter((edge) => edge.on), words = new Map(shown.map((edge) => [edge.key, edge]));
  const there = new Set(shown.map((edge) => edge.proof)), proofs = new Set([...Object.keys(data.forms), ...there]);
  return [
    ...kindsShown.map((kind) => ({ text: pick(kind.names[0]), draw: (ctx) => drawSwatch(ctx, kind) })),
    ...[...words.values()].map(({ label, style }) => keyOf(pick(label), style, formOf(style))),
    ...[...proofs].filter((one) => there.has(one)).map((one) => keyOf(proofName(one), "text", one)),
    ...(shown.some((edge) => edge.maybe) ? [{ text: say("possible_mark"), draw: drawDoubtful }] : []),
  ];
}
const keyOf = (text, style, form) => ({ text, draw: (ctx) => drawKey(ctx, style, form) });
function drawDoubtful(ctx) {
  ctx.strokeStyle = ctx.fillStyle = colours.text;
  drawDoubt(ctx, 15, 9);
}
const formOf = (style) => (style === "absent" ? "notstated" : "stated");
function drawSwatch(ctx, kind) {
  const [fill, border] = kind.colours, [outer, inner] = kind.swatch;
  ctx.fillStyle = fill;
  ctx.strokeStyle = border;
  ctx.lineWidth = 1.25;
  ctx.fill(new Path2D(outer));
  if (kind.dashed) ctx.setLineDash([4, 3]);
  ctx.stroke(new Path2D(outer));
  ctx.setLineDash(SOLID);
  if (inner) ctx.stroke(new Path2D(inner));
}
function drawKey(ctx, style, form) {
  ctx.beginPath();
  ctx.moveTo(0, 9);
  ctx.lineTo(30, 9);
  ctx.strokeStyle = ctx.fillStyle = colours[style] || colours.structure;
  ctx.lineWidth = form === "contradicted" ? 5 : style === "accent" ? 2 : 1.5;
  ctx.setLineDash(data.forms[form] || SOLID);
  ctx.stroke();
  ctx.setLineDash(SOLID);
  if (form === "contradicted") { ctx.strokeStyle = colours.back; ctx.lineWidth = 2; ctx.stroke(); }
  if (style === "accent") drawTip(ctx, 32, 9, 1);
}
/* Where the entries of the legend stand, in lines as wide as the picture. */
function flow(ctx, keys, room) {
  const at = [];
  let x = 0, y = 0;
  ctx.font = font(13, false);
  for (const key of keys) {
    key.text = cut(ctx, key.text, room - 40);
    const wide = 40 + ctx.measureText(key.text).width + 22;
    if (x && x + wide > room) { x = 0; y += 26; }
    at.push([x, y]);
    x += wide;
  }
  return { at, height: keys.length ? y + 26 : 0 };
}
function drawFoot(ctx, keys, { at, height }, top) {
  ctx.fillStyle = colours.rule;
  ctx.fillRect(0, top - 10, 240, 1);
  keys.forEach((key, index) => {
    ctx.save();
    ctx.translate(at[index][0], top + at[index][1]);
    key.draw(ctx);
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.font = font(13, false);
    ctx.fillStyle = colours.text;
    ctx.fillText(key.text, 40, 9);
    ctx.restore();
  });
  ctx.font = font(12, false);
  ctx.textBaseline = "top";
  ctx.textAlign = "left";
  ctx.fillStyle = colours.quiet;
  ctx.fillText([say("version", { version: data.version }), data.name, lang].join(" · "), 0, top + height + 2);
}
