"""Pages about things: what is said leads to its document and lines, what is not stated is said, nothing else is told."""

import csv
import io
import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox
import pytest

from healthkg.answers import said_of
from healthkg.answers.paths import read_path
from healthkg.errors import InputProblem
from healthkg.web.site import Means, Site, open_site
from healthkg.web.things import ROUTES, prepare
from healthkg.web.things.brief import brief, page_of, table
from healthkg.web.things.citing import cited
from healthkg.web.things.concept import concept
from healthkg.web.things.document import document
from healthkg.web.things.documents import documents
from healthkg.web.things.facts import facts_of
from healthkg.web.things.gathering import Gathered
from healthkg.web.things.known import known, names, reading
from healthkg.web.things.lists import listing
from healthkg.web.things.reader import Named, Reader
from healthkg.web.things.remarks import remarks
from healthkg.web.things.sentences import plain, sentence
from healthkg.web.things.statements import statements
from healthkg.web.things.tables import TARGETS
from healthkg.web.things.thing import thing
from healthkg.web.values import Asked, Reply
from healthkg.web.words import words
from miniature import TEXTS
from serving import Workspace

PAGES = ("thing", "list", "documents", "document", "remarks", "concept", "verdict", "dataset", "graph", "vocabulary")
AGENCY = "role-chantier-alpha-01--agence-alpha--pilote"


@pytest.fixture(scope="module")
def site(miniature: Path) -> Site:
    """The miniature world without its texts."""
    return open_site(miniature, Means())


@pytest.fixture(scope="module")
def with_texts(miniature: Path) -> Site:
    """The miniature world with its texts."""
    return open_site(miniature, Means(TEXTS))


def page(of: Callable[[Site, Asked], Reply], site: Site, path: str, lang: str = "fr", **query: str) -> str:
    """Return the text of a page."""
    slug = path.rpartition("/")[2]
    said = tuple((name.replace("_", "-"), value) for name, value in query.items())
    reply = of(site, Asked(path=path, parts={"slug": slug}, query=said, lang=lang))
    assert reply.status == 200
    return reply.body.decode()


def text_of(html: str) -> str:
    """Return what a person reads, on one line."""
    body = re.sub(r"<(header class=\"bar|footer|aside).*?</(header|footer|aside)>", "", html, flags=re.S)
    spaced = re.sub(r"</(td|th|dt|dd|li|p|h\d|article|tr)>", " ", body)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", spaced)).split())


def reader_of(site: Site, lang: str = "fr") -> Reader:
    return reading(site, Asked(lang=lang))[0]


def node(site: Site, slug: str) -> ox.NamedNode:
    return site.store.registry[f"id:{slug}"]


# ---- Sentences ----


def test_what_a_fact_leaves_unsaid_falls_away_and_what_it_should_say_is_said_to_be_missing(site: Site) -> None:
    reader = reader_of(site)
    pieces = ["{hkg:concerns}", ", par {hkg:atEvent}", " : {hkg:validTo} ?? , fin non énoncée"]
    assert plain(reader, node(site, AGENCY), pieces) == "guichet unique, fin non énoncée"


def test_a_sentence_names_its_things_with_their_pages(site: Site) -> None:
    said = sentence(reader_of(site), node(site, AGENCY), ["{cv:hasParticipant}", " : ", "{cv:role}"])
    assert said == (
        Named("agence Alpha (AA)", "/page/org-agence-alpha"),
        Named("\u202f: "),
        Named("pilote", "/concept/role-pilote"),
    )


