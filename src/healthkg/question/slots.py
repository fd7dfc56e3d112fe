"""The words in a slot → the values that they give: a thing, a day, a period, a number or a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from healthkg import dates
from healthkg.errors import InputProblem
from healthkg.question.templates import Slot, Template
from healthkg.question.things import Lexicon
from healthkg.question.words import Word

Value = ox.NamedNode | ox.Literal
_XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True)
class Filling:
    """What a slot's words give: a value for each of its names, how surely, and the things among which they do not
    choose (none when they do)."""

    values: Mapping[str, Value]
    certainty: float = 1.0
    rivals: tuple[ox.NamedNode, ...] = ()


def fill(slot: Slot, said: tuple[Word, ...], template: Template, text: str, lexicon: Lexicon) -> Filling | None:
    """Return what `said`, words of `text`, gives to `slot`; None when it means nothing there."""
    written = text[said[0].start : said[-1].end]
    kind = kind_of_slot(slot, template)
    if kind == "date":
        return _period(slot.names, written)
    if kind == "column" and written.isdecimal():
        return Filling({slot.names[0]: ox.Literal(int(written))})
    if kind in ("iri", "column"):
        found = lexicon.find(tuple(word.key for word in said), class_of_slot(slot, template))
        rivals = tuple(each.thing for each in found) if len(found) > 1 else ()
        return Filling({slot.names[0]: found[0].thing}, found[0].certainty, rivals) if found else None
    if kind == "integer" and not written.isdecimal():
        return None
    return Filling({slot.names[0]: ox.Literal(written, datatype=ox.NamedNode(f"{_XSD}{kind}"))})


def kind_of_slot(slot: Slot, template: Template) -> str:
    """Return what the slot wants: iri, date, integer or string; `column`, a thing or a number, for no parameter."""
    return next((each.kind for each in template.query.parameters if each.name == slot.names[0]), "column")


def class_of_slot(slot: Slot, template: Template) -> str | None:
    """Return the class of the thing that the slot wants, as a CURIE; None for any."""
    return next((each.of for each in template.query.parameters if each.name == slot.names[0]), None)


def _period(names: tuple[str, ...], written: str) -> Filling | None:
    """Return the day, the last one of a longer time; or for two names the first and the last day."""
    try:
        span = dates.read(written)
    except InputProblem:
        return None
    days = (span.earliest, span.latest) if len(names) == 2 else (span.latest or span.earliest,)
    if any(day is None for day in days):
        return None
    return Filling({name: _day(day) for name, day in zip(names, days, strict=True) if day})


def _day(day: date) -> ox.Literal:
    return ox.Literal(day.isoformat(), datatype=ox.NamedNode(f"{_XSD}date"))
