"""The search of the workspace: who bears a name, by which of its names, and what narrows it down."""

import html
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from healthkg.web.searching.index import index_of
from healthkg.web.searching.matching import search
from healthkg.web.searching.pages import opensearch, results
from healthkg.web.site import Means, Site, open_site
from healthkg.web.values import Asked, Reply
from serving import Workspace


@pytest.fixture(scope="module")
def site(miniature: Path) -> Site:
    return open_site(miniature, Means())


def found(site: Site, text: str) -> list[tuple[str, str]]:
    """Return why and what: the reason and the identifier of each thing that is found."""
    hits = search(index_of(site), text, site.store.registry)
    return [(hit.reason, site.store.registry.shorten(hit.thing.node.value)) for hit in hits]


def page(site: Site, lang: str = "fr", **query: str) -> Reply:
    return results(site, Asked("/search", query=tuple(query.items()), lang=lang))


def text(reply: Reply) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", reply.body.decode())).split())


def facet(reply: Reply, name: str) -> dict[str, tuple[str, int]]:
    """Return the values of a facet → address and count."""
    body = reply.body.decode().partition(f"<h3>{name}</h3>")[2].partition("</section>")[0]
    values = re.findall(r'(?s)<li[^>]*><a href="([^"]+)"[^>]*><span>(.*?)</span>.*?<b>(\d+)</b>', body)
    return {html.unescape(words): (html.unescape(to), int(count)) for to, words, count in values}


def hits(reply: Reply) -> list[str]:
    return re.findall(r'<p class="hit"><a href="([^"]+)"', reply.body.decode())


# ---- What is found ----


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("PA", ("acronym", "id:plan-alpha")),
        ("pa", ("acronym", "id:plan-alpha")),
        ("plan alpha", ("label", "id:plan-alpha")),
        ("Plan Avant", ("named", "id:plan-alpha")),
        ("maisons Delta", ("named", "id:dispositif-maison-delta")),
        ("maison Dleta", ("named", "id:dispositif-maison-delta")),
        ("id:plan-alpha", ("identifier", "id:plan-alpha")),
        ("https://w3id.org/healthkg/id/plan-alpha", ("identifier", "id:plan-alpha")),
        ("referentiel zeta", ("label", "id:dispositif-referentiel-zeta")),
        ("guichet uniqeu", ("misprint", "id:chantier-alpha-01")),
        ("zeta ecriture", ("has", "id:mesure-referentiel-zeta")),
    ],
)
def test_a_thing_is_found_by_any_of_its_names(site: Site, said: str, first: tuple[str, str]) -> None:
    assert found(site, said)[0] == first


def test_an_exact_acronym_comes_before_all_names_that_begin_so(site: Site) -> None:
    assert [reason for reason, _ in found(site, "PA")][:2] == ["acronym", "begins"]


def test_misprints_are_looked_for_only_where_nothing_else_is_found(site: Site) -> None:
    assert "misprint" not in {reason for reason, _ in found(site, "guichet")}
    assert {reason for reason, _ in found(site, "guihcet")} == {"misprint"}


def test_numbers_have_no_misprints(site: Site) -> None:
    assert found(site, "loi 2099") == []


def test_a_word_of_the_vocabularies_is_found_after_the_things_that_bear_it(site: Site) -> None:
    same = [name.partition("-")[0] for reason, name in found(site, "formation") if reason == "label"]
    assert same[0] == "id:chantier"
    assert all(kind.startswith("ref:") for kind in same[1:])
    assert len(same) > 1


def test_nothing_typed_lists_everything_that_has_a_name(site: Site) -> None:
    assert len(found(site, "")) == sum(not thing.concept for thing in index_of(site).things)
    assert not any(name.startswith("id:temps-") for _, name in found(site, ""))


# ---- The page ----


