"""A remote endpoint: asked as the store here is, and never believed when its answer is late, cut, partial or foreign."""

import gzip
import json
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

from healthkg.answers import Bounds, find_query, query, sparql, values_of
from healthkg.answers.answer import answer
from healthkg.errors import InputProblem, Refused, RemoteProblem
from healthkg.store import Remote, Store, open_remote
from support import Run, missing

JSON = "application/sparql-results+json"
ONE = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}]}}'
Answering = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers each request as the server's `answering` says; notes what was asked."""

    server: "Server"

    def do_GET(self) -> None:
        self.asked = parse_qs(urlsplit(self.path).query).get("query", [""])[0]
        self._answer()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.asked = parse_qs(body)["query"][0]
        self._answer()

    def _answer(self) -> None:
        self.server.asked.append((self.command, self.asked))
        with suppress(OSError):  # whoever asked has left
            self.server.answering(self)

    def send(self, body: bytes, media: str = JSON, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the overridden one
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    answering: Answering
    asked: list[tuple[str, str]]


@contextmanager
def serving(answering: Answering) -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as server:
        server.answering, server.asked = answering, []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def url_of(server: Server) -> str:
    return f"http://127.0.0.1:{server.server_port}/sparql"


def remote(store: Store, url: str, seconds: float = 20) -> Remote:
    return open_remote(url, store.registry, store.project, seconds)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def twin(store: Store) -> Iterator[Server]:
    """An endpoint that answers from the same store, with nothing but the SPARQL text to go by."""

    def answering(handler: Handler) -> None:
        found = store.engine.query(handler.asked)
        if isinstance(found, ox.QueryTriples):
            handler.send(found.serialize(format=ox.RdfFormat.TURTLE), "text/turtle; charset=utf-8")
        else:
            handler.send(found.serialize(format=ox.QueryResultsFormat.JSON), JSON + ";charset=utf-8")

    with serving(answering) as server:
        yield server


# ---- The same answers ----


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?c ?n WHERE { ?c a hkg:Chantier ; skos:prefLabel ?n } ORDER BY ?c ?n",
        "# SELECT nothing\nPREFIX a: <https://w3id.org/healthkg/def#> SELECT ?c { ?c a a:Plan } ORDER BY ?c",
        'SELECT ?x { VALUES ?x { "é\\n\\"" UNDEF "1.50"^^xsd:decimal "a"@fr <https://example.org/> } }',
        "ASK { id:plan-ma-sante-2022 a hkg:Plan }",
        "ASK { id:plan-ma-sante-2022 a hkg:Event }",
        "CONSTRUCT { ?c skos:prefLabel ?n } { ?c a hkg:Chantier ; skos:prefLabel ?n }",
        "DESCRIBE id:org-dgos",
        "SELECT ?c { ?c a hkg:Chantier } ORDER BY ?c #" + "x" * 3000,
    ],
)
def test_an_endpoint_with_the_same_data_gives_the_same_answer(store: Store, twin: Server, text: str) -> None:
    there = sparql(remote(store, url_of(twin)), text)
    assert there == replace(sparql(store, text), version=url_of(twin))
    assert [method for method, _ in twin.asked] == ["POST" if len(text) > 2000 else "GET"]


def test_parameters_are_written_in_as_terms(store: Store, twin: Server) -> None:
    asked = find_query(store.project, "chantiers_of_plan")
    values = values_of(store, asked, {"plan": "Ma santé 2022"})
    there = answer(remote(store, url_of(twin)), asked, values)
    assert there.rows == query(store, "chantiers_of_plan", plan="Ma santé 2022").rows
    hostile = ox.Literal('" } UNION { ?s ?p ?o } #')
    assert answer(remote(store, url_of(twin)), asked, {"plan": hostile}).rows == ()  # type: ignore[dict-item]


def test_rows_beyond_the_limit_are_cut_there_too(store: Store, twin: Server) -> None:
    found = sparql(remote(store, url_of(twin)), "SELECT ?c { ?c a hkg:Chantier } ORDER BY ?c", Bounds(3))
    assert (len(found.rows), found.cut) == (3, True)


@pytest.mark.parametrize("text", ["CLEAR ALL", "LOAD <x:y>", "SELECT * { SERVICE <x:y> {} }", "SELECT * " + "{" * 300])
def test_what_is_refused_here_is_not_sent(store: Store, twin: Server, text: str) -> None:
    with pytest.raises(Refused):
        sparql(remote(store, url_of(twin)), text)
    assert twin.asked == []


