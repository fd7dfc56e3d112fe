"""The server as one operates it: how it starts, what it logs, how it stops, and files that change while it runs."""

import asyncio
import http.client
import json
import os
import re
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from jinja2 import UndefinedError

from healthkg import web
from healthkg.corpus import Corpus
from healthkg.isolation import Limits, can_isolate
from healthkg.validation import judged
from healthkg.web.handling import AT_ONCE, answering
from healthkg.web.site import Means, Site, site_of
from healthkg.web.values import Asked, Reply
from serving import Workspace, serving
from support import ROOT, Run, children_of

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
PLAN = "data/turtle/reference/plans.ttl"
forks = pytest.mark.skipif(not can_isolate(), reason="no os.fork on this system: the server works by children")


def until(seen: Callable[[], Any], seconds: float = 20) -> Any:
    """Return what is seen as soon as it is there."""
    end = time.monotonic() + seconds
    while not (found := seen()) and time.monotonic() < end:
        time.sleep(0.1)
    return found


@pytest.fixture
def own(miniature: Path, tmp_path: Path) -> Path:
    """A miniature project of one's own, to change while it is served."""
    return Path(shutil.copytree(miniature, tmp_path / "project"))


@pytest.fixture(scope="module")
def site(mini_corpus: Corpus) -> Site:
    return web.prepared(site_of(mini_corpus, judged(mini_corpus), Means(limits=Limits(2))))


# ---- Starting ----


@forks
def test_a_store_on_disk_is_served_to_strangers_and_readers(own: Path, tmp_path: Path, run: Run) -> None:
    assert run("--project", own, "load", tmp_path / "base").code == 0
    with serving(own, tmp_path, "--store", str(tmp_path / "base"), "--timeout", "2") as running:
        asked = running.get("/sparql", "text/csv", query="SELECT (COUNT(*) AS ?n) { ?s a hkg:Plan }")
        assert (asked.status, int(asked.text.split()[1]) > 1) == (200, True)
        assert running.get("/sparql", "text/csv", query=ENDLESS).status == 503
        assert [running.get(path).status for path in ("/plans", "/page/plan-alpha", "/queries/leads_by_actor")] == [
            200
        ] * 3


def test_a_store_that_says_something_else_than_the_files_is_not_served(own: Path, tmp_path: Path, run: Run) -> None:
    assert run("--project", own, "load", tmp_path / "base").code == 0
    path = own / PLAN
    path.write_text(path.read_text("utf-8") + "\n# relu\n", "utf-8")
    told = run("--project", own, "serve", "--port", "0", "--store", tmp_path / "base")
    assert (told.code, f"healthkg load {tmp_path / 'base'}" in told.err) == (1, True)


def test_a_port_that_is_taken_is_told_in_one_line(run: Run, miniature: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        outcome = run("--project", miniature, "serve", "--port", port)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert str(port) in outcome.err
    assert "--port 0" in outcome.err


def test_an_unsound_corpus_is_not_served(run: Run, own: Path) -> None:
    broken(own)
    outcome = run("--project", own, "--lang", "en", "serve", "--port", "0")
    assert (outcome.code, outcome.out) == (1, "")
    assert "Nothing is served" in outcome.err


def test_whoever_watches_over_the_server_learns_what_it_serves(workspace: Workspace) -> None:
    got = workspace.get("/healthz")
    assert (got.status, got.headers["cache-control"], got.data["status"], got.data["sound"]) == (
        200,
        "no-store",
        "ok",
        True,
    )
    assert set(got.data) == {"status", "version", "sound"}


# ---- What clients try ----


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "PATCH", "XYZZY"])
@pytest.mark.parametrize("path", ["/", "/editor", "/healthz", "/nothing"])
def test_every_method_has_an_answer(workspace: Workspace, method: str, path: str) -> None:
    got = workspace.get(path, method=method)
    assert got.status < 500
    assert method == "HEAD" or got.status in (404, 405)
    assert method != "HEAD" or got.body == b""


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "image/png"},
        {"Accept": "q=;;;,,*/*;q=nan"},
        {"Accept-Language": "," * 5000},
        {"Range": "bytes=0-,0-,0-,-1,5-2"},
        {"Accept-Encoding": "gzip;q=0, br, *"},
        {"If-None-Match": 'W/"' + "x" * 8000},
        {"Host": "elsewhere.example"},
        {"Cookie": "a=" + "b" * 9000},
        {"Content-Length": "0"},
    ],
)
def test_odd_headers_do_no_harm(workspace: Workspace, headers: dict[str, str]) -> None:
    got = workspace.send("GET", "/", headers)
    assert got.status == 200
    assert "elsewhere.example" not in got.text


