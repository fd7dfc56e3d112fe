"""An answer for Excel: a workbook, or the CSV that a French Excel opens. Nothing in it is ever a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from healthkg import messages
from healthkg.answers.answer import Answer
from healthkg.answers.values import Plain, is_number, plain
from healthkg.store import Term

if TYPE_CHECKING:
    from xlsxwriter import Workbook

# What makes a spreadsheet take a cell for a formula.  Source: OWASP, CSV injection.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_MAX_DIGITS = 15  # past these, Excel rounds
_FIRST_YEAR = 1900  # Excel knows no day before
_NO_CLOCK = datetime(1980, 1, 1)  # same answer, same bytes


def excel_fr(answer: Answer, lang: str) -> bytes:
    """Return CSV for a French Excel: `;`, byte-order mark, decimal comma, ISO days; a cell that would be taken for a
    formula begins with an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(answer.columns)
    writer.writerows([_cell(term) for term in row] for row in answer.rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(term: Term | None) -> str:
    if term is None:
        return ""
    if is_number(term):
        return term.value.replace(".", ",")
    return harmless(term.value)


def harmless(text: str) -> str:
    """Return `text` as a cell that no spreadsheet takes for a formula: one that would be begins with an apostrophe.

    To read it back, take one apostrophe off what begins with apostrophes and then such a character.
    """
    return f"'{text}" if text.lstrip("'").startswith(_DANGEROUS) else text


def xlsx(answer: Answer, lang: str) -> bytes:
    """Return a workbook: the rows under their headings, every column; and what to know about them.

    Numbers are numbers and days are days where Excel can hold them; all else is text, never a formula.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": _NO_CLOCK, "title": answer.query.summary.get(lang, answer.query.name)})
    headings = [answer.heading(name, lang) for name in answer.columns]
    _sheet(book, messages.text("sheet-rows", lang), headings, ([plain(term) for term in row] for row in answer.rows))
    _sheet(book, messages.text("sheet-about", lang), (), _about(answer, lang))
    book.close()
    return out.getvalue()


def _sheet(book: Workbook, name: str, headings: Sequence[str], rows: Iterable[Sequence[Plain | None]]) -> None:
    sheet, bold, day = book.add_worksheet(name), book.add_format({"bold": True}), book.add_format()
    day.set_num_format("yyyy-mm-dd")
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
    for line, row in enumerate(rows, int(bool(headings))):
        for column, value in enumerate(row):
            if isinstance(value, bool):
                sheet.write_boolean(line, column, value)
            elif isinstance(value, (int, float, Decimal)) and _fits(value):
                sheet.write_number(line, column, float(value))
            elif isinstance(value, date) and value.year >= _FIRST_YEAR:
                sheet.write_datetime(line, column, value, day)
            elif value is not None:
                sheet.write_string(line, column, str(value))
    sheet.freeze_panes(int(bool(headings)), 0)
    sheet.autofit()


def _fits(number: float | Decimal) -> bool:
    """Say whether Excel holds `number` as it is: finite, with no more digits than it keeps."""
    exact = Decimal(str(number))
    return exact.is_finite() and len(exact.normalize().as_tuple().digits) <= _MAX_DIGITS


def _about(answer: Answer, lang: str) -> list[list[str]]:
    """Return the lines of the second sheet: the question, the data, what the answer rests on, what to know, and the
    values of the parameters."""
    said = [("question", answer.query.summary.get(lang)), ("query", answer.query.name), ("data", answer.version)]
    said += [("coverage", one.sentence(lang)) for one in answer.coverage]
    said.append(("caveat", answer.query.caveats.get(lang)))
    given = [[name, term.value] for name, term in answer.values.items()]
    return [*([messages.text(f"about-{name}", lang), text] for name, text in said if text), *given]