@pytest.mark.parametrize(
    ("slug", "french", "english"),
    [
        (
            AGENCY,
            "agence Alpha (AA) : pilote, pour « guichet unique » ; depuis avril 2018",
            "agence Alpha (AA): lead, for “guichet unique”; since April 2018",
        ),
        (
            "valeur-maisons-delta--cible-fin-2020",
            "Cible – maisons Delta ouvertes : 100 structures, pour « maison Delta » ; échéance : fin 2020 ; "
            "fixée par « ouverture de maisons Delta »",
            "Target – maisons Delta ouvertes: 100 structures, for “maison Delta”; due: late 2020; "
            "set by “ouverture de maisons Delta”",
        ),
        (
            "budget-alpha-2019",
            "Enveloppe de 90 M€, pour « Plan Alpha (PA) » ; phase : autorisé ; période non énoncée",
            "Budget of €90m, for “Plan Alpha (PA)”; phase: authorised; period not stated",
        ),
        (
            "jalon-generalisation-maisons-delta",
            "« maison Delta » : généralisation prévue ; échéance non énoncée",
            "“maison Delta”: planned general roll-out; due date not stated",
        ),
        (
            "lien-plan-alpha--met-en-oeuvre--loi-theta",
            "« Plan Alpha (PA) » : met en œuvre « loi Thêta »",
            "“Plan Alpha (PA)”: implements “loi Thêta”",
        ),
        (
            "valeur-maisons-delta--constat-2019-09--personne-b",
            "Constat – maisons Delta ouvertes : 50 structures, pour « maison Delta » ; fin septembre 2019 ; "
            "selon personne B",
            "Observed – maisons Delta ouvertes: 50 structures, for “maison Delta”; late September 2019; "
            "according to personne B",
        ),
    ],
)
def test_a_fact_is_one_sentence_in_either_language(site: Site, slug: str, french: str, english: str) -> None:
    for lang, wanted in (("fr", french), ("en", english)):
        (fact,) = facts_of(reader_of(site, lang), [node(site, slug)])
        assert re.sub(r"\s", " ", fact.text) == wanted


def test_every_class_of_fact_has_a_sentence_in_both_languages(site: Site) -> None:
    store = site.store
    below = {
        quad.subject for quad in store.matches(None, store.registry["rdfs:subClassOf"], store.registry["hkg:Fact"])
    }
    kinds = {one.value.rpartition("#")[2] for one in below if isinstance(one, ox.NamedNode)} - {"Figure"}
    kinds |= {"TargetValue", "ObservedValue", "ForecastValue"}
    for lang in ("fr", "en"):
        said = words("facts", lang)
        assert kinds <= said["says"].keys()
        assert kinds <= said["short"].keys()


def test_every_path_of_the_catalogues_can_be_read(site: Site) -> None:
    catalogue = files("healthkg").joinpath("templates/web/facts.toml").read_text("utf-8")
    paths = set(re.findall(r"\{([a-z^]+[\w-]*:[^{}!]+)(?:!\w+)?\}", catalogue))
    said = table()
    paths |= {item["path"] for item in said["items"].values() if "path" in item}
    paths |= {one["path"] for each in said["lists"].values() for one in each["columns"] if "path" in one}
    columns = [piece for each in said["tables"].values() for one in each for piece in one["says"]]
    paths |= {found for piece in columns for found in re.findall(r"\{([^{}!]+)(?:!\w+)?\}", piece)}
    assert len(paths) > 60
    known_names = set(site.store.registry.namespaces)
    for path in paths:
        read_path(path, site.store.registry)
        assert {name.partition(":")[0] for name in re.findall(r"[\w-]+:[\w-]+", path)} <= known_names


@pytest.mark.parametrize("name", [*PAGES, "facts", "cite"])
def test_the_words_of_a_page_are_there_in_both_languages(name: str) -> None:
    said = tomllib.loads(files("healthkg").joinpath(f"templates/web/{name}.toml").read_text("utf-8"))

    def keys(of: object) -> object:
        return {key: keys(value) for key, value in of.items()} if isinstance(of, dict) else None

    assert keys(said["fr"]) == keys(said["en"])


