"""The page of the editor: a draft, what it brought or why it cannot be asked, and where to begin."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from healthkg import messages
from healthkg.answers import Bounds, added_prefixes, sparql, unknown_names, why_empty
from healthkg.web import assets, faults
from healthkg.web.editing.cells import Cell, table
from healthkg.web.editing.drafts import draft, sent
from healthkg.web.rendering import render
from healthkg.web.values import see_other

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from healthkg.answers import Answer
    from healthkg.errors import HealthkgError
    from healthkg.queryfile import Query
    from healthkg.web.editing.drafts import Draft
    from healthkg.web.site import Site
    from healthkg.web.values import Asked, Reply

SHOWN = 1000  # rows of the page; the files have them all
_BUNDLE = "editor.js"


@dataclass(frozen=True)
class Found:
    """An answer, its table, how long it took, and what its author should know."""

    answer: Answer
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    milliseconds: int
    notices: Sequence[str]


def editor(site: Site, asked: Asked) -> Reply:
    """Return the page, with the rows of what was asked; what a form sent gets an address of its own, to be passed on,
    unless it is too long for one. Raises what asking raises: see `refused`."""
    own = draft(site, asked)
    if asked.method == "POST" and own.address:
        return see_other(asked.address(query=own.text, why="1" if own.why else None))
    return _page(site, asked, own, found=_found(site, own, asked.lang) if own.asked else None)


def refused(site: Site, asked: Asked, error: HealthkgError) -> Reply:
    """Return the page with what is wrong, and the draft kept; for machines, the problem as they read it."""
    if "text/html" not in asked.headers.get("accept", ""):
        return faults.reply(site, asked, error, for_machines=True)
    return _page(site, asked, sent(asked), faults.status_of(error), error=error)


def _page(
    site: Site,
    asked: Asked,
    own: Draft,
    status: int = 200,
    found: Found | None = None,
    error: HealthkgError | None = None,
) -> Reply:
    return render(
        site,
        asked,
        "editor",
        status=status,
        draft=own,
        found=found,
        error=error,
        shown=SHOWN,
        examples=_examples(site),
        prefixes=sorted(site.store.registry.namespaces.items()),
        bundle=_BUNDLE if _BUNDLE in assets.table() else None,
    )


def _examples(site: Site) -> list[tuple[str, list[Query]]]:
    """Return the library by kind, in its order."""
    return [(kind, list(queries)) for kind, queries in groupby(site.queries.values(), lambda one: one.folder)]


def _found(site: Site, own: Draft, lang: str) -> Found:
    began = time.perf_counter()
    answer = sparql(site.engine(), own.text, Bounds(rows=SHOWN))
    took = round((time.perf_counter() - began) * 1000)
    return Found(answer, *table(site, answer, lang), took, list(_notices(site, own, answer, lang)))


def _notices(site: Site, own: Draft, answer: Answer, lang: str) -> Iterator[str]:
    if names := added_prefixes(site.store.registry, own.text):
        yield messages.text("prefixes-added", lang, names=", ".join(names))
    for unknown in unknown_names(site.store, own.text):
        code = "term-unknown-near" if unknown.near else "term-unknown"
        yield messages.text(code, lang, line=unknown.line, name=unknown.name, near=unknown.near)
    if own.why and answer.columns and not answer.rows:
        reason = why_empty(own.text, lambda text: bool(site.store.run(text)))
        yield messages.text(reason.code, lang, line=reason.line, text=reason.text)
