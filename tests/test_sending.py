"""A load of an endpoint: sent graph by graph, believed only when counted, told plainly when it stops."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

from healthkg.answers import query, sparql
from healthkg.corpus import Corpus, open_corpus
from healthkg.errors import InputProblem, RemoteProblem
from healthkg.store import HalfSent, Remote, Store, as_loaded, open_endpoint, open_remote, open_store, send
from healthkg.store.updates import replaced
from support import Run
from test_remote import (
    FAULTS,
    JSON,
    Answering,
    Handler,
    Server,
    drip,
    elsewhere,
    garbage,
    no_proxy,  # noqa: F401 - a fixture, used by all tests here
    sends,
    serving,
    sleepy,
)
from test_stored import without_a_fact

MANIFEST = "https://w3id.org/healthkg/graphe/manifeste"
EVERY = "https://w3id.org/healthkg/graphe/tout"
SECONDS = 20.0


class Engine:
    """An endpoint of SPARQL 1.1 over an Oxigraph in process: what it holds, what it was sent. With `union`, its default
    graph is all named graphs together, as Virtuoso's is."""

    def __init__(self, union: bool = False) -> None:
        self.store, self.union = ox.Store(), union
        self.updates: list[str] = []
        self.faulty: dict[int, Answering] = {}  # the number of an update → what becomes of it
        self.lost: set[int] = set()  # the numbers of updates that are answered well and not carried out

    def answer(self, handler: Handler) -> None:
        if handler.headers.get("Content-Type") == "application/sparql-update":
            self._update(handler)
        else:
            self._ask(handler)

    def _ask(self, handler: Handler) -> None:
        assert isinstance(handler, Both)
        named: list[ox.NamedNode | ox.BlankNode] = [
            ox.NamedNode(graph) for graph in handler.dataset.get("named-graph-uri", [])
        ]
        default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [
            ox.NamedNode(graph) for graph in handler.dataset.get("default-graph-uri", [])
        ]
        found = self.store.query(
            handler.asked,
            use_default_graph_as_union=self.union and not default and "FROM" not in handler.asked,
            default_graph=default or None,
            named_graphs=named if default else None,
        )
        assert isinstance(found, (ox.QuerySolutions, ox.QueryBoolean))
        handler.send(found.serialize(format=ox.QueryResultsFormat.JSON) or b"", JSON)

    def _update(self, handler: Handler) -> None:
        self.updates.append(handler.asked)
        number = len(self.updates)
        if number in self.faulty:
            self.faulty[number](handler)
            return
        if number not in self.lost:
            self.store.update(handler.asked)
        handler.send(b"", status=204)


class Both(Handler):
    """Takes queries and updates."""

    dataset: dict[str, list[str]]

    def do_GET(self) -> None:  # noqa: N802 - the name of the overridden one
        self.dataset = parse_qs(urlsplit(self.path).query)
        super().do_GET()

    def do_POST(self) -> None:  # noqa: N802
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.dataset = parse_qs(body) if body.startswith(("query=", "default-graph-uri=")) else {}
        self.asked = self.dataset.get("query", [body])[0]
        self._answer()


@pytest.fixture
def engine() -> Engine:
    return Engine()


@contextmanager
def serving_both(engine: Engine) -> Iterator[Server]:
    """Serve an engine, for queries and updates at one address."""
    with serving(engine.answer) as server:
        server.RequestHandlerClass = Both
        yield server


@pytest.fixture
def server(engine: Engine) -> Iterator[Server]:
    with serving_both(engine) as server:
        yield server


def url_of(server: Server) -> str:
    return f"http://127.0.0.1:{server.server_port}/sparql"


def remote(corpus: Corpus, server: Server, seconds: float = SECONDS) -> Remote:
    return open_remote(url_of(server), corpus.registry, corpus.project, seconds)


def sent(corpus: Corpus, server: Server, *, anew: bool = False, seconds: float = SECONDS) -> tuple[int, bool, bool]:
    made = send(corpus, remote(corpus, server, seconds), open_endpoint(url_of(server), seconds), anew=anew)
    return len(made.graphs), made.anew, made.recovered


