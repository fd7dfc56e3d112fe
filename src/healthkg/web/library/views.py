"""The views: a network as a still picture with its caption, as a page to walk in, as files for other programs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from healthkg import projection
from healthkg.errors import InputProblem
from healthkg.projection import exports, wording
from healthkg.projection.networks import LIMIT, present
from healthkg.projection.wording import typeset
from healthkg.web import linking
from healthkg.web.library import answering, asking
from healthkg.web.library.catalogue import entry
from healthkg.web.library.framing import framed
from healthkg.web.library.pictures import ALONE
from healthkg.web.rendering import render
from healthkg.web.values import HTML, Reply
from healthkg.web.words import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from healthkg.answers import Answer
    from healthkg.projection import Network
    from healthkg.queryfile import Query
    from healthkg.web.library.asking import Asking
    from healthkg.web.site import Site
    from healthkg.web.values import Asked

_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]+)"')
_MEDIA = {
    "svg": "image/svg+xml",
    "gexf": "application/gexf+xml",
    "graphml": "application/graphml+xml",
    "json": "application/json",
    "nodes.csv": "text/csv; charset=utf-8; header=present",
    "links.csv": "text/csv; charset=utf-8; header=present",
}
_SEEN = ("svg", "json")  # what a browser shows rather than keeps


@dataclass(frozen=True)
class Seen:
    """A network as its page shows it: how many things and links, how many are hidden, what it shows in words; the
    addresses of its files, of its page to walk in and of this one; its size on the page."""

    title: str
    things: int
    links: int
    hidden: int
    caption: tuple[str, ...]
    notes: tuple[str, ...]
    files: Mapping[str, str]
    walk: str
    rows: str
    permalink: str


def views(site: Site, asked: Asked) -> Reply:
    """Return the list of the views."""
    found = [(entry(one, asked.lang), _first(one, asked.lang)) for one in site.queries.values() if one.view]
    return render(site, asked, "views", lib=words("library", asked.lang), views=found)


def _first(query: Query, lang: str) -> str:
    """Return the first sentence of what to know of a view."""
    return typeset(re.split(r"(?<=[.!?]) ", query.caveats.get(lang, ""))[0], lang)


def view(site: Site, asked: Asked) -> Reply:
    """Return the page of the view that the path names, or a file of it (`/views/NAME.html`, `/views/NAME.svg`…)."""
    name, dot, form = asked.parts["file"].partition(".")
    query = asking.library_query(site, name)
    if not query.view:
        raise InputProblem("query-unknown", name=name, near=", ".join(_names(site)))
    return _file(site, asked, query, form) if dot else _page(site, asked, query)


def _names(site: Site) -> list[str]:
    return [query.name for query in site.queries.values() if query.view]


def _network(site: Site, asked: Asked, query: Query) -> tuple[Asking, Answer, Network]:
    wish = asking.read(site, asked, query)
    limit, found = asking.limit_of(asked, LIMIT), wish.answer()
    return wish, found, projection.network(found, limit=limit)


def _page(site: Site, asked: Asked, query: Query) -> Reply:
    problem, seen = None, None
    try:
        seen = _seen(site, asked, *_network(site, asked, query))
    except InputProblem as error:
        problem = error
    return framed(site, asked, query, "view", problem, seen=seen)


def _seen(site: Site, asked: Asked, wish: Asking, found: Answer, network: Network) -> Seen:
    shown, path = present(network), f"/views/{network.name}"
    said = {**asking.parameters_of(site, wish), asking.LIMIT: asked.one(asking.LIMIT) or None}
    return Seen(
        title=network.title.said(asked.lang),
        things=sum(node.stated for node in shown.nodes),
        links=len(shown.edges),
        hidden=network.hidden,
        caption=wording.caption(shown, asked.lang),
        notes=answering.notes(asked, wish, found),
        files={form: linking.here(asked, f"{path}.{form}", **{**said, "lang": asked.lang}) for form in _MEDIA},
        walk=linking.here(asked, f"{path}.html", **{**said, "lang": asked.lang}),
        rows=linking.here(asked, f"/queries/{network.name}", **{**said, asking.LIMIT: None}),
        permalink=asked.origin + linking.here(asked, path, **{**said, "lang": asked.lang}),
    )


def _file(site: Site, asked: Asked, query: Query, form: str) -> Reply:
    """Return a network as a file. Raises InputProblem("page-missing") for a form that there is not."""
    if form != "html" and form not in _MEDIA:
        raise InputProblem("page-missing")
    *_, network = _network(site, asked, query)
    if form == "html":
        return _walk(network, asked.lang)
    kept = {} if form in _SEEN else {"content-disposition": f'attachment; filename="{query.name}.{form}"'}
    return Reply(_maker(form)(network, asked.lang), _MEDIA[form], headers={**ALONE, **kept})


def _maker(form: str) -> Callable[[Network, str], bytes]:
    return exports.FILES[form] if form in exports.FILES else exports.TABLES[form.removesuffix(".csv")]


def _walk(network: Network, lang: str) -> Reply:
    """Return the page to walk in. What its own policy lets run, its header lets run, and nobody may frame it."""
    page = projection.html(network, lang)
    match = _POLICY.search(page)
    policy = unescape(match.group(1)) if match else "default-src 'none'"
    return Reply(page.encode(), HTML, headers={"content-security-policy": f"{policy}; frame-ancestors 'none'"})
