/* Groups stand on shelves: rows in which what is open takes the room of its frame, what is closed that of its card. */
const GAP_X = 32, GAP_Y = 44, TITLE = 34;
const shelves = [];
groups.forEach((group) => { (shelves[group.row] = shelves[group.row] || []).push(group); });
const bundles = data.links.map(([one, two, main], lane) => (
  { ends: [groups[one], groups[two]], main, lane, count: 0, course: null }
));
const bundleOf = new Map(bundles.map((bundle) => [bundle.ends[0].index + " " + bundle.ends[1].index, bundle]));
const between = (one, two) => bundleOf.get(one.index + " " + two.index) || bundleOf.get(two.index + " " + one.index);
const isOpen = (group) => state.open.has(group.id);

/* Where the whole picture reaches now. */
let reach = { left: 0, top: 0, width: data.size[0], height: data.size[1] };

/* Give every group its place, every box that of its group, and every link that is shown its line. */
function arrange() {
  let top = 0, width = 0;
  for (const row of shelves) {
    let left = 0, height = 0;
    for (const group of row) {
      [, , group.width, group.height] = isOpen(group) ? group.opened : group.closed;
      Object.assign(group, { left, top });
      const x = left - group.opened[0], y = top - group.opened[1];
      if (isOpen(group)) group.members.forEach((node) => settle(node, x, y));
      left += group.width + GAP_X;
      height = Math.max(height, group.height);
    }
    width = Math.max(width, left - GAP_X);
    top += height + GAP_Y;
  }
  if (groups.length) Object.assign(reach, { width, height: top - GAP_Y });
  courses();
}
function settle(node, x, y) {
  node.shift.x = x;
  node.shift.y = y;
  node.x = node.home.x + x + node.pull.x;
  node.y = node.home.y + y + node.pull.y;
}

function openGroup(group, open) {
  const opened = new Set(state.open), before = onScreen(group);
  opened[open ? "add" : "delete"](group.id);
  ask({ open: opened, chosen: group.id });
  hold(group, before, open);
}
function openAll(open) {
  ask({ open: new Set(open ? groups.map((group) => group.id) : []), chosen: null });
  fit();
}

/* ---- Lines between groups: between the rows, and between the groups of the rows that they cross ---- */

const middle = (group) => group.left + group.width / 2;
function port(group, toward) {
  const pull = (middle(toward) - middle(group)) / 4, most = group.width / 3;
  return Math.trunc(middle(group) + Math.max(-most, Math.min(most, pull)));
}
const floor = (row) => shelves[row][0].top + Math.max(...shelves[row].map((group) => group.height));

function bundleCourse({ ends, lane }) {
  const [a, b] = [...ends].sort((one, two) => one.top - two.top || one.left - two.left);
  const s = port(a, b), e = port(b, a), row = shelves[a.row];
  if (a.row === b.row && row.indexOf(b) - row.indexOf(a) === 1) {
    const y = a.top + Math.min(a.height, b.height) / 2;
    return course(["M", a.left + a.width, y, "L", b.left, y]);
  }
  let y = floor(a.row);
  const steps = ["M", s, a.top + a.height, "L", s, y];
  if (a.row === b.row) return course([...steps, "C", s, y + 36, e, y + 36, e, y, "L", e, b.top + b.height]);
  let x = s;
  const bend = (x1, y1) => steps.push("C", x, (y + y1) / 2, x1, (y + y1) / 2, x1, y1);
  for (let r = a.row + 1; r < b.row; r += 1) {
    const wanted = s + ((e - s) * (r - a.row)) / (b.row - a.row);
    const gaps = [shelves[r][0].left - GAP_X / 2, ...shelves[r].map((group) => group.left + group.width + GAP_X / 2)];
    const nearest = gaps.reduce((best, gap) => (Math.abs(gap - wanted) < Math.abs(best - wanted) ? gap : best));
    const pass = nearest + 5 * ((lane % 5) - 2);
    bend(pass, shelves[r][0].top);
    steps.push("L", pass, floor(r));
    x = pass;
    y = floor(r);
  }
  bend(e, b.top);
  return course(steps);
}
