"""Real servers on this machine: loaded with `healthkg load --endpoint`, and asked the whole library.

On the miniature world, rows compared as in `test_engines`. Virtuoso 7.2 (Debian's) answers part of the library wrongly
or not at all: what it cannot do is named here, query by query, and held to it.
"""

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from healthkg.corpus import Corpus
from healthkg.errors import RemoteProblem
from healthkg.queryfile import Query
from healthkg.store import Endpoint, Remote, Store, Turn, as_loaded, open_endpoint, open_remote, open_store, send
from healthkg.store.asking import rows
from healthkg.store.marking import held
from serving import serving
from support import Run, missing
from test_engines import QUERIES, asked_of, every, oxigraph, oxigraph_rows
from test_stored import without_a_fact

pytestmark = pytest.mark.slow

SECONDS = 60
COUNT = Query("count", "competency", "SELECT (COUNT(*) AS ?triples) WHERE { ?s ?p ?o }")
STATED = Query("stated", "competency", "SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER(isIRI(?s) && isIRI(?o)) }")

# ---- What Virtuoso 7.2.5 does with the library. Strict: who sees one mended strikes it here. ----

LETTERS = "a letter beyond Latin-1 in a text of the query (– or €) becomes a question mark where a function takes it"
BRANCH = "what is stated is called inferred"
COMPILER = "its compiler fails on its own work"
NAMED = "the thing that stands in a VALUES line of several branches comes back as a text"
KEYS = "no more than 20 columns in GROUP BY"
ORDER = "no aggregate in ORDER BY"
WRONG_ON_VIRTUOSO: dict[str, str] = {
    "actors_and_roles": "texts that are absent are joined as if they were empty",
    "actors_of_element": LETTERS,
    "chantiers_of_plan": LETTERS,
    "continuity": BRANCH,
    "dependencies": BRANCH,
    "envelopes_and_breakdowns": f"{LETTERS}; sums of nothing are rows of zeros",
    "leads_by_actor": f"{LETTERS}; an actor counted in the wrong column",
    "leads_of_funded_things": NAMED,
    "life_of_territory": LETTERS,
    "measures_without_budget": LETTERS,
    "most_depended_on": "what a document states is lost where it is asked in a part of a part",
    "origin_and_conditions_of_dispositif": NAMED,
    "pairs_of_leads": "pairs that are to be left out stay",
    "pilots_and_gaps": LETTERS,
    "who_pilots_what": LETTERS,
}
REFUSED_BY_VIRTUOSO: dict[str, str] = {
    "continuity_between_plans": COMPILER,
    "contradictions": KEYS,
    "dispositif_whole": COMPILER,
    "document_whole": COMPILER,
    "everything": COMPILER,
    "figures_not_comparable": COMPILER,
    "leads_over_time": KEYS,
    "measures_of_plan": COMPILER,
    "parts_announced_and_recorded": COMPILER,
    "legal_texts": COMPILER,
    "money": COMPILER,
    "moved_deadlines": COMPILER,
    "neighbourhood": COMPILER,
    "next_steps_of_document": ORDER,
    "plan_whole": COMPILER,
    "prerequisites_of": COMPILER,
    "stakes_of_elements": KEYS,
    "stated_shares_recomputed": COMPILER,
    "statements_of_document": ORDER,
    "targets_against_figures": KEYS,
    "territory": KEYS,
}
NOT_ASKED_OF_VIRTUOSO: dict[str, str] = {
    "actor_by_plan": "the server crashes",
    "isolated_elements": "no answer within a minute",
    "mandates_given": "all the memory that its compiler has, or no answer within a minute",
    "milestones": f"half a minute, then {KEYS}",
    "state_of_dispositif_at_date": "no answer within a minute",
    "targets_and_figures": f"half a minute, then {COMPILER}",
}

# ---- Servers ----


@contextmanager
def started(command: list[str], folder: Path, url: str, seconds: float) -> Iterator[None]:
    """Run a server in `folder` until it is no longer needed; begin when it answers HTTP at `url`."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            _await(url, process, seconds)
            yield
        finally:
            process.kill()
            process.wait(20)


def _await(url: str, process: "subprocess.Popen[bytes]", seconds: float) -> None:
    host, _, port = url.removeprefix("http://").partition("/")[0].partition(":")
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection((host, int(port)), 1).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


Addresses = tuple[str, str]  # where it is asked, where it is changed


@pytest.fixture(scope="module")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    """An Oxigraph server with an empty store on disk."""
    beside = str(Path(sys.executable).parent)
    program = shutil.which("oxigraph", path=beside) or shutil.which("oxigraph")
    if program is None:
        missing("oxigraph", "no server beside this Python nor on the path: pip install oxigraph")
    folder, bind = tmp_path_factory.mktemp("oxigraph"), f"127.0.0.1:{free_port()}"
    with started([str(program), "serve", "--location", "db", "--bind", bind], folder, f"http://{bind}/", 30):
        yield f"http://{bind}/query", f"http://{bind}/update"


USER, PASSWORD = "loader", "a-secret-of-this-test"
INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = none
NumberOfBuffers = 8000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 100000
"""
ALLOW = f"""
DB.DBA.USER_CREATE('{USER}', '{PASSWORD}');
GRANT SPARQL_UPDATE TO "{USER}";
GRANT SPARQL_SELECT TO "{USER}";
"""


