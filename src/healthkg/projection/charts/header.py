"""What a query's header says of its chart: which column is the item, the start, the amount…; and rows read that way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from healthkg import messages
from healthkg.answers.values import plain
from healthkg.errors import InputProblem
from healthkg.projection.charts import words
from healthkg.projection.charts.lexicon import NO_WORDS, Lexicon
from healthkg.projection.charts.values import Source, Time
from healthkg.projection.text import clean
from healthkg.projection.wording import typeset

if TYPE_CHECKING:
    from healthkg.answers import Answer
    from healthkg.store import Term

# What names no column: the kind of chart, words by language, words for the values of columns.
_PLAIN = ("kind", "absent", "words", "comparable", "reserve", "lost", "heads")
# What names a thing, which a term of the same words must not translate.
_NAMES = ("item", "lane", "actor", "start", "via", "end", "label", "title", "document")


@dataclass(frozen=True)
class Row:
    """One row of an answer, read as the header says; `said` is the header's part that names the columns."""

    cells: Mapping[str, Term | None]
    said: Mapping[str, Any]
    lang: str
    lexicon: Lexicon = NO_WORDS

    def part(self, key: str) -> Row:
        """Return this row read by a part of the header (`moved: {start: …}`), which may say nothing."""
        said = {"words": self.said.get("words", {}), **(self.said.get(key) or {})}
        return Row(self.cells, said, self.lang, self.lexicon)

    def column(self, key: str) -> str:
        """Return the column that the header names for `key`, of this language if it names one of each; else nothing."""
        name = self.said.get(key)
        if isinstance(name, Mapping):
            name = name.get(self.lang)
        return str(name or "")

    def term(self, key: str) -> Term | None:
        """Return the cell of the column that the header names for `key`."""
        return self.cells.get(self.column(key))

    def text(self, key: str) -> str:
        """Return the words of a cell on one line: a term in this language; a name as it is, unless the header says."""
        return self._words(self.column(key), name=key in _NAMES)

    def texts(self, key: str) -> str:
        """Return the words of several cells, where the header names a list of columns."""
        said = [self._words(str(name)) for name in self.said.get(key) or []]
        return ", ".join(dict.fromkeys(one for one in said if one))

    def _words(self, column: str, *, name: bool = False) -> str:
        term = self.cells.get(column)
        if term is None:
            return ""
        if not isinstance(term, ox.Literal):
            return clean(str(term.value).rstrip("/#").rpartition("/")[2])
        known = (self.said.get("words", {}).get(column) or {}).get(term.value) or {}
        said = known.get(self.lang) or (term.value if name else self.lexicon.said(term.value))
        return typeset(clean(str(said)), self.lang)

    def raw(self, key: str) -> str:
        """Return a cell as it is written, to compare it with what the header says of values."""
        term = self.term(key)
        return "" if term is None else str(term.value)

    def number(self, key: str) -> Decimal | None:
        """Return a cell's number; None when it has none."""
        value = plain(self.term(key))
        if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
            return None
        found = Decimal(str(value))
        return found if found.is_finite() else None

    def flag(self, key: str) -> bool | None:
        """Return a cell's yes or no; None when it says neither."""
        value = plain(self.term(key))
        return value if isinstance(value, bool) else None

    def time(self) -> Time | None:
        """Return the time that `said`, `start` and `end` make; None when the row has neither words nor bounds."""
        start, end = self._day("start"), self._day("end")
        said = self.text("said")
        if not said and start is None and end is None:
            return None
        return Time(words.when(said, start, end, self.lang), start, end, self.texts("note"))

    def _day(self, key: str) -> date | None:
        value = plain(self.term(key))
        return value if isinstance(value, date) else None

    def source(self) -> tuple[Source, ...]:
        """Return the document and lines of this row, if it names a document."""
        evidence = self.part("evidence")
        document = evidence.text("document")
        return (Source(document, evidence.text("lines")),) if document else ()

    def listed(self, key: str, kind: str) -> bool:
        """Is the raw value of the column `key` among those that the header lists under `kind`?"""
        return self.raw(key) in [str(one) for one in self.said.get(kind) or []]


def read(answer: Answer, lang: str, lexicon: Lexicon = NO_WORDS) -> tuple[Row, ...]:
    """Return the rows of `answer`, to be read as its header's `chart:` says.

    Raises InputProblem when the query describes no chart, or names a column that it does not bring.
    """
    said = answer.query.chart
    if not said:
        raise InputProblem("query-not-a-chart", name=answer.query.name)
    missing = sorted(set(columns(said)) - set(answer.columns))
    if missing:
        raise InputProblem("chart-column", path=answer.query.path, names=", ".join(missing))
    return tuple(Row(dict(zip(answer.columns, row, strict=True)), said, lang, lexicon) for row in answer.rows)


def columns(said: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of columns in a header's `chart:`."""
    for key, value in said.items():
        if key in _PLAIN:
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Mapping):
                yield from one.values() if set(one) <= set(messages.LANGUAGES) else columns(one)
            else:
                yield str(one)


def merged(*sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """Return sources, each document once, with all its lines."""
    found: dict[str, list[str]] = {}
    for source in (one for group in sources for one in group):
        found.setdefault(source.document, []).append(source.lines)
    return tuple(Source(document, ", ".join(dict.fromkeys(_split(lines)))) for document, lines in found.items())


def _split(lines: list[str]) -> list[str]:
    return [one for text in lines for one in text.split(", ") if one]
