"""What no passage covers is measured by place; each run that is left has one reason, and no reason is left over."""

from pathlib import Path

import pytest

from healthkg import messages, passages
from healthkg.corpus import Corpus
from healthkg.errors import InputProblem
from healthkg.passages import REASONS, Coverage, Passage, Run, Text, uncovered
from healthkg.publication.coverage import coverage_page, coverage_path, reasons_path
from miniature import TEXTS as MINIATURE_TEXTS
from support import Run as Command

LONG = "une phrase inventée de plus de vingt-cinq signes"


def gaps(words: str, *spans: tuple[int, int]) -> list[tuple[str, str]]:
    """Return (place, words) of the runs of `words` that lie in none of `spans`."""
    cited = [Passage("id:passage-x", "id:source-x", 1, 1, start, end, "") for start, end in spans]
    lines = words.splitlines()
    runs = uncovered(Text(Path("x"), words), cited)
    return [(run.place, lines[run.line - 1][run.column - 1 : run.column - 1 + run.length]) for run in runs]


# ---- The runs ----


def test_a_text_without_passages_is_left_whole_line_by_line() -> None:
    assert gaps(f"{LONG}\r\n\n{LONG}, encore") == [("1:1", LONG), ("3:1", f"{LONG}, encore")]


def test_what_a_passage_covers_is_not_left() -> None:
    assert gaps(LONG, (0, len(LONG))) == []


def test_passages_that_overlap_or_stand_within_each_other_cover_once() -> None:
    words = f"{LONG} ; {LONG}"
    assert gaps(words, (0, 30), (5, 10), (20, len(LONG))) == [(f"1:{len(LONG) + 2}", f"; {LONG}")]


def test_a_passage_over_two_lines_covers_both() -> None:
    assert gaps(f"{LONG}\n{LONG}", (0, 2 * len(LONG) + 1)) == []


@pytest.mark.parametrize("mark", ["  • ", "\t> 1. ", "- ", "10. ", "– ", "\N{NO-BREAK SPACE}"])
def test_white_space_and_list_marks_do_not_count(mark: str) -> None:
    assert gaps(f"{mark}{LONG} • ") == [(f"1:{len(mark) + 1}", LONG)]


def test_the_mark_of_the_next_item_does_not_count() -> None:
    assert gaps("Un court intitulé •  Un passage", (21, 31)) == []


def test_a_number_that_is_no_mark_counts() -> None:
    assert gaps("3,5 millions de maisons Delta en 2019") == [("1:1", "3,5 millions de maisons Delta en 2019")]


@pytest.mark.parametrize(("length", "left"), [(24, []), (25, [("1:3", "a" * 25)])])
def test_a_run_of_twenty_five_characters_counts_a_shorter_one_does_not(length: int, left: list[object]) -> None:
    assert gaps(f"• {'a' * length} ") == left


def test_a_gap_is_cut_where_passages_begin_and_end() -> None:
    words = f"{LONG}. Fait cité. {LONG}."
    start = words.index("Fait")
    end = start + len("Fait cité")
    assert gaps(words, (start, end)) == [("1:1", f"{LONG}."), (f"1:{end + 1}", f". {LONG}.")]


# ---- A corpus ----


@pytest.fixture
def covered(mini_corpus: Corpus) -> list[Coverage]:
    """The coverage of the miniature world."""
    return passages.coverage(mini_corpus.statements, mini_corpus.registry, passages.read_texts(MINIATURE_TEXTS))


def test_every_document_that_is_held_is_measured_in_order(covered: list[Coverage], mini_corpus: Corpus) -> None:
    sources = sorted(file.slug for file in mini_corpus.files if file.home == "sources")
    assert [document.slug for document in covered] == sources
    assert all(0.5 < document.share < 1 for document in covered)


