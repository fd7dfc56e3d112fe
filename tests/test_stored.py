"""A store on disk: it says what the files say, changes whole or not at all, and can always be made anew."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthkg.answers import query
from healthkg.corpus import Corpus, list_corpus, open_corpus
from healthkg.errors import InputProblem, StoreProblem
from healthkg.layout import find_project
from healthkg.store import Stored, filling, load, locks, open_store, open_stored
from healthkg.store.manifest import CURRENT, GENERATIONS, current
from healthkg.validation import judged_anew
from support import Run


def quads_of(engine: ox.Store) -> set[str]:
    """Return what an engine holds; nodes without a name (the ontology's lists) are alike."""
    return {
        " ".join("_" if isinstance(term, ox.BlankNode) else str(term) for term in quad)
        for quad in engine.quads_for_pattern(None, None, None)
    }


def opened(folder: Path, corpus: Corpus) -> Stored:
    return open_stored(folder, corpus.project)


def fault_of(folder: Path, corpus: Corpus) -> str:
    with pytest.raises(StoreProblem) as fault:
        opened(folder, corpus)
    return fault.value.code


@pytest.fixture(scope="module")
def whole(mini_corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the miniature world, for tests that only read or copy it."""
    folder = tmp_path_factory.mktemp("stored") / "base"
    load(mini_corpus, folder)
    return folder


@pytest.fixture
def base(whole: Path, tmp_path: Path) -> Path:
    """A store of the miniature world, to be done with as one pleases."""
    return Path(shutil.copytree(whole, tmp_path / "base"))


@pytest.fixture
def corpora(project_of_mini: Path) -> Iterator[tuple[Corpus, Corpus]]:
    """The miniature world before and after a line of one source was taken out."""
    before = open_corpus(project_of_mini)
    yield before, without_a_fact(before)


@pytest.fixture
def project_of_mini(miniature: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(miniature, tmp_path / "project"))


def without_a_fact(corpus: Corpus, number: int = 0) -> Corpus:
    """Return the corpus without one statement of one source, which its file says too."""
    source = [file for file in corpus.files if file.home == "sources"][number % 2]
    triples = tuple(quad for i, quad in enumerate(source.triples) if i != number % len(source.triples))
    return corpus.changed_by([replace(source, triples=triples, text=f"{source.text}# {number}\n")])


# ---- It says what the files say ----


def test_a_store_on_disk_holds_what_a_store_in_memory_holds(whole: Path, mini_corpus: Corpus) -> None:
    stored = opened(whole, mini_corpus)
    assert quads_of(stored.engine) == quads_of(open_store(mini_corpus).engine)
    assert (stored.version, stored.outdated()) == (mini_corpus.version, [])


def test_a_query_brings_the_same_rows(whole: Path, mini_corpus: Corpus) -> None:
    here, there = (query(store, "leads_by_actor") for store in (open_store(mini_corpus), opened(whole, mini_corpus)))
    assert here.rows
    assert (here.columns, here.rows) == (there.columns, there.rows)


def test_nothing_is_written_when_nothing_has_changed(base: Path, mini_corpus: Corpus) -> None:
    generation = current(base)
    loaded = load(mini_corpus, base)
    assert (loaded.graphs, loaded.anew, current(base)) == (frozenset(), False, generation)


def test_only_the_graph_of_a_changed_file_is_written(base: Path, corpora: tuple[Corpus, Corpus]) -> None:
    _, after = corpora
    source = next(file for file in after.files if file.home == "sources")
    loaded = load(after, base)
    assert (loaded.graphs, loaded.anew) == ({source.graph.value}, False)
    assert quads_of(opened(base, after).engine) == quads_of(open_store(after).engine)


@settings(max_examples=8)
@given(numbers=st.lists(st.integers(0, 2000), min_size=1, max_size=4))
def test_whatever_changes_the_store_becomes_what_a_new_one_would_be(
    numbers: list[int], whole: Path, mini_corpus: Corpus, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = Path(shutil.copytree(whole, tmp_path_factory.mktemp("changes") / "base"))
    corpus = mini_corpus
    for number in numbers:
        corpus = without_a_fact(corpus, number)
        load(corpus, folder)
    assert quads_of(opened(folder, corpus).engine) == quads_of(open_store(corpus).engine)
    load(mini_corpus, folder)
    assert quads_of(opened(folder, mini_corpus).engine) == quads_of(open_store(mini_corpus).engine)


def test_a_triple_that_two_documents_state_stays_when_one_takes_it_back(base: Path, mini_corpus: Corpus) -> None:
    first, second = [file for file in mini_corpus.files if file.home == "sources"][:2]
    shared = first.triples[0]
    both = mini_corpus.changed_by([replace(second, triples=(*second.triples, shared), text=second.text + "# both\n")])
    load(both, base)
    load(mini_corpus, base)
    found = opened(base, mini_corpus).engine.quads_for_pattern(shared.subject, shared.predicate, shared.object)
    assert {quad.graph_name for quad in found} == {first.graph, ox.DefaultGraph()}


def test_who_reads_goes_on_with_what_it_opened(base: Path, corpora: tuple[Corpus, Corpus]) -> None:
    before, after = corpora
    reader = opened(base, before)
    load(after, base)
    assert quads_of(reader.engine) == quads_of(open_store(before).engine)
    held = current(base).parent
    assert len(list(held.iterdir())) == 2
    reader.held.close()
    load(before, base)
    assert len(list(held.iterdir())) == 1


# ---- In a stream ----


def test_files_that_are_read_one_after_another_make_the_same_store(
    base: Path, project_of_mini: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(filling, "LARGE", 997)  # so that a batch ends inside a file, and a graph has several
    source = next((project_of_mini / "data/turtle/sources").glob("*.ttl"))
    kind = next((project_of_mini / "data/turtle/reference").glob("*.ttl"))
    for file in (source, kind):
        whole = open_corpus(project_of_mini).registry
        lines = file.read_text().split("\n\n")
        file.write_text("\n\n".join(lines[:-1]) + "\n")
    files, corpus = list_corpus(project_of_mini), open_corpus(project_of_mini)
    changed, new = load(files, base), load(files, tmp_path / "new")
    assert (changed.anew, changed.graphs) == (
        False, {whole[f"id:source-{source.stem}"].value, whole["g:reference"].value},
    )  # fmt: skip
    assert (new.anew, new.version) == (True, corpus.version)
    expected = quads_of(open_store(corpus).engine)
    assert [quads_of(opened(folder, corpus).engine) for folder in (base, tmp_path / "new")] == [expected, expected]


def test_a_file_that_changes_while_it_is_loaded_leaves_the_store_as_it_was(base: Path, project_of_mini: Path) -> None:
    before = open_corpus(project_of_mini)
    source = next((project_of_mini / "data/turtle/sources").glob("*.ttl"))
    source.write_text(source.read_text() + "# one\n")
    files = list_corpus(project_of_mini)
    source.write_text(source.read_text() + "# two\n")
    for anew in (False, True):
        with pytest.raises(InputProblem) as fault:
            load(files, base, anew=anew)
        assert (fault.value.code, fault.value.path) == ("file-changed", source)
    assert quads_of(opened(base, before).engine) == quads_of(open_store(before).engine)
    assert len(list((base / GENERATIONS).iterdir())) == 1


def test_what_is_computed_and_stated_too_stays_when_it_is_computed_anew(base: Path, mini_corpus: Corpus) -> None:
    computed = ox.NamedNode("https://w3id.org/healthkg/graphe/calcule")
    some = next(iter(opened(base, mini_corpus).engine.quads_for_pattern(None, None, None, computed)))
    source = next(file for file in mini_corpus.files if file.home == "sources")
    said = replace(source, triples=(*source.triples, ox.Quad(*some.triple)), text=f"{source.text}# said\n")  # type: ignore[arg-type]
    stated = mini_corpus.changed_by([said])
    for corpus in (stated, without_a_fact(stated, 1), mini_corpus):
        load(corpus, base)
        assert quads_of(opened(base, corpus).engine) == quads_of(open_store(corpus).engine)


def test_files_that_look_as_they_did_are_not_read_to_be_held_against_a_store(
    project_of_mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(list_corpus(project_of_mini), tmp_path / "base")
    store = open_stored(tmp_path / "base", find_project(project_of_mini))
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", None)
        assert store.outdated() == []
    source = next((project_of_mini / "data/turtle/sources").glob("*.ttl"))
    os.utime(source)
    assert store.outdated() == []
    source.write_text(source.read_text() + "\n# relu\n")
    assert store.outdated() == [source.relative_to(project_of_mini).as_posix()]


def test_a_corpus_with_a_verdict_is_loaded_without_being_read_whole(
    project_of_mini: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged_anew(open_corpus(project_of_mini))
    monkeypatch.setattr("healthkg.corpus.open_corpus", None)
    told = run("--project", project_of_mini, "load", tmp_path / "base")
    assert (told.code, "base faite" in told.out) == (0, True)


# ---- On the command line ----


def test_a_store_is_loaded_asked_and_held_against_its_files(project_of_mini: Path, tmp_path: Path, run: Run) -> None:
    base, of = tmp_path / "base", ("--project", project_of_mini)
    assert "base faite" in run(*of, "load", base).out
    assert "déjà à jour" in run(*of, "load", base).out
    asked = run(*of, "query", "leads_by_actor", "--store", base)
    assert (asked.code, asked.out) == (0, run(*of, "query", "leads_by_actor").out)
    assert run(*of, "status", base).code == 0
    source = next((project_of_mini / "data/turtle/sources").glob("*.ttl"))
    source.write_text(source.read_text() + "\n# relu\n")
    told = run(*of, "status", base)
    assert (told.code, f"diffère : data/turtle/sources/{source.name}" in told.out) == (1, True)
    assert "1 fichier(s) ont changé" in run(*of, "query", "leads_by_actor", "--store", base).err
    assert "1 graphe(s) mis à jour" in run(*of, "load", base).out


def test_a_filter_of_files_is_refused_of_a_store(whole: Path, miniature: Path, run: Run) -> None:
    asked = run("--project", miniature, "query", "leads_by_actor", "--store", whole, "--known-at", "2021-01-01")
    assert (asked.code, "--store" in asked.err) == (2, True)


def test_an_unsound_corpus_is_not_loaded(project_of_mini: Path, tmp_path: Path, run: Run) -> None:
    source = next((project_of_mini / "data/turtle/sources").glob("*.ttl"))
    source.write_text(source.read_text().replace("hkg:statedIn", "hkg:statedOut", 1))
    told = run("--project", project_of_mini, "load", tmp_path / "base")
    assert (told.code, "Rien n'a été chargé" in told.err, (tmp_path / "base").exists()) == (1, True, False)


# ---- Faults (RELIABILITY 3.8) ----


@pytest.mark.parametrize("delay", [0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3])
def test_a_load_that_is_killed_leaves_what_was_there(
    delay: float, base: Path, corpora: tuple[Corpus, Corpus], project_of_mini: Path
) -> None:
    before, after = corpora
    code = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from pathlib import Path\n"
        "from healthkg.corpus import open_corpus\n"
        "from healthkg.store import load\n"
        "from test_stored import without_a_fact\n"
        "corpus = without_a_fact(open_corpus(Path(sys.argv[1])))\n"
        "print('now', flush=True)\n"
        "load(corpus, Path(sys.argv[2]))"
    )
    process = subprocess.Popen([sys.executable, "-c", code, project_of_mini, base], stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    time.sleep(delay)
    process.kill()
    process.wait()
    process.stdout.close()
    found = quads_of(opened(base, before).engine)
    assert found in (quads_of(open_store(before).engine), quads_of(open_store(after).engine))
    load(after, base)
    assert quads_of(opened(base, after).engine) == quads_of(open_store(after).engine)
    assert len(list((base / GENERATIONS).iterdir())) == 1


def test_what_a_stopped_load_left_is_cleared_and_said(base: Path, corpora: tuple[Corpus, Corpus]) -> None:
    (base / GENERATIONS / "half-1").mkdir()
    assert load(corpora[1], base).recovered
    assert not (base / GENERATIONS / "half-1").exists()


def test_a_store_that_is_loaded_while_it_is_opened_is_one_of_the_two(
    base: Path, corpora: tuple[Corpus, Corpus], monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = locks.Held

    def late(generation: Path) -> locks.Held:
        monkeypatch.undo()
        load(corpora[1], base)
        return hold(generation)

    monkeypatch.setattr(locks, "Held", late)
    found = opened(base, corpora[0])
    assert (found.manifest.digest, quads_of(found.engine)) == (
        corpora[1].digest,
        quads_of(open_store(corpora[1]).engine),
    )


def test_a_second_writer_is_told_who_writes(base: Path, mini_corpus: Corpus) -> None:
    with locks.writing(base, 0), pytest.raises(StoreProblem) as fault:
        load(mini_corpus, base)
    assert (fault.value.code, fault.value.data["process"]) == ("store-busy", str(os.getpid()))


def test_a_second_writer_may_wait(base: Path, corpora: tuple[Corpus, Corpus]) -> None:
    ready, done = threading.Event(), threading.Event()

    def write() -> None:
        with locks.writing(base, 0):
            ready.set()
            done.wait(0.3)

    writer = threading.Thread(target=write)
    writer.start()
    ready.wait()
    assert load(corpora[1], base, patience=10).graphs
    writer.join()


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (shutil.rmtree, "store-missing"),
        (lambda base: (base / CURRENT).unlink(), "store-missing"),
        (lambda base: (base / CURRENT).write_text("../elsewhere"), "store-damaged"),
        (lambda base: (base / CURRENT).write_text("gone-1"), "store-damaged"),
        (lambda base: (current(base) / "CURRENT").unlink(), "store-damaged"),
        (lambda base: (current(base) / "manifest.json").write_text("{"), "store-damaged"),
        (lambda base: (current(base) / "manifest.json").write_text("{}"), "store-damaged"),
        (lambda base: next(current(base).glob("MANIFEST*")).write_bytes(b"noise"), "store-damaged"),
        (lambda base: [os.truncate(file, 40) for file in current(base).glob("*.sst")], "store-damaged"),
        (
            lambda base: (current(base) / "manifest.json").write_text(
                (current(base) / "manifest.json").read_text().replace("pyoxigraph ", "pyoxigraph 9")
            ),
            "store-foreign",
        ),
    ],
)
def test_a_store_that_cannot_be_read_is_said_to_be_so_and_made_anew(
    harm: object, code: str, base: Path, mini_corpus: Corpus
) -> None:
    harm(base)  # type: ignore[operator]
    assert fault_of(base, mini_corpus) == code
    loaded = load(mini_corpus, base, anew=True)
    assert loaded.anew
    assert quads_of(opened(base, mini_corpus).engine) == quads_of(open_store(mini_corpus).engine)


def test_a_store_is_a_folder(tmp_path: Path, mini_corpus: Corpus, miniature: Path, run: Run) -> None:
    (tmp_path / "file").write_text("x")
    told = run("--project", miniature, "load", tmp_path / "file")
    assert (told.code, "n'est pas un dossier" in told.err, (tmp_path / "file").read_text()) == (3, True, "x")


def test_too_few_files_is_one_line(whole: Path, miniature: Path) -> None:
    code = f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))\nfrom healthkg.cli import main; main({['--project', str(miniature), 'query', 'leads_by_actor', '--store', str(whole)]!r})"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (told.returncode, len(told.stderr.strip().splitlines())) == (3, 1), told.stderr


def test_a_disk_that_is_full_leaves_the_store_as_it_was(base: Path, corpora: tuple[Corpus, Corpus]) -> None:
    """A limit on the size of files stands for the disk: what cannot be written whole is not kept."""
    before, after = corpora
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
        code = 9
        try:
            load(after, base, anew=True)
        except StoreProblem:
            code = 3
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
    assert quads_of(opened(base, before).engine) == quads_of(open_store(before).engine)
    assert load(after, base).graphs


def test_what_is_loaded_is_on_the_disk_before_it_is_shown(base: Path, project_of_mini: Path, tmp_path: Path) -> None:
    """Every table and every name is synchronised before the one rename that shows them."""
    if not shutil.which("strace"):
        pytest.skip("no strace: apt-get install strace")
    trace = tmp_path / "trace"
    source = next((project_of_mini / "data/turtle/sources").glob("*.ttl"))
    source.write_text(source.read_text() + "\n# relu\n")
    command = [sys.executable, "-m", "healthkg", "--project", str(project_of_mini), "load", str(base)]
    subprocess.run(
        ["strace", "-f", "-y", "-e", "trace=fsync,fdatasync,rename,renameat,renameat2", "-o", trace, *command],
        check=True, capture_output=True,
    )  # fmt: skip
    lines = trace.read_text().splitlines()
    shown = next(i for i, line in enumerate(lines) if f"{base / CURRENT}" in line and "rename" in line)
    assert any("sync(" in line and GENERATIONS in line and "manifest.json" in line for line in lines[:shown])
    assert any("sync(" in line and f"{base}>" in line for line in lines[shown:])
    assert find_project(project_of_mini)
