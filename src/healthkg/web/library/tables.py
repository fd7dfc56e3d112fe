"""An answer as a table that leads on: labels to the pages of things, lines to the passages of documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.answers.answer import CERTAINTY
from healthkg.answers.names import is_a
from healthkg.answers.tables import in_cell, shown_columns
from healthkg.answers.values import is_number
from healthkg.projection.charts import lexicon
from healthkg.web.library import sorting
from healthkg.web.library.leads import Leads, Part, linked

if TYPE_CHECKING:
    from healthkg.answers import Answer
    from healthkg.store import Store, Term
    from healthkg.web.library.proofs import Evidenced
    from healthkg.web.site import Site
    from healthkg.web.values import Asked

_NAMING = ("Label", "Title", "Name")  # what the column of a thing's name adds to the name of the thing's own column


@dataclass(frozen=True)
class Cell:
    """What a cell shows; `absent` when the row has no value there; `lang` is its language, if not the page's."""

    parts: tuple[Part, ...]
    absent: bool = False
    lang: str = ""


@dataclass(frozen=True)
class Column:
    """A heading; `number` when all that stands under it are numbers; where it leads to sort by it (nowhere when empty),
    and how the rows are sorted by it, if they are."""

    text: str
    number: bool = False
    href: str = ""
    sorted: str = ""


@dataclass(frozen=True)
class Row:
    """Cells; the page of what the row is about and names nowhere (a fact); whether it is possible and not certain."""

    cells: tuple[Cell, ...]
    detail: str = ""
    possible: bool = False


@dataclass(frozen=True)
class Table:
    """Headings and rows; what each row rests on, when that is shown."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    evidence: tuple[Evidenced, ...] = ()

    @property
    def detailed(self) -> bool:
        """Say whether some row leads to a page of its own."""
        return any(row.detail for row in self.rows)


def table(site: Site, asked: Asked, store: Store, found: Answer, *, technical: bool = False) -> Table:
    """Return the rows of `found` as a table, with the columns that its header calls technical when asked for."""
    shown = range(len(found.columns)) if technical else shown_columns(found)
    leads, words = Leads(site, asked), lexicon(store, found, asked.lang)
    makers = [_maker(found, i, leads, asked.lang, _knower(store), words.said) for i in shown]
    columns = tuple(_column(asked, found, i) for i in shown)
    detail = None if technical else _detail(found, shown, leads)
    unsure = found.columns.index(CERTAINTY) if CERTAINTY in found.columns else None
    rows = tuple(
        Row(
            tuple(make(row) for make in makers),
            leads.to(row[detail]) if detail is not None else "",
            unsure is not None and row[unsure] == ox.Literal("possible"),
        )
        for row in found.rows
    )
    return Table(columns, rows)


Known = Callable[[ox.NamedNode], bool]


def _column(asked: Asked, found: Answer, i: int) -> Column:
    name = found.columns[i]
    by, way = sorting.chosen(asked)
    heading = found.heading(name, asked.lang)
    return Column(heading, _numbers(found, i), sorting.address(asked, name), way if by == name else "")


def _knower(store: Store) -> Known:
    """Return what says whether a thing is a document, which is asked of the things of the rows alone."""
    kind = store.registry["hkg:SourceDocument"]
    return cache(lambda node: is_a(store, node, kind))


def _numbers(found: Answer, i: int) -> bool:
    """Say whether all values of a column are numbers."""
    terms = [row[i] for row in found.rows if row[i] is not None]
    return bool(terms) and all(is_number(term) for term in terms)


Maker = Callable[[Sequence["Term | None"]], Cell]


def _maker(found: Answer, i: int, leads: Leads, lang: str, is_document: Known, said: Callable[[str], str]) -> Maker:
    """Return what makes the cells of column `i`."""
    name = found.columns[i]
    if name.lower().endswith("lines"):
        return partial(_lines_cell, found, i, leads, lang, is_document)
    thing = _named_by(found, i)

    def cell(row: Sequence[Term | None]) -> Cell:
        text = in_cell(found, name, row[i], lang)
        if row[i] is None:
            return Cell((Part(text or "–"),), absent=True)
        named = row[i] if thing is None else row[thing]
        shown = text if thing is not None and leads.is_thing(named) else said(text)
        return Cell((Part(shown, leads.to(named)),), lang=_other(row[i], lang) if shown == text else "")

    return cell


def _other(term: Term | None, lang: str) -> str:
    """Return the language of a literal when it is not `lang`; empty when it has none."""
    said = term.language if isinstance(term, ox.Literal) else None
    return said if said and said != lang else ""


def _named_by(found: Answer, i: int) -> int | None:
    """Return the place of the column of the things whose names column `i` gives."""
    name = found.columns[i]
    stems = [name.removesuffix(end) for end in _NAMING if name.endswith(end)]
    if name == "label" and i:
        return i - 1  # `?thing ?label`
    return next((found.columns.index(stem) for stem in stems if stem in found.columns), None)


def _lines_cell(found: Answer, i: int, leads: Leads, lang: str, is_document: Known, row: Sequence[Term | None]) -> Cell:
    """Return the lines of a row, each leading to the nearest document on their left."""
    text = in_cell(found, found.columns[i], row[i], lang)
    if row[i] is None or not text:
        return Cell((Part(text or "–"),), absent=True)
    left = (term for term in reversed(row[:i]) if isinstance(term, ox.NamedNode) and is_document(term))
    document = next(left, None)
    return Cell(tuple(linked(text, leads, document)) if document else (Part(text),))


def _detail(found: Answer, shown: Iterable[int], leads: Leads) -> int | None:
    """Return the place of the first column of things of ours that no shown column names and no parameter fills."""
    named = {_named_by(found, i) for i in shown} | set(shown)
    asked = {parameter.name for parameter in found.query.parameters}
    for i, name in enumerate(found.columns):
        terms = [row[i] for row in found.rows if row[i] is not None]
        if i not in named and name not in asked and terms and all(map(leads.is_thing, terms)):
            return i
    return None
