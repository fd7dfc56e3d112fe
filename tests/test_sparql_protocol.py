"""The SPARQL endpoint as clients know it: the W3C's Protocol, Service Description and result formats, and the clients
that people have.

The tables follow the recommendation's text (SPARQL 1.1 Protocol, 2.1 and 2.1.6: what is a request, what must fail).
"""

import gzip
import http.client
import socket
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from urllib.parse import quote, urlencode, urlsplit
from xml.dom import minidom

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from healthkg.answers.answer import answer, values_of
from healthkg.layout import find_project
from healthkg.queryfile import Query, inline, query_paths, read_query
from healthkg.store import Store, open_remote
from serving import Got, Workspace
from support import ROOT, Run

FORM, DIRECT, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv; charset=utf-8", "text/tab-separated-values; charset=utf-8"
TURTLE = "text/turtle; charset=utf-8"
# rdflib 7.6, when it reads JSON-LD; SPARQLWrapper 2.0, whose graphs are of that class
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
PLANS = "SELECT ?p { ?p a hkg:Plan } ORDER BY ?p"
THREE = ["plan-alpha", "plan-gamma", "plan-phi"]
BASE = "https://w3id.org/healthkg/"
ALPHA, BILAN = f"{BASE}id/source-plan-alpha", f"{BASE}id/source-bilan-alpha"
PARAMETERS = tomllib.loads((ROOT / "tests/expected/miniature/params.toml").read_text("utf-8"))
LIBRARY = [read_query(path) for path in query_paths(find_project(ROOT).queries)]


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def ask(workspace: Workspace, text: str, accept: str = "*/*", **query: str) -> Got:
    return workspace.get("/sparql", accept, query=text, **query)


def values(got: Got, name: str = "p") -> list[str]:
    """Return the last pieces of what the rows say of one variable."""
    return [row[name]["value"].rpartition("/")[2] for row in got.data["results"]["bindings"]]


# ---- What is a request, and what is none (Protocol 2.1) ----


def form(*fields: tuple[str, str]) -> bytes:
    return urlencode(fields).encode()


ASKS = {
    "query by GET": ("GET", {"query": PLANS}, {}, None),
    "query by GET, with a body that says nothing": ("GET", {"query": PLANS}, {"Content-Length": "0"}, None),
    "query by a form": ("POST", {}, {"Content-Type": FORM}, form(("query", PLANS))),
    "query by a form that names its charset": (
        "POST", {}, {"Content-Type": f"{FORM}; charset=UTF-8"}, form(("query", PLANS)),
    ),
    "query as it is": ("POST", {}, {"Content-Type": DIRECT}, PLANS.encode()),
    "query as it is, type in capitals, charset in quotes": (
        "POST", {}, {"Content-Type": 'APPLICATION/SPARQL-QUERY; charset="utf-8"'}, PLANS.encode(),
    ),
    "query as it is, with a byte-order mark": ("POST", {}, {"Content-Type": DIRECT}, b"\xef\xbb\xbf" + PLANS.encode()),
    "query with what the protocol does not know": ("GET", {"query": PLANS, "timeout": "1", "debug": ""}, {}, None),
}  # fmt: skip


@pytest.mark.parametrize("name", ASKS)
def test_a_query_is_asked_in_every_way_of_the_protocol(workspace: Workspace, name: str) -> None:
    method, query, headers, body = ASKS[name]
    got = workspace.send(method, "/sparql?" + urlencode(query), headers, body)
    assert (got.status, got.headers["content-type"], values(got)) == (200, JSON, THREE)


