"""What nobody can do to the workspace: hostile queries, crowds, clients that leave, drip or lie, a stop in the middle.

The queries are those that were measured to hang, crash or exhaust the engine, the disguises in which SERVICE was seen,
and what asks for files or addresses. After each, the server answers and its data are the same.
"""

import asyncio
import http.client
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest

from healthkg.errors import HealthkgError, LimitReached
from healthkg.isolation import Limits
from healthkg.store import Store
from healthkg.web import sending
from healthkg.web.children import Gate
from healthkg.web.sending import Sending, room_for
from healthkg.web.values import Reply
from serving import Got, Workspace, serving
from support import children_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no os.fork on this system; queries run in process there"),
]
SECONDS = 2.0  # that a query may take in these tests
needs_proc = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="no /proc on this system to look into")


@pytest.fixture(scope="module")
def server(miniature: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace of these tests' own, whose patience is short."""
    with serving(miniature, tmp_path_factory.mktemp("limits"), "--timeout", f"{SECONDS}") as running:
        yield running


@pytest.fixture(scope="module")
def patient(miniature: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace whose patience a busy machine does not exhaust."""
    with serving(miniature, tmp_path_factory.mktemp("patient"), "--timeout", "30") as running:
        yield running


def ask(server: Workspace, text: str) -> Got:
    return server.send("POST", "/sparql", {"Content-Type": "application/sparql-query"}, text.encode())


def count(server: Workspace) -> int:
    got = ask(server, "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")
    return int(got.data["results"]["bindings"][0]["n"]["value"])


# ---- What /proc says of a process ----


def open_files(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208


def status(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def is_gone(pid: int) -> bool:
    """Whether a process has ended, be it that nobody has buried it yet who inherited it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    """Return whether something comes to hold in so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.02)
    return holds()


# ---- Queries that would hang, crash or exhaust the engine ----


def nested(opening: str, closing_: str, times: int, inner: str = "") -> str:
    return opening * times + inner + closing_ * times


def chain(part: str, sign: str, times: int) -> str:
    return sign.join([part] * times)


def doubling(times: int) -> str:
    steps = " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(times))
    return f"SELECT (STRLEN(?x{times}) AS ?n) {{ BIND('{'x' * 64}' AS ?x0) {steps} }}"


def product(times: int, size: int = 200) -> str:
    return " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(size)))} }}" for i in range(times))


COMPLEX, LATE, LARGE, FORBIDDEN, FINE, MALFORMED = {400}, {503}, {413, 500, 503}, {403}, {200}, {400}
A_PLAN = "?p a <https://w3id.org/healthkg/def#Plan>"
HOSTILE: dict[str, tuple[str, set[int]]] = {
    # The parser
    "braces": ("SELECT * " + nested("{", "}", 20_000), COMPLEX),
    "braces below the guard": ("SELECT * " + nested("{", "}", 190), FINE),
    "parentheses": ("SELECT * { FILTER(" + nested("(", ")", 20_000, "1") + ") }", COMPLEX),
    "parentheses below the guard": ("SELECT * { FILTER(" + nested("(", ")", 190, "1") + ") }", FINE),
    "negations": ("SELECT * { FILTER(" + "!" * 20_000 + "true) }", COMPLEX),
    "negations below the guard": ("SELECT * { FILTER(" + "!" * 1400 + "true) }", FINE),
    "FILTER EXISTS in FILTER EXISTS": ("SELECT * { " + nested("FILTER EXISTS { ", "}", 1000) + "}", COMPLEX),
    "OPTIONAL in OPTIONAL": ("SELECT * { " + nested("OPTIONAL { ", "}", 1000) + "}", COMPLEX),
    "MINUS in MINUS below the guard": ("SELECT * { " + nested("?s ?p ?o MINUS { ", "}", 40) + "}", FINE | LATE),
    "sub-selects": (nested("SELECT * { ", "}", 5000), COMPLEX),
    "a path in parentheses": ("SELECT * { ?s " + nested("(", ")", 15_000, "<x:p>") + " ?o }", COMPLEX),
    "unclosed braces": ("SELECT * " + "{" * 100_000, COMPLEX),
    "unclosed quotes": ("SELECT * { ?s ?p " + '"' * 100_001, COMPLEX | MALFORMED),
    "NOT IN in NOT IN": ("SELECT * { FILTER(1 " + nested("NOT IN (1 ", ")", 3000) + ") }", COMPLEX),
    # Chains
    "a sum": ("SELECT (" + chain("1", "+", 20_000) + " AS ?x) {}", COMPLEX),
    "a sum below the guard": ("SELECT (" + chain("1", "+", 1400) + " AS ?x) {}", FINE),
    "alternatives": ("ASK { FILTER(" + chain("?a", "||", 20_000) + ") }", COMPLEX),
    "alternatives of a path": ("ASK { ?s " + chain("<x:p>", "|", 10_000) + " ?o }", COMPLEX),
    "a path of steps": ("ASK { ?s " + chain("a", "/", 700) + " ?o }", FINE | LATE),
    "UNIONs": ("SELECT * { " + chain("{ ?s ?p ?o }", " UNION ", 10_000) + " }", COMPLEX),
    "BINDs": ("SELECT * { " + " ".join(f"BIND({i} AS ?v{i})" for i in range(5000)) + " }", COMPLEX),
    "OPTIONALs": ("SELECT * { " + " ".join(f"OPTIONAL {{ ?s ?p ?v{i} }}" for i in range(3000)) + " }", COMPLEX),
    "512 KiB and more": ("ASK {} #" + "x" * (600 << 10), COMPLEX),
    # Planning
    "lists in lists": ("SELECT * { ?s ?p " + nested("( ", ") ", 200) + "}", FINE | LATE | COMPLEX),
    "nodes in nodes": ("SELECT * { ?s ?p " + nested("[ ?q ", "] ", 190, "?o") + "}", FINE | LATE | COMPLEX),
    "a star of triples": ("SELECT * { ?s " + " ; ".join(f"<x:p{i}> ?o{i}" for i in range(250)) + " }", LATE | FINE),
    "a star of objects": ("SELECT * { ?s ?p " + " , ".join(f"?o{i}" for i in range(300)) + " }", LATE | LARGE),
    "400 triples and more": ("SELECT * { " + "?s ?p ?o . " * 500 + "}", COMPLEX),
    # Time
    "a product of values": ("SELECT (COUNT(*) AS ?n) { " + product(5) + " }", LATE),
    "a product of triples": ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", LATE),
    "a product that is sorted": ("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a LIMIT 1", LATE | LARGE),
    "closures of closures": ("SELECT (COUNT(*) AS ?n) { ?a (!<x:p>|^!<x:q>)* ?b . ?b (!<x:p>)* ?c }", LATE),
    "distances of everything": (f"SELECT (COUNT(*) AS ?n) {{ {A_PLAN} . ?p (!<x:p>|^!<x:p>)+ ?a . ?a (!<x:p>|^!<x:p>)+ ?b }}", LATE),
    "a regular expression that goes back": ("ASK { FILTER(REGEX('" + "a" * 5000 + "b', '^(a+)+$')) }", FINE),
    "a regular expression of size": ("ASK { FILTER(REGEX('a', '((a{1000}){1000}){1000}')) }", FINE),
    "64,000 values": ("SELECT (COUNT(*) AS ?n) { VALUES ?x { " + "1 " * 64_000 + "} }", FINE),
    "64,000 members": ("ASK { FILTER(1 IN (" + ",".join(["2"] * 64_000) + ")) }", FINE | LATE),
    # Memory
    "doubling a text": (doubling(40), LARGE),
    "doubling in a sum": (doubling(26), FINE | LARGE),
    "joining everything": ("SELECT (STRLEN(GROUP_CONCAT(CONCAT(STR(?a), STR(?d)))) AS ?n) { ?a ?b ?c . ?d ?e ?f }", LARGE),
    "all that is different": ("SELECT (COUNT(DISTINCT *) AS ?n) { " + product(4) + " }", LARGE),
    "a group each": ("SELECT ?v0 ?v1 ?v2 ?v3 (COUNT(*) AS ?n) { " + product(4) + " } GROUP BY ?v0 ?v1 ?v2 ?v3", LARGE),
    # Size
    "rows without end": ("SELECT * { " + product(4) + " }", {413, 503}),
    "a graph without end": ("CONSTRUCT { ?s ?p ?v0 } { ?s ?p ?o . " + product(2) + " }", {413, 503}),
    "one value of 20 MB": (doubling(18).replace("(STRLEN(?x18) AS ?n)", "?x18") + "", FINE | LARGE),
    # The network, and files
    "SERVICE": ("SELECT * { SERVICE <{trap}> { ?s ?p ?o } }", FORBIDDEN),
    "SERVICE SILENT": ("SELECT * { SERVICE SILENT <{trap}> { ?s ?p ?o } }", FORBIDDEN),
    "service in small letters": ("SELECT * { sErViCe <{trap}> { ?s ?p ?o } }", FORBIDDEN),
    "SERVICE before a comment": ("SELECT * { SERVICE#c\n<{trap}> { ?s ?p ?o } }", FORBIDDEN),
    "SERVICE after a # of an IRI": ("SELECT * { ?s <x:a#b> ?o SERVICE <{trap}> { ?s ?p ?o } }", FORBIDDEN),
    "SERVICE after a # in a text": ('SELECT * { ?s ?p "#" . SERVICE <{trap}> { ?s ?p ?o } }', FORBIDDEN),
    "SERVICE after a comment with a quote": ('SELECT * { # "\nSERVICE <{trap}> { ?s ?p ?o } #"\n}', FORBIDDEN),
    "SERVICE of a variable": ("SELECT * { VALUES ?u { <{trap}> } SERVICE ?u { ?s ?p ?o } }", FORBIDDEN),
    "SERVICE in EXISTS": ("ASK { FILTER EXISTS { SERVICE <{trap}> { ?s ?p ?o } } }", FORBIDDEN),
    "SERVICE in a sub-select": ("SELECT * { { SELECT * { SERVICE <{trap}> { ?s ?p ?o } } } }", FORBIDDEN),
    "SERVICE of a short name": ("PREFIX t: <{trap}> SELECT * { SERVICE t:x { ?s ?p ?o } }", FORBIDDEN),
    "SERVICE as code points": ("SELECT * { \\u0053ERVICE <{trap}> { ?s ?p ?o } }", FORBIDDEN | MALFORMED),
    "SERVICE as long code points": ("SELECT * { \\U00000053ERVICE <{trap}> { ?s ?p ?o } }", FORBIDDEN | MALFORMED),
    "SERVICE of a file": ("SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }", FORBIDDEN),
    "LOAD": ("LOAD <{trap}>", FORBIDDEN),
    "LOAD after a query": ("ASK {} ; LOAD <{trap}>", FORBIDDEN | MALFORMED),
    "FROM an address": ("SELECT * FROM <{trap}> { ?s ?p ?o }", FINE),
    "FROM two addresses": ("SELECT * FROM <{trap}> FROM <file:///etc/passwd> { ?s ?p ?o }", FINE),
    "FROM NAMED an address": ("SELECT * FROM NAMED <{trap}> { GRAPH ?g { ?s ?p ?o } }", FINE),
    "a graph of an address": ("SELECT * { GRAPH <{trap}> { ?s ?p ?o } }", FINE),
    "DESCRIBE an address": ("DESCRIBE <{trap}>", FINE),
    "an update after a query": ("ASK {} ; CLEAR ALL", MALFORMED),
    "an update in a comment": ("# DROP ALL\nASK {}", FINE),
    "a function of an address": ("SELECT (<{trap}>(1) AS ?x) {}", MALFORMED),
    # The word is no offence
    "the word SERVICE in a text": ("ASK { FILTER('SERVICE <{trap}> {}' = ?x) }", FINE),
    "the word SERVICE in an IRI": ("ASK { ?s <http://example.org/SERVICE> ?o }", FINE),
    "the word SERVICE in a comment": ("ASK { } # SERVICE <{trap}>", FINE),
    "the word SERVICE as a variable": ("SELECT ?SERVICE { VALUES ?SERVICE { 1 } }", FINE),
}  # fmt: skip
NOTHING_FOUND = {
    "FROM an address",
    "FROM two addresses",
    "FROM NAMED an address",
    "a graph of an address",
    "DESCRIBE an address",
}


@pytest.fixture(scope="module")
def trap() -> Iterator[tuple[str, list[bytes]]]:
    """An address of this machine at which nobody must call, and who did."""
    calls: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def hear() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    calls.append(b"called")
                    connection.close()

        threading.Thread(target=hear, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/", calls
        listening.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_gets_a_clear_answer_in_time_and_nothing_else_happens(
    server: Workspace, mini_store: Store, trap: tuple[str, list[bytes]], name: str
) -> None:
    text, expected = HOSTILE[name]
    begun = time.monotonic()
    got = ask(server, text.replace("{trap}", trap[0]))
    took = time.monotonic() - begun
    assert got.status in expected, (got.status, got.body[:300])
    assert len(got.body) == int(got.headers["content-length"])
    if got.status == 200:
        assert got.headers["content-type"] != "application/problem+json"
        assert not (name in NOTHING_FOUND and b"literal" in got.body)
    else:
        assert (got.headers["content-type"], got.data["status"]) == ("application/problem+json", got.status)
        assert ("retry-after" in got.headers) is (got.status == 503)
        assert "root:" not in got.text
    assert took < SECONDS + 4, "later than the limit, its grace and what a busy machine adds"
    assert count(server) == len(mini_store.engine)
    assert trap[1] == []


def test_a_query_is_stopped_at_its_limit_and_half_a_second(server: Workspace) -> None:
    begun = time.monotonic()
    got = ask(server, HOSTILE["a product of values"][0])
    assert (got.status, got.data["title"], got.headers["retry-after"]) == (503, "limit-time", "10")
    assert SECONDS - 0.1 < time.monotonic() - begun < SECONDS + 1.5
    assert got.data["fr"].startswith("Requête arrêtée après 2 s.")


def test_a_result_that_is_too_large_is_never_a_part_of_it(patient: Workspace) -> None:
    got = ask(patient, HOSTILE["rows without end"][0])
    assert (got.status, got.data["title"]) == (413, "limit-size")
    assert "32 MiB" in got.data["en"]


# ---- Crowds ----


@needs_proc
def test_pages_open_while_hostile_queries_run_and_the_rest_is_told_to_come_again(server: Workspace) -> None:
    texts = [
        HOSTILE[name][0]
        for name in ("a product of values", "a product of triples", "closures of closures", "a star of triples")
    ]
    with ThreadPoolExecutor(24) as crowd:
        under_way = [crowd.submit(ask, server, texts[i % 4]) for i in range(24)]
        time.sleep(0.3)
        opened = []
        for path in ("/", "/healthz", "/", "/healthz", "/"):
            begun = time.monotonic()
            assert server.get(path).status == 200
            opened.append(time.monotonic() - begun)
        assert len(children_of(server.process.pid)) <= 4 + 8
        got = [one.result() for one in under_way]
    assert max(opened) < 2, opened
    assert {one.status for one in got} == {503}
    assert {one.data["title"] for one in got} <= {"limit-time", "server-busy"}
    assert sum(one.data["title"] == "limit-time" for one in got) >= 4
    assert all("retry-after" in one.headers for one in got)
    assert within(2, lambda: children_of(server.process.pid) == [])


@needs_proc
def test_nothing_is_left_of_many_requests(server: Workspace) -> None:
    def crowd(times: int) -> None:
        texts = [
            "ASK {}",
            "SELECT * { ?s ?p ?o }",
            HOSTILE["rows without end"][0],
            "SELECT",
            HOSTILE["doubling a text"][0],
        ]
        with ThreadPoolExecutor(8) as clients:
            list(clients.map(lambda i: ask(server, texts[i % 5]), range(times)))

    pid = server.process.pid
    crowd(20)
    assert within(8, lambda: children_of(pid) == [])
    files, memory = open_files(pid), status(pid, "VmRSS")
    crowd(60)
    assert within(8, lambda: children_of(pid) == [] and open_files(pid) <= files)
    assert status(pid, "VmRSS") - memory < 60_000, "KiB that the server has grown by"
    assert status(pid, "Threads") == 1  # it forks: a second thread could hold a lock for good in a child


# ---- Clients that leave, drip or lie ----


def connect(server: Workspace) -> socket.socket:
    target = urlsplit(server.address)
    return socket.create_connection((target.hostname or "", target.port or 0), 30)


def answer_of(connection: socket.socket) -> tuple[int, bytes]:
    """Return the status and the body of what comes until the server closes."""
    said = b""
    with suppress(ConnectionResetError):
        while part := connection.recv(1 << 16):
            said += part
    head, _, body = said.partition(b"\r\n\r\n")
    return int(head.split()[1]), body


@needs_proc
@pytest.mark.parametrize("how", ["closes", "resets"])
def test_a_client_that_leaves_takes_its_query_along(server: Workspace, how: str) -> None:
    pid = server.process.pid
    assert within(5, lambda: children_of(pid) == [])
    files = open_files(pid)
    connection = connect(server)
    slow = "/sparql?" + urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"})
    connection.sendall(f"GET {slow} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    assert within(SECONDS / 2, lambda: len(children_of(pid)) == 1)
    if how == "resets":
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    left = time.monotonic()
    connection.close()
    assert within(1, lambda: children_of(pid) == [])
    assert time.monotonic() - left < 1
    assert within(1, lambda: open_files(pid) <= files)


@needs_proc
def test_a_client_that_leaves_the_queue_is_forgotten(server: Workspace) -> None:
    pid = server.process.pid
    slow = urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"})
    connections = [connect(server) for _ in range(10)]
    for connection in connections:
        connection.sendall(f"GET /sparql?{slow} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    assert within(SECONDS, lambda: len(children_of(pid)) == 4)
    for connection in connections:
        connection.close()
    assert within(1, lambda: children_of(pid) == [])
    assert ask(server, "ASK {}").status == 200


@pytest.mark.parametrize("announced", [b"Content-Length: 100\r\n", b"Transfer-Encoding: chunked\r\n"])
def test_a_body_that_drips_is_given_up(server: Workspace, announced: bytes) -> None:
    with closing(connect(server)) as connection:
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n" + announced + b"\r\n"
        )
        begun, gone = time.monotonic(), threading.Event()

        def drip() -> None:
            with suppress(OSError):
                while not gone.wait(0.5):
                    connection.sendall(b"1\r\nA\r\n" if b"chunked" in announced else b"A")

        dripping = threading.Thread(target=drip)
        dripping.start()
        said = connection.recv(1 << 16)
        took = time.monotonic() - begun
        assert ask(server, "ASK {}").status == 200
        gone.set()
        dripping.join()
    assert said.startswith(b"HTTP/1.1 408 ")
    assert 4 < took < 8


@pytest.mark.parametrize(
    ("announced", "body", "status"),
    [
        (b"", b"", 400),  # no length is no body
        (b"Content-Length: 0\r\n", b"", 400),
        (b"Content-Length: 6\r\n", b"ASK {}", 200),
        (b"Content-Length: 3\r\n", b"ASK {}", 400),  # the rest is no request
        (b"Content-Length: 99999999\r\n", b"", 413),  # refused before it comes
        (b"Content-Length: 99999999999999999999999999\r\n", b"", 400),
        (b"Content-Length: -1\r\n", b"", 400),
        (b"Content-Length: x\r\n", b"", 400),
        (b"Content-Length: 6\r\nContent-Length: 7\r\n", b"ASK {}", 400),
        (b"Transfer-Encoding: chunked\r\n", b"6\r\nASK {}\r\n0\r\n\r\n", 200),
        (b"Transfer-Encoding: chunked\r\n", b"zz\r\nASK {}\r\n", 400),
    ],
)
def test_a_length_that_is_none_or_a_lie_harms_nobody(
    server: Workspace, announced: bytes, body: bytes, status: int
) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/sparql-query\r\n"
    with closing(connect(server)) as connection:
        connection.sendall(head + announced + b"\r\n" + body)
        assert answer_of(connection)[0] == status
    assert ask(server, "ASK {}").status == 200


def test_a_body_cut_short_by_a_client_that_leaves_harms_nobody(server: Workspace) -> None:
    with closing(connect(server)) as connection:
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 50\r\n\r\nASK"
        )
    assert ask(server, "ASK {}").status == 200


@needs_proc
def test_a_body_without_end_is_refused_and_not_kept(server: Workspace) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n"
    before = status(server.process.pid, "VmRSS")
    with closing(connect(server)) as connection:
        connection.sendall(head)
        with suppress(OSError):
            for _ in range(1024):
                connection.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")
        assert connection.recv(1 << 16).startswith(b"HTTP/1.1 413 ")
    assert status(server.process.pid, "VmRSS") - before < 20_000, "KiB, of 64 MiB that were sent"


@pytest.mark.parametrize("path", ["/sparql?query=" + "x" * 100_000, "/" + "a" * 8000, "/sparql/..%2f..%2fetc/passwd", "/sparql%00",
                                  "//example.org/sparql", "/sparql/", "/sparql?query=%", "/sparql?%FF=%FF"])  # fmt: skip
def test_an_address_that_is_a_trick_is_refused_and_leads_nowhere(server: Workspace, path: str) -> None:
    got = server.send("GET", path, {"Accept": "*/*"})
    assert got.status < 500
    assert urlsplit(got.headers.get("location", server.address)).netloc == urlsplit(server.address).netloc
    assert "etc/passwd" not in got.text


@needs_proc
def test_clients_that_do_not_take_their_answers_hold_no_more_than_these(patient: Workspace) -> None:
    pid = patient.process.pid
    text = "SELECT * { ?s ?p ?o . " + product(1, 4) + "}"
    whole = len(ask(patient, text).body)
    assert whole > 8 << 20
    before, held = status(pid, "VmRSS"), []
    for _ in range(5):
        with closing(connect(patient)) as one, closing(connect(patient)) as other:
            for connection in (one, other):
                connection.sendall(f"GET /sparql?query={quote(text)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert one.recv(100)[:13] == other.recv(100)[:13] == b"HTTP/1.1 200 "
            held.append((status(pid, "VmRSS") - before) << 10)
            assert ask(patient, "ASK {}").status == 200
    assert max(held) < 6 * whole, "two at once, and nothing of the ten that were"


def test_a_client_that_takes_too_long_gets_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "_SECONDS", 0.2)
    taken: list[int] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        taken.append(len(message.get("body", b"")))
        await asyncio.sleep(0.09)

    async def receive() -> MutableMapping[str, Any]:
        return {}

    response = Sending(b"x" * (10 << 20), 200)
    monkeypatch.setattr(sending, "_RATE", 1 << 40)
    asyncio.run(response({"type": "http"}, receive, send))
    assert (taken[0], set(taken[1:]), len(taken) < 5) == (0, {1 << 18}, True)
    assert Sending.waiting == 0


def test_more_than_may_wait_for_clients_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sending, "waiting", 250 << 20)
    assert room_for(Reply(b"x" * (5 << 20))).status == 200
    with pytest.raises(LimitReached) as fault:
        room_for(Reply(b"x" * (7 << 20)))
    assert fault.value.code == "server-full"


# ---- A stop in the middle ----


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_ends_the_queries_under_way_and_leaves_no_process(miniature: Path, tmp_path: Path, number: int) -> None:
    with serving(miniature, tmp_path, "--timeout", "60") as running:
        pid = running.process.pid
        slow = urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"})
        with closing(connect(running)) as connection:
            connection.sendall(f"GET /sparql?{slow} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert within(5, lambda: len(children_of(pid)) == 1)
            child = children_of(pid)[0]
            os.kill(pid, number)
            running.process.wait(12)
            assert within(2, lambda: is_gone(child))
        assert "Traceback" not in running.log.read_text()


# ---- The gate, by itself ----


def passed(gate: Gate, work: Callable[[], bytes], limits: Limits, times: int = 1) -> list[bytes | BaseException]:
    async def run() -> list[bytes | BaseException]:
        return list(await asyncio.gather(*(gate.passed(work, limits) for _ in range(times)), return_exceptions=True))

    return asyncio.run(run())


def codes(found: list[bytes | BaseException]) -> list[str]:
    return [one.code if isinstance(one, HealthkgError) else repr(one) for one in found]


def test_so_many_work_at_once_and_who_waits_too_long_is_told() -> None:
    limits = Limits(seconds=5)
    found = passed(Gate(2, patience=0.6), lambda: time.sleep(0.4) or b"done", limits, 6)
    assert sorted(codes(found)) == ["b'done'"] * 4 + ["server-busy"] * 2


@needs_proc
@pytest.mark.parametrize(
    ("work", "code"),
    [
        (lambda: b"x" * 1001, "limit-size"),
        (lambda: b"x" * 5_000_000, "limit-size"),
        (lambda: time.sleep(9) or b"", "limit-time"),
        (lambda: os.kill(os.getpid(), signal.SIGSTOP) or b"", "limit-time"),
        (lambda: os.kill(os.getpid(), signal.SIGINT) or b"", "store-crashed"),
        (lambda: os._exit(3), "store-crashed"),
        (lambda: subprocess.run(["sleep", "30"], check=True) and b"", "limit-time"),
    ],
)  # fmt: skip
def test_a_child_that_goes_wrong_is_one_clear_fault_and_leaves_nothing(work: Callable[[], bytes], code: str) -> None:
    before, begun = (open_files(os.getpid()), children_of(os.getpid())), time.monotonic()

    async def run() -> list[str]:
        gate = Gate(1, patience=5)
        found = await asyncio.gather(gate.passed(work, Limits(0.5, size=1000, reads=True)), return_exceptions=True)
        await asyncio.sleep(0.3)  # what was killed is buried by the loop
        return codes(list(found))

    assert asyncio.run(run()) == [code]
    assert time.monotonic() - begun < 4
    assert (open_files(os.getpid()), children_of(os.getpid())) == before


@needs_proc
def test_work_that_nobody_waits_for_is_ended_with_what_it_started(tmp_path: Path) -> None:
    grandchild = tmp_path / "pid"

    def work() -> bytes:
        with subprocess.Popen(["sleep", "30"]) as process:
            grandchild.write_text(str(process.pid))
            process.wait()
        return b""

    async def run() -> None:
        task = asyncio.ensure_future(Gate(1, patience=5).passed(work, Limits(seconds=20, reads=True)))
        while not (grandchild.exists() and grandchild.read_text()):
            await asyncio.sleep(0.02)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await asyncio.sleep(0.3)

    asyncio.run(run())
    pid = int(grandchild.read_text())
    assert within(1, lambda: is_gone(pid))


def test_a_system_that_has_no_room_for_a_child_is_told_so_and_nothing_leaks(monkeypatch: pytest.MonkeyPatch) -> None:
    before = open_files(os.getpid()) if Path("/proc/self/fd").is_dir() else 0

    def full() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", full)
    assert codes(passed(Gate(1, patience=5), lambda: b"", Limits())) == ["fork-refused"]
    if before:
        assert open_files(os.getpid()) == before


def test_the_queue_is_as_long_as_before_after_every_kind_of_end() -> None:
    async def run() -> list[str]:
        gate, said = Gate(1, patience=1), []
        for work in (lambda: b"a", lambda: os._exit(1), lambda: time.sleep(5) or b"", lambda: b"x" * 2000):
            said += codes(list(await asyncio.gather(gate.passed(work, Limits(0.3, size=1000)), return_exceptions=True)))
        leaving = asyncio.ensure_future(gate.passed(lambda: time.sleep(5) or b"", Limits(9)))
        waiting = asyncio.ensure_future(gate.passed(lambda: b"", Limits(9)))
        await asyncio.sleep(0.1)
        for task in (waiting, leaving):
            task.cancel()
        await asyncio.gather(leaving, waiting, return_exceptions=True)
        return [*said, repr(await gate.passed(lambda: b"last", Limits()))]

    assert asyncio.run(run()) == ["b'a'", "store-crashed", "limit-time", "limit-size", "b'last'"]


def test_several_requests_on_one_connection_have_each_its_own_answer(server: Workspace) -> None:
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=30)
    said = []
    for text in ("ASK {}", "nonsense", "SELECT (1 AS ?x) {}", HOSTILE["a product of values"][0], "ASK {}"):
        connection.request("POST", "/sparql", text.encode(), {"Content-Type": "application/sparql-query"})
        got = connection.getresponse()
        said.append((got.status, len(got.read()) == int(got.headers["content-length"])))
    connection.close()
    assert said == [(200, True), (400, True), (200, True), (503, True), (200, True)]