@pytest.fixture(scope="module")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    """A Virtuoso with an empty store, which one user may change."""
    program, isql = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if program is None or isql is None:
        missing("virtuoso", "apt-get install --no-install-recommends virtuoso-opensource-7-bin")
    folder, sql, http = tmp_path_factory.mktemp("virtuoso"), free_port(), free_port()
    (folder / "virtuoso.ini").write_text(INI.format(sql=sql, http=http))
    url = f"http://127.0.0.1:{http}"
    with started([str(program), "-f", "+configfile", "virtuoso.ini"], folder, url, 120):
        command = [str(isql), f"127.0.0.1:{sql}", "dba", "dba"]
        subprocess.run(command, input=ALLOW.encode(), check=True, capture_output=True, timeout=60)
        yield f"{url}/sparql", f"{url}/sparql-auth"


def opened(addresses: Addresses, corpus: Corpus) -> tuple[Remote, Endpoint]:
    """Return a server as it is asked, and as it is changed; Oxigraph's does not ask who we are."""
    asked, changed = addresses
    return (
        open_remote(asked, corpus.registry, corpus.project, SECONDS),
        open_endpoint(changed, SECONDS, (USER, PASSWORD)),
    )


def loaded(addresses: Addresses, corpus: Corpus) -> Remote:
    send(corpus, *opened(addresses, corpus))
    return as_loaded(opened(addresses, corpus)[0])


@pytest.fixture(scope="module", autouse=True)
def no_proxy_at_all() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "127.0.0.1")
        yield


@pytest.fixture(scope="module")
def on_oxigraph(oxigraph_server: Addresses, mini_corpus: Corpus) -> Remote:
    """The miniature world, loaded into Oxigraph's server."""
    return loaded(oxigraph_server, mini_corpus)


@pytest.fixture(scope="module")
def on_virtuoso(virtuoso_server: Addresses, mini_corpus: Corpus) -> Remote:
    """The miniature world, loaded into Virtuoso."""
    return loaded(virtuoso_server, mini_corpus)


# ---- The library ----


@every
def test_oxigraphs_server_that_was_loaded_brings_the_same_rows(
    query: Query, mini_store: Store, on_oxigraph: Remote
) -> None:
    assert oxigraph_rows(on_oxigraph.ask(query, asked_of(query, mini_store))) == oxigraph(query, mini_store)


@pytest.mark.parametrize(
    "query", [query for query in QUERIES if query.name not in NOT_ASKED_OF_VIRTUOSO], ids=lambda query: query.name
)
def test_virtuoso_brings_the_same_rows_where_it_can(query: Query, mini_store: Store, on_virtuoso: Remote) -> None:
    values = asked_of(query, mini_store)
    if query.name in REFUSED_BY_VIRTUOSO:
        with pytest.raises(RemoteProblem, match=r"HTTP status [45]00\) : Virtuoso"):
            on_virtuoso.ask(query, values)
        return
    same = oxigraph_rows(on_virtuoso.ask(query, values)) == oxigraph(query, mini_store)
    assert same is (query.name not in WRONG_ON_VIRTUOSO)


def test_what_virtuoso_cannot_do_is_in_the_library() -> None:
    named = [*WRONG_ON_VIRTUOSO, *REFUSED_BY_VIRTUOSO, *NOT_ASKED_OF_VIRTUOSO]
    assert sorted(named) == sorted(set(named) & {query.name for query in QUERIES})


# ---- Loading ----


@pytest.mark.parametrize("server", ["oxigraph_server", "virtuoso_server"])
def test_a_server_is_loaded_once_and_then_brought_up_to_date(
    server: str, mini_corpus: Corpus, request: pytest.FixtureRequest
) -> None:
    there, change = opened(request.getfixturevalue(server), mini_corpus)
    send(mini_corpus, there, change)
    assert send(mini_corpus, there, change).graphs == frozenset()
    changed = without_a_fact(mini_corpus)
    source = next(file for file, old in zip(changed.files, mini_corpus.files, strict=True) if file != old)
    sent = send(changed, there, change).graphs
    assert {source.graph.value} <= sent <= {source.graph.value, "https://w3id.org/healthkg/graphe/calcule"}
    for query in (COUNT, STATED):
        assert oxigraph_rows(as_loaded(there).ask(query, {})) == oxigraph(query, open_store(changed))
    assert source.graph.value in send(mini_corpus, there, change).graphs


@pytest.mark.parametrize("server", ["oxigraph_server", "virtuoso_server"])
def test_a_triple_that_two_documents_state_counts_once_on_a_server(
    server: str, mini_corpus: Corpus, mini_store: Store, request: pytest.FixtureRequest
) -> None:
    stated = [quad.triple for quad in mini_store.engine if isinstance(quad.graph_name, ox.NamedNode)]
    assert len(set(stated)) < len(stated)
    there = loaded(request.getfixturevalue(server), mini_corpus)
    assert oxigraph_rows(there.ask(COUNT, {})) == {(Decimal(len(set(stated))),)}