def test_words_in_another_language_than_the_pages_are_marked_and_set_as_their_own(site: Site) -> None:
    reader = reader_of(site, "en")
    assert reader.name(node(site, "plan-alpha")) == Named("Plan Alpha (PA)", "/page/plan-alpha", lang="fr")
    assert reader.name(site.store.registry["ref:role-pilote"]) == Named("lead", "/concept/role-pilote")
    assert '<a href="/page/plan-alpha" lang="fr">Plan Alpha (PA)</a>' in page(listing, site, "/plans", lang="en")
    note = reader.name(ox.Literal("Un coût : 3 %", language="fr"))
    assert note == Named("Un coût\u202f: 3 %", lang="fr")


# ---- What each document says ----


def test_documents_speak_in_the_order_in_which_they_were_published_and_notes_come_last(site: Site) -> None:
    told = Gathered(reader_of(site), node(site, "plan-alpha")).told
    assert [one.name.text for one in told] == [
        "annonce du Plan Alpha",
        "point d'étape du Plan Alpha",
        "bilan du Plan Alpha",
        "notes du projet",
    ]
    assert [one.published for one in told] == ["15 mars 2018", "d'octobre à décembre 2019", "juin 2020", ""]


def test_the_facts_of_a_document_stand_in_the_order_of_its_lines(site: Site) -> None:
    first, *_ = Gathered(reader_of(site), node(site, "plan-alpha")).told
    lines = [fact.line for fact in first.facts]
    assert lines == sorted(lines)
    assert [fact.places[0].path for fact in first.facts[:2]] == ["/documents/plan-alpha#l4", "/documents/plan-alpha#l5"]


def test_a_document_is_not_told_to_say_what_another_says(site: Site) -> None:
    event, when = node(site, "evenement-decision-chantier-1"), site.store.registry["hkg:date"]
    engine = ox.Store()
    engine.extend(site.store.engine)
    engine.add(ox.Quad(event, when, node(site, "temps-2020-01"), node(site, "source-plan-alpha")))
    engine.add(ox.Quad(event, when, node(site, "temps-2020-01"), ox.DefaultGraph()))
    reader = Reader(replace(site.store, engine=engine), site.addresses, "fr")
    told = {fact.graph: fact.text for fact in facts_of(reader, [event])}
    assert "janvier 2020" in told[node(site, "source-plan-alpha")]
    assert "24 juin 2019" not in told[node(site, "source-plan-alpha")]
    assert "24 juin 2019" in told[node(site, "source-bilan-alpha")]
    assert "janvier 2020" not in told[node(site, "source-bilan-alpha")]


def test_the_page_of_a_thing_shows_every_statement_that_is_made_of_it(site: Site) -> None:
    shown = text_of(page(thing, site, "/page/dispositif-maison-delta"))
    gathered = Gathered(reader_of(site), node(site, "dispositif-maison-delta"))
    assert len(gathered.facts) > 20
    for fact in gathered.facts:
        assert " ".join(fact.text.split()) in shown


def test_what_is_not_stated_is_said(site: Site) -> None:
    phi = brief(reader_of(site), node(site, "plan-phi"))
    assert {item.name for item in phi if not item.values} == {"période ou date", "pilotage"}
    alpha = {item.name: [one.text for one in item.values] for item in brief(reader_of(site), node(site, "plan-alpha"))}
    assert alpha["période ou date"] == ["de 2018 à 2022"]
    assert alpha["pilotage"] == ["personne A", "direction Psi"] or sorted(alpha["pilotage"]) == [
        "direction Psi",
        "personne A",
    ]
    assert "non énoncé" in text_of(page(thing, site, "/page/plan-phi"))


def test_the_parts_of_a_plan_stand_with_who_leads_them(site: Site) -> None:
    shown = text_of(page(thing, site, "/page/plan-alpha"))
    assert "1 guichet unique chantier agence Alpha (AA) et office Bêta (OB)" in shown
    assert "3 formation chantier non énoncé" in shown


def test_what_a_fact_reserves_is_marked(site: Site) -> None:
    (fact,) = facts_of(reader_of(site), [node(site, "role-plan-alpha--direction-psi--pilote")])
    assert [one.text for one in fact.reserves] == ["possible"]
    html = page(thing, site, f"/page/{fact.anchor}")
    assert 'class="tag reserve"' in html


