"""Boxes and lines in columns, from left to right, each link passing between the boxes of the columns it crosses.

Source: Sugiyama, Tagawa and Toda 1981 (waypoints, few crossings, then places), so that no line runs behind a box. What
is linked to one thing of its own column only hangs below it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from healthkg.projection import hanging, measures, ranks, routes
from healthkg.projection.measures import INDENT, Size
from healthkg.projection.placed import Box
from healthkg.projection.ranks import Slot
from healthkg.projection.settling import relax

if TYPE_CHECKING:
    from healthkg.projection.networks import Edge, Network, Node

_PORT = 17  # pixels between the lines that arrive at one box, so that each keeps its own word
_PORTS = 40  # lines beyond which they come closer, and the words are left to the pointer
_MOST_TURNS, _LEAST_TURNS, _WORK = 300, 24, 240_000  # work is slots times turns
_BENDS = 6_000  # of all lines of a part: nobody follows more

Spans = Mapping[int, tuple[int, int]]
Sharing = Callable[[Sequence[Sequence["Node"]], int, Container[str]], list[int]]


@dataclass(frozen=True)
class Draft:
    """A network that knows the places of its boxes and of the bends of its lines, but not yet where it stands."""

    network: Network
    hosts: Mapping[str, str]
    spans: Spans
    sizes: Mapping[str, Size]
    places: Mapping[str, float]

    @property
    def width(self) -> int:
        return max((left + width for left, width in self.spans.values()), default=0)

    @property
    def height(self) -> int:
        """Return the lowest reach of a box or a line."""
        reach = hanging.extents(self.hosts, self.sizes)
        return max((round(y + reach.get(key, (0.0, 0.0))[1]) for key, y in self.places.items()), default=0)

    def drawn(self, left: int = 0, top: int = 0) -> tuple[dict[str, Box], tuple[routes.Line, ...]]:
        """Return the boxes, by key, and the lines, from this top left corner."""
        spans = {column: (start + left, width) for column, (start, width) in self.spans.items()}
        places = {key: y + top for key, y in self.places.items()}
        boxes = _boxes(
            self.network.nodes, self.sizes, spans, {**places, **hanging.hung(self.hosts, self.sizes, places)}
        )
        return boxes, routes.lines(self.network.edges, boxes, self.hosts, spans, places)


@dataclass(frozen=True)
class Part:
    """Some things of a network, and the links among them with their numbers."""

    nodes: Sequence[Node]
    links: Sequence[tuple[int, Edge]]


def draft(network: Network, share: Sharing = measures.column_widths, turns: int = _MOST_TURNS) -> Draft:
    """Return the draft of a network whose nodes have columns: long links tried below and above the boxes."""
    hosts = hanging.hosts_of(network)
    spans = spans_of(network, hosts, share)
    sizes = sizes_of(network, spans, hosts)
    part = Part(network.nodes, tuple(enumerate(network.edges)))
    tries = [heights(part, hosts, sizes, turns=turns, first=first) for first in (False, True)]
    return Draft(network, hosts, spans, sizes, min(tries, key=lambda one: one[0])[1])


def spans_of(network: Network, hosts: Mapping[str, str], share: Sharing = measures.column_widths) -> Spans:
    """Return column → (left, width)."""
    columns = measures.by_column(network.nodes)
    gaps = routes.gaps(network, list(columns))
    widths = share(list(columns.values()), sum(gaps.values()), hosts)
    spans, left = {}, 0
    for column, width in zip(columns, widths, strict=True):
        left += gaps.get(column, 0)
        spans[column] = (left, width)
        left += width
    return spans


def sizes_of(network: Network, spans: Spans, hosts: Mapping[str, str]) -> dict[str, Size]:
    """Return the size of each box: as wide as its column, as high as its text and the lines that arrive need."""
    arriving = _arriving(network, hosts)
    sizes = {}
    for node in network.nodes:
        size = measures.size(node, spans[node.column][1] - (INDENT if node.key in hosts else 0))
        least = _PORT * min(arriving[node.key], _PORTS) + 8
        sizes[node.key] = Size(size.width, max(size.height, least), size.lines, size.lead, size.bar)
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
            worded |= {right} if edge.relation.worded else set()
    return Counter({key: count for key, count in found.items() if key in worded})


def heights(
    part: Part,
    hosts: Mapping[str, str],
    sizes: Mapping[str, Size],
    *,
    turns: int = _MOST_TURNS,
    first: bool = False,
    free: bool = False,
) -> tuple[int, dict[str, float]]:
    """Return how far the lines climb in all, and the vertical centres of boxes and waypoints, from 0 at the top.

    `first` tries the long links above the boxes; boxes that are `free` leave the order of the rows, and lines stand
    closer.
    """
    slots, before, after = _slots(part, hosts, first=first)
    ordered = ranks.order(slots, before, after, free=free)
    keys = [slot.key for column in ordered for slot in column]
    least = max(_LEAST_TURNS, _WORK // max(1, len(keys)))
    reach = hanging.extents(hosts, {node.key: sizes[node.key] for node in part.nodes})
    places = dict(zip(keys, relax(ordered, before, after, reach, min(turns, least), tight=free), strict=True))
    climb = sum(abs(places[key] - places[other]) for key, others in after.items() for other in others)
    return round(climb), places


def _slots(
    part: Part, hosts: Mapping[str, str], *, first: bool
) -> tuple[list[list[Slot]], dict[str, list[str]], dict[str, list[str]]]:
    """Return the columns of boxes and waypoints, and their neighbours to the left and right."""
    column = {node.key: node.column for node in part.nodes}
    found: dict[int, list[Slot]] = {number: [] for number in sorted(set(column.values()))}
    for rank, node in enumerate(part.nodes):
        if node.key not in hosts:
            found[node.column].append(Slot(node.key, node.column, rank, True))
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    start = -len(part.links) if first else len(part.nodes)
    for rank, (edge, chain) in enumerate(_chains(part, column, list(found)), start):
        for key, number in chain[1:-1]:
            found[number].append(Slot(key, number, rank, False, frozenset((edge.source, edge.target))))
        for (left, _), (right, _) in pairwise(chain):
            before.setdefault(right, []).append(left)
            after.setdefault(left, []).append(right)
    return list(found.values()), before, after


def _chains(part: Part, column: Mapping[str, int], numbers: Sequence[int]) -> list[tuple[Edge, list[tuple[str, int]]]]:
    """Return the links, each with its (slot, column) from its left end to its right one; none within one column.

    Where the bends are too many, the longest links have none of them: they run straight, behind the boxes.
    """
    ends = [sorted((edge.source, edge.target), key=column.__getitem__) for _, edge in part.links]
    rank = {number: place for place, number in enumerate(numbers)}
    crossed = [rank[column[right]] - rank[column[left]] - 1 for left, right in ends]
    shortest = sorted(range(len(ends)), key=crossed.__getitem__)
    bends = accumulate(max(0, crossed[place]) for place in shortest)
    kept = {place for place, count in zip(shortest, bends, strict=True) if count <= _BENDS}
    found = []
    for place, ((index, edge), (left, right)) in enumerate(zip(part.links, ends, strict=True)):
        if place in kept and crossed[place] >= 0:
            between = numbers[rank[column[left]] + 1 : rank[column[right]]]
            bent = [(routes.waypoint(index, number), number) for number in between]
            found.append((edge, [(left, column[left]), *bent, (right, column[right])]))
        else:
            found.append((edge, []))
    return found


def _boxes(
    nodes: Sequence[Node], sizes: Mapping[str, Size], spans: Spans, centres: Mapping[str, float]
) -> dict[str, Box]:
    found = {}
    for node in nodes:
        size, (left, width) = sizes[node.key], spans[node.column]
        x, y = round(left + width - size.width / 2), round(centres[node.key])
        found[node.key] = Box(node.key, x, y, size.width, size.height, size.lines, size.lead, size.bar, node.column)
    return found