def contents(store: ox.Store, every: ox.NamedNode | ox.DefaultGraph | None = None) -> Counter[str]:
    """Return what a store holds, without its manifest; `every` is the graph that is the set of all statements. Nodes
    without a name are alike."""
    return Counter(
        " ".join("_" if isinstance(term, ox.BlankNode) else str(term) for term in quad.triple)
        + f" {'every' if quad.graph_name == (every or ox.DefaultGraph()) else quad.graph_name}"
        for quad in store
        if getattr(quad.graph_name, "value", "") != MANIFEST
    )


# ---- What is there afterwards ----


def test_an_endpoint_holds_what_the_store_here_holds(mini_corpus: Corpus, engine: Engine, server: Server) -> None:
    count = len({file.graph for file in mini_corpus.files}) + 1
    assert sent(mini_corpus, server) == (count, True, False)
    assert contents(engine.store) == contents(open_store(mini_corpus).engine)


def test_an_engine_whose_default_graph_is_a_union_gets_a_graph_that_is_the_set(
    mini_corpus: Corpus, mini_store: Store, engine: Engine, server: Server
) -> None:
    engine.union = True
    sent(mini_corpus, server)
    assert contents(engine.store, ox.NamedNode(EVERY)) == contents(mini_store.engine)
    there = as_loaded(remote(mini_corpus, server))
    everything = query(mini_store, "leads_by_actor")
    assert (query(there, "leads_by_actor").rows, there.version) == (
        everything.rows,
        f"{mini_corpus.version} @ {url_of(server)}",
    )


def test_what_is_loaded_again_is_not_sent_again(mini_corpus: Corpus, engine: Engine, server: Server) -> None:
    sent(mini_corpus, server)
    before = len(engine.updates)
    assert (sent(mini_corpus, server), len(engine.updates)) == ((0, False, False), before)


def test_only_what_changed_is_sent(mini_corpus: Corpus, engine: Engine, server: Server) -> None:
    sent(mini_corpus, server)
    del engine.updates[:]
    changed = without_a_fact(mini_corpus)
    graph = next(file.graph for file, old in zip(changed.files, mini_corpus.files, strict=True) if file != old)
    count, anew, recovered = sent(changed, server)
    written = {text for update in engine.updates for text in re.findall(r"INSERT DATA \{ GRAPH <([^>]*)>", update)}
    assert (count in (1, 2), anew, recovered) == (True, False, False)  # the computed graph may change with it
    assert {graph.value, MANIFEST} <= written <= {graph.value, MANIFEST, "https://w3id.org/healthkg/graphe/calcule"}
    assert contents(engine.store) == contents(open_store(changed).engine)


def test_a_document_that_is_gone_is_gone_there(mini_corpus: Corpus, engine: Engine, server: Server) -> None:
    sent(mini_corpus, server)
    last = [file for file in mini_corpus.files if file.home == "sources"][-1]
    less = replace(mini_corpus, files=tuple(file for file in mini_corpus.files if file != last), digest="other")
    sent(less, server)
    assert contents(engine.store) == contents(open_store(less).engine)
    assert last.graph.value not in str(engine.store.query(f"SELECT * {{ GRAPH <{MANIFEST}> {{ ?g ?p ?o }} }}"))


def test_a_graph_goes_in_pieces_of_bounded_size_and_what_has_no_name_stays_together() -> None:
    name = [ox.NamedNode(f"https://example.org/{number}") for number in range(7)]
    blank = ox.BlankNode("b")
    triples = [ox.Triple(one, name[0], ox.Literal("é\n\"'")) for one in name]
    whole = [*triples, ox.Triple(name[1], name[2], blank), ox.Triple(blank, name[2], name[3])]
    texts = list(replaced(name[0], whole, 3))
    assert [text.count(" .\n") for text in texts] == [2 + 3, 3, 1]
    store = ox.Store()
    store.add(ox.Quad(name[5], name[5], name[5], name[0]))
    for text in texts:
        store.update(text)
    assert contents(store) == contents(
        _store_of(ox.Quad(one.subject, one.predicate, one.object, name[0]) for one in whole)
    )