def test_the_page_of_a_fact_is_its_sentence_with_its_passages(site: Site) -> None:
    html = page(thing, site, f"/page/{AGENCY}")
    assert "agence Alpha (AA) : pilote, pour « guichet unique » ; depuis avril 2018" in text_of(html)
    assert 'href="/documents/plan-alpha#l7"' in html


def test_kinds_of_things_put_first_what_matters_to_them(site: Site) -> None:
    first = {
        slug: page_of(reader_of(site), node(site, slug))["order"][0] for slug in ("plan-alpha", "org-agence-alpha")
    }
    assert first == {"plan-alpha": "parts", "org-agence-alpha": "roles"}
    assert page_of(reader_of(site), node(site, "budget-alpha"))["order"][0] == "told"


def test_a_page_leads_to_its_data_its_identifier_and_its_view(site: Site) -> None:
    html = page(thing, site, "/page/plan-alpha", lang="en")
    for address in (
        "/data/plan-alpha.ttl",
        "/data/plan-alpha.jsonld",
        "/page/plan-alpha.csv",
        "https://w3id.org/healthkg/id/plan-alpha",
        "/views/neighbourhood?thing=id%3Aplan-alpha",
        "/views/neighbourhood.svg?thing=id%3Aplan-alpha&amp;limit=14",
    ):
        assert f'"{address}"' in html
    assert site.version in html


# ---- Words ----


def test_words_are_quoted_only_where_the_text_is_there(site: Site, with_texts: Site) -> None:
    words_of_text = "L’agence Alpha (AA) en devient pilote en avril 2018"
    assert f"<blockquote>{words_of_text}</blockquote>" in page(thing, with_texts, f"/page/{AGENCY}")
    assert "<blockquote>" not in page(thing, site, f"/page/{AGENCY}")


def test_words_that_have_changed_are_not_quoted_and_that_is_said(miniature: Path, tmp_path: Path) -> None:
    for path in TEXTS.glob("*.txt"):
        said = path.read_text("utf-8").replace("devient pilote en avril 2018", "deviendra pilote en juin 2019")
        (tmp_path / path.name).write_text(said, "utf-8")
    html = page(thing, open_site(miniature, Means(tmp_path)), f"/page/{AGENCY}")
    assert "<blockquote>" not in html
    assert 'class="tag warn"' in html


def test_a_text_that_has_changed_or_ends_early_marks_nothing_that_is_not_cited(miniature: Path, tmp_path: Path) -> None:
    for path in TEXTS.glob("*.txt"):
        said = path.read_text("utf-8").splitlines(keepends=True)
        (tmp_path / path.name).write_text("Un mot de plus. " + "".join(said[:12]), "utf-8")
    html = page(document, open_site(miniature, Means(tmp_path)), "/documents/bilan-alpha")
    assert "<mark>" not in html
    assert re.search(r"\d+ passages ne se lisent plus où ils sont cités", text_of(html))
    assert re.search(r'id="l20"', html)  # what rests on lines that are not there any more is shown all the same


# ---- Clocks ----


def test_what_was_not_known_yet_is_not_shown(site: Site) -> None:
    html = page(thing, site, "/page/chantier-alpha-01", known_at="2018-12-31")
    assert "office Bêta" not in text_of(html)
    assert "Seuls parlent les documents parus au plus tard le 2018-12-31." in text_of(html)


def test_what_is_only_possible_at_a_date_is_marked(site: Site) -> None:
    reader, _ = reading(site, Asked(query=(("valid-at", "2019-01-15"),)))
    found = {
        one.anchor: [each.text for each in one.reserves]
        for one in Gathered(reader, node(site, "chantier-alpha-01")).facts
    }
    assert "possible à la date demandée" in found["role-chantier-alpha-01--office-beta--pilote--point-d-etape"]
    assert "possible à la date demandée" not in found["role-chantier-alpha-01--agence-alpha--pilote--bilan"]


