"""Why a question has no answer, said with what could be asked instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox
from rapidfuzz import fuzz

from healthkg.errors import InputProblem
from healthkg.queryfile import Query
from healthkg.question.naming import kind_of, title
from healthkg.question.readings import Reading, written
from healthkg.question.slots import Value, class_of_slot, kind_of_slot
from healthkg.question.templates import Pattern, Slot
from healthkg.question.things import Lexicon
from healthkg.question.words import LIGHT, Word
from healthkg.store import Store

_OFFERED = 3


@dataclass(frozen=True)
class Offer:
    """A question that the library answers, and the command that asks it: the name of a query and its values."""

    summary: str
    command: str
    query: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


class NotUnderstood(InputProblem):
    """A question that nothing answers as it is asked; `offers` are the nearest that something does, and `data["names"]`
    those nearest to a name that nothing bears."""

    def __init__(self, code: str, offers: tuple[Offer, ...] = (), **data: object) -> None:
        super().__init__(code, **data)  # type: ignore[arg-type]
        self.offers = offers


def ambiguous(store: Store, reading: Reading, text: str, lang: str) -> NotUnderstood:
    """Return the refusal that lists the things among which the words do not choose, each with its command."""
    slot, said, filling = next(
        (slot, said, filling)
        for slot, said, filling in zip(reading.template.slots, reading.match.spans, reading.fillings, strict=True)
        if filling and filling.rivals and kind_of_slot(slot, reading.template) != "column"
    )
    given = {name: value for each in reading.fillings if each for name, value in each.values.items()}
    parameters = {parameter.name for parameter in reading.template.query.parameters}
    offers = []
    for rival in filling.rivals[:10]:
        values = {name: value for name, value in {**given, slot.names[0]: rival}.items() if name in parameters}
        shown = f"{title(store, rival, lang)} ({kind_of(store, rival, lang)})"
        query = reading.template.query
        offers.append(Offer(shown, command(store, query, values), query.name, said_values(store, values)))
    candidates = ", ".join(store.registry.shorten(rival.value) for rival in filling.rivals[:10])
    name = written(text, said)
    return NotUnderstood("name-ambiguous", tuple(offers), name=name, candidates=candidates)


def unknown_name(
    lexicon: Lexicon, text: str, lang: str, reading: Reading, said: tuple[Word, ...], slot: Slot
) -> NotUnderstood:
    """Return the refusal of a name that nothing bears, with the nearest."""
    near = lexicon.near(tuple(word.key for word in said), class_of_slot(slot, reading.template), lang)
    name = written(text, said)
    return NotUnderstood("name-unknown", name=name, near=", ".join(near) or "–", names=tuple(near))


def nearest(patterns: Iterable[Pattern], asked: tuple[Word, ...], lang: str) -> tuple[Offer, ...]:
    """Return the three questions of the library that share most with what was asked."""
    said = " ".join(word.key for word in asked if word.key not in LIGHT)
    queries: dict[str, tuple[float, Query]] = {}
    for pattern in patterns:
        name = pattern.query.name
        alike = fuzz.token_set_ratio(said, " ".join(word for word in pattern.possible if word not in LIGHT))
        queries[name] = max(alike, queries.get(name, (0.0,))[0]), pattern.query
    first = sorted(queries.values(), key=lambda pair: (-pair[0], pair[1].name))[:_OFFERED]
    return tuple(Offer(query.summary.get(lang, ""), example(query), query.name) for _, query in first)


def example(query: Query) -> str:
    said = ((parameter.name, parameter.example.split("^^")[0].strip('"')) for parameter in query.parameters)
    return " ".join([f"healthkg query {query.name}", *(f"--param {name}={value}" for name, value in said)])


def command(store: Store, query: Query, values: Mapping[str, Value]) -> str:
    said = said_values(store, values).items()
    return " ".join([f"healthkg query {query.name}", *(f"--param {name}={value}" for name, value in said)])


def said_values(store: Store, values: Mapping[str, Value]) -> dict[str, str]:
    """Return values as a command or an address says them: things by their short IRIs."""
    return {
        name: store.registry.shorten(value.value) if isinstance(value, ox.NamedNode) else value.value
        for name, value in values.items()
    }
