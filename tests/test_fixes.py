"""Mends: declared beside the rule, shown as a diff, written to the exact characters, and nothing else changed."""

import hashlib
import random
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthkg import passages, turtle
from healthkg.contribution.fixes import applied, as_diff, fixes, in_form, mends, passage_fixes, sound
from healthkg.contribution.fixes.finding import declared
from healthkg.contribution.fixes.fix import Change, Edit, Fix, single
from healthkg.contribution.fixes.terms import span_at, spans_of
from healthkg.corpus import Corpus, open_corpus
from healthkg.layout import find_project
from healthkg.prefixes import Registry
from healthkg.validation import Finding, validate
from healthkg.validation.judge import read_shapes
from healthkg.validation.nearness import Names
from miniature import TEXTS
from support import ROOT, Run

BILAN = "data/turtle/sources/bilan-alpha.ttl"
PREFIXES = {
    "id": "https://w3id.org/healthkg/id/",
    "hkg": "https://w3id.org/healthkg/def#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
WORLD = mends.World(Registry(PREFIXES), Names({"hkg:Plan", "hkg:Place", "id:plan-alpha", "hkg:Milestone"}))


FINDING = Finding("info", "r", "id:a", {"fr": "", "en": ""})


def stated(text: str) -> Counter[ox.Triple]:
    return Counter(quad.triple for quad in turtle.parse(text, "x"))


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
        ("amount", literal("25 millions d’euros"), "25000000.00"),
        ("amount", literal("1,5 milliard d’euros"), "1500000000.00"),
        ("amount", literal("1,5 milliard d'euros"), "1500000000.00"),
        ("amount", literal("2 Mds€"), "2000000000.00"),
        ("amount", literal("12 milliers d’euros"), "12000.00"),
        ("amount", literal("300 k€"), "300000.00"),
        ("amount", literal("25\N{NO-BREAK SPACE}M€"), "25000000.00"),
        ("amount", literal("25\N{NARROW NO-BREAK SPACE}millions\N{NO-BREAK SPACE}d’euros"), "25000000.00"),
        ("amount", literal("1\N{THIN SPACE}250\N{NARROW NO-BREAK SPACE}000\N{NO-BREAK SPACE}€"), "1250000.00"),
        ("amount", literal("1,000 €"), None),
        ("amount", literal("25 millions environ"), None),
        ("amount", literal("25 millions de dollars"), None),
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
    world = mends.World(WORLD.registry, Names({"id:plan-alpha-1", "id:plan-alpha-2"}))
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


def written(fix: Fix) -> str:
    """Return what a mend of one place writes."""
    ((edit,),) = (change.edits for change in fix.changes)
    return edit.text


def test_a_date_in_words_and_an_amount_in_millions_are_mended_where_they_stand(world: Path) -> None:
    spoilt(
        world,
        ("hkg:date id:temps-fin-2021", 'hkg:date "fin 2021"@fr'),
        ("hkg:amount 25000000.00", 'hkg:amount "25 M€"'),
    )
    corpus, found = known(world)
    texts = {file.path: file.text for file in corpus.files}
    assert [(written(fix), fix.safe) for fix in found] == [("25000000.00", True), ("id:temps-fin-2021", True)]
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
    assert [(written(fix), fix.safe, fix.changes[0].gone) for fix in found] == [(" a hkg:Milestone ;", False, ())]
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
    fix = single(FINDING, "f.ttl", Edit(start, start + 4, "id:y"), gone, come, safe=True)
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
    fix = single(FINDING, file.path, Edit(start, end, "id:neuf"), triple, come, safe=True)
    for text in applied({file.path: file.text}, [fix]).values():
        old, new = stated(file.text), stated(text)
        assert (old - new, new - old) == (Counter([triple]), Counter([come]))


def test_a_mend_of_several_files_is_made_whole_or_not_at_all() -> None:
    texts = dict.fromkeys(("a.ttl", "b.ttl"), "PREFIX id: <https://w3id.org/healthkg/id/>\nid:a id:p id:x .\n")
    start = texts["a.ttl"].index("id:x")
    gone, come = (ox.Triple(name("id:a"), name("id:p"), name(one)) for one in ("id:x", "id:y"))
    right, wrong = (Change(file, (Edit(start, start + 4, "id:y"),), (gone,), (come,)) for file in texts)
    wrong = Change("b.ttl", (Edit(start - 5, start, ""),), wrong.gone, wrong.come)
    assert sound(texts, [Fix(FINDING, True, (right, wrong))]) == []
    assert applied(texts, [Fix(FINDING, True, (right, wrong)), Fix(FINDING, True, (right,))]) == {
        "a.ttl": texts["a.ttl"].replace("id:x", "id:y")
    }


# ---- Canonical form ----


def untidy(text: str, seed: int, shift: str) -> str:
    """Return the same statements, laid out by another hand."""
    prefixes, _, body = text.partition("\n\n")
    blocks = body.removesuffix("\n.\n").split("\n.\n\n")
    random.Random(seed).shuffle(blocks)  # noqa: S311
    laid = (block.replace(" ;\n", f"{shift};\n") for block in blocks)
    return prefixes + "\n\n" + "".join(f"{block} .\n" for block in laid)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 99), shift=st.sampled_from(["", " ", "\t", "\n"]))
