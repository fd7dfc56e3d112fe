"""A citation can be checked: found by words, named by place, judged intact, moved, changed or absent."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthkg import passages, turtle
from healthkg.corpus import Corpus
from healthkg.errors import InputProblem
from healthkg.passages import Passage, Text, locate

WORDS = "Titre\n\nUn  plan l\N{RIGHT SINGLE QUOTATION MARK}a «\N{NO-BREAK SPACE}dit\N{NO-BREAK SPACE}». Suite.\r\nFin du texte"
TEXT = Text(Path("essai.txt"), WORDS)


def fault(*arguments: object, text: Text = TEXT) -> tuple[str, dict[str, object]]:
    with pytest.raises(InputProblem) as raised:
        locate(text, "essai", *arguments)
    return raised.value.code, raised.value.data


def test_the_profile_folds_spaces_apostrophes_and_compatibility_forms() -> None:
    assert passages.normalise(" «\N{NO-BREAK SPACE}l\N{RIGHT SINGLE QUOTATION MARK}été\n\t»  ﬁn ") == "« l'été » fin"


def test_a_whole_line_is_named_by_its_number() -> None:
    start = WORDS.index("Un")
    words = WORDS[start : WORDS.index("\r")]
    digest = hashlib.sha256("Un plan l'a « dit ». Suite.".encode()).hexdigest()
    assert locate(TEXT, "essai", (3, 3)) == Passage(
        "id:passage-essai-l003", "id:source-essai", 3, 3, start, start + len(words), digest
    )


def test_words_narrow_a_passage_and_columns_name_it() -> None:
    found = locate(TEXT, "essai", (3, 3), "l'a", "dit »")
    assert (found.iri, WORDS[found.start : found.end]) == (
        "id:passage-essai-l003-c010-020",
        "l\N{RIGHT SINGLE QUOTATION MARK}a «\N{NO-BREAK SPACE}dit\N{NO-BREAK SPACE}»",
    )


@pytest.mark.parametrize("sought", ["etc…", "etc..."])
def test_an_ellipsis_is_found_however_it_is_typed(sought: str) -> None:
    assert [locate(Text(Path("x"), words), "x", (1, 1), sought).end for words in ("a etc… b", "a etc... b")] == [8, 10]


def test_a_passage_may_span_lines() -> None:
    found = locate(TEXT, "essai", (3, 4), "Suite", "Fin")
    assert (found.iri, found.first_line, found.last_line) == ("id:passage-essai-l003-c023-l004-c003", 3, 4)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (((9, 9),), ("line-missing", {"last": 4})),
        (((3, 3), "absent"), ("words-missing", {"words": "absent"})),
        (((3, 3), "Suite", "plan"), ("words-missing", {"words": "plan"})),
        (((2, 2),), ("passage-empty", {})),
    ],
)
def test_what_cannot_be_located_is_refused(arguments: tuple[object, ...], expected: tuple[str, object]) -> None:
    assert fault(*arguments) == expected


def test_more_than_four_hundred_characters_are_refused() -> None:
    assert fault((1, 1), text=Text(Path("x"), "a" * 401)) == ("passage-too-long", {"length": 401, "limit": 400})


def test_a_located_passage_pastes_as_canonical_turtle(corpus: Corpus) -> None:
    text = passages.to_turtle(locate(TEXT, "essai", (4, 4)), corpus.registry, "Section")
    assert turtle.canonical(turtle.parse(text, "x"), corpus.registry) == text
    assert passages.read_passages(turtle.parse(text, "x"), corpus.registry) == [locate(TEXT, "essai", (4, 4))]


def test_a_passage_is_intact_moved_changed_or_absent() -> None:
    passage = locate(TEXT, "essai", (4, 4))
    respaced = Text(Path("x"), WORDS.replace("Fin du texte", "Fin\tdu texte"))
    shifted = Text(Path("x"), "Une ligne de plus\n" + WORDS)
    changed = Text(Path("x"), WORDS.replace("Fin du", "Fin de"))
    states = [passages.state(passage, text) for text in (TEXT, respaced, shifted, changed, None)]
    assert states == ["intact", "intact", "moved", "changed", "absent"]


def test_a_wrong_line_number_counts_as_moved() -> None:
    assert passages.state(replace(locate(TEXT, "essai", (4, 4)), first_line=3), TEXT) == "moved"


lines = st.lists(st.text("ab é\N{NO-BREAK SPACE}'", min_size=0, max_size=20), min_size=1, max_size=6).map("\n".join)


@given(lines, st.data())
def test_every_line_that_can_be_located_is_intact(words: str, data: st.DataObject) -> None:
    text = Text(Path("x"), words)
    line = data.draw(st.integers(1, words.count("\n") + 1))
    if not words.split("\n")[line - 1].strip():
        with pytest.raises(InputProblem):
            locate(text, "x", (line, line))
        return
    assert passages.state(locate(text, "x", (line, line)), text) == "intact"


def test_all_passages_of_the_corpus_are_intact(corpus: Corpus, texts: Path) -> None:
    judged = passages.verify(corpus.statements, corpus.registry, passages.read_texts(texts))
    assert [(passage.iri, state) for passage, state in judged if state != "intact"] == []
    assert judged


def test_a_text_is_found_by_its_digest_whatever_its_name(corpus: Corpus, texts: Path, tmp_path: Path) -> None:
    for path in texts.glob("*.txt"):
        (tmp_path / f"renamed-{path.name}").write_bytes(path.read_bytes())
    judged = passages.verify(corpus.statements, corpus.registry, passages.read_texts(tmp_path))
    assert {state for _, state in judged} == {"intact"}
