"""A shapes graph, and what it says of one shape: the values of a parameter, as the component that has it wants them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from healthkg.errors import InputProblem
from healthkg.turtle import Statement
from healthkg.validation.compiled.graph import TYPE, Term
from healthkg.validation.compiled.literals import well_formed

if TYPE_CHECKING:
    from healthkg.validation.compiled.constraints import Shape

_Kind = TypeVar("_Kind", bound=Term)
SH = "http://www.w3.org/ns/shacl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FIRST, _REST, _NIL = (ox.NamedNode(_RDF + name) for name in ("first", "rest", "nil"))
_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGER = ox.NamedNode(_XSD + "integer")
_TRUE = ox.Literal("true", datatype=ox.NamedNode(_XSD + "boolean"))


def ill_formed(shape: Term, parameter: str, value: Term | None = None) -> InputProblem:
    """Return the refusal of a shape that is not well formed: its parameter, and the value that is at fault (3.4.2)."""
    said = f"sh:{parameter}" if value is None else f"sh:{parameter} {value}"
    return InputProblem("shape-ill-formed", shape=str(shape), parameter=said)


class ShapesGraph:
    """The triples of a shapes graph by subject and predicate, objects in the order of the file."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._said: dict[Term, dict[ox.NamedNode, list[Term]]] = {}
        for quad in statements:
            objects = self._said.setdefault(quad.subject, {}).setdefault(quad.predicate, [])
            if quad.object not in objects:
                objects.append(quad.object)

    @property
    def subjects(self) -> Iterable[Term]:
        """Return what the graph describes."""
        return self._said.keys()

    def predicates(self, node: Term) -> Iterable[ox.NamedNode]:
        """Return the predicates of `node`."""
        return self._said.get(node, {}).keys()

    def objects(self, node: Term, predicate: ox.NamedNode) -> list[Term]:
        """Return what `node` has by `predicate`."""
        return self._said.get(node, {}).get(predicate, [])

    def all(self, node: Term, name: str) -> list[Term]:
        """Return what `node` has by SHACL's property `name`."""
        return self.objects(node, ox.NamedNode(SH + name))

    def types(self, node: Term) -> list[Term]:
        """Return the types that are written of `node`."""
        return self.objects(node, TYPE)

    def members(self, node: Term) -> list[Term] | None:
        """Return the members of a SHACL list (SHACL 1.1); None for what is none."""
        found: list[Term] = []
        seen: set[Term] = set()
        while node != _NIL:
            first, rest = self.objects(node, _FIRST), self.objects(node, _REST)
            if node in seen or len(first) != 1 or len(rest) != 1:
                return None
            seen.add(node)
            found += first
            node = rest[0]
        return found


class Parameters:
    """What a shapes graph says of one shape. What is not as SHACL wants it is refused, with the parameter's name."""

    def __init__(self, graph: ShapesGraph, node: Term, compiled: Callable[[Term], Shape]) -> None:
        self.graph, self.node, self._compiled = graph, node, compiled

    @property
    def of_property(self) -> bool:
        """Say whether the shape is a property shape (SHACL 2.3)."""
        return bool(self.all("path"))

    def all(self, name: str) -> list[Term]:
        """Return the values of a parameter that may have several; each is a constraint of its own."""
        return self.graph.all(self.node, name)

    def one(self, name: str) -> Term | None:
        """Return the value of a parameter that has one at most."""
        values = self.all(name)
        if len(values) > 1:
            raise ill_formed(self.node, name)
        return values[0] if values else None

    def iris(self, name: str) -> list[ox.NamedNode]:
        """Return the values of a parameter whose values are IRIs."""
        return [self._of_kind(value, ox.NamedNode, name) for value in self.all(name)]

    def literals(self, name: str) -> list[ox.Literal]:
        """Return the values of a parameter whose values are literals."""
        return [self._of_kind(value, ox.Literal, name) for value in self.all(name)]

    def integer(self, name: str) -> ox.Literal | None:
        """Return the integer that the parameter has for its value."""
        value = self.one(name)
        if value is None or (isinstance(value, ox.Literal) and value.datatype == _INTEGER and well_formed(value)):
            return value
        raise ill_formed(self.node, name, value)

    def true(self, name: str) -> bool:
        """Say whether the parameter is set to true, as that very term (W3C test uniqueLang-002)."""
        value = self.one(name)
        return value is not None and self._of_kind(value, ox.Literal, name) == _TRUE

    def members(self, list_: Term, name: str) -> tuple[Term, ...]:
        """Return the members of a list that the parameter has for a value."""
        found = self.graph.members(list_)
        if found is None:
            raise ill_formed(self.node, name, list_)
        return tuple(found)

    def shape(self, node: Term) -> Shape:
        """Return another shape of the graph, compiled."""
        return self._compiled(node)

    def _of_kind(self, value: Term, kind: type[_Kind], name: str) -> _Kind:
        if not isinstance(value, kind):
            raise ill_formed(self.node, name, value)
        return value
