"""Questions to start from: those of the page's words that this corpus answers, then questions of its own library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from healthkg.answers.answer import answer
from healthkg.errors import HealthkgError
from healthkg.question import ask
from healthkg.web.library.catalogue import question
from healthkg.web.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from healthkg.web.site import Site

ENOUGH = 10
_KNOWN: dict[tuple[str, str, str], tuple[tuple[str, str, int], ...]] = {}


def questions(site: Site, lang: str) -> tuple[tuple[str, str, int], ...]:
    """Return ten questions or fewer: the words, the name of a query (empty: the words are asked), how many rows it
    brings. They are looked up once for a corpus."""
    key = site.version, site.edition, lang
    if key not in _KNOWN:
        for old in [one for one in _KNOWN if one[:2] != key[:2]]:
            del _KNOWN[old]
        found = dict.fromkeys(_asked(site, lang))
        if len(found) < ENOUGH:
            found |= dict.fromkeys(_of_library(site, lang))
        _KNOWN[key] = tuple(found)[:ENOUGH]
    return _KNOWN[key]


def _asked(site: Site, lang: str) -> Iterator[tuple[str, str, int]]:
    """Yield the questions of the page's words that are understood and bring rows."""
    for text in words("ask", lang)["questions"]:
        try:
            rows = len(ask(site.store, text, lang, site.questions).rows)
        except HealthkgError:
            continue
        if rows:
            yield text, "", rows


def _of_library(site: Site, lang: str) -> Iterator[tuple[str, str, int]]:
    """Yield the questions of the library that bring rows with the examples of their parameters."""
    for query in site.queries.values():
        if query.folder == "competency":
            rows = len(answer(site.store, query, {}).rows)
            if rows:
                yield question(query, lang), query.name, rows
