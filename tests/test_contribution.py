"""Intake: canonical files, dates generated from the slugs in use, a skeleton for a new document."""

import hashlib
from pathlib import Path

import pytest

from healthkg import turtle
from healthkg.contribution import canonical_files, new_source
from healthkg.corpus import open_corpus
from healthkg.errors import InputProblem
from healthkg.layout import find_project
from support import ROOT, Run


def test_every_data_file_is_in_canonical_form() -> None:
    wrong = [str(path.relative_to(ROOT)) for path in canonical_files(find_project(ROOT))]
    assert wrong == [], f"cure: healthkg format {' '.join(wrong)}"


def test_format_mends_what_check_complains_of(run: Run, project: Path) -> None:
    path = project / "data" / "turtle" / "reference" / "personnes.ttl"
    canonical = path.read_text("utf-8")
    path.write_text(canonical.replace("\n    a ", " a "), "utf-8")
    name = "data/turtle/reference/personnes.ttl"
    assert run("--project", project, "format", "--check").err == (
        f"{name}: N'est pas en forme canonique. Remède : healthkg format {name}\n"
    )
    assert run("--project", project, "format").code == 0
    assert path.read_text("utf-8") == canonical
    assert run("--project", project, "format", "--check").code == 0


def test_a_date_in_use_brings_its_node_and_one_out_of_use_loses_it(run: Run, project: Path) -> None:
    dates = project / "data" / "turtle" / "reference" / "dates.ttl"
    source = next((project / "data" / "turtle" / "sources").glob("10-*.ttl"))
    source.write_text(source.read_text("utf-8").replace("id:temps-2018-t4", "id:temps-2018-t3"), "utf-8")
    assert run("--project", project, "format").code == 0
    text = dates.read_text("utf-8")
    assert ("id:temps-2018-t3\n" in text, "id:temps-2018-t4\n" in text) == (True, False)


def test_a_date_slug_that_is_no_date_is_refused(run: Run, project: Path) -> None:
    source = next((project / "data" / "turtle" / "sources").glob("10-*.ttl"))
    source.write_text(source.read_text("utf-8").replace("id:temps-2018-t4", "id:temps-2018-t9"), "utf-8")
    outcome = run("--project", project, "format")
    assert (outcome.code, "10-chantiers-ma-sante-2022.ttl:" in outcome.err, "temps-2018-t9" in outcome.err) == (
        2,
        True,
        True,
    )


def test_comments_are_not_lost_silently(run: Run, project: Path) -> None:
    path = project / "data" / "turtle" / "reference" / "personnes.ttl"
    path.write_text("# mien\n" + path.read_text("utf-8") + "# aussi\n", "utf-8")
    before = path.read_bytes()
    outcome = run("--project", project, "format", path)
    assert (outcome.code, path.read_bytes()) == (2, before)
    assert f"commentaires # se trouvent aux lignes 1, {before.count(10)}" in outcome.err


def test_a_new_document_is_described_from_its_text(project: Path, tmp_path: Path) -> None:
    text = tmp_path / "rapport.txt"
    text.write_bytes(b"\nRapport\n\nCorps.")
    made = new_source(open_corpus(project), "rapport-x", "Rapport X", "12 mars 2024", text)
    assert made == [
        f"data/turtle/{name}" for name in ("sources/rapport-x.ttl", "reference/documents.ttl", "reference/dates.ttl")
    ]
    corpus = open_corpus(project)
    described = {
        corpus.registry.shorten(quad.predicate.value): quad.object.value
        for quad in corpus.statements
        if quad.subject == corpus.registry["id:source-rapport-x"]
    }
    assert described == {
        "rdf:type": corpus.registry["hkg:SourceDocument"].value,
        "dcterms:title": "Rapport X",
        "skos:prefLabel": "Rapport X",
        "dcterms:identifier": "rapport.txt",
        "schema:sha256": hashlib.sha256(text.read_bytes()).hexdigest(),
        "hkg:publishedOn": corpus.registry["id:temps-2024-03-12"].value,
    }
    assert "id:passage-rapport-x-l002\n" in (project / "data/turtle/sources/rapport-x.ttl").read_text("utf-8")
    assert canonical_files(find_project(project)) == {}


@pytest.mark.parametrize(
    ("slug", "published", "code"),
    [
        ("10-chantiers-ma-sante-2022", "2018", "document-exists"),
        ("Majuscules", "2018", "slug-form"),
        ("accentué", "2018", "slug-form"),
        ("../ailleurs", "2018", "slug-form"),
        ("rapport-y", "un de ces jours", "date-unreadable"),
    ],
)
def test_a_new_document_that_cannot_be_is_refused_and_nothing_is_written(
    project: Path, slug: str, published: str, code: str
) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    with pytest.raises(InputProblem) as fault:
        new_source(open_corpus(project), slug, "Titre", published, None)
    assert fault.value.code == code
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_a_skeleton_without_text_is_readable_turtle(project: Path) -> None:
    new_source(open_corpus(project), "rapport-z", "Rapport Z", "2024", None)
    path = project / "data" / "turtle" / "sources" / "rapport-z.ttl"
    assert turtle.parse(turtle.read_text(path), path) == ()
