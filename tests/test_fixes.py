"""Mends: declared beside the rule, shown as a diff, written to the exact characters, and nothing else changed."""

import shutil
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthkg import turtle
from healthkg.contribution.fixes import applied, as_diff, fixes, mends
from healthkg.contribution.fixes.finding import Fix, declared
from healthkg.contribution.fixes.terms import span_at
from healthkg.corpus import Corpus, open_corpus
from healthkg.layout import find_project
from healthkg.prefixes import Registry
from healthkg.validation import Finding, validate
from healthkg.validation.judge import read_shapes
from support import ROOT, Run

BILAN = "data/turtle/sources/bilan-alpha.ttl"
PREFIXES = {
    "id": "https://w3id.org/healthkg/id/",
    "hkg": "https://w3id.org/healthkg/def#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
WORLD = mends.World(Registry(PREFIXES), frozenset({"hkg:Plan", "hkg:Place", "id:plan-alpha", "hkg:Milestone"}))


def literal(text: str, kind: str | None = None, lang: str | None = None) -> ox.Literal:
    return (
        ox.Literal(text, language=lang)
        if lang
        else ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + (kind or "string")))
    )


def name(short: str) -> ox.NamedNode:
    prefix, _, local = short.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


@pytest.mark.parametrize(
    ("mend", "term", "written"),
    [
        ("value", literal("1 000", "integer"), '"1000"^^xsd:integer'),
        ("value", literal("26 janvier 2016", "date"), '"2016-01-26"^^xsd:date'),
        ("value", literal("peu", "integer"), None),
        ("date", literal("26 janvier 2016"), "id:temps-2016-01-26"),
        ("date", literal("26/01/2016"), "id:temps-2016-01-26"),
        ("date", literal("2016-01-26", "date"), "id:temps-2016-01-26"),
        ("date", literal("fin 2021", lang="fr"), "id:temps-fin-2021"),
        ("date", literal("bientôt", lang="fr"), None),
        ("date", name("id:plan-alpha"), None),
        ("amount", literal("25 M€"), "25000000.00"),
        ("amount", literal("2,1 Md€"), "2100000000.00"),
        ("amount", literal("1 250 euros"), "1250.00"),
        ("amount", literal("12,345 k€"), "12345.00"),
        ("amount", literal("beaucoup"), None),
        ("amount", literal("5 %"), None),
        ("french", literal("plan"), '"plan"@fr'),
        ("french", literal("plan", lang="en"), None),
        ("french", literal("2020-01-01", "date"), None),
        ("trimmed", literal(" CPTS "), '"CPTS"'),
        ("trimmed", literal("CPTS"), None),
        ("printable", literal("a\u200bb", lang="fr"), '"ab"@fr'),
        ("printable", literal("ab", lang="fr"), None),
        ("nearest", name("hkg:Milestne"), "hkg:Milestone"),
        ("nearest", name("id:plan-alph"), "id:plan-alpha"),
        ("nearest", name("hkg:Budget"), None),
        ("language", literal("plan"), '"plan"@fr'),
    ],
)  # fmt: skip
def test_a_mend_writes_what_was_surely_meant_or_nothing(
    mend: str, term: ox.Literal | ox.NamedNode, written: str | None
) -> None:
    assert {**mends.SAFE, **mends.UNSAFE}[mend](term, WORLD) == written


def test_two_names_that_are_as_near_are_not_chosen_between() -> None:
    world = mends.World(WORLD.registry, frozenset({"id:plan-alpha-1", "id:plan-alpha-2"}))
    assert mends.nearest(name("id:plan-alpha-3"), world) is None


def test_every_mend_that_a_rule_declares_exists() -> None:
    project = find_project(ROOT)
    corpus_registry = open_corpus(ROOT).registry
    rules = declared(project, corpus_registry, read_shapes([project.shapes]))
    assert set(rules.values()) == {*mends.SAFE, *mends.UNSAFE, mends.INSERTED}
    assert rules["Fact-date-span"] == "date" and rules["unknown_term"] == "nearest" and rules["literal-form"] == "value"


@pytest.mark.parametrize(
    "term",
    ['"x"', '"x"@fr', '"a \\" b"@fr-FR', '"""x\n"y" z"""@fr', '"1"^^xsd:integer', '"1"^^<http://e.org/t>', "<http://e.org/a>", "id:a", "id:a.b", "12.5", "-3", "true", "a"],
)  # fmt: skip
def test_a_term_is_found_whole_where_it_begins(term: str) -> None:
    text = f"id:s id:p {term} ;\n id:q id:r ."
    assert span_at(text, 10) == (10, 10 + len(term))


# ---- On a world ----


@pytest.fixture
def world(miniature: Path, tmp_path: Path) -> Path:
    return shutil.copytree(miniature, tmp_path / "world")


def spoilt(world: Path, *changes: tuple[str, str]) -> Path:
    """Write each change, once, into the world's document; return the file."""
    path = world / BILAN
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    return path


def known(world: Path) -> tuple[Corpus, list[Fix]]:
    corpus = open_corpus(world)
    return corpus, fixes(corpus, validate(corpus))