def test_oxigraphs_own_server_gives_the_same_answer(store: Store, tmp_path: Path) -> None:
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        missing("oxigraph", "pip install oxigraph (the server of the engine that we use)")
    data = tmp_path / "data.nq"
    store.engine.dump(str(data), ox.RdfFormat.N_QUADS)
    subprocess.run([program, "load", "--location", tmp_path / "db", "--file", data], check=True, capture_output=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        bind = f"127.0.0.1:{free.getsockname()[1]}"
    command = [program, "serve-read-only", "--location", tmp_path / "db", "--bind", bind]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _await(bind)
            there = remote(store, f"http://{bind}/query")
            for text in (
                "SELECT ?c ?n { ?c a hkg:Chantier ; skos:prefLabel ?n } ORDER BY ?c",
                "ASK { ?p a hkg:Plan }",
                "DESCRIBE id:org-dgos",
            ):
                assert sparql(there, text) == replace(sparql(store, text), version=there.url)
            with pytest.raises(RemoteProblem) as fault:
                sparql(there, "SELECT ?c { ?c nope ?n }")
            assert fault.value.sentence("en").startswith(
                f"The endpoint {there.url} refuses or fails (HTTP status 400) : "
            )
        finally:
            process.terminate()


def _await(bind: str) -> None:
    host, _, port = bind.partition(":")
    for _ in range(100):
        try:
            socket.create_connection((host, int(port)), 0.2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(bind)


# ---- Faulty endpoints ----


def sleepy(handler: Handler) -> None:
    time.sleep(5)


def slow_head(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for i in range(100):
        handler.wfile.write(f"X-{i}: y\r\n".encode())
        time.sleep(0.05)


def drip(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    for byte in ONE * 10:
        handler.wfile.write(bytes([byte]))
        time.sleep(0.05)


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    while True:
        handler.wfile.write(b" " * 65536)


def broken_off(handler: Handler) -> None:
    handler.send(ONE[:40], Content_Length=str(len(ONE)))


def garbage(handler: Handler) -> None:
    handler.wfile.write(b"\x16\x03\x01 not HTTP at all\r\n\r\n")


def elsewhere(handler: Handler) -> None:
    handler.send(b"", status=302, Location="http://localhost:9/sparql")


def to_a_file(handler: Handler) -> None:
    handler.send(b"", status=302, Location="file:///etc/passwd")


def in_circles(handler: Handler) -> None:
    handler.send(b"", status=302, Location=handler.path)


def huge_header(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: " + b"y" * (1 << 20) + b"\r\n\r\n")


def many_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000 + b"\r\n")


def nested(open_: bytes, close: bytes, where: bytes) -> bytes:
    """Return results with something very deep in them."""
    deep = open_ * 150_000 + close * 150_000
    return ONE.replace(where, where[:-1] + b',"z":' + deep + b"}" if where.endswith(b"}") else deep)


BOMB = gzip.compress(b" " * (200 << 20), 9)
XML_BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><sparql>&c;</sparql>"""


def sends(body: bytes, media: str = JSON, status: int = 200, **headers: str) -> Answering:
    return lambda handler: handler.send(body, media, status, **headers)


FAULTS: dict[str, tuple[Answering, str, str]] = {
    "never answers": (sleepy, "remote-late", "n'a pas répondu en entier en 1 s."),
    "drips its head": (slow_head, "remote-late", "n'a pas répondu en entier en 1 s."),
    "drips its body": (drip, "remote-late", "n'a pas répondu en entier en 1 s."),
    "never ends": (endless, "remote-too-large", "dépasse 1 Mio."),
    "is a page": (sends(b"<html>login</html>", "text/html"), "remote-html", "une page HTML au lieu de résultats SPARQL."),
    "says HTML is JSON": (sends(b"<html>login</html>"), "remote-shape", "n'est pas lisible comme résultats SPARQL"),
    "says nothing of its kind": (sends(ONE, "text/plain"), "remote-media", f"text/plain au lieu de {JSON}."),
    "is empty": (sends(b""), "remote-shape", "n'est pas lisible"),
    "has no content": (sends(b"", status=204), "remote-status", "(code HTTP 204)"),
    "is cut": (broken_off, "remote-cut", "coupée en route"),
    "is cut, and says so not": (sends(ONE[:60]), "remote-shape", "n'est pas lisible"),
    "breaks in the middle": (sends(ONE[:50] + b" ERROR: out of memory"), "remote-shape", "n'est pas lisible"),
    "is another JSON": (sends(b'{"rows": []}'), "remote-shape", "n'est pas lisible"),
    "is not UTF-8": (sends(ONE.replace(b'"1"', b'"\xff"')), "remote-shape", "n'est pas lisible"),
    "answers yes": (sends(b'{"head":{},"boolean":true}'), "remote-shape", "répond à autre chose"),
    "is partial": (sends(ONE, status=206), "remote-partial", "résultats partiels : refusés"),
    "is partial, as Virtuoso says": (sends(ONE, X_SQL_State="S1TAT"), "remote-partial", "résultats partiels : refusés"),
    "is limited, as Virtuoso says": (sends(ONE, X_SPARQL_MaxRows="10000"), "remote-partial", "résultats partiels"),
    "fails": (sends(b"boom\x1b[31m red\nmore", "text/plain", 500), "remote-status", "(code HTTP 500) : boom[31m red"),
    "fails in HTML": (sends(b"<html>boom</html>", "text/html", 503), "remote-status", "(code HTTP 503)"),
    "wants a password": (sends(b"", status=401), "remote-status", "(code HTTP 401)"),
    "is missing": (sends(b"", status=404), "remote-status", "(code HTTP 404)"),
    "sends elsewhere": (elsewhere, "remote-redirect", "renvoie ailleurs (localhost:9) : non suivi."),
    "sends to a file": (to_a_file, "remote-redirect", "renvoie ailleurs (file:///etc/passwd) : non suivi."),
    "sends in circles": (in_circles, "remote-redirect", "renvoie ailleurs (/sparql)"),
    "is no HTTP": (garbage, "remote-no-http", "ne parle pas HTTP."),
    "is forbidden": (sends(b"", status=403), "remote-status", "(code HTTP 403)"),
    "comes too often": (sends(b"", status=429, Retry_After="3600"), "remote-status", "(code HTTP 429)"),
    "is a bomb of zeros": (sends(BOMB, Content_Encoding="gzip"), "remote-shape", "n'est pas lisible"),
    "is a bomb of entities": (sends(XML_BOMB, "application/sparql-results+xml"), "remote-media", "+xml au lieu de"),
    "is a bomb of entities, as JSON": (sends(XML_BOMB), "remote-shape", "n'est pas lisible"),
    "has a huge header": (huge_header, "remote-down", "ne répond pas ("),
    "has too many headers": (many_headers, "remote-down", "ne répond pas ("),
    "is deep in its values": (sends(nested(b"[", b"]", b'"1"')), "remote-shape", "n'est pas lisible"),
    "is deep beside its values": (sends(nested(b'{"a":', b"}", b'"1"}')), "remote-shape", "n'est pas lisible"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_an_endpoint_that_is_at_fault_is_told_in_one_line_and_in_time(store: Store, fault: str) -> None:
    answering, code, words = FAULTS[fault]
    with serving(answering) as server:
        there = replace(remote(store, url_of(server)), seconds=1 if code == "remote-late" else 20, size=1 << 20)
        begun = time.monotonic()
        with pytest.raises(RemoteProblem) as found:
            sparql(there, "SELECT ?x { ?s ?p ?x }")
        took = time.monotonic() - begun
        sentence = found.value.sentence("fr")
        assert (found.value.code, words in sentence, url_of(server) in sentence) == (code, True, True), sentence
        assert ("\n" in sentence, "\x1b" in sentence, "{" in sentence, took < 3) == (False, False, False, True)
        assert {method for method, _ in server.asked} == {"GET"}
        assert len(server.asked) == 1 or fault == "sends in circles"  # nothing is asked again


def test_an_endpoint_that_is_down_is_told_so(store: Store) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/sparql"
    for address, cause in ((url, "refused"), ("http://nowhere.invalid/sparql", ""), (url.replace("http", "https"), "")):
        with pytest.raises(RemoteProblem) as fault:
            sparql(remote(store, address, 5), "ASK {}")
        assert (fault.value.code in ("remote-down", "remote-late"), cause in fault.value.sentence("en")) == (True, True)


def test_a_redirect_within_the_host_is_followed(store: Store) -> None:
    def answering(handler: Handler) -> None:
        path, _, asked = handler.path.partition("?")
        if path == "/sparql":
            handler.send(b"", status=301, Location=f"/query?{asked}")
        else:
            handler.send(ONE)

    with serving(answering) as server:
        assert sparql(remote(store, url_of(server)), "SELECT ?x { ?s ?p ?x }").rows == ((ox.Literal("1"),),)
        with pytest.raises(RemoteProblem) as fault:  # what is posted would be lost
            sparql(remote(store, url_of(server)), "SELECT ?x { ?s ?p ?x } #" + "x" * 3000)
        assert fault.value.code == "remote-redirect"


def test_an_answer_that_was_worked_out_again_after_a_deadlock_is_whole(store: Store) -> None:
    deadlocked = {"X_SQL_State": "00000", "X_SQL_Message": "SR172: Transaction deadlocked"}
    with serving(sends(ONE, **deadlocked)) as server:
        assert sparql(remote(store, url_of(server)), "SELECT ?x { ?s ?p ?x }").rows == ((ox.Literal("1"),),)


def test_an_answer_in_pieces_is_put_together_and_missed_when_a_piece_lacks(store: Store) -> None:
    def answering(handler: Handler) -> None:
        handler.wfile.write(f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        handler.wfile.write(b"%x\r\n%s\r\n" % (len(ONE), ONE))
        if "whole" in handler.asked:
            handler.wfile.write(b"0\r\n\r\n")

    with serving(answering) as server:
        there = remote(store, url_of(server))
        assert sparql(there, "SELECT ?x { ?s ?p ?x } # whole").rows == ((ox.Literal("1"),),)
        with pytest.raises(RemoteProblem):
            sparql(there, "SELECT ?x { ?s ?p ?x }")


@pytest.mark.parametrize(
    "url", ["", "sparql", "ftp://example.org/", "file:///etc/passwd", "http://", "http://a:b@example.org/",
            "http://example.org/ x", "http://[::1/", "http://example.org:99999/", "javascript:alert(1)"],
)  # fmt: skip
def test_an_address_that_is_no_endpoint_is_refused(store: Store, url: str) -> None:
    with pytest.raises(InputProblem) as fault:
        remote(store, url)
    assert (fault.value.code, fault.value.exit_code) == ("endpoint-form", 2)


# ---- On the command line ----


def test_the_command_line_asks_an_endpoint(run: Run, twin: Server) -> None:
    here = run("query", "chantiers_of_plan", "--param", "plan=Ma santé 2022", "--format", "tsv")
    there = run(
        "query", "chantiers_of_plan", "--param", "plan=Ma santé 2022", "--format", "tsv", "--endpoint", url_of(twin)
    )
    assert (there.code, there.out) == (0, here.out)
    assert there.err.startswith(f"11 ligne(s), données {url_of(twin)}\n")


def test_an_empty_answer_of_an_endpoint_is_explained_too(run: Run, twin: Server, tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    path.write_text("SELECT ?c {\n ?c a hkg:Chantier .\n ?c a hkg:Event }", "utf-8")
    outcome = run("query", path, "--why-not", "--endpoint", url_of(twin), "--format", "json")
    assert (outcome.code, json.loads(outcome.out)["results"]["bindings"]) == (0, [])
    assert "la ligne 3 est la première que rien ne satisfait avec ce qui précède : ?c a hkg:Event ." in outcome.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--endpoint", "http://127.0.0.1:9/"], 4, "erreur: Le point d'accès http://127.0.0.1:9/ ne répond pas ("),
        (["--endpoint", "nowhere"], 2, "erreur: « nowhere » n'est pas l'adresse d'un point d'accès"),
        (["--endpoint", "http://127.0.0.1:9/", "--known-at", "2020-01-01"], 2, "erreur: --documents, --known-at"),
        (["--endpoint", "http://127.0.0.1:9/", "--labels"], 2, "erreur: --documents, --known-at"),
    ],
)
def test_a_fault_of_an_endpoint_has_its_exit_code(run: Run, arguments: list[str], code: int, words: str) -> None:
    outcome = run("query", "chantiers_of_plan", *arguments)
    assert (outcome.code, outcome.out, outcome.err.startswith(words)) == (code, "", True)
    assert outcome.err.count("\n") == 1
