"""A store → the things that can be found: what they all need is looked up together, not thing by thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from healthkg.answers.evidence import by_publication
from healthkg.answers.names import fold, instances
from healthkg.dates.slugs import PREFIX as DATES
from healthkg.question.words import keys
from healthkg.web.searching.named import NAMES, OWN, Name, Thing

if TYPE_CHECKING:
    from healthkg.store import Store
    from healthkg.turtle import Statement

Nodes = Mapping[ox.NamedNode, set[ox.NamedNode]]
_NAMED = f"SELECT DISTINCT ?thing WHERE {{ ?thing {'|'.join(NAMES)} ?name }}"
# Who states something of each thing, or names it.
_TOLD = tuple(
    f"SELECT DISTINCT ?thing ?graph WHERE {{ {{ {_NAMED} }} GRAPH ?graph {{ {pattern} }} }}"
    for pattern in ("?thing ?property ?value", "?other ?property ?thing")
)


class Reader:
    """Reads the things of a store: the facts, the parts, the dates and the graphs of all of them, each once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.begin = store.registry.namespaces["id"]
        self.dates = self.begin + DATES
        concepts = instances(store, store.registry["skos:Concept"])
        self.concepts = {one for one in concepts if one.value.startswith(store.registry.namespaces["ref"])}
        self.facts = instances(store, store.registry["hkg:Fact"])
        self.plans = instances(store, store.registry["hkg:Plan"])
        self.ranks = self._ranks()

    def things(self) -> Iterator[Thing]:
        """Yield each thing of ours, and each concept, that has a name, in the order of its label."""
        named = sorted(self._names().items(), key=lambda each: each[1][0].folded)
        mentions, wholes, years, told = self._mentions(), self._wholes(), self._years(), self._told()
        for node, names in named:
            near = {node, *mentions.get(node, ())} if self._ours(node) else {node}
            yield Thing(
                node,
                names,
                self._kind(node),
                frozenset(_closed(near, wholes) & self.plans),
                tuple(sorted(told.get(node, ()), key=self.ranks.__getitem__)),
                frozenset(year for one in near for year in years.get(one, ())),
                node in self.concepts,
            )

    # ---- Names ----

    def _names(self) -> dict[ox.NamedNode, tuple[Name, ...]]:
        found: dict[ox.NamedNode, dict[str, Name]] = {}
        for source in NAMES:
            quads = self.store.matches(None, self.store.registry[source], None)
            for quad in sorted(quads, key=_by_text):  # an engine has an order of its own
                node, text = quad.subject, quad.object
                if isinstance(node, ox.NamedNode) and isinstance(text, ox.Literal) and self._counts(node):
                    own = self._document(node, text) if source == OWN else None
                    name = Name(text.value, source, keys(text.value), own, fold(text.value))
                    found.setdefault(node, {}).setdefault(name.folded, name)
        return {node: _label_first(tuple(said.values())) for node, said in found.items() if node not in self.facts}

    def _counts(self, node: ox.NamedNode) -> bool:
        """Say whether a node can be found: a thing of ours, or a concept of our vocabularies."""
        return self._ours(node) or node in self.concepts

    def _ours(self, node: ox.NamedNode) -> bool:
        """Say whether a node is a thing of ours; a date is none that one looks for."""
        return node.value.startswith(self.begin) and not node.value.startswith(self.dates)

    def _document(self, node: ox.NamedNode, text: ox.Literal) -> ox.NamedNode | None:
        """Return the document in which a thing is named so."""
        quads = self.store.statements_of(node, self.store.registry[OWN])
        return min(_nodes(quad.graph_name for quad in quads if quad.object == text), key=str, default=None)

    def _kind(self, node: ox.NamedNode) -> ox.NamedNode | None:
        kinds = (quad.object for quad in self.store.matches(node, self.store.registry["rdf:type"], None))
        return next((kind for kind in sorted(kinds, key=str) if isinstance(kind, ox.NamedNode)), None)

    # ---- What is near ----

    def _mentions(self) -> Nodes:
        """Return thing → the facts that name it, and what these are about."""
        about, found = self.store.registry["hkg:concerns"], dict[ox.NamedNode, set[ox.NamedNode]]()
        for fact in self.facts:
            quads = list(self.store.matches(fact, None, None))
            near = {fact, *_nodes(quad.object for quad in quads if quad.predicate == about)}
            for thing in _nodes(quad.object for quad in quads):
                if self._ours(thing):
                    found.setdefault(thing, set()).update(near)
        return found

    def _wholes(self) -> Nodes:
        """Return thing → what it is part of."""
        found: dict[ox.NamedNode, set[ox.NamedNode]] = {}
        for part, whole in _ends(self.store.matches(None, self.store.registry["dcterms:isPartOf"], None)):
            found.setdefault(part, set()).add(whole)
        return found

    def _years(self) -> Mapping[ox.NamedNode, set[int]]:
        """Return what bears a date → the years of its dates."""
        found: dict[ox.NamedNode, set[int]] = {}
        for date, years in self._years_of_dates().items():
            for bearer in _nodes(quad.subject for quad in self.store.matches(None, None, date)):
                found.setdefault(bearer, set()).update(years)
        return found

    def _years_of_dates(self) -> Mapping[ox.NamedNode, set[int]]:
        found: dict[ox.NamedNode, set[int]] = {}
        for edge in ("hkg:earliest", "hkg:latest"):
            for quad in self.store.matches(None, self.store.registry[edge], None):
                date, day = quad.subject, str(quad.object.value)
                if isinstance(date, ox.NamedNode) and date.value.startswith(self.dates) and day[:4].isdigit():
                    found.setdefault(date, set()).add(int(day[:4]))
        return found

    # ---- Who tells ----

    def _ranks(self) -> Mapping[ox.NamedNode, int]:
        """Return the documents that state something, each with its place in the order of their publication."""
        documents = instances(self.store, self.store.registry["hkg:SourceDocument"])
        graphs = set(_nodes(self.store.engine.named_graphs()))
        return {one: i for i, one in enumerate(by_publication(self.store, documents & graphs))}

    def _told(self) -> Nodes:
        """Return thing → the documents that mention it."""
        found: dict[ox.NamedNode, set[ox.NamedNode]] = {}
        for text in _TOLD:
            for thing, graph in cast("Iterable[tuple[ox.NamedNode, ox.NamedNode]]", self.store.run(text)):
                if graph in self.ranks:
                    found.setdefault(thing, set()).add(graph)
        return found


def _closed(near: set[ox.NamedNode], wholes: Nodes) -> set[ox.NamedNode]:
    """Return things and all that they are part of, at any depth."""
    reached, waiting = set(near), list(near)
    while waiting:
        for whole in wholes.get(waiting.pop(), ()):
            if whole not in reached:
                reached.add(whole)
                waiting.append(whole)
    return reached


def _by_text(quad: Statement) -> tuple[str, str]:
    return str(quad.object), str(quad.subject)


def _label_first(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Return names with the one that people should see first at the head."""
    return tuple(sorted(names, key=lambda name: name.source != "skos:prefLabel"))


def _ends(quads: Iterable[Statement]) -> Iterator[tuple[ox.NamedNode, ox.NamedNode]]:
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            yield quad.subject, quad.object


def _nodes(terms: Iterable[object]) -> Iterator[ox.NamedNode]:
    return (term for term in terms if isinstance(term, ox.NamedNode))
