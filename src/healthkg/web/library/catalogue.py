"""The list of the library: every question, report and view, grouped, or those that have some words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from healthkg.answers.names import fold
from healthkg.projection.wording import typeset
from healthkg.web.rendering import render
from healthkg.web.words import words

if TYPE_CHECKING:
    from healthkg.queryfile import Query
    from healthkg.web.site import Site
    from healthkg.web.values import Asked, Reply

FOLDERS = ("competency", "reports", "views")


@dataclass(frozen=True)
class Entry:
    """A query as a list shows it: its name, its question, what its parameters are called, whether it is drawn."""

    name: str
    question: str
    parameters: tuple[str, ...]
    drawn: bool


def queries(site: Site, asked: Asked) -> Reply:
    """Return the list of the library; with `q`, of the queries whose question, columns or name have these words."""
    kept = [query for query in site.queries.values() if matching(query, asked.one("q"))]
    groups = {folder: [entry(one, asked.lang) for one in kept if one.folder == folder] for folder in FOLDERS}
    return render(
        site,
        asked,
        "queries",
        lib=words("library", asked.lang),
        groups={folder: found for folder, found in groups.items() if found},
        total=len(site.queries),
        found=len(kept),
    )


def matching(query: Query, typed: str) -> bool:
    """Say whether the question, the columns or the name of a query have all of these words."""
    said = [query.name.replace("_", " "), *query.summary.values()]
    said += [text for column in query.columns.values() for text in (column.get("fr"), column.get("en")) if text]
    text = fold(" ".join(said))
    return all(word in text for word in fold(typed).split())


def entry(query: Query, lang: str) -> Entry:
    """Return `query` as a list shows it."""
    parameters = tuple(typeset(one.labels.get(lang, one.name), lang) for one in query.parameters)
    return Entry(query.name, question(query, lang), parameters, bool(query.chart))


def question(query: Query, lang: str) -> str:
    """Return what a query asks, in `lang`; its name when it does not say."""
    return typeset(query.summary.get(lang) or query.name, lang)