def test_a_wrong_date_or_document_is_refused(site: Site) -> None:
    with pytest.raises(InputProblem):
        page(thing, site, "/page/plan-alpha", known_at="hier")
    with pytest.raises(InputProblem):
        page(thing, site, "/page/plan-alpha", documents="nowhere")


def test_what_nothing_is_said_of_within_a_filter_says_so(site: Site) -> None:
    html = page(thing, site, "/page/plan-phi", documents="plan-alpha")
    assert "Rien n’en est dit dans ce que vous regardez." in text_of(html)


# ---- Lists ----


def test_plans_are_listed_in_the_order_of_their_dates(site: Site) -> None:
    html = page(listing, site, "/plans")
    rows = re.findall(r'<td class="first"><a href="(/page/[^"]+)">', html)
    assert rows[0] == "/page/plan-alpha"
    assert set(rows) == {"/page/plan-alpha", "/page/plan-gamma", "/page/plan-phi"}


def test_actors_are_listed_by_kind_with_the_roles_that_they_hold(site: Site) -> None:
    shown = text_of(page(listing, site, "/actors"))
    held = list(site.store.matches(None, site.store.registry["cv:hasParticipant"], node(site, "org-agence-alpha")))
    assert re.search(rf"agence Alpha \(AA\) \d+ {len(held)} ", shown)
    assert shown.index("personne A") < shown.index("habitants isolés")


def test_every_list_shows_each_thing_once(site: Site) -> None:
    store = site.store
    for path, kind in (("/plans", "Plan"), ("/dispositifs", "Dispositif")):
        members = {
            quad.subject for quad in store.matches(None, store.registry["rdf:type"], store.registry[f"hkg:{kind}"])
        }
        rows = re.findall(r'<td class="first"><a href="/page/([^"]+)">', page(listing, site, path))
        assert sorted(rows) == sorted(one.value.rpartition("/")[2] for one in members if isinstance(one, ox.NamedNode))


# ---- Documents ----


def test_documents_are_listed_with_what_they_state_and_whether_their_text_is_there(
    site: Site, with_texts: Site
) -> None:
    plain_text, told = text_of(page(documents, site, "/documents")), text_of(page(documents, with_texts, "/documents"))
    file = next(one for one in site.corpus.files if one.slug == "bilan-alpha" and one.home == "sources")
    assert re.search(rf"bilan du Plan Alpha juin 2020 .*?{len(file.triples)} \d+ absent de cette machine –", plain_text)
    assert re.search(rf"bilan du Plan Alpha juin 2020 .*?{len(file.triples)} \d+ sur cette machine \d+ %", told)


@pytest.mark.parametrize("slug", ["plan-alpha", "point-d-etape", "bilan-alpha"])
def test_each_line_that_is_cited_has_its_anchor_with_and_without_the_text(
    site: Site, with_texts: Site, slug: str
) -> None:
    store = site.store
    passages = [
        quad.subject for quad in store.matches(None, store.registry["oa:hasSource"], node(site, f"source-{slug}"))
    ]
    spans = [[int(store_value(site, one, f"hkg:{end}Line")) for end in ("first", "last")] for one in passages]
    lines = {line for first, last in spans for line in range(first, last + 1)}
    for world in (site, with_texts):
        anchors = re.findall(r'id="l(\d+)"', page(document, world, f"/documents/{slug}"))
        assert lines <= set(map(int, anchors))
        assert len(anchors) == len(set(anchors))


def store_value(site: Site, subject: object, name: str) -> str:
    assert isinstance(subject, ox.NamedNode)
    return str(next(quad.object.value for quad in site.store.matches(subject, site.store.registry[name], None)))