def test_a_file_laid_out_by_another_hand_comes_back_as_it_was(mini_corpus: Corpus, seed: int, shift: str) -> None:
    files = [file for file in mini_corpus.files if file.home != "ontology"]
    file = files[seed % len(files)]
    assert in_form({"f.ttl": untidy(file.text, seed, shift)}, mini_corpus.registry) == {"f.ttl": file.text}


def test_a_comment_is_never_lost_to_the_canonical_form(mini_corpus: Corpus) -> None:
    head = "PREFIX id: <https://w3id.org/healthkg/id/>\n"
    texts = {
        "comment.ttl": head + "id:a id:p id:x. # seen by me\n",
        "unnamed.ttl": head + "id:a id:p [ id:q id:x ].\n",
        "twice.ttl": head + "id:a id:p id:x. id:a id:p id:x.\n",
        "mark.ttl": head + 'id:a id:p "a # b".\n',
    }
    assert in_form(texts, mini_corpus.registry) == {
        "twice.ttl": head + "\nid:a\n    id:p id:x\n.\n",
        "mark.ttl": head + '\nid:a\n    id:p "a # b"\n.\n',
    }


def test_an_untidy_file_is_told_and_put_in_order_with_its_mends(world: Path, run: Run) -> None:
    before = (world / BILAN).read_text("utf-8")
    path = spoilt(world, (" ;\n", " ;\n\n"), ("hkg:amount 25000000.00", 'hkg:amount "25 M€"'))
    told = run("--project", str(world), "--lang", "en", "validate")
    assert told.err.splitlines()[-1].startswith("2 known mend(s), 2 of them safe.")
    mended = run("--project", str(world), "validate", "--fix")
    assert (mended.code, path.read_text("utf-8")) == (0, before)
    assert [line for line in mended.out.splitlines() if line[:1] in "+-"] == [
        f"--- a/{BILAN}", f"+++ b/{BILAN}", "-", '-    hkg:amount "25 M€" ;', "+    hkg:amount 25000000.00 ;",
    ]  # fmt: skip


def test_a_sound_corpus_that_is_untidy_is_told_and_one_with_comments_is_left(world: Path, run: Run) -> None:
    path = spoilt(world, (" ;\n", " ;\n\n"))
    told = run("--project", str(world), "--lang", "en", "validate")
    assert (told.code, told.err.splitlines()[-1].partition(".")[0]) == (0, "1 known mend(s), 1 of them safe")
    path.write_text(path.read_text("utf-8") + "# à relire\n", "utf-8")
    before = path.read_bytes()
    assert run("--project", str(world), "validate", "--fix").out == ""
    assert path.read_bytes() == before


# ---- Passages ----

PASSAGE = "id:passage-bilan-alpha-l009-c052-063"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """The texts of the world, to change."""
    return shutil.copytree(TEXTS, tmp_path / "texts")


def verified(world: Path, shelf: Path) -> dict[str, str]:
    """Return passage → state, but for those that are intact."""
    corpus = open_corpus(world)
    judged = passages.verify(corpus.statements, corpus.registry, passages.read_texts(shelf))
    return {passage.iri: state for passage, state in judged if state != "intact"}


