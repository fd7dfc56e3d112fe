"""What a person calls a term of the data: its label with its short IRI, a literal as it is written."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

import pyoxigraph as ox

from healthkg import messages
from healthkg.prefixes import Registry
from healthkg.turtle import Statement
from healthkg.validation.compiled.graph import TYPE, Graph, Term
from healthkg.validation.compiled.parameters import SH

_LABELS = tuple(
    ox.NamedNode(iri)
    for iri in (
        "http://www.w3.org/2004/02/skos/core#prefLabel",
        "http://www.w3.org/2000/01/rdf-schema#label",
        "http://purl.org/dc/terms/title",
    )
)
_DESCRIPTION = ox.NamedNode(SH + "description")
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_LONG = 80  # characters of a text
_SHOWN = 6  # members of a list


class Names:
    """The words for what `graph` holds, and for the shapes that say themselves what they want (`sh:description`)."""

    def __init__(self, graph: Graph, registry: Registry, shapes: Iterable[Statement] = ()) -> None:
        self.graph, self._registry, self._shapes = graph, registry, shapes

    def short(self, term: Term) -> str:
        """Return a short IRI, or the text of a literal."""
        if isinstance(term, ox.BlankNode):
            return "[]"
        return self._registry.shorten(term.value) if isinstance(term, ox.NamedNode) else term.value

    def key(self, term: Term) -> str:
        """Return a term as findings name it: a short IRI, or the term as N-Triples has it."""
        return self._registry.shorten(term.value) if isinstance(term, ox.NamedNode) else str(term)

    def word(self, term: Term, lang: str) -> str:
        """Return « label » (short IRI); the short IRI of what has no label; a literal as Turtle writes it."""
        if isinstance(term, ox.Literal):
            return self._literal(term)
        name = self.label(term, lang)
        return f"« {name} » ({self.short(term)})" if name else self.short(term)

    def _literal(self, term: ox.Literal) -> str:
        text = term.value if len(term.value) <= _LONG else f"{term.value[:_LONG]}…"
        if term.language:
            return f'"{text}"@{term.language}'
        datatype = self._registry.shorten(term.datatype.value)
        return f'"{text}"' if term.datatype.value == _STRING else f'"{text}"^^{datatype}'

    def label(self, term: Term, lang: str) -> str | None:
        """Return the label of a thing, a class or a scheme in `lang`, else in French; None when it has none."""
        number = self.graph.number(term)
        for predicate in _LABELS:
            objects = self.graph.objects(self.graph.number(predicate)).get(number, ())
            literals = [one for one in map(self.graph.term, objects) if isinstance(one, ox.Literal)]
            if said := _in_language(literals, lang):
                return said
        return None

    def kinds(self, term: Term, lang: str) -> list[str]:
        """Return the classes that a thing is said to be of."""
        graph = self.graph
        kinds = map(graph.term, graph.objects(graph.number(TYPE)).get(graph.number(term), ()))
        return sorted(self.word(kind, lang) for kind in kinds)

    def described(self, shape: Term, lang: str) -> str | None:
        """Return what a shape says of itself in `lang`."""
        return _in_language(self._descriptions.get(shape, ()), lang)

    @cached_property
    def _descriptions(self) -> Mapping[Term, list[ox.Literal]]:
        found: dict[Term, list[ox.Literal]] = {}
        for quad in self._shapes:
            if quad.predicate == _DESCRIPTION and isinstance(quad.object, ox.Literal):
                found.setdefault(quad.subject, []).append(quad.object)
        return found

    def listed(self, terms: Collection[Term], lang: str, near: Term | None = None) -> str:
        """Return terms in words, those that are most like `near` first; of a long list the first ones, and how many
        there are."""
        shown = self._nearest_first(terms, near, lang)[:_SHOWN]
        said = ", ".join(self.word(term, lang) for term in shown)
        more = messages.text("allowed-more", lang, count=len(terms)) if len(terms) > _SHOWN else ""
        return said + more

    def _nearest_first(self, terms: Iterable[Term], near: Term | None, lang: str) -> list[Term]:
        if near is None:
            return list(terms)
        wanted = self.short(near).casefold()
        ordered = sorted(terms, key=self.short)
        return sorted(ordered, key=lambda term: -self._likeness(term, wanted, lang))

    def _likeness(self, term: Term, wanted: str, lang: str) -> float:
        names = (self.short(term), self.label(term, lang) or "")
        return max(difflib.SequenceMatcher(None, name.casefold(), wanted).ratio() for name in names)


def _in_language(literals: Iterable[ox.Literal], lang: str) -> str | None:
    said = {literal.language: literal.value for literal in sorted(literals, key=lambda one: one.value)}
    return said.get(lang) or said.get("fr") or next(iter(said.values()), None)
