"""A grid of cells → the rows of a sheet, by headings in French or English, each cell with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz import process

from healthkg.answers.names import fold
from healthkg.contribution.intake.layout import Column, Sheet, words
from healthkg.contribution.intake.telling import Place, finding, shown
from healthkg.errors import InputProblem, LimitReached
from healthkg.validation import Finding

_OF_THE_TEMPLATE = {fold(mark) for name in ("help_row", "example_row") for mark in words(name)}

MAX_ROWS = 20_000
MAX_COLUMNS = 64
MAX_TEXT = 400


@dataclass(frozen=True)
class Raw:
    """What a reader found in a cell: its text, or the code of why it is not read."""

    text: str = ""
    fault: str | None = None


Numbered = tuple[int, tuple[Raw, ...]]


@dataclass(frozen=True)
class Merged:
    """Merged cells: their first and last row, their first column, and what a spreadsheet calls them (B4:B6)."""

    first: int
    last: int
    column: int
    text: str


@dataclass(frozen=True)
class Grid:
    """One sheet as it is read: its title ("" in a CSV), its rows in order with their numbers, its merged ranges."""

    file: str
    title: str
    order: int
    rows: Iterable[Numbered] = field(repr=False)
    merged: tuple[Merged, ...] = ()

    def place(self, row: int, column: int) -> Place:
        """Return the place of a cell, both counted from 1."""
        return Place(self.file, self.title, self.order, row, column)


@dataclass(frozen=True)
class Cell:
    """A cell under a known heading: its text, trimmed; "" when it is empty."""

    text: str
    place: Place


@dataclass(frozen=True)
class Row:
    """One row to read: a cell for every column of the sheet, empty ones included."""

    sheet: Sheet
    number: int
    cells: Mapping[str, Cell] = field(repr=False)

    def text(self, key: str) -> str:
        """Return the text of a column; "" when the sheet has no such column."""
        return self.cells[key].text if key in self.cells else ""

    @property
    def first(self) -> Cell:
        """Return the cell that stands for the row."""
        return self.cells[self.sheet.columns[0].key]


@dataclass(frozen=True)
class Table:
    """The rows of one sheet, what was found on the way, and how many rows were passed over because they are marked."""

    sheet: Sheet
    title: str
    rows: tuple[Row, ...] = field(repr=False)
    findings: tuple[Finding, ...] = ()
    passed: int = 0


def read_table(grid: Grid, sheet: Sheet) -> Table:
    """Return the rows of `grid` under the headings of `sheet`: its first row that is not empty holds them.

    Raises InputProblem: no heading is known; LimitReached: more rows than MAX_ROWS.
    """
    rows = ((number, raws) for number, raws in grid.rows if any(raw.text or raw.fault for raw in raws))
    number, raws = next(rows, (0, ()))
    if not number:
        return Table(sheet, grid.title, ())
    heads = _heads(raws, sheet)
    if not heads.columns:
        raise InputProblem("intake-no-headings", path=grid.file, sheet=shown(grid.title) or sheet.key)
    found = list(_unknown(grid, number, raws, heads, sheet))
    kept, passed = list[Row](), 0
    for number, raws in _bounded(rows, grid.file):
        marks = [raws[place].text for place in heads.marks if place < len(raws) and raws[place].text]
        if marks:
            passed += not {fold(mark) for mark in marks} <= _OF_THE_TEMPLATE
            continue
        row, faults = _row(grid, sheet, heads, number, raws)
        found += faults
        if not faults and any(cell.text for cell in row.cells.values()):
            kept.append(row)
    return Table(sheet, grid.title, tuple(kept), tuple(found), passed)


def _bounded(rows: Iterable[Numbered], file: str) -> Iterator[Numbered]:
    for count, row in enumerate(rows, 1):
        if count > MAX_ROWS:
            raise LimitReached("intake-too-many-rows", path=file, limit=MAX_ROWS)
        yield row


@dataclass(frozen=True)
class _Heads:
    """Place → column for the headings that are known; the places of the column of marks."""

    columns: Mapping[int, Column]
    marks: tuple[int, ...]


def _heads(heading: tuple[Raw, ...], sheet: Sheet) -> _Heads:
    """Return what the headings of a row mean; of two alike, the first counts."""
    called = {fold(name): column for column in reversed(sheet.columns) for name in column.headings.values()}
    marked = set(map(fold, words("skip")))
    found: dict[int, Column] = {}
    for place, raw in enumerate(heading):
        column = called.get(_heading(raw))
        if column and column not in found.values():
            found[place] = column
    return _Heads(found, tuple(place for place, raw in enumerate(heading) if _heading(raw) in marked))


def _heading(raw: Raw) -> str:
    """Return a heading as headings are compared: without the star of what is required."""
    return fold(raw.text.replace("*", ""))


def _unknown(grid: Grid, row: int, heading: tuple[Raw, ...], heads: _Heads, sheet: Sheet) -> Iterator[Finding]:
    """Yield a warning for each heading that is not read, with the nearest that would be."""
    names = [name for column in sheet.columns for name in column.headings.values()]
    for place, raw in enumerate(heading):
        if raw.text and place not in heads.columns and place not in heads.marks:
            near, *_ = process.extractOne(raw.text, names)
            yield finding("warning", "intake-heading", grid.place(row, place + 1), text=raw.text, near=near)


def _row(grid: Grid, sheet: Sheet, heads: _Heads, number: int, raws: tuple[Raw, ...]) -> tuple[Row, list[Finding]]:
    """Return a row, and what in it cannot be read: merged cells, or cells one by one."""
    merged = next((one for one in grid.merged if one.first <= number <= one.last), None)
    faults = list[Finding]()
    if merged:
        faults.append(finding("violation", "intake-merged", grid.place(merged.first, merged.column), text=merged.text))
    places = {column.key: place for place, column in heads.columns.items()}
    cells = dict[str, Cell]()
    for column in sheet.columns:
        place = places.get(column.key)
        where = grid.place(number, (min(heads.columns) if place is None else place) + 1)
        raw = raws[place] if place is not None and place < len(raws) else Raw()
        if code := raw.fault or ("intake-too-long" if len(raw.text) > MAX_TEXT else None):
            faults.append(finding("violation", code, where, text=raw.text, limit=MAX_TEXT))
        cells[column.key] = Cell(raw.text.strip(), where)
    return Row(sheet, number, cells), faults
