"""Linked data: every IRI of ours answers, what it answers is what the files state, and nothing else is told."""

import gzip
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from healthkg.errors import InputProblem
from healthkg.turtle import parse, read_text
from healthkg.validation import Report
from healthkg.validation.findings import Finding
from healthkg.web.linked import catalogue, naming
from healthkg.web.linked.inventory import inventory
from healthkg.web.linked.verdict import verdict
from healthkg.web.site import Means, Site, open_site
from healthkg.web.things.concept import concept
from healthkg.web.things.document import document
from healthkg.web.things.thing import thing
from healthkg.web.values import Asked, Reply
from serving import Workspace

FORMATS = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "trig": ("application/trig", ox.RdfFormat.TRIG),
    "nq": ("application/n-quads", ox.RdfFormat.N_QUADS),
}
VOID = "http://rdfs.org/ns/void#"
BASE = "https://w3id.org/healthkg/"


@pytest.fixture(scope="module")
def site(miniature: Path) -> Site:
    return open_site(miniature, Means())


def asked(path: str, accept: str = "text/html", **parts: str) -> Asked:
    return Asked(path=path, parts=parts, headers={"accept": accept}, origin="http://127.0.0.1:8000")


def quads_of(reply: Reply, ending: str) -> set[ox.Quad]:
    return set(ox.parse(reply.body, format=FORMATS[ending][1], base_iri="http://127.0.0.1:8000/"))


def triples_of(quads: set[ox.Quad]) -> set[tuple[object, ...]]:
    return {(quad.subject, quad.predicate, quad.object) for quad in quads}


def data_of(site: Site, name: str) -> Reply:
    return naming.data(site, asked(f"/data/{name}", name=name))


# ---- Every IRI answers ----


def ours(site: Site) -> Iterator[str]:
    """Yield what follows the base in every IRI of ours, wherever it stands: data, ontology, shapes, prefixes, queries."""
    shapes = naming.vocabulary(site, "shapes")
    quads = [*site.store.engine, *shapes, *naming.vocabulary(site, "alignements")]
    terms = {term for quad in quads for term in (quad.subject, quad.predicate, quad.object)}
    graphs = set(site.store.engine.named_graphs())
    names = {one.value for one in terms | graphs if isinstance(one, ox.NamedNode)}
    yield from sorted(name.removeprefix(BASE) for name in names if name.startswith(BASE))
    yield from (f"id/requete-{name.replace('_', '-')}" for name in sorted(site.queries))


def answer_of(site: Site, local: str) -> Reply:
    path = "/" + local.partition("#")[0]
    head, _, rest = path[1:].partition("/")
    if head in ("id", "ref"):
        return naming.thing(site, asked(path, slug=rest))
    if head == "graphe":
        return naming.graph(site, asked(path, name=rest))
    if head == "prefixe":
        return naming.prefix(site, asked(path, name=rest))
    return naming.version(site, asked(path)) if rest else naming.document(site, asked(path))


def test_every_iri_of_ours_answers(site: Site) -> None:
    answered = {local.partition("#")[0]: None for local in ours(site)}
    statuses = {local: answer_of(site, local).status for local in answered}
    assert {local for local, status in statuses.items() if status not in (200, 303)} == set()
    assert {local.partition("/")[0] for local in statuses} == {
        "id", "ref", "def", "shapes", "prefixes", "prefixe", "graphe", "alignements",
    }  # fmt: skip


def test_the_page_of_each_thing_is_there(site: Site) -> None:
    pages = {"page": thing, "concept": concept, "documents": document}
    for local in ours(site):
        if local.startswith(("id/", "ref/")) and not local.startswith("id/requete-"):
            path = answer_of(site, local).headers["location"]
            _, head, slug = path.split("/")
            assert pages[head](site, asked(path, slug=slug)).status == 200, path


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "/page/plan-alpha"),
        ("*/*", "/page/plan-alpha"),
        ("", "/page/plan-alpha"),
        ("text/turtle", "/data/plan-alpha.ttl"),
        ("text/html;q=0.3, application/ld+json", "/data/plan-alpha.jsonld"),
        ("application/n-triples", "/data/plan-alpha.nt"),
        ("application/trig", "/data/plan-alpha.trig"),
        ("application/n-quads;q=1, text/turtle;q=0.5", "/data/plan-alpha.nq"),
    ],
)
def test_a_thing_leads_to_its_page_or_to_its_data(site: Site, accept: str, location: str) -> None:
    reply = naming.thing(site, asked("/id/plan-alpha", accept, slug="plan-alpha"))
    assert (reply.status, reply.headers["location"], reply.body) == (303, location, b"")


