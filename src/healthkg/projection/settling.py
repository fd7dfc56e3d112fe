"""The heights of a layered picture: each slot near its neighbours, apart from the slots above and below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import sub

from healthkg.projection.ranks import Links, Slot, settle

_APART, _LINES, _BUNDLE = 14, 9, 4  # pixels between slots; where it is tight, between lines, between those of one box
_STILL = 0.2  # pixels that the farthest slot moves in a turn when all have settled
_STRAIGHT = 3.0  # how much more the bends of a long line pull than a box: long lines want to be straight

Extents = Mapping[str, tuple[float, float]]


def relax(
    ordered: Sequence[Sequence[Slot]], before: Links, after: Links, extents: Extents, turns: int, *, tight: bool = False
) -> list[float]:
    """Return the vertical centre of each slot, column after column, after at most so many turns; the top is 0.

    `extents` is how far each box reaches above and below its centre. Lines are as far apart as boxes are, unless it
    is `tight`: then those that leave or reach one box run as a bundle.
    """
    gaps = tuple(_gaps(column, extents, tight=tight) for column in ordered)
    slots = _Slots.of(ordered, before, after, gaps)
    places = slots.stacked()
    for turn in range(turns):
        if slots.turn(places, leftwards=turn % 2 == 0) < _STILL and turn:
            break
    reach = [extents.get(slot.key, (0.0, 0.0)) for column in ordered for slot in column]
    top = min((place - up for place, (up, _) in zip(places, reach, strict=True)), default=0.0)
    return [place - top for place in places]


@dataclass(frozen=True)
class _Slots:
    """The slots by number, for speed: those of each column, the gaps between them, what pulls each and how strongly."""

    columns: tuple[range, ...]
    gaps: tuple[list[float], ...]
    pulls: tuple[tuple[tuple[int, float], ...], ...]
    totals: tuple[float, ...]

    @classmethod
    def of(
        cls, ordered: Sequence[Sequence[Slot]], before: Links, after: Links, gaps: tuple[list[float], ...]
    ) -> _Slots:
        slots = [slot for column in ordered for slot in column]
        number = {slot.key: place for place, slot in enumerate(slots)}
        pulls = []
        for slot in slots:
            near = [number[key] for links in (before, after) for key in links.get(slot.key, ())]
            bends = [2 - slot.box - slots[other].box for other in near]
            pulls.append(tuple((other, 1 + _STRAIGHT * bent) for other, bent in zip(near, bends, strict=True)))
        starts = [0]
        for column in ordered:
            starts.append(starts[-1] + len(column))
        return cls(
            tuple(range(*ends) for ends in pairwise(starts)),
            gaps,
            tuple(pulls),
            tuple(sum(weight for _, weight in one) for one in pulls),
        )

    def stacked(self) -> list[float]:
        """Return each column stacked as tightly as it goes, its middle at 0."""
        places: list[float] = []
        for column, gaps in zip(self.columns, self.gaps, strict=True):
            y = -sum(gaps) / 2
            for gap in [*gaps, 0.0][: len(column)]:
                places.append(y)
                y += gap
        return places

    def turn(self, places: list[float], *, leftwards: bool) -> float:
        """Settle every column once, in place; return how far the farthest slot moved."""
        moved = 0.0
        numbers = range(len(self.columns))
        for number in reversed(numbers) if leftwards else numbers:
            column = self.columns[number]
            settled = settle(*self._wanted(column, places, self.gaps[number]))
            was = places[column.start : column.stop]
            moved = max([moved, *map(abs, map(sub, settled, was))])
            places[column.start : column.stop] = settled
        return moved

    def _wanted(
        self, column: range, places: list[float], gaps: list[float]
    ) -> tuple[list[float], list[float], list[float]]:
        """Return where their neighbours draw the slots of a column, the gaps, and how strongly each is drawn."""
        wanted, weights = [], []
        for slot in column:
            drawn, total = 0.0, self.totals[slot]
            for other, weight in self.pulls[slot]:
                drawn += weight * places[other]
            wanted.append(drawn / total if total else places[slot])
            weights.append(total or 0.1)
        return wanted, gaps, weights


def _gaps(column: Sequence[Slot], extents: Extents, *, tight: bool) -> list[float]:
    found = []
    for upper, lower in pairwise(column):
        reach = extents.get(upper.key, (0.0, 0.0))[1] + extents.get(lower.key, (0.0, 0.0))[0]
        apart = _APART
        if tight and not (upper.box or lower.box):
            apart = _LINES if upper.ends.isdisjoint(lower.ends) else _BUNDLE
        found.append(reach + apart)
    return found
