"""The sheets of a workbook beside what was found in them: the rows with a finding, under their headings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from healthkg.contribution.intake.telling import column_letters, shown
from healthkg.web.checking.listing import Told

if TYPE_CHECKING:
    from healthkg.contribution.intake.tables import Grid, Raw


@dataclass(frozen=True)
class Cell:
    """A cell: what a spreadsheet calls it, what it holds, what is found there."""

    name: str
    text: str
    told: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Row:
    """A row: its number, its cells."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet: its title ("" of a CSV file), the letters and the headings of its columns, the rows with a finding, how
    many rows hold anything."""

    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    count: int


def sheets(grids: Iterable[Grid], found: Iterable[Told]) -> list[Sheet]:
    """Return the sheets in which anything was found."""
    by_title: Mapping[str, list[Told]] = defaultdict(list)
    for one in found:
        if one.finding.cell:
            by_title[one.finding.cell.rpartition("!")[0]].append(one)
    return [_sheet(grid, by_title[shown(grid.title)]) for grid in grids if by_title.get(shown(grid.title))]


def _sheet(grid: Grid, found: Iterable[Told]) -> Sheet:
    places: Mapping[tuple[int, int], list[Told]] = defaultdict(list)
    for one in found:
        places[one.finding.line or 0, one.finding.column or 0].append(one)
    held = [(number, raws) for number, raws in grid.rows if any(raw.text for raw in raws)]
    heading = held[0][1] if held else ()
    wide = max([*(column for _, column in places), *(place for place, raw in enumerate(heading, 1) if raw.text)])
    columns = [(column_letters(column), _text(heading, column)) for column in range(1, wide + 1)]
    by_number = dict(held)
    rows = [Row(line, tuple(_cells(by_number.get(line, ()), line, wide, places))) for line in sorted(_lines(places))]
    return Sheet(grid.title, tuple(columns), tuple(rows), len(held))


def _lines(places: Iterable[tuple[int, int]]) -> set[int]:
    return {line for line, _ in places}


def _cells(raws: tuple[Raw, ...], line: int, wide: int, places: Mapping[tuple[int, int], list[Told]]) -> Iterator[Cell]:
    for column in range(1, wide + 1):
        yield Cell(f"{column_letters(column)}{line}", _text(raws, column), tuple(places.get((line, column), ())))


def _text(raws: tuple[Raw, ...], column: int) -> str:
    return shown(raws[column - 1].text) if column <= len(raws) else ""
