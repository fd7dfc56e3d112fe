"""The lines of a placed network, as SVG paths: they leave boxes on the right, arrive on the left, and carry a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from healthkg.projection.text import width

if TYPE_CHECKING:
    from healthkg.projection.networks import Edge, Network
    from healthkg.projection.placed import Box

_CURVE, _LOOP, _PORT, _TIGHT = 56, 30, 17, 13
_LABEL = 12
_SPINE = 12  # of what hangs below a box, from the box's left side


@dataclass(frozen=True)
class Line:
    """A link's path; where its arrow points (x, y, -1 left or 1 right); its word's place (x, y, align)."""

    path: str
    tip: tuple[int, int, int]
    word: tuple[int, int, str] | None = None


def waypoint(index: int, column: int) -> str:
    """Return the key of the place where the link of this index crosses a column."""
    return f"\x00{index} {column}"


def gaps(network: Network, columns: Sequence[int]) -> dict[int, int]:
    """Return the room that lines need before each column but the first: a curve, and a straight end as long as the
    longest word."""
    at = {node.key: node.column for node in network.nodes}
    found = dict.fromkeys(columns[1:], _CURVE)
    for edge in network.edges:
        left, right = sorted((at[edge.source], at[edge.target]))
        if left != right:
            found[right] = max(found[right], _CURVE + _pin(edge))
    return found


def lines(
    edges: Sequence[Edge],
    boxes: Mapping[str, Box],
    hosts: Mapping[str, str],
    spans: Mapping[int, tuple[int, int]],
    places: Mapping[str, float],
) -> tuple[Line, ...]:
    """Return the line of each edge, in their order."""
    crossed = [_crossed(index, spans, places) for index in range(len(edges))]
    ports = _ports(edges, boxes, crossed)
    said: dict[frozenset[str], int] = {}  # how far the words above a hanging box already reach
    found = []
    for index, edge in enumerate(edges):
        ends = frozenset((edge.source, edge.target))
        if hosts.get(edge.source) == edge.target or hosts.get(edge.target) == edge.source:
            found.append(_hanging(edge, boxes, hosts, said.get(ends, 0)))
            said[ends] = said.get(ends, 0) + _pin(edge)
        else:
            found.append(_line(edge, boxes, crossed[index], *ports[index]))
    return tuple(found)


def _crossed(index: int, spans: Mapping[int, tuple[int, int]], places: Mapping[str, float]) -> list[tuple[int, int]]:
    """Return the points of a link on both sides of each column that it crosses."""
    points = []
    for column, (left, wide) in spans.items():
        key = waypoint(index, column)
        if key in places:
            points += [(left, round(places[key])), (left + wide, round(places[key]))]
    return points


def _ends(edge: Edge, boxes: Mapping[str, Box]) -> tuple[Box, Box]:
    """Return the boxes at the left and right end of a link."""
    source, target = boxes[edge.source], boxes[edge.target]
    return (source, target) if source.x <= target.x else (target, source)


def _ports(
    edges: Sequence[Edge], boxes: Mapping[str, Box], crossed: Sequence[Sequence[tuple[int, int]]]
) -> dict[int, tuple[int, bool]]:
    """Return, by link, the height at which it arrives, and whether there is room for its word.

    Where one of the links carries a word, each has its own height.
    """
    arriving: dict[str, list[tuple[int, int]]] = {}
    for index, edge in enumerate(edges):
        left, right = _ends(edge, boxes)
        arriving.setdefault(right.key, []).append((crossed[index][-1][1] if crossed[index] else left.y, index))
    found = {}
    for key, links in arriving.items():
        worded = any(_pin(edges[index]) for _, index in links)
        spread = min(_PORT, (boxes[key].height - 8) / len(links)) if worded else 0
        for place, (_, index) in enumerate(sorted(links)):
            y = boxes[key].y + round((place - (len(links) - 1) / 2) * spread)
            found[index] = (y, spread >= _TIGHT)
    return found


def _line(edge: Edge, boxes: Mapping[str, Box], crossed: Sequence[tuple[int, int]], port: int, room: bool) -> Line:
    left, right = _ends(edge, boxes)
    start = (left.x + left.width // 2, left.y)
    if start[0] > right.x - right.width // 2:
        return _loop(boxes[edge.source], boxes[edge.target])
    end = right.x - right.width // 2
    pin = _pin(edge) if room else 0
    points = [start, *crossed, (end - max(pin, 8), port), (end, port)]
    word = (end - pin // 2 - 4, port, "center") if pin else None
    forward = boxes[edge.target].key == right.key
    return Line(_path(points), (end, port, 1) if forward else (*start, -1), word)


def _path(points: Sequence[tuple[int, int]]) -> str:
    """Return a path through the points: straight on one height, else a curve that is level at both ends."""
    said = [f"M{points[0][0]} {points[0][1]}"]
    for (x0, y0), (x1, y1) in pairwise(points):
        half = (x0 + x1) // 2
        said.append(f"L{x1} {y1}" if y0 == y1 else f"C{half} {y0} {half} {y1} {x1} {y1}")
    return "".join(said)


def between(source: Box, target: Box, *, worded: bool = False) -> Line:
    """Return the plain line of two boxes wherever they stand: the page draws the same where a box was moved."""
    left, right = (source, target) if source.x <= target.x else (target, source)
    start, end = (left.x + left.width // 2, left.y), (right.x - right.width // 2, right.y)
    if start[0] > end[0]:
        return _loop(source, target, worded=worded)
    word = ((start[0] + end[0]) // 2, (start[1] + end[1]) // 2, "center") if worded else None
    return Line(_path((start, end)), (*end, 1) if right is target else (*start, -1), word)


def _loop(source: Box, target: Box, *, worded: bool = False) -> Line:
    """Return a line between two boxes one above the other: out on the right and back."""
    x0, x1 = source.x + source.width // 2, target.x + target.width // 2
    far = max(x0, x1) + _LOOP
    y1 = target.y + (8 if source.key == target.key else 0)
    word = ((x0 + 6 * far + x1) // 8, (source.y + y1) // 2, "center") if worded else None
    return Line(f"M{x0} {source.y}C{far} {source.y} {far} {y1} {x1} {y1}", (x1, y1, -1), word)


def _hanging(edge: Edge, boxes: Mapping[str, Box], hosts: Mapping[str, str], shift: int) -> Line:
    """Return the elbow from a box to one that hangs from it; its word stands above the box that hangs."""
    away = edge.source not in hosts
    host, held = (boxes[edge.source], boxes[edge.target]) if away else (boxes[edge.target], boxes[edge.source])
    way = 1 if held.y > host.y else -1
    x, edge_y = host.x - host.width // 2 + _SPINE, host.y + way * (host.height // 2)
    left = held.x - held.width // 2
    path = f"M{x} {edge_y}L{x} {held.y - 6 * way}Q{x} {held.y} {x + 6} {held.y}L{left} {held.y}"
    word = (left + 2 + shift, held.y - held.height // 2 - 9, "left") if edge.relation.worded else None
    return Line(path, (left, held.y, 1) if away else (x, edge_y, -1), word)


def _pin(edge: Edge) -> int:
    """Return the length of the straight end that carries the link's word; 0 when the legend says it."""
    return max(width(word, _LABEL) for word in edge.label) + 26 if edge.relation.worded else 0
