"""What is brought to a store on disk is judged there as if all its files were judged with it; the store stays as it is."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from healthkg.contribution import Judge, judge_on_disk, open_judge, read_contribution
from healthkg.corpus import Corpus, DataFile, open_corpus
from healthkg.errors import HealthkgError, InputProblem, StoreProblem
from healthkg.store import load, open_stored
from healthkg.store.manifest import current
from healthkg.store.written import read_written
from healthkg.turtle import parse
from support import Run
from test_gate import HEAD, REFUSALS, SOUND
from test_opened import BROUGHT, CALM, alike, brought, file_of, rewritten, spoilt


@pytest.fixture(scope="module")
def folder(mini_corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ground") / "store"
    load(mini_corpus, folder)
    return folder


@pytest.fixture(scope="module")
def judge(mini_corpus: Corpus, folder: Path) -> Iterator[Judge]:
    with judge_on_disk(folder, mini_corpus.project) as judge:
        yield judge


def refusal(judge: Judge, *files: DataFile) -> HealthkgError:
    with pytest.raises(HealthkgError) as fault:
        judge.report_on(*files)
    return fault.value


def project_of(miniature: Path, folder: Path) -> Path:
    return Path(shutil.copytree(miniature, folder / "project", ignore=shutil.ignore_patterns("verdict.json")))


# ---- The same is found ----


def test_a_sound_contribution_is_found_sound(judge: Judge, mini_corpus: Corpus) -> None:
    assert alike(judge, brought(judge, SOUND), among=mini_corpus).findings == ()


@pytest.mark.parametrize("text", BROUGHT.values(), ids=BROUGHT)
def test_what_reaches_beyond_its_subjects_is_found_as_in_full(judge: Judge, mini_corpus: Corpus, text: str) -> None:
    assert alike(judge, brought(judge, SOUND + text), among=mini_corpus).findings


@pytest.mark.slow
@pytest.mark.parametrize(("text", "rules"), REFUSALS, ids=lambda value: value if isinstance(value, str) else "")
def test_what_the_gate_refuses_is_found_as_in_full(
    judge: Judge, mini_corpus: Corpus, text: str, rules: set[str]
) -> None:
    assert rules <= {one.rule for one in alike(judge, brought(judge, SOUND + text), among=mini_corpus).findings}


def test_a_document_brought_again_takes_the_place_of_the_one_that_is_there(judge: Judge, mini_corpus: Corpus) -> None:
    source = file_of(mini_corpus, "sources/plan-alpha.ttl")
    again = read_contribution("plan-alpha.ttl", source.text, mini_corpus)
    assert alike(judge, again, among=mini_corpus).findings == ()
    assert alike(judge, rewritten(again, again.triples[50:]), among=mini_corpus).findings
    assert alike(judge, rewritten(source, source.triples[50:]), among=mini_corpus).findings


def test_a_document_that_is_brought_and_changed_at_once_is_judged_as_in_full(judge: Judge, mini_corpus: Corpus) -> None:
    source = file_of(mini_corpus, "sources/plan-alpha.ttl")
    again = read_contribution("plan-alpha.ttl", "", mini_corpus)
    twice = rewritten(again, source.triples[:5]), rewritten(source, source.triples[20:])
    assert alike(judge, *twice, among=mini_corpus).findings
    assert alike(judge, *reversed(twice), among=mini_corpus).findings


@pytest.mark.slow
def test_any_change_of_documents_is_judged_as_in_full(judge: Judge, mini_corpus: Corpus) -> None:
    seen: set[str] = set()

    @settings(CALM, max_examples=40)
    @given(spoilt(mini_corpus, ("sources",)))
    def judged_alike(files: list[DataFile]) -> None:
        seen.update(one.rule for one in alike(judge, *files, among=mini_corpus).findings)

    judged_alike()
    assert len(seen) > 40


# The last value stands elsewhere in the file than the others of its node and property; three are never rewritten.
WRITTEN = """
id:valeur-z hkg:value 1.50 , 1.5 , "1.50" , id:plan-alpha , "2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date> ; hkg:share 0.10 .
id:valeur-y hkg:share 0.5 .
id:valeur-z hkg:value 2.0 .
"""


def test_what_the_store_writes_otherwise_is_judged_as_it_was_written(miniature: Path, tmp_path: Path) -> None:
    root = project_of(miniature, tmp_path)
    path = root / "data" / "turtle" / "sources" / "plan-alpha.ttl"
    path.write_text(path.read_text("utf-8") + WRITTEN, "utf-8")
    corpus = open_corpus(root)
    load(corpus, tmp_path / "store")
    lines = "id:valeur-z a hkg:Figure ; hkg:value 2.0 , 1.500 ; hkg:share 0.1 ."
    with judge_on_disk(tmp_path / "store", corpus.project) as judge:
        node, graph = corpus.registry["id:valeur-z"], corpus.registry["id:source-plan-alpha"]
        in_files = [quad for file in corpus.files if file.graph == graph for quad in file.triples]
        assert sorted(str(quad) for _, quad in judge.opened.standing.said(node)) == sorted(
            str(quad) for quad in in_files if quad.subject == node
        )
        found = alike(judge, brought(judge, SOUND + lines), among=corpus)
    assert found.findings


def test_what_was_written_is_kept_for_as_long_as_it_stands_there(
    miniature: Path, mini_corpus: Corpus, tmp_path: Path
) -> None:
    root = project_of(miniature, tmp_path)
    alpha, beta = sorted((root / "data" / "turtle" / "sources").glob("*.ttl"))[:2]
    was = alpha.read_text("utf-8")

    def kept() -> list[str]:
        load(open_corpus(root), tmp_path / "store")
        every = (one for quads in read_written(current(tmp_path / "store")).values() for one in quads)
        return sorted(str(one.object) for one in every if one.subject.value.endswith("valeur-z"))

    alpha.write_text(f"{was}\nid:valeur-z hkg:value 1.50 , 1.5 ; hkg:share 2 .\n", "utf-8")
    both = [f'"{form}"^^<http://www.w3.org/2001/XMLSchema#decimal>' for form in ("1.5", "1.50")]
    assert kept() == both
    beta.write_text(beta.read_text("utf-8") + "# more\n", "utf-8")
    assert kept() == both
    alpha.write_text(was, "utf-8")
    assert kept() == []


# ---- It costs what is looked at ----


def test_nothing_is_read_to_judge_a_sound_contribution(
    judge: Judge, mini_corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = brought(judge, SOUND)
    judge.rehearsed()
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail(f"{self} was read"))
    monkeypatch.setattr(Path, "open", lambda self, *_: pytest.fail(f"{self} was opened"))
    assert judge.report_on(file).findings == ()


def test_a_line_that_others_clash_with_is_told_where_it_stands(judge: Judge, mini_corpus: Corpus) -> None:
    text = BROUGHT["a label that another thing has"]
    found = alike(judge, brought(judge, SOUND + text), among=mini_corpus)
    assert {other.file for one in found.findings for other in one.others} - {"note.ttl"}


# ---- The store stays as it is ----


def test_a_judge_and_its_store_are_afterwards_as_they_were(judge: Judge, folder: Path, mini_corpus: Corpus) -> None:
    store = judge.opened.standing.store
    was = set(store), set(store.named_graphs())
    there = set(open_stored(folder, mini_corpus.project).engine)
    files = [brought(judge, SOUND + text, f"note-{n}.ttl") for n, text in enumerate(BROUGHT.values())]
    source = file_of(mini_corpus, "sources/plan-alpha.ttl")
    judge.report_on(*files, rewritten(source, source.triples[9:]))
    assert (set(store), set(store.named_graphs())) == was
    assert set(open_stored(folder, mini_corpus.project).engine) == there == was[0]


def test_a_draft_is_gone_when_its_judge_is_closed(folder: Path, mini_corpus: Corpus, tmp_path: Path) -> None:
    base = Path(shutil.copytree(folder, tmp_path / "base", ignore=shutil.ignore_patterns("drafts")))
    with judge_on_disk(base, mini_corpus.project) as judge:
        assert len(list((base / "drafts").iterdir())) == 1
        assert judge.report_on(brought(judge, SOUND)).findings == ()
    assert list((base / "drafts").iterdir()) == []


def test_the_draft_of_a_judge_that_was_killed_is_cleared_by_the_next(
    folder: Path, mini_corpus: Corpus, tmp_path: Path
) -> None:
    base = Path(shutil.copytree(folder, tmp_path / "base", ignore=shutil.ignore_patterns("drafts")))
    for name in ("nobodys", ".old", ".new"):
        (base / "drafts" / name).mkdir(parents=True)
    os.utime(base / "drafts" / ".old", (0, 0))
    with judge_on_disk(base, mini_corpus.project):
        (own,) = (path for path in (base / "drafts").iterdir() if path.name != ".new")
        with judge_on_disk(base, mini_corpus.project):
            assert len(list((base / "drafts").iterdir())) == 3
            assert own.exists()


def test_a_load_while_a_judge_is_open_leaves_it_what_it_opened(
    folder: Path, mini_corpus: Corpus, tmp_path: Path
) -> None:
    base = Path(shutil.copytree(folder, tmp_path / "base", ignore=shutil.ignore_patterns("drafts")))
    source = file_of(mini_corpus, "sources/plan-alpha.ttl")
    with judge_on_disk(base, mini_corpus.project) as judge:
        load(mini_corpus.changed_by([rewritten(source, source.triples[50:])]), base)
        assert alike(judge, brought(judge, SOUND), among=mini_corpus).findings == ()


# ---- On the command line ----


def test_validate_with_a_store_says_what_validate_says(
    run: Run, miniature: Path, folder: Path, mini_corpus: Corpus, tmp_path: Path
) -> None:
    file = tmp_path / "note.ttl"
    file.write_text(HEAD + SOUND + "id:plan-alpha a hkg:Plan , hkg:Event .", "utf-8")
    whole, there = (
        run("--project", miniature, "validate", file, "--format", "json", *more) for more in ((), ("--store", folder))
    )
    assert (there.code, there.out) == (whole.code, whole.out)
    assert there.code == 1


@pytest.mark.parametrize("more", [(), ("--fix",)], ids=["no file", "mending"])
def test_validate_with_a_store_wants_files_and_mends_none(run: Run, folder: Path, more: tuple[str, ...]) -> None:
    files = ("note.ttl",) if more else ()
    refused = run("--lang", "fr", "validate", *files, *more, "--store", folder)
    assert (refused.code, "donnez les fichiers à juger" in refused.err) == (2, True)


# ---- What cannot be judged there ----


def test_a_file_that_shares_its_graph_with_others_is_refused(judge: Judge, mini_corpus: Corpus) -> None:
    shared = file_of(mini_corpus, "reference/documents.ttl")
    assert refusal(judge, replace(shared)).code == "store-shared-graph"


def test_shapes_beyond_core_are_refused(folder: Path, miniature: Path, tmp_path: Path) -> None:
    root = project_of(miniature, tmp_path)
    (root / "shapes" / "mine.ttl").write_text(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX hkg: <https://w3id.org/healthkg/def#>\n"
        "PREFIX ex: <https://example.org/>\n"
        "ex:Mine sh:targetClass hkg:Measure ; sh:sparql ex:Asked .\n"
        'ex:Asked sh:message "x" ; sh:select "SELECT $this WHERE { $this a ?any }" .\n'
    )
    with pytest.raises(InputProblem) as fault, judge_on_disk(folder, open_corpus(root).project):
        pass
    assert (fault.value.code, "Mine" in fault.value.sentence("en")) == ("store-shapes-beyond", True)


def test_a_folder_without_a_store_is_said_to_have_none(mini_corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(StoreProblem) as fault, judge_on_disk(tmp_path, mini_corpus.project):
        pass
    assert fault.value.code == "store-missing"


def test_a_judge_in_memory_finds_the_same(judge: Judge, mini_corpus: Corpus) -> None:
    memory = open_judge(mini_corpus)
    for text in BROUGHT.values():
        assert judge.report_on(brought(judge, SOUND + text)) == memory.report_on(brought(memory, SOUND + text))


def test_the_engine_writes_some_numbers_otherwise() -> None:
    """What makes it necessary to keep what was written."""
    store = ox.Store()
    (quad,) = parse("<a:a> <a:b> 1.50 .", "x.ttl")
    store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    assert [quad.object.value for quad in store] == ["1.5"]
