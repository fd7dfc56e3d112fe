"""The words of the lists: what a column may hold, as the vocabularies and the ontology name it."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from healthkg.answers.names import fold, label
from healthkg.contribution.intake.layout import Column, Sheet
from healthkg.contribution.intake.rules import Rules
from healthkg.store import Store

_NAMES = ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel", "rdfs:label")


@dataclass(frozen=True)
class Word:
    """A concept of a list, or a class: the node, and every name of it, folded."""

    node: ox.NamedNode
    names: frozenset[str]


@dataclass(frozen=True)
class List:
    """What a column may hold: its words, under the identifiers of the schemes that they come from (short)."""

    key: str
    words: tuple[Word, ...]

    def labels(self, store: Store, lang: str) -> list[str]:
        """Return the labels of the words in `lang`, in the order of a dictionary."""
        return sorted((label(store, word.node, lang) for word in self.words), key=fold)


def list_of(store: Store, rules: Rules, sheet: Sheet, column: Column) -> List | None:
    """Return the list of a column; None for one that has none."""
    if column.kind == "class":
        return List(sheet.key, tuple(_word(store, store.registry[name]) for name in sheet.classes))
    if column.kind != "concept":
        return None
    schemes = schemes_of(store, rules, sheet, column)
    members = {
        quad.subject for scheme in schemes for quad in store.matches(None, store.registry["skos:inScheme"], scheme)
    }
    nodes = sorted((node for node in members if isinstance(node, ox.NamedNode)), key=lambda node: node.value)
    key = ", ".join(store.registry.shorten(scheme.value) for scheme in schemes)
    return List(key, tuple(_word(store, node) for node in nodes))


def schemes_of(store: Store, rules: Rules, sheet: Sheet, column: Column) -> tuple[ox.NamedNode, ...]:
    """Return the schemes that the shapes allow a column; of several, the one that the layout names."""
    allowed = rules.of(store.registry[sheet.class_of(column)], store.registry[column.property or ""]).schemes
    meant = store.registry[column.scheme] if column.scheme else None
    return (meant,) if meant in allowed and meant is not None else allowed


def _word(store: Store, node: ox.NamedNode) -> Word:
    found = (quad.object for name in _NAMES for quad in store.matches(node, store.registry[name], None))
    return Word(node, frozenset(fold(term.value) for term in found if isinstance(term, ox.Literal)))
