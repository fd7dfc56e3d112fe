"""Where each box and each line of a network goes: columns from left to right, positions in whole pixels.

Long links pass between the boxes of the columns they cross (Sugiyama, Tagawa and Toda 1981: waypoints, few crossings,
then places), so that no line runs behind a box. What is linked to one thing of its own column only hangs below it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from healthkg.projection import hanging, measures, ranks, routes
from healthkg.projection.measures import INDENT, Size
from healthkg.projection.ranks import Slot

if TYPE_CHECKING:
    from healthkg.projection.networks import Edge, Network, Node

_APART = 14
_PORT = 17  # pixels between the lines that arrive at one box, so that each keeps its own word
_PASSES = 300


@dataclass(frozen=True)
class Box:
    """A node's box: its centre and size in pixels, its lines of text and the room before them."""

    key: str
    x: int
    y: int
    width: int
    height: int
    lines: int
    lead: int


@dataclass(frozen=True)
class Placement:
    """Boxes in the order of the nodes, lines in the order of the edges, (left, width) of columns, size of the whole."""

    boxes: tuple[Box, ...]
    lines: tuple[routes.Line, ...]
    columns: Mapping[int, tuple[int, int]]
    width: int
    height: int


def place(network: Network) -> Placement:
    """Return the places of the boxes and lines of `network`; the same network gives the same places."""
    hosts = hanging.hosts_of(network)
    columns = measures.by_column(network.nodes)
    spans = _spans(network, columns, hosts)
    sizes = _sizes(network, columns, spans, hosts)
    places = _places(network, hosts, sizes)
    boxes = _boxes(network.nodes, hosts, sizes, spans, places)
    lines = routes.lines(network.edges, boxes, hosts, spans, places)
    return Placement(
        tuple(boxes.values()),
        lines,
        spans,
        max((left + width for left, width in spans.values()), default=0),
        max((box.y + box.height // 2 for box in boxes.values()), default=0),
    )


def _spans(
    network: Network, columns: Mapping[int, Sequence[Node]], hosts: Mapping[str, str]
) -> dict[int, tuple[int, int]]:
    gaps = {column: routes.gap(network, column) for column in list(columns)[1:]}
    widths = measures.column_widths(list(columns.values()), sum(gaps.values()), hosts)
    spans, left = {}, 0
    for column, width in zip(columns, widths, strict=True):
        left += gaps.get(column, 0)
        spans[column] = (left, width)
        left += width
    return spans


def _sizes(
    network: Network,
    columns: Mapping[int, Sequence[Node]],
    spans: Mapping[int, tuple[int, int]],
    hosts: Mapping[str, str],
) -> dict[str, Size]:
    arriving = _arriving(network, hosts)
    sizes = {}
    for column, nodes in columns.items():
        for node in nodes:
            size = measures.size(node, spans[column][1] - (INDENT if node.key in hosts else 0))
            least = _PORT * arriving[node.key] + 8
            sizes[node.key] = Size(size.width, max(size.height, least), size.lines, size.lead)
    return sizes


def _arriving(network: Network, hosts: Mapping[str, str]) -> Counter[str]:
    """Return how many lines arrive at the left of each box, of those where one carries a word."""
    column = {node.key: node.column for node in network.nodes}
    found: Counter[str] = Counter()
    worded = set()
    for edge in network.edges:
        left, right = sorted((edge.source, edge.target), key=column.__getitem__)
        if column[left] < column[right] and left not in hosts and right not in hosts:
            found[right] += 1
            worded |= {right} if edge.relation.style == "accent" else set()
    return Counter({key: count for key, count in found.items() if key in worded})


def _places(network: Network, hosts: Mapping[str, str], sizes: Mapping[str, Size]) -> dict[str, float]:
    """Return the vertical centres that make the lines shortest: long links tried below and above the boxes."""
    extents = hanging.extents(hosts, sizes)
    found = []
    for first in (False, True):
        slots, before, after = _slots(network, hosts, first=first)
        ordered = ranks.order(slots, before, after)
        places = _settle(ordered, before, after, extents)
        climb = sum(abs(places[key] - places[other]) for key, others in after.items() for other in others)
        found.append((round(climb), first, places))
    return min(found, key=lambda one: one[:2])[2]


def _slots(
    network: Network, hosts: Mapping[str, str], *, first: bool
) -> tuple[list[list[Slot]], dict[str, list[str]], dict[str, list[str]]]:
    """Return the columns of boxes and waypoints, and their neighbours to the left and right."""
    column = {node.key: node.column for node in network.nodes}
    found: dict[int, list[Slot]] = {number: [] for number in sorted(set(column.values()))}
    for rank, node in enumerate(network.nodes):
        if node.key not in hosts:
            found[node.column].append(Slot(node.key, node.column, rank, True))
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    start = -len(network.edges) if first else len(network.nodes)
    for index, edge in enumerate(network.edges):
        chain = _chain(index, edge, column, list(found))
        for key, number in chain[1:-1]:
            found[number].append(Slot(key, number, index + start, False))
        for (left, _), (right, _) in pairwise(chain):
            before.setdefault(right, []).append(left)
            after.setdefault(left, []).append(right)
    return list(found.values()), before, after


def _chain(index: int, edge: Edge, column: Mapping[str, int], numbers: Sequence[int]) -> list[tuple[str, int]]:
    """Return (slot, column) from the left end of a link to the right one; empty within one column."""
    left, right = sorted((edge.source, edge.target), key=column.__getitem__)
    if column[left] == column[right]:
        return []
    between = [number for number in numbers if column[left] < number < column[right]]
    return [
        (left, column[left]),
        *((routes.waypoint(index, number), number) for number in between),
        (right, column[right]),
    ]


def _settle(
    ordered: Sequence[Sequence[Slot]],
    before: ranks.Links,
    after: ranks.Links,
    extents: Mapping[str, tuple[float, float]],
) -> dict[str, float]:
    """Return the vertical centre of each slot: near its neighbours, and apart from the slots above and below."""
    places = {key: y for column in ordered for key, y in _stack(column, extents).items()}
    near = {slot.key: [*before.get(slot.key, ()), *after.get(slot.key, ())] for column in ordered for slot in column}
    boxes = {slot.key for column in ordered for slot in column if slot.box}
    for turn in range(_PASSES):
        for column in ordered if turn % 2 else reversed(ordered):
            pulls = [_pull(slot.key, near[slot.key], places, boxes) for slot in column]
            settled = ranks.settle([y for y, _ in pulls], _gaps(column, extents), [weight for _, weight in pulls])
            places.update(zip((slot.key for slot in column), settled, strict=True))
    top = min((places[key] - up for key, (up, _) in extents.items()), default=0.0)
    return {key: y - top for key, y in places.items()}


def _pull(key: str, near: Iterable[str], places: Mapping[str, float], boxes: set[str]) -> tuple[float, float]:
    """Return where its neighbours draw a slot, and how strongly: long lines want to be straight."""
    weights = [(1.0 + 3.0 * (key not in boxes) + 3.0 * (other not in boxes), places[other]) for other in near]
    total = sum(weight for weight, _ in weights)
    return (sum(weight * y for weight, y in weights) / total, total) if weights else (places[key], 0.1)


def _stack(column: Sequence[Slot], extents: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    y, found = 0.0, {}
    for slot, gap in zip(column, [0.0, *_gaps(column, extents)], strict=False):
        y += gap
        found[slot.key] = y
    return found


def _gaps(column: Sequence[Slot], extents: Mapping[str, tuple[float, float]]) -> list[float]:
    reach = [extents.get(slot.key, (0.0, 0.0)) for slot in column]
    return [upper[1] + _APART + lower[0] for upper, lower in pairwise(reach)]


def _boxes(
    nodes: Sequence[Node],
    hosts: Mapping[str, str],
    sizes: Mapping[str, Size],
    spans: Mapping[int, tuple[int, int]],
    places: Mapping[str, float],
) -> dict[str, Box]:
    centres = {**places, **hanging.hung(hosts, sizes, places)}
    found = {}
    for node in nodes:
        size, (left, width) = sizes[node.key], spans[node.column]
        x, y = left + width - size.width / 2, centres[node.key]
        found[node.key] = Box(node.key, round(x), round(y), size.width, size.height, size.lines, size.lead)
    return found