REFUSED = {
    "no query": ("GET", "default-graph-uri=x", {}, None, 400, "query-missing"),
    "an empty query": ("GET", "query=", {}, None, 400, "query-missing"),
    "a query of blanks": ("GET", "query=%20%0A", {}, None, 400, "query-missing"),
    "a form without a query": ("POST", "", {"Content-Type": FORM}, b"q=ASK", 400, "query-missing"),
    "nothing, as a query": ("POST", "", {"Content-Type": DIRECT}, b"", 400, "query-missing"),
    "two queries": ("GET", "query=ASK%7B%7D&query=SELECT%20*%20%7B%7D", {}, None, 400, "query-twice"),
    "two queries in a form": ("POST", "", {"Content-Type": FORM}, b"query=ASK%7B%7D&query=x", 400, "query-twice"),
    "a query in the address and one in the body": (
        "POST", "query=ASK%7B%7D", {"Content-Type": DIRECT}, b"ASK{}", 400, "query-twice",
    ),
    "a form that does not say that it is one": ("POST", "", {}, form(("query", PLANS)), 415, "media-refused"),
    "a query that does not say that it is one": ("POST", "", {"Content-Type": "text/plain"}, b"ASK{}", 415, "media-refused"),
    "a form in parts": ("POST", "", {"Content-Type": "multipart/form-data; boundary=x"}, b"--x--", 415, "media-refused"),
    "a query in UTF-16, said to be": (
        "POST", "", {"Content-Type": f"{DIRECT}; charset=UTF-16"}, "ASK {}".encode("utf-16"), 415, "media-refused",
    ),
    "a query in UTF-16": ("POST", "", {"Content-Type": DIRECT}, "ASK {}".encode("utf-16"), 400, "query-not-utf8"),
    "a query in Latin 1": ("POST", "", {"Content-Type": DIRECT}, "ASK { ?s ?p 'é' }".encode("latin-1"), 400, "query-not-utf8"),
    "a form in Latin 1": ("POST", "", {"Content-Type": FORM}, b"query=ASK+%7B+%3Fs+%3Fp+%27%E9%27+%7D", 400, "query-not-utf8"),
    "an address in Latin 1": ("GET", "query=ASK+%7B+%3Fs+%3Fp+%27%E9%27+%7D", {}, None, 400, "query-not-utf8"),
    "no SPARQL": ("GET", "query=hello", {}, None, 400, None),
    "two queries as one": ("GET", "query=ASK%7B%7D%20ASK%7B%7D", {}, None, 400, None),
    "an update by GET": ("GET", "update=CLEAR%20ALL", {}, None, 403, "query-update"),
    "an update beside a query": ("GET", "query=ASK%7B%7D&update=CLEAR%20ALL", {}, None, 403, "query-update"),
    "an update in a form": ("POST", "", {"Content-Type": FORM}, b"update=CLEAR%20ALL", 403, "query-update"),
    "an update in the address of a form": ("POST", "update=x", {"Content-Type": FORM}, b"query=ASK%7B%7D", 403, "query-update"),
    "an empty update in a form": ("POST", "", {"Content-Type": FORM}, b"update=", 403, "query-update"),
    "an update as it is": ("POST", "", {"Content-Type": UPDATE}, b"CLEAR ALL", 403, "query-update"),
    "an update as a query": ("POST", "", {"Content-Type": DIRECT}, b"INSERT DATA { <x:s> <x:p> 1 }", 403, "query-update"),
    "an update as a query, by GET": ("GET", "query=DELETE%20WHERE%20%7B%3Fs%3Fp%3Fo%7D", {}, None, 403, "query-update"),
    "a LOAD": ("GET", "query=LOAD%20%3Cfile:///etc/passwd%3E", {}, None, 403, "query-load"),
    "PUT": ("PUT", "", {"Content-Type": "text/turtle"}, b"<x:s> <x:p> 1 .", 405, "method-refused"),
    "PUT on a graph": ("PUT", "graph=" + quote(ALPHA), {"Content-Type": "text/turtle"}, b"", 405, "method-refused"),
    "DELETE on a graph": ("DELETE", "graph=" + quote(ALPHA), {}, None, 405, "method-refused"),
    "DELETE on the default graph": ("DELETE", "default", {}, None, 405, "method-refused"),
    "PATCH": ("PATCH", "", {"Content-Type": UPDATE}, b"CLEAR ALL", 405, "method-refused"),
    "TRACE": ("TRACE", "", {}, None, 405, "method-refused"),
    "a method of one's own": ("BREW", "", {}, None, 405, "method-refused"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_query_is_refused_and_changes_nothing(workspace: Workspace, mini_store: Store, name: str) -> None:
    method, query, headers, body, status, code = REFUSED[name]
    got = workspace.send(method, f"/sparql?{query}", {"Accept": "*/*", **headers}, body)
    assert got.status == status, got.text
    if method != "TRACE" and method != "BREW":
        assert got.headers["content-type"] == "application/problem+json"
        assert (got.data["status"], got.data["title"]) == (status, code or got.data["title"])
    if status == 405:
        assert {"GET", "HEAD", "POST"} <= set(got.headers["allow"].split(", "))
    count = ask(workspace, "SELECT (COUNT(*) AS ?p) { { ?s ?q ?o } UNION { GRAPH ?g { ?s ?q ?o } } }")
    assert values(count) == [str(len(mini_store.engine))]


def test_a_malformed_query_is_told_where_and_why_in_both_languages(workspace: Workspace) -> None:
    got = ask(workspace, "SELECT ?p\nWHERE { ?p a hkg:Plan ; }}")
    assert (got.status, got.data["line"], got.data["column"]) == (400, 2, 26)
    assert got.data["type"].startswith("urn:healthkg:sparql-")
    assert (got.data["fr"].startswith("Erreur de syntaxe"), got.data["en"].startswith("SPARQL syntax error")) == (
        True,
        True,
    )


def test_a_relative_name_is_one_of_this_address_also_where_something_else_is_wrong(workspace: Workspace) -> None:
    got = ask(workspace, "SELECT ?p { VALUES ?p { <a> <#b> } }")
    addresses = [row["p"]["value"] for row in got.data["results"]["bindings"]]
    assert addresses == [f"{workspace.address}/a", f"{workspace.address}/sparql#b"]
    wrong = ask(workspace, "SELECT ?p { VALUES ?p { <a> } ?p a }")
    assert (wrong.status, wrong.data["line"], wrong.data["column"]) == (400, 1, 36)


def test_a_function_that_nobody_knows_is_a_fault_of_the_query(workspace: Workspace) -> None:
    got = ask(workspace, "SELECT (<http://example.org/f>(1) AS ?x) {}")
    assert (got.status, "http://example.org/f" in got.data["en"]) == (400, True)


def test_a_query_of_1_mib_is_refused_as_too_large_and_one_of_a_form_is_read_up_to_the_limit(
    workspace: Workspace,
) -> None:
    fits = "ASK {} #" + "é" * 250_000
    assert workspace.post("/sparql", {"query": fits}).data["boolean"] is True
    assert workspace.post("/sparql", {"query": fits * 2}).status in (400, 413)
    got = workspace.send("POST", "/sparql", {"Content-Type": DIRECT}, b"ASK {} #" + b"x" * 600_000)
    assert (got.status, got.data["title"]) == (400, "query-too-large")


# ---- The dataset (Protocol 2.1.4) ----

WHERE = "{ { ?s a ?c BIND('' AS ?g) } UNION { GRAPH ?g { ?s a ?c } } }"
COUNTS = f"SELECT ?g (COUNT(*) AS ?n) %s {WHERE} GROUP BY ?g ORDER BY ?g"


def counts(got: Got) -> dict[str, int]:
    return {row["g"]["value"]: int(row["n"]["value"]) for row in got.data["results"]["bindings"]}


def expected(store: Store, default: Iterable[str], named: Iterable[str]) -> dict[str, int]:
    """Return graph → how many things have a type in it, the default graph under an empty name: each triple once."""
    of = {name: _typed(store, ox.NamedNode(name)) for name in {*default, *named} if name}
    whole = _typed(store, ox.DefaultGraph()) if "" in default else {triple for name in default for triple in of[name]}
    found = {"": len(whole), **{name: len(of[name]) for name in named}}
    return {name: count for name, count in found.items() if count}


def _typed(store: Store, graph: ox.NamedNode | ox.DefaultGraph) -> set[ox.Triple]:
    return {quad.triple for quad in store.engine.quads_for_pattern(None, store.registry["rdf:type"], None, graph)}


ALL = [f"{BASE}graphe/{name}" for name in ("calcule", "notes", "ontologie", "reference")]
ALL += [f"{BASE}id/source-{name}" for name in ("bilan-alpha", "plan-alpha", "point-d-etape")]
D, N = "default-graph-uri", "named-graph-uri"
DATASETS = {
    "none: ours": ("", [], [""], ALL),
    "one default graph, no named one": ("", [(D, ALPHA)], [ALPHA], []),
    "two default graphs, each triple once": ("", [(D, ALPHA), (D, BILAN)], [ALPHA, BILAN], []),
    "named graphs alone: an empty default graph": ("", [(N, ALPHA), (N, BILAN)], [], [ALPHA, BILAN]),
    "both": ("", [(D, ALPHA), (N, BILAN)], [ALPHA], [BILAN]),
    "the whole, by the name that other engines need": ("", [(D, f"{BASE}graphe/tout")], [""], []),
    "FROM": (f"FROM <{ALPHA}>", [], [ALPHA], []),
    "FROM NAMED": (f"FROM NAMED <{ALPHA}>", [], [], [ALPHA]),
    "the protocol goes before FROM": (f"FROM <{BILAN}> FROM NAMED <{BILAN}>", [(D, ALPHA)], [ALPHA], []),
    "the protocol goes before FROM NAMED": (f"FROM <{BILAN}> FROM NAMED <{BILAN}>", [(N, ALPHA)], [], [ALPHA]),
    "FROM elsewhere: nothing is there": ("FROM <http://example.org/x.ttl>", [], [], []),
}  # fmt: skip


@pytest.mark.parametrize("name", DATASETS)
@pytest.mark.parametrize("way", ["GET", "form", "direct"])
def test_the_graphs_that_are_asked_are_those_of_the_request(
    workspace: Workspace, mini_store: Store, name: str, way: str
) -> None:
    clauses, fields, default, named = DATASETS[name]
    text = COUNTS % clauses
    if way == "form":
        got = workspace.send("POST", "/sparql", {"Content-Type": FORM}, form(("query", text), *fields))
    elif way == "direct":
        got = workspace.send("POST", f"/sparql?{urlencode(fields)}", {"Content-Type": DIRECT}, text.encode())
    else:
        got = workspace.send("GET", f"/sparql?{urlencode([('query', text), *fields])}", {})
    if not mini_store.engine.contains_named_graph(ox.NamedNode(BILAN)):
        raise AssertionError("the miniature world has changed: mend this table")
    assert (got.status, counts(got)) == (200, expected(mini_store, default, named))


def test_one_triple_of_two_documents_counts_once(workspace: Workspace) -> None:
    twice = "SELECT ?s { GRAPH ?a { ?s ?p ?o } GRAPH ?b { ?s ?p ?o } FILTER(STR(?a) < STR(?b)) } LIMIT 1"
    assert len(ask(workspace, twice).data["results"]["bindings"]) == 1  # there are such
    counting = "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT *) AS ?p) %s WHERE { ?s ?q ?o }"
    prologue = f"BASE <{BASE}id/> PREFIX d: <{BASE}id/source-> # FROM\n"
    ways = {
        "ours": (counting % "", ()),
        "FROM": (counting % f"FROM <{ALPHA}> FROM <{BILAN}>", ()),
        "short": (f"{prologue} {counting % 'FROM d:plan-alpha FROM NAMED d:plan-alpha FROM <source-bilan-alpha>'}", ()),
        "protocol": (counting % "", ((D, ALPHA), (D, BILAN))),
    }
    said = {}
    for name, (text, fields) in ways.items():
        row = workspace.send("GET", "/sparql?" + urlencode([("query", text), *fields]), {}).data["results"]["bindings"][
            0
        ]
        said[name] = int(row["n"]["value"])
        assert row["n"]["value"] == row["p"]["value"]
    assert said["FROM"] == said["short"] == said["protocol"] < said["ours"]
    graph = f"CONSTRUCT {{ ?s ?p ?o }} FROM <{ALPHA}> FROM <{BILAN}> FROM NAMED <{BILAN}> WHERE {{ %s }}"
    of_both, of_one = (
        ask(workspace, graph % where, "application/n-triples") for where in ("?s ?p ?o", "GRAPH ?g { ?s ?p ?o }")
    )
    assert (len(of_both.text.splitlines()), len(of_one.text.splitlines()) < said["FROM"]) == (said["FROM"], True)


@pytest.mark.parametrize(
    "iri", ["http://127.0.0.1:9/x.ttl", "file:///etc/passwd", "x", "", "a b", f"{BASE}id/plan-alpha"]
)
@pytest.mark.parametrize("name", [D, N])
def test_a_graph_that_is_not_here_is_refused_by_name(workspace: Workspace, name: str, iri: str) -> None:
    got = ask(workspace, PLANS, **{name: iri})
    assert (got.status, got.data["title"]) == (400, "graph-unknown")
    assert f"<{iri}>" in got.data["en"]


# ---- What comes back ----


@pytest.mark.parametrize(
    ("accept", "media"),
    [("*/*", JSON), (JSON, JSON), ("application/json", "application/json"), (XML, XML), ("text/csv", CSV),
     ("text/tab-separated-values", TSV), ("text/turtle, text/csv;q=0.1", CSV)],
)  # fmt: skip
def test_rows_come_in_each_format_and_mean_the_same(
    workspace: Workspace, mini_store: Store, accept: str, media: str
) -> None:
    text = 'SELECT ?s ?o { { ?s skos:prefLabel ?o FILTER(STRSTARTS(STR(?s), STR(id:))) } UNION { VALUES ?o { "a\\r\\n\\"<&,\\t" 1.5 UNDEF } } }'
    got = ask(workspace, text, accept)
    assert (got.status, got.headers["content-type"], got.headers["healthkg-data"]) == (200, media, mini_store.version)
    assert len(got.body) == int(got.headers["content-length"])
    bare = media.partition(";")[0].replace("application/json", JSON)
    if bare == "text/csv":
        assert got.body == mini_store.run(text).serialize(format=ox.QueryResultsFormat.CSV)
        return
    found = ox.parse_query_results(got.body, ox.QueryResultsFormat.from_media_type(bare))
    rows = Counter(tuple(str(term) for term in row) for row in found)  # type: ignore[union-attr]
    assert rows == Counter(tuple(str(term) for term in row) for row in mini_store.run(text))  # type: ignore[union-attr]
    assert rows[("None", "None")] == 1  # a row may say nothing at all


@pytest.mark.parametrize(
    ("accept", "media"), [("*/*", JSON), (XML, XML), ("text/csv", CSV), ("text/tab-separated-values", TSV)]
)
def test_yes_or_no_comes_in_each_format(workspace: Workspace, accept: str, media: str) -> None:
    got = ask(workspace, "ASK { id:plan-alpha a hkg:Plan }", accept)
    assert (got.status, got.headers["content-type"], "true" in got.text) == (200, media, True)
    no = ask(workspace, "ASK { id:plan-alpha a hkg:Event }", accept)
    assert ("false" in no.text, "true" in no.text) == (True, False)


GRAPHS = {
    TURTLE: ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}


@pytest.mark.parametrize("media", GRAPHS)
@pytest.mark.parametrize("text", ["CONSTRUCT WHERE { ?s skos:prefLabel ?o ; a ?c }", "DESCRIBE id:plan-alpha",
                                  "CONSTRUCT {} {}"])  # fmt: skip
def test_a_graph_comes_in_each_format_and_means_the_same(
    workspace: Workspace, mini_store: Store, media: str, text: str
) -> None:
    got = ask(workspace, text, media.partition(";")[0])
    assert (got.status, got.headers["content-type"]) == (200, media)
    triples = {str(quad.triple) for quad in ox.parse(got.body, GRAPHS[media])}
    assert triples == {str(triple) for triple in mini_store.run(text)}
    assert bool(triples) is (text != "CONSTRUCT {} {}")
    reader = {"application/n-triples": "nt", "application/ld+json": "json-ld", "application/rdf+xml": "xml"}
    assert len(rdflib.Graph().parse(data=got.body, format=reader.get(media, "turtle"))) == len(triples)


UNABLE = {
    "a predicate that ends in no name": ("CONSTRUCT { <x:s> <http://example.org/1> 2 } {}", "application/rdf+xml"),
    "a predicate that is a prefix alone": ("CONSTRUCT { <x:s> hkg: 2 } {}", "application/rdf+xml"),
    "a predicate that RDF/XML reserves": ("CONSTRUCT { <x:s> rdf:Description 2 } {}", "application/rdf+xml"),
    "a control character": ('CONSTRUCT { <x:s> <x:p> "\\u0001" } {}', "application/rdf+xml"),
    "a control character in a row": ('SELECT ("a\\u0000b" AS ?p) {}', XML),
    "no character at all": ('SELECT ("\\uFFFE" AS ?p) {}', XML),
    "a statement about a statement": ("CONSTRUCT { <x:s> <x:p> <<( <x:a> <x:b> 1 )>> } {}", "application/ld+json"),
}


@pytest.mark.parametrize("name", UNABLE)
def test_what_a_format_cannot_write_is_refused_and_another_format_has_it(workspace: Workspace, name: str) -> None:
    text, media = UNABLE[name]
    got = ask(workspace, text, media)
    assert (got.status, got.data["title"]) == (406, "format-unable")
    assert ask(workspace, text).status == 200
    assert f"cannot write. Ask for {'text/turtle' if text.startswith('CON') else JSON}" in got.data["en"]


def test_line_ends_of_a_text_outlive_xml(workspace: Workspace) -> None:
    got = ask(workspace, 'SELECT ("a\\r\\nb\\rc" AS ?p) {}', XML)
    assert minidom.parseString(got.body).getElementsByTagName("literal")[0].firstChild.data == "a\r\nb\rc"  # noqa: S318
    got = ask(workspace, 'CONSTRUCT { <x:s> <x:p> "a\\r\\nb" } {}', "application/rdf+xml")
    assert str(next(rdflib.Graph().parse(data=got.body, format="xml").objects())) == "a\r\nb"


@pytest.mark.parametrize(("text", "accept"), [(PLANS, "image/png"), (PLANS, "text/turtle"), ("DESCRIBE id:plan-alpha", "text/csv"),
                                              (PLANS, "*/*;q=0")])  # fmt: skip
def test_what_cannot_be_given_is_406_with_what_can(workspace: Workspace, text: str, accept: str) -> None:
    got = ask(workspace, text, accept)
    assert (got.status, got.data["title"], got.headers["content-type"]) == (
        406,
        "not-acceptable",
        "application/problem+json",
    )
    assert ("text/turtle" if text.startswith("DESCRIBE") else "text/csv") in got.data["fr"]


def test_no_two_queries_draw_the_same_chance(workspace: Workspace) -> None:
    text = "SELECT (STRUUID() AS ?u) (RAND() AS ?r) (STR(BNODE()) AS ?b) (UUID() AS ?p) {} # {0}"
    rows = [ask(workspace, text + str(i)).data["results"]["bindings"][0] for i in range(4)]
    for name in ("u", "r", "p"):
        assert len({row[name]["value"] for row in rows}) == 4


# ---- Conditions, compression, other pages ----


def test_an_answer_that_is_known_is_not_sent_again_whatever_stands_before_it(workspace: Workspace) -> None:
    first = ask(workspace, PLANS)
    path = "/sparql?" + urlencode({"query": PLANS})
    for said in (first.headers["etag"], first.headers["etag"].removeprefix("W/"), f'"x", {first.headers["etag"]}', "*"):
        again = workspace.send("GET", path, {"Accept": "*/*", "If-None-Match": said})
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
        assert again.headers["access-control-allow-origin"] == "*"
    other = workspace.send("GET", path, {"Accept": "text/csv", "If-None-Match": first.headers["etag"]})
    assert (other.status, other.headers["content-type"]) == (200, CSV)
    assert {"Accept", "Accept-Encoding"} <= set(first.headers["vary"].split(", "))
    assert "etag" not in ask(workspace, "SELECT").headers


def test_what_is_large_is_packed_for_who_takes_it(workspace: Workspace) -> None:
    path = "/sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"})
    plain = workspace.send("GET", path, {})
    small = workspace.send("GET", path, {"Accept-Encoding": "gzip"})
    assert (plain.headers.get("content-encoding"), small.headers["content-encoding"]) == (None, "gzip")
    assert gzip.decompress(small.body) == plain.body
    assert len(small.body) * 5 < len(plain.body)


