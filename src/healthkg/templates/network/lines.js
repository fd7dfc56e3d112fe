/* Lines: links drawn by style and proof, each such strand in one stroke; their tips and words; lines between groups. */
let strands = [];

/* Sort the links that have a line by how they are drawn. */
function sortStrands() {
  const found = new Map();
  for (const edge of edges) {
    if (!edge.course) continue;
    const key = [edge.style, edge.proof, edge.maybe].join(" ");
    if (!found.has(key)) found.set(key, { style: edge.style, proof: edge.proof, maybe: edge.maybe, edges: [] });
    found.get(key).edges.push(edge);
  }
  strands = [...found.values()];
}

const SOLID = [];
const lit = (edge) => !focus || focus.edges.has(edge);
const away = (box, view) => box[2] < view.left || box[0] > view.right || box[3] < view.top || box[1] > view.bottom;

function drawLines(ctx, view, far) {
  if (focus) for (const strand of strands) stroke(ctx, strand, view, far, false);
  for (const strand of strands) stroke(ctx, strand, view, far, true);
  ctx.setLineDash(SOLID);
  ctx.globalAlpha = 1;
}
function stroke(ctx, strand, view, far, bright) {
  let any = false;
  ctx.beginPath();
  for (const edge of strand.edges) {
    if (lit(edge) !== bright || away(edge.course.box, view)) continue;
    if (far) traceFar(ctx, edge.course); else trace(ctx, edge.course);
    any = true;
  }
  if (!any) return;
  ctx.globalAlpha = bright ? (far && !focus ? 0.5 : 1) : far ? 0.08 : 0.18;
  ctx.strokeStyle = colours[strand.style] || colours.structure;
  ctx.lineWidth = far ? 1 / view.scale : widthOf(strand) + (focus && bright ? 0.75 : 0);
  ctx.setLineDash(far ? SOLID : data.forms[strand.proof] || SOLID);
  ctx.stroke();
  if (strand.proof !== "contradicted" || far) return;
  ctx.globalAlpha = 1;
  ctx.strokeStyle = colours.back;
  ctx.lineWidth = 2;
  ctx.stroke();
}
function widthOf({ style, proof, maybe }) {
  if (proof === "contradicted") return 5;
  return (style === "accent" ? 1.75 : 1.25) * (maybe ? 0.8 : 1);
}

/* What stands at lines: tips, words, and the question mark of what is only possible. */
function drawMarks(ctx, view) {
  for (const strand of strands) {
    ctx.fillStyle = ctx.strokeStyle = colours[strand.style] || colours.structure;
    for (const edge of strand.edges) {
      const { tip, box, middle } = edge.course;
      if (away(box, view) || (!tip && !strand.maybe)) continue;
      ctx.globalAlpha = lit(edge) ? 1 : 0.18;
      if (tip) drawTip(ctx, tip[0], tip[1], tip[2]);
      if (strand.maybe) drawDoubt(ctx, middle[0], middle[1]);
    }
  }
  for (const strand of strands) {
    for (const edge of strand.edges) if (edge.course.word && !away(edge.course.box, view)) drawWord(ctx, edge);
  }
  ctx.globalAlpha = 1;
}
function drawTip(ctx, x, y, way) {
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x - 9 * way, y - 4.5);
  ctx.lineTo(x - 9 * way, y + 4.5);
  ctx.fill();
}
function drawDoubt(ctx, x, y) {
  const ink = ctx.fillStyle;
  ctx.beginPath();
  ctx.arc(x, y, 7.5, 0, 2 * Math.PI);
  ctx.fillStyle = colours.back;
  ctx.fill();
  ctx.lineWidth = 1.25;
  ctx.stroke();
  ctx.fillStyle = ink;
  ctx.font = font(12, true);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText("?", x, y + 0.5);
}
/* The word of a link; beside a box that hangs there is room to say how it is stated. */
function wordOf(edge) {
  const firm = ["stated", "unsourced"].includes(edge.proof) || edge.course.word[2] === "center";
  return firm ? pick(edge.label) : pick(edge.label) + " (" + proofName(edge.proof) + ")";
}
function drawWord(ctx, edge) {
  const [x, y, align] = edge.course.word, text = wordOf(edge);
  ctx.globalAlpha = lit(edge) ? 1 : 0.18;
  ctx.font = font(12, true);
  ctx.textAlign = align;
  ctx.textBaseline = "middle";
  const wide = ctx.measureText(text).width, from = align === "left" ? x : x - wide / 2;
  ctx.fillStyle = colours.back;
  ctx.fillRect(from - 4, y - 8, wide + 8, 16);
  ctx.fillStyle = edge.style === "accent" ? colours.accent : colours.quiet;
  ctx.fillText(text, x, y + 0.5);
}

/* One link again, stronger: that under the pointer. */
function drawUnder(ctx, edge) {
  ctx.beginPath();
  trace(ctx, edge.course);
  ctx.strokeStyle = colours[edge.style] || colours.structure;
  ctx.lineWidth = widthOf(edge) + 1.5;
  ctx.setLineDash(data.forms[edge.proof] || SOLID);
  ctx.stroke();
  ctx.setLineDash(SOLID);
}

/* Lines between groups: the strongest at once, all those of a group that is pointed at or chosen. */
const near = (bundle) => bundle.ends.some((group) => group === hover || group.id === state.chosen);
function drawBundles(ctx, view) {
  for (const bundle of bundles) {
    const strong = near(bundle);
    if (!bundle.course || !(bundle.main || strong) || away(bundle.course.box, view)) continue;
    ctx.beginPath();
    trace(ctx, bundle.course);
    ctx.globalAlpha = strong ? 0.9 : focus ? 0.15 : 0.6;
    ctx.strokeStyle = strong ? colours.accent : colours.structure;
    ctx.lineWidth = Math.min(8, 1 + 0.6 * Math.sqrt(bundle.count)) * Math.max(1, 0.5 / view.scale);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

/* The headings of columns, on at most two lines, as wide as the column and the gap after it. */
function drawHeads(ctx) {
  ctx.font = font(12, true);
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = colours.quiet;
  data.heads.forEach(([left, width, words], index) => {
    const next = data.heads[index + 1], room = Math.max(next ? next[0] - left - 12 : 0, width);
    const lines = wrap(ctx, pick(words), room, 2);
    lines.forEach((line, number) => ctx.fillText(line, left, -16 - 15 * (lines.length - 1 - number)));
  });
}

/* The whole scene, in the picture's own pixels. `view` is what can be seen of it, and at which scale. */
const FAR = 0.42;
function drawScene(ctx, view) {
  const far = view.scale < FAR;
  ctx.lineJoin = "round";
  drawHeads(ctx);
  drawBundles(ctx, view);
  for (const group of groups) if (group.shown && isOpen(group)) drawFrame(ctx, group, view.scale);
  drawLines(ctx, view, far);
  if (hover && hover.course && hover.on) drawUnder(ctx, hover);
  if (far) drawFarBoxes(ctx, view);
  else {
    drawMarks(ctx, view);
    for (const node of nodes) if (node.on && visible(node) && !outside(node, view)) drawBox(ctx, node);
  }
  for (const group of groups) {
    if (!group.shown) continue;
    if (isOpen(group)) drawTitle(ctx, group, view.scale); else drawCard(ctx, group);
  }
}
