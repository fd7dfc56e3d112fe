"""A question → its answer, which says what was understood."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import pyoxigraph as ox

from healthkg.answers import Answer, label
from healthkg.answers.answer import answer
from healthkg.answers.names import fold
from healthkg.question.slots import Value
from healthkg.question.templates import MENTION
from healthkg.question.understanding import Kept, Library, Understood, understand
from healthkg.store import Store, Term

Row = tuple[Term | None, ...]


@dataclass(frozen=True, repr=False)
class Reply(Answer):
    """An Answer that says what the question was taken to ask."""

    understood: Understood = field(kw_only=True)


def ask(store: Store, text: str, lang: str = "fr", library: Library | None = None) -> Reply:
    """Return the answer to a question as a person asks it, in French or English; `.understood` says how it was taken.
    Who asks many reads the `library` once (`read_library`).

    Raises NotUnderstood, with offers, rather than answer what it is not sure of.
    """
    understood = understand(store, text, lang, library)
    given = answer(store, understood.query, understood.values)
    rows = given.rows
    for column in dict.fromkeys(each.column for each in understood.kept):
        wanted = [_having(store, given, each) for each in understood.kept if each.column == column]
        each_has = set.intersection(*wanted) or set.union(*wanted)
        rows = tuple(row for row in rows if row in each_has)
    said = {each.name: getattr(given, each.name) for each in fields(given)}
    return Reply(**{**said, "rows": rows}, understood=understood)


def _having(store: Store, given: Answer, kept: Kept) -> set[Row]:
    """Return the rows that have a thing of `kept`: itself, else its label within a text, else another name."""
    places = [i for i, name in enumerate(given.columns) if kept.column in (MENTION, name)]
    names = {name for value in kept.values for name in _names(store, value)}
    labels = {fold(label(store, value)) for value in kept.values if isinstance(value, ox.NamedNode)}
    said = [(row, [(row[i], fold(_text(row[i]))) for i in places]) for row in given.rows]
    exact = {row for row, cells in said if any(term in kept.values or text in names for term, text in cells)}
    return exact or _within(said, labels) or _within(said, {name for name in names if " " in name})


def _within(said: list[tuple[Row, list[tuple[Term | None, str]]]], names: set[str]) -> set[Row]:
    return {row for row, cells in said if any(name in text for name in names for _, text in cells)}


def _names(store: Store, value: Value) -> set[str]:
    """Return the texts that say `value` and nothing else."""
    if isinstance(value, ox.Literal):
        return {fold(value.value)}
    return {
        fold(quad.object.value)
        for name in ("skos:prefLabel", "skos:hiddenLabel", "hkg:acronym", "hkg:namedAs")
        for quad in store.matches(value, store.registry[name], None)
        if isinstance(quad.object, ox.Literal)
    }


def _text(cell: Term | None) -> str:
    return cell.value if isinstance(cell, ox.Literal) else ""
