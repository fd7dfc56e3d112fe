"""The charts: an answer drawn, as a picture of its own and within the page of its query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from healthkg.errors import InputProblem
from healthkg.projection import charts
from healthkg.web import linking
from healthkg.web.library import asking
from healthkg.web.values import Reply

if TYPE_CHECKING:
    from healthkg.answers import Answer
    from healthkg.projection import Chart
    from healthkg.web.library.asking import Asking
    from healthkg.web.site import Site
    from healthkg.web.values import Asked

SVG = "image/svg+xml"
# A picture that is opened by itself has the style that it holds, and nothing else.
ALONE = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}
_MAKERS = {"svg": (charts.svg, SVG), "png": (charts.png, "image/png"), "pdf": (charts.pdf, "application/pdf")}


@dataclass(frozen=True)
class Drawn:
    """A chart in a page: its title, the addresses of its files by form, the sentences that say the same, what is not
    drawn and why."""

    title: str
    files: dict[str, str]
    sentences: tuple[str, ...]
    omitted: tuple[tuple[str, str], ...]


def chart(site: Site, asked: Asked) -> Reply:
    """Return the picture of the chart that the path names (`/charts/NAME.svg`).

    Raises InputProblem: no such query, one that describes no chart, a form that there is not.
    """
    name, _, form = asked.parts["file"].partition(".")
    query = asking.library_query(site, name)
    if form not in _MAKERS:
        raise InputProblem("page-missing")
    if not query.chart:
        raise InputProblem("query-not-a-chart", name=name)
    wish = asking.read(site, asked, query)
    make, media = _MAKERS[form]
    return Reply(make(_made(asked, wish, wish.answer())), media, headers=ALONE)


def drawn(site: Site, asked: Asked, wish: Asking, found: Answer) -> Drawn | None:
    """Return the chart of an answer for its page; None where its query describes none, or there is nothing to draw."""
    if not wish.query.chart or not found.rows:
        return None
    made, said = _made(asked, wish, found), asking.parameters_of(site, wish)
    path = f"/charts/{wish.query.name}"
    return Drawn(
        made.title,
        {form: linking.here(asked, f"{path}.{form}", **{**said, "lang": asked.lang}) for form in _MAKERS},
        made.caption,
        tuple((one.label, one.why) for one in made.omitted),
    )


def _made(asked: Asked, wish: Asking, found: Answer) -> Chart:
    return charts.chart(found, asked.lang, charts.lexicon(wish.looked.store, found, asked.lang))
