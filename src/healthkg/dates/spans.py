"""A Span: what hkg:TimeSpan records of a date or period, made from one Moment or two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from healthkg.dates.moments import Moment, day, day_names
from healthkg.errors import InputProblem

LEAP_YEAR = 2000


@dataclass(frozen=True)
class Span:
    """A date or period reduced to its bounds, both included; None where nothing bounds it.

    `edtf` is None where EDTF (ISO 8601-2:2019) has no code: then the label and the bounds say all.
    """

    slug: str
    label_fr: str
    label_en: str
    edtf: str | None
    earliest: date | None
    latest: date | None


def during(moment: Moment) -> Span:
    """Return the Span of one Moment."""
    slug = f"temps-{moment.slug}"
    return Span(slug, moment.fr, moment.en, moment.edtf, moment.earliest, moment.latest)


def until(end: Moment) -> Span:
    """Return the Span of a deadline, its last day included: « d'ici 2022 » may be 31 December 2022.

    The end of a year or month is that year or month: « d'ici fin mai 2023 » is « d'ici mai 2023 ».
    """
    end = _widest(end, "fin")
    fr = f"au plus tard le {end.fr}" if end.unit == "day" else f"d'ici {end.le}{end.fr}"
    edtf = f"../{end.edtf}" if _is_plain(end) else None
    return Span(f"temps-avant-{end.slug}", fr, f"by {end.the}{end.en}", edtf, None, end.latest)


def since(start: Moment) -> Span:
    """Return the Span of an open end, its first day included; « dès début 2020 » is « dès 2020 »."""
    start = _widest(start, "debut")
    fr, en = f"dès {start.le}{start.fr}", f"from {start.the}{start.en} onwards"
    edtf = f"{start.edtf}/.." if _is_plain(start) else None
    return Span(f"temps-depuis-{start.slug}", fr, en, edtf, start.earliest, None)


def between(start: Moment | None, end: Moment | None) -> Span:
    """Return the Span from one Moment to another, of which one may be None: it exists, but is not known.

    Raises InputProblem when the end precedes the start, or when neither is known.
    """
    if start is None or end is None:
        return _half_known(start, end)
    if start == end:
        return during(start)
    start, end = _widest(start, "debut"), _widest(end, "fin")
    if start == end:
        return during(start)
    if end.latest < start.earliest:
        raise InputProblem("date-end-before-start", start=str(start.earliest), end=str(end.latest))
    fr = f"{_de(start.le, _without_tail(start, end, start.fr, end.fr))} {_a(end)}"
    en = f"from {start.the}{_without_tail(start, end, start.en, end.en)} to {end.the}{end.en}"
    edtf = f"{start.endpoint}/{end.endpoint}" if start.endpoint and end.endpoint else None
    return Span(f"temps-{start.slug}-a-{end.slug}", fr, en, edtf, start.earliest, end.latest)


def yearless(number: int, of_month: int) -> Span:
    """Return the Span of a day whose year is not said: it has no bounds."""
    day(number, of_month, LEAP_YEAR)
    fr, en = day_names(number, of_month)
    short = f"{of_month:02}-{number:02}"
    return Span(f"temps-sans-annee-{short}", fr, en, f"XXXX-{short}", None, None)


def _half_known(start: Moment | None, end: Moment | None) -> Span:
    if start is not None:
        start = _widest(start, "debut")
        fr = f"{_de(start.le, start.fr)} à une date inconnue"
        en = f"from {start.the}{start.en} to an unknown date"
        edtf = f"{start.edtf}/" if _is_plain(start) else None
        return Span(f"temps-{start.slug}-a-inconnu", fr, en, edtf, start.earliest, None)
    if end is None:
        raise InputProblem("date-without-bounds")
    end = _widest(end, "fin")
    fr, en = f"d'une date inconnue {_a(end)}", f"from an unknown date to {end.the}{end.en}"
    edtf = f"/{end.edtf}" if _is_plain(end) else None
    return Span(f"temps-inconnu-a-{end.slug}", fr, en, edtf, None, end.latest)


def _is_plain(moment: Moment) -> bool:
    # EDTF allows only years, months and days beside the slash of an interval.
    return moment.edtf is not None and moment.unit in ("year", "month", "day")


def _widest(moment: Moment, edge: str) -> Moment:
    """Return the year or month that `moment` is the `edge` of, since they share that bound; else `moment`."""
    return moment.whole if moment.whole and moment.edge == edge else moment


def _de(le: str, name: str) -> str:
    if le == "le ":
        return f"du {name}"
    return f"d'{name}" if not le and name[0] in "ao" else f"de {le}{name}"


def _a(moment: Moment) -> str:
    return f"au {moment.fr}" if moment.le == "le " else f"à {moment.le}{moment.fr}"


def _without_tail(start: Moment, end: Moment, name: str, other: str) -> str:
    """Return the start's `name` without the words that the end repeats: « du 17 au 19 septembre 2018 »."""
    if start.unit != end.unit or start.unit not in ("month", "day"):
        return name
    words, others = name.split(), other.split()
    while len(words) > 1 and words[-1] == others[-1]:
        words, others = words[:-1], others[:-1]
    return " ".join(words)
