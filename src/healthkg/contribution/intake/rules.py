"""What the shapes say of a column: which list its words come from, which classes its things are of, how many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from healthkg.corpus import Corpus
from healthkg.prefixes import Registry
from healthkg.turtle import Statement
from healthkg.validation.judge import read_shapes

Index = dict[object, dict[str, list[ox.NamedNode | ox.Literal | ox.BlankNode]]]


@dataclass(frozen=True)
class Rule:
    """What one property of one class takes: words of `schemes`, things of `classes` (empty: any) that are not of
    `barred`; whether there must be one, and may be several."""

    schemes: tuple[ox.NamedNode, ...] = ()
    classes: tuple[ox.NamedNode, ...] = ()
    barred: tuple[ox.NamedNode, ...] = ()
    required: bool = False
    many: bool = True


@dataclass(frozen=True)
class Rules:
    """The shapes, to be asked for the rule of a property."""

    registry: Registry
    shapes: Index
    parents: Index

    def of(self, kind: ox.NamedNode, path: ox.NamedNode) -> Rule:
        """Return what the shapes that target `kind`, or a class above it, say of `path`."""
        properties = [node for node in self._properties(kind) if path in self._said(node, "sh:path")]
        wanted, barred = set[ox.NamedNode](), set[ox.NamedNode]()
        schemes = set[ox.NamedNode]()
        for node in properties:
            self._gather(node, wanted, barred, schemes)
        most = [value.value for node in properties for value in self._said(node, "sh:maxCount")]
        least = [value.value for node in properties for value in self._said(node, "sh:minCount")]
        required = any(one != "0" for one in least)
        return Rule(_sorted(schemes), _sorted(wanted), _sorted(barred), required, "1" not in most)

    def _said(self, node: object, name: str) -> list[ox.NamedNode | ox.Literal | ox.BlankNode]:
        return self.shapes.get(node, {}).get(name, [])

    def _properties(self, kind: ox.NamedNode) -> Iterator[object]:
        """Yield the property shapes of the shapes that target `kind` or a class above it."""
        above, waiting = {kind}, [kind]
        while waiting:
            for parent in self.parents.get(waiting.pop(), {}).get("rdfs:subClassOf", []):
                if isinstance(parent, ox.NamedNode) and parent not in above:
                    above.add(parent)
                    waiting.append(parent)
        for said in self.shapes.values():
            if above.intersection(said.get("sh:targetClass", [])):
                yield from said.get("sh:property", [])

    def _gather(
        self, node: object, wanted: set[ox.NamedNode], barred: set[ox.NamedNode], schemes: set[ox.NamedNode]
    ) -> None:
        """Gather what `node` asks of a value: its classes, and those that it bars, through the shapes it refers to."""
        wanted.update(term for term in self._said(node, "sh:class") if isinstance(term, ox.NamedNode))
        if self.registry["skos:inScheme"] in self._said(node, "sh:path"):
            schemes.update(term for term in self._said(node, "sh:hasValue") if isinstance(term, ox.NamedNode))
        for inner in (*self._said(node, "sh:node"), *self._said(node, "sh:property"), *self._listed(node, "sh:or")):
            self._gather(inner, wanted, barred, schemes)
        for inner in self._said(node, "sh:not"):
            self._gather(inner, barred, set(), set())

    def _listed(self, node: object, name: str) -> Iterator[object]:
        """Yield the members of the list that `node` has for `name`."""
        heads = self._said(node, name)
        while heads and (first := self._said(heads[0], "rdf:first")):
            yield first[0]
            heads = self._said(heads[0], "rdf:rest")


def _sorted(nodes: set[ox.NamedNode]) -> tuple[ox.NamedNode, ...]:
    return tuple(sorted(nodes, key=lambda node: node.value))


def read_rules(corpus: Corpus) -> Rules:
    """Return the rules of the project's own shapes; classes are above each other as its ontology says."""
    shapes = read_shapes([corpus.project.shapes])
    above = (quad for file in corpus.files if file.home == "ontology" for quad in file.triples)
    return Rules(corpus.registry, _index(shapes, corpus.registry), _index(above, corpus.registry))


def _index(statements: Iterable[Statement], registry: Registry) -> Index:
    found: Index = defaultdict(lambda: defaultdict(list))
    for quad in statements:
        found[quad.subject][registry.shorten(quad.predicate.value)].append(quad.object)
    return found
