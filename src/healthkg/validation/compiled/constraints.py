"""What a shape is made of: targets, a path, and constraints that say which value nodes break them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Set
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

import pyoxigraph as ox

from healthkg.validation.compiled.graph import Graph, Term
from healthkg.validation.compiled.paths import Path, Reached, Step, then

# A look-up: the way from a focus node to where it is made, and the step; None for a step by any predicate.
Read = tuple[Path, Step | None]


@dataclass(frozen=True)
class Targets:
    """Where a shape finds its focus nodes by itself (SHACL 2.1.3); an implicit class target is one of the classes."""

    nodes: tuple[Term, ...] = ()
    classes: tuple[Term, ...] = ()
    subjects_of: tuple[Term, ...] = ()
    objects_of: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.classes or self.subjects_of or self.objects_of)

    def foci(self, graph: Graph, among: Set[int] | None = None) -> set[int]:
        """Return the focus nodes in `graph`: all of them, or those of `among`."""
        kinds = {kind for name in self.classes for kind in graph.below(graph.number(name))}
        found = graph.instances(kinds, among)
        for nodes in (
            {graph.number(node) for node in self.nodes},
            *(graph.objects(graph.number(predicate)).keys() for predicate in self.subjects_of),
            *(graph.subjects(graph.number(predicate)).keys() for predicate in self.objects_of),
        ):
            found |= nodes if among is None else among & nodes
        return found


@dataclass(frozen=True)
class Values:
    """Focus nodes, and the value nodes of those that have any (SHACL 1.1)."""

    foci: Set[int]
    of: Reached

    @cached_property
    def all(self) -> Set[int]:
        """Return the value nodes of all focus nodes, each once."""
        return set().union(*self.of.values())

    def among(self, nodes: Collection[int]) -> Iterator[tuple[int, int]]:
        """Yield (focus, value) for each value node in `nodes`."""
        if nodes:
            yield from ((focus, value) for focus, values in self.of.items() for value in values if value in nodes)


class Fault(NamedTuple):
    """One result to be: its focus node; its value node, and a path that is not the shape's, where there is one."""

    focus: int
    value: int | None = None
    path: Path | None = None


class Judge(Protocol):
    """What a constraint may ask of the judgement that it is part of."""

    @property
    def graph(self) -> Graph:
        """Return the data graph."""

    def failing(self, shape: Shape, nodes: Set[int]) -> Set[int]:
        """Return the nodes that do not conform to `shape` (SHACL 3.5)."""


@dataclass(frozen=True, eq=False)
class Constraint(ABC):
    """A constraint component; `expected` is what its parameter says, for a message where the shape has none."""

    component: str
    expected: tuple[Term, ...]

    @abstractmethod
    def faults(self, judge: Judge, values: Values) -> Iterator[Fault]:
        """Yield what breaks the constraint."""

    def shapes(self) -> tuple[Shape, ...]:
        """Return the shapes that value nodes are held against."""
        return ()

    def reads(self, path: Path) -> Iterator[Read]:
        """Yield the look-ups that the constraint makes itself; `path` leads to the value nodes."""
        return iter(())


class EachValue(Constraint):
    """A constraint that a value node breaks by itself, whatever its focus node."""

    @abstractmethod
    def failing(self, judge: Judge, nodes: Set[int]) -> Collection[int]:
        """Return the value nodes that break the constraint."""

    def faults(self, judge: Judge, values: Values) -> Iterator[Fault]:
        return (Fault(focus, value) for focus, value in values.among(self.failing(judge, values.all)))


@dataclass(frozen=True, eq=False)
class Shape:
    """A shape (SHACL 2); a node shape has the path HERE, and one that is deactivated has no constraint (2.1.6)."""

    node: Term
    path: Path
    targets: Targets
    constraints: tuple[Constraint, ...]
    severity: str
    messages: tuple[ox.Literal, ...]

    @cached_property
    def reads(self) -> frozenset[Read]:
        """Return the look-ups that judging a node by this shape may take, those of the shapes it refers to included."""
        found: set[Read] = set(self.path.reads())
        for constraint in self.constraints:
            found.update(constraint.reads(self.path))
            inner = (read for shape in constraint.shapes() for read in shape.reads)
            found.update((then(self.path, way), step) for way, step in inner)
        return frozenset(found)
