/* How lines run: as they were placed while their ends are where they were placed, else the plain curve between two
   boxes (routes.between in Python). A course is numbers that a canvas traces without making anything. */
const MOVE = 0, LINE = 1, QUAD = 2, CUBIC = 3;
const LETTERS = { M: [MOVE, 2], L: [LINE, 2], Q: [QUAD, 4], C: [CUBIC, 6] };
const LENGTHS = [2, 2, 4, 6];

/* A course of steps (a letter, then its numbers), with what surrounds it and the point in its middle. */
function course(steps, tip, word) {
  const codes = [], at = [];
  for (let i = 0; i < steps.length;) {
    const [code, length] = LETTERS[steps[i]];
    codes.push(code);
    for (let j = 1; j <= length; j += 1) at.push(steps[i + j]);
    i += length + 1;
  }
  const xs = at.filter((_, index) => index % 2 === 0), ys = at.filter((_, index) => index % 2);
  const box = [Math.min(...xs) - 4, Math.min(...ys) - 8, Math.max(...xs) + 4, Math.max(...ys) + 8];
  return { codes, at, box, middle: halfway(codes, at), tip: tip || null, word: word || null };
}
/* The point in the middle of the longest part. */
function halfway(codes, at) {
  let best = [at[0], at[1]], most = -1, x = at[0], y = at[1];
  for (let i = 0, k = 0; i < codes.length; k += LENGTHS[codes[i]], i += 1) {
    const end = k + LENGTHS[codes[i]], x1 = at[end - 2], y1 = at[end - 1], far = Math.abs(x1 - x) + Math.abs(y1 - y);
    if (codes[i] !== MOVE && far > most) {
      most = far;
      const bent = codes[i] === CUBIC, pull = (a, b) => (bent ? 3 * (a + b) : 0), parts = bent ? 8 : 2;
      best = [(x + pull(at[k], at[k + 2]) + x1) / parts, (y + pull(at[k + 1], at[k + 3]) + y1) / parts];
    }
    x = x1;
    y = y1;
  }
  return best;
}
function trace(ctx, { codes, at }) {
  for (let i = 0, k = 0; i < codes.length; i += 1) {
    const code = codes[i];
    if (code === MOVE) ctx.moveTo(at[k], at[k + 1]);
    else if (code === LINE) ctx.lineTo(at[k], at[k + 1]);
    else if (code === QUAD) ctx.quadraticCurveTo(at[k], at[k + 1], at[k + 2], at[k + 3]);
    else ctx.bezierCurveTo(at[k], at[k + 1], at[k + 2], at[k + 3], at[k + 4], at[k + 5]);
    k += LENGTHS[code];
  }
}

/* From far away only the ends matter: straight from one to the other. */
function traceFar(ctx, { at }) {
  ctx.moveTo(at[0], at[1]);
  ctx.lineTo(at[at.length - 2], at[at.length - 1]);
}

function placedCourse(edge, dx, dy) {
  const key = dx + " " + dy;
  if (edge.kept && edge.kept.key === key) return edge.kept.course;
  const steps = [];
  let odd = 0;
  for (const part of edge.path.match(/[MLQC]|-?[\d.]+/g)) {
    const letter = part in LETTERS;
    steps.push(letter ? part : Number(part) + (odd ? dy : dx));
    odd = letter ? 0 : 1 - odd;
  }
  const [x, y, way] = edge.tip, word = edge.word && [edge.word[0] + dx, edge.word[1] + dy, edge.word[2]];
  edge.kept = { key, course: course(steps, tipped(edge, way) && [x + dx, y + dy, way], word) };
  return edge.kept.course;
}
/* A link has a tip where its style or its way asks for one: what goes against the order of the picture is told. */
function tipped(edge, way) {
  return edge.style === "accent" || (way < 0 && data.layout !== "columns");
}

/* The curve between two boxes, wherever they stand. */
function freeCourse(edge) {
  const source = end(edge.source), target = end(edge.target);
  const [a, b] = source.x <= target.x ? [source, target] : [target, source];
  const x0 = a.x + a.width / 2, x1 = b.x - b.width / 2, worded = edge.style === "accent" || Boolean(edge.word);
  if (x0 <= x1) {
    const m = (x0 + x1) / 2, forward = b === target;
    const steps = a.y === b.y ? ["M", x0, a.y, "L", x1, b.y] : ["M", x0, a.y, "C", m, a.y, m, b.y, x1, b.y];
    const tip = forward ? (edge.style === "accent" ? [x1, b.y, 1] : null) : [x0, a.y, -1];
    return course(steps, tip, worded && [m, (a.y + b.y) / 2, "center"]);
  }
  const s = source.x + source.width / 2, t = target.x + target.width / 2, far = Math.max(s, t) + 30;
  const y = target.y + (source === target ? 8 : 0);
  const word = worded && [(s + 6 * far + t) / 8, (source.y + y) / 2, "center"];
  return course(["M", s, source.y, "C", far, source.y, far, y, t, y], tipped(edge, -1) && [t, y, -1], word);
}
/* The box at the end of a link: that of its thing, or the card of the closed group that holds it. */
function end(node) {
  if (visible(node)) return node;
  const { left, top, width, height } = node.group;
  return { x: left + width / 2, y: top + height / 2, width, height };
}

/* Give every link that is shown its course. Between groups it runs with the others, unless an end of it is chosen. */
function courses() {
  bundles.forEach((bundle) => { bundle.count = 0; });
  for (const edge of edges) {
    edge.course = null;
    if (edge.on) edge.course = courseOf(edge);
  }
  for (const bundle of bundles) bundle.course = bundle.count ? bundleCourse(bundle) : null;
}
function courseOf(edge) {
  const { source, target } = edge;
  if (source.group !== target.group) {
    between(source.group, target.group).count += 1;
    return singled(edge) ? freeCourse(edge) : null;
  }
  if (!visible(source)) return null;
  if (source.moved || target.moved) return freeCourse(edge);
  return placedCourse(edge, source.shift.x, source.shift.y);
}
const onPath = new Set();
const singled = (edge) => onPath.has(edge) || [edge.id, edge.source.id, edge.target.id].includes(state.chosen);