@pytest.mark.parametrize(
    "path",
    [
        "/..%2f..%2f..%2fetc%2fpasswd",
        "/static/..%2f..%2f/pyproject.toml",
        "/static/../../pyproject.toml",
        "/static/0/%2e%2e%2fsite.toml",
        "/page/%00",
        "/page/plan-alpha%00.html",
        "//elsewhere.example/",
        "//elsewhere.example/..",
        "/%2f%2felsewhere.example",
        "/" + "x" * 8000,
        "/page/%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "/queries/..%2fchecks%2fcycle",
        "/documents/..%5c..%5cplan",
        "/page/" + "%F0%9F%92%A9" * 300,
        "/CON",
    ],
)
def test_no_path_leads_out(workspace: Workspace, path: str) -> None:
    got = workspace.send("GET", path, {"Accept": "text/html"})
    assert got.status in (400, 404)
    assert "location" not in got.headers
    for word in ("<script>alert", "elsewhere.example", "root:", "build-system"):
        assert word not in got.text


# ---- The log ----


def test_a_request_is_one_line_of_the_log_and_starts_no_other(workspace: Workspace) -> None:
    before = len(workspace.lines())
    workspace.get("/nothing%0d%0a%7B%22path%22:%22forged%22%7D%1b[31m%E2%80%A8end", accept="text/html")
    workspace.send("GET", "/editor?query=ASK%0A%7B%7D&q=secret", {"User-Agent": 'x" forged', "Referer": "forged"})
    wanted = ['/nothing\r\n{"path":"forged"}\x1b[31m\u2028end', "/editor"]

    def seen() -> list[Any]:  # lines of what other tests asked before may still come
        return [line for line in workspace.lines()[before:] if line.get("path") in wanted]

    lines = until(lambda: seen() if len(seen()) >= len(wanted) else None)
    assert [line["path"] for line in lines] == wanted
    assert set(lines[0]) == {"at", "client", "method", "path", "status", "bytes", "ms"}
    text = workspace.log.read_text("utf-8")
    assert not any(word in text for word in ("secret", "ASK", "\x1b", "\u2028"))
    assert all(line.startswith(("{", "Open at")) for line in text.splitlines())


def test_what_is_no_http_is_one_line_of_the_log(workspace: Workspace) -> None:
    with socket.create_connection(("127.0.0.1", urlsplit(workspace.address).port or 0)) as client:
        client.sendall(b"\x16\x03\x01 hello\r\n\x00\r\n\r\n")
        client.settimeout(5)
        assert b" 400 " in client.recv(1000)
    assert until(lambda: [line for line in workspace.lines() if line.get("level") == "warning"])
    assert workspace.get("/healthz").status == 200


# ---- Faults of ours ----


def asked_of(site: Site, page: Callable[[Site, Asked], Reply], **said: Any) -> tuple[int, str]:
    """Return the status and the words that a client gets from a page."""
    from starlette.requests import Request

    app = web.create_app(site)
    scope = {"type": "http", "method": "GET", "path": "/broken", "query_string": b"lang=en", "scheme": "http"}
    scope |= {"headers": [(b"accept", b"text/html"), (b"host", b"here")], "app": app, "path_params": {}}

    async def got() -> tuple[int, str]:
        there, waits = iter([{"type": "http.request", "body": b""}]), asyncio.Event()

        async def receive() -> Any:
            return next(there, None) or await waits.wait()

        response = await answering(page, **said)(Request(scope, receive))
        return response.status_code, bytes(response.body).decode()

    return asyncio.run(got())


