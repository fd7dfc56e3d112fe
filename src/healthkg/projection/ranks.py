"""The vertical order of a layered picture: few crossings, and the order of the rows wherever it costs none."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise, repeat

_SWEEPS, _LEAST, _WORK = 12, 2, 20_000  # work is slots times sweeps
_TURNS = 4


@dataclass(frozen=True)
class Slot:
    """A place in a column: a box, or where a long link passes between boxes, with the keys of the link's ends.

    `rank` is the order of the rows.
    """

    key: str
    column: int
    rank: int
    box: bool
    ends: frozenset[str] = frozenset()


Links = Mapping[str, Sequence[str]]


def order(columns: Sequence[Sequence[Slot]], before: Links, after: Links, *, free: bool = False) -> list[list[Slot]]:
    """Return the columns sorted. `before` and `after` give, by key, the neighbours in the columns left and right.

    Boxes of all columns but the last keep, below one another, the order of their parents, then of the rows; unless
    they are `free`.
    """
    ordered = [_by_parents(columns[0], {}, before)] if columns else []
    for column in columns[1:]:
        ordered.append(_by_parents(column, _positions(ordered[-1]), before))
    if free:
        ordered = _swept(ordered, before, after)
    slots = sum(len(column) for column in ordered)
    for _ in range(max(_LEAST, min(_SWEEPS, _WORK // max(1, slots)))):
        if not _improve(ordered, before, after, free=free):
            break
    return ordered


def _by_parents(column: Sequence[Slot], places: Mapping[str, int], before: Links) -> list[Slot]:
    def key(slot: Slot) -> tuple[float, int]:
        parents = [places[key] for key in before.get(slot.key, ()) if key in places]
        return (sum(parents) / len(parents) if parents else float(slot.rank), slot.rank)

    return sorted(column, key=key)


def _positions(column: Sequence[Slot]) -> dict[str, int]:
    return {slot.key: place for place, slot in enumerate(column)}


def _swept(ordered: list[list[Slot]], before: Links, after: Links) -> list[list[Slot]]:
    """Return the order with the fewest crossings of those that sorting by neighbours, right and left in turn, meets."""
    best, fewest = ordered, _crossings(ordered, after)
    for _ in range(_TURNS):
        for way, links in ((1, before), (-1, after)):
            ordered = _towards(ordered[::way], links)[::way]
            count = _crossings(ordered, after)
            if count < fewest:
                best, fewest = ordered, count
    return [list(column) for column in best]


def _towards(ordered: Sequence[list[Slot]], links: Links) -> list[list[Slot]]:
    """Return each column but the first sorted by the middle of its neighbours in the column before it."""
    found = [ordered[0]] if ordered else []
    for column in ordered[1:]:
        places = _positions(found[-1])
        share = len(found[-1]) / max(1, len(column))  # what has no neighbour there stays about where it is
        middles = []
        for own, slot in enumerate(column):
            near = [places[key] for key in links.get(slot.key, ())]
            middles.append((sum(near) / len(near) if near else own * share, own))
        found.append([column[own] for _, own in sorted(middles)])
    return found


def _crossings(ordered: Sequence[Sequence[Slot]], after: Links) -> int:
    count = 0
    for column, other in pairwise(ordered):
        places = _positions(other)
        seen: list[int] = []
        for slot in column:
            ends = sorted([places[key] for key in after.get(slot.key, ())])
            for end in ends:  # sorted, so that none crosses another of its own slot
                count += len(seen) - bisect_right(seen, end)
                insort(seen, end)
    return count


def _improve(ordered: list[list[Slot]], before: Links, after: Links, *, free: bool) -> bool:
    """Swap neighbours wherever that removes crossings; say whether any was removed."""
    moved = False
    for index, column in enumerate(ordered):
        left = _near(column, _positions(ordered[index - 1]) if index else {}, before)
        right = _near(column, _positions(ordered[index + 1]) if index + 1 < len(ordered) else {}, after)
        any_box = free or index == len(ordered) - 1
        for place in range(len(column) - 1):
            upper, lower = column[place], column[place + 1]
            if (any_box or not (upper.box and lower.box)) and _gain(left, right, upper.key, lower.key) > 0:
                column[place], column[place + 1] = lower, upper
                moved = True
    return moved


def _near(column: Sequence[Slot], places: Mapping[str, int], links: Links) -> dict[str, list[int]]:
    """Return the sorted positions of the neighbours of each slot in another column."""
    return {slot.key: sorted(places[key] for key in links.get(slot.key, ()) if key in places) for slot in column}


def _gain(left: Mapping[str, list[int]], right: Mapping[str, list[int]], upper: str, lower: str) -> int:
    """Return how many crossings fewer there are when `lower` stands above `upper`."""
    return sum(_beyond(side[upper], side[lower]) - _beyond(side[lower], side[upper]) for side in (left, right))


def _beyond(these: Sequence[int], those: Sequence[int]) -> int:
    """Return how many pairs of `these` and `those`, both sorted, have the former beyond the latter."""
    count = reached = 0
    for place in these:
        while reached < len(those) and those[reached] < place:
            reached += 1
        count += reached
    return count


def settle(wanted: Sequence[float], gaps: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Return the places nearest to `wanted` (weighted least squares) that keep `gaps` between neighbours.

    Source: pool adjacent violators, on places less the sum of the gaps before them.
    """
    shifts = list(accumulate(gaps, initial=0.0))
    pools: list[tuple[float, float, int]] = []
    for place, weight, shift in zip(wanted, weights, shifts, strict=False):  # one shift is left over without places
        mean, heavy, count = place - shift, weight, 1
        while pools and pools[-1][0] > mean:
            other, more, held = pools.pop()
            mean, heavy, count = (other * more + mean * heavy) / (more + heavy), heavy + more, count + held
        pools.append((mean, heavy, count))
    flat = chain.from_iterable(repeat(mean, count) for mean, _, count in pools)
    return [mean + shift for mean, shift in zip(flat, shifts, strict=False)]
