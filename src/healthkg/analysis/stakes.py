"""What is at stake for each thing: deadlines, leads, budgets and states, read from the report `stakes_of_elements`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from healthkg.projection.bilingual import NOTHING, Bilingual, both

if TYPE_CHECKING:
    from healthkg.answers import Answer

QUERY = "stakes_of_elements"
MET, STOPPED, REPLACED = "met", "stopped", "replaced"


@dataclass(frozen=True, order=True)
class Place:
    """Where something is read: a document, and its lines in words (empty when they are not known)."""

    document: str
    lines: str = ""


@dataclass(frozen=True)
class Element:
    """A thing: its key (an IRI), our label, its class, and whether one expects it to have a lead and a deadline."""

    key: str
    label: Bilingual
    kind: str = ""
    policy: bool = False


@dataclass(frozen=True)
class Stake:
    """One stated fact about an element: `sort` is deadline, lead, budget or state.

    `what` is the sort of milestone, the indicator, the role, the phase or the status; `value` an amount in euros, or
    what a target aims at, in `unit`; `earliest` and `latest` bound `when` (of a lead or a state: when it is attested,
    or begins), `end` is when it ends; `standing` is met, stopped, replaced or empty; `overlaps` are the budgets that
    this one may hold, or be held by.
    """

    element: str
    sort: str
    fact: str
    what: Bilingual = NOTHING
    actor: str = ""
    actor_name: Bilingual = NOTHING
    value: Decimal | None = None
    unit: Bilingual = NOTHING
    when: Bilingual = NOTHING
    earliest: date | None = None
    latest: date | None = None
    end: Bilingual = NOTHING
    standing: str = ""
    proof: str = "stated"
    note: Bilingual = NOTHING
    overlaps: frozenset[str] = frozenset()
    places: tuple[Place, ...] = ()
    possible: bool = False

    @property
    def firm(self) -> bool:
        """Is it stated without reserve, and certain at the date that was asked for?"""
        return self.proof == "stated" and not self.possible


@dataclass(frozen=True)
class Stakes:
    """What the documents state of each element; `elements` holds those, too, of which they state nothing."""

    elements: tuple[Element, ...] = ()
    stated: tuple[Stake, ...] = field(default=(), repr=False)

    def element(self, key: str) -> Element | None:
        """Return the element `key`; None when the report does not name it."""
        return self._elements.get(key)

    def of(self, key: str, sort: str) -> tuple[Stake, ...]:
        """Return what is stated of `key`, of this sort, in the order of the report.

        A milestone, a target or a budget is its own stake; its leads (and, of a deadline, the budgets) are those of
        what it concerns.
        """
        own = self._by_fact.get(key, ())
        if not own or key in self._elements:
            return tuple(stake for stake in self._by_element.get(key, ()) if stake.sort == sort)
        if sort == own[0].sort:
            return own[:1]
        if sort == "state":
            return ()
        return _once(stake for one in own for stake in self._by_element[one.element] if stake.sort == sort)

    def current(self, key: str, sort: str) -> tuple[Stake, ...]:
        """Return what is stated of `key`, of this sort, and that no later announcement replaces."""
        return tuple(stake for stake in self.of(key, sort) if stake.standing != REPLACED)

    def limits(self, key: str) -> tuple[Stake, ...]:
        """Return the deadlines not yet met that have a last day, by that day."""
        dated = (stake for stake in self.current(key, "deadline") if stake.latest and stake.standing != MET)
        return tuple(sorted(dated, key=lambda stake: (stake.latest or date.max, stake.fact)))

    def standing(self, key: str) -> str:
        """Return met or stopped when a status, a milestone achieved or an event says so; else nothing.

        What is said to be stopped is stopped, whatever was said to be met of it.
        """
        said = {stake.standing for stake in (*self.of(key, "state"), *self._by_fact.get(key, ()))}
        return next((word for word in (STOPPED, MET) if word in said), "")

    def concerned(self, key: str) -> tuple[str, ...]:
        """Return the elements that the fact `key` concerns; none when it is not one."""
        return tuple(dict.fromkeys(stake.element for stake in self._by_fact.get(key, ()) if stake.element != key))

    def called(self, key: str) -> Bilingual:
        """Return the label of the element `key`, or what the fact `key` is; nothing for what is not known."""
        element = self._elements.get(key)
        return element.label if element else next((stake.what for stake in self._by_fact.get(key, ())), NOTHING)

    def facts(self, key: str) -> tuple[str, ...]:
        """Return the facts about the element `key`."""
        return tuple(dict.fromkeys(stake.fact for stake in self._by_element.get(key, ()) if stake.fact != key))

    @cached_property
    def _elements(self) -> Mapping[str, Element]:
        return {element.key: element for element in self.elements}

    @cached_property
    def _by_element(self) -> Mapping[str, tuple[Stake, ...]]:
        return _grouped((stake.element, stake) for stake in self.stated)

    @cached_property
    def _by_fact(self) -> Mapping[str, tuple[Stake, ...]]:
        return _grouped((stake.fact, stake) for stake in self.stated)


def _grouped(pairs: Iterable[tuple[str, Stake]]) -> dict[str, tuple[Stake, ...]]:
    found: dict[str, list[Stake]] = {}
    for key, stake in pairs:
        found.setdefault(key, []).append(stake)
    return {key: tuple(stakes) for key, stakes in found.items()}


def _once(stakes: Iterable[Stake]) -> tuple[Stake, ...]:
    """Return each fact once: one that concerns two elements is one fact (of a role, each actor once)."""
    return tuple({(stake.fact, stake.actor): stake for stake in stakes}.values())


# ---- Reading ----


def read_stakes(answer: Answer) -> Stakes:
    """Return the stakes that the report `stakes_of_elements` brought, each once, with all its places."""
    elements: dict[str, Element] = {}
    found: dict[Stake, dict[Place, None]] = {}
    certain: set[Stake] = set()
    for row in answer.rows:
        cells = {name: _text(term) for name, term in zip(answer.columns, row, strict=True)}
        elements.setdefault(cells["element"], _element(cells))
        if cells["stake"]:
            stake = _stake(cells)
            found.setdefault(stake, {})[Place(cells["sourceLabel"], cells["lines"])] = None
            certain.update({stake} if cells.get("certainty") != "possible" else ())
    stated = (replace(one, places=tuple(places), possible=one not in certain) for one, places in found.items())
    return Stakes(tuple(elements.values()), tuple(stated))


def _element(cells: Mapping[str, str]) -> Element:
    return Element(cells["element"], both(cells["elementLabel"]), cells["kind"], cells["policy"] in ("true", "1"))


def _stake(cells: Mapping[str, str]) -> Stake:
    return Stake(
        element=cells["element"],
        sort=cells["stake"],
        fact=cells["fact"],
        what=both({"fr": cells["whatFr"], "en": cells["whatEn"]}),
        actor=cells["actor"],
        actor_name=both(cells["actorLabel"]),
        value=Decimal(cells["value"]) if cells["value"] else None,
        unit=both({"fr": cells["unitFr"], "en": cells["unitEn"]}),
        when=both({"fr": cells["dateFr"], "en": cells["dateEn"]}),
        earliest=_day(cells["earliest"]),
        latest=_day(cells["latest"]),
        end=both({"fr": cells["endFr"], "en": cells["endEn"]}),
        standing=cells["standing"],
        proof=cells["proof"],
        note=both({"fr": cells["noteFr"], "en": cells["noteEn"]}),
        overlaps=frozenset(cells["overlaps"].split()),
    )


def _day(said: str) -> date | None:
    return date.fromisoformat(said) if said else None


def _text(term: object) -> str:
    return "" if term is None else str(getattr(term, "value", term))
