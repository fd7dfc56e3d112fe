"""Rows → what they state: pairs of property and value, each with the cell that says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from healthkg.contribution.intake.citing import Citation, Citer
from healthkg.contribution.intake.layout import PASSAGE_KINDS, Column, Sheet
from healthkg.contribution.intake.tables import Cell, Row, Table
from healthkg.contribution.intake.telling import finding
from healthkg.contribution.intake.things import Thing
from healthkg.contribution.intake.values import Reader
from healthkg.store import Store
from healthkg.turtle import Statement
from healthkg.validation import Finding

Term = ox.NamedNode | ox.Literal
Pair = tuple[ox.NamedNode, Term]


@dataclass(frozen=True)
class Stated:
    """What one row or several alike state: of `about` when it is a thing of the base, else of a new fact; each pair
    with its cell; the passages, each with the cell of its first line, and what describes them."""

    row: Row
    about: ox.NamedNode | None
    said: Mapping[Pair, Cell] = field(repr=False)
    passages: Mapping[ox.NamedNode, Cell] = field(repr=False)
    described: tuple[Statement, ...] = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)

    @property
    def pairs(self) -> frozenset[Pair]:
        """Return what is stated, without where."""
        return frozenset(self.said)

    def values(self, store: Store, key: str) -> list[Term]:
        """Return the values of a column."""
        name = self.row.sheet.column(key).property or "rdf:type"
        return [value for predicate, value in self.said if predicate == store.registry[name]]


def read_rows(reader: Reader, citer: Citer, table: Table) -> tuple[list[Stated], list[Finding]]:
    """Return what the rows of a table state, those that say the same put together, and what could not be read."""
    every, found = list[Stated](), list(table.findings)
    for row in table.rows:
        stated, faults = _read_row(reader, citer, row)
        found += faults
        if stated and not any(fault.severity == "violation" for fault in faults):
            every.append(stated)
    return _together(every), found


def _read_row(reader: Reader, citer: Citer, row: Row) -> tuple[Stated | None, list[Finding]]:
    sheet, registry = row.sheet, reader.store.registry
    thing = reader.things.get(row.first.place)
    if sheet.mints and thing is None:
        return None, []  # what is wrong with its name has been said
    said, found = dict[Pair, Cell](), list[Finding]()
    about: Term | None = thing.node if thing else None
    kind: Term = registry[sheet.classes[0]]
    for column in _columns(sheet, thing):
        cell = row.cells[column.key]
        terms, faults = reader.read(sheet, column, cell)
        found += faults
        if column.key == sheet.about_itself:
            about = terms[0] if terms else None
        elif column.kind == "class":
            kind = terms[0] if terms else kind
        else:
            said |= {(registry[column.property or ""], term): cell for term in terms}
    said |= _inherited(reader.store, row, said)
    # Where nothing is said of a thing that is known, there is nothing to be read in a passage.
    citation = Citation() if thing and thing.known and not said else citer.cite(row)
    found += [*citation.findings, *_lacking(row, about, citation, found)]
    if sheet.about_itself is None and not (thing and thing.known):
        said = {(registry["rdf:type"], kind): row.first, **said}
    return _stated(row, about, said, citation), found


def _columns(sheet: Sheet, thing: Thing | None) -> list[Column]:
    """Return the columns that a row states: all but the passage's; of a known thing, those that may be said of it."""
    stated = [column for column in sheet.columns if column.kind not in PASSAGE_KINDS]
    return [column for column in stated if column.key in sheet.of_known] if thing and thing.known else stated


def _stated(row: Row, about: Term | None, said: Mapping[Pair, Cell], citation: Citation) -> Stated:
    places = {citation.node: row.cells[row.sheet.of_kind("line").key]} if citation.node else {}
    node = about if isinstance(about, ox.NamedNode) else None
    return Stated(row, node, said, places, citation.triples, (row,))


def _lacking(row: Row, about: Term | None, citation: Citation, found: Iterable[Finding]) -> list[Finding]:
    """Return what a row that is about a thing of the base lacks: the thing, or the passage; a fact's shape says it."""
    key = row.sheet.about_itself
    if key is None or any(fault.severity == "violation" for fault in (*found, *citation.findings)):
        return []
    lines = row.cells[row.sheet.of_kind("line").key]
    lacking = [cell for cell, has in ((row.cells[key], about), (lines, citation.node)) if has is None]
    return [finding("violation", "intake-cell-empty", cell.place) for cell in lacking]


def _inherited(store: Store, row: Row, said: Mapping[Pair, Cell]) -> dict[Pair, Cell]:
    """Return what empty columns take from the thing of another: the subject of a figure, from its indicator."""
    found: dict[Pair, Cell] = {}
    for key, other in row.sheet.inherits.items():
        if not row.text(key):
            taken, given = (store.registry[row.sheet.column(one).property or ""] for one in (key, other))
            things = [value for predicate, value in said if predicate == given and isinstance(value, ox.NamedNode)]
            for quad in (quad for thing in things for quad in store.matches(thing, taken, None)):
                if not isinstance(quad.object, ox.BlankNode):
                    found[taken, quad.object] = row.cells[key]
    return found


def _together(every: Iterable[Stated]) -> list[Stated]:
    """Return what is stated, each once: rows that differ by their passage alone are one fact, read in both."""
    found: dict[tuple[str, ox.NamedNode | None, frozenset[Pair]], Stated] = {}
    for one in every:
        key = one.row.sheet.key, one.about, one.pairs
        if key in found:
            held = found[key]
            passages, described = {**one.passages, **held.passages}, (*held.described, *one.described)
            one = Stated(held.row, held.about, held.said, passages, described, (*held.rows, *one.rows))  # noqa: PLW2901
        found[key] = one
    return list(found.values())