def test_a_result_says_its_kind_its_plan_its_documents_and_why_it_is_found(site: Site) -> None:
    said = text(page(site, q="écrire le référentiel Zêta"))
    assert "écriture du référentiel Zêta mesure" in said
    assert "par un autre nom : écrire le référentiel Zêta , dans « annonce du Plan Alpha »" in said
    assert "· Plan Alpha · annonce du Plan Alpha" in said


def test_a_result_leads_to_the_page_of_the_thing(site: Site) -> None:
    assert hits(page(site, q="PA"))[0] == "/page/plan-alpha"
    assert (
        hits(results(site, Asked("/search", query=(("q", "PA"), ("lang", "en")), lang="en")))[0]
        == "/page/plan-alpha?lang=en"
    )


def test_facets_count_and_lead(site: Site) -> None:
    shown = page(site, q="alpha")
    every = found(site, "alpha")
    kinds = facet(shown, "Sorte")
    assert sum(count for _, count in kinds.values()) == len(every)
    to, count = kinds["plan"]
    assert to == "/search?q=alpha&kind=hkg%3APlan"
    assert len(hits(page(site, q="alpha", kind="hkg:Plan"))) == count


def test_a_chosen_facet_is_taken_back_by_its_own_link_and_narrows_the_others(site: Site) -> None:
    narrow = page(site, q="alpha", document="id:source-bilan-alpha", period="2019")
    assert set(facet(narrow, "Document")) >= {"bilan du Plan Alpha"}
    assert facet(narrow, "Document")["bilan du Plan Alpha"][0] == "/search?q=alpha&period=2019"
    both = len(hits(narrow))
    assert both == facet(narrow, "Année")["2019"][1]
    assert 0 < both < len(found(site, "alpha"))


def test_plans_are_those_of_which_a_thing_is_part_or_in_which_it_acts(site: Site) -> None:
    names = {site.store.registry.shorten(one.node.value): one for one in index_of(site).things}
    plans = {name: {site.store.registry.shorten(plan.value) for plan in names[name].plans} for name in names}
    assert plans["id:chantier-alpha-02"] == {"id:plan-alpha"}
    assert plans["id:org-agence-omega"] == {"id:plan-gamma"}
    assert plans["id:org-cellule-pi"] == set()


def test_an_empty_result_says_what_to_try(site: Site) -> None:
    shown = page(site, q="zzzzzz")
    assert "Rien ne porte ce nom." in text(shown)
    assert 'href="/ask?q=zzzzzz"' in shown.body.decode()


def test_filters_that_leave_nothing_can_be_taken_away(site: Site) -> None:
    shown = page(site, q="PA", kind="hkg:Measure", period="1801")
    assert shown.status == 200
    assert 'href="/search?q=PA"' in shown.body.decode()


def test_questions_of_the_library_are_offered_beside_things(site: Site) -> None:
    assert "/queries/measures_without_budget" in page(site, q="budget énoncé").body.decode()


@pytest.mark.parametrize("said", ["<script>alert(1)</script>", '" onfocus="x', "\\", "%", "a" * 5000, "\u202e\x07"])
def test_whatever_is_typed_is_words(site: Site, said: str) -> None:
    body = page(site, q=said).body.decode()
    assert "<script>alert" not in body
    assert 'onfocus="x' not in body


def test_a_search_has_an_address_that_browsers_understand(site: Site) -> None:
    reply = opensearch(site, Asked("/opensearch.xml", origin="http://here"))
    root = ET.fromstring(reply.body)  # noqa: S314  our own
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    url = root.find(f"{space}Url")
    assert url is not None
    assert url.get("template") == "http://here/search?q={searchTerms}"
    assert root.findtext(f"{space}ShortName") == "healthkg"


def test_the_server_gives_all_of_these(workspace: Workspace) -> None:
    got = workspace.get("/search", q="PA")
    assert got.status == 200
    assert "/page/plan-alpha" in got.text
    described = workspace.get("/opensearch.xml")
    assert described.headers["content-type"].startswith("application/opensearchdescription+xml")
    assert workspace.address in described.text
