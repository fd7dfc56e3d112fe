"""One load of an endpoint at a time: a mark says whose; who comes meanwhile is told, who died can be taken over from."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pyoxigraph as ox
import pytest

from healthkg import messages
from healthkg.answers import list_queries
from healthkg.corpus import Corpus
from healthkg.errors import RemoteProblem
from healthkg.queryfile import read_query
from healthkg.store import HalfSent, Sent, Turn, as_loaded, open_endpoint, open_store, send
from healthkg.store.asking import change
from support import ROOT, Run
from test_remote import Handler, Server, no_proxy, sends  # noqa: F401 - a fixture, used by all tests here
from test_sending import Engine, contents, remote, serving_both, url_of

MARKS = ox.NamedNode("https://w3id.org/healthkg/graphe/chargement")
MARIE = ("marie@poste-7 (123)", "2026-11-22T08:00:00+00:00")
PAUL = Turn("paul@poste-8 (456)", datetime(2026, 11, 22, 9, tzinfo=UTC))


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def server(engine: Engine) -> Iterator[Server]:
    with serving_both(engine) as server:
        yield server


def loaded(corpus: Corpus, server: Server, turn: Turn = PAUL, *, anew: bool = False) -> Sent:
    return send(corpus, remote(corpus, server), open_endpoint(url_of(server), 20), anew=anew, turn=turn)


def busy(corpus: Corpus, server: Server, turn: Turn = PAUL) -> tuple[str, object, object, int]:
    """Return what a load is told that may not go on."""
    with pytest.raises(RemoteProblem) as fault:
        loaded(corpus, server, turn)
    return fault.value.code, fault.value.data.get("who"), fault.value.data.get("since"), fault.value.exit_code


def marked(engine: Engine, who: tuple[str, str] = MARIE) -> None:
    """Leave a mark, as a load does that dies."""
    words = {"who": ox.Literal(who[0]), "since": ox.Literal(who[1])}
    engine.store.update(change("mark", {"mark": ox.NamedNode(f"{MARKS.value}-dead"), **words}))


def marked_store() -> ox.Store:
    """Return a store with nothing but the mark of a load that died."""
    alone = Engine()
    marked(alone)
    return alone.store


def marks(engine: Engine) -> list[tuple[str, str]]:
    """Return who is said to load the endpoint, and since when."""
    said = [str(quad.object.value) for quad in engine.store.quads_for_pattern(None, None, None, MARKS)]
    return list(zip(sorted(said)[1::2], sorted(said)[::2], strict=True))  # a date comes before a name


def while_writing(engine: Engine, number: int, then: object) -> None:
    """Have something happen while an update, of this number, is carried out."""

    def answering(handler: Handler) -> None:
        engine.store.update(handler.asked)
        then()  # type: ignore[operator]
        handler.send(b"", status=204)

    engine.faulty[number] = answering


def test_who_loads_and_since_when_is_marked_until_the_load_ends(
    mini_corpus: Corpus, engine: Engine, server: Server
) -> None:
    seen: list[list[tuple[str, str]]] = []
    while_writing(engine, 4, lambda: seen.append(marks(engine)))
    loaded(mini_corpus, server)
    assert seen == [[("paul@poste-8 (456)", "2026-11-22T09:00:00+00:00")]]
    assert marks(engine) == []
    assert contents(engine.store) == contents(open_store(mini_corpus).engine)


def test_a_second_load_is_told_who_loads_and_the_first_goes_on(
    mini_corpus: Corpus, engine: Engine, server: Server
) -> None:
    told: list[object] = []
    marie = Turn(MARIE[0], datetime.fromisoformat(MARIE[1]))
    while_writing(engine, 4, lambda: told.append(busy(mini_corpus, server)))
    assert loaded(mini_corpus, server, marie).anew
    assert told == [("endpoint-busy", *MARIE, 4)]
    assert (marks(engine), contents(engine.store)) == ([], contents(open_store(mini_corpus).engine))


def test_what_is_up_to_date_is_told_so_whoever_loads(mini_corpus: Corpus, engine: Engine, server: Server) -> None:
    loaded(mini_corpus, server)
    marked(engine)
    assert loaded(mini_corpus, server).graphs == frozenset()


def test_a_load_that_died_stays_marked_until_it_is_taken_over_from(
    mini_corpus: Corpus, engine: Engine, server: Server
) -> None:
    marked(engine)
    assert busy(mini_corpus, server) == ("endpoint-busy", *MARIE, 4)
    assert (marks(engine), len(contents(engine.store))) == ([MARIE], 2)
    assert loaded(mini_corpus, server, Turn(over=True)).anew
    assert (marks(engine), contents(engine.store)) == ([], contents(open_store(mini_corpus).engine))


def test_a_load_that_is_taken_over_from_stops_at_its_next_write(
    mini_corpus: Corpus, engine: Engine, server: Server
) -> None:
    while_writing(engine, 4, lambda: loaded(mini_corpus, server, Turn(over=True)))
    with pytest.raises(HalfSent) as fault:
        loaded(mini_corpus, server)
    assert fault.value.fault.code == "endpoint-unmarked"
    assert (marks(engine), contents(engine.store)) == ([], contents(open_store(mini_corpus).engine))
    assert loaded(mini_corpus, server).graphs == frozenset()


def test_who_sees_another_mark_beside_its_own_does_not_go_on(
    mini_corpus: Corpus, engine: Engine, server: Server
) -> None:
    """An engine that writes without holding to the condition, as one without transactions may."""

    def answering(handler: Handler) -> None:
        engine.store.update(handler.asked)
        ours = list(engine.store)
        engine.store.clear()
        marked(engine)
        engine.store.extend(ours)
        handler.send(b"", status=204)

    engine.faulty[1] = answering
    assert busy(mini_corpus, server) == ("endpoint-busy", *MARIE, 4)
    assert (marks(engine), contents(engine.store)) == ([MARIE], contents(marked_store()))


def test_a_mark_that_does_not_stay_is_no_mark(mini_corpus: Corpus, engine: Engine, server: Server) -> None:
    engine.lost.update(range(1, 100))
    assert busy(mini_corpus, server)[0] == "endpoint-unmarked"
    assert len(engine.store) == 0


def test_a_mark_that_was_not_written_because_another_was_just_there_is_written_again(
    mini_corpus: Corpus, engine: Engine, server: Server
) -> None:
    engine.lost.add(1)
    assert loaded(mini_corpus, server).anew
    assert (marks(engine), contents(engine.store)) == ([], contents(open_store(mini_corpus).engine))


def test_a_fault_on_the_way_takes_the_mark_away(mini_corpus: Corpus, engine: Engine, server: Server) -> None:
    engine.faulty[5] = sends(b"", status=503)
    with pytest.raises(HalfSent):
        loaded(mini_corpus, server)
    assert marks(engine) == []
    assert loaded(mini_corpus, server).recovered


def test_a_second_load_may_wait(mini_corpus: Corpus, engine: Engine, server: Server) -> None:
    marked(engine)
    ended = threading.Timer(0.3, lambda: engine.store.clear_graph(MARKS))
    ended.start()
    begun = time.monotonic()
    assert loaded(mini_corpus, server, Turn("paul", patience=30)).anew
    assert time.monotonic() - begun < 20
    ended.join()


def test_who_asks_during_a_load_is_told_who_loads(mini_corpus: Corpus, engine: Engine, server: Server) -> None:
    told: list[tuple[str, object]] = []

    def ask() -> None:
        with pytest.raises(RemoteProblem) as fault:
            as_loaded(remote(mini_corpus, server))
        told.append((fault.value.code, fault.value.data["who"]))

    while_writing(engine, 5, ask)
    loaded(mini_corpus, server)
    assert told == [("remote-loading", PAUL.who)]
    assert as_loaded(remote(mini_corpus, server)).data == mini_corpus.version


# ---- On the command line ----


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_a_second_load_is_one_line_that_says_what_to_do(
    mini_corpus: Corpus, engine: Engine, server: Server, run: Run, lang: str
) -> None:
    marked(engine)
    of = ("--lang", lang, "--project", mini_corpus.project.root, "load", "--endpoint", url_of(server))
    told = run(*of)
    sentence = messages.text("endpoint-busy", lang, url=url_of(server), who=MARIE[0], since=MARIE[1])
    assert (told.code, told.out, told.err) == (4, "", f"{messages.text('error-word', lang)}: {sentence}\n")
    assert "--take-over" in sentence
    seen: list[list[tuple[str, str]]] = []
    while_writing(engine, len(engine.updates) + 4, lambda: seen.append(marks(engine)))
    assert (run(*of, "--take-over").code, marks(engine)) == (0, [])
    ((who, since),) = seen[0]
    assert (who.count("@"), datetime.fromisoformat(since).tzinfo) == (1, UTC)


def test_there_is_nothing_to_take_over_in_a_folder(run: Run, mini_corpus: Corpus) -> None:
    told = run("--project", mini_corpus.project.root, "load", "base", "--take-over")
    assert (told.code, "Dites où charger" in told.err) == (2, True)


# ---- The texts ----


def test_the_texts_of_a_load_are_queries_that_the_library_does_not_list(mini_corpus: Corpus) -> None:
    texts = [read_query(path) for path in sorted((ROOT / "src/healthkg/store/sparql").iterdir())]
    assert {text.name for text in texts}.isdisjoint(query.name for query in list_queries(mini_corpus.project))
    for text in texts:
        assert set(text.summary) == {"fr", "en"}
        if text.path and text.path.suffix == ".rq":
            found = ox.Store().query(text.text)
            assert isinstance(found, ox.QuerySolutions)
            assert [variable.value for variable in found.variables] == list(text.columns)
        else:
            ox.Store().update(text.text)
