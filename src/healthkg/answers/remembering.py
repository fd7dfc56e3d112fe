"""A store that remembers what it was asked: a page asks the same of a thing many times, and a disk looks it up anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import pyoxigraph as ox

from healthkg.answers.paths import read_path
from healthkg.store import Store, Term
from healthkg.turtle import Statement

Node = ox.NamedNode | ox.BlankNode
Block = Mapping[ox.NamedNode | None, Sequence[Statement]]
_DEFAULT = ox.DefaultGraph()
_NOTHING: Sequence[Statement] = ()


@dataclass(frozen=True)
class Remembering(Store):
    """A Store that looks each thing up once, with all that is stated of it; for the time of one page."""

    _blocks: dict[Node, Block] = field(default_factory=dict, repr=False)
    _told: dict[Node, Block] = field(default_factory=dict, repr=False)
    _leading: dict[tuple[ox.NamedNode | None, Term], Sequence[Statement]] = field(default_factory=dict, repr=False)

    def matches(self, subject: Node | None, predicate: ox.NamedNode | None, value: Term | None) -> Iterator[Statement]:
        """Yield the statements that fit, each once (the default graph)."""
        if subject is not None:
            found = self._block(subject).get(predicate, _NOTHING)
            return iter(found) if value is None else iter([quad for quad in found if quad.object == value])
        return super().matches(None, predicate, value) if value is None else iter(self._led(predicate, value))

    def statements_of(
        self,
        subject: Node,
        predicate: ox.NamedNode | None = None,
        graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph | None = None,
    ) -> Iterator[Statement]:
        """Yield what named graphs say of `subject`: each statement once for each graph (or for `graph` alone)."""
        if subject not in self._told:
            self._read_all(subject)
        found = self._told[subject].get(predicate, _NOTHING)
        return iter(found) if graph is None else iter([quad for quad in found if quad.graph_name == graph])

    def _read_all(self, subject: Node) -> None:
        """Read what every graph states of a thing, the default graph among them, at once."""
        own: list[Statement] = []
        told: list[Statement] = []
        for quad in cast("Iterable[Statement]", self.engine.quads_for_pattern(subject, None, None, None)):
            (own if quad.graph_name == _DEFAULT else told).append(quad)
        self._told[subject] = _by_predicate(told)
        self._blocks.setdefault(subject, _by_predicate(own))

    def _block(self, subject: Node) -> Block:
        if subject not in self._blocks:
            self._blocks[subject] = _by_predicate(list(super().matches(subject, None, None)))
        return self._blocks[subject]

    def _led(self, predicate: ox.NamedNode | None, value: Term) -> Sequence[Statement]:
        if (predicate, value) not in self._leading:
            self._leading[predicate, value] = list(super().matches(None, predicate, value))
        return self._leading[predicate, value]


def remembering(store: Store) -> Remembering:
    """Return `store` as one that remembers; what is stated in it must not change meanwhile."""
    return Remembering(store.engine, store.registry, store.project, store.version)


def near(store: Store, nodes: Iterable[ox.NamedNode], paths: Iterable[str]) -> Store:
    """Return a store in memory of what is stated of `nodes` and of all to which `paths` lead from them: there, a query
    about a few things is asked that would look at everything."""
    begin, engine = frozenset[Term](nodes), ox.Store()
    reached = begin.union(*(read_path(path, store.registry)(store, begin) for path in paths))
    for node in reached:
        if isinstance(node, ox.NamedNode):
            engine.extend(cast("Iterable[ox.Quad]", store.matches(node, None, None)))
    return Store(engine, store.registry, store.project, store.version)


def within(store: Store, graph: ox.NamedNode) -> Store:
    """Return a store in memory of what a named graph speaks of: all that any graph states of each thing in it."""
    quads = list(store.engine.quads_for_pattern(None, None, None, graph))
    nodes = {term for quad in quads for term in (quad.subject, quad.object) if isinstance(term, ox.NamedNode)}
    engine = ox.Store()
    for node in nodes:
        engine.extend(store.engine.quads_for_pattern(node, None, None, None))
    return Store(engine, store.registry, store.project, store.version)


def _by_predicate(every: Sequence[Statement]) -> Block:
    """Return property → the statements with it, in their order; None → all."""
    found: dict[ox.NamedNode | None, list[Statement]] = {}
    for quad in every:
        found.setdefault(quad.predicate, []).append(quad)
    return {**found, None: every}
