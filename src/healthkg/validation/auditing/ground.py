"""The corpus as one who spoils it needs it: what is said of each node and where, which classes exclude each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Protocol, cast

import pyoxigraph as ox

from healthkg.corpus import Corpus
from healthkg.turtle import Statement

Value = ox.NamedNode | ox.BlankNode | ox.Literal


class Stated(Protocol):
    """A statement of the data, with the graph that makes it; its subject has a name (HOUSE 2)."""

    subject: ox.NamedNode
    predicate: ox.NamedNode
    object: Value
    graph_name: ox.NamedNode
    triple: ox.Triple


@dataclass(frozen=True)
class Ground:
    """What a corpus states in its data, each statement with its graph. Ontology and vocabularies are left alone."""

    corpus: Corpus

    @property
    def type(self) -> ox.NamedNode:
        return self.corpus.registry["rdf:type"]

    @cached_property
    def quads(self) -> Sequence[Stated]:
        """Return the statements of the data, in file order."""
        data = [file for file in self.corpus.files if file.home != "ontology"]
        told = {(quad.triple, file.graph): None for file in data for quad in file.triples}
        found = [ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple, graph in told]
        return cast("list[Stated]", [quad for quad in found if isinstance(quad.subject, ox.NamedNode)])

    @cached_property
    def sole(self) -> Sequence[Stated]:
        """Return the statements that one graph alone makes: taken away, they are gone."""
        often = Counter(quad.triple for quad in self.quads)
        return [quad for quad in self.quads if often[quad.triple] == 1]

    @cached_property
    def about(self) -> Mapping[ox.NamedNode, Sequence[Stated]]:
        """Return subject → its statements."""
        found: dict[ox.NamedNode, list[Stated]] = defaultdict(list)
        for quad in self.quads:
            found[quad.subject].append(quad)
        return found

    @cached_property
    def citing(self) -> Mapping[object, Sequence[Stated]]:
        """Return object → the statements that have it."""
        found: dict[object, list[Stated]] = defaultdict(list)
        for quad in self.quads:
            found[quad.object].append(quad)
        return found

    @cached_property
    def predicates(self) -> set[ox.NamedNode]:
        """Return the properties that the data use."""
        return {quad.predicate for quad in self.quads}

    @cached_property
    def kinds(self) -> Mapping[ox.NamedNode, frozenset[ox.NamedNode]]:
        """Return node → the classes that the data give it."""
        found: dict[ox.NamedNode, set[ox.NamedNode]] = defaultdict(set)
        for quad in self.quads:
            if quad.predicate == self.type and isinstance(quad.object, ox.NamedNode):
                found[quad.subject].add(quad.object)
        return {node: frozenset(kinds) for node, kinds in found.items()}

    def kind(self, node: object) -> ox.NamedNode | None:
        """Return the class of a node, the first by name when it has several; of a concept its list; None for none."""
        kinds = self.kinds.get(node, ())  # type: ignore[call-overload]
        return min(kinds, key=str) if kinds else self.lists.get(node)

    @cached_property
    def lists(self) -> Mapping[object, ox.NamedNode]:
        """Return concept → the list that it is in."""
        return {q.subject: q.object for q in self._words("skos:inScheme") if isinstance(q.object, ox.NamedNode)}

    def is_list(self, term: ox.NamedNode) -> bool:
        """Say whether a term is a list of concepts."""
        return term in self._schemes

    @cached_property
    def _schemes(self) -> set[ox.NamedNode]:
        return set(self.lists.values())

    def first(self, name: str) -> ox.NamedNode | None:
        """Return the first node of a class, in file order; None where there is none."""
        kind = self.corpus.registry[name]
        return next((node for node, kinds in self.kinds.items() if kind in kinds), None)

    def with_property(self, predicate: ox.NamedNode) -> Sequence[Stated]:
        """Return the statements that use a property."""
        return self._by_property[predicate]

    @cached_property
    def _by_property(self) -> Mapping[ox.NamedNode, Sequence[Stated]]:
        found: dict[ox.NamedNode, list[Stated]] = defaultdict(list)
        for quad in self.quads:
            found[quad.predicate].append(quad)
        return found

    @cached_property
    def ranges(self) -> Mapping[object, set[object]]:
        """Return property → what the ontology says that it may have for a value (schema:rangeIncludes)."""
        found: dict[object, set[object]] = defaultdict(set)
        for quad in self._words("schema:rangeIncludes"):
            found[quad.subject].add(quad.object)
        return found

    def led_to(self, predicate: ox.NamedNode) -> set[ox.NamedNode]:
        """Return the classes, and the lists of concepts, to which a property leads in the data."""
        return {kind for quad in self.with_property(predicate) if (kind := self.kind(quad.object))}

    def before(self, one: object, other: object) -> bool:
        """Say whether a number is below another, or a day or a time span before another, without touching it."""
        if isinstance(one, ox.Literal) and isinstance(other, ox.Literal):
            numbers = one.value.isdecimal() and other.value.isdecimal()
            return int(one.value) < int(other.value) if numbers else one.value < other.value
        end, start = self._day(one, "hkg:latest"), self._day(other, "hkg:earliest")
        return bool(end and start and end < start)

    def _day(self, span: object, name: str) -> str:
        quads = self.about.get(span, ()) if isinstance(span, ox.NamedNode) else ()
        return next((q.object.value for q in quads if q.predicate == self.corpus.registry[name]), "")

    @cached_property
    def words(self) -> set[object]:
        """Return all that is described: things, terms, concepts."""
        return {quad.subject for quad in self.corpus.statements}

    def _words(self, name: str) -> Iterator[Statement]:
        predicate = self.corpus.registry[name]
        return (quad for quad in self.corpus.statements if quad.predicate == predicate)

    def above(self, kind: ox.NamedNode) -> set[ox.NamedNode]:
        """Return a class and those above it."""
        found, near = {kind}, [kind]
        while near:
            more = [one for one in self._parents.get(near.pop(), ()) if one not in found]
            found.update(more)
            near += more
        return found

    @cached_property
    def _parents(self) -> Mapping[ox.NamedNode, Sequence[ox.NamedNode]]:
        found: dict[ox.NamedNode, list[ox.NamedNode]] = defaultdict(list)
        for quad in self._words("rdfs:subClassOf"):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                found[quad.subject].append(quad.object)
        return found

    def exclude(self, one: ox.NamedNode, other: ox.NamedNode) -> bool:
        """Say whether the ontology declares that nothing is of both classes."""
        return any(frozenset((left, right)) in self._apart for left in self.above(one) for right in self.above(other))

    @cached_property
    def _apart(self) -> set[frozenset[object]]:
        """Return the pairs of classes that exclude each other (owl:AllDisjointClasses)."""
        first, rest = self._pairs("rdf:first"), self._pairs("rdf:rest")
        pairs: set[frozenset[object]] = set()
        for quad in self._words("owl:members"):
            members: list[Value] = []
            cell = quad.object
            while cell in first:
                members.append(first[cell])
                cell = rest[cell]
            pairs.update(frozenset(pair) for pair in combinations(members, 2))
        return pairs

    def _pairs(self, name: str) -> dict[object, Value]:
        return {quad.subject: quad.object for quad in self._words(name)}