def _store_of(quads: Iterator[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store


def test_a_document_that_goes_between_two_loads_that_stopped_is_gone_there(
    mini_corpus: Corpus, engine: Engine, server: Server
) -> None:
    last = [file for file in mini_corpus.files if file.home == "sources"][-1]
    less = replace(mini_corpus, files=tuple(file for file in mini_corpus.files if file != last), digest="other")
    sent(mini_corpus, server)
    for corpus in (less, mini_corpus, less):
        engine.faulty = {len(engine.updates) + 4: sends(b"", status=503)}
        with pytest.raises(HalfSent):
            sent(corpus, server)
    engine.faulty = {}
    sent(less, server)
    assert contents(engine.store) == contents(open_store(less).engine)


# ---- What is not ours ----


def test_a_default_graph_that_we_did_not_fill_is_left_alone(
    mini_corpus: Corpus, engine: Engine, server: Server
) -> None:
    one = ox.NamedNode("https://example.org/")
    engine.store.add(ox.Quad(one, one, one))
    with pytest.raises(RemoteProblem) as fault:
        sent(mini_corpus, server)
    assert (fault.value.code, list(engine.store)) == ("endpoint-not-empty", [ox.Quad(one, one, one)])
    engine.faulty[len(engine.updates) + 3] = sends(b"", status=503)  # the manifest is not taken out again
    for _ in range(2):
        with pytest.raises(RemoteProblem):
            sent(mini_corpus, server)
        assert ox.Quad(one, one, one) in engine.store
    sent(mini_corpus, server, anew=True)
    assert contents(engine.store) == contents(open_store(mini_corpus).engine)


# ---- Faults (RELIABILITY 3.10) ----

WRITES = {
    "never answers": (sleepy, "remote-late"),
    "drips": (drip, "remote-late"),
    "is a page": (sends(b"<html>login</html>", "text/html"), "remote-html"),
    "is accepted for later": (sends(b"", status=202), "remote-status"),
    "is partial": (sends(b"", status=206), "remote-partial"),
    "is partial, as Virtuoso says": (sends(b"", X_SQL_State="S1TAT"), "remote-partial"),
    "wants a password": (sends(b"", status=401), "remote-status"),
    "is forbidden": (sends(b"", status=403), "remote-status"),
    "comes too often": (sends(b"", status=429, Retry_After="3600"), "remote-status"),
    "fails": (sends(b"boom", "text/plain", 500), "remote-status"),
    "is sent elsewhere": (elsewhere, "remote-redirect"),
    "is no HTTP": (garbage, "remote-no-http"),
    "is reset": (lambda handler: handler.connection.close(), "remote-down"),
}


@pytest.mark.parametrize("fault", WRITES)
@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_write_that_fails_is_told_is_not_tried_again_and_is_made_good(
    mini_corpus: Corpus, engine: Engine, server: Server, fault: str, number: int
) -> None:
    answering, code = WRITES[fault]
    engine.faulty[number] = answering
    with pytest.raises(RemoteProblem) as found:
        sent(mini_corpus, server, seconds=1 if code == "remote-late" else SECONDS)
    sentence = found.value.sentence("fr")
    assert ("\n" in sentence, "{" in sentence) == (False, False)
    assert len(engine.updates) == (1 if number == 1 else number + 1)  # what comes after it takes the mark away
    if number < 4:  # nothing but the mark and the manifest was touched
        assert found.value.code == code
    else:
        assert isinstance(found.value, HalfSent)
        assert (found.value.fault.code, "Relancez-le" in sentence, found.value.exit_code) == (code, True, 4)
        with pytest.raises(RemoteProblem, match="did not come to its end"):
            as_loaded(remote(mini_corpus, server))
    engine.faulty.clear()
    assert sent(mini_corpus, server)[2] is (number == 4)
    assert contents(engine.store) == contents(open_store(mini_corpus).engine)


def test_what_was_sent_and_counted_before_the_fault_is_not_sent_again(
    mini_corpus: Corpus, engine: Engine, server: Server
) -> None:
    engine.faulty[10] = sends(b"", status=503)
    with pytest.raises(HalfSent):
        sent(mini_corpus, server)
    count = len({file.graph for file in mini_corpus.files}) + 1
    assert sent(mini_corpus, server) == (count - 3, False, True)


def test_a_success_that_was_none_is_found_out(mini_corpus: Corpus, engine: Engine, server: Server) -> None:
    engine.lost.add(6)
    with pytest.raises(HalfSent) as found:
        sent(mini_corpus, server)
    assert found.value.fault.code == "remote-miscounted"
    sent(mini_corpus, server)
    assert contents(engine.store) == contents(open_store(mini_corpus).engine)


# ---- What is asked of what was loaded ----


def test_a_query_that_names_its_graphs_is_asked_of_them(mini_corpus: Corpus, engine: Engine, server: Server) -> None:
    engine.union = True
    sent(mini_corpus, server)
    there = as_loaded(remote(mini_corpus, server))
    count = "SELECT (COUNT(*) AS ?n) {} WHERE {{ ?s ?p ?o }}"
    notes = f"FROM <{mini_corpus.registry['g:notes'].value}>"
    rows = [sparql(there, count.format(text)).rows[0][0] for text in ("", notes)]
    every = {quad.triple for quad in open_store(mini_corpus).engine}
    noted = {quad.triple for file in mini_corpus.files if file.home == "notes" for quad in file.triples}
    assert [int(row.value) for row in rows if isinstance(row, ox.Literal)] == [len(every), len(noted)]


@pytest.mark.parametrize("rows", ["", '{"__ASK_RETVAL":{"type":"literal","value":"1"}}'])
def test_yes_and_no_in_virtuosos_old_manner_are_understood(mini_corpus: Corpus, rows: str) -> None:
    body = f'{{"head":{{"vars":["__ASK_RETVAL"]}},"results":{{"bindings":[{rows}]}}}}'.encode()
    with serving(sends(body)) as server:
        assert sparql(remote(mini_corpus, server), "ASK { ?s ?p ?o }").holds is bool(rows)


def test_an_endpoint_that_refuses_to_say_what_it_holds_may_answer_others(mini_corpus: Corpus) -> None:
    with serving(sends(b"no GRAPH here", "text/plain", 400)) as server:
        there = remote(mini_corpus, server)
        assert as_loaded(there) == there


# ---- User and password ----


def test_a_password_is_given_when_it_is_asked_for_and_to_nobody_else(mini_corpus: Corpus) -> None:
    heads: list[str | None] = []

    def answering(handler: Handler) -> None:
        heads.append(handler.headers.get("Authorization"))
        if heads[-1] is None:
            handler.send(b"", status=401, WWW_Authenticate='Basic realm="here"')
        else:
            handler.send(b"", status=403)

    with serving(answering) as server:
        there = open_remote(url_of(server), mini_corpus.registry, mini_corpus.project, SECONDS, ("marie", "se:cret"))
        for _ in range(2):
            with pytest.raises(RemoteProblem) as fault:
                query(there, "leads_by_actor")
            assert "cret" not in fault.value.sentence("fr") + repr(there)
    assert heads == [None, "Basic bWFyaWU6c2U6Y3JldA==", "Basic bWFyaWU6c2U6Y3JldA=="]


def test_a_wrong_password_is_given_once(mini_corpus: Corpus) -> None:
    heads: list[str | None] = []

    def answering(handler: Handler) -> None:
        heads.append(handler.headers.get("Authorization"))
        handler.send(b"", status=401, WWW_Authenticate='Digest realm="r", nonce="n", qop="auth", algorithm="MD5"')

    with serving(answering) as server:
        there = open_remote(url_of(server), mini_corpus.registry, mini_corpus.project, SECONDS, ("marie", "secret"))
        with pytest.raises(RemoteProblem, match="401"):
            query(there, "leads_by_actor")
    assert [head and head.partition(" ")[0] for head in heads] == [None, "Digest"]


def test_a_password_does_not_cross_a_network_in_plain_sight(mini_corpus: Corpus) -> None:
    with pytest.raises(InputProblem) as fault:
        open_endpoint("http://example.org/update", 5, ("marie", "secret"))
    assert (fault.value.code, "secret" in str(fault.value)) == ("endpoint-clear", False)
    for url in ("https://example.org/update", "http://localhost:1/update", "http://[::1]:1/update"):
        assert open_endpoint(url, 5, ("marie", "secret")).url == url


# ---- On the command line ----


def test_an_endpoint_is_loaded_and_asked_on_the_command_line(
    miniature: Path, engine: Engine, server: Server, run: Run
) -> None:
    engine.union, of = True, ("--project", miniature)
    where = ("--endpoint", url_of(server))
    loaded = run(*of, "load", *where)
    assert (loaded.code, "base faite" in loaded.out, loaded.err) == (0, True, "")
    assert "déjà à jour" in run(*of, "load", *where, "--update", url_of(server)).out
    asked = run(*of, "query", "leads_by_actor", *where)
    assert (asked.code, asked.out) == (0, run(*of, "query", "leads_by_actor").out)
    assert open_corpus(miniature).version in asked.err
    seen = [run(*of, "view", "dependencies", "--format", "json", "--out", "-", *rest) for rest in (where, ())]
    assert (seen[0].code, json.loads(seen[0].out)["nodes"]) == (0, json.loads(seen[1].out)["nodes"])


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "Dites où charger"),
        (("base", "--endpoint", "http://127.0.0.1:9/"), 2, "Dites où charger"),
        (("--update", "http://127.0.0.1:9/"), 2, "Dites où charger"),
        (("--endpoint", "http://127.0.0.1:9/"), 4, "ne répond pas ("),
        (("--endpoint", "http://a:b@127.0.0.1:9/"), 2, "n'est pas l'adresse d'un point d'accès"),
    ],
)
def test_a_load_that_cannot_begin_is_one_line(
    miniature: Path, run: Run, arguments: tuple[str, ...], code: int, words: str
) -> None:
    told = run("--project", miniature, "load", *arguments)
    assert (told.code, told.out, words in told.err, told.err.count("\n")) == (code, "", True, 1)


