"""A Moment: one stretch of the calendar that has a name, from a day to a year."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from healthkg.errors import InputProblem

FIRST_YEAR, LAST_YEAR = 1789, 2100

MONTHS_FR = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS_FR = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Moment:
    """A stretch of the calendar, both days included.

    `slug` is without `temps-`; `le` and `the` are the articles that its labels take in a sentence;
    `endpoint` is the EDTF that an interval may start or end with, None where EDTF allows none there;
    `edge` is debut, mi or fin, and `whole` the year or month that it is an edge of.
    """

    slug: str
    fr: str
    en: str
    earliest: date
    latest: date
    edtf: str | None = None
    endpoint: str | None = None
    le: str = ""
    the: str = ""
    unit: str = "part"
    edge: str = ""
    whole: Moment | None = None


@dataclass(frozen=True)
class _Part:
    """Some months of a year; `{y}` is the year, `{z}` the next one, `code` its number in EDTF."""

    slug: str
    code: int | None
    first: int
    months: int
    fr: str
    en: str
    le: str = ""
    the: str = ""


# Seasons hold every month that the meteorological or the astronomical season touches. Codes: EDTF level 2.
PARTS = {
    "t1": _Part("{y}-t1", 33, 1, 3, "1er trimestre {y}", "1st quarter of {y}", "le ", "the "),
    "t2": _Part("{y}-t2", 34, 4, 3, "2e trimestre {y}", "2nd quarter of {y}", "le ", "the "),
    "t3": _Part("{y}-t3", 35, 7, 3, "3e trimestre {y}", "3rd quarter of {y}", "le ", "the "),
    "t4": _Part("{y}-t4", 36, 10, 3, "4e trimestre {y}", "4th quarter of {y}", "le ", "the "),
    "s1": _Part("{y}-s1", 40, 1, 6, "1er semestre {y}", "1st half of {y}", "le ", "the "),
    "s2": _Part("{y}-s2", 41, 7, 6, "2e semestre {y}", "2nd half of {y}", "le ", "the "),
    "printemps": _Part("{y}-printemps", 21, 3, 4, "printemps {y}", "spring {y}", "le "),
    "ete": _Part("{y}-ete", 22, 6, 4, "été {y}", "summer {y}", "l'"),
    "automne": _Part("{y}-automne", 23, 9, 4, "automne {y}", "autumn {y}", "l'"),
    "hiver": _Part("{y}-hiver", 24, 12, 4, "hiver {y}-{z}", "winter {y}-{z}", "l'"),
    "debut": _Part("debut-{y}", None, 1, 3, "début {y}", "early {y}"),
    "mi": _Part("mi-{y}", None, 5, 4, "mi-{y}", "mid-{y}"),
    "fin": _Part("fin-{y}", None, 10, 3, "fin {y}", "late {y}"),
    "rentree": _Part("rentree-{y}", None, 9, 1, "rentrée {y}", "start of the {y} school year", "la ", "the "),
}
PART_OF_CODE = {part.code: name for name, part in PARTS.items() if part.code}
EDGES = ("debut", "mi", "fin")
_EDGE_WORDS = {"debut": ("début ", "early "), "mi": ("mi-", "mid-"), "fin": ("fin ", "late ")}
_EDGE_DAYS = {"debut": (1, 10), "mi": (11, 20), "fin": (21, 31)}


def year(number: int) -> Moment:
    """Return a calendar year. Raises InputProblem outside 1789–2100, as all the makers of this module do."""
    _in_range(number)
    name = f"{number:04}"
    return Moment(name, name, name, date(number, 1, 1), date(number, 12, 31), name, name, unit="year")


def month(number: int, of_year: int) -> Moment:
    """Return a month of a year."""
    _in_range(of_year)
    slug = f"{of_year:04}-{number:02}"
    if not 1 <= number <= 12:
        raise InputProblem("date-impossible", text=slug)
    last = monthrange(of_year, number)[1]
    fr, en = f"{MONTHS_FR[number - 1]} {of_year}", f"{MONTHS_EN[number - 1]} {of_year}"
    bounds = date(of_year, number, 1), date(of_year, number, last)
    return Moment(slug, fr, en, *bounds, slug, slug, unit="month")


def day(number: int, of_month: int, of_year: int) -> Moment:
    """Return a day. Raises InputProblem for a day that the calendar does not have."""
    _in_range(of_year)
    slug = f"{of_year:04}-{of_month:02}-{number:02}"
    try:
        when = date(of_year, of_month, number)
    except ValueError:
        raise InputProblem("date-impossible", text=slug) from None
    fr, en = day_names(number, of_month)
    return Moment(slug, f"{fr} {of_year}", f"{en} {of_year}", when, when, slug, slug, "le ", unit="day")


def day_names(number: int, of_month: int) -> tuple[str, str]:
    """Return a day of a month without its year, in French and in English."""
    ordinal = "1er" if number == 1 else str(number)
    return f"{ordinal} {MONTHS_FR[of_month - 1]}", f"{number} {MONTHS_EN[of_month - 1]}"


def part(name: str, of_year: int) -> Moment:
    """Return a quarter, half, season, edge or rentrée of a year; `name` is a key of PARTS."""
    row = PARTS[name]
    last_year, last_month = divmod(of_year * 12 + row.first + row.months - 2, 12)
    _in_range(of_year, last_year)
    first, last = month(row.first, of_year), month(last_month + 1, last_year)
    years = {"y": of_year, "z": of_year + 1}
    moment = Moment(
        row.slug.format(**years), row.fr.format(**years), row.en.format(**years), first.earliest, last.latest,
        f"{of_year}-{row.code}" if row.code else None, le=row.le, the=row.the,
    )  # fmt: skip
    if name not in EDGES:
        return moment
    # « De 2004 à mi-2021 » is 2004/2021-06: June is the closest code, the bounds are wider.
    middle = f"{of_year}-06" if name == "mi" else None
    return replace(moment, endpoint=middle, edge=name, whole=year(of_year))


def third(edge: str, number: int, of_year: int) -> Moment:
    """Return one of the EDGES of a month: days 1–10, 11–20, or 21 to the last."""
    whole = month(number, of_year)
    first, last = _EDGE_DAYS[edge]
    fr, en = _EDGE_WORDS[edge]
    bounds = whole.earliest.replace(day=first), whole.latest.replace(day=min(last, whole.latest.day))
    return Moment(f"{edge}-{whole.slug}", fr + whole.fr, en + whole.en, *bounds, edge=edge, whole=whole)


def _in_range(*years: int) -> None:
    for number in years:
        if not FIRST_YEAR <= number <= LAST_YEAR:
            raise InputProblem("date-out-of-range", year=f"{number:04}", first=FIRST_YEAR, last=LAST_YEAR)
