"""New things in a workbook: named once, called by a rule, recognised where they are known, sent to the reference."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from filling import SLUG, Desk, places, put, told
from healthkg import turtle
from healthkg.contribution import new_source
from healthkg.contribution.intake import Intake, import_facts, template
from healthkg.contribution.intake.layout import kinds, sheets
from healthkg.contribution.intake.things import slug, stem
from healthkg.corpus import Corpus, open_corpus
from healthkg.validation import validate
from healthkg.validation.judge import read_shapes
from miniature import TEXTS
from support import ROOT, Run

NEW = "Choses nouvelles"
PLAN = {"Nom": "Plan Oméga", "Nature": "plan", "Nom en anglais": "Omega Plan", "Première ligne": 20}
ROLE = {"Rôle tenu envers": "Plan Oméga", "Acteur": "office Bêta", "Rôle": "pilote", "Attesté le": "juin 2020", "Première ligne": 20}  # fmt: skip
Rows = Mapping[str, list[dict[str, Any]]]


def read(desk: Desk, rows: Rows) -> Intake:
    """Import rows written below the examples."""
    book = desk.book()
    for title, lines in rows.items():
        sheet = next(sheet for sheet in sheets() if sheet.called(title))
        put(book[title], *lines, first=3 + len(sheet.examples))
    book.save(desk.folder / "t.xlsx")
    return desk.read(desk.folder / "t.xlsx")


def named(read: Intake) -> dict[str, str]:
    """Return name → identifier of the new things."""
    return {thing.name: f"id:{thing.node.value.rpartition('/')[2]}" for thing in read.things}


# ---- What it brings ----


def test_a_new_thing_goes_to_the_reference_and_what_the_document_says_of_it_stays(desk: Desk) -> None:
    found = read(desk, {NEW: [PLAN | {"Partie de": "plan Gamma", "Sigle": "PO", "Nommé par le document": "plan O"}]})
    assert (told(found), named(found), sorted(found.files)) == (
        [],
        {"Plan Oméga": "id:plan-omega"},
        ["reference/plans.ttl", "sources/bilan-alpha.ttl"],
    )
    assert (
        "\nid:plan-omega\n    a hkg:Plan ;\n"
        '    hkg:acronym "PO" ;\n    skos:prefLabel\n        "Omega Plan"@en ,\n        "Plan Oméga"@fr\n.\n'
    ) in found.files["reference/plans.ttl"]
    assert (
        '\nid:plan-omega\n    dcterms:isPartOf id:plan-gamma ;\n    hkg:namedAs "plan O"@fr ;\n'
        "    hkg:statedIn id:passage-bilan-alpha-l020\n.\n"
    ) in found.files["sources/bilan-alpha.ttl"]


def test_the_files_of_an_import_make_a_sound_world_with_nothing_else_changed(desk: Desk) -> None:
    found = read(desk, {NEW: [PLAN], "Rôles": [ROLE]})
    corpus = put_in_place(desk.corpus, found)
    before, after = set(desk.corpus.quads()), set(corpus.quads())
    added = {str(quad.subject).rpartition("/")[2] for quad in after - before}
    assert (before - after, added) == (set(), {"plan-omega>", "role-plan-omega--office-beta--pilote>"})
    assert validate(corpus).findings == ()


def put_in_place(corpus: Corpus, read: Intake) -> Corpus:
    """Return the corpus with the files of an import in their places."""
    files = {f"data/turtle/{name}": text for name, text in read.files.items()}
    return corpus.changed_by(
        replace(file, text=files[file.path], triples=turtle.parse(files[file.path], ""))
        for file in corpus.files
        if file.path in files
    )


def test_the_whole_of_an_import_is_admitted_by_the_gate(desk: Desk, run: Run) -> None:
    found = read(desk, {NEW: [PLAN], "Rôles": [ROLE]})
    assert found.turtle is not None
    path = desk.folder / f"{SLUG}.ttl"
    path.write_text(found.turtle, "utf-8")
    done = run("--project", desk.corpus.project.root, "validate", path, "--fail-on", "info")
    assert (done.code, done.out) == (0, "")


def test_rows_of_every_sheet_may_name_a_new_thing_by_name_english_name_or_acronym(desk: Desk) -> None:
    roles = [ROLE | {"Rôle tenu envers": name} for name in ("plan OMÉGA", "Omega plan", "PO", "id:plan-omega")]
    found = read(desk, {NEW: [PLAN | {"Sigle": "PO"}], "Rôles": roles})
    assert (told(found), found.new, found.more) == ([], 1, 0)


def test_new_things_may_be_parts_of_each_other_in_any_order(desk: Desk) -> None:
    measure = {"Nom": "ouverture des vergers", "Nature": "mesure", "Partie de": "Plan Oméga", "Première ligne": 20}
    found = read(desk, {NEW: [measure, PLAN]})
    assert (told(found), named(found)) == (
        [], {"ouverture des vergers": "id:mesure-ouverture-vergers", "Plan Oméga": "id:plan-omega"},
    )  # fmt: skip
    assert "id:mesure-ouverture-vergers\n    dcterms:isPartOf id:plan-omega ;" in found.files[f"sources/{SLUG}.ttl"]


def test_an_english_workbook_names_new_things(desk: Desk) -> None:
    book = desk.book("en")
    put(book["New things"], {"Name in French": "Plan Oméga", "Kind": "plan", "First line": 20}, first=9)
    book.save(desk.folder / "t.xlsx")
    found = desk.read(desk.folder / "t.xlsx")
    assert (told(found), named(found)) == ([], {"Plan Oméga": "id:plan-omega"})


def test_importing_again_finds_the_new_thing_known(desk: Desk) -> None:
    rows = {NEW: [PLAN], "Rôles": [ROLE]}
    corpus = put_in_place(desk.corpus, read(desk, rows))
    again = desk.read(desk.folder / "t.xlsx", corpus=corpus)
    assert (again.things, again.new, again.more, places(again)) == (
        (), 0, 0, [(f"{NEW}!B9", "intake-thing-known")],
    )  # fmt: skip


# ---- What it is called ----


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ({"Nom": "Plan Oméga"}, "id:plan-omega"),
        ({"Nom": "l’œuvre d’été et de l’École"}, "id:plan-oeuvre-ete-ecole"),
        ({"Nom": "Les"}, "id:plan-les"),
        ({"Nom": "计划"}, "id:plan-0f6b1949"),
        ({"Nom": "agence de l’Eau", "Nature": "organisme public"}, "id:org-agence-eau"),
        ({"Nom": "agence de l’Eau", "Nature": "organisme public", "Sigle": "AdE"}, "id:org-ade"),
        ({"Nom": "accès direct", "Nature": "chantier", "Partie de": "plan Gamma", "Numéro": "7"}, "id:chantier-gamma-07"),
        ({"Nom": "territoire Delta", "Nature": "lieu"}, "id:territoire-delta"),
    ],
)  # fmt: skip
def test_an_identifier_is_made_of_the_name_without_accents_articles_and_kind(
    desk: Desk, row: dict[str, Any], name: str
) -> None:
    found = desk.imported(NEW, {"Nature": "plan", "Première ligne": 20} | row)
    assert [f"id:{thing.node.value.rpartition('/')[2]}" for thing in found.things] == [name], told(found)


def test_two_things_that_would_have_one_identifier_are_told_apart_by_what_they_are_part_of(desk: Desk) -> None:
    axes = [
        {"Nom": "axe 1", "Nature": "composante", "Partie de": plan, "Première ligne": 20}
        for plan in ("Plan Oméga", "plan Gamma")
    ]
    things = read(desk, {NEW: [PLAN, axes[0]]}).things
    assert [thing.node.value.rpartition("/")[2] for thing in things] == ["plan-omega", "composante-axe-1"]
    first = desk.corpus.registry["id:composante-axe-1"]
    taken = desk.corpus.changed_by(
        replace(file, triples=(*file.triples, ox.Quad(first, desk.corpus.registry["rdf:type"], first)))
        for file in desk.corpus.files
        if file.path.endswith("composantes.ttl")
    )
    found = desk.read(desk.folder / "t.xlsx", corpus=taken)
    assert [thing.node.value.rpartition("/")[2] for thing in found.things] == ["plan-omega", "composante-omega-axe-1"]


def test_a_slug_has_lower_case_letters_digits_and_hyphens_alone() -> None:
    assert (slug("  L’Œuvre n° 2, « à côté » "), stem("le plan de la Région", "plan")) == (
        "l-oeuvre-n-2-a-cote",
        "region",
    )


@pytest.mark.parametrize("name", kinds())
def test_the_identifiers_of_each_kind_are_what_its_shape_wants_and_its_file_is_one_of_ours(
    mini_corpus: Corpus, name: str
) -> None:
    kind, registry = kinds()[name], mini_corpus.registry
    shapes = read_shapes([ROOT / "shapes"])
    nodes = {
        quad.subject for quad in shapes if (quad.predicate, quad.object) == (registry["sh:targetClass"], registry[name])
    }
    forms = [quad.object.value for quad in shapes if quad.subject in nodes and quad.predicate == registry["sh:pattern"]]
    assert [form for form in forms if not re.search(form, registry[f"id:{kind.begins}-x"].value)] == []
    assert f"data/turtle/reference/{kind.file}.ttl" in {file.path for file in mini_corpus.files}


# ---- What is known already ----


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("office bêta", "organisme public"),
        ("l’office Bêta", None),
        ("OB", "organisme public"),
        ("id:org-office-beta", "organisme public"),
        ("office Bêta", "organisation"),
    ],
)
def test_a_known_thing_is_recognised_and_never_made_again(desk: Desk, name: str, kind: str | None) -> None:
    found = desk.imported(NEW, {"Nom": name, "Nature": kind or "organisme public", "Sigle": "XYZ"})
    expected = "intake-thing-known" if kind else "intake-thing-near"
    assert [rule for _, rule in places(found)][:1] == [expected]
    assert "office Bêta (id:org-office-beta)" in told(found)[0]
    assert (len(found.things), found.report.sound) == (0 if kind else 1, True)


def test_what_a_document_says_of_a_known_thing_is_kept(desk: Desk) -> None:
    row = {
        "Nom": "plan Phi",
        "Nature": "plan",
        "Nom en anglais": "Phi",
        "Nommé par le document": "plan P",
        "Première ligne": 20,
    }
    assert desk.added(desk.imported(NEW, row)) == 'id:plan-phi\n    hkg:namedAs "plan P"@fr\n.'


def test_a_row_that_says_nothing_of_a_known_thing_adds_nothing(desk: Desk) -> None:
    found = desk.imported(NEW, {"Nom": "plan Phi", "Nature": "plan", "Première ligne": 20})
    assert (desk.added(found), found.more, found.there) == ("", 0, ((NEW, (4,)),))


def test_the_acronym_of_a_known_thing_is_told(desk: Desk) -> None:
    found = desk.imported(
        NEW, {"Nom": "observatoire national", "Nature": "organisme public", "Sigle": "OB", "Première ligne": 20}
    )
    assert (f"{NEW}!B4", "intake-thing-near") in places(found)


# ---- What is wrong ----


def test_a_row_without_name_or_kind_is_told_at_its_cells(desk: Desk) -> None:
    found = desk.imported(NEW, {"Sigle": "X"}, {"Nom": "x", "Nature": "navire"})
    assert (places(found), found.turtle, found.files, found.things, found.more) == (
        [
            (f"{NEW}!B4", "intake-cell-empty"),
            (f"{NEW}!C4", "intake-cell-empty"),
            (f"{NEW}!C5", "intake-word-unknown"),
        ],
        None,
        {},
        (),
        0,
    )


def test_a_new_thing_whose_passage_cannot_be_read_is_still_a_name_for_other_rows(desk: Desk) -> None:
    found = read(desk, {NEW: [PLAN | {"Première ligne": 99}], "Rôles": [ROLE]})
    assert (places(found), found.new, found.more, found.turtle) == ([(f"{NEW}!M9", "line-missing")], 1, 0, None)


def test_what_its_kind_wants_of_a_thing_is_told_at_the_cell(desk: Desk) -> None:
    rows = [
        {"Nom": "verger", "Nature": "dispositif", "Première ligne": 20},
        {"Nom": "axe 9", "Nature": "composante", "Première ligne": 20},
        {"Nom": "vergers ouverts", "Nature": "indicateur"},
    ]
    found = [(cell, rule) for cell, rule in places(desk.imported(NEW, *rows)) if "Missing" not in rule]
    headings = {column.key: chr(ord("B") + place) for place, column in enumerate(sheet_of(NEW).columns)}
    assert {cell for cell, _ in found} >= {
        f"{NEW}!{headings['type']}4", f"{NEW}!{headings['part_of']}5", f"{NEW}!{headings['measured']}6",
        f"{NEW}!{headings['unit']}6", f"{NEW}!{headings['nature']}6",
    }  # fmt: skip


def sheet_of(title: str) -> Any:
    return next(sheet for sheet in sheets() if sheet.called(title))


def test_a_new_thing_that_nothing_mentions_is_told_at_its_row(desk: Desk) -> None:
    found = desk.imported(NEW, {"Nom": "Plan Oméga", "Nature": "plan"})
    assert places(found) == [(f"{NEW}!B4", "orphan_identity")]


def test_a_name_on_two_rows_is_one_thing(desk: Desk) -> None:
    found = desk.imported(NEW, PLAN, PLAN | {"Nom": "plan oméga", "Nom en anglais": "Other"})
    assert (len(found.things), {rule for _, rule in places(found)}) == (1, {"Identity-prefLabel-unique"})


# ---- The template ----


def test_every_example_of_the_template_imports_soundly(miniature: Path, tmp_path: Path) -> None:
    """The examples are those of the authoring guide: its note, on the miniature world, filled with them alone."""
    project = Path(shutil.copytree(miniature, tmp_path / "project"))
    note = re.search(r"^```text \.\./textes/note-verger\.txt\n(.*?)^```", guide(), re.S | re.M)
    assert note is not None
    folder = Path(shutil.copytree(TEXTS, tmp_path / "textes"))
    (folder / "note-verger.txt").write_text(note[1], "utf-8")
    new_source(
        open_corpus(project), "note-verger", "Note sur le Plan Verger", "février 2020", folder / "note-verger.txt"
    )
    corpus = open_corpus(project)
    for lang in ("fr", "en"):
        desk = Desk(corpus, tmp_path, {lang: template(corpus, lang)})
        book = desk.book(lang)
        for sheet in sheets():
            for row, _ in enumerate(sheet.examples, 3):
                book[sheet.headings[lang]].cell(row, 1).value = None
        book.save(tmp_path / "t.xlsx")
        found = import_facts(corpus, tmp_path / "t.xlsx", "note-verger", texts=folder)
        assert (told(found, lang), len(found.things)) == ([], len(sheet_of(NEW).examples))
        assert found.new == sum(len(sheet.examples) for sheet in sheets()) - len(found.things) - 2  # document and event


def guide() -> str:
    return (ROOT / "data" / "turtle" / "README.md").read_text("utf-8")


def test_only_what_every_new_thing_needs_bears_a_star(desk: Desk) -> None:
    assert [cell.value for cell in desk.book()[NEW][1] if str(cell.value).endswith("*")] == ["Nom *", "Nature *"]


# ---- The command line ----


def test_the_command_says_what_new_things_are_called_and_writes_each_file_in_its_place(
    desk: Desk, run: Run, tmp_path: Path
) -> None:
    found = read(desk, {NEW: [PLAN], "Rôles": [ROLE]})
    command = (
        "--project",
        desk.corpus.project.root,
        "import",
        desk.folder / "t.xlsx",
        "--source",
        SLUG,
        "--texts",
        TEXTS,
    )
    done = run(*command, "--out", f"{tmp_path}/out/")
    assert (done.code, done.err.splitlines()[-1]) == (
        0,
        f"Écrit dans {tmp_path}/out : sources/bilan-alpha.ttl, reference/plans.ttl. Ce sont les textes entiers de ces fichiers "
        "de data/turtle : relisez-les, mettez-les à leur place, puis healthkg format.",
    )
    assert (
        f"Chose nouvelle, {NEW}!B9 : « Plan Oméga » (plan) s'appelle id:plan-omega, dans reference/plans.ttl."
        in done.err.splitlines()
    )
    assert {path.relative_to(tmp_path / "out").as_posix(): path.read_text("utf-8") for path in (tmp_path / "out").rglob("*.ttl")} == found.files  # fmt: skip
    whole = run(*command, "--out", tmp_path / "whole.ttl")
    assert ("1 chose(s) nouvelle(s)" in whole.err, (tmp_path / "whole.ttl").read_text("utf-8")) == (True, found.turtle)


def test_a_csv_file_may_hold_new_things(desk: Desk) -> None:
    path = desk.written([["Nom", "Nature", "Première ligne"], ["Plan Oméga", "plan", "20"]])
    found = desk.read(path, "thing")
    assert (told(found), named(found)) == ([], {"Plan Oméga": "id:plan-omega"})