def block(world: Path, name: str) -> dict[str, str]:
    """Return property → value of a node of the document."""
    body = (world / BILAN).read_text("utf-8").partition(f"\n{name}\n")[2].partition("\n.\n")[0]
    return dict(line.strip(" ;").split(" ", 1) for line in body.splitlines())


def test_a_wrong_digest_of_words_that_stand_is_computed_again(world: Path, shelf: Path, run: Run) -> None:
    right = block(world, PASSAGE)
    spoilt(world, (right["hkg:textDigest"], '"' + "0" * 64 + '"'))
    told = run("--project", str(world), "--lang", "en", "sources", "verify", "--texts", str(shelf))
    assert (told.code, told.out, told.err.splitlines()[-1].partition(".")[0]) == (
        1, f"changed: {PASSAGE}\n", "1 known mend(s), 1 of them safe",
    )  # fmt: skip
    assert run("--project", str(world), "sources", "verify", "--texts", str(shelf), "--fix").code == 0
    assert block(world, PASSAGE) == right


def test_a_digest_made_without_the_profile_is_known_in_a_text_of_another_day(world: Path, shelf: Path) -> None:
    right, text = block(world, PASSAGE), (shelf / "bilan-alpha.txt").read_text("utf-8")
    words = text[int(right["hkg:start"]) : int(right["hkg:end"])]
    spaced = words.replace(" ", "\N{NO-BREAK SPACE}")
    assert spaced != words
    (shelf / "bilan-alpha.txt").write_text(text.replace(words, spaced) + "Fin.\n", "utf-8")
    raw = hashlib.sha256(spaced.encode()).hexdigest()
    spoilt(world, (right["hkg:textDigest"], f'"{raw}"'))
    assert [(fix.finding.rule, fix.safe) for fix in known_of(world, shelf)] == [("fix-passage-digest", True)]


def known_of(world: Path, shelf: Path) -> list[Fix]:
    corpus, held = open_corpus(world), passages.read_texts(shelf)
    return passage_fixes(corpus, passages.verify(corpus.statements, corpus.registry, held), held)


def test_words_that_moved_are_found_again_with_their_name_and_the_world_is_sound(
    world: Path, shelf: Path, run: Run
) -> None:
    path = shelf / "bilan-alpha.txt"
    path.write_text("Une ligne de plus\n" + path.read_text("utf-8"), "utf-8")
    places = [int(block(world, PASSAGE)[name]) for name in ("hkg:firstLine", "hkg:start")]
    assert set(verified(world, shelf).values()) == {"moved"}
    assert run("--project", str(world), "sources", "verify", "--texts", str(shelf), "--fix").code == 0
    moved = block(world, PASSAGE.replace("l009", "l010"))
    assert [int(moved[name]) for name in ("hkg:firstLine", "hkg:start")] == [places[0] + 1, places[1] + 18]
    assert PASSAGE not in (world / BILAN).read_text("utf-8")
    assert run("--project", str(world), "validate", "--fail-on", "info").out == ""


def test_changed_words_are_never_mended_silently(world: Path, shelf: Path, run: Run) -> None:
    path, right = shelf / "bilan-alpha.txt", block(world, PASSAGE)
    text = path.read_text("utf-8")
    start, end = int(right["hkg:start"]), int(right["hkg:end"])
    path.write_text(text[:start] + text[start:end].upper().replace(" ", "X") + text[end:], "utf-8")
    before = (world / BILAN).read_bytes()
    command = ("--project", str(world), "--lang", "en", "sources", "verify", "--texts", str(shelf))
    asked = run(*command, "--fix")
    assert (asked.code, (world / BILAN).read_bytes()) == (1, before)
    assert asked.err.splitlines()[-1].partition(".")[0] == "2 known mend(s), 0 of them safe"  # the line, and its part
    kept = shutil.copytree(world, world.parent / "kept")
    mended = run(*command, "--fix-unsafe")
    subprocess.run(["git", "apply", "-"], cwd=kept, input=mended.out.encode(), check=True)
    assert (kept / BILAN).read_bytes() == (world / BILAN).read_bytes()  # notes are passed over
    notes = [line for line in mended.out.splitlines() if line.startswith("# READ AGAIN. ")]
    assert (mended.code, len(notes), PASSAGE in notes[1]) == (0, 2, True)
    assert mended.out.index("# READ AGAIN.") < mended.out.index("--- a/")
    assert block(world, PASSAGE)["hkg:textDigest"] != right["hkg:textDigest"]


