"""Circles: things that, step by step, depend on themselves."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from healthkg.analysis.dependencies import Dependencies, Link, dependencies_of
from healthkg.projection.networks import Network

MOST = 200


@dataclass(frozen=True)
class Circle:
    """Links of which each begins where the one before ends, and the last ends where the first begins."""

    links: tuple[Link, ...]

    @property
    def firm(self) -> bool:
        """Is every one of its links firm?"""
        return all(link.firm for link in self.links)

    @property
    def avoidable(self) -> bool:
        """Is one of its links not a requirement: one of several, or something that only helps?"""
        return not all(link.required for link in self.links)


@dataclass(frozen=True)
class Cycles:
    """The elementary circles, the shortest first; `cut` says that there are more than were kept."""

    circles: tuple[Circle, ...] = ()
    cut: bool = False
    firm: bool = False


def cycles(network: Network, *, firm: bool = False, most: int = MOST) -> Cycles:
    """Return every elementary circle of dependencies, at most `most`; each begins at the first label."""
    import networkx as nx

    found = dependencies_of(network, firm=firm)
    rings = list(islice(nx.simple_cycles(found.graph), most + 1))
    order = {key: place for place, key in enumerate(found.nodes)}
    turned = sorted((_turned(ring, order) for ring in rings[:most]), key=lambda ring: (len(ring), _places(ring, order)))
    return Cycles(tuple(_circle(found, ring) for ring in turned), len(rings) > most, firm)


def _turned(ring: list[str], order: dict[str, int]) -> list[str]:
    start = min(range(len(ring)), key=lambda place: order[ring[place]])
    return ring[start:] + ring[:start]


def _places(ring: list[str], order: dict[str, int]) -> list[int]:
    return [order[key] for key in ring]


def _circle(found: Dependencies, ring: list[str]) -> Circle:
    return Circle(found.steps([*ring, ring[0]]))
