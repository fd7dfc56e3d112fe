"""Constraints that hold value nodes against a class, or against other shapes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Set
from dataclasses import dataclass

from healthkg.validation.compiled.constraints import Constraint, EachValue, Fault, Judge, Read, Shape, Values
from healthkg.validation.compiled.graph import TYPE, Term
from healthkg.validation.compiled.parameters import Parameters, ill_formed
from healthkg.validation.compiled.paths import Path, Step


@dataclass(frozen=True, eq=False)
class Class(EachValue):
    """4.1.1 sh:class: a SHACL instance of the class."""

    kind: Term

    def failing(self, judge: Judge, nodes: Set[int]) -> Collection[int]:
        graph = judge.graph
        return nodes - graph.instances(graph.below(graph.number(self.kind)), nodes)

    def reads(self, path: Path) -> Iterator[Read]:
        yield path, Step(TYPE)


@dataclass(frozen=True, eq=False)
class _ByShapes(EachValue):
    """A constraint on a value node that depends on which shapes it conforms to."""

    members: tuple[Shape, ...]

    def shapes(self) -> tuple[Shape, ...]:
        return self.members


class Conforms(_ByShapes):
    """4.7.1 sh:node, 4.7.2 sh:property and 4.6.2 sh:and: conforms to every shape."""

    def failing(self, judge: Judge, nodes: Set[int]) -> Collection[int]:
        return set().union(*(judge.failing(shape, nodes) for shape in self.members))


class Property(Conforms):
    """4.7.2 sh:property: as `Conforms`, but the results are those of the property shape itself."""


class Not(_ByShapes):
    """4.6.1 sh:not: does not conform to the shape."""

    def failing(self, judge: Judge, nodes: Set[int]) -> Collection[int]:
        return nodes - judge.failing(self.members[0], nodes)


class Or(_ByShapes):
    """4.6.3 sh:or: conforms to one shape at least."""

    def failing(self, judge: Judge, nodes: Set[int]) -> Collection[int]:
        for shape in self.members:
            nodes = judge.failing(shape, nodes)
        return nodes


class Xone(_ByShapes):
    """4.6.4 sh:xone: conforms to exactly one shape."""

    def failing(self, judge: Judge, nodes: Set[int]) -> Collection[int]:
        fails = Counter(node for shape in self.members for node in judge.failing(shape, nodes))
        return {node for node in nodes if fails[node] != len(self.members) - 1}


@dataclass(frozen=True, eq=False)
class Qualified(Constraint):
    """4.7.3 sh:qualifiedValueShape: so many value nodes conform to the shape, and to none of its siblings."""

    shape: Shape
    siblings: tuple[Shape, ...]
    least: int | None = None
    most: int | None = None

    def faults(self, judge: Judge, values: Values) -> Iterator[Fault]:
        counted = values.all - judge.failing(self.shape, values.all)
        for sibling in self.siblings:
            counted &= judge.failing(sibling, counted)
        number = Counter(focus for focus, _ in values.among(counted))
        for focus in values.foci:
            if (self.least or 0) > number[focus] or (self.most is not None and self.most < number[focus]):
                yield Fault(focus)

    def shapes(self) -> tuple[Shape, ...]:
        return (self.shape, *self.siblings)


def class_(said: Parameters) -> Iterator[Constraint]:
    """Yield a constraint for each value of sh:class."""
    return (Class("Class", (kind,), kind) for kind in said.iris("class"))


def by_one(said: Parameters) -> Iterator[Constraint]:
    """Yield the constraints whose parameter is a shape, one for each value: a node shape, a property shape, or any."""
    for name, kind, of_property in (("node", Conforms, False), ("property", Property, True), ("not", Not, None)):
        for node in said.all(name):
            if of_property not in (None, bool(said.graph.all(node, "path"))):
                raise ill_formed(said.node, name, node)
            yield kind(name.title(), (node,), (said.shape(node),))


def by_several(said: Parameters) -> Iterator[Constraint]:
    """Yield the constraints whose parameter is a list of shapes, one for each list."""
    for name, kind in (("and", Conforms), ("or", Or), ("xone", Xone)):
        for list_ in said.all(name):
            members = said.members(list_, name)
            yield kind(name.title(), members, tuple(said.shape(member) for member in members))


def qualified(said: Parameters) -> Iterator[Constraint]:
    """Yield the constraints on how many value nodes conform to a shape."""
    for node in said.all("qualifiedValueShape"):
        least, most = said.integer("qualifiedMinCount"), said.integer("qualifiedMaxCount")
        if not said.of_property or (least is None and most is None):
            raise ill_formed(said.node, "qualifiedValueShape", node)
        shape, siblings = said.shape(node), tuple(said.shape(one) for one in _siblings(said, node))
        if least is not None:
            yield Qualified("QualifiedMinCount", (least, node), shape, siblings, least=int(least.value))
        if most is not None:
            yield Qualified("QualifiedMaxCount", (most, node), shape, siblings, most=int(most.value))


def _siblings(said: Parameters, own: Term) -> list[Term]:
    """Return the sibling shapes (4.7.3): other qualified value shapes of the shapes that have this property shape."""
    if not said.true("qualifiedValueShapesDisjoint"):
        return []
    graph = said.graph
    parents = [one for one in graph.subjects if said.node in graph.all(one, "property")]
    beside = [one for parent in parents for one in graph.all(parent, "property")]
    return [one for shape in beside for one in graph.all(shape, "qualifiedValueShape") if one != own]


READERS = (class_, by_one, by_several, qualified)