def test_an_unsound_corpus_is_not_sent_and_the_endpoint_not_even_asked(
    miniature: Path, engine: Engine, server: Server, tmp_path: Path, run: Run
) -> None:
    own = Path(shutil.copytree(miniature, tmp_path / "project"))
    of = ("--project", own, "load", "--endpoint", url_of(server))
    assert run(*of).code == 0
    source = next((own / "data/turtle/sources").glob("*.ttl"))
    source.write_text(source.read_text("utf-8").replace("hkg:statedIn", "hkg:statedOut", 1), "utf-8")
    before = len(server.asked)
    for more in ((), ("--anew",), ("--take-over",)):
        told = run(*of, *more)
        assert (told.code, told.out, "Rien n'a été chargé" in told.err, len(server.asked)) == (1, "", True, before)


@pytest.mark.parametrize("fault", [name for name, (_, code, _) in FAULTS.items() if code != "remote-late"])
def test_an_endpoint_that_cannot_say_what_it_holds_is_sent_nothing(miniature: Path, run: Run, fault: str) -> None:
    def answering(handler: Handler) -> None:
        assert handler.command == "GET"
        FAULTS[fault][0](handler)

    with serving(answering) as server:
        told = run("--project", miniature, "load", "--endpoint", url_of(server), "--timeout", "5")
    assert (told.code, told.out, told.err.count("\n"), {method for method, _ in server.asked}) == (4, "", 1, {"GET"})


