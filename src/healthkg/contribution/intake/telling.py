"""Where a cell is, and a finding about it; what a cell holds, as it is safe and short enough to be shown."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from healthkg import messages
from healthkg.validation import Finding

_SHOWN = 80
_FROM_CELLS = {"text", "words"}  # the data that a stranger wrote


@dataclass(frozen=True, order=True)
class Place:
    """One cell: its file, its sheet (title, and place among the sheets), row and column from 1."""

    file: str
    sheet: str
    order: int
    row: int
    column: int

    @property
    def cell(self) -> str:
        """Return what a spreadsheet calls the cell: Rôles!C12; C12 where there is one sheet only."""
        return f"{shown(self.sheet)}!{column_letters(self.column)}{self.row}".removeprefix("!")


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1: A, Z, AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def finding(severity: str, code: str, place: Place, **data: object) -> Finding:
    """Return what the catalogue says under `code` of the cell at `place`; what the cell holds is shown safely."""
    safe = data | {name: shown(str(data[name])) for name in _FROM_CELLS & data.keys()}
    said = {lang: messages.text(code, lang, **safe) for lang in messages.LANGUAGES}
    return Finding(severity, code, "", said, file=place.file, line=place.row, column=place.column, cell=place.cell)


def shown(text: str, length: int = _SHOWN) -> str:
    """Return `text` on one line, invisible characters by their code, cut where it is longer than `length`."""
    seen = "".join(_seen(char) for char in " ".join(text.split())[: length * 2])
    return seen if len(seen) <= length else seen[: length - 1] + "…"


def _seen(char: str) -> str:
    return f"U+{ord(char):04X}" if unicodedata.category(char)[0] == "C" else char
