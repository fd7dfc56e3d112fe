/* Boxes: of things, of closed groups (cards), of open ones (frames). */
const outlines = data.outlines.map(([outer, inner]) => (
  { outer: new Path2D(outer), inner: inner && new Path2D(inner) }
));
const BAR = 4;
let focus = null, hover = null;

const inFocus = (node) => !focus || focus.nodes.has(node);

function drawBox(ctx, node) {
  const { outer, inner } = outlines[node.outline], { kind } = node, [fill, border] = kind.colours;
  const picked = node.id === state.chosen;
  ctx.save();
  ctx.translate(node.x - node.width / 2, node.y - node.height / 2);
  ctx.globalAlpha = 1;
  ctx.fillStyle = colours.back;
  ctx.fill(outer);
  ctx.globalAlpha = inFocus(node) ? 1 : 0.3;
  ctx.fillStyle = fill;
  ctx.fill(outer);
  ctx.strokeStyle = picked ? colours.accent : border;
  ctx.lineWidth = picked ? 3 : node === hover ? 2.25 : 1.25;
  if (kind.dashed) ctx.setLineDash([4, 3]);
  ctx.stroke(outer);
  ctx.setLineDash([]);
  ctx.lineWidth = 1;
  if (inner) ctx.stroke(inner);
  drawText(ctx, node);
  if (sized.has(kind)) drawSize(ctx, node);
  ctx.restore();
}
function drawText(ctx, node) {
  const { kind, width, lead } = node, room = width - lead - 2 * kind.pad, step = kind.size * 1.3;
  const middle = (node.height - node.bar + kind.drop) / 2 + 0.5;
  const letters = font(kind.size, kind.bold || (kind.short === "instead" && node.short));
  ctx.fillStyle = kind.colours[2];
  ctx.textBaseline = "middle";
  ctx.font = letters;
  node.text = node.text || wrap(ctx, name(node), room, node.lines);
  const left = lead || node.text.length > 1;
  ctx.textAlign = left ? "left" : "center";
  const x = left ? kind.pad + lead : width / 2, y = middle - ((node.text.length - 1) * step) / 2;
  for (let i = 0; i < node.text.length; i += 1) ctx.fillText(node.text[i], x, y + i * step);
  if (!lead) return;
  ctx.textAlign = "right";
  ctx.font = font(kind.size + 1, true);
  ctx.fillText(cut(ctx, node.short, lead + kind.pad - 12), kind.pad + lead - 9, middle);
}
/* A bar as long as the thing is large; hatched where its kind has sizes and this one is not stated. */
function drawSize(ctx, node) {
  const { kind, width, height } = node, room = width - 2 * kind.pad, y = height - BAR - 3;
  ctx.fillStyle = ctx.strokeStyle = kind.colours[2];
  ctx.lineWidth = 1;
  const alpha = ctx.globalAlpha;
  if (node.size === null) {
    ctx.globalAlpha = alpha * 0.55;
    ctx.beginPath();
    for (let x = 0; x < room - BAR; x += 6) { ctx.moveTo(kind.pad + x, y + BAR); ctx.lineTo(kind.pad + x + BAR, y); }
    ctx.stroke();
  } else {
    ctx.globalAlpha = alpha * 0.2;
    ctx.fillRect(kind.pad, y, room, BAR);
    ctx.globalAlpha = alpha;
    ctx.fillRect(kind.pad, y, Math.max(1, (room * node.size) / (largest || 1)), BAR);
  }
  ctx.globalAlpha = alpha;
}

/* From far away: plain rectangles, by kind, so that the colour changes as often as there are kinds. */
const byKind = kinds.map((kind) => nodes.filter((node) => node.kind === kind));
function drawFarBoxes(ctx, view) {
  for (const held of byKind) {
    if (!held.length) continue;
    ctx.fillStyle = held[0].kind.colours[held[0].kind.stated ? 1 : 0];
    for (const node of held) {
      if (!node.on || !visible(node) || outside(node, view)) continue;
      ctx.globalAlpha = inFocus(node) ? 1 : 0.25;
      ctx.fillRect(node.x - node.width / 2, node.y - node.height / 2, node.width, node.height);
    }
  }
  ctx.globalAlpha = 1;
}
function outside(node, view) {
  return node.x + node.width / 2 < view.left || node.x - node.width / 2 > view.right
    || node.y + node.height / 2 < view.top || node.y - node.height / 2 > view.bottom;
}

/* ---- Groups ---- */

const CARD = { pad: 12, size: 13, step: 17, most: 3 };
function countOf(group) {
  const whole = counted("thing_count", group.members.length);
  return group.count === group.members.length ? whole : say("some_of", { count: number(group.count), total: whole });
}
function panelOf(ctx, group, fill, scale = 1) {
  ctx.beginPath();
  ctx.roundRect(group.left, group.top, group.width, group.height, 10);
  ctx.fillStyle = fill;
  ctx.fill();
  const picked = group.id === state.chosen;
  ctx.strokeStyle = picked ? colours.accent : group === hover ? colours.text : colours.structure;
  ctx.lineWidth = (picked ? 3 : group === hover ? 2 : 1.25) * Math.max(1, 0.8 / scale);
  ctx.stroke();
}
function drawCard(ctx, group) {
  const { left, top, width } = group, kind = group.lead.kind;
  ctx.globalAlpha = !focus || !focus.groups || focus.groups.has(group) ? 1 : 0.35;
  panelOf(ctx, group, colours.raised);
  if (!group.rest) {
    ctx.fillStyle = kind.colours[kind.stated ? 1 : 0];
    ctx.fillRect(left + CARD.pad, top, 28, 4);
  }
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillStyle = colours.text;
  ctx.font = font(CARD.size, true);
  if (group.said !== groupName(group)) {
    group.said = groupName(group);
    group.text = wrap(ctx, group.said, width - 2 * CARD.pad, CARD.most);
  }
  group.text.forEach((line, index) => ctx.fillText(line, left + CARD.pad, top + CARD.pad + CARD.step * (index + 0.5)));
  ctx.fillStyle = colours.quiet;
  ctx.font = font(12, false);
  ctx.fillText("+ " + countOf(group), left + CARD.pad, top + CARD.pad + CARD.step * group.text.length + 9);
  ctx.globalAlpha = 1;
}
function drawFrame(ctx, group, scale) { panelOf(ctx, group, colours.back, scale); }

/* The title of an open group: never smaller than 12 pixels on the screen, so that it is read from far away too. */
function drawTitle(ctx, group, scale) {
  const size = Math.max(CARD.size, 12 / scale), { left, top, width } = group;
  const y = top + Math.max(TITLE / 2, size * 0.75);
  ctx.font = font(size, true);
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  const words = cut(ctx, "− " + groupName(group) + " · " + countOf(group), width - 24);
  if (size > CARD.size) {
    ctx.fillStyle = colours.back;
    ctx.fillRect(left + 4, y - size * 0.7, ctx.measureText(words).width + 16, size * 1.4);
  }
  ctx.fillStyle = colours.text;
  ctx.fillText(words, left + 12, y);
}
