"""The words of charts (`templates/charts.toml`), and numbers, amounts and times as they are written in a language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from healthkg import dates
from healthkg.errors import InputProblem
from healthkg.messages import fill
from healthkg.projection.wording import typeset

_LISTED = 6
_MILLION = Decimal(1_000_000)
_AMOUNT = re.compile(r"(\d{4,}(?:\.\d+)?) ?€")
# French writes a narrow no-break space between groups of three digits, English a comma.
_MARKS = {"fr": ("\N{NARROW NO-BREAK SPACE}", ","), "en": (",", ".")}


@cache
def table() -> Mapping[str, Any]:
    """Return the table of words, as it is written."""
    return tomllib.loads(files("healthkg").joinpath("templates/charts.toml").read_text("utf-8"))


def words(lang: str) -> Mapping[str, Any]:
    """Return the words of `lang` (French when it is missing)."""
    found: Mapping[str, Any] = table().get(lang) or table()["fr"]
    return found


def say(key: str, lang: str, **data: object) -> str:
    """Return the phrase `key`, filled."""
    return typeset(fill(words(lang)[key], data), lang)


def counted(key: str, count: int, lang: str, **data: object) -> str:
    """Return the singular or plural of `key`, filled. French counts 0 as singular, English as plural."""
    many = count > 1 if lang == "fr" else count != 1
    return typeset(fill(words(lang)[key][many], {"count": number(Decimal(count), lang), **data}), lang)


def listed(items: Sequence[str], lang: str, most: int = _LISTED) -> str:
    """Return "a, b and c"; beyond `most`, "… and n others"."""
    said = list(items)
    if len(said) > most + 1:
        said = [*said[:most], counted("more", len(said) - most, lang)]
    *first, last = said
    return f"{', '.join(first)}{words(lang)['and']}{last}" if first else last


def capital(text: str) -> str:
    """Return `text` with its first letter large."""
    return text[:1].upper() + text[1:]


# ---- Numbers ----


def number(value: Decimal, lang: str) -> str:
    """Return a number as it is written in `lang`: 1 234,5 or 1,234.5."""
    group, point = _MARKS.get(lang, _MARKS["fr"])
    whole, _, decimals = f"{value:,f}".partition(".")
    decimals = decimals.rstrip("0")
    return whole.replace(",", group) + (point + decimals if decimals else "")


def money(amount: Decimal, lang: str) -> str:
    """Return an amount of euros: in millions from a hundred thousand, to the tenth where that loses nothing."""
    if abs(amount) < _MILLION / 10:
        return fill(words(lang)["euros"], {"number": number(amount, lang)})
    return fill(words(lang)["millions"], {"number": number((amount / _MILLION).normalize(), lang)})


def quantity(said: str, unit: str, lang: str) -> str:
    """Return a number with its unit; the sign of percent stands where the language puts it."""
    return say("percentage" if unit.startswith("%") else "quantity", lang, number=said, unit=unit).strip()


def with_money(said: str, lang: str) -> str:
    """Return `said` with the amounts in it (650000000 €) written as amounts are."""
    return _AMOUNT.sub(lambda match: money(Decimal(match.group(1)), lang), said)


def measured(said: str, precision: str, lang: str) -> str:
    """Return a number's words with the word of its precision, which exact ones do not bear."""
    return said if bound(precision) == "exact" else typeset(f"{precision} {said}", lang)


def bound(precision: str) -> str:
    """Return how a number is meant by the word of its precision: atleast, atmost, about, else exact."""
    found = (name for name, said in table()["bounds"].items() if precision.casefold() in said)
    return next(found, "exact")


# ---- Times ----


def when(said: str, start: date | None, end: date | None, lang: str) -> str:
    """Return the words of a time in `lang`: those of the document if they are French, else read again or counted out.

    The corpus names its times in French; a name that we can read has its English one.
    """
    if said and lang == "fr":
        return said
    span = _tried(dates.read, said) if said else None
    span = span or _tried(_spanned, start, end)
    if span is None:
        return said or "–".join(str(day) for day in dict.fromkeys((start, end)) if day)
    return span.label_en if lang == "en" else span.label_fr


def _tried(read: Callable[..., dates.Span | None], *given: object) -> dates.Span | None:
    """Return what `read` makes of `given`; None for what no name of a time can be read from."""
    try:
        return read(*given)
    except InputProblem:
        return None


def _spanned(start: date | None, end: date | None) -> dates.Span | None:
    """Return the time between two days; the named one (a month, a quarter, a year), if they are its bounds."""
    if start is None or end is None:
        edge = "depuis" if end is None else "avant"
        return dates.from_slug(f"temps-{edge}-{start or end}") if start or end else None
    if end < start:
        return None
    named = (f"temps-{start.year}{part}" for part in ("", *_parts(start)))
    spans = (dates.from_slug(slug) for slug in named)
    exact = (span for span in spans if (span.earliest, span.latest) == (start, end))
    return next(exact, None) or dates.from_slug(f"temps-{start}" if start == end else f"temps-{start}-a-{end}")


def _parts(start: date) -> tuple[str, ...]:
    return f"-s{(start.month + 5) // 6}", f"-t{(start.month + 2) // 3}", f"-{start.month:02}"


def date_said(text: str, lang: str) -> str:
    """Return a day written 2020-12-31 in words; nothing for another text."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    return when("", day, day, lang)


def months(start: date, end: date) -> int:
    """Return how many months lie between two days, by the calendar."""
    return (end.year - start.year) * 12 + end.month - start.month
