"""Budgets together: each once, and between which sums they lie, since those that may overlap are not added up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from healthkg.analysis.stakes import Stake


@dataclass(frozen=True)
class Money:
    """Budgets, each once, the largest first.

    They come to `least` when all that may overlap does, to `most` when nothing does: the same when none may.
    """

    budgets: tuple[Stake, ...] = ()
    least: Decimal = Decimal(0)
    most: Decimal = Decimal(0)

    @property
    def overlapping(self) -> bool:
        """May some of them overlap?"""
        return self.least != self.most


def money(budgets: Iterable[Stake]) -> Money:
    """Return these budgets together; one that concerns several things counts once."""
    amounts = {stake.fact: stake.value or Decimal(0) for stake in budgets}
    once = {stake.fact: stake for stake in budgets}
    kept = tuple(sorted(once.values(), key=lambda stake: (-amounts[stake.fact], stake.fact)))
    least = sum((max(amounts[fact] for fact in group) for group in _groups(kept)), Decimal(0))
    return Money(kept, least, sum(amounts.values(), Decimal(0)))


def _groups(budgets: tuple[Stake, ...]) -> list[set[str]]:
    """Return the budgets in groups such that none may overlap one of another group."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(stake.fact for stake in budgets)
    graph.add_edges_from((stake.fact, other) for stake in budgets for other in stake.overlaps if other in graph)
    return list(nx.connected_components(graph))
