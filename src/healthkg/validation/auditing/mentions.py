"""Which terms the rules name: shapes in their triples, checks in their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import pyoxigraph as ox

from healthkg.prefixes import Registry, named_node
from healthkg.queryfile import Query, Token, tokens
from healthkg.turtle import Statement
from healthkg.validation.compiled import Rules
from healthkg.validation.compiled.constraints import Shape, Targets
from healthkg.validation.compiled.on_shapes import Property
from healthkg.validation.compiled.paths import Step


@dataclass(frozen=True)
class Bound:
    """How often a property stands on each node of a class: `least` says that it must, else that it may once only."""

    kind: ox.NamedNode
    property: ox.NamedNode
    least: bool


def in_shapes(shapes: Iterable[Statement]) -> set[ox.NamedNode]:
    """Return every IRI that a shapes graph has for an object: classes, properties, concepts, other shapes."""
    return {quad.object for quad in shapes if isinstance(quad.object, ox.NamedNode)}


def in_check(query: Query, registry: Registry) -> set[ox.NamedNode]:
    """Return the terms that a query names; a bare namespace, which stands for all its names, is none."""
    words = tokens(query.text)
    prefixes = {name.text: iri.text[1:-1] for name, iri in pairwise(words) if (name.kind, iri.kind) == ("name", "iri")}
    found = {named_node(iri) for word in words if (iri := _iri(word, prefixes))}
    spaces = {ox.NamedNode(begin) for begin in registry.namespaces.values()}
    return {term for term in found if term is not None} - spaces


def _iri(word: Token, prefixes: dict[str, str]) -> str | None:
    if word.kind == "iri":
        return word.text[1:-1]
    prefix, _, local = word.text.partition(":")
    return prefixes[f"{prefix}:"] + local if word.kind == "name" and f"{prefix}:" in prefixes else None


def classes(targets: Iterable[Targets]) -> set[ox.NamedNode]:
    """Return the classes that shapes aim at."""
    return {kind for target in targets for kind in target.classes if isinstance(kind, ox.NamedNode)}


def bounds(rules: Rules) -> Iterator[Bound]:
    """Yield what shapes aimed at a class lay down of how often a property stands there."""
    for shape in rules.shapes:
        for kind in classes([shape.targets]):
            for inner in _of_properties(shape):
                yield from _bounds(kind, inner)


def _of_properties(shape: Shape) -> Iterator[Shape]:
    yield shape
    yield from (one.members[0] for one in shape.constraints if isinstance(one, Property))


def _bounds(kind: ox.NamedNode, shape: Shape) -> Iterator[Bound]:
    if not isinstance(shape.path, Step) or shape.path.backwards:
        return
    for constraint in shape.constraints:
        said = {getattr(term, "value", "") for term in constraint.expected}
        if constraint.component == "MinCount" and said != {"0"}:
            yield Bound(kind, shape.path.predicate, True)
        elif constraint.component == "MaxCount" and said == {"1"}:
            yield Bound(kind, shape.path.predicate, False)
