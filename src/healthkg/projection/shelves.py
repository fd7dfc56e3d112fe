"""Groups in rows, as on shelves: linked ones near one another, and none over another, whichever are open."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

from healthkg.projection.measures import ROOM
from healthkg.projection.placed import Area
from healthkg.projection.text import lines

GAPS = 32, 44  # pixels between the groups of a row, between rows
_FULL = ((6, 3), (16, 4))  # up to so many groups, so many in a row; else five
_MOST = 5
_LABEL, _LINES, _STEP, _COUNT, _PAD = 13, 3, 17, 16, 12  # of a card: its label, the line of its count, its inside
_PASSES = 20
_DEEP, _LANE = 36, 5  # pixels that a line between the groups of a row hangs below it; between the lines of a passage

Weights = Mapping[tuple[int, int], int]


def rows(count: int, weights: Weights, *, last: bool = False) -> list[list[int]]:
    """Return the groups, by number, in rows: what is linked most is near. `weights` are links between groups.

    `last` keeps the last group on the last seat.
    """
    length = next((row for most, row in _FULL if count <= most), _MOST)
    seats = _improved(_seated(count - last, length, weights), length, weights)
    seated = [*sorted(range(count - last), key=seats.__getitem__), *([count - 1] if last else [])]
    return [seated[start : start + length] for start in range(0, count, length)]


def cards(labels: Sequence[Sequence[str]], longest: int) -> tuple[int, int]:
    """Return the size of the cards of groups with these labels, each in several languages, in rows of at most so many.

    A card is drawn as it is, in a window of 1,300 pixels.
    """
    width = (ROOM - (longest - 1) * GAPS[0]) // max(1, longest)
    room = width - 2 * _PAD
    most = max((lines(said, room, _LABEL, bold=True) for label in labels for said in label), default=1)
    return width, 2 * _PAD + min(_LINES, most) * _STEP + _COUNT


def areas(sizes: Sequence[tuple[int, int]], seated: Sequence[Sequence[int]]) -> list[Area]:
    """Return where groups of these sizes stand: each at the top of its row, each row below the highest of the last."""
    found: dict[int, Area] = {}
    top = 0
    for row in seated:
        left = 0
        for number in row:
            found[number] = Area(left, top, *sizes[number])
            left += sizes[number][0] + GAPS[0]
        top += max(sizes[number][1] for number in row) + GAPS[1]
    return [found[number] for number in range(len(sizes))]


def extent(found: Sequence[Area]) -> tuple[int, int]:
    """Return the size of the whole."""
    width = max((area.left + area.width for area in found), default=0)
    return width, max((area.top + area.height for area in found), default=0)


def path(one: Area, other: Area, shelves: Sequence[Sequence[Area]], lane: int = 0) -> str:
    """Return the line between two groups: it runs between rows, and between the groups of the rows it crosses.

    `shelves` are all groups by rows; `lane` shifts it sideways from the other lines of a passage.
    """
    tops = [row[0].top for row in shelves]
    upper, lower = sorted((one, other), key=lambda area: (area.top, area.left))
    first, last = tops.index(upper.top), tops.index(lower.top)
    floors = [max(area.top + area.height for area in row) for row in shelves]
    start, end = _port(upper, lower), _port(lower, upper)
    if first == last:
        return _along(upper, lower, floors[first], start, end, shelves[first])
    said, x, y = [f"M{start} {upper.top + upper.height}L{start} {floors[first]}"], start, floors[first]
    for number in range(first + 1, last):
        wanted = start + (end - start) * (number - first) / (last - first)
        passage = min(_passages(shelves[number]), key=lambda one: abs(one - wanted)) + _LANE * (lane % 5 - 2)
        said.append(_bend(x, y, passage, tops[number]) + f"L{passage} {floors[number]}")
        x, y = passage, floors[number]
    return "".join([*said, _bend(x, y, end, lower.top)])


def _along(left: Area, right: Area, floor: int, start: int, end: int, row: Sequence[Area]) -> str:
    """Return the line between two groups of a row: straight to the next one, below what stands between them."""
    if row.index(right) - row.index(left) == 1:
        y = left.top + min(left.height, right.height) // 2
        return f"M{left.left + left.width} {y}L{right.left} {y}"
    low = floor + _DEEP
    return (
        f"M{start} {left.top + left.height}L{start} {floor}C{start} {low} {end} {low} {end} {floor}"
        f"L{end} {right.top + right.height}"
    )


def _port(area: Area, other: Area) -> int:
    """Return where a line leaves a group: left of its middle towards what is on the left, else right of it."""
    middle, aim = area.left + area.width // 2, other.left + other.width // 2
    return middle + max(-area.width // 3, min(area.width // 3, (aim - middle) // 4))


def _passages(row: Sequence[Area]) -> list[int]:
    """Return where lines pass a row: before its first group, and after each."""
    return [row[0].left - GAPS[0] // 2, *(area.left + area.width + GAPS[0] // 2 for area in row)]


def _bend(x0: int, y0: int, x1: int, y1: int) -> str:
    middle = (y0 + y1) // 2
    return f"C{x0} {middle} {x1} {middle} {x1} {y1}"


def _near(count: int, weights: Weights) -> list[dict[int, float]]:
    """Return how strongly each group is drawn to the others: many links draw more, but not in proportion."""
    found: list[dict[int, float]] = [{} for _ in range(count)]
    for (one, other), links in weights.items():
        found[one][other] = found[other][one] = math.sqrt(links)
    return found


@lru_cache(maxsize=1 << 14)
def _distance(one: int, other: int, length: int) -> float:
    """Return how far two seats are from one another, in seats of a row; rows are nearer than the seats of a row."""
    return math.hypot(one % length - other % length, 0.7 * (one // length - other // length))


def _seated(count: int, length: int, weights: Weights) -> list[int]:
    """Return a seat for each group: the most linked in the middle, then each by what is seated that it is linked to."""
    near, free = _near(count, weights), list(range(count))
    middle = count // 2 // length * length + length // 2
    seats: dict[int, int] = {}

    def drawn(number: int) -> tuple[float, float, int]:
        near_seats = sum(weight for other, weight in near[number].items() if other in seats)
        return near_seats, sum(near[number].values()), -number

    while free:
        number = max((number for number in range(count) if number not in seats), key=drawn)
        held = [(seats[other], weight) for other, weight in near[number].items() if other in seats]
        seat = min(free, key=lambda seat: (_pulled(seat, held, length), _distance(seat, middle, length), seat))
        free.remove(seat)
        seats[number] = seat
    return [seats[number] for number in range(count)]


def _pulled(seat: int, held: Sequence[tuple[int, float]], length: int) -> float:
    return sum(weight * _distance(seat, other, length) for other, weight in held)


def _improved(seats: list[int], length: int, weights: Weights) -> list[int]:
    """Return the seats after swapping any two groups that are then nearer to what they are linked to."""
    near = _near(len(seats), weights)
    for _ in range(_PASSES):
        swaps = [_swap(seats, one, other, near, length) for one in range(len(seats)) for other in range(one)]
        if not any(swaps):
            break
    return seats


def _swap(seats: list[int], one: int, other: int, near: Sequence[Mapping[int, float]], length: int) -> bool:
    def strain() -> float:
        return sum(
            _pulled(seats[number], [(seats[key], weight) for key, weight in near[number].items()], length)
            for number in (one, other)
        )

    before = strain()
    seats[one], seats[other] = seats[other], seats[one]
    if strain() < before - 1e-9:
        return True
    seats[one], seats[other] = seats[other], seats[one]
    return False
