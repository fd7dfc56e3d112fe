"""The vertical order of a layered picture: few crossings, and the order of the rows wherever it costs none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

_SWEEPS = 12


@dataclass(frozen=True)
class Slot:
    """A place in a column: a box, or where a long link passes between boxes. `rank` is the order of the rows."""

    key: str
    column: int
    rank: int
    box: bool


Links = Mapping[str, Sequence[str]]


def order(columns: Sequence[Sequence[Slot]], before: Links, after: Links) -> list[list[Slot]]:
    """Return the columns sorted. `before` and `after` give, by key, the neighbours in the columns left and right.

    Boxes of all columns but the last keep, below one another, the order of their parents, then of the rows.
    """
    ordered = [_by_parents(columns[0], {}, before)] if columns else []
    for column in columns[1:]:
        ordered.append(_by_parents(column, _positions(ordered[-1]), before))
    for _ in range(_SWEEPS):
        if not _improve(ordered, before, after):
            break
    return ordered


def _by_parents(column: Sequence[Slot], places: Mapping[str, int], before: Links) -> list[Slot]:
    def key(slot: Slot) -> tuple[float, int]:
        parents = [places[key] for key in before.get(slot.key, ()) if key in places]
        return (sum(parents) / len(parents) if parents else float(slot.rank), slot.rank)

    return sorted(column, key=key)


def _positions(column: Sequence[Slot]) -> dict[str, int]:
    return {slot.key: place for place, slot in enumerate(column)}


def _improve(ordered: list[list[Slot]], before: Links, after: Links) -> bool:
    """Swap neighbours wherever that removes crossings; say whether any was removed."""
    moved = False
    for index, column in enumerate(ordered):
        left = _positions(ordered[index - 1]) if index else {}
        right = _positions(ordered[index + 1]) if index + 1 < len(ordered) else {}
        cost = _cost(left, right, before, after)
        free = index == len(ordered) - 1
        for place in range(len(column) - 1):
            upper, lower = column[place], column[place + 1]
            if (free or not (upper.box and lower.box)) and cost(lower, upper) < cost(upper, lower):
                column[place], column[place + 1] = lower, upper
                moved = True
    return moved


def _cost(
    left: Mapping[str, int], right: Mapping[str, int], before: Links, after: Links
) -> Callable[[Slot, Slot], int]:
    def crossings(upper: Slot, lower: Slot) -> int:
        return sum(
            places[a] > places[b]
            for places, links in ((left, before), (right, after))
            for a in links.get(upper.key, ())
            for b in links.get(lower.key, ())
            if a in places and b in places
        )

    return crossings


def settle(wanted: Sequence[float], gaps: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Return the places nearest to `wanted` (weighted least squares) that keep `gaps` between neighbours.

    Source: pool adjacent violators, on places less the sum of the gaps before them.
    """
    shift, shifted = 0.0, []
    for index, place in enumerate(wanted):
        shift += gaps[index - 1] if index else 0.0
        shifted.append(place - shift)
    pools: list[tuple[float, float, int]] = []
    for place, weight in zip(shifted, weights, strict=True):
        pool = (place, weight, 1)
        while pools and pools[-1][0] > pool[0]:
            mean, heavy, count = pools.pop()
            pool = ((mean * heavy + pool[0] * pool[1]) / (heavy + pool[1]), heavy + pool[1], count + pool[2])
        pools.append(pool)
    flat = [mean for mean, _, count in pools for _ in range(count)]
    places, shift = [], 0.0
    for index, place in enumerate(flat):
        shift += gaps[index - 1] if index else 0.0
        places.append(place + shift)
    return places
