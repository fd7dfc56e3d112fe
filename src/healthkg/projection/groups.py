"""Large pictures in groups: each laid out on its own, closed to a card or open, and all of them on shelves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from healthkg.projection import columns, layers, measures, routes, shelves
from healthkg.projection.bilingual import Bilingual
from healthkg.projection.columns import Draft
from healthkg.projection.communities import communities, links
from healthkg.projection.placed import COMMUNITY, REST, Area, Box, Group, GroupLink, Placement

if TYPE_CHECKING:
    from healthkg.projection.networks import Network

_TITLE, _MARGIN = 34, 24  # pixels of a frame above its boxes, and around them
_LEAST = 240  # of a frame's width
_STRONGEST, _CROWD = 2, 24  # links of a group that are drawn at once; one where there are so many groups


@dataclass(frozen=True)
class _Cluster:
    """A group before it has a place: its members and its draft, and the numbers of the links within it."""

    key: str
    label: Bilingual
    kind: str
    members: tuple[str, ...]
    draft: Draft
    edges: tuple[int, ...]

    @property
    def size(self) -> tuple[int, int]:
        """Return the size of its frame."""
        width = max(_LEAST, self.draft.width + 2 * _MARGIN)
        return width, self.draft.height + _TITLE + 2 * _MARGIN


def place(network: Network) -> Placement:
    """Return the places of a network in groups."""
    clusters = _clusters(network)
    weights = _weights(network, clusters)
    seated = _seated(clusters, weights)
    labels = [cluster.label for cluster in clusters]
    card = shelves.cards(labels, max(map(len, seated), default=1))
    closed = shelves.areas([card] * len(clusters), seated)
    opened = shelves.areas([cluster.size for cluster in clusters], seated)
    boxes, lines = _drawn(network, clusters, opened)
    return Placement(
        tuple(boxes[node.key] for node in network.nodes),
        lines,
        {},
        *shelves.extent(opened),
        groups=_groups(clusters, seated, closed, opened),
        links=_links(clusters, weights, [[closed[number] for number in row] for row in seated], closed),
        overview=shelves.extent(closed),
    )


def _clusters(network: Network) -> list[_Cluster]:
    """Return the groups of a network, the rest last."""
    parts, loose = communities(network)
    found = [*((COMMUNITY, part) for part in parts), *([(REST, loose)] if loose else [])]
    home = {place: number for number, (_, part) in enumerate(found) for place in part}
    at = {node.key: place for place, node in enumerate(network.nodes)}
    inner: list[list[int]] = [[] for _ in found]
    for index, edge in enumerate(network.edges):
        number = home[at[edge.source]]
        if number == home[at[edge.target]]:
            inner[number].append(index)
    degrees = _degrees(network, home)
    return [_cluster(network, kind, part, edges, degrees) for (kind, part), edges in zip(found, inner, strict=True)]


def _degrees(network: Network, home: Mapping[int, int]) -> dict[int, tuple[int, int]]:
    """Return how many links each thing has within its group, and in all."""
    inner: Counter[int] = Counter()
    whole: Counter[int] = Counter()
    for (one, other), count in links(network).items():
        for place in (one, other):
            whole[place] += count
            inner[place] += count * (home[one] == home[other])
    return {place: (inner[place], whole[place]) for place in home}


def _cluster(
    network: Network, kind: str, part: Sequence[int], edges: Sequence[int], degrees: Mapping[int, tuple[int, int]]
) -> _Cluster:
    nodes = tuple(network.nodes[place] for place in part)
    hub = network.nodes[max(part, key=lambda place: (network.nodes[place].stated, *degrees[place], -place))]
    label = hub.name if kind == COMMUNITY else Bilingual()
    within = replace(network, nodes=nodes, edges=tuple(network.edges[index] for index in edges))
    return _Cluster(hub.key, label, kind, tuple(node.key for node in nodes), _draft(within), tuple(edges))


def _draft(network: Network) -> Draft:
    if network.layout == "columns":
        return columns.draft(network, measures.free_widths)
    return layers.draft(network, measures.free_widths, square=True)


def _weights(network: Network, clusters: Sequence[_Cluster]) -> dict[tuple[int, int], int]:
    """Return how many links there are between two groups, by their numbers, the smaller first."""
    home = {key: number for number, cluster in enumerate(clusters) for key in cluster.members}
    pairs = (sorted((home[edge.source], home[edge.target])) for edge in network.edges)
    return dict(Counter((one, other) for one, other in pairs if one != other))


def _seated(clusters: Sequence[_Cluster], weights: Mapping[tuple[int, int], int]) -> list[list[int]]:
    """Return the groups in rows; the rest has the last seat."""
    count = sum(cluster.kind == COMMUNITY for cluster in clusters)
    among = {pair: links for pair, links in weights.items() if max(pair) < count}
    return shelves.rows(len(clusters), among, last=len(clusters) > count)


def _drawn(
    network: Network, clusters: Sequence[_Cluster], opened: Sequence[Area]
) -> tuple[dict[str, Box], tuple[routes.Line, ...]]:
    """Return the boxes by key, and the lines: as each group has them, and plain ones between groups."""
    boxes: dict[str, Box] = {}
    lines: dict[int, routes.Line] = {}
    for cluster, area in zip(clusters, opened, strict=True):
        found, within = cluster.draft.drawn(area.left + _MARGIN, area.top + _TITLE + _MARGIN)
        boxes |= found
        lines |= zip(cluster.edges, within, strict=True)
    for index, edge in enumerate(network.edges):
        if index not in lines:
            ends = (boxes[edge.source], boxes[edge.target])
            lines[index] = routes.between(*ends, worded=edge.relation.worded)
    return boxes, tuple(lines[index] for index in range(len(network.edges)))


def _groups(
    clusters: Sequence[_Cluster], seated: Sequence[Sequence[int]], closed: Sequence[Area], opened: Sequence[Area]
) -> tuple[Group, ...]:
    """Return the groups in the order of their seats."""
    return tuple(
        Group(
            clusters[number].key,
            clusters[number].label,
            clusters[number].kind,
            clusters[number].members,
            row,
            closed[number],
            opened[number],
        )
        for row, numbers in enumerate(seated)
        for number in numbers
    )


def _links(
    clusters: Sequence[_Cluster],
    weights: Mapping[tuple[int, int], int],
    rows: Sequence[Sequence[Area]],
    closed: Sequence[Area],
) -> tuple[GroupLink, ...]:
    """Return the links between groups, the strongest first."""
    ordered = sorted(weights, key=lambda pair: (-weights[pair], pair))
    strongest = _STRONGEST if len(clusters) <= _CROWD else 1
    seen: Counter[int] = Counter()
    found = []
    for lane, (one, other) in enumerate(ordered):
        main = min(seen[one], seen[other]) < strongest
        seen.update((one, other))
        path = shelves.path(closed[one], closed[other], rows, lane)
        found.append(GroupLink(clusters[one].key, clusters[other].key, weights[one, other], main, path))
    return tuple(found)
