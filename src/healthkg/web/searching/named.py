"""A thing that can be found, and its names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyoxigraph as ox

OWN = "hkg:namedAs"  # a document's own wording
# What names a thing, in the order in which a reader should be told of it.
NAMES = (
    "hkg:acronym",
    "skos:prefLabel",
    "dcterms:title",
    "skos:altLabel",
    "hkg:formerName",
    "skos:hiddenLabel",
    OWN,
)


@dataclass(frozen=True)
class Name:
    """A name: its text, the property that gives it (`source`), its words as they are compared; the document whose own
    it is; the text as names are compared."""

    text: str
    source: str
    words: tuple[str, ...]
    document: ox.NamedNode | None = None
    folded: str = ""


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
