"""What the corpus calls things in a language: the terms of its vocabularies, and what a question was asked of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.answers import label
from healthkg.projection.text import clean

if TYPE_CHECKING:
    from healthkg.answers import Answer
    from healthkg.store import Store

_HOME = "fr"  # the language of rows
_TERM = "skos:Concept"  # a term says how something is asked, not of what


@dataclass(frozen=True)
class Lexicon:
    """`terms`: a term's French words → its words in another language; `asked`: a parameter → its value in words;
    `subject`: the one thing that was asked about."""

    terms: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)
    subject: str = ""

    def said(self, text: str) -> str:
        """Return a term in this language, or several that commas join; another text as it is."""
        if text in self.terms:
            return self.terms[text]
        parts = [self.terms.get(part) for part in text.split(", ")]
        return ", ".join(part for part in parts if part) if all(parts) else text


NO_WORDS = Lexicon()


def lexicon(store: Store, answer: Answer, lang: str) -> Lexicon:
    """Return the terms of the vocabularies and classes of `store` in `lang`, and what `answer` was asked of."""
    asked = _asked(store, answer, lang)
    things = [asked[one.name] for one in answer.query.parameters if one.name in asked and one.of != _TERM]
    return Lexicon({} if lang == _HOME else _terms(store, lang), asked, things[0] if len(things) == 1 else "")


def _terms(store: Store, lang: str) -> Mapping[str, str]:
    """Return French label → label in `lang`, of concepts and classes; of labels that several share, the first."""
    found: dict[str, str] = {}
    for name, property_ in ((_TERM, "skos:prefLabel"), ("owl:Class", "rdfs:label")):
        kind, labelled = store.registry[name], store.registry[property_]
        for quad in sorted(store.matches(None, store.registry["rdf:type"], kind), key=str):
            said = _labels(store, quad.subject, labelled)
            if _HOME in said and lang in said:
                found.setdefault(said[_HOME], said[lang])
    return found


def _labels(store: Store, thing: object, labelled: ox.NamedNode) -> Mapping[str, str]:
    if not isinstance(thing, ox.NamedNode):
        return {}
    values = (quad.object for quad in store.matches(thing, labelled, None))
    return {value.language: value.value for value in values if isinstance(value, ox.Literal) and value.language}


def _asked(store: Store, answer: Answer, lang: str) -> Mapping[str, str]:
    """Return each parameter that is a thing with a label, and the label: of what was given, else of the example."""
    found = {}
    for parameter in answer.query.parameters:
        given = answer.values.get(parameter.name) or store.registry.expand(parameter.example)
        said = clean(label(store, given, lang)) if isinstance(given, ox.NamedNode) else ""
        if isinstance(given, ox.NamedNode) and said != store.registry.shorten(given.value):
            found[parameter.name] = said
    return found
