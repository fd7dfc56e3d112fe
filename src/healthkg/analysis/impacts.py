"""What lies downstream of a thing that is late or dropped: by which path, with which deadlines, leads and money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from healthkg.analysis.delays import Delay
from healthkg.analysis.dependencies import Dependencies, Link, dependencies_of, ends, thing
from healthkg.analysis.moneys import Money, money
from healthkg.analysis.stakes import MET, Stake, Stakes
from healthkg.projection.networks import Network, Node
from healthkg.projection.text import fold

BLOCKED, ENDANGERED = "blocked", "endangered"


@dataclass(frozen=True)
class Due:
    """A deadline; `slack`: how many days its last day comes after that of what is late (None: not computable, or met);
    `missed`: would the delay make it missed (None: not computable, met, or no delay was given)?"""

    stake: Stake
    slack: int | None = None
    missed: bool | None = None


@dataclass(frozen=True)
class Reached:
    """A thing downstream: the shortest path to it; `effect` is blocked, or endangered: when `standing` (other things of
    which at least one is required) stand, when nothing says that what is lost is required, or when what it requires
    is itself but endangered."""

    node: Node
    path: tuple[Link, ...]
    effect: str
    standing: tuple[Node, ...] = ()
    deadlines: tuple[Due, ...] = ()
    leads: tuple[Stake, ...] = ()
    budgets: tuple[Stake, ...] = ()
    states: tuple[Stake, ...] = ()

    @property
    def distance(self) -> int:
        return len(self.path)

    @property
    def firm(self) -> bool:
        """Is every link of its path firm?"""
        return all(link.firm for link in self.path)


@dataclass(frozen=True)
class Impact:
    """What depends on `start`, by distance, then by deadline; `starts` are the things from which the paths begin
    (itself, or its milestones), `due` their own last deadlines, `states` what is stated of its state."""

    start: Node
    reached: tuple[Reached, ...] = ()
    starts: tuple[Node, ...] = ()
    due: tuple[Stake, ...] = ()
    states: tuple[Stake, ...] = ()
    delay: Delay | None = None
    firm: bool = False

    @property
    def money(self) -> Money:
        """Return the budgets of all that is reached."""
        return money([stake for one in self.reached for stake in one.budgets])

    @property
    def missed(self) -> tuple[Reached, ...]:
        """Return what would miss a stated deadline."""
        return tuple(one for one in self.reached if any(due.missed for due in one.deadlines))


def impact(
    network: Network,
    key: str,
    stakes: Stakes | None = None,
    *,
    name: str = "",
    delay: Delay | None = None,
    firm: bool = False,
) -> Impact:
    """Return what is reached when `key` is late (by `delay`) or dropped; by firm links alone when `firm`.

    `name` is what to call a thing that neither the network nor the stakes know.
    """
    import networkx as nx

    known = stakes or Stakes()
    found = dependencies_of(network, firm=firm)
    starts = ends(key, found, known, first=True)
    paths: Mapping[str, list[str]] = nx.multi_source_dijkstra_path(found.graph, starts) if starts else {}
    effects = effects_of(found, starts)
    limits = {one: known.limits(one)[-1:] for one in starts}
    reached = [
        _reached(found, known, path, effects, limits[path[0]], delay)
        for one, path in paths.items()
        if one not in starts
    ]
    return Impact(
        thing(key, found, known, name),
        tuple(sorted(reached, key=_order)),
        tuple(found.nodes[one] for one in starts),
        tuple(stake for one in starts for stake in limits[one]),
        known.of(key, "state"),
        delay,
        firm,
    )


def _reached(
    found: Dependencies,
    stakes: Stakes,
    path: list[str],
    effects: Mapping[str, str],
    limit: tuple[Stake, ...],
    delay: Delay | None,
) -> Reached:
    key = path[-1]
    standing = (link.before for link in found.alternatives(key) if effects.get(link.before.key) != BLOCKED)
    return Reached(
        found.nodes[key],
        found.steps(path),
        effects[key],
        tuple(standing) if effects[key] == ENDANGERED else (),
        tuple(_due(stake, limit[0].latest if limit else None, delay) for stake in stakes.current(key, "deadline")),
        stakes.of(key, "lead"),
        stakes.current(key, "budget"),
        stakes.of(key, "state"),
    )


def _due(stake: Stake, limit: date | None, delay: Delay | None) -> Due:
    """Return a deadline beside the last day `limit` of what is late."""
    if stake.latest is None or limit is None or stake.standing == MET:
        return Due(stake)
    missed = delay.after(limit) > stake.latest if delay else None
    return Due(stake, (stake.latest - limit).days, missed)


def _order(one: Reached) -> tuple[int, date, str, str]:
    first = min((due.stake.latest for due in one.deadlines if due.stake.latest), default=date.max)
    return one.distance, first, fold(one.node.label.fr), one.node.key


# ---- Blocked or endangered ----


def effects_of(found: Dependencies, starts: Iterable[str]) -> dict[str, str]:
    """Return what happens to each thing downstream, `starts` being dropped: the least that the links make sure."""
    import networkx as nx

    effects = dict.fromkeys(starts, BLOCKED)
    beyond = set().union(*(nx.descendants(found.graph, key) for key in effects)) - effects.keys()
    changed = True
    while changed:
        changed = False
        for key in beyond:
            effect = _effect(found.into(key), effects)
            if effect and effects.get(key) != effect:
                effects[key], changed = effect, True
    return effects


def _effect(links: tuple[Link, ...], effects: Mapping[str, str]) -> str | None:
    struck = [link for link in links if link.before.key in effects]
    either = [link for link in links if link.either]
    dead = [link for link in struck if effects[link.before.key] == BLOCKED]
    if any(link.required for link in dead) or (either and all(link in dead for link in either)):
        return BLOCKED
    return ENDANGERED if struck else None