def test_a_text_that_is_not_there_is_named(mini_corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(InputProblem) as raised:
        passages.coverage(mini_corpus.statements, mini_corpus.registry, passages.read_texts(tmp_path))
    assert (raised.value.code, raised.value.data) == ("text-missing", {"slug": "bilan-alpha"})


def test_without_passages_a_document_is_left_whole(mini_corpus: Corpus) -> None:
    bare = [quad for quad in mini_corpus.statements if quad.predicate != mini_corpus.registry["hkg:start"]]
    found = passages.coverage(bare, mini_corpus.registry, passages.read_texts(MINIATURE_TEXTS))
    assert [document.share for document in found] == [0, 0, 0]


# ---- The reasons ----


def test_reasons_are_read_by_document_and_place(tmp_path: Path) -> None:
    (tmp_path / "r.tsv").write_text("# document\tplace\treason\n\nplan-alpha\t3:1\ttitle\n", "utf-8")
    assert passages.read_reasons(tmp_path / "r.tsv") == {("plan-alpha", "3:1"): "title"}
    assert passages.read_reasons(tmp_path / "absent.tsv") == {}


@pytest.mark.parametrize("line", ["a\t1:1\tboring", "a\t1:1", "a\t1:1\ttitle\na\t1:1\tcredit"])
def test_a_line_that_gives_no_one_reason_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "r.tsv").write_text(line, "utf-8")
    with pytest.raises(InputProblem) as raised:
        passages.read_reasons(tmp_path / "r.tsv")
    assert (raised.value.code, raised.value.line) == ("coverage-reason", line.count("\n") + 1)


def test_a_run_without_reason_and_a_reason_without_run_are_told_apart() -> None:
    documents = [Coverage("a", 0.9, (Run(1, 1, 30), Run(2, 5, 40)))]
    reasons = {("a", "2:5"): "title", ("b", "2:5"): "title"}
    assert passages.unmatched(documents, reasons) == ([("a", "1:1")], [("b", "2:5")])


def test_every_reason_has_its_words() -> None:
    assert {f"coverage-{reason}" for reason in REASONS} <= set(messages.catalogue())


# ---- The page and the command ----


def test_the_page_shows_places_and_reasons_in_both_languages() -> None:
    page = coverage_page([Coverage("a", 0.905, (Run(2, 5, 40), Run(3, 1, 25)))], {("a", "2:5"): "title"})
    assert "| `a` | 90.5 % | 2 |" in page
    assert "| `a` | 2 | 5–44 | 40 | titre<br>*title* |" in page
    assert "| `a` | 3 | 1–25 | 25 | – |" in page
    assert "Rien ne reste" not in page
    assert "Rien ne reste" in coverage_page([Coverage("a", 1.0, ())], {})


def test_the_command_writes_the_page_and_then_has_nothing_to_say(run: Command, project: Path, texts: Path) -> None:
    docs = project / "docs"
    docs.mkdir()
    (docs / "coverage-reasons.tsv").write_bytes(
        (Path(__file__).parents[1] / "docs" / "coverage-reasons.tsv").read_bytes()
    )
    command = ("--project", project, "sources", "coverage", "--texts", texts)
    assert (run(*command, "--check").code, (docs / "coverage.md").exists()) == (1, False)
    assert (run(*command).code, (docs / "coverage.md").exists()) == (0, True)
    assert run(*command, "--check") == run(*command)


def test_the_check_names_what_is_new_and_what_is_left_over(run: Command, tmp_path: Path, miniature: Path) -> None:
    project = tmp_path / "project"
    for folder in ("ontology", "shapes", "queries", "data"):
        (tmp_path / "project").mkdir(exist_ok=True)
        (project / folder).symlink_to(miniature / folder)
    (project / "docs").mkdir()
    (project / "docs" / "coverage-reasons.tsv").write_text("bilan-alpha\t99:1\tcredit\n", "utf-8")
    command = ("--project", project, "sources", "coverage", "--texts", MINIATURE_TEXTS)
    assert run(*command).code == 0
    checked = run(*command, "--check")
    assert (checked.code, checked.out) == (1, "")
    assert "bilan-alpha 99:1 : une raison est donnée" in checked.err
    assert "coverage.md" not in checked.err.replace("docs/coverage-reasons.tsv", "")


# ---- The founding documents ----


def test_each_run_of_the_founding_texts_has_one_reason(corpus: Corpus, texts: Path) -> None:
    found = passages.coverage(corpus.statements, corpus.registry, passages.read_texts(texts))
    assert passages.unmatched(found, passages.read_reasons(reasons_path(corpus.project))) == ([], [])


def test_the_page_of_this_checkout_is_current(corpus: Corpus, texts: Path) -> None:
    found = passages.coverage(corpus.statements, corpus.registry, passages.read_texts(texts))
    reasons = passages.read_reasons(reasons_path(corpus.project))
    page = coverage_path(corpus.project).read_text("utf-8")
    assert page == coverage_page(found, reasons), "cure: healthkg sources coverage --texts DIR"
