"""What stands alone: elements of which no document states a dependency, a lead, a deadline or money."""

from __future__ import annotations

from dataclasses import dataclass

from healthkg.analysis.dependencies import Dependencies, dependencies_of
from healthkg.analysis.stakes import Element, Stakes
from healthkg.projection.networks import Network
from healthkg.projection.text import fold

LACKS = ("dependency", "lead", "deadline", "budget")


@dataclass(frozen=True)
class Gap:
    """An element, and which of `LACKS` nothing states of it."""

    element: Element
    lacks: tuple[str, ...]

    @property
    def alone(self) -> bool:
        """Does it lack all of them?"""
        return self.lacks == LACKS


@dataclass(frozen=True)
class Isolated:
    """Every element of policy with what it lacks, by class and label."""

    gaps: tuple[Gap, ...] = ()
    firm: bool = False

    @property
    def alone(self) -> tuple[Gap, ...]:
        """Return the elements that lack all."""
        return tuple(gap for gap in self.gaps if gap.alone)

    def counts(self, kind: str) -> dict[str, int]:
        """Return, of one class, how many elements there are (`all`), lack each thing, and lack all (`alone`)."""
        own = [gap for gap in self.gaps if gap.element.kind == kind]
        lacking = {lack: sum(lack in gap.lacks for gap in own) for lack in LACKS}
        return {"all": len(own), **lacking, "alone": sum(gap.alone for gap in own)}


def isolated(network: Network, stakes: Stakes, *, firm: bool = False) -> Isolated:
    """Return what each element of policy lacks; a link or a stake with reserve counts for nothing when `firm`.

    A deadline without any date is not one; the links of a thing's milestones are its own.
    """
    found = dependencies_of(network, firm=firm)
    gaps = (Gap(element, _lacks(found, stakes, element, firm)) for element in stakes.elements if element.policy)
    return Isolated(tuple(sorted(gaps, key=_order)), firm)


def _lacks(found: Dependencies, stakes: Stakes, element: Element, firm: bool) -> tuple[str, ...]:
    key = element.key
    stated = [stake for stake in stakes.of(key, "lead") + stakes.of(key, "budget") if stake.firm or not firm]
    dated = any(stake.when and (stake.firm or not firm) for stake in stakes.current(key, "deadline"))
    linked = any(one in found.graph and found.graph.degree(one) for one in (key, *stakes.facts(key)))
    has = {stake.sort for stake in stated} | ({"deadline"} if dated else set()) | ({"dependency"} if linked else set())
    return tuple(lack for lack in LACKS if lack not in has)


def _order(gap: Gap) -> tuple[str, str, str]:
    return gap.element.kind, fold(gap.element.label.fr), gap.element.key