# ---- One load at a time ----

SERVERS = pytest.mark.parametrize("server", ["oxigraph_server", "virtuoso_server"])


@SERVERS
def test_of_several_loads_that_begin_at_once_a_server_has_one_go_on(
    server: str, mini_corpus: Corpus, request: pytest.FixtureRequest
) -> None:
    there, change = opened(request.getfixturevalue(server), mini_corpus)
    together, apart, told = threading.Barrier(4), threading.Barrier(4), list[str]()

    def begin(number: int) -> None:
        together.wait()
        try:
            with held(there, change, Turn(f"load {number}", patience=8)) as endpoint:
                told.append("goes on")
                apart.wait(SECONDS)
                endpoint.tell(endpoint.release())
        except RemoteProblem as fault:
            told.append(fault.code)
            apart.wait(SECONDS)

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(told), rows(there, "marks")) == (["endpoint-busy"] * 3 + ["goes on"], [])


@SERVERS
def test_a_load_of_a_server_keeps_others_away_until_it_ends_or_is_taken_over_from(
    server: str, mini_corpus: Corpus, request: pytest.FixtureRequest
) -> None:
    there, change = opened(request.getfixturevalue(server), mini_corpus)
    changed = without_a_fact(mini_corpus)
    send(mini_corpus, there, change)
    with pytest.raises(RemoteProblem) as gone, held(there, change, Turn("the first")) as first:
        with pytest.raises(RemoteProblem) as fault:
            send(changed, there, change)
        assert (fault.value.code, fault.value.data["who"]) == ("endpoint-busy", "the first")
        assert send(changed, there, change, turn=Turn("the second", over=True)).graphs
        first.tell("CLEAR SILENT DEFAULT")
    assert gone.value.code == "endpoint-unmarked"
    assert oxigraph_rows(as_loaded(there).ask(COUNT, {})) == oxigraph(COUNT, open_store(changed))
    assert (send(mini_corpus, there, change).recovered, rows(there, "marks")) == (False, [])


def test_virtuoso_lets_nobody_write_without_a_password(virtuoso_server: Addresses, mini_corpus: Corpus) -> None:
    there, _ = opened(virtuoso_server, mini_corpus)
    for stranger in (None, (USER, "another")):
        with pytest.raises(RemoteProblem, match="HTTP status 401"):
            send(mini_corpus, there, open_endpoint(virtuoso_server[1], SECONDS, stranger), anew=True)


def test_virtuosos_yes_and_no_are_understood(on_virtuoso: Remote) -> None:
    for text, holds in (("ASK { ?p a hkg:Plan }", True), ("ASK { ?p a hkg:Plan, hkg:Event }", False)):
        assert bool(on_virtuoso.ask(Query("ask", "", text), {})) is holds


# ---- The workspace before an engine ----


def test_strangers_queries_go_to_the_endpoint_that_is_served(
    oxigraph_server: Addresses, miniature: Path, tmp_path: Path, run: Run
) -> None:
    asked, changed = oxigraph_server
    of = ("--project", miniature)
    assert run(*of, "load", "--endpoint", asked, "--update", changed, "--anew").code == 0
    aside = tmp_path / "here"
    aside.mkdir()
    text = "SELECT ?plan { ?plan a hkg:Plan } ORDER BY ?plan"
    with serving(miniature, tmp_path, "--endpoint", asked) as there, serving(miniature, aside) as here:
        rows = [one.get("/sparql", "text/csv", query=text) for one in (there, here)]
        assert (rows[0].status, rows[0].body) == (200, rows[1].body)
        assert there.get("/sparql", "text/turtle", query="CONSTRUCT { ?s a hkg:Plan } { ?s a hkg:Plan }").status == 200
        assert there.get("/sparql", "application/json", query="ASK { ?s a hkg:Plan }").data["boolean"] is True
        manifest = "ASK { GRAPH g:manifeste { ?s ?p ?o } }"  # which a load leaves there, and which is not here
        assert [one.get("/sparql", "application/json", query=manifest).data["boolean"] for one in (there, here)] == [
            True,
            False,
        ]
        wrong = there.get("/sparql", "text/csv", query="SELECT ?s {\n?s ?p }")
        assert (wrong.status, wrong.data["line"]) == (400, 2)
        assert "Plan" in there.get("/editor", query=text).text


def test_an_endpoint_that_holds_other_data_is_not_served(
    oxigraph_server: Addresses, miniature: Path, tmp_path: Path, run: Run
) -> None:
    asked, changed = oxigraph_server
    assert run("--project", miniature, "load", "--endpoint", asked, "--update", changed).code == 0
    own = Path(shutil.copytree(miniature, tmp_path / "project"))
    source = next((own / "data/turtle/sources").glob("*.ttl"))
    source.write_text(source.read_text("utf-8") + "\n# relu\n", "utf-8")
    told = run("--project", own, "serve", "--port", "0", "--endpoint", asked)
    assert (told.code, f"healthkg load --endpoint {asked}" in told.err) == (1, True)