def test_concepts_prefixes_versions_and_queries_lead_on(site: Site) -> None:
    to_data = naming.thing(site, asked("/ref/role-pilote", "text/turtle"))
    assert to_data.headers["location"] == "/data/ref/role-pilote.ttl"
    assert naming.thing(site, asked("/ref/role-pilote")).headers["location"] == "/concept/role-pilote"
    assert naming.prefix(site, asked("/prefixe/hkg", name="hkg")).headers["location"] == "/prefixes#hkg"
    assert naming.version(site, asked("/def/0.1.0", version="0.1.0")).headers["location"] == "/def"
    query = naming.thing(site, asked("/id/requete-who-pilots-what"))
    assert query.headers["location"] == "/queries/who_pilots_what"


def test_what_is_not_ours_or_not_known_is_not_found(site: Site) -> None:
    for local in ("id/plan-nowhere", "ref/nothing", "def/9.9.9", "prefixe/nowhere", "graphe/elsewhere", "nothing"):
        with pytest.raises(InputProblem, match="nothing at this address"):
            answer_of(site, local)
    with pytest.raises(InputProblem, match="accepts"):
        naming.thing(site, asked("/id/plan-alpha", "image/png"))


@pytest.mark.parametrize(
    "path",
    [
        "/id/..%2f..%2fpyproject.toml",
        "/page/%2e%2e%2f%2e%2e%2fdata",
        "/id/plan-alpha%00.ttl",
        "/data/..%2f..%2fontology.ttl",
        "/data/plan-alpha/../../etc.ttl",
        "/graphe/..%2fid",
        "/dumps/..%2f..%2fverdict.json",
        "//evil.example/",
        "//evil.example/page/plan-alpha",
        "/id/" + "longest" * 1170,
        "/page/%22%3E%3Cscript%3Ealert(1)%3C",
        "/documents/%27;--.txt",
        "/concept/%F0%9F%92%A9",
    ],
)
def test_a_path_that_plays_tricks_is_not_found_and_not_repeated(workspace: Workspace, path: str) -> None:
    for accept in ("text/html", "application/json"):
        got = workspace.send("GET", path, {"Accept": accept})
        assert (got.status, got.headers.get("location")) == (404, None)
        said = got.text.lower()
        assert not [word for word in ("evil", "longest", "alert(1)", "etc.ttl", "pyproject", "%2f") if word in said]


def test_the_server_gives_the_form_that_is_asked_for(workspace: Workspace) -> None:
    led = workspace.get("/id/plan-alpha", "text/turtle")
    assert (led.status, led.headers["location"]) == (303, "/data/plan-alpha.ttl")
    got = workspace.get(led.headers["location"], "text/turtle")
    assert (got.status, got.headers["content-type"]) == (200, "text/turtle; charset=utf-8")
    assert "Accept" in got.headers["vary"]
    refused = workspace.get("/id/plan-alpha", "image/png")
    assert (refused.status, refused.headers["content-type"]) == (406, "application/problem+json")
    assert workspace.get("/id/plan-alpha", method="POST").status == 405


# ---- What is stated of a thing ----


def test_the_data_of_a_thing_are_what_each_graph_states_of_it_and_of_the_facts_about_it(site: Site) -> None:
    found = quads_of(data_of(site, "chantier-alpha-01.trig"), "trig")
    node = site.store.registry["id:chantier-alpha-01"]
    fact = site.store.registry["id:role-chantier-alpha-01--agence-alpha--pilote"]
    for one in (node, fact):
        quads = (quad for quad in site.corpus.quads() if quad.graph_name != ox.DefaultGraph())
        stated = {quad for quad in quads if quad.subject == one}
        assert stated
        computed = site.store.registry["g:calcule"]
        assert {quad for quad in found if quad.subject == one and quad.graph_name != computed} == stated


def test_the_data_bring_the_passages_the_documents_and_the_names_of_what_they_mention(site: Site) -> None:
    registry = site.store.registry
    found = triples_of(quads_of(data_of(site, "chantier-alpha-01.nq"), "nq"))
    passages = {value for _, name, value in found if name == registry["hkg:statedIn"]}
    assert passages
    for passage in passages:
        lines = {name for subject, name, _ in found if subject == passage}
        assert {registry["oa:hasSource"], registry["hkg:firstLine"], registry["hkg:textDigest"]} <= lines
    published = {subject for subject, name, _ in found if name == registry["hkg:publishedOn"]}
    assert published == {registry[f"id:source-{one}"] for one in ("plan-alpha", "point-d-etape", "bilan-alpha")}
    assert (
        registry["id:org-agence-alpha"],
        registry["skos:prefLabel"],
        ox.Literal("agence Alpha", language="fr"),
    ) in found


