"""The first page: what is in here, and where to start."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from healthkg import dates
from healthkg.answers.coverage import coverage_of
from healthkg.answers.evidence import by_publication
from healthkg.answers.names import fold, label
from healthkg.answers.remembering import remembering
from healthkg.layout import software_authors
from healthkg.projection.wording import typeset
from healthkg.web.library.starting import questions
from healthkg.web.rendering import render
from healthkg.web.searching.index import index_of
from healthkg.web.totals import totals
from healthkg.web.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyoxigraph as ox

    from healthkg.answers import Coverage
    from healthkg.store import Store
    from healthkg.turtle import Statement
    from healthkg.web.site import Site
    from healthkg.web.values import Asked, Reply


@dataclass(frozen=True)
class Kind:
    """A class of things: what it is called, how many there are, its short IRI (empty for what has no names)."""

    text: str
    count: int
    name: str = ""


@dataclass(frozen=True)
class Document:
    """A document that the corpus holds: its slug, its label, its publication in words; how many statements it makes,
    how many passages they cite."""

    slug: str
    text: str
    published: str
    statements: int
    passages: int


@dataclass(frozen=True)
class Overview:
    """What the first page says of the whole corpus, in no language: how many named things each class has, and how much
    is stated of what the library counts and adds up."""

    kinds: Mapping[ox.NamedNode, int]
    coverage: tuple[Coverage, ...]


_KNOWN: dict[tuple[str, str], Overview] = {}


def _overview(site: Site) -> Overview:
    """Return the overview of a site; it is made once for a corpus."""
    key = site.version, site.edition
    if key not in _KNOWN:
        _KNOWN.clear()
        kinds = Counter(thing.kind for thing in index_of(site).things if thing.kind and not thing.concept)
        counted = (query for query in site.queries.values() if not query.parameters)
        _KNOWN[key] = Overview(kinds, tuple(one for query in counted for one in coverage_of(site.store, query, {})))
    return _KNOWN[key]


def prepare(site: Site) -> None:
    """Count what the first page says, once."""
    _overview(site)
    totals(site, site.store)


def home(site: Site, asked: Asked) -> Reply:
    """Return the first page."""
    held = _documents(site, asked.lang)
    things, facts = _kinds(site, asked.lang)
    return render(
        site,
        asked,
        "home",
        lib=words("library", asked.lang),
        questions=questions(site, asked.lang),
        things=things,
        facts=facts,
        documents=held,
        latest=held[-1].published if held else "",
        passages=sum(one.passages for one in held),
        findings=site.report.counts(),
        coverage=_coverage(site, asked.lang),
        author=software_authors(),
        today=_today(asked.lang),
    )


def _today(lang: str) -> str:
    span = dates.from_slug(f"temps-{date.today()}")
    return {"fr": span.label_fr, "en": span.label_en}[lang]


def _documents(site: Site, lang: str) -> list[Document]:
    """Return the documents that the corpus holds, as they were published."""
    store, held = remembering(site.store), totals(site, site.store)
    return [
        Document(
            site.documents[one],
            label(store, one, lang),
            ", ".join(label(store, quad.object, lang) for quad in _published(store, one)),
            held.stated.get(one, 0),
            held.passages.get(one, 0),
        )
        for one in by_publication(store, site.documents)
    ]


def _coverage(site: Site, lang: str) -> list[str]:
    """Return how much is stated of what the library counts and adds up, whatever is asked of."""
    said = (one.sentence(lang) for one in _overview(site).coverage)
    return [typeset(one, lang) for one in dict.fromkeys(said)]


def _published(store: Store, document: ox.NamedNode) -> Iterator[Statement]:
    return store.matches(document, store.registry["hkg:publishedOn"], None)


def _kinds(site: Site, lang: str) -> tuple[list[Kind], list[Kind]]:
    """Return the classes of the things that have names, and of the facts; the most numerous first."""
    store, stated = site.store, Counter[str]()
    for kind, many in totals(site, store).facts.items():
        stated[label(store, kind, lang)] += many
    named = _overview(site).kinds.items()
    things = [Kind(label(store, one, lang), many, store.registry.shorten(one.value)) for one, many in named]
    return sorted(things, key=_by_count), sorted((Kind(*pair) for pair in stated.items()), key=_by_count)


def _by_count(kind: Kind) -> tuple[int, str]:
    return -kind.count, fold(kind.text)
