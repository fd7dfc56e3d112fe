"""The longest chains of dependencies, the deadlines along them, and prerequisites due after what needs them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from healthkg.analysis.dependencies import Dependencies, Link, dependencies_of
from healthkg.analysis.stakes import Stake, Stakes
from healthkg.projection.networks import Network, Node

MOST = 10


@dataclass(frozen=True)
class Chain:
    """Links from what comes first to what comes last; `deadlines` are those of each of its things, in that order."""

    links: tuple[Link, ...]
    deadlines: tuple[tuple[Stake, ...], ...] = ()

    @property
    def nodes(self) -> tuple[Node, ...]:
        return (self.links[0].before, *(link.after for link in self.links))

    @property
    def firm(self) -> bool:
        """Is every one of its links firm?"""
        return all(link.firm for link in self.links)


@dataclass(frozen=True)
class Inversion:
    """What comes first has its earliest last day (`first`) after the latest last day (`last`) of what depends on it,
    by so many days; what lies between them on the path has no last day stated."""

    links: tuple[Link, ...]
    first: Stake
    last: Stake

    @property
    def days(self) -> int:
        return ((self.first.latest or date.max) - (self.last.latest or date.min)).days


@dataclass(frozen=True)
class Chains:
    """The longest chains, the longest first, one for each thing on which nothing more depends; every inversion, the
    largest first; how many things are left out because they stand in a circle; whether there are more chains."""

    chains: tuple[Chain, ...] = ()
    inversions: tuple[Inversion, ...] = ()
    circular: int = 0
    cut: bool = False
    firm: bool = False


def chains(network: Network, stakes: Stakes | None = None, *, firm: bool = False, most: int = MOST) -> Chains:
    """Return the `most` longest chains of dependencies; links within a circle belong to none."""
    known = stakes or Stakes()
    found = dependencies_of(network, firm=firm)
    circular, paths = _longest(found)
    kept = tuple(
        Chain(found.steps(path), tuple(known.current(key, "deadline") for key in path)) for path in paths[:most]
    )
    inversions = sorted(_inversions(found, known), key=lambda one: (-one.days, one.first.fact, one.last.fact))
    return Chains(kept, tuple(inversions), circular, len(paths) > most, firm)


def _longest(found: Dependencies) -> tuple[int, list[list[str]]]:
    """Return how many things stand in circles, and the longest path to each last thing, the longest first."""
    import networkx as nx

    rings = [ring for ring in nx.strongly_connected_components(found.graph) if len(ring) > 1]
    graph = found.graph.copy()
    graph.remove_edges_from([(a, b) for ring in rings for a in ring for b in ring if graph.has_edge(a, b)])
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    order = {key: place for place, key in enumerate(found.nodes)}
    best: dict[str, list[str]] = {}
    for key in nx.lexicographical_topological_sort(graph, key=order.__getitem__):
        ways = [best[before] for before in graph.predecessors(key)]
        best[key] = [*max(ways, key=len, default=[]), key]
    last = [best[key] for key in found.nodes if not graph.out_degree(key) and len(best[key]) > 1]
    return sum(map(len, rings)), sorted(last, key=lambda path: (-len(path), [order[key] for key in path]))


# ---- Inversions ----


def _inversions(found: Dependencies, stakes: Stakes) -> Iterator[Inversion]:
    for key in found.nodes:
        if first := stakes.limits(key)[:1]:
            for path in _to_dated(found, stakes, key):
                last = stakes.limits(path[-1])[-1]
                if (first[0].latest or date.min) > (last.latest or date.max):
                    yield Inversion(found.steps(path), first[0], last)


def _to_dated(found: Dependencies, stakes: Stakes, key: str) -> Iterator[Sequence[str]]:
    """Yield the shortest path from `key` to each next thing that has a last day, through those that have none."""
    waiting, seen = [[key]], {key}
    while waiting:
        path = waiting.pop(0)
        for after in found.graph.successors(path[-1]):
            if after not in seen:
                seen.add(after)
                if stakes.limits(after):
                    yield [*path, after]
                else:
                    waiting.append([*path, after])