def stumbles(site: Site, asked: Asked) -> Reply:
    raise KeyError("<b>the secret of the house")


@forks
@pytest.mark.parametrize("said", [{}, {"way": AT_ONCE}], ids=["in a child", "in the server"])
def test_a_fault_of_ours_is_a_reference_for_the_client_and_a_trace_for_the_log(
    site: Site, said: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    status, text = asked_of(site, stumbles, **said)
    (line,) = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert (status, line["level"], line["path"]) == (500, "error", "/broken")
    assert line["reference"].startswith("KeyError-")
    assert line["reference"] in text
    assert "in stumbles" in line["trace"]
    for word in ("secret", "Traceback", "stumbles", ".py"):
        assert word not in text


def test_a_fault_outside_of_any_page_tells_no_more(site: Site) -> None:
    app = web.create_app(site)
    app.state.site = SimpleNamespace()  # nothing works any more, not even the page of faults
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    scope = {"type": "http", "method": "GET", "path": "/nothing", "query_string": b"", "headers": [], "scheme": "http"}
    with pytest.raises(UndefinedError):  # for the server's log
        asyncio.run(app(scope | {"server": ("here", 80)}, receive, send))
    assert sent[0]["status"] == 500
    assert sent[1]["body"].decode().strip().startswith("UndefinedError-")
    assert b"Traceback" not in sent[1]["body"]


# ---- Stopping ----


def lives(pid: int) -> bool:
    """Say whether a process is there and does something (one that ended may wait to be noticed)."""
    path = Path(f"/proc/{pid}/stat")
    return path.exists() and path.read_text().rpartition(")")[2].split()[0] != "Z"


@forks
@pytest.mark.usefixtures("interruptible")
@pytest.mark.skipif(sys.platform != "linux", reason="whose child a process is, /proc says")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, -15), (signal.SIGINT, 130)])
def test_a_stop_ends_all_within_five_seconds(miniature: Path, tmp_path: Path, number: int, code: int) -> None:
    with serving(miniature, tmp_path, "--timeout", "60") as running:
        threading.Thread(target=lambda: _asks(running), daemon=True).start()
        (child,) = until(lambda: children_of(running.process.pid))
        began = time.monotonic()
        running.process.send_signal(number)
        ended = running.process.wait(10)
        assert time.monotonic() - began < 5
    assert ended == code
    assert until(lambda: not lives(child), 1)
    assert "Traceback" not in running.log.read_text()


def _asks(running: Workspace) -> None:
    try:
        running.get("/editor", query=ENDLESS)
    except (OSError, http.client.HTTPException):
        return


@forks
def test_an_idle_client_does_not_delay_the_end(miniature: Path, tmp_path: Path) -> None:
    with serving(miniature, tmp_path) as running:
        client = socket.create_connection(("127.0.0.1", urlsplit(running.address).port or 0))
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n")
        assert client.recv(1000)
        began = time.monotonic()
        running.process.terminate()
        running.process.wait(10)
        assert time.monotonic() - began < 2
        client.close()


# ---- Files that change ----


def renamed(project: Path, before: str, after: str) -> None:
    path = project / PLAN
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")


def broken(project: Path) -> None:
    """Give a plan a second French label, which no shape allows."""
    renamed(project, '"Plan Alpha"@fr', '"Plan Alpha"@fr, "Plan Omega"@fr')


@pytest.fixture
def watched(own: Path, tmp_path: Path) -> Iterator[Workspace]:
    with serving(own, tmp_path, "--watch") as running:
        yield running


