"""A shapes graph → the shapes that have targets, compiled; what SHACL Core does not cover is left, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from healthkg.turtle import Statement
from healthkg.validation.compiled import on_shapes, on_terms, on_values
from healthkg.validation.compiled.constraints import Constraint, Read, Shape, Targets
from healthkg.validation.compiled.graph import SUBCLASS, TYPE, Term
from healthkg.validation.compiled.parameters import SH, Parameters, ShapesGraph, ill_formed
from healthkg.validation.compiled.path_reading import read_path
from healthkg.validation.compiled.paths import HERE, Path

_READERS = (*on_shapes.READERS, *on_terms.READERS, *on_values.READERS)
_CLASSES: frozenset[Term] = frozenset(
    ox.NamedNode(iri) for iri in ("http://www.w3.org/2000/01/rdf-schema#Class", "http://www.w3.org/2002/07/owl#Class")
)
_TARGETS = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")
# What SHACL Core does not have, and pySHACL judges (SHACL 5; SHACL JavaScript Extensions).
_BEYOND = ("sparql", "js")


class NotCore(Exception):
    """A shape is beyond SHACL Core: a constraint in SPARQL or JavaScript, a component of its own, or recursion."""


@dataclass(frozen=True)
class Rules:
    """The shapes that find focus nodes by themselves: `shapes` are compiled; `left` are not, each with the reason."""

    shapes: tuple[Shape, ...]
    left: Mapping[Term, str]

    @cached_property
    def reads(self) -> frozenset[Read]:
        """Return the look-ups that judging by these rules may take."""
        return frozenset[Read]().union(*(shape.reads for shape in self.shapes))


def compile_shapes(statements: Iterable[Statement]) -> Rules:
    """Return the rules of a shapes graph. Raises InputProblem for a shape that is not well formed (SHACL 3.4.2)."""
    reading = _Reading(ShapesGraph(statements))
    shapes, left = [], {}
    for node in reading.targeted():
        try:
            shapes.append(reading.shape(node))
        except NotCore as reason:
            left[node] = str(reason)
    return Rules(tuple(shapes), left)


def without_targets(statements: Iterable[Statement], shapes: Iterable[Shape]) -> list[Statement]:
    """Return a shapes graph in which these shapes find no focus node by themselves; others may still refer to them."""
    own = {shape.node for shape in shapes}
    return [quad for quad in statements if quad.subject not in own or not _aims(quad)]


def _aims(quad: Statement) -> bool:
    """Say whether a triple gives its subject a target; any type but SHACL's own may be one (2.1.3.3)."""
    if quad.predicate == TYPE:
        return not quad.object.value.startswith(SH)
    return quad.predicate.value.removeprefix(SH) in _TARGETS


class _Reading:
    """A shapes graph while it is read: each shape is compiled once, and never inside itself."""

    def __init__(self, graph: ShapesGraph) -> None:
        self.graph = graph
        self._done: dict[Term, Shape] = {}
        self._open: list[Term] = []
        self._classes = _kinds_of_class(graph)
        self._beyond = _parameters_beyond(graph)

    def targeted(self) -> list[Term]:
        """Return the nodes that have a target."""
        return [node for node in self.graph.subjects if self._targets(node)]

    def shape(self, node: Term) -> Shape:
        """Return the shape of a node. Raises NotCore where SHACL Core does not reach, recursion included (3.4.3)."""
        if node in self._open:
            raise NotCore("recursion")
        if node not in self._done:
            self._open.append(node)
            try:
                self._done[node] = self._shape(Parameters(self.graph, node, self.shape))
            finally:
                self._open.pop()
        return self._done[node]

    def _shape(self, said: Parameters) -> Shape:
        severity = said.one("severity")
        return Shape(
            said.node,
            self._path(said),
            self._targets(said.node),
            () if said.true("deactivated") else self._constraints(said),
            severity.value.removeprefix(SH) if severity is not None else "Violation",
            tuple(message for message in said.all("message") if isinstance(message, ox.Literal)),
        )

    def _targets(self, node: Term) -> Targets:
        nodes, classes, subjects_of, objects_of = (tuple(self.graph.all(node, name)) for name in _TARGETS)
        implicit = (node,) if self._classes.intersection(self.graph.types(node)) else ()
        return Targets(nodes, (*classes, *implicit), subjects_of, objects_of)

    def _path(self, said: Parameters) -> Path:
        """Return the path of a property shape, HERE for a node shape (2.2, 2.3); a shape is not both."""
        node = said.one("path")
        other = ox.NamedNode(SH + ("PropertyShape" if node is None else "NodeShape"))
        try:
            if other in self.graph.types(said.node):
                raise ValueError(other)
            return HERE if node is None else read_path(self.graph, node)
        except ValueError as error:
            raise ill_formed(said.node, "path") from error

    def _constraints(self, said: Parameters) -> tuple[Constraint, ...]:
        for predicate in self.graph.predicates(said.node):
            if predicate in self._beyond:
                raise NotCore(predicate.value)
        return tuple(constraint for read in _READERS for constraint in read(said))


def _kinds_of_class(graph: ShapesGraph) -> set[Term]:
    """Return rdfs:Class, owl:Class and their subclasses: a shape that is one of these is its own target (2.1.3.3)."""
    kinds, found = set(_CLASSES), True
    while found:
        near = {node for node in graph.subjects if kinds.intersection(graph.objects(node, SUBCLASS))}
        found = not near <= kinds
        kinds |= near
    return kinds


def _parameters_beyond(graph: ShapesGraph) -> set[Term]:
    """Return the predicates that make a constraint which is not Core's: SPARQL's, and those of components declared here
    (SHACL 6.2.1)."""
    parameters = [parameter for node in graph.subjects for parameter in graph.all(node, "parameter")]
    declared = {path for parameter in parameters for path in graph.all(parameter, "path")}
    return declared | {ox.NamedNode(SH + name) for name in _BEYOND}
