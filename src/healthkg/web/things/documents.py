"""Documents: those that were read, how much each states, and those that they cite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.answers.evidence import by_publication, judge
from healthkg.answers.names import instances
from healthkg.passages import text_of
from healthkg.passages.covering import share
from healthkg.web.library.forms import clocks
from healthkg.web.rendering import render
from healthkg.web.things.known import reading
from healthkg.web.things.reader import Named, Reader
from healthkg.web.totals import totals

if TYPE_CHECKING:
    from healthkg.answers.totals import Totals
    from healthkg.passages import Passage, Text
    from healthkg.web.site import Site
    from healthkg.web.values import Asked, Reply


@dataclass(frozen=True)
class Document:
    """A document in the list: when it was published, how much it states, on how many passages, whether its text is
    here, and then which share of it is cited."""

    name: Named
    published: str
    publisher: tuple[Named, ...]
    statements: int
    passages: int
    has_text: bool
    share: float | None


def documents(site: Site, asked: Asked) -> Reply:
    """Return the list of the documents that were read, as they were published, and of those that they cite."""
    reader, seen = reading(site, asked)
    store = reader.store
    every = instances(store, store.registry["hkg:SourceDocument"])
    held, counted = site.documents.keys() & every, totals(site, store)
    return render(
        site,
        asked,
        "documents",
        read=[_document(reader, one, counted) for one in by_publication(store, held)],
        others=[_other(reader, one) for one in by_publication(store, every - held)],
        clocks=clocks(site, asked),
        possibly_known=seen.possibly_known,
        texts=bool(site.texts),
    )


def _document(reader: Reader, node: ox.NamedNode, held: Totals) -> Document:
    text = text_for(reader, node)
    return Document(
        name=reader.name(node),
        published=published(reader, node),
        publisher=tuple(reader.name(term) for term in reader.follow(node, "dcterms:publisher")),
        statements=held.stated.get(node, 0),
        passages=held.passages.get(node, 0),
        has_text=text is not None,
        share=None if text is None else share(text, [passage for passage, _ in passages_of(reader, node)]),
    )


def _other(reader: Reader, node: ox.NamedNode) -> Document:
    publisher = tuple(reader.name(term) for term in reader.follow(node, "dcterms:publisher"))
    return Document(reader.name(node), published(reader, node), publisher, 0, 0, has_text=False, share=None)


def published(reader: Reader, node: ox.NamedNode) -> str:
    """Return when a document was published, in words; empty when it is not known."""
    return ", ".join(reader.name(term).text for term in reader.follow(node, "hkg:publishedOn"))


def passages_of(reader: Reader, document: ox.NamedNode) -> list[tuple[Passage, str]]:
    """Return the passages of a document, in their order, each with its state."""
    nodes = [one for one in reader.follow(document, "^oa:hasSource") if isinstance(one, ox.NamedNode)]
    return list(judge(reader.store, nodes, reader.texts or None).values())


def text_for(reader: Reader, document: ox.NamedNode) -> Text | None:
    """Return the text of a document; None when the reader does not have it."""
    return text_of(document, reader.store.matches(document, None, None), reader.store.registry, reader.texts)