def test_words_that_stand_in_several_places_are_not_chosen_between_silently(world: Path, shelf: Path) -> None:
    path, right = shelf / "bilan-alpha.txt", block(world, PASSAGE)
    text = path.read_text("utf-8")
    words = text[int(right["hkg:start"]) : int(right["hkg:end"])]
    path.write_text(f"{words}\n{text}", "utf-8")
    fixes = {fix.finding.focus: fix for fix in known_of(world, shelf)}
    assert (fixes[PASSAGE].finding.rule, fixes[PASSAGE].safe) == ("fix-passage-repeated", False)
    assert {fix.safe for name, fix in fixes.items() if name != PASSAGE} == {True}


def test_what_is_no_longer_in_the_text_has_no_mend(world: Path, shelf: Path) -> None:
    (shelf / "bilan-alpha.txt").write_text("Rien.\n", "utf-8")
    assert set(verified(world, shelf).values()) == {"changed"}
    assert known_of(world, shelf) == []


def test_a_passage_that_a_note_cites_is_renamed_there_too(world: Path, shelf: Path) -> None:
    note = world / "data/turtle/notes/essai.ttl"
    note.write_text(
        "PREFIX hkg: <https://w3id.org/healthkg/def#>\nPREFIX id: <https://w3id.org/healthkg/id/>\n"
        f'id:remarque-x hkg:statedIn <{PREFIXES["id"]}{PASSAGE[3:]}> ; hkg:note "{PASSAGE}" . # {PASSAGE}\n',
        "utf-8",
    )
    path = shelf / "bilan-alpha.txt"
    path.write_text("Une ligne de plus\n" + path.read_text("utf-8"), "utf-8")
    corpus = open_corpus(world)
    mended = applied({file.path: file.text for file in corpus.files}, known_of(world, shelf))
    assert mended["data/turtle/notes/essai.ttl"] == note.read_text("utf-8").replace(
        f"{PASSAGE[3:]}>", f"{PASSAGE[3:].replace('l009', 'l010')}>"
    )


def test_a_name_is_found_where_it_is_a_term_and_whole() -> None:
    text = 'id:a id:ab id:a-b "id:a" <x:id:a> # id:a\nid:a.'
    assert [text[start : end + 1] for start, end in spans_of(text, "id:a")] == ["id:a ", "id:a."]


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_a_mend_of_passages_changes_passages_and_their_citations_alone(
    mini_corpus: Corpus, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Whatever is written into the text, and wherever."""
    words = (TEXTS / "bilan-alpha.txt").read_text("utf-8")
    place = data.draw(st.integers(0, len(words)))
    new = data.draw(st.sampled_from(["x", " ", "\n", "\n\n", "un mot de plus "]))
    folder = tmp_path_factory.mktemp("texts")
    (folder / "bilan-alpha.txt").write_text(words[:place] + new + words[place:], "utf-8", newline="")
    held = passages.read_texts(folder)
    judged = passages.verify(mini_corpus.statements, mini_corpus.registry, held)
    texts = {file.path: file.text for file in mini_corpus.files}
    mended = applied(texts, passage_fixes(mini_corpus, judged, held))
    begin = PREFIXES["id"] + "passage-bilan-alpha-"
    for file, text in mended.items():
        changed = {*(stated(text) - stated(texts[file])), *(stated(texts[file]) - stated(text))}
        assert [one for one in changed if begin not in str(one.subject) and begin not in str(one.object)] == []
    after = mini_corpus.changed_by(
        replace(file, text=mended[file.path], triples=turtle.parse(mended[file.path], ""))
        for file in mini_corpus.files
        if file.path in mended
    )
    states = {state for _, state in passages.verify(after.statements, after.registry, held)}
    assert states <= {"intact", "absent", "changed"}
    assert len(passages.read_passages(after.statements, after.registry)) == len(judged)
