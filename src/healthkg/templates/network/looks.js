/* Looks: the colours of the page as it is now (light, dark, paper), its letters, and text broken into lines. */
const NAMES = ["back", "text", "quiet", "rule", "raised", "structure", "accent", "absent", "font"];
let colours = {};
function readColours() {
  const style = getComputedStyle(document.documentElement);
  const value = (one) => style.getPropertyValue("--" + one).trim();
  colours = Object.fromEntries(NAMES.map((one) => [one, value(one)]));
  kinds.forEach((kind) => { kind.colours = ["fill", "border", "text"].map((part) => value(kind.hue + "-" + part)); });
}
const font = (size, bold) => (bold ? "700 " : "400 ") + size + "px " + colours.font;

/* Draw with the colours of paper, whatever those of the screen are. */
function onPaper(draw) {
  const root = document.documentElement, was = root.classList.contains("paper");
  root.classList.add("paper");
  readColours();
  try { return draw(); } finally {
    root.classList.toggle("paper", was);
    readColours();
  }
}

/* Text in lines; what French sets off by a space stays with its word. */
function wrap(ctx, text, room, most) {
  const lines = [""], words = text.split(/(?<!«) (?![»;:!?])/);
  for (const word of words.flatMap((one) => broken(ctx, one, room))) {
    const longer = lines.at(-1) ? lines.at(-1) + " " + word : word;
    if (lines.at(-1) && ctx.measureText(longer).width > room) lines.push(word);
    else lines[lines.length - 1] = longer;
    if (lines.length > most) break;
  }
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), cut(ctx, lines[most - 1] + "…", room)];
}
/* As much of a text as there is room for. */
function cut(ctx, text, room) {
  if (ctx.measureText(text).width <= room) return text;
  const whole = text.replace(/…$/, "").slice(0, 1000);
  let most = 0, least = whole.length;
  while (most < least) {
    const half = Math.ceil((most + least) / 2);
    if (ctx.measureText(whole.slice(0, half) + "…").width <= room) most = half; else least = half - 1;
  }
  return whole.slice(0, most) + "…";
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
