"""The name of a Moment, as typed: « été 2020 », « 17 septembre 2018 », 2018-36."""

from __future__ import annotations

import re
from collections.abc import Callable

from healthkg.dates import moments
from healthkg.dates.moments import PART_OF_CODE, WEEKDAYS_EN, WEEKDAYS_FR, Moment
from healthkg.dates.words import EDGES, HALVES, MONTHS, QUARTERS, SEASONS, WEEKDAYS, any_of, bare
from healthkg.errors import InputProblem

_Y = "(?P<year>[0-9]{4})"
MONTH = f"(?P<month>{any_of(MONTHS)})"
DAY = "(?P<day>[0-9]{1,2})(?:er|e|st|nd|rd|th)?"
WEEKDAY = f"(?:(?P<weekday>{any_of(WEEKDAYS)}) )?"
_ISO_DAY = "(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"


def _year(match: re.Match[str]) -> Moment:
    return moments.year(int(match["year"]))


def _month(match: re.Match[str]) -> Moment:
    return moments.month(MONTHS[match["month"]], int(match["year"]))


def _coded(match: re.Match[str]) -> Moment:
    number, of_year = int(match["code"]), int(match["year"])
    name = PART_OF_CODE.get(number)
    return moments.part(name, of_year) if name else moments.month(number, of_year)


def _day(match: re.Match[str]) -> Moment:
    day = moments.day(int(match["day"]), _month_number(match["month"]), int(match["year"]))
    given, true = WEEKDAYS.get(match["weekday"]), day.earliest.isoweekday()
    if given not in (None, true):
        raise InputProblem(
            "date-wrong-weekday", text=day.slug,
            given_fr=WEEKDAYS_FR[given - 1], given_en=WEEKDAYS_EN[given - 1],
            true_fr=WEEKDAYS_FR[true - 1], true_en=WEEKDAYS_EN[true - 1],
        )  # fmt: skip
    return day


def _month_number(word: str) -> int:
    return MONTHS.get(word) or int(word)


def _edge(match: re.Match[str]) -> Moment:
    edge, of_year = EDGES[match["edge"]], int(match["year"])
    if match["month"]:
        return moments.third(edge, MONTHS[match["month"]], of_year)
    return moments.part(edge, of_year)


def _quarter(match: re.Match[str]) -> Moment:
    return moments.part(f"t{QUARTERS[match['rank']]}", int(match["year"]))


def _half(match: re.Match[str]) -> Moment:
    return moments.part(f"s{HALVES[match['rank']]}", int(match["year"]))


def _season(match: re.Match[str]) -> Moment:
    return moments.part(SEASONS[match["season"]], int(match["year"]))


def _winter(match: re.Match[str]) -> Moment:
    of_year, next_year = int(match["year"]), match["next"]
    if next_year is None or int(next_year) != of_year + 1:
        raise InputProblem("date-which-winter", before=of_year - 1, year=of_year, after=of_year + 1)
    return moments.part("hiver", of_year)


def _rentree(match: re.Match[str]) -> Moment:
    return moments.part("rentree", int(match["year"]))


_MOMENTS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Moment]], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (_Y, _year),
        (f"{_Y}-(?P<code>[0-9]{{2}})", _coded),
        (f"{WEEKDAY}{_Y}-{_ISO_DAY}", _day),
        (f"{MONTH} {_Y}", _month),
        (f"{WEEKDAY}{DAY} {MONTH} {_Y}", _day),
        (f"{WEEKDAY}{MONTH} {DAY} {_Y}", _day),
        (f"(?P<edge>{any_of(EDGES)})[ -](?:{MONTH} )?{_Y}", _edge),
        (f"(?P<rank>{any_of(QUARTERS)}) (?:trimestre|quarter) {_Y}", _quarter),
        (f"[tq](?P<rank>[1-4])[ -]?{_Y}", _quarter),
        (f"{_Y}[ -][tq](?P<rank>[1-4])", _quarter),
        (f"(?P<rank>{any_of(HALVES)}) (?:semestre|semester|half) {_Y}", _half),
        (f"[sh](?P<rank>[12])[ -]?{_Y}", _half),
        (f"{_Y}[ -][sh](?P<rank>[12])", _half),
        (f"(?P<season>{any_of(SEASONS)}) {_Y}", _season),
        (f"(?:hiver|winter) {_Y}(?: ?[-/] ?(?P<next>[0-9]{{4}}))?", _winter),
        (f"rentree(?: scolaire)? {_Y}", _rentree),
        (f"start {_Y} school year", _rentree),
    )
)


def moment_of(typed: str) -> Moment | None:
    name = bare(typed)
    for pattern, make in _MOMENTS:
        if match := pattern.fullmatch(name):
            return make(match)
    return None