def test_the_words_of_a_document_are_shown_only_where_its_text_is_there(site: Site, with_texts: Site) -> None:
    lines = [line for line in (TEXTS / "bilan-alpha.txt").read_text("utf-8").splitlines() if len(line) > 40]
    without, told = (text_of(page(document, one, "/documents/bilan-alpha")) for one in (site, with_texts))
    assert not [line for line in lines if line in without]
    assert [line for line in lines if " ".join(line.split()) not in told] == []


def test_a_document_shows_each_of_its_facts_once_at_the_line_where_it_begins(site: Site) -> None:
    html = page(document, site, "/documents/point-d-etape")
    shown = re.findall(r'<li class="fact" id="([^"]+)"', html)
    store = site.store
    fact = store.registry["hkg:statedIn"]
    stated = {
        quad.subject.value.rpartition("/")[2]
        for quad in store.engine.quads_for_pattern(None, fact, None, node(site, "source-point-d-etape"))
        if isinstance(quad.subject, ox.NamedNode)
    }
    assert sorted(shown) == sorted(stated)


# ---- Remarks, concepts ----


def test_a_contradiction_is_shown_with_both_sides_and_their_lines(site: Site) -> None:
    html = page(remarks, site, "/remarks")
    article = html[html.index('id="remarque-maisons-delta-2019-09"') :].partition("</article>")[0]
    assert {"45 structures", "50 structures", "52 structures"} <= set(re.findall(r"\d+ structures", text_of(article)))
    assert {"/documents/point-d-etape#l4", "/documents/bilan-alpha#l6"} <= set(
        re.findall(r'href="([^"]+#l\d+)"', article)
    )


def test_remarks_are_sifted_by_their_state(site: Site) -> None:
    every = set(re.findall(r'class="remark card" id="([^"]+)"', page(remarks, site, "/remarks")))
    by_state = {
        state: set(re.findall(r'class="remark card" id="([^"]+)"', page(remarks, site, "/remarks", state=state)))
        for state in ("ouverte", "tranchee")
    }
    assert by_state["tranchee"] == {"remarque-budget-alpha"}
    assert by_state["ouverte"] | by_state["tranchee"] == every
    assert not by_state["ouverte"] & by_state["tranchee"]


def test_a_concept_says_what_it_means_and_where_it_is_used(site: Site) -> None:
    shown = text_of(page(concept, site, "/concept/role-pilote"))
    defined = next(
        quad.object.value
        for quad in site.store.matches(
            site.store.registry["ref:role-pilote"], site.store.registry["skos:definition"], None
        )
        if isinstance(quad.object, ox.Literal) and quad.object.language == "fr"
    )
    assert defined in shown.replace("\u202f", " ")
    assert "plus général pilotage" in shown
    assert "agence Alpha (AA) : pilote, pour « guichet unique » ; depuis avril 2018" in shown


def test_a_list_of_reference_shows_its_concepts(site: Site) -> None:
    html = page(concept, site, "/concept/role", lang="en")
    store = site.store
    members = {
        quad.subject for quad in store.matches(None, store.registry["skos:inScheme"], store.registry["ref:role"])
    }
    rows = re.findall(r'<td class="first"><a href="/concept/([^"]+)">', html)
    assert sorted(rows) == sorted(one.value.rpartition("/")[2] for one in members if isinstance(one, ox.NamedNode))


# ---- Around a page ----


def test_every_link_between_these_pages_leads_somewhere(site: Site) -> None:
    pages = {"page": thing, "concept": concept, "documents": document}
    found = set()
    for path in ("/plans", "/actors", "/dispositifs"):
        found |= set(re.findall(r'href="(/(?:page|concept|documents)/[^"#?.]+)', page(listing, site, path)))
    found |= set(re.findall(r'href="(/(?:page|concept|documents)/[^"#?.]+)', page(thing, site, "/page/plan-alpha")))
    assert len(found) > 80
    for path in sorted(found):
        assert page(pages[path.split("/")[1]], site, path)


