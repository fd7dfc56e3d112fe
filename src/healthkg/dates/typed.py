"""What a person types, in French, English, ISO 8601, EDTF or one of our slugs → a Span."""

from __future__ import annotations

import re

from healthkg.dates import moments
from healthkg.dates.moments import MONTHS_FR, Moment
from healthkg.dates.names import DAY, MONTH, WEEKDAY, moment_of
from healthkg.dates.slugs import PREFIX, from_slug
from healthkg.dates.spans import Span, between, during, since, until, yearless
from healthkg.dates.words import MONTHS, UNKNOWN, bare, folded, plain
from healthkg.errors import InputProblem

LONGEST = 120


def read(text: str) -> Span:
    """Read one date or period; case, accents, apostrophes and kinds of space and dash do not matter.

    « avant », « d'ici », « jusqu'à » and "by" all mean « au plus tard »: the bound is the lax one.
    Raises InputProblem, with a code for each cause: no date, a day that the calendar does not have, the wrong
    weekday, an end before its start, a year outside 1789–2100.
    """
    typed = folded(text) if len(text) <= LONGEST else ""
    for form in (_slug, _moment_alone, _yearless, _interval, _deadline, _open_end, _range):
        span = form(typed)
        if span is not None:
            return span
    raise _refusal(typed, text.strip()[:LONGEST])


# ---- Forms: each returns None for a text that is not of its kind ----

_YEARLESS = re.compile(f"{WEEKDAY}{DAY} {MONTH}|xxxx-(?P<iso_month>[0-9]{{2}})-(?P<iso_day>[0-9]{{2}})")
_DEADLINE = re.compile(
    r"(?:(?:d'ici|au plus tard|avant|jusqu'(?:a|au|en|aux)|by|before|until|no later than) )+(?P<end>.+)"
)
_OPEN_END = re.compile(r"(?:des|depuis|a partir|a compter|since|from|starting) (?P<start>.+?)(?: onwards?)?")
_RANGES = (
    re.compile(r"(?:entre|between) (?P<start>.+?) (?:et|and) (?P<end>.+)"),
    re.compile(r"(?:(?:from|depuis|a partir) )?(?P<start>.+?) (?:au?|to|until|jusqu'(?:a|au|en)|-) (?P<end>.+)"),
    re.compile(r"(?P<start>[0-9]{4})-(?P<end>[0-9]{4})"),
    re.compile(r"(?P<start>[0-9]{1,2})-(?P<end>[0-9]{1,2} .+)"),  # 17-19 septembre 2018
    re.compile(r"(?P<start>[a-z]{3,})-(?P<end>[a-z]{3,} .+)"),  # septembre-décembre 2018
)


def _slug(typed: str) -> Span | None:
    return from_slug(typed) if typed.startswith(PREFIX) else None


def _moment_alone(typed: str) -> Span | None:
    moment = moment_of(typed)
    return during(moment) if moment else None


def _yearless(typed: str) -> Span | None:
    match = _YEARLESS.fullmatch(bare(typed))
    if match is None:
        return None
    if match["day"]:
        return yearless(int(match["day"]), MONTHS[match["month"]])
    return yearless(int(match["iso_day"]), int(match["iso_month"]))


def _interval(typed: str) -> Span | None:
    """Read an EDTF interval: `..` is open, nothing is unknown."""
    start, slash, end = (side.strip() for side in typed.partition("/"))
    first, last = moment_of(start), moment_of(end)
    if not slash or not (first or start in ("", "..")) or not (last or end in ("", "..")):
        return None
    if start == ".." and last:
        return until(last)
    if end == ".." and first:
        return since(first)
    return between(first, last) if first or last else None


def _deadline(typed: str) -> Span | None:
    match = _DEADLINE.fullmatch(typed)
    end = moment_of(match["end"]) if match else None
    return until(end) if end else None


def _open_end(typed: str) -> Span | None:
    match = _OPEN_END.fullmatch(typed)
    start = moment_of(match["start"]) if match else None
    return since(start) if start else None


def _range(typed: str) -> Span | None:
    match = next((match for pattern in _RANGES if (match := pattern.fullmatch(typed))), None)
    if match is None:
        return None
    end = moment_of(match["end"])
    start = _start(match["start"], end)
    if start is None and bare(match["start"]) not in UNKNOWN:
        return None
    if end is None and bare(match["end"]) not in UNKNOWN:
        return None
    return between(start, end)


def _start(typed: str, end: Moment | None) -> Moment | None:
    """Read the start of a range, which takes what it lacks from the end: « du 17 au 19 septembre 2018 »."""
    tails = [""]
    if end is not None:
        tails = [f" {end.earliest.year}", ""]
        if end.unit == "day" or (end.whole and end.whole.unit == "month"):
            tails = [f" {MONTHS_FR[end.earliest.month - 1]} {end.earliest.year}", *tails]
    return next((found for tail in tails if (found := moment_of(plain(typed + tail)))), None)


# ---- Refusals: what a text that is no date looks like ----

_REFUSALS = (
    ("date-short-year", re.compile(r"-?[0-9]{1,3}")),
    ("date-uncertain", re.compile(r"(?:vers|environ|circa|about|around) .+|.*[0-9][?~%].*")),
    ("date-with-time", re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ t][0-9]{2}.*|z|[+-][0-9].*)")),
)
_NUMERIC = (
    re.compile(r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})[/.]?(?P<month>[0-9]{2})[/.]?(?P<day>[0-9]{2})"),
)


def _refusal(typed: str, text: str) -> InputProblem:
    """Return what says best why `typed` is no date. Raises InputProblem for numbers that no calendar has."""
    for pattern in _NUMERIC:
        if match := pattern.fullmatch(typed):
            day = moments.day(int(match["day"]), int(match["month"]), int(match["year"]))
            return InputProblem("date-not-iso", text=text, iso=day.slug)
    code = next((code for code, pattern in _REFUSALS if pattern.fullmatch(typed)), "date-unreadable")
    return InputProblem(code, text=text)
