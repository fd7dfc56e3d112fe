"""A query of the library: its form, its rows with what they rest on, its files, its citation, its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from healthkg import answers
from healthkg.answers import STYLES, Saved, cite
from healthkg.errors import InputProblem
from healthkg.messages import text as message
from healthkg.projection.wording import typeset
from healthkg.web import linking
from healthkg.web.library import asking, proofs, sorting, tables
from healthkg.web.library.framing import framed
from healthkg.web.library.pictures import drawn
from healthkg.web.negotiation import preferred
from healthkg.web.values import HTML, Reply

if TYPE_CHECKING:
    from healthkg.answers import Answer
    from healthkg.queryfile import Query
    from healthkg.web.library.asking import Asking
    from healthkg.web.site import Site
    from healthkg.web.values import Asked

ROWS = 100  # of a page
_UTF8 = "; charset=utf-8"
# Of each form: its media type and the ending of its file.
FORMS: Mapping[str, tuple[str, str]] = {
    "csv": ("text/csv; charset=utf-8; header=present", "csv"),
    "excel-fr": ("text/csv; charset=utf-8; header=present", "csv"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "tsv": ("text/tab-separated-values" + _UTF8, "tsv"),
    "json": ("application/sparql-results+json", "json"),
    "xml": ("application/sparql-results+xml", "xml"),
    "md": ("text/markdown" + _UTF8, "md"),
    "turtle": ("text/turtle" + _UTF8, "ttl"),
    "nt": ("application/n-triples", "nt"),
    "jsonld": ("application/ld+json", "jsonld"),
}
_TABLES = ("csv", "excel-fr", "xlsx", "tsv", "json", "xml", "md")
_GRAPHS = ("turtle", "nt", "jsonld")
_NEGOTIATED = ("json", "csv", "tsv", "xml")


@dataclass(frozen=True)
class Shown:
    """An answer as a page shows it: the rows of one page, how many there are in all, on how many pages; what it rests
    on and what to know of it; why it is empty; the addresses of its files; how to cite it, by style."""

    table: tables.Table
    total: int
    number: int
    pages: int
    notes: tuple[str, ...]
    empty: str
    files: Mapping[str, str]
    permalink: str
    cited: Mapping[str, str]
    sparql: str
    editor: str


def library(site: Site, asked: Asked) -> Reply:
    """Return the page of the query that the path names, or a file of its rows (`/queries/NAME.csv`)."""
    name, dot, form = asked.parts["file"].partition(".")
    query = asking.library_query(site, name)
    form = form if dot else _wished(asked)
    return _file(site, asked, query, form) if dot or form else _page(site, asked, query)


def _wished(asked: Asked) -> str:
    """Return the form of a file that a client prefers to the page; empty for the page."""
    offered = {HTML.partition(";")[0]: "", **{FORMS[form][0].partition(";")[0]: form for form in _NEGOTIATED}}
    return offered.get(preferred(asked.headers.get("accept", ""), tuple(offered)) or "", "")


def _page(site: Site, asked: Asked, query: Query) -> Reply:
    try:
        wish = asking.read(site, asked, query)
        found = wish.answer()
    except InputProblem as problem:
        return framed(site, asked, query, "query", problem, shown=None, chart=None)
    said = asking.parameters_of(site, wish)
    made = shown(site, asked, wish, found, f"/queries/{query.name}", said)
    return framed(site, asked, query, "query", shown=made, chart=drawn(site, asked, wish, found))


def shown(site: Site, asked: Asked, wish: Asking, found: Answer, path: str, said: Mapping[str, str | None]) -> Shown:
    """Return `found` as a page shows it, which is asked for at `path` with the parameters `said`."""
    page, number, pages = asking.paged(asked, sorting.ordered(asked, found), ROWS)
    more = {name: asked.one(name) or None for name in (asking.EVIDENCE, asking.LABELS, sorting.SORT)}
    cited = cite(Saved(found, wish.looked.lens), site.store.registry, date.today(), asked.lang)
    sparql = wish.text()
    return Shown(
        table=rows(site, asked, wish, page),
        total=len(found.triples or found.rows),
        number=number,
        pages=pages,
        notes=notes(asked, wish, found),
        empty=_empty(asked, wish, found),
        files={form: linking.here(asked, f"{path}.{form}", **said, **more) for form in _forms(found)},
        permalink=asked.origin + linking.here(asked, path, **{**said, "lang": asked.lang}),
        cited={style: make(cited).strip() for style, make in STYLES.items()},
        sparql=sparql,
        editor=linking.here(asked, "/editor", query=sparql),
    )


def _forms(found: Answer) -> tuple[str, ...]:
    return _GRAPHS if found.triples is not None else _TABLES


def rows(site: Site, asked: Asked, wish: Asking, page: Answer) -> tables.Table:
    """Return the rows of a page as a table, with what they rest on where that is wanted."""
    store, all_ = wish.looked.store, asked.one(asking.LABELS) == asking.YES
    named = answers.with_labels(store, page, asked.lang) if all_ else page
    made = tables.table(site, asked, store, named, technical=all_)
    if not asking.wants_evidence(asked, page):
        return made
    return tables.Table(made.columns, made.rows, proofs.evidence(site, asked, store, page))


def notes(asked: Asked, wish: Asking, found: Answer) -> tuple[str, ...]:
    """Return what an answer rests on and what to know of it."""
    said = [one.sentence(asked.lang) for one in found.coverage]
    said += [str(caveat) for caveat in (found.query.caveats.get(asked.lang),) if caveat]
    said += [message("possibly-known", asked.lang, slug=slug) for slug in wish.looked.possibly_known]
    return tuple(typeset(one, asked.lang) for one in said)


def _empty(asked: Asked, wish: Asking, found: Answer) -> str:
    """Return why there is no row; nothing when there are rows."""
    if found.rows or found.triples or found.holds is not None:
        return ""
    reason = wish.why_empty()
    return typeset(message(reason.code, asked.lang, line=reason.line, text=reason.text), asked.lang)


def _file(site: Site, asked: Asked, query: Query, form: str) -> Reply:
    """Return the rows as a file. Raises InputProblem("page-missing") for a form that there is not."""
    if form not in FORMS:
        raise InputProblem("page-missing")
    wish = asking.read(site, asked, query)
    return kept(site, asked, wish, wish.answer(), form)


def kept(site: Site, asked: Asked, wish: Asking, found: Answer, form: str) -> Reply:
    """Return `found` as a file of one of FORMS, to be kept."""
    media, ending = FORMS[form]
    made = asking.enriched(site, asked, wish, sorting.ordered(asked, found))
    named = {"content-disposition": f'attachment; filename="{wish.query.name}.{ending}"'}
    return Reply(answers.render(made, form, asked.lang), media, headers=named)