def labels(running: Workspace) -> str:
    return running.get("/sparql", accept="text/csv", query="SELECT ?l { id:plan-alpha skos:prefLabel ?l }").text


@forks
def test_a_change_of_the_files_is_taken_over_when_it_is_sound(own: Path, watched: Workspace) -> None:
    first = watched.get("/healthz").data["version"]
    page = watched.get("/editor")
    assert "Plan Alpha" in labels(watched)
    renamed(own, "Plan Alpha", "Plan Aleph")
    second = until(lambda: (now := watched.get("/healthz").data["version"]) != first and now)
    assert second
    assert "Plan Aleph" in labels(watched)
    kept = watched.send("GET", "/editor", {"Accept": "text/html", "If-None-Match": page.headers["etag"]})
    assert kept.status == 200  # what a browser holds is of the former version
    assert [line["serving"] for line in watched.lines() if "serving" in line] == [second]


@forks
def test_a_change_that_is_not_sound_is_kept_out_with_its_reason(own: Path, watched: Workspace) -> None:
    first = watched.get("/healthz").data
    broken(own)
    now = until(lambda: (said := watched.get("/healthz").data) != first and said)
    assert (now["version"], now["status"]) == (first["version"], "ok")
    assert now["kept-because"]["en"].startswith("Nothing is served: the corpus has ")
    assert "Plan Omega" not in labels(watched)
    renamed(own, ', "Plan Omega"@fr', "")
    assert until(lambda: watched.get("/healthz").data == first)


@forks
def test_a_file_that_cannot_be_read_is_kept_out_with_its_place(own: Path, watched: Workspace) -> None:
    renamed(own, "id:plan-phi", "id:plan-phi a a")
    said = until(lambda: watched.get("/healthz").data.get("kept-because"))
    assert "plans.ttl" in said["place"]
    (line,) = [line for line in watched.lines() if line.get("level") == "warning"]
    assert "plans.ttl" in line["because"]
    assert "Plan Alpha" in labels(watched)


@forks
def test_a_new_question_is_taken_over_like_new_data(own: Path, watched: Workspace) -> None:
    assert watched.get("/editor", name="how_many_plans").status == 404
    path = own / "queries" / "competency" / "how_many_plans.rq"
    path.write_text(
        "#+ summary:\n#+   fr: Combien de plans ?\n#+   en: How many plans?\n\nSELECT ?p { ?p a hkg:Plan }\n"
    )
    assert until(lambda: watched.get("/editor", name="how_many_plans").status == 200)


@forks
def test_a_request_under_way_keeps_its_site(own: Path, watched: Workspace) -> None:
    version = watched.get("/healthz").data["version"]
    slow = "SELECT (COUNT(*) AS ?n) (<id:x> AS ?x) { ?a ?b ?c . ?d ?e ?f . FILTER(?a != ?d) }"
    found: list[str] = []
    asking = threading.Thread(target=lambda: found.append(watched.get("/editor", query=slow).text))
    asking.start()
    renamed(own, "Plan Alpha", "Plan Aleph")
    asking.join()
    assert until(lambda: watched.get("/healthz").data["version"] != version)
    assert version in found[0]


def test_the_clock_of_a_watch_touches_no_file(own: Path) -> None:
    from healthkg.layout import find_project
    from healthkg.web.watching import prints

    project = find_project(own)
    first = prints(project)
    (own / "data" / "verdict.json").write_text("{}")  # what a judgement leaves behind is no change
    assert prints(project) == first
    os.utime(own / PLAN, ns=(1, 1))
    assert prints(project) != first


# ---- The threat model ----


def test_every_test_that_the_threat_model_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+\.py)::(test_\w+)`", (ROOT / "docs" / "threat-model.md").read_text("utf-8")))
    files = {path.name: path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py")}
    assert len(named) > 20
    assert [f"{file}::{test}" for file, test in sorted(named) if f"def {test}(" not in files.get(file, "")] == []
