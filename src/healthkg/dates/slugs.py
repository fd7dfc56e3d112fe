"""The slug of a Span → the Span."""

from __future__ import annotations

import re
from collections.abc import Callable

from healthkg.dates import moments
from healthkg.dates.moments import EDGES, PARTS, Moment
from healthkg.dates.spans import Span, between, during, since, until, yearless
from healthkg.errors import InputProblem

PREFIX = "temps-"
_NAMES = "|".join(name for name in PARTS if name not in EDGES and name != "rentree")
_EDGES = "|".join(EDGES)

_MOMENTS: tuple[tuple[str, Callable[[re.Match[str]], Moment]], ...] = (
    ("([0-9]{4})", lambda m: moments.year(int(m[1]))),
    ("([0-9]{4})-([0-9]{2})", lambda m: moments.month(int(m[2]), int(m[1]))),
    ("([0-9]{4})-([0-9]{2})-([0-9]{2})", lambda m: moments.day(int(m[3]), int(m[2]), int(m[1]))),
    (f"([0-9]{{4}})-({_NAMES})", lambda m: moments.part(m[2], int(m[1]))),
    (f"({_EDGES}|rentree)-([0-9]{{4}})", lambda m: moments.part(m[1], int(m[2]))),
    (f"({_EDGES})-([0-9]{{4}})-([0-9]{{2}})", lambda m: moments.third(m[1], int(m[3]), int(m[2]))),
)
_SPANS: tuple[tuple[str, Callable[[re.Match[str]], Span]], ...] = (
    ("sans-annee-([0-9]{2})-([0-9]{2})", lambda m: yearless(int(m[2]), int(m[1]))),
    ("avant-(.+)", lambda m: until(_moment(m[1]))),
    ("depuis-(.+)", lambda m: since(_moment(m[1]))),
    ("(.+)-a-inconnu", lambda m: between(_moment(m[1]), None)),
    ("inconnu-a-(.+)", lambda m: between(None, _moment(m[1]))),
    ("(.+?)-a-(.+)", lambda m: between(_moment(m[1]), _moment(m[2]))),
    ("(.*)", lambda m: during(_moment(m[1]))),
)


def from_slug(slug: str) -> Span:
    """Return the Span whose slug this is: `from_slug(span.slug) == span`.

    Raises InputProblem for a slug that no Span has; where its meaning is clear, with the slug to write.
    """
    if not slug.startswith(PREFIX):
        raise InputProblem("date-slug-unreadable", text=slug)
    body = slug.removeprefix(PREFIX)
    span = next(make(match) for pattern, make in _SPANS if (match := re.fullmatch(pattern, body, re.DOTALL)))
    if span.slug != slug:
        raise InputProblem("date-slug-not-canonical", text=slug, slug=span.slug)
    return span


def _moment(body: str) -> Moment:
    for pattern, make in _MOMENTS:
        if match := re.fullmatch(pattern, body):
            return make(match)
    raise InputProblem("date-slug-unreadable", text=PREFIX + body)