def test_one_half_of_a_password_is_none(miniature: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEALTHKG_ENDPOINT_USER", "marie")
    told = run("--project", miniature, "load", "--endpoint", "http://127.0.0.1:9/")
    assert (told.code, "HEALTHKG_ENDPOINT_PASSWORD" in told.err, told.err.count("\n")) == (2, True, 1)


def test_user_and_password_come_from_the_environment_and_are_not_told(
    miniature: Path, engine: Engine, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads: set[str] = set()

    def answering(handler: Handler) -> None:
        heads.add(handler.headers.get("Authorization", ""))
        if "Authorization" in handler.headers:
            engine.answer(handler)
        else:
            handler.send(b"", status=401, WWW_Authenticate='Basic realm="here"')

    monkeypatch.setenv("HEALTHKG_ENDPOINT_USER", "marie")
    monkeypatch.setenv("HEALTHKG_ENDPOINT_PASSWORD", "secret")
    with serving(answering) as server:
        server.RequestHandlerClass = Both
        loaded = run("--project", miniature, "load", "--endpoint", url_of(server))
        asked = run("--project", miniature, "query", "leads_by_actor", "--endpoint", url_of(server))
    assert (loaded.code, asked.code, heads) == (0, 0, {"", "Basic bWFyaWU6c2VjcmV0"})
    assert "secret" not in loaded.out + loaded.err + asked.out + asked.err
