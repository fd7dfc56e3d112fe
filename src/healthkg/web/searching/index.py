"""What can be found: each thing that has a name, its names, its kind, its plans, documents and years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.answers.evidence import by_publication
from healthkg.answers.names import fold, instances
from healthkg.dates.slugs import PREFIX as DATES
from healthkg.question.words import keys

if TYPE_CHECKING:
    from healthkg.store import Store
    from healthkg.web.site import Site

_OWN = "hkg:namedAs"  # a document's own wording
# What names a thing, in the order in which a reader should be told of it.
NAMES = (
    "hkg:acronym",
    "skos:prefLabel",
    "dcterms:title",
    "skos:altLabel",
    "hkg:formerName",
    "skos:hiddenLabel",
    _OWN,
)


@dataclass(frozen=True)
class Name:
    """A name: its text, the property that gives it (`source`), its words as they are compared; the document whose own
    it is."""

    text: str
    source: str
    words: tuple[str, ...]
    document: ox.NamedNode | None = None

    @property
    def folded(self) -> str:
        """Return the text as names are compared."""
        return fold(self.text)


@dataclass(frozen=True)
class Thing:
    """A thing that can be found: its names, its class, the plans it is part of or takes part in, the documents that
    mention it, the years of what is dated about it; whether it is a concept of a vocabulary."""

    node: ox.NamedNode
    names: tuple[Name, ...]
    kind: ox.NamedNode | None
    plans: frozenset[ox.NamedNode] = frozenset()
    documents: tuple[ox.NamedNode, ...] = ()
    years: frozenset[int] = frozenset()
    concept: bool = False


@dataclass(frozen=True)
class Index:
    """Every thing that can be found."""

    things: tuple[Thing, ...] = field(repr=False)


_KNOWN: dict[tuple[str, str], Index] = {}


def index_of(site: Site) -> Index:
    """Return what can be found in a site; it is read once for a corpus."""
    key = site.version, site.edition
    if key not in _KNOWN:
        _KNOWN.clear()
        _KNOWN[key] = Index(tuple(_Reader(site.store).things()))
    return _KNOWN[key]


class _Reader:
    """Reads the things of a store, each thing's neighbours once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.begin = store.registry.namespaces["id"]
        self.dates = self.begin + DATES
        concepts = instances(store, store.registry["skos:Concept"])
        self.concepts = {one for one in concepts if one.value.startswith(store.registry.namespaces["ref"])}
        self.documents = instances(store, store.registry["hkg:SourceDocument"])
        self.facts = instances(store, store.registry["hkg:Fact"])
        self.plans = instances(store, store.registry["hkg:Plan"])
        self.ranked = by_publication(store, self.documents)

    def things(self) -> Iterator[Thing]:
        """Yield each thing of ours, and each concept, that has a name, in the order of its label."""
        named = sorted(self._names().items(), key=lambda each: fold(each[1][0].text))
        for node, names in named:
            near = self._near(node) if self._ours(node) else {node}
            told, years, concept = self._told(node), self._years(near), node in self.concepts
            yield Thing(node, names, self._kind(node), self._plans(near), told, years, concept)

    def _names(self) -> dict[ox.NamedNode, tuple[Name, ...]]:
        found: dict[ox.NamedNode, dict[str, Name]] = {}
        for source in NAMES:
            for quad in self.store.matches(None, self.store.registry[source], None):
                node, text = quad.subject, quad.object
                if isinstance(node, ox.NamedNode) and isinstance(text, ox.Literal) and self._counts(node):
                    own = self._document(node, text) if source == _OWN else None
                    name = Name(text.value, source, keys(text.value), own)
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
        quads = self.store.statements_of(node, self.store.registry[_OWN])
        graphs = (quad.graph_name for quad in quads if quad.object == text)
        return next((one for one in graphs if isinstance(one, ox.NamedNode)), None)

    def _kind(self, node: ox.NamedNode) -> ox.NamedNode | None:
        kinds = (quad.object for quad in self.store.matches(node, self.store.registry["rdf:type"], None))
        return next((kind for kind in sorted(kinds, key=str) if isinstance(kind, ox.NamedNode)), None)

    def _near(self, node: ox.NamedNode) -> set[ox.NamedNode]:
        """Return a thing, the facts about it, and what these are about."""
        facts = {quad.subject for quad in self.store.matches(None, None, node)} & self.facts
        about = self.store.registry["hkg:concerns"]
        of = {quad.object for fact in facts for quad in self.store.matches(fact, about, None)}
        return {node, *_nodes(facts), *_nodes(of)}

    def _plans(self, near: set[ox.NamedNode]) -> frozenset[ox.NamedNode]:
        """Return the plans that something near is, or is part of, at any depth."""
        part = self.store.registry["dcterms:isPartOf"]
        reached, waiting = set(near), list(near)
        while waiting:
            for quad in self.store.matches(waiting.pop(), part, None):
                if isinstance(quad.object, ox.NamedNode) and quad.object not in reached:
                    reached.add(quad.object)
                    waiting.append(quad.object)
        return frozenset(reached & self.plans)

    def _told(self, node: ox.NamedNode) -> tuple[ox.NamedNode, ...]:
        """Return the documents that mention a thing, as they were published."""
        own = self.store.statements_of(node)
        others = self.store.engine.quads_for_pattern(None, None, node, None)
        graphs = {quad.graph_name for quads in (own, others) for quad in quads}
        return tuple(one for one in self.ranked if one in graphs)

    def _years(self, near: set[ox.NamedNode]) -> frozenset[int]:
        """Return the years of the dates that something near bears."""
        registry, years = self.store.registry, set[int]()
        for node in near:
            for quad in self.store.matches(node, None, None):
                if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(self.dates):
                    edges = (registry["hkg:earliest"], registry["hkg:latest"])
                    days = [one.object.value for edge in edges for one in self.store.matches(quad.object, edge, None)]
                    years |= {int(day[:4]) for day in days if day[:4].isdigit()}
        return frozenset(years)


def _label_first(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Return names with the one that people should see first at the head."""
    return tuple(sorted(names, key=lambda name: name.source != "skos:prefLabel"))


def _nodes(terms: Iterable[object]) -> Iterator[ox.NamedNode]:
    return (term for term in terms if isinstance(term, ox.NamedNode))
