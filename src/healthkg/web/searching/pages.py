"""The pages of the search: what is found and why, its facets; the description by which a browser searches here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from healthkg.answers.names import fold, label
from healthkg.projection.wording import typeset
from healthkg.web import linking
from healthkg.web.library.catalogue import entry, matching
from healthkg.web.rendering import render
from healthkg.web.searching.facets import FACETS, PAGE, Sorter, facets, kept
from healthkg.web.searching.index import index_of
from healthkg.web.searching.matching import Hit, search
from healthkg.web.values import Reply
from healthkg.web.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox

    from healthkg.web.library.catalogue import Entry
    from healthkg.web.site import Site
    from healthkg.web.values import Asked

_SIZE = 40  # results of a page
_LONGEST = 200  # letters
_QUESTIONS = 5
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"


@dataclass(frozen=True)
class Result:
    """A thing that is found: its name and address, its acronym, its kind; of which plans, in which documents; why it is
    found, the name by which, and whose that name is."""

    text: str
    href: str
    acronym: str
    kind: str
    plans: tuple[tuple[str, str], ...]
    documents: tuple[str, ...]
    reason: str
    by: str
    whose: str


def results(site: Site, asked: Asked) -> Reply:
    """Return the page of what a search finds."""
    text = asked.one("q")[:_LONGEST]
    sorter = Sorter(site.store, asked.lang)
    hits = search(index_of(site), text, site.store.registry)
    found = kept(hits, asked, sorter)
    pages = max(1, -(-len(found) // _SIZE))
    number = _number(asked.one(PAGE), pages)
    return render(
        site,
        asked,
        "search",
        lib=words("library", asked.lang),
        text=text,
        total=len(found),
        unfiltered=len(hits),
        filtered=any(asked.one(name) for name in FACETS),
        unfilter=asked.address(**dict.fromkeys((*FACETS, PAGE))),
        results=[_result(site, asked, hit) for hit in found[(number - 1) * _SIZE : number * _SIZE]],
        facets=facets(hits, asked, sorter),
        at=number,
        pages=pages,
        questions=_questions(site, asked, text) if number == 1 else (),
    )


def _number(said: str, pages: int) -> int:
    return min(max(int(said), 1), pages) if said.isascii() and said.isdigit() and len(said) < 7 else 1


def _result(site: Site, asked: Asked, hit: Hit) -> Result:
    store, lang, thing = site.store, asked.lang, hit.thing
    acronym = next((name.text for name in thing.names if name.source == "hkg:acronym"), "")
    name, text = hit.name, label(store, thing.node, lang)
    own = name is None or name.folded in (fold(text), fold(acronym))
    return Result(
        text=text,
        href=linking.here(asked, site.addresses.path_of(thing.node.value) or "/"),
        acronym=acronym,
        kind=label(store, thing.kind, lang) if thing.kind else "",
        plans=tuple(sorted(_links(site, asked, thing.plans - {thing.node}))),
        documents=tuple(label(store, one, lang) for one in thing.documents),
        reason=hit.reason,
        by="" if own or name is None else typeset(name.text, lang),
        whose=label(store, name.document, lang) if name and name.document else "",
    )


def _links(site: Site, asked: Asked, nodes: Iterable[ox.NamedNode]) -> list[tuple[str, str]]:
    return [
        (label(site.store, node, asked.lang), linking.here(asked, site.addresses.path_of(node.value) or "/"))
        for node in nodes
    ]


def _questions(site: Site, asked: Asked, text: str) -> list[Entry]:
    """Return the questions of the library that have the words typed."""
    found = [query for query in site.queries.values() if not query.view and matching(query, text)] if text else []
    return [entry(query, asked.lang) for query in found[:_QUESTIONS]]


def opensearch(site: Site, asked: Asked) -> Reply:
    """Return the OpenSearch description of this search (OpenSearch 1.1)."""
    said = words("search", asked.lang)
    root = ET.Element("OpenSearchDescription", xmlns=_OPENSEARCH)
    for name, text in (("ShortName", "healthkg"), ("Description", said["about"]), ("InputEncoding", "UTF-8")):
        ET.SubElement(root, name).text = text
    address = f"{asked.origin}/search?q={{searchTerms}}"
    ET.SubElement(root, "Url", type="text/html", method="get", template=address)
    ET.SubElement(root, "Language").text = asked.lang
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Reply(body + b"\n", "application/opensearchdescription+xml")
