"""Which things belong together: communities of a network, none too large to be read, none too small to be named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

    from healthkg.projection.networks import Network

_SEED = 2022
_MOST = 60  # communities
_LARGEST, _SHARE = 150, 40  # things of a community, or a fortieth of them all
_SMALLEST, _SMALL = 4, 32  # things below which a community joins another; at most, where there are too many of them
_RESOLUTIONS = (1.0, 1.5, 2.5)

Weights = dict[tuple[int, int], int]


def communities(network: Network) -> tuple[list[list[int]], list[int]]:
    """Return the communities, each the sorted places of its nodes, and the places of the things that belong to none.

    Source: Louvain (Blondel et al. 2008), with a seed, on places rather than on keys, so that nothing hangs on the
    order of a set. A small community joins the one that it is most linked to; without any link it is none. Where there
    are too many, larger ones join too; then the smallest are none.
    """
    weights = links(network)
    largest = max(_LARGEST, len(network.nodes) // _SHARE)
    found = _split(range(len(network.nodes)), weights, largest, _RESOLUTIONS)
    found, loose = _merged(found, weights, _SMALLEST, largest)
    least = 2 * _SMALLEST
    while len(found) > _MOST and least <= max(_SMALL, len(network.nodes) // _MOST):
        found, _ = _merged(found, weights, least, largest)
        least *= 2
    found = sorted(found, key=lambda part: (-len(part), part[0]))
    return sorted(found[:_MOST]), sorted([*loose, *(place for part in found[_MOST:] for place in part)])


def links(network: Network) -> Weights:
    """Return how many links there are between two nodes, by their places, the smaller first; none to itself."""
    at = {node.key: place for place, node in enumerate(network.nodes)}
    pairs = (sorted((at[edge.source], at[edge.target])) for edge in network.edges)
    return dict(Counter((one, other) for one, other in pairs if one != other))


def _split(places: Sequence[int], weights: Weights, largest: int, resolutions: Sequence[float]) -> list[list[int]]:
    """Return communities of these places; those that are too large split again, ever more finely."""
    from networkx.algorithms.community import louvain_communities

    graph = _graph(places, weights)
    parts = louvain_communities(graph, resolution=resolutions[0], seed=_SEED)
    found = []
    for part in sorted(sorted(part) for part in parts):
        if len(part) > largest and len(resolutions) > 1:
            inner = set(part)
            held = {pair: count for pair, count in weights.items() if inner.issuperset(pair)}
            found += _split(part, held, largest, resolutions[1:])
        else:
            found.append(part)
    return found


def _graph(places: Iterable[int], weights: Weights) -> nx.Graph[int]:
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(places)
    graph.add_weighted_edges_from((one, other, count) for (one, other), count in weights.items())
    return graph


def _merged(
    found: Sequence[list[int]], weights: Weights, least: int, largest: int
) -> tuple[list[list[int]], list[int]]:
    """Return the communities once those below `least` have joined another, the smallest first; and what is in none.

    They join the one that they are most linked to, rather one that does not grow too large.
    """
    held = {number: list(part) for number, part in enumerate(found)}
    home = {place: number for number, part in held.items() for place in part}
    near: dict[int, Counter[int]] = {place: Counter() for place in home}
    for (one, other), count in weights.items():
        if one in home:  # and so is the other: what is in none has no link to what is in one
            near[one][other] += count
            near[other][one] += count
    loose: list[int] = []
    for number in sorted(held, key=lambda number: (len(held[number]), number)):
        if len(held[number]) < least:
            part = held.pop(number)
            pulls = _pulls(part, near, home, number)
            if pulls:
                room = largest - len(part)
                host = min(pulls, key=lambda other: (len(held[other]) > room, -pulls[other], len(held[other]), other))
                held[host] += part
                home |= dict.fromkeys(part, host)
            elif len(part) < _SMALLEST:
                loose += part
            else:
                held[number] = part
    return [sorted(part) for part in held.values()], loose


def _pulls(part: Iterable[int], near: dict[int, Counter[int]], home: dict[int, int], own: int) -> Counter[int]:
    """Return how many links a community has to each other one."""
    pulls: Counter[int] = Counter()
    for place in part:
        for other, count in near[place].items():
            if home[other] != own:
                pulls[home[other]] += count
    return pulls
