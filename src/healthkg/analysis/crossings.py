"""Bottlenecks: the things, and the actors, through which the most depends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from healthkg.analysis.dependencies import Dependencies, Link, dependencies_of
from healthkg.analysis.impacts import BLOCKED, effects_of
from healthkg.analysis.spans import Held, held_by
from healthkg.analysis.stakes import Stake, Stakes
from healthkg.projection.bilingual import Bilingual
from healthkg.projection.networks import Network, Node
from healthkg.projection.text import fold

MOST = 10


@dataclass(frozen=True)
class Crossing:
    """A thing: what depends on it, step by step, with the shortest path to each, by distance; `blocked` of these cannot
    do without it; `between` counts the pairs of other things whose shortest path passes through it (a part of one
    where there are several)."""

    node: Node
    paths: tuple[tuple[Link, ...], ...]
    blocked: int
    between: float

    @property
    def reached(self) -> int:
        return len(self.paths)


@dataclass(frozen=True)
class Holder:
    """An actor: what it leads and on which something depends, and what depends on any of that, once each."""

    key: str
    name: Bilingual
    held: tuple[Held, ...]
    paths: tuple[tuple[Link, ...], ...]

    @property
    def reached(self) -> int:
        return len(self.paths)


@dataclass(frozen=True)
class Bottlenecks:
    """Things and actors by the number of things that depend on them; then things by how many of these cannot do
    without, by their crossings and by label; how many of each sort are not shown."""

    things: tuple[Crossing, ...] = ()
    actors: tuple[Holder, ...] = ()
    more_things: int = 0
    more_actors: int = 0
    firm: bool = False


def bottlenecks(network: Network, stakes: Stakes | None = None, *, firm: bool = False, most: int = MOST) -> Bottlenecks:
    """Return the `most` things and the `most` actors through which the most depends."""
    found = dependencies_of(network, firm=firm)
    things = _things(found)
    actors = _actors(found, stakes or Stakes())
    more = max(0, len(things) - most), max(0, len(actors) - most)
    return Bottlenecks(tuple(things[:most]), tuple(actors[:most]), *more, firm)


def _things(found: Dependencies) -> list[Crossing]:
    import networkx as nx

    between = nx.betweenness_centrality(found.graph, normalized=False)
    crossings = (
        Crossing(node, _paths(found, [key]), _blocked(found, key), between[key]) for key, node in found.nodes.items()
    )
    kept = [one for one in crossings if one.reached]
    return sorted(kept, key=_order)


def _order(one: Crossing) -> tuple[int, int, float, str, str]:
    return -one.reached, -one.blocked, -round(one.between, 6), fold(one.node.label.fr), one.node.key


def _blocked(found: Dependencies, key: str) -> int:
    return sum(effect == BLOCKED for one, effect in effects_of(found, [key]).items() if one != key)


def _paths(found: Dependencies, keys: Iterable[str]) -> tuple[tuple[Link, ...], ...]:
    """Return the shortest path from any of `keys` to each thing that depends on them, without themselves."""
    import networkx as nx

    starts = [key for key in keys if key in found.graph]
    paths = nx.multi_source_dijkstra_path(found.graph, starts) if starts else {}
    order = {key: place for place, key in enumerate(found.nodes)}
    beyond = sorted((len(path), order[key], path) for key, path in paths.items() if key not in starts)
    return tuple(found.steps(path) for _, _, path in beyond)


def _actors(found: Dependencies, stakes: Stakes) -> list[Holder]:
    held: dict[str, list[Stake]] = {}
    for stake in stakes.stated:
        if stake.sort == "lead":
            held.setdefault(stake.actor, []).append(stake)
    holders = (_holder(found, stakes, leads) for leads in held.values())
    kept = [one for one in holders if one.reached]
    return sorted(kept, key=lambda one: (-one.reached, -len(one.held), fold(one.name.fr), one.key))


def _holder(found: Dependencies, stakes: Stakes, leads: list[Stake]) -> Holder:
    """Return an actor with what depends on what it leads, or on the milestones of that."""
    keys = {stake: [stake.element, *stakes.facts(stake.element)] for stake in leads}
    weighty = [stake for stake in leads if _paths(found, keys[stake])]
    paths = _paths(found, dict.fromkeys(key for stake in leads for key in keys[stake]))
    return Holder(leads[0].actor, leads[0].actor_name, held_by(stakes, weighty), paths)
