"""Labels beside identifiers: what an answer's IRIs are called, added to its rows and not to its query."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from healthkg import messages
from healthkg.answers.answer import Answer
from healthkg.answers.names import label_of
from healthkg.store import Store

_REMARK = re.compile(r" *\([^()]*\)$")


def with_labels(store: Store, answer: Answer, lang: str = "fr") -> Answer:
    """Return `answer` with a column `<name>Label` right of each column that holds IRIs, unless the query has one.

    Each distinct IRI is looked up once. A thing without a label (a fact) leaves its cell unbound.
    """
    places = {i: f"{name}Label" for i, name in enumerate(answer.columns) if _wants_label(answer, i)}
    if not places:
        return answer
    things = {term for row in answer.rows for i in places if isinstance(term := row[i], ox.NamedNode)}
    found: dict[Any, ox.Literal | None] = {thing: label_of(store, thing, lang) for thing in things}
    return answer.extended(
        columns=tuple(_beside(answer.columns, places)),
        rows=tuple(tuple(_beside(row, {i: found.get(row[i]) for i in places})) for row in answer.rows),
        said={name: _header(answer, answer.columns[i]) for i, name in places.items()},
    )


def _wants_label(answer: Answer, i: int) -> bool:
    """Say whether some row has an IRI in column `i`, and no column bears its label already."""
    return f"{answer.columns[i]}Label" not in answer.columns and any(
        isinstance(row[i], ox.NamedNode) for row in answer.rows
    )


def _beside(cells: tuple[Any, ...], more: Mapping[int, Any]) -> Iterator[Any]:
    """Yield `cells`, each followed by what `more` has for its place."""
    for i, cell in enumerate(cells):
        yield cell
        if i in more:
            yield more[i]


def _header(answer: Answer, name: str) -> dict[str, Any]:
    """Return what the header would say of the label of column `name`: the same without its « (identifiant) »."""
    words = {lang: _heading(answer, name, lang) for lang in messages.LANGUAGES}
    return {**words, "absent": dict.fromkeys(messages.LANGUAGES, "–")}


def _heading(answer: Answer, name: str, lang: str) -> str:
    said = answer.heading(name, lang)
    return _REMARK.sub("", said) if _REMARK.search(said) else messages.text("label-heading", lang, column=said)
