"""What these pages load and read at their first use, done once in the server."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from healthkg.answers.remembering import within
from healthkg.errors import HealthkgError
from healthkg.messages import LANGUAGES
from healthkg.web.library import answering, pictures, questions, starting, views
from healthkg.web.totals import is_large, totals
from healthkg.web.values import Asked

if TYPE_CHECKING:
    from collections.abc import Callable

    from healthkg.web.site import Site
    from healthkg.web.values import Reply

_QUESTION = "Qui pilote quoi ?"


def prepare(site: Site) -> None:
    """Make one page of each sort, of a large corpus from what one document speaks of; and read the names of every class
    that parameters want."""
    shown = _part(site)
    charted = next((query.name for query in site.queries.values() if query.chart), "")
    viewed = next((query.name for query in site.queries.values() if query.view), "")
    pages = [(answering.library, charted), (answering.library, f"{charted}.xlsx")]
    pages += [(pictures.chart, f"{charted}.svg"), (pictures.chart, f"{charted}.png")]
    pages += [(views.view, viewed), *((views.view, f"{viewed}.{form}") for form in ("svg", "html", "gexf"))]
    for make, file in pages:
        _tried(partial(make, shown, Asked("/", {"file": file})))
    _tried(partial(questions.question, shown, Asked("/ask", query=(("q", _QUESTION),))))
    for lang in LANGUAGES:
        starting.questions(site, lang)
    for of in {one.of for query in site.queries.values() for one in query.parameters if one.kind == "iri"}:
        site.questions.lexicon.find(("–",), of)


def _part(site: Site) -> Site:
    """Return a site of the document that states most, if the corpus is large: a drawing of all of it takes long, and
    teaches nothing more."""
    if not is_large(site) or not site.documents:
        return site
    stated = totals(site, site.store).stated
    document = max(site.documents, key=lambda one: stated.get(one, 0))
    return replace(site, store=within(site.store, document), edition=f"{site.edition} {document.value}")


def _tried(make: Callable[[], Reply]) -> None:
    """Make a page; a corpus that cannot give it says so when it is asked."""
    try:
        make()
    except HealthkgError:
        return
