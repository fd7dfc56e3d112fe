"""The order of rows: the query's own, or that of a column that a reader chooses, numbers and dates as such."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from healthkg import dates
from healthkg.answers.names import fold
from healthkg.answers.values import is_number
from healthkg.errors import InputProblem

if TYPE_CHECKING:
    from datetime import date

    from healthkg.answers import Answer
    from healthkg.store import Term
    from healthkg.web.values import Asked

SORT, PAGE = "sort", "page"
_DOWN = "-"  # before a column: the greatest first
UP, DOWN = "ascending", "descending"


def ordered(asked: Asked, found: Answer) -> Answer:
    """Return the rows in the order that an address asks for; those without a value in that column stand last."""
    name, way = chosen(asked)
    if name not in found.columns:
        return found
    place = found.columns.index(name)
    with_value = [row for row in found.rows if row[place] is not None]
    key = _key([row[place] for row in with_value])
    with_value.sort(key=lambda row: key(row[place]), reverse=way == DOWN)
    return replace(found, rows=(*with_value, *(row for row in found.rows if row[place] is None)))


def chosen(asked: Asked) -> tuple[str, str]:
    """Return the column that an address sorts by, and whether upwards or downwards; empty for the query's own order."""
    said = asked.one(SORT)
    return said.removeprefix(_DOWN), "" if not said else DOWN if said.startswith(_DOWN) else UP


def address(asked: Asked, name: str) -> str:
    """Return the address that sorts by a column: upwards, downwards the next time, then as the query does."""
    now, way = chosen(asked)
    then = name if now != name else _DOWN + name if way == UP else None
    return asked.address(**{SORT: then, PAGE: None})


def _key(terms: Sequence[Term | None]) -> Callable[[Term | None], Any]:
    """Return what compares the values of a column: as numbers or as times when all are, else as words."""
    if all(is_number(term) for term in terms):
        return lambda term: float(_text(term))
    if all(_time(_text(term)) for term in terms):
        return lambda term: _time(_text(term))
    return lambda term: fold(_text(term))


def _text(term: Term | None) -> str:
    return "" if term is None else term.value


@lru_cache(maxsize=4096)
def _time(text: str) -> tuple[date, ...]:
    """Return the first and the last day of a time in words; nothing for what is none."""
    try:
        span = dates.read(text)
    except InputProblem:
        return ()
    return tuple(day for day in (span.earliest, span.latest) if day is not None)
