"""Literals as they are written: is one well formed, and does it come before another?

Forms and order are those of XML Schema 1.1 Part 2, which RDF 1.1 (5.1) and SPARQL 1.1 (17.3) name. To what SPARQL's `<`
compares (numbers, strings, booleans, dateTime), dates, times, years and months are added, as SPARQL engines do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

import pyoxigraph as ox

_XSD = "http://www.w3.org/2001/XMLSchema#"
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
# A moment without a time zone is somewhere within fourteen hours (XSD 1.1 Part 2, 3.3.7.1).
_ZONES = 14 * _HOUR

_YEAR = r"(?P<year>-?(?:[1-9]\d{3,}|0\d{3}))"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DATE = rf"{_YEAR}-{_MONTH}-(?P<day>\d\d)"
_TIME = r"(?P<hour>[01]\d|2[0-4]):(?P<minute>[0-5]\d):(?P<second>[0-5]\d(?:\.\d+)?)"
_ZONE = r"(?P<zone>Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))"
_MOMENTS = {
    "dateTime": rf"{_DATE}T{_TIME}{_ZONE}?",
    "dateTimeStamp": rf"{_DATE}T{_TIME}{_ZONE}",
    "date": rf"{_DATE}{_ZONE}?",
    "time": rf"{_TIME}{_ZONE}?",
    "gYearMonth": rf"{_YEAR}-{_MONTH}{_ZONE}?",
    "gYear": rf"{_YEAR}{_ZONE}?",
}
_DAYS = r"(?:\d+D)?(?:T(?!$)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
# Forms that are told from others, and not compared.
_PLAIN = {
    "gMonth": rf"--{_MONTH}{_ZONE}?",
    "gDay": rf"---(?:0[1-9]|[12]\d|3[01]){_ZONE}?",
    "gMonthDay": rf"--{_MONTH}-(?:0[1-9]|[12]\d|3[01]){_ZONE}?",
    "duration": rf"-?P(?!$)(?:\d+Y)?(?:\d+M)?{_DAYS}",
    "yearMonthDuration": r"-?P(?!$)(?:\d+Y)?(?:\d+M)?",
    "dayTimeDuration": rf"-?P(?!$){_DAYS}",
    "hexBinary": r"(?:[0-9a-fA-F]{2})*",
    "base64Binary": r"(?:[A-Za-z0-9+/]\s*)*(?:=\s*){0,2}",
    "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "normalizedString": r"[^\t\n\r]*",
}
_INTEGER = r"[+-]?\d+"
_DECIMAL = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_DOUBLE = rf"{_DECIMAL}(?:[eE][+-]?\d+)?|[+-]?INF|NaN"
# Each kind of integer with its least and its greatest value (XSD 1.1 Part 2, 3.4.13 and following).
_INTEGERS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    **{name: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for name, bits in
       (("byte", 8), ("short", 16), ("int", 32), ("long", 64))},
    **{name: (0, 2**bits - 1) for name, bits in
       (("unsignedByte", 8), ("unsignedShort", 16), ("unsignedInt", 32), ("unsignedLong", 64))},
}  # fmt: skip


class _Moment(NamedTuple):
    """Seconds on the calendar without end, and whether a time zone says which ones."""

    seconds: Decimal
    zoned: bool


class _Datatype(NamedTuple):
    """What a literal of a datatype looks like, and how its value is read; values of one kind are compared."""

    kind: str
    form: re.Pattern[str]
    value: Callable[[re.Match[str]], Any]


class _Read(NamedTuple):
    """The value of a literal, and its kind; the empty kind has no order."""

    kind: str
    value: Any


def well_formed(literal: ox.Literal) -> bool:
    """Say whether the lexical form is one of the literal's datatype; any form is one of a datatype that is unknown."""
    return _read(literal) is not None


def order(one: ox.Literal, other: ox.Literal) -> int | None:
    """Return -1, 0 or 1 as `one` comes before, with or after `other`; None when they cannot be compared."""
    first, second = _read(one), _read(other)
    if first is None or second is None or first.kind != second.kind or not first.kind:
        return None
    a, b = first.value, second.value
    if isinstance(a, _Moment) and isinstance(b, _Moment) and a.zoned != b.zoned:
        return _sign(a.seconds, b.seconds) if abs(a.seconds - b.seconds) > _ZONES else None
    if isinstance(a, float) or isinstance(b, float):  # numbers are promoted (SPARQL 1.1, 17.3)
        a, b = float(a), float(b)
    return _sign(a, b)


def _sign(one: Any, other: Any) -> int | None:
    if one == other:
        return 0
    return -1 if one < other else 1 if one > other else None  # NaN is neither


@lru_cache(maxsize=2**16)
def _read(literal: ox.Literal) -> _Read | None:
    """Return what a literal stands for; None when it is ill-formed. What an unknown datatype means is not compared."""
    datatype = _DATATYPES.get(literal.datatype.value)
    if datatype is None:
        return _Read("", None)
    match = datatype.form.fullmatch(literal.value)
    try:
        return match and _Read(datatype.kind, datatype.value(match))
    except ValueError:
        return None  # no such day, no such hour, or a number out of bounds


def _bounded(least: int | None, greatest: int | None) -> Callable[[re.Match[str]], Decimal]:
    def value(match: re.Match[str]) -> Decimal:
        number = Decimal(match[0])
        if (least is not None and number < least) or (greatest is not None and number > greatest):
            raise ValueError(match[0])
        return number

    return value


def _moment(match: re.Match[str]) -> _Moment:
    said = {"year": "1972", "month": "1", "day": "1", "hour": "0", "minute": "0", "second": "0", "zone": ""}
    said |= {name: text for name, text in match.groupdict().items() if text}
    year, hour, minute, second = int(said["year"]), int(said["hour"]), int(said["minute"]), Decimal(said["second"])
    if hour == 24 and (minute or second):
        raise ValueError(match[0])
    # The calendar repeats itself every 400 years, of 146,097 days.
    days = date(2000 + year % 400, int(said["month"]), int(said["day"])).toordinal() + year // 400 * 146097
    seconds = days * _DAY + hour * _HOUR + minute * _MINUTE - _offset(said["zone"]) + second
    return _Moment(seconds, bool(said["zone"]))


def _offset(zone: str) -> int:
    if zone in ("", "Z"):
        return 0
    return (int(zone[1:3]) * _HOUR + int(zone[4:]) * _MINUTE) * (-1 if zone[0] == "-" else 1)


def _datatypes() -> dict[str, _Datatype]:
    rows: dict[str, tuple[str, str, Callable[[re.Match[str]], Any]]] = {
        "string": ("string", r"(?s:.*)", lambda match: match[0]),
        "boolean": ("boolean", "true|false|1|0", lambda match: match[0] in ("true", "1")),
        "decimal": ("number", _DECIMAL, lambda match: Decimal(match[0])),
        "double": ("number", _DOUBLE, lambda match: float(match[0])),
        "float": ("number", _DOUBLE, lambda match: float(match[0])),
    }
    rows |= {name: ("number", _INTEGER, _bounded(*bounds)) for name, bounds in _INTEGERS.items()}
    rows |= {name: (name.removesuffix("Stamp"), form, _moment) for name, form in _MOMENTS.items()}
    rows |= {name: ("", form, lambda match: match) for name, form in _PLAIN.items()}
    return {
        _XSD + name: _Datatype(kind, re.compile(form, re.ASCII), value) for name, (kind, form, value) in rows.items()
    }


_DATATYPES = _datatypes()