def test_the_statements_of_a_thing_are_a_table_for_machines(site: Site) -> None:
    reply = statements(site, Asked(path="/page/plan-alpha.csv", parts={"slug": "plan-alpha"}))
    heading, *rows = csv.reader(io.StringIO(reply.body.decode(), newline=""))
    said = said_of(site.store, node(site, "plan-alpha"))
    assert heading == ["document", "chose ou fait", "nature", "propriété", "valeur", "lignes"]
    assert rows == [[one.graph, one.node, one.kind, one.property, one.value, one.lines] for one in said]


def test_a_citation_names_the_thing_for_good_and_the_version_of_the_data(site: Site) -> None:
    made = cited(site.store, "https://w3id.org/healthkg/id/plan-x", "100 % & plus_", "fr")
    assert f"données {site.version}, https://w3id.org/healthkg/id/plan-x" in made.sentence
    assert made.bibtex.startswith("@misc{healthkg-plan-x,\n")
    assert r"title = {{100 \% \& plus\_}}," in made.bibtex


def test_the_page_of_a_document_that_was_read_is_among_the_documents(site: Site) -> None:
    asked = Asked(path="/page/source-bilan-alpha", parts={"slug": "source-bilan-alpha"}, query=(("lang", "en"),))
    reply = thing(site, asked)
    assert (reply.status, reply.headers["location"]) == (303, "/documents/bilan-alpha?lang=en")


@pytest.mark.parametrize("slug", ["plan-nowhere", "../plan-alpha", "plan alpha", "\x00", "plan-alpha#x", "<b>"])
def test_what_is_not_there_is_not_found(site: Site, slug: str) -> None:
    for of, local in ((thing, "id"), (concept, "ref"), (document, "id/source")):
        with pytest.raises(InputProblem, match="nothing at this address"):
            of(site, Asked(path=f"/{local}", parts={"slug": slug}))


def test_what_is_hostile_in_the_data_is_shown_and_not_run(site: Site) -> None:
    hostile = '<img src=x onerror="alert(1)">'
    label, alpha = site.store.registry["skos:prefLabel"], node(site, "plan-alpha")
    engine = ox.Store()
    engine.extend(quad for quad in site.store.engine if (quad.subject, quad.predicate) != (alpha, label))
    for graph in (ox.DefaultGraph(), site.store.registry["g:reference"]):
        engine.add(ox.Quad(alpha, label, ox.Literal(hostile, language="fr"), graph))
    changed = replace(site, store=replace(site.store, engine=engine), edition="hostile")
    for html in (page(thing, changed, "/page/plan-alpha"), page(listing, changed, "/plans")):
        assert "<img src=x" not in html
        assert "&lt;img src=x" in html


def test_the_names_of_words_are_read_once(site: Site) -> None:
    assert names(site, "fr") is names(site, "fr")


def test_a_library_without_the_query_of_targets_still_has_pages(site: Site) -> None:
    poorer = replace(site, queries={name: one for name, one in site.queries.items() if name != TARGETS})
    assert "maisons Delta ouvertes" in page(thing, poorer, "/page/dispositif-maison-delta")
    prepare(poorer)


def test_known_things_are_those_of_which_something_is_stated(site: Site) -> None:
    assert known(site, "id/plan-alpha") == node(site, "plan-alpha")


def test_each_page_is_served_with_its_links_in_the_chosen_language(workspace: Workspace) -> None:
    for path in (
        "/page/plan-alpha",
        "/plans",
        "/actors",
        "/dispositifs",
        "/documents",
        "/documents/plan-alpha",
        "/remarks",
        "/concept/role",
    ):
        got = workspace.get(path, lang="en")
        assert (got.status, '<html lang="en">' in got.text) == (200, True)
        inner = re.findall(r'href="(/(?:page|concept|documents|plans)[^"]*)"', got.text)
        data = [address for address in inner if not re.search(r"\.(csv|ttl|jsonld)", address)]
        assert [address for address in data if "lang=en" not in address and "lang=fr" not in address] == []
    assert {route.path for route in ROUTES} >= {"/page/{slug}", "/concept/{slug}", "/documents/{slug}"}
