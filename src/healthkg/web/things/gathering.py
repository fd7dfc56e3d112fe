"""Everything that the page of a thing shows: its names, the facts about it and its parts, by what they tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from healthkg.answers.said import graph_name, nodes_about, statements_about
from healthkg.store import Term
from healthkg.turtle import Statement
from healthkg.web.things.facts import Block, Fact, Place, Proof, facts_of, places_of, proofs_of, tellers
from healthkg.web.things.reader import Named, Reader

FIGURES = ("TargetValue", "ObservedValue", "ForecastValue")
MONEY = ("Budget", "Breakdown")
_TIMES = ("Event", "ChangeEvent", "Milestone", "Status", *FIGURES)
_NAMES = {"namedAs": "hkg:namedAs", "former": "hkg:formerName", "also": "skos:altLabel", "misprint": "skos:hiddenLabel"}
_FURTHER = ("^hkg:setBy", "^hkg:between")
_MENTIONS = 200


@dataclass(frozen=True)
class Name:
    """A name that a thing bears: how (a key of the words), who uses it, and where."""

    text: str
    how: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Teller:
    """What one document, or the project's notes, says: its own statements about the thing, then the facts."""

    name: Named
    published: str
    own: tuple[tuple[Named, tuple[Named, ...]], ...]
    places: tuple[Place, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Gathered:
    """What is said of one thing, each part when it is first asked for."""

    reader: Reader
    node: ox.NamedNode

    @property
    def name(self) -> Named:
        """Return how the thing is shown."""
        return self.reader.name(self.node)

    @cached_property
    def own(self) -> list[Fact]:
        """Return the thing as the documents state it, when it is a fact or note itself; nothing for a named thing."""
        return facts_of(self.reader, [self.node]) if self.reader.kind(self.node) in self.reader.words["says"] else []

    @cached_property
    def facts(self) -> list[Fact]:
        """Return the facts about the thing, those that it takes part in or sets, those that hold it against others."""
        about = nodes_about(self.reader.store, self.node)[1:]
        further = [term for path in _FURTHER for term in sorted(self.reader.reach(self.node, path), key=str)]
        nodes = dict.fromkeys(one for one in [*about, *further] if isinstance(one, ox.NamedNode) and one != self.node)
        return facts_of(self.reader, nodes)

    @cached_property
    def parts(self) -> list[ox.NamedNode]:
        """Return what is part of the thing, at any depth."""
        found = self.reader.follow(self.node, "^dcterms:isPartOf+")
        return [one for one in found if isinstance(one, ox.NamedNode) and one != self.node]

    @cached_property
    def whole(self) -> list[Fact]:
        """Return the facts about the thing and about its parts, each once."""
        known = {fact.node for fact in self.facts} | {self.node, *self.parts}
        nodes = (one for part in self.parts for one in sorted(self.reader.reach(part, "^hkg:concerns"), key=str))
        more = dict.fromkeys(one for one in nodes if isinstance(one, ox.NamedNode) and one not in known)
        return [*self.facts, *facts_of(self.reader, more)]

    def of_kind(self, *kinds: str, parts: bool = False) -> list[Fact]:
        """Return the facts of some kinds, with those about the parts when wanted."""
        return [fact for fact in (self.whole if parts else self.facts) if fact.kind in kinds]

    @cached_property
    def money(self) -> list[Fact]:
        """Return the budgets of the thing and of its parts, and how they are cut."""
        return self.of_kind(*MONEY, parts=True)

    @cached_property
    def times(self) -> list[Fact]:
        """Return what is dated, of the thing and of its parts, in the order of the dates."""
        return sorted((one for one in self.of_kind(*_TIMES, parts=True) if one.when), key=lambda one: one.day or "9")

    @cached_property
    def undated(self) -> int:
        """Return how many milestones and events are not dated."""
        return sum(one.when is None for one in self.of_kind("Event", "ChangeEvent", "Milestone", parts=True))

    @cached_property
    def links(self) -> tuple[list[Fact], list[Fact]]:
        """Return the links that start from the thing, and those that lead to it."""
        found = self.of_kind("Link")
        own = [one for one in found if self.node in self.reader.reach(one.node, "hkg:concerns")]
        return own, [one for one in found if one not in own]

    @cached_property
    def names(self) -> list[Name]:
        """Return the other names of the thing, with the documents that use them."""
        found: dict[tuple[str, str], set[ox.NamedNode]] = {}
        for how, name in _NAMES.items():
            for quad in self.reader.store.statements_of(self.node, self.reader.store.registry[name]):
                if isinstance(quad.graph_name, ox.NamedNode):
                    found.setdefault((quad.object.value, how), set()).add(quad.graph_name)
        proofs = proofs_of(self.reader, ((graph, self.node) for graphs in found.values() for graph in graphs))
        return [
            Name(text, how, tuple(one for graph in graphs for one in self._places(graph, proofs)))
            for (text, how), graphs in sorted(found.items())
        ]

    def _places(self, graph: ox.NamedNode, proofs: Mapping[Block, Proof]) -> tuple[Place, ...]:
        shown = self.reader.name(graph)
        found = places_of(self.reader, proofs[graph, self.node])
        return found or ((Place(shown, "", shown.path),) if shown.path else ())

    @cached_property
    def told(self) -> list[Teller]:
        """Return what each document says of the thing, in the order in which they were published; then the notes."""
        own: dict[ox.NamedNode, list[Statement]] = {}
        for quad in statements_about(self.reader.store, self.node, self.node):
            if isinstance(quad.graph_name, ox.NamedNode):
                own.setdefault(quad.graph_name, []).append(quad)
        proofs = proofs_of(self.reader, ((graph, self.node) for graph in own))
        by_graph: dict[ox.NamedNode, list[Fact]] = {}
        for fact in self.facts:
            by_graph.setdefault(fact.graph, []).append(fact)
        return [
            self._teller(graph, own.get(graph, []), proofs.get((graph, self.node), []), by_graph.get(graph, []))
            for graph in tellers(self.reader, {*own, *by_graph})
        ]

    def _teller(self, graph: ox.NamedNode, own: list[Statement], proof: Proof, facts: Iterable[Fact]) -> Teller:
        shown = self.reader.name(graph)
        name = Named(graph_name(self.reader.store, graph, self.reader.lang), shown.path)
        published = ", ".join(self.reader.name(term).text for term in self.reader.follow(graph, "hkg:publishedOn"))
        rows: dict[ox.NamedNode, list[Term]] = {}
        for quad in own:
            rows.setdefault(quad.predicate, []).append(quad.object)
        said = ((self.reader.name(name), self._named(values)) for name, values in rows.items())
        told = tuple(sorted(said, key=lambda row: row[0].text))
        return Teller(name, published, told, places_of(self.reader, proof), tuple(facts))

    def _named(self, terms: Iterable[Term]) -> tuple[Named, ...]:
        return tuple(self.reader.name(term) for term in self.reader.ordered(terms))

    @cached_property
    def mentions(self) -> list[Fact]:
        """Return what else names the thing: facts that it dates, types, attributes or proves."""
        known = {fact.node for fact in self.facts} | {self.node, *self.parts}
        computed = (ox.DefaultGraph(), self.reader.store.registry["g:calcule"])
        quads = self.reader.store.engine.quads_for_pattern(None, None, self.node)
        found = (quad.subject for quad in quads if quad.graph_name not in computed)
        nodes: dict[ox.NamedNode, None] = {}
        for one in found:  # no further than what is shown: a date or a word is named everywhere
            if isinstance(one, ox.NamedNode) and one not in known:
                nodes[one] = None
            if len(nodes) == _MENTIONS:
                break
        return facts_of(self.reader, nodes)