def test_the_data_say_of_which_version_and_under_which_licence_they_are(site: Site) -> None:
    registry, here = site.store.registry, ox.NamedNode(f"{BASE}data/plan-alpha")
    said = {
        name: value
        for subject, name, value in triples_of(quads_of(data_of(site, "plan-alpha.ttl"), "ttl"))
        if subject == here
    }
    assert said[registry["owl:versionInfo"]] == ox.Literal(site.version)
    assert said[registry["dcterms:license"]] == ox.NamedNode("https://spdx.org/licenses/etalab-2.0")
    assert said[registry["foaf:primaryTopic"]] == registry["id:plan-alpha"]


@pytest.mark.parametrize("name", ["plan-alpha", "ref/role-pilote", "source-bilan-alpha"])
def test_every_form_says_the_same(site: Site, name: str) -> None:
    said = {ending: data_of(site, f"{name}.{ending}") for ending in FORMATS}
    assert {ending: reply.media.partition(";")[0] for ending, reply in said.items()} == {
        ending: media for ending, (media, _) in FORMATS.items()
    }
    triples = {ending: triples_of(quads_of(reply, ending)) for ending, reply in said.items()}
    assert len(triples["ttl"]) > 5
    assert all(found == triples["ttl"] for found in triples.values())
    assert quads_of(said["trig"], "trig") == quads_of(said["nq"], "nq") == quads_of(said["jsonld"], "jsonld")


def test_data_without_an_ending_are_in_the_form_that_is_asked_for(site: Site) -> None:
    reply = naming.data(site, asked("/data/plan-alpha", "application/ld+json", name="plan-alpha"))
    assert reply.media == "application/ld+json"


# ---- Graphs and words ----


def test_a_named_graph_is_what_its_file_states(site: Site) -> None:
    for file in (one for one in site.corpus.files if one.home == "sources"):
        reply = naming.graph(site, asked(f"/graphe/source-{file.slug}", "text/turtle", name=f"source-{file.slug}"))
        stated = {(quad.subject, quad.predicate, quad.object) for quad in file.triples}
        assert triples_of(quads_of(reply, "ttl")) == stated


@pytest.mark.parametrize(("name", "space"), [("def", "hkg"), ("shapes", "hsh")])
def test_each_term_of_a_hash_namespace_has_its_anchor_in_the_page_and_its_statements_in_the_data(
    site: Site, name: str, space: str
) -> None:
    page = naming.document(site, asked(f"/{name}")).body.decode()
    data = triples_of(quads_of(naming.document(site, asked(f"/{name}", "text/turtle")), "ttl"))
    namespace = site.store.registry.namespaces[space]
    terms = {subject.value for subject, _, _ in data if str(subject).startswith(f"<{namespace}")}  # type: ignore[attr-defined]
    anchors = re.findall(r'id="([^"]+)"', page)
    assert len(terms) > 50
    assert {term.removeprefix(namespace) for term in terms} <= set(anchors)
    assert len(anchors) == len(set(anchors))


def test_the_page_of_the_ontology_speaks_the_readers_language(site: Site) -> None:
    english = naming.document(site, replace(asked("/def"), lang="en")).body.decode()
    french = naming.document(site, asked("/def")).body.decode()
    assert "Properties that lead to a thing" in english
    assert "Propriétés vers une chose" in french


def test_what_is_declared_of_prefixes_is_the_registry(site: Site) -> None:
    reply = naming.document(site, asked("/prefixes", "application/n-triples"))
    path = site.corpus.project.prefixes
    stated = {(quad.subject, quad.predicate, quad.object) for quad in parse(read_text(path), path)}
    assert triples_of(quads_of(reply, "nt")) == stated


# ---- The dataset ----


def described(site: Site, **more: str) -> set[tuple[object, ...]]:
    reply = catalogue.dataset(site, replace(asked("/dataset", "text/turtle"), **more))  # type: ignore[arg-type]
    assert reply.media == "text/turtle; charset=utf-8"
    return triples_of(quads_of(reply, "ttl"))


def test_void_counts_what_a_query_counts(site: Site) -> None:
    said = {
        name.value.removeprefix(VOID): value
        for subject, name, value in described(site)
        if subject == ox.NamedNode(f"{BASE}dataset")
    }  # type: ignore[attr-defined]
    computed = "FILTER NOT EXISTS { GRAPH <https://w3id.org/healthkg/graphe/calcule> { ?s ?p ?o } }"
    for key, what in (("triples", "*"), ("distinctSubjects", "DISTINCT ?s"), ("properties", "DISTINCT ?p")):
        text = f"SELECT (COUNT({what}) AS ?n) {{ ?s ?p ?o {computed} }}"
        ((counted,),) = (tuple(row) for row in site.store.run(text))  # type: ignore[union-attr]
        assert said[key].value == counted.value  # type: ignore[attr-defined,union-attr]


