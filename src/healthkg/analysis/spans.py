"""The span of control: how many plans, chantiers, measures, dispositifs… each actor leads, and which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from healthkg.analysis.stakes import Element, Stake, Stakes
from healthkg.projection.bilingual import Bilingual
from healthkg.projection.text import fold


@dataclass(frozen=True)
class Held:
    """A thing, and the roles of leading that an actor is stated to hold in it."""

    element: Element
    roles: tuple[Stake, ...]

    @property
    def firm(self) -> bool:
        """Is one of these roles stated without reserve?"""
        return any(role.firm for role in self.roles)


@dataclass(frozen=True)
class Span:
    """An actor and what it leads, by class and label; things alone or with others alike."""

    key: str
    name: Bilingual
    held: tuple[Held, ...]

    @property
    def firm(self) -> int:
        """Return how many things it leads without reserve."""
        return sum(one.firm for one in self.held)

    @property
    def kinds(self) -> Mapping[str, int]:
        """Return how many things of each class it leads, the most first."""
        return dict(Counter(one.element.kind for one in self.held).most_common())


@dataclass(frozen=True)
class Spans:
    """Each actor, by how many things it leads; how many elements of policy have a lead stated, of how many."""

    actors: tuple[Span, ...] = ()
    led: int = 0
    elements: int = 0
    firm: bool = False


def span(stakes: Stakes, *, firm: bool = False) -> Spans:
    """Return what each actor leads; by roles without reserve alone when `firm`."""
    leads = [stake for stake in stakes.stated if stake.sort == "lead" and (stake.firm or not firm)]
    held: dict[str, list[Stake]] = {}
    for stake in leads:
        held.setdefault(stake.actor, []).append(stake)
    actors = sorted((_span(stakes, roles) for roles in held.values()), key=_order)
    policy = {element.key for element in stakes.elements if element.policy}
    return Spans(tuple(actors), len(policy & {stake.element for stake in leads}), len(policy), firm)


def _span(stakes: Stakes, roles: list[Stake]) -> Span:
    return Span(roles[0].actor, roles[0].actor_name, held_by(stakes, roles))


def held_by(stakes: Stakes, roles: Iterable[Stake]) -> tuple[Held, ...]:
    """Return the things that `roles` concern, each once, by class and label."""
    grouped: dict[str, list[Stake]] = {}
    for role in roles:
        grouped.setdefault(role.element, []).append(role)
    pairs = ((stakes.element(key), tuple(said)) for key, said in grouped.items())
    return tuple(sorted((Held(element, said) for element, said in pairs if element), key=_by_kind))


def _by_kind(held: Held) -> tuple[str, str, str]:
    return held.element.kind, fold(held.element.label.fr), held.element.key


def _order(one: Span) -> tuple[int, int, str, str]:
    return -len(one.held), -one.firm, fold(one.name.fr), one.key