def test_a_date_in_words_and_an_amount_in_millions_are_mended_where_they_stand(world: Path) -> None:
    spoilt(
        world,
        ("hkg:date id:temps-fin-2021", 'hkg:date "fin 2021"@fr'),
        ("hkg:amount 25000000.00", 'hkg:amount "25 M€"'),
    )
    corpus, found = known(world)
    texts = {file.path: file.text for file in corpus.files}
    assert [(fix.text, fix.safe) for fix in found] == [("25000000.00", True), ("id:temps-fin-2021", True)]
    assert [line for line in as_diff(texts, applied(texts, found)).splitlines() if line[:1] in "+-"] == [
        f"--- a/{BILAN}", f"+++ b/{BILAN}",
        '-    hkg:amount "25 M€" ;', "+    hkg:amount 25000000.00 ;",
        '-    hkg:date "fin 2021"@fr ;', "+    hkg:date id:temps-fin-2021 ;",
    ]  # fmt: skip


def test_a_misspelt_class_property_and_identifier_take_the_one_near_name_only_when_asked(world: Path, run: Run) -> None:
    path = spoilt(
        world,
        ("a hkg:Milestone", "a hkg:Milestne"),
        ("hkg:budgetPhase", "hkg:budgetPhse"),
        ("ref:jalon-evaluation", "ref:jalon-evalution"),
    )
    before = path.read_bytes()
    told = run("--project", str(world), "validate", "--fix")
    assert path.read_bytes() == before and told.code == 1
    assert "dont 0 sûre(s)" in told.err
    assert run("--project", str(world), "validate", "--fix-unsafe").code == 0
    text = path.read_text("utf-8")
    assert not [word for word in ("Milestne", "budgetPhse", "evalution") if word in text]


def test_a_forgotten_type_is_inserted_after_the_name(world: Path) -> None:
    spoilt(world, ("id:jalon-evaluation-relais-sigma\n    a hkg:Milestone ;\n", "id:jalon-evaluation-relais-sigma\n"))
    corpus, found = known(world)
    assert [(fix.text, fix.safe, fix.gone) for fix in found] == [(" a hkg:Milestone ;", False, None)]
    texts = {file.path: file.text for file in corpus.files}
    assert "id:jalon-evaluation-relais-sigma a hkg:Milestone ;\n" in applied(texts, found)[BILAN]


def test_a_mended_date_brings_its_node_and_the_world_is_sound_again(world: Path, run: Run) -> None:
    spoilt(world, ("hkg:date id:temps-fin-2021", 'hkg:date "26 janvier 2021"'))
    told = run("--project", str(world), "validate", "--fix")
    assert (told.code, "+    hkg:date id:temps-2021-01-26 ;" in told.out) == (0, True)
    assert "id:temps-2021-01-26\n" in (world / "data/turtle/reference/dates.ttl").read_text("utf-8")


def test_what_is_not_asked_for_is_said_and_nothing_is_written(world: Path, run: Run) -> None:
    path = spoilt(world, ("hkg:amount 25000000.00", 'hkg:amount "25 M€"'))
    before = path.read_bytes()
    told = run("--project", str(world), "--lang", "en", "validate")
    assert told.err.splitlines()[-1] == (
        "1 known mend(s), 1 of them safe. “--fix” shows and writes the safe ones, “--fix-unsafe” all."
    )
    assert (told.code, path.read_bytes()) == (1, before)


def test_a_file_from_elsewhere_is_mended_and_the_corpus_is_not_touched(world: Path, tmp_path: Path, run: Run) -> None:
    held = {path: path.read_bytes() for path in (world / "data" / "turtle").rglob("*.ttl")}
    path = tmp_path / "apport.ttl"
    path.write_text(
        (world / BILAN).read_text("utf-8").replace("hkg:amount 25000000.00", 'hkg:amount "25 M€"', 1), "utf-8"
    )
    run("--project", str(world), "validate", str(path), "--fix")
    assert "hkg:amount 25000000.00" in path.read_text("utf-8")
    assert {path: path.read_bytes() for path in held} == held


def test_mends_do_not_go_with_other_shapes(world: Path, run: Run) -> None:
    told = run("--project", str(world), "validate", str(world / BILAN), "--shapes", str(world / "shapes"), "--fix")
    assert (told.code, "--shapes" in told.err) == (2, True)


def test_a_text_that_only_looks_like_the_term_is_left_alone() -> None:
    text = 'PREFIX id: <https://w3id.org/healthkg/id/>\nid:a id:p """\nid:x""" , id:x .\n'
    start = text.index("id:x")
    gone = ox.Triple(name("id:a"), name("id:p"), name("id:x"))
    come = ox.Triple(name("id:a"), name("id:p"), name("id:y"))
    fix = Fix(Finding("info", "r", "id:a", {"fr": "", "en": ""}), "f.ttl", start, start + 4, "id:y", True, gone, come)
    assert applied({"f.ttl": text}, [fix]) == {}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_mend_never_changes_a_triple_that_it_was_not_asked_to(mini_corpus: Corpus, data: st.DataObject) -> None:
    """Wherever a file is cut and whatever is written there: nothing is applied, or the triples that the mends name."""
    file = data.draw(st.sampled_from([file for file in mini_corpus.files if file.home in ("sources", "reference")]))
    triple = data.draw(st.sampled_from(file.triples)).triple
    start = data.draw(st.integers(0, len(file.text)))
    end = data.draw(st.integers(start, min(len(file.text), start + 40)))
    come = ox.Triple(triple.subject, triple.predicate, ox.NamedNode(PREFIXES["id"] + "neuf"))
    fix = Fix(Finding("info", "r", "id:a", {"fr": "", "en": ""}), file.path, start, end, "id:neuf", True, triple, come)
    for text in applied({file.path: file.text}, [fix]).values():
        old, new = (
            Counter(quad.triple for quad in file.triples),
            Counter(quad.triple for quad in turtle.parse(text, "x")),
        )
        assert (old - new, new - old) == (Counter([triple]), Counter([come]))
