"""A graph of which only that is looked up which judging asks for: what is said of a node, and who says what of it.

It costs what is looked at, whatever else the graph holds. Nothing in it can be gone through from end to end.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from typing import NoReturn

import pyoxigraph as ox

from healthkg.turtle import Statement
from healthkg.validation.compiled.graph import Graph, Table, Term

Said = Callable[[Term], Iterable[Statement]]
Pointing = Callable[[ox.NamedNode, Term], Iterable[Term]]


class Lookups(Graph):
    """A graph behind two questions: the statements about a node, and the subjects that have an object by a predicate.
    Each is asked once."""

    def __init__(self, said: Said, pointing: Pointing) -> None:
        super().__init__()
        self._said, self._pointing = said, pointing
        self._learnt: set[int] = set()

    def objects(self, predicate: int) -> Table:
        return _Asked(self._forwards.setdefault(predicate, {}), self._learn)

    def subjects(self, predicate: int) -> Table:
        held = self._backwards.setdefault(predicate, {})

        def point(node: int) -> None:
            if node not in held:
                held[node] = {self.number(one) for one in self._pointing(self.iri(predicate), self.term(node))}

        return _Asked(held, point)

    def predicates_of(self, nodes: Set[int]) -> Set[int]:
        for node in nodes:
            self._learn(node)
        return {predicate for predicate, table in self._forwards.items() if not nodes.isdisjoint(table)}

    def _learn(self, node: int) -> None:
        """Look up the statements about a node, once."""
        if node in self._learnt:
            return
        self._learnt.add(node)
        for quad in self._said(self.term(node)):
            table = self._forwards.setdefault(self.number(quad.predicate), {})
            table.setdefault(node, set()).add(self.number(quad.object))  # type: ignore[attr-defined]


class _Asked(Mapping[int, Collection[int]]):
    """A table that is filled for a node when it is asked about it; what has no entry then is an empty one."""

    def __init__(self, held: dict[int, Collection[int]], fill: Callable[[int], None]) -> None:
        self._held, self._fill = held, fill

    def __getitem__(self, node: int) -> Collection[int]:
        self._fill(node)
        if found := self._held.get(node):
            return found
        raise KeyError(node)

    def get(self, node: int, default: Collection[int] = ()) -> Collection[int]:  # type: ignore[override]
        self._fill(node)
        return self._held.get(node) or default

    def __contains__(self, node: object) -> bool:
        return bool(self.get(node))  # type: ignore[arg-type]

    def __len__(self) -> int:
        return sys.maxsize  # not known: more than any set of nodes that is asked about

    def __iter__(self) -> Iterator[int]:
        return _endless()


def _endless() -> NoReturn:
    raise TypeError("a graph of look-ups cannot be gone through")
