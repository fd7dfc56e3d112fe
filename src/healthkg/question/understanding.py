"""A question → the query that answers it, with its values; or why it is not understood, and what is near."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from healthkg import messages
from healthkg.answers import list_queries, value_of
from healthkg.queryfile import Query
from healthkg.question.matching import has_all, matches
from healthkg.question.naming import kind_of, title
from healthkg.question.readings import Reading, fit, rank, read, unnamed, written
from healthkg.question.refusals import NotUnderstood, ambiguous, command, nearest, unknown_name
from healthkg.question.slots import Value
from healthkg.question.templates import Pattern, patterns_of
from healthkg.question.things import Lexicon
from healthkg.question.words import words
from healthkg.store import Store

THRESHOLD = 0.75
LONGEST = 400  # characters: what is longer is no question


@dataclass(frozen=True)
class Kept:
    """The things, or the number, of which only rows with one are kept, in `column` (`mention`: in any)."""

    column: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Understood:
    """What a question was taken to ask: the query, its values, the rows to keep; how surely (0 to 1); what is said of
    it, and the command of the query."""

    query: Query = field(repr=False)
    values: Mapping[str, Value]
    kept: tuple[Kept, ...]
    score: float
    sentence: str
    command: str


@dataclass(frozen=True)
class Library:
    """What is read once for many questions: the patterns of the queries, and the names in the store."""

    patterns: tuple[Pattern, ...]
    lexicon: Lexicon


def read_library(store: Store) -> Library:
    """Return the patterns and names to understand questions by. Raises InputProblem for a header that is not well."""
    queries = list_queries(store.project)
    return Library(tuple(pattern for query in queries for pattern in patterns_of(query)), Lexicon(store))


def understand(store: Store, text: str, lang: str = "fr", library: Library | None = None) -> Understood:
    """Return what `text` asks, in French or English, with misprints; by a `library` that was read before, if given.

    Raises NotUnderstood: no template fits ("question-unknown"), a name names nothing ("name-unknown") or several things
    ("name-ambiguous").
    """
    library = library or read_library(store)
    asked, lexicon = words(text[:LONGEST]), library.lexicon
    templates = [template for each in library.patterns if has_all(asked, each.certain) for template in each.templates()]
    fitting = [match for template in templates for match in matches(template, asked) if match.score >= THRESHOLD]
    readings = [read(match, text, lexicon) for match in fitting] if len(text) <= LONGEST else []
    sure = [reading for reading in readings if reading.whole and reading.score >= THRESHOLD]
    if sure:
        best = min(sure, key=rank)
        if best.rivals:
            raise ambiguous(store, best, text, lang)
        return _understood(store, best, text, lang)
    nameless = [found for reading in readings if (found := unnamed(reading))]
    if nameless:
        raise unknown_name(lexicon, text, lang, *min(nameless, key=fit))
    raise NotUnderstood("question-unknown", nearest(library.patterns, asked, lang))


# ---- What is understood ----


def _understood(store: Store, reading: Reading, text: str, lang: str) -> Understood:
    query = reading.template.query
    wanted = {parameter.name: parameter for parameter in query.parameters}
    given = [pair for filling in reading.fillings if filling for pair in filling.values.items()]
    fixed = {name: value_of(store, wanted[name], said) for name, said in reading.template.pattern.values.items()}
    values = {name: value for name, value in (*given, *fixed.items()) if name in wanted}
    kept = tuple(
        Kept(name, filling.rivals or (value,))
        for filling in reading.fillings
        if filling
        for name, value in filling.values.items()
        if name not in wanted
    )
    sentence = messages.text("understood", lang, question=_said_back(store, reading, text, lang))
    if kept:
        quoted = (messages.text("quoted", lang, text=_shown(store, one, lang)) for each in kept for one in each.values)
        sentence += " " + messages.text("understood-kept", lang, things=", ".join(quoted))
    return Understood(query, values, kept, round(reading.score, 2), sentence, command(store, query, values))


def _said_back(store: Store, reading: Reading, text: str, lang: str) -> str:
    """Return the template with what its slots were taken to mean."""
    said = reading.template.text
    slots = zip(reading.template.slots, reading.match.spans, reading.fillings, strict=True)
    for slot, words_said, filling in slots:
        thing = filling.values[slot.names[0]] if filling else None
        named, kind = written(text, words_said), ""
        if isinstance(thing, ox.NamedNode):
            named, kind = title(store, thing, lang), kind_of(store, thing, lang)
        quoted = messages.text("quoted", lang, text=named)
        said = said.replace("{" + "/".join(slot.names) + "}", f"{quoted} ({kind})" if kind else quoted, 1)
    return said


def _shown(store: Store, value: Value, lang: str) -> str:
    return title(store, value, lang) if isinstance(value, ox.NamedNode) else value.value
