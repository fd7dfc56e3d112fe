"""A graph of which only that is looked up which judging asks for: what is said of a node, and who says what of it.

It costs what is looked at, whatever else the graph holds. Nothing in it can be gone through from end to end.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from typing import NoReturn, Protocol

import pyoxigraph as ox

from healthkg.turtle import Statement
from healthkg.validation.compiled.graph import Graph, Table, Term


class Source(Protocol):
    """Where statements are looked up."""

    def held(self, node: Term) -> Iterable[Statement] | None:
        """Return all that is said of a node, where that is at hand."""

    def looked_up(self, node: Term, predicate: ox.NamedNode | None) -> Iterable[Statement]:
        """Return what is said of a node by one predicate; by all, where none is given."""

    def pointing(self, predicate: ox.NamedNode, value: Term) -> Iterable[Term]:
        """Return the subjects that have a value by a predicate."""


class Lookups(Graph):
    """A graph behind a source, which is asked each question once."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self._whole: dict[int, bool] = {}  # node → whether all that is said of it is here
        self._asked: set[tuple[int, int]] = set()

    def objects(self, predicate: int) -> Table:
        return _Asked(self._forwards.setdefault(predicate, {}), lambda node: self._learn(node, predicate))

    def subjects(self, predicate: int) -> Table:
        held = self._backwards.setdefault(predicate, {})

        def point(node: int) -> None:
            if node not in held:
                held[node] = {self.number(one) for one in self._source.pointing(self.iri(predicate), self.term(node))}

        return _Asked(held, point)

    def predicates_of(self, nodes: Set[int]) -> Set[int]:
        for node in nodes:
            if not self._has_whole(node):
                self._whole[node] = True
                self._note(node, self._source.looked_up(self.term(node), None))
        return {predicate for predicate, table in self._forwards.items() if not nodes.isdisjoint(table)}

    def _learn(self, node: int, predicate: int) -> None:
        """Know what is said of a node by a predicate."""
        if not self._has_whole(node) and (node, predicate) not in self._asked:
            self._asked.add((node, predicate))
            self._note(node, self._source.looked_up(self.term(node), self.iri(predicate)))

    def _has_whole(self, node: int) -> bool:
        """Return whether all that is said of a node is known, once it was taken from what is at hand."""
        if node not in self._whole:
            held = self._source.held(self.term(node))
            self._whole[node] = held is not None
            self._note(node, held or ())
        return self._whole[node]

    def _note(self, node: int, statements: Iterable[Statement]) -> None:
        for quad in statements:
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
