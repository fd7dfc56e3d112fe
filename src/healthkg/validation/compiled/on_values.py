"""Constraints on the value nodes of a focus node together: how many, which, and beside those of another property."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from healthkg.validation.compiled.constraints import Constraint, Fault, Judge, Read, Values
from healthkg.validation.compiled.graph import Graph, Term
from healthkg.validation.compiled.literals import order
from healthkg.validation.compiled.parameters import Parameters, ill_formed
from healthkg.validation.compiled.paths import HERE, Path, Step

_OF_PROPERTY_SHAPES = ("minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals")


@dataclass(frozen=True, eq=False)
class MinCount(Constraint):
    """4.2.1 sh:minCount: at least so many value nodes."""

    least: int

    def faults(self, judge: Judge, values: Values) -> Iterator[Fault]:
        if self.least == 1:
            return map(Fault, values.foci - values.of.keys())
        return (Fault(focus) for focus in values.foci if len(values.of.get(focus, ())) < self.least)


@dataclass(frozen=True, eq=False)
class MaxCount(Constraint):
    """4.2.2 sh:maxCount: so many value nodes at most."""

    most: int

    def faults(self, judge: Judge, values: Values) -> Iterator[Fault]:
        return (Fault(focus) for focus, nodes in values.of.items() if len(nodes) > self.most)


@dataclass(frozen=True, eq=False)
class UniqueLang(Constraint):
    """4.4.5 sh:uniqueLang: one result for each language that two value nodes have."""

    def faults(self, judge: Judge, values: Values) -> Iterator[Fault]:
        term = judge.graph.term
        for focus, nodes in values.of.items():
            if len(nodes) > 1:
                languages = Counter(getattr(term(node), "language", None) for node in nodes)
                yield from (Fault(focus) for language, count in languages.items() if language and count > 1)


@dataclass(frozen=True, eq=False)
class HasValue(Constraint):
    """4.8.2 sh:hasValue: that term is among the value nodes."""

    wanted: Term

    def faults(self, judge: Judge, values: Values) -> Iterator[Fault]:
        wanted = judge.graph.number(self.wanted)
        return (Fault(focus) for focus in values.foci if wanted not in values.of.get(focus, ()))


@dataclass(frozen=True, eq=False)
class _Paired(Constraint):
    """A constraint that holds the value nodes against what the focus node has by another property (SHACL 4.5)."""

    predicate: ox.NamedNode

    @abstractmethod
    def differing(self, graph: Graph, ours: Collection[int], theirs: Collection[int]) -> Iterable[int]:
        """Return the value of each result, from our values of a focus node and those of the other property."""

    def faults(self, judge: Judge, values: Values) -> Iterator[Fault]:
        graph = judge.graph
        others = graph.objects(graph.number(self.predicate))
        for focus in (values.foci & others.keys()) | values.of.keys():
            ours, theirs = values.of.get(focus, ()), others.get(focus, ())
            for value in self.differing(graph, ours, theirs):
                yield Fault(focus, value)

    def reads(self, path: Path) -> Iterator[Read]:
        yield HERE, Step(self.predicate)


class Equals(_Paired):
    """4.5.1 sh:equals: the same values."""

    def differing(self, graph: Graph, ours: Collection[int], theirs: Collection[int]) -> Iterable[int]:
        return set(ours).symmetric_difference(theirs)


class Disjoint(_Paired):
    """4.5.2 sh:disjoint: no value in common."""

    def differing(self, graph: Graph, ours: Collection[int], theirs: Collection[int]) -> Iterable[int]:
        return set(ours).intersection(theirs)


class LessThan(_Paired):
    """4.5.3 sh:lessThan: one result for each pair that is not in this order, or cannot be compared."""

    places: tuple[int, ...] = (-1,)

    def differing(self, graph: Graph, ours: Collection[int], theirs: Collection[int]) -> Iterable[int]:
        term, places = graph.term, self.places
        return (value for value in ours for other in theirs if _order(term(value), term(other)) not in places)


class LessThanOrEquals(LessThan):
    """4.5.4 sh:lessThanOrEquals: likewise."""

    places = (-1, 0)


def _order(one: Term, other: Term) -> int | None:
    return order(one, other) if isinstance(one, ox.Literal) and isinstance(other, ox.Literal) else None


@dataclass(frozen=True, eq=False)
class Closed(Constraint):
    """4.8.1 sh:closed: no property but the paths of the shape's property shapes, and those to be ignored."""

    allowed: frozenset[Term]

    def faults(self, judge: Judge, values: Values) -> Iterator[Fault]:
        graph = judge.graph
        for predicate in graph.predicates_of(values.all) - {graph.number(term) for term in self.allowed}:
            said = graph.objects(predicate)
            step = Step(graph.iri(predicate))
            for focus, value in values.among(values.all & said.keys()):
                yield from (Fault(focus, object_, step) for object_ in said[value])

    def reads(self, path: Path) -> Iterator[Read]:
        yield path, None


def counts(said: Parameters) -> Iterator[Constraint]:
    """Yield the constraints on how many value nodes there are, in all and in each language."""
    if (least := said.integer("minCount")) is not None:
        yield MinCount("MinCount", (least,), int(least.value))
    if (most := said.integer("maxCount")) is not None:
        yield MaxCount("MaxCount", (most,), int(most.value))
    if said.true("uniqueLang"):
        yield UniqueLang("UniqueLang", ())


def wanted(said: Parameters) -> Iterator[Constraint]:
    """Yield a constraint for each value of sh:hasValue."""
    return (HasValue("HasValue", (term,), term) for term in said.all("hasValue"))


def pairs(said: Parameters) -> Iterator[Constraint]:
    """Yield a constraint for each property that the values are held against."""
    for kind in (Equals, Disjoint, LessThan, LessThanOrEquals):
        name = kind.__name__[0].lower() + kind.__name__[1:]
        yield from (kind(kind.__name__, (predicate,), predicate) for predicate in said.iris(name))


def closed(said: Parameters) -> Iterator[Constraint]:
    """Yield the constraint of a closed shape; a path that is no predicate allows nothing."""
    if said.true("closed"):
        ignored = said.one("ignoredProperties")
        allowed = {path for shape in said.all("property") for path in said.graph.all(shape, "path")}
        allowed |= set(said.members(ignored, "ignoredProperties")) if ignored is not None else set()
        yield Closed("Closed", (), frozenset(allowed))


def _misplaced(said: Parameters) -> Iterator[Constraint]:
    """Refuse what only a property shape may have."""
    for name in () if said.of_property else _OF_PROPERTY_SHAPES:
        if said.all(name):
            raise ill_formed(said.node, name)
    yield from ()


READERS = (_misplaced, counts, wanted, pairs, closed)
