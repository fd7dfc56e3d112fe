"""What must come before a thing, step by step: what is not known to be met first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from healthkg.analysis.dependencies import Dependencies, Link, dependencies_of, ends, thing
from healthkg.analysis.stakes import MET, STOPPED, Stake, Stakes
from healthkg.projection.networks import Network, Node
from healthkg.projection.text import fold

_RANKS = {STOPPED: 0, "": 1, MET: 2}


@dataclass(frozen=True)
class Need:
    """A thing upstream: the shortest path from it; `standing` is met or stopped when something says so, else empty,
    and `states` what says it; `others` are the things beside it of which at least one is required."""

    node: Node
    path: tuple[Link, ...]
    standing: str = ""
    states: tuple[Stake, ...] = ()
    others: tuple[Node, ...] = ()
    deadlines: tuple[Stake, ...] = ()
    leads: tuple[Stake, ...] = ()

    @property
    def distance(self) -> int:
        return len(self.path)

    @property
    def required(self) -> bool:
        """Is every link of its path a requirement, be it of one of several?"""
        return all(link.required or link.either for link in self.path)

    @property
    def choice(self) -> bool:
        """Is it required only if others of which one is enough are not there?"""
        return self.required and any(link.either for link in self.path)

    @property
    def firm(self) -> bool:
        """Is every link of its path firm?"""
        return all(link.firm for link in self.path)


@dataclass(frozen=True)
class Blockers:
    """What `start` depends on: what was stopped, then what nothing says to be met, then what is met; each with what is
    required first, by distance, then by deadline. `starts`: where the paths end (itself, or its milestones)."""

    start: Node
    needs: tuple[Need, ...] = ()
    starts: tuple[Node, ...] = ()
    firm: bool = False

    @property
    def unmet(self) -> tuple[Need, ...]:
        """Return what nothing says to be met."""
        return tuple(need for need in self.needs if need.standing != MET)


def blockers(
    network: Network, key: str, stakes: Stakes | None = None, *, name: str = "", firm: bool = False
) -> Blockers:
    """Return what `key` depends on, transitively; by firm links alone when `firm`.

    `name` is what to call a thing that neither the network nor the stakes know.
    """
    import networkx as nx

    known = stakes or Stakes()
    found = dependencies_of(network, firm=firm)
    starts = ends(key, found, known, first=False)
    graph = found.graph.reverse(copy=False)
    paths: Mapping[str, list[str]] = nx.multi_source_dijkstra_path(graph, starts) if starts else {}
    needs = (_need(found, known, path[::-1]) for one, path in paths.items() if one not in starts)
    nodes = tuple(found.nodes[one] for one in starts)
    return Blockers(thing(key, found, known, name), tuple(sorted(needs, key=_order)), nodes, firm)


def _need(found: Dependencies, stakes: Stakes, path: list[str]) -> Need:
    key = path[0]
    steps = found.steps(path)
    either = found.alternatives(path[1]) if steps[0].either else ()
    return Need(
        found.nodes[key],
        steps,
        stakes.standing(key),
        stakes.of(key, "state"),
        tuple(link.before for link in either if link.before.key != key),
        stakes.current(key, "deadline"),
        stakes.of(key, "lead"),
    )


def _order(need: Need) -> tuple[int, bool, int, date, str, str]:
    first = min((stake.latest for stake in need.deadlines if stake.latest), default=date.max)
    return _RANKS[need.standing], not need.required, need.distance, first, fold(need.node.label.fr), need.node.key
