/* The two clocks, exactly as Python's networks.clocks: what was known on a day, and what holds on a day. Days are
   ISO 8601, so their order is that of their letters. */
function knownOn(edge, when) {
  if (when === null) return edge.until === null;
  return (edge.known === null || edge.known <= when) && (edge.until === null || edge.until > when);
}
const thingKnownOn = (node, when) => when === null || node.known === null || node.known <= when;

function excludedOn(edge, when) {
  if (when === null || !edge.validity) return false;
  const [earliestStart, , , latestEnd] = edge.validity;
  return (earliestStart !== null && earliestStart > when) || (latestEnd !== null && latestEnd < when);
}
function certainOn(edge, when) {
  if (when === null) return !edge.possible;
  if (!edge.validity) return true;
  const [, latestStart, earliestEnd] = edge.validity;
  return latestStart !== null && earliestEnd !== null && latestStart <= when && when <= earliestEnd;
}

/* The stops of each slider: the days when documents became public; the months over which links hold. */
const days = [...new Set(edges.flatMap((edge) => [edge.known, edge.until, ...edge.evidence.map((one) => one[3])])
  .concat(nodes.map((node) => node.alone && node.known)).filter(Boolean))].sort();
const bounds = edges.flatMap((edge) => edge.validity || []).filter(Boolean).sort();
const months = bounds.length ? monthsBetween(bounds[0], bounds.at(-1)) : [];
const stops = { known: days, valid: months };

function monthsBetween(first, last) {
  const found = [];
  let [year, month] = first.split("-").map(Number);
  const [lastYear, lastMonth] = last.split("-").map(Number);
  for (; year < lastYear || (year === lastYear && month <= lastMonth + 1); month += 1) {
    if (month > 12) { month = 1; year += 1; }
    found.push(String(year).padStart(4, "0") + "-" + String(month).padStart(2, "0") + "-01");
  }
  return found;
}

/* The place of a day among the stops: the last one that is not after it. */
const place = (clock, when) => Math.max(0, stops[clock].findLastIndex((stop) => stop <= when));
