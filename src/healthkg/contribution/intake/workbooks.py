"""A workbook or a CSV file → grids of text. Nothing in it is run or fetched: no formula, no macro, no entity."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
import zlib
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from healthkg import turtle
from healthkg.contribution.intake.tables import MAX_COLUMNS, MAX_ROWS, Grid, Merged, Numbered, Raw
from healthkg.errors import InputProblem, LimitReached

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 64 * 1024 * 1024
MAX_PARTS = 2_000
_MIB = 1024 * 1024
_HEADROOM = 10  # headings and empty ends, beyond the rows that count
# Whatever a file that is no sound workbook makes openpyxl, zipfile or expat raise.
_UNSOUND = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, SyntaxError, EOFError, OSError, NotImplementedError,
    RuntimeError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError,
)  # fmt: skip
_MERGED = re.compile(rb'<mergeCell\b[^>]*\bref="\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})"')
_MOST_MERGED = 1_000
# What `answers.spreadsheets.harmless` puts before a text that a spreadsheet would take for a formula.
_HARMLESS = re.compile(r"'(?='*[=+\-@\t\r])")
_EMPTY = Raw()
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')  # in a number format: what is shown as it is


def read_csv(content: bytes, file: str) -> Grid:
    """Return a CSV file's grid; its separator is the one that gives its first line the most cells.

    Raises InputProblem: no UTF-8, no CSV.
    """
    try:
        text = turtle.decode(content, file)
    except InputProblem as refusal:
        wrong_letters = refusal.code in ("file-not-utf8", "file-utf16")
        raise InputProblem(
            "intake-csv-encoding" if wrong_letters else "intake-not-csv", path=file, line=refusal.line
        ) from refusal
    heading = next((line for line in text.splitlines() if line.strip(" \t,;")), "")
    separator = max(",;", key=heading.count)
    try:
        records = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        rows = [(number, tuple(map(_plain, record[:MAX_COLUMNS]))) for number, record in enumerate(records, 1)]
    except csv.Error as error:
        raise InputProblem("intake-not-csv", path=file) from error
    return Grid(file, "", 0, rows)


def _plain(cell: str) -> Raw:
    return Raw(_HARMLESS.sub("", cell, count=1) if _HARMLESS.match(cell) else cell)


def read_workbook(content: bytes, file: str) -> list[Grid]:
    """Return the sheets of an .xlsx file, in order.

    Raises InputProblem: no workbook, one with macros, one whose XML declares entities; LimitReached: too large.
    """
    try:
        parts = _checked_parts(content, file)
        return _grids(content, parts, file)
    except _UNSOUND as error:
        raise InputProblem("intake-not-xlsx", path=file) from error


def contents(path: Path) -> bytes:
    """Return what a file holds. Raises what `read_bytes` raises."""
    return turtle.read_bytes(path, MAX_BYTES, "intake-too-large")


def _checked_parts(content: bytes, file: str) -> dict[str, bytes]:
    """Return the XML parts of a workbook by name, once they are known to be few, small and without declarations."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        held = archive.infolist()
        if len(held) > MAX_PARTS or sum(one.file_size for one in held) > MAX_UNPACKED:
            raise LimitReached("intake-too-large", path=file, limit=MAX_UNPACKED // _MIB)
        if any(one.filename.casefold().endswith("vbaproject.bin") for one in held):
            raise InputProblem("intake-macros", path=file)
        parts = {one.filename: archive.read(one) for one in held if one.filename.endswith((".xml", ".rels"))}
    if any(b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\0" in part for part in parts.values()):
        raise InputProblem("intake-declarations", path=file)
    return parts


def _grids(content: bytes, parts: dict[str, bytes], file: str) -> list[Grid]:
    import openpyxl

    with warnings.catch_warnings(action="ignore"):  # what openpyxl leaves out of a workbook, we do not read
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        try:
            return [_grid(sheet, order, parts, file) for order, sheet in enumerate(book.worksheets)]
        finally:
            book.close()


def _grid(sheet: Any, order: int, parts: dict[str, bytes], file: str) -> Grid:
    """Return a sheet's grid: its rows that hold anything, few enough, whatever size the sheet claims to have."""
    sheet.reset_dimensions()
    rows = enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), 1)
    held = ((number, tuple(map(_raw, row))) for number, row in rows if any(cell.value is not None for cell in row))
    merged = _MERGED.findall(parts.get(sheet._worksheet_path.removeprefix("/"), b""))
    ranges = tuple(_range(*one) for one in merged[:_MOST_MERGED])
    return Grid(file, sheet.title, order, list[Numbered](islice(held, MAX_ROWS + _HEADROOM)), ranges)


def _range(left: bytes, top: bytes, right: bytes, bottom: bytes) -> Merged:
    from openpyxl.utils import column_index_from_string

    name = f"{left.decode()}{top.decode()}:{right.decode()}{bottom.decode()}"
    return Merged(int(top), int(bottom), column_index_from_string(left.decode()), name)


def _raw(cell: Cell) -> Raw:
    """Return what a person sees in a cell, as text; a formula and an error are faults."""
    if cell.value is None:
        return _EMPTY
    if cell.data_type == "f":
        return Raw(str(cell.value), "intake-formula")
    if cell.data_type == "e":
        return Raw(str(cell.value), "intake-error-cell")
    return Raw(_seen(cell.value, cell.number_format))


def _seen(value: object, form: str) -> str:
    if isinstance(value, datetime | date):
        return _day(value, form)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, form)
    return str(value)


def _number(value: float, form: str) -> str:
    """Return a number without exponent; one that is shown as a percentage, as it is shown."""
    exact = Decimal(str(value)) * (100 if _shown(form).endswith("%") else 1)
    plain = f"{exact:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _day(value: date, form: str) -> str:
    """Return a date no more precise than it is shown: « mars 2022 », which Excel holds as a day, is 2022-03."""
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat()
    said = _shown(form).casefold()
    length = len("2022-03-01") if "d" in said or "j" in said else len("2022-03") if "m" in said else len("2022")
    return value.isoformat()[:length]


def _shown(form: str) -> str:
    """Return a number format without what it shows as it is: « [$-40C]mmmm yyyy » is mmmm yyyy."""
    return _LITERAL.sub("", form.split(";")[0])
