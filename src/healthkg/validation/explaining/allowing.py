"""What a constraint allows, in words: one sentence of the catalogue for each component (SHACL 4)."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from healthkg import messages
from healthkg.validation.compiled.constraints import Constraint, Shape
from healthkg.validation.compiled.graph import Term
from healthkg.validation.compiled.on_shapes import Property, Qualified
from healthkg.validation.compiled.on_values import Closed
from healthkg.validation.compiled.parameters import SH
from healthkg.validation.compiled.paths import Step
from healthkg.validation.explaining.names import Names

_DEEP = 6  # shapes in shapes; what is further in is named, and no more
_PLAIN = ("MinCount", "MaxCount", "MinLength", "MaxLength", "Pattern", "LanguageIn")
_EITHER = ("Or", "Xone")
_BOUNDS = ("MinInclusive", "MinExclusive", "MaxInclusive", "MaxExclusive")


def allowed(shape: Shape, constraint: Constraint, names: Names, lang: str, near: Term | None = None) -> str:
    """Return what `constraint` of `shape` allows; what is most like `near` comes first in a list."""
    return _Allowing(names, lang, near).one(shape, constraint, 0)


class _Allowing:
    """One language, one value that lists are held against."""

    def __init__(self, names: Names, lang: str, near: Term | None) -> None:
        self.names, self.lang, self.near = names, lang, near

    def one(self, shape: Shape, constraint: Constraint, depth: int) -> str:
        """Return what one constraint allows."""
        component = constraint.component
        said = self.names.described(shape.node, self.lang) if component == "Pattern" else None
        if said:
            return said
        if component == "MaxCount" and constraint.expected[0].value == "0":
            return self._text("none")
        if component in ("MinCount", "MaxCount") and len(set(counts := _counts(shape))) < len(counts):
            return self._text("exactly", expected=counts[0])
        if component == "NodeKind":
            return self._text(f"NodeKind-{constraint.expected[0].value.removeprefix(SH)}")
        return self._text(component, expected=self._expected(constraint, depth))

    def _expected(self, constraint: Constraint, depth: int) -> str:
        component, terms = constraint.component, constraint.expected
        if isinstance(constraint, Property):
            return self._property(constraint.members[0], depth)
        if isinstance(constraint, Qualified):
            return self._counted(constraint, depth)
        if isinstance(constraint, Closed):
            return self.names.listed(sorted(constraint.allowed, key=str), self.lang)
        if component == "Or" and (kinds := list(_classes(constraint))):
            return self._text("Class", expected=self._joined("Or", [self.names.word(one, self.lang) for one in kinds]))
        if constraint.shapes():
            return self._joined(component, [self._shape(one, depth + 1) for one in constraint.shapes()])
        if component in (*_PLAIN, *_BOUNDS, "Datatype"):
            return ", ".join(self.names.short(term) for term in terms)
        return self.names.listed(terms, self.lang, self.near)

    def _counted(self, constraint: Qualified, depth: int) -> str:
        number = constraint.least if constraint.least is not None else constraint.most
        return self._text("counted", count=number, expected=self._shape(constraint.shape, depth + 1))

    def _shape(self, shape: Shape, depth: int) -> str:
        """Return what conforms to a shape: its own words, or those of its constraints."""
        said = self.names.described(shape.node, self.lang)
        if said or depth > _DEEP or not shape.constraints:
            return said or self.names.short(shape.node)
        parts = [self.one(shape, constraint, depth) for constraint in shape.constraints]
        return self._joined("Shape", list(dict.fromkeys(parts)))

    def _property(self, shape: Shape, depth: int) -> str:
        parts = [self._of_property(shape, constraint, depth) for constraint in shape.constraints]
        path = shape.path.text(lambda iri: self.names.short(ox.NamedNode(iri)))
        return self._text("of-property", path=path, expected=self._joined("Shape", parts))

    def _of_property(self, shape: Shape, constraint: Constraint, depth: int) -> str:
        """Return what a constraint of a property allows; with a value that it must have, the nearest things that do."""
        said = self.one(shape, constraint, depth + 1)
        have = self._having(shape, constraint) if self.near is not None else ()
        if not have:
            return said
        return self._text("nearest", expected=said, near=self.names.listed(have, self.lang, self.near))

    def _having(self, shape: Shape, constraint: Constraint) -> list[Term]:
        """Return the things that have the value that sh:hasValue wants, by the property of the shape."""
        graph, path = self.names.graph, shape.path
        if constraint.component != "HasValue" or not isinstance(path, Step) or path.backwards:
            return []
        wanted = graph.number(constraint.expected[0])
        return [graph.term(one) for one in graph.subjects(graph.number(path.predicate)).get(wanted, ())]

    def _joined(self, component: str, parts: list[str]) -> str:
        """Return parts with "and" or "or" between them; in brackets those that hold the other of the two."""
        between, other = (self._text(name) for name in (("or", "and") if component in _EITHER else ("and", "or")))
        return between.join(f"({part})" if other in part and len(parts) > 1 else part for part in parts)

    def _text(self, code: str, **data: object) -> str:
        return messages.text(f"allowed-{code}", self.lang, **data)


def _counts(shape: Shape) -> list[str]:
    """Return the least and the greatest number of values that a shape wants."""
    return [one.expected[0].value for one in shape.constraints if one.component in ("MinCount", "MaxCount")]


def _classes(constraint: Constraint) -> Iterator[Term]:
    """Yield the classes of which any is allowed; nothing where something else than a class is asked for."""
    inner = [one for shape in constraint.shapes() for one in shape.constraints]
    if len(inner) == len(constraint.shapes()) and all(one.component in ("Class", "Or") for one in inner):
        for one in inner:
            yield from one.expected if one.component == "Class" else _classes(one)