def test_void_counts_each_class_and_each_named_graph(site: Site) -> None:
    found = described(site)
    of = {subject: value for subject, name, value in found if name == ox.NamedNode(f"{VOID}class")}
    many = {
        of[subject]: int(value.value)
        for subject, name, value in found
        if subject in of and name == ox.NamedNode(f"{VOID}entities")
    }  # type: ignore[attr-defined]
    plans = list(site.store.matches(None, site.store.registry["rdf:type"], site.store.registry["hkg:Plan"]))
    assert many[site.store.registry["hkg:Plan"]] == len(plans) == 3
    graph = site.store.registry["id:source-bilan-alpha"]
    stated = next(
        len(file.triples) for file in site.corpus.files if file.slug == "bilan-alpha" and file.home == "sources"
    )
    assert (graph, ox.NamedNode(f"{VOID}triples"), ox.Literal(stated)) in found


def test_the_description_names_this_server_and_no_other(site: Site) -> None:
    endpoint = ox.NamedNode(f"{VOID}sparqlEndpoint")
    own = {value for _, name, value in described(site) if name == endpoint}
    assert own == {ox.NamedNode("http://127.0.0.1:8000/sparql")}
    hostile = {value for _, name, value in described(site, origin='http://evil"><x') if name == endpoint}
    assert hostile == {ox.NamedNode(f"{BASE}sparql")}


def test_void_stands_where_machines_look_for_it(workspace: Workspace) -> None:
    got = workspace.get("/.well-known/void", "*/*")
    assert (got.status, got.headers["content-type"]) == (200, "text/turtle; charset=utf-8")
    led = workspace.get("/.well-known/void", "text/html")
    assert (led.status, led.headers["location"]) == (303, "/dataset")


def test_the_description_is_the_same_in_every_form(site: Site) -> None:
    found = described(site)
    for ending in ("jsonld", "nt"):
        reply = catalogue.dataset(site, asked("/dataset", FORMATS[ending][0]))
        assert triples_of(quads_of(reply, ending)) == found


def test_the_dumps_hold_every_statement_of_the_files_under_the_checksums_that_are_shown(site: Site) -> None:
    page = catalogue.dataset(site, asked("/dataset")).body.decode()
    stated = {quad for quad in site.corpus.quads() if quad.graph_name != ox.DefaultGraph()}
    for name, ending in (("healthkg.trig.gz", "trig"), ("healthkg.nq.gz", "nq")):
        reply = catalogue.dump(site, asked(f"/dumps/{name}", name=name))
        digest = hashlib.sha256(reply.body).hexdigest()
        held = set(ox.parse(gzip.decompress(reply.body), format=FORMATS[ending][1]))
        assert len(held) == len(stated)
        assert {quad for quad in held if "_:" not in str(quad)} == {quad for quad in stated if "_:" not in str(quad)}
        assert digest in page
        check = catalogue.dump(site, asked(f"/dumps/{name}.sha256", name=f"{name}.sha256"))
        assert check.body.decode() == f"{digest}  {name}\n"
        assert any(getattr(value, "value", "") == digest for _, _, value in described(site))


def test_what_is_counted_and_packed_is_so_once(site: Site) -> None:
    assert inventory(site) is inventory(site)


# ---- The verdict ----


def test_the_verdict_shows_each_finding_with_its_place_and_where_its_rule_stands(site: Site) -> None:
    message = {"fr": "Une enveloppe <a> un montant.", "en": "A budget has an amount."}
    finding = Finding(
        "warning", "hsh:Budget-amount", "id:budget-alpha", message, file="data/turtle/sources/x.ttl", line=12, column=5,
        shape="hsh:Budget-amount",
    )  # fmt: skip
    other = replace(finding, severity="info", focus="id:nowhere", shape=None, file=None, line=None, column=None)
    page = verdict(replace(site, report=Report((finding, other))), asked("/rapport")).body.decode()
    assert "Une enveloppe &lt;a&gt; un montant." in page
    assert "data/turtle/sources/x.ttl:12:5" in page
    assert 'href="/page/budget-alpha"' in page
    assert 'href="/shapes#Budget-amount"' in page
    assert "id:nowhere" in page


def test_a_sound_corpus_says_so(site: Site) -> None:
    page = verdict(site, replace(asked("/rapport"), lang="en")).body.decode()
    assert "no violation" in page
    assert site.version in page
