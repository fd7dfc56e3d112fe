"""A flow as a picture: elements left, what they share in the middle, what they become right; ribbons between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import cast

from healthkg.projection.charts import words
from healthkg.projection.charts.flows import spoken
from healthkg.projection.charts.pictures import columns, fonts, marks
from healthkg.projection.charts.pictures.columns import THICK, Node
from healthkg.projection.charts.pictures.items import Band, Box, Item, Paint, Picture
from healthkg.projection.charts.pictures.moving import moved
from healthkg.projection.charts.pictures.tips import tip
from healthkg.projection.charts.values import Chart, Ribbon

_Side = Callable[[Ribbon], tuple[str, ...]]
_BAR = 9.0  # wide, of a node left or right
_HEAD = 28.0


def _start(one: Ribbon) -> tuple[str, ...]:
    return (one.start, one.keys[0])


def _via(one: Ribbon) -> tuple[str, ...]:
    return (one.via, one.keys[1])


def _end(one: Ribbon) -> tuple[str, ...]:
    return (one.end, one.keys[2], one.group, one.relation, one.basis)


def flow(chart: Chart, width: float, *, wide: bool) -> Picture:
    """Return the picture of a flow: a ribbon for each link; an element without a sequel leads to a hatched box."""
    found = _ordered(cast("tuple[Ribbon, ...]", chart.marks))
    sides: list[_Side] = [_start, _via, _end] if any(one.via for one in found) else [_start, _end]
    stops = _stops(width, len(sides), wide=wide)
    nodes = [_nodes(found, side, stop, width, chart.lang) for side, stop in zip(sides, stops, strict=True)]
    high = max(columns.height(column) for column in nodes)
    slots: list[Mapping[Ribbon, float]] = []
    for number, side in enumerate(sides):
        nodes[number] = columns.placed(nodes[number], high, _aims(found, side, slots) if slots else {})
        slots.append(_slots(found, side, nodes[number]))
    items = [*_heads(chart, stops, width), *_ribbons(found, sides, stops, slots, chart.lang)]
    for column, stop in zip(nodes, stops, strict=True):
        items += [item for node in column for item in _node(node, stop, width)]
    lowest = max(node.top + node.height for column in nodes for node in column)
    return Picture(width, lowest + _HEAD + 6, tuple(_down(items)))


def legend(found: Sequence[Ribbon]) -> Iterator[str]:
    """Yield the keys of the legend of these ribbons."""
    if any(not one.basis and not one.absent for one in found):
        yield "stated"
    if any(one.basis and not one.absent for one in found):
        yield "inferred"
    if any(one.absent for one in found):
        yield "lost"


def _stops(width: float, count: int, *, wide: bool) -> list[tuple[float, float]]:
    """Return the left and right edge of each column of nodes."""
    left, right = round(width * (0.31 if wide else 0.3)), round(width * (0.69 if wide else 0.71))
    middle, half = (left + right) / 2, 76 if wide else 58
    stops = [(left, left + _BAR), (middle - half, middle + half), (right, right + _BAR)]
    return stops if count > 2 else [stops[0], stops[-1]]


def _ordered(found: Sequence[Ribbon]) -> list[Ribbon]:
    """Return ribbons so that few cross: by what they share, then by where they lead; those without a sequel last."""
    first = {key: i for i, key in reversed(list(enumerate(_end(one) for one in found)))}
    via = {key: i for i, key in reversed(list(enumerate(_via(one) for one in found)))}
    leads: dict[tuple[str, ...], tuple[bool, bool, int, int]] = {}
    for one in found:
        lead = (one.absent, not one.via, via[_via(one)], first[_end(one)])
        leads[_start(one)] = min(leads.get(_start(one), lead), lead)
    return sorted(
        found, key=lambda one: (leads[_start(one)], _start(one), one.absent, via[_via(one)], first[_end(one)])
    )


# ---- Nodes ----


def _nodes(found: Sequence[Ribbon], side: _Side, stop: tuple[float, float], width: float, lang: str) -> list[Node]:
    groups: dict[tuple[str, ...], list[Ribbon]] = {}
    for one in found:
        if side(one)[0]:
            groups.setdefault(side(one), []).append(one)
    return [_made(key, group, side, stop, width, lang) for key, group in groups.items()]


def _made(
    key: tuple[str, ...], group: Sequence[Ribbon], side: _Side, stop: tuple[float, float], width: float, lang: str
) -> Node:
    rooms: dict[_Side, float] = {_start: stop[0] - 10, _via: stop[1] - stop[0] - 14, _end: width - stop[1] - 10}
    room = rooms[side]
    under = _under(group, lang) if side is _end else ""
    return Node(
        key=key,
        lines=tuple(
            fonts.wrap(key[0], room, fonts.SMALL if side is _via else fonts.TEXT, most=6 if side is _via else 4)
        ),
        under=tuple(fonts.wrap(under, room, fonts.SMALL, most=4)) if under else (),
        count=len(group),
        absent=side is _end and group[0].absent,
        inside=side is _via,
    )


def _under(group: Sequence[Ribbon], lang: str) -> str:
    """Return what stands below an end: how it is reached, and in which plan it lies; how many lead to an absence."""
    one = group[0]
    if one.absent:
        return words.counted("elements", len(group), lang)
    parts = (spoken(one, lang), one.group if one.group != one.end else "")
    return " · ".join(part for part in parts if part and part != one.end)


def _aims(
    found: Sequence[Ribbon], side: _Side, slots: Sequence[Mapping[Ribbon, float]]
) -> dict[tuple[str, ...], float]:
    """Return where each node would lie to be level with what leads to it."""
    reached: dict[tuple[str, ...], list[float]] = {}
    for one in found:
        before = next(slot[one] for slot in reversed(slots) if one in slot)
        reached.setdefault(side(one), []).append(before + THICK / 2)
    return {key: sum(places) / len(places) for key, places in reached.items()}


def _slots(found: Sequence[Ribbon], side: _Side, nodes: Sequence[Node]) -> Mapping[Ribbon, float]:
    """Return where each ribbon meets a column: the ribbons of a node one below another."""
    tops = {node.key: node.top + (node.height - node.count * THICK) / 2 for node in nodes}
    slots: dict[Ribbon, float] = {}
    for one in found:
        if side(one) in tops:
            slots[one] = tops[side(one)]
            tops[side(one)] += THICK
    return slots


# ---- Drawing ----


def _heads(chart: Chart, stops: Sequence[tuple[float, float]], width: float) -> list[Item]:
    """Return what the columns are called, each above its own."""
    start, *middle, end = (chart.heads[0], chart.heads[1], chart.heads[2]) if len(stops) > 2 else chart.heads[::2]
    left, right = stops[0][1], stops[-1][0]
    said = [
        marks.said(left, -16, fonts.cut(start, left, fonts.SMALL), fonts.SMALL, "quiet", anchor="end"),
        marks.said(right, -16, fonts.cut(end, width - right, fonts.SMALL), fonts.SMALL, "quiet"),
    ]
    room = right - left - 24
    if middle:
        text = fonts.cut(middle[0], room, fonts.SMALL)
        said.append(marks.said((left + right) / 2, -16, text, fonts.SMALL, "quiet", anchor="middle"))
    return list(said)


def _node(node: Node, stop: tuple[float, float], width: float) -> list[Item]:
    """Return a node and its words: inside it, or on the side that no ribbon touches."""
    high = node.height if node.inside else node.count * THICK
    top = node.top + (node.height - high) / 2
    wide = stop[1] - stop[0]
    if node.inside:
        box: list[Item] = [Box(stop[0], top, wide, high, Paint("mint-fill", "mint-border", 1.5), 3)]
    elif node.absent:
        box = marks.hatched(stop[0], stop[1], top + high / 2, "", high)
    else:
        box = [Box(stop[0], top, wide, high, Paint("blue-border", "blue-border", 0.5))]
    x, anchor = (stop[0] - 8, "end") if stop[0] < width / 3 else (stop[1] + 8, "start")
    if node.inside:
        x, anchor = (stop[0] + stop[1]) / 2, "middle"
    y = node.top + (node.height - node.words) / 2 + 12.5
    size = fonts.SMALL if node.inside else fonts.TEXT
    lines = [marks.said(x, y + 17 * i, line, size, anchor=anchor) for i, line in enumerate(node.lines)]
    y += 17 * len(node.lines) - 0.5
    under = [marks.said(x, y + 16 * i, line, fonts.SMALL, "quiet", anchor=anchor) for i, line in enumerate(node.under)]
    return [*box, *lines, *under]


def _ribbons(
    found: Sequence[Ribbon],
    sides: Sequence[_Side],
    stops: Sequence[tuple[float, float]],
    slots: Sequence[Mapping[Ribbon, float]],
    lang: str,
) -> list[Item]:
    """Return the ribbons, each from its place at one node to its place at the next; absences lie below."""
    items: list[Item] = []
    for one in sorted(found, key=lambda one: not one.absent):
        text = " – ".join(part for part in (one.start, spoken(one, lang), one.end) if part)
        path = [(*stop, slot[one]) for stop, slot in zip(stops, slots, strict=True) if one in slot]
        for (_, left, y), (right, _, to) in pairwise(path):
            band = Band((left, y, y + THICK), (right, to, to + THICK), _paint(one), tip(text, one.sources, lang))
            items.append(band)
    return items


def _paint(one: Ribbon) -> Paint:
    if one.absent:
        return Paint("panel", "absent", 0.9, marks.DOTS)
    if one.basis:
        return Paint("pale-fill", "blue-border", 1.2, marks.DASHES)
    return Paint("blue-border", "blue-border", 0.6, opacity=0.7)


def _down(items: Sequence[Item]) -> Iterator[Item]:
    """Yield items below the heads of the columns."""
    yield from (moved(item, 0, _HEAD) for item in items)
