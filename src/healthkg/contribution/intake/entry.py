"""The sheet of the document: is it the one that is imported into, and does it say of it what the base says?"""

from __future__ import annotations

import shlex
from collections.abc import Iterator

import pyoxigraph as ox

from healthkg.answers.names import fold
from healthkg.contribution.intake.layout import DOCUMENT
from healthkg.contribution.intake.tables import MAX_TEXT, Cell, Row, Table
from healthkg.contribution.intake.telling import finding, shown
from healthkg.contribution.intake.values import Reader
from healthkg.errors import InputProblem
from healthkg.store import Store
from healthkg.validation import Finding


def check_document(reader: Reader, tables: list[Table], slug: str) -> list[Finding]:
    """Return what is wrong with the sheet of the document; nothing when it is empty, or there is none.

    Raises InputProblem: the base does not know the document, and no sheet says more of it.
    """
    rows = [row for table in tables if table.sheet.key == DOCUMENT for row in table.rows]
    document = reader.store.registry[f"id:source-{slug}"]
    known = any(reader.store.matches(document, reader.store.registry["rdf:type"], None))
    if not known and not rows:
        raise InputProblem("document-unknown", slug=slug)
    return [fault for row in rows for fault in _check(reader, row, slug, document, known=known)]


def _check(reader: Reader, row: Row, slug: str, document: ox.NamedNode, *, known: bool) -> Iterator[Finding]:
    said = row.cells["slug"]
    if said.text != slug:
        yield finding("violation", "intake-other-document", said.place, text=said.text, slug=slug)
    elif not known:
        given = {name: shlex.quote(shown(row.text(name), MAX_TEXT)) for name in ("title", "published")}
        yield finding("violation", "intake-document-unknown", said.place, slug=slug, **given)
    else:
        yield from _title(reader.store, row.cells["title"], document)
        yield from _published(reader, row, document)


def _title(store: Store, cell: Cell, document: ox.NamedNode) -> Iterator[Finding]:
    names = ("dcterms:title", "skos:prefLabel")
    held = [quad.object.value for name in names for quad in store.matches(document, store.registry[name], None)]
    if cell.text and fold(cell.text) not in map(fold, held):
        known = ", ".join(dict.fromkeys(held))
        yield finding("warning", "intake-document-differs", cell.place, text=cell.text, known=known)


def _published(reader: Reader, row: Row, document: ox.NamedNode) -> Iterator[Finding]:
    cell, registry = row.cells["published"], reader.store.registry
    terms, faults = reader.read(row.sheet, row.sheet.column("published"), cell)
    yield from faults
    held = [quad.object for quad in reader.store.matches(document, registry["hkg:publishedOn"], None)]
    for term in terms:
        if term not in held:
            known = ", ".join(registry.shorten(one.value) for one in held)
            yield finding("warning", "intake-document-differs", cell.place, text=cell.text, known=known)
