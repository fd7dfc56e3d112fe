"""Questions to start from: those of the page's words that this corpus answers, then questions of its own library."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from healthkg.answers.answer import answer
from healthkg.errors import HealthkgError
from healthkg.question import ask, understand
from healthkg.web.library.catalogue import question
from healthkg.web.totals import is_large
from healthkg.web.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from healthkg.web.site import Site

ENOUGH = 10
Question = tuple[str, str, int | None]
_KNOWN: dict[tuple[str, str, str], tuple[Question, ...]] = {}


def questions(site: Site, lang: str) -> tuple[Question, ...]:
    """Return ten questions or fewer: the words, the name of a query (empty: the words are asked), how many rows it
    brings. They are looked up once for a corpus; of a large one, those that are understood, and no rows are counted."""
    key = site.version, site.edition, lang
    if key not in _KNOWN:
        for old in [one for one in _KNOWN if one[:2] != key[:2]]:
            del _KNOWN[old]
        found = dict.fromkeys(islice(_asked(site, lang), ENOUGH))
        if len(found) < ENOUGH and not is_large(site):
            found |= dict.fromkeys(islice(_of_library(site, lang), ENOUGH))
        _KNOWN[key] = tuple(found)[:ENOUGH]
    return _KNOWN[key]


def _asked(site: Site, lang: str) -> Iterator[Question]:
    """Yield the questions of the page's words that are understood and bring rows."""
    for text in words("ask", lang)["questions"]:
        try:
            rows = _rows(site, text, lang)
        except HealthkgError:
            continue
        if rows != 0:
            yield text, "", rows


def _rows(site: Site, text: str, lang: str) -> int | None:
    """Return how many rows a question brings; None where they are too many things to count. Raises NotUnderstood."""
    if is_large(site):
        understand(site.store, text, lang, site.questions)
        return None
    return len(ask(site.store, text, lang, site.questions).rows)


def _of_library(site: Site, lang: str) -> Iterator[Question]:
    """Yield the questions of the library that bring rows with the examples of their parameters."""
    for query in site.queries.values():
        if query.folder == "competency":
            rows = len(answer(site.store, query, {}).rows)
            if rows:
                yield question(query, lang), query.name, rows