def test_a_header_that_comes_twice_is_one_list(workspace: Workspace) -> None:
    with closing(http.client.HTTPConnection(urlsplit(workspace.address).netloc, timeout=30)) as connection:
        connection.putrequest("GET", "/sparql?" + urlencode({"query": PLANS}))
        for accept in ("image/png", "text/csv;q=0.5", "application/sparql-results+xml;q=0.4"):
            connection.putheader("Accept", accept)
        connection.endheaders()
        assert connection.getresponse().headers["Content-Type"] == CSV


def test_head_says_what_get_would_without_saying_it(workspace: Workspace) -> None:
    get, head = (workspace.get("/sparql", "text/csv", method, query=PLANS) for method in ("GET", "HEAD"))
    assert (head.status, head.body) == (200, b"")
    assert {k: v for k, v in head.headers.items() if k != "date"} == {
        k: v for k, v in get.headers.items() if k != "date"
    }


def test_any_page_may_read_what_is_asked_here_and_here_alone_without_who_asks(workspace: Workspace) -> None:
    origin = {"Origin": "https://example.org"}
    preflight = {**origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    told = workspace.send("OPTIONS", "/sparql", preflight)
    assert (told.status, told.body, told.headers["access-control-allow-methods"]) == (
        204,
        b"",
        "GET, HEAD, POST, OPTIONS",
    )
    assert "Content-Type" in told.headers["access-control-allow-headers"]
    path = "/sparql?" + urlencode({"query": PLANS})
    for got in (told, workspace.send("GET", path, origin), workspace.send("GET", "/sparql?query=x", origin),
                workspace.send("DELETE", path, origin)):  # fmt: skip
        assert got.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in got.headers
    for page in ("/", "/healthz", "/nothing"):
        assert "access-control-allow-origin" not in workspace.send("GET", page, origin).headers


@pytest.mark.parametrize(
    "ranges", ["bytes=0-", "bytes=0-,0-,0-,0-,0-", "bytes=-1", "bytes=5-1", "lines=1-2", "bytes=" + "0-," * 5000]
)
def test_a_range_is_answered_by_the_whole(workspace: Workspace, ranges: str) -> None:
    path = "/sparql?" + urlencode({"query": PLANS})
    got = workspace.send("GET", path, {"Range": ranges})
    assert (got.status, values(got)) == (200, THREE)


def test_readers_are_sent_to_the_editor_with_their_query_and_their_language(workspace: Workspace) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert ask(workspace, PLANS, browser, lang="en").headers["location"] == "/editor?" + urlencode(
        {"lang": "en", "query": PLANS}
    )
    nothing = workspace.get("/sparql", browser)
    assert (nothing.status, nothing.headers["location"]) == (303, "/editor")
    assert ask(workspace, PLANS, browser, format="csv").headers["content-type"] == CSV  # a link for people to data
    assert workspace.post("/sparql", {"query": PLANS}, browser).status == 200


# ---- The service describes itself ----

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")


@pytest.mark.parametrize("media", GRAPHS)
def test_the_service_describes_itself_and_its_graphs(workspace: Workspace, mini_store: Store, media: str) -> None:
    got = workspace.get("/sparql", media.partition(";")[0])
    assert (got.status, got.headers["content-type"]) == (200, media)
    lines = "".join(f"{quad.triple} .\n" for quad in ox.parse(got.body, GRAPHS[media]))
    graph = rdflib.Graph().parse(data=lines, format="nt")
    service = rdflib.URIRef(f"{workspace.address}/sparql")
    assert list(graph.subjects(rdflib.RDF.type, SD.Service)) == list(graph.objects(service, SD.endpoint)) == [service]
    assert list(graph.objects(service, SD.supportedLanguage)) == [SD.SPARQL11Query]
    assert len(list(graph.objects(service, SD.resultFormat))) == 8
    named = {
        str(name): int(str(graph.value(graph.value(one, SD.graph), VOID.triples)))
        for one, name in graph.subject_objects(SD.name)
    }
    engine = mini_store.engine
    assert named == {name: len(list(engine.quads_for_pattern(None, None, None, ox.NamedNode(name)))) for name in ALL}
    whole = graph.value(graph.value(graph.value(service, SD.defaultDataset), SD.defaultGraph), VOID.triples)
    assert int(str(whole)) == len(list(engine.quads_for_pattern(None, None, None, ox.DefaultGraph())))


@pytest.mark.parametrize("host", ["x> <y", "a b", '"', "<script>", "x\u00e9", "::::"])
def test_a_host_that_is_none_gets_an_address_of_ours(workspace: Workspace, host: str) -> None:
    target = urlsplit(workspace.address)
    with socket.create_connection((target.hostname or "", target.port or 0), 10) as connection:
        connection.sendall(
            b"GET /sparql HTTP/1.1\r\nConnection: close\r\nHost: " + host.encode("latin-1") + b"\r\n\r\n"
        )
        said = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    status = int(said.split()[1])
    assert status in (200, 400)
    if status == 200:
        body = said.partition(b"\r\n\r\n")[2]
        assert {
            quad.subject.value for quad in ox.parse(body, ox.RdfFormat.TURTLE) if quad.object.value == str(SD.Service)
        }  # type: ignore[union-attr]


# ---- The clients that people have ----


@pytest.mark.parametrize("return_format", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper_asks_for_rows(workspace: Workspace, return_format: str, method: str) -> None:
    from SPARQLWrapper import SPARQLWrapper

    wrapper = SPARQLWrapper(f"{workspace.address}/sparql", returnFormat=return_format)
    wrapper.setMethod(method)
    wrapper.setQuery(f"PREFIX hkg: <{BASE}def#> {PLANS}")
    found = wrapper.queryAndConvert()
    if return_format == "json":
        said = [row["p"]["value"] for row in found["results"]["bindings"]]
    elif return_format == "xml":
        said = [one.firstChild.data for one in found.getElementsByTagName("uri")]
    else:
        said = [line.strip("<>") for line in found.decode().split()[1:]]
    assert [iri.rpartition("/")[2] for iri in said] == THREE


@pytest.mark.parametrize("return_format", ["turtle", "rdf+xml", "xml", "json-ld", "n3"])
def test_sparqlwrapper_asks_for_a_graph(workspace: Workspace, mini_store: Store, return_format: str) -> None:
    from SPARQLWrapper import POSTDIRECTLY, SPARQLWrapper

    wrapper = SPARQLWrapper(f"{workspace.address}/sparql", returnFormat=return_format)
    wrapper.setMethod("POST")
    wrapper.setRequestMethod(POSTDIRECTLY)
    wrapper.setQuery("DESCRIBE id:plan-alpha")
    found = wrapper.queryAndConvert()
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
    assert len(graph) == len(list(mini_store.run("DESCRIBE id:plan-alpha")))  # type: ignore[arg-type]


def test_sparqlwrapper_is_told_what_is_wrong(workspace: Workspace) -> None:
    from SPARQLWrapper import SPARQLWrapper
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

    wrapper = SPARQLWrapper(f"{workspace.address}/sparql")
    wrapper.setQuery("SELECT ?p { ?p nope }")
    with pytest.raises(QueryBadFormed, match="SPARQL syntax error"):
        wrapper.query()


@pytest.mark.parametrize("return_format", ["xml", "json", "csv"])
@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_asks_as_if_it_held_the_data(workspace: Workspace, return_format: str, method: str) -> None:
    store = SPARQLStore(f"{workspace.address}/sparql", returnFormat=return_format, method=method)
    graph = rdflib.Graph(store)
    plans = graph.query(PLANS, initNs={"hkg": f"{BASE}def#"})
    assert [str(row[0]).rpartition("/")[2] for row in plans] == THREE  # type: ignore[index]
    if return_format == "csv":  # which cannot say what is an IRI
        return
    alpha = rdflib.URIRef(f"{BASE}id/plan-alpha")
    assert rdflib.URIRef(f"{BASE}def#Plan") in set(graph.objects(alpha, rdflib.RDF.type))
    assert len(graph) == len({*graph})


def test_rdflib_sees_the_named_graphs(workspace: Workspace) -> None:
    dataset = rdflib.Dataset(SPARQLStore(f"{workspace.address}/sparql", context_aware=True))
    assert set(map(str, dataset.store.contexts())) >= set(ALL)
    graph = rdflib.Graph(dataset.store, identifier=rdflib.URIRef(ALPHA))
    assert 0 < len(graph) < 2000


# ---- The library, from elsewhere ----


def rows_of(store: object, query: Query, bound: Mapping[str, ox.NamedNode | ox.Literal]) -> list[tuple[object, ...]]:
    return [tuple(map(str, row)) for row in answer(store, query, bound).rows]  # type: ignore[arg-type]


@pytest.mark.parametrize("query", LIBRARY, ids=lambda query: query.name)
def test_each_query_of_the_library_has_the_same_rows_from_this_endpoint(
    workspace: Workspace, mini_store: Store, query: Query
) -> None:
    bound = values_of(mini_store, query, PARAMETERS.get(query.name, {}))
    remote = open_remote(f"{workspace.address}/sparql", mini_store.registry, mini_store.project)
    found = rows_of(remote, query, bound)
    assert found == rows_of(mini_store, query, bound)
    assert "VALUES" not in query.text or inline(query, bound)


def test_the_command_line_asks_this_endpoint(run: Run, workspace: Workspace, miniature: object) -> None:
    asked = ("--project", miniature, "query", "chantiers_of_plan", "--param", "plan=id:plan-alpha", "--format", "tsv")
    here = run(*asked)
    there = run(*asked, "--endpoint", f"{workspace.address}/sparql")
    assert (there.code, there.out) == (0, here.out)
    assert len(here.out.splitlines()) == 8


def test_a_query_of_a_machine_is_logged_without_what_it_asks(workspace: Workspace) -> None:
    ask(workspace, "ASK { ?s ?p 'a secret of mine' }", lang="en")
    assert ask(workspace, "ASK {}").status == 200  # the line of what is over stands by then
    assert {"method", "path", "status"} <= {key for line in workspace.lines() for key in line}
    assert "secret" not in workspace.log.read_text()
