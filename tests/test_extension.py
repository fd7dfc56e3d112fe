"""Adding a question, a check, a view or a document touches no Python."""

from pathlib import Path

from support import Run

PREFIXES = """PREFIX hkg: <https://w3id.org/healthkg/def#>
PREFIX id: <https://w3id.org/healthkg/id/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX ref: <https://w3id.org/healthkg/ref/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


def test_a_question_is_a_file(run: Run, project: Path) -> None:
    (project / "queries" / "competency" / "persons.rq").write_text(
        """#+ summary: {fr: Qui est nommé ?, en: Who is named?}
#+ columns: {person: {fr: personne, en: person}}
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
SELECT ?person WHERE { ?person a foaf:Person } ORDER BY ?person
""",
        "utf-8",
    )
    assert "competency/persons\n    Qui est nommé ?" in run("--project", project, "query", "--list").out
    rows = run("--project", project, "query", "persons", "--format", "csv").out.splitlines()
    assert "https://w3id.org/healthkg/id/personne-cecile-courreges" in rows


def test_a_check_is_a_file_and_a_line(run: Run, project: Path) -> None:
    checks = project / "queries" / "checks"
    (checks / "person_named_agnes.rq").write_text(
        """#+ problem: {fr: "{focus} s'appelle Agnès.", en: "{focus} is called Agnès."}
#+ solution: {fr: Rien à faire., en: Nothing to do.}
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?focus ?path ?value ?other WHERE {
  ?focus skos:prefLabel ?value . FILTER(STRSTARTS(?value, "Agnès Buzyn")) BIND(skos:prefLabel AS ?path)
}
ORDER BY ?focus
""",
        "utf-8",
    )
    with (checks / "checks.tsv").open("a", encoding="utf-8") as profile:
        profile.write("person_named_agnes\twarning\n")
    outcome = run("--project", project, "validate", "--fail-on", "warning")
    label = "« Agnès Buzyn » (id:personne-agnes-buzyn)"
    assert outcome.code == 1
    assert f"avertissement: {label} s'appelle Agnès. Rien à faire." in outcome.out
    assert outcome.out.startswith("data/turtle/reference/personnes.ttl:")


def test_a_check_without_its_severity_is_refused(run: Run, project: Path) -> None:
    (project / "queries" / "checks" / "orphan.rq").write_text("SELECT ?focus { } ORDER BY ?focus", "utf-8")
    outcome = run("--project", project, "validate")
    assert (outcome.code, "ne concordent pas : orphan" in outcome.err) == (2, True)


def test_a_view_is_a_file(run: Run, project: Path, tmp_path: Path) -> None:
    (project / "queries" / "views" / "roles.rq").write_text(
        """#+ summary: {fr: Qui fait quoi ?, en: Who does what?}
#+ view:
#+   layout: columns
#+   source: {id: source, label: sourceLabel, kind: sourceKind}
#+   target: {id: target, label: targetLabel, kind: targetKind}
#+   edge: {relation: relation}
PREFIX cv: <http://data.europa.eu/m8g/>
PREFIX hkg: <https://w3id.org/healthkg/def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?source ?sourceLabel ?sourceKind ?target ?targetLabel ?targetKind ?relation WHERE {
  ?fact hkg:concerns ?source ; cv:hasParticipant ?target ; cv:role ?relation .
  ?source skos:prefLabel ?sourceLabel ; a ?sourceKind .
  ?target skos:prefLabel ?targetLabel ; a ?targetKind .
}
ORDER BY ?source ?target ?relation
""",
        "utf-8",
    )
    page = tmp_path / "roles.html"
    outcome = run("--project", project, "view", "roles", "--out", page)
    assert outcome.code == 0
    assert "régulation et soins non programmés" in page.read_text("utf-8")


def test_a_document_is_a_file(run: Run, project: Path, tmp_path: Path) -> None:
    text = tmp_path / "note.txt"
    text.write_text("Note sur la DSS\n\nLa DSS pilote le chantier numérique depuis mars 2020.\n", "utf-8")
    made = run(
        "--project",
        project,
        "sources",
        "new",
        "note-dss",
        "--title",
        "Note sur la DSS",
        "--published",
        "mars 2020",
        "--text",
        text,
    )
    assert (made.code, "data/turtle/sources/note-dss.ttl" in made.out) == (0, True)
    located = run("--project", project, "sources", "locate", "note-dss", "3", "--to", "numérique", "--texts", tmp_path)
    assert located.out.count("hkg:Passage") == 1
    source = project / "data" / "turtle" / "sources" / "note-dss.ttl"
    source.write_text(
        located.out.replace(
            "PREFIX oa:",
            "PREFIX cv: <http://data.europa.eu/m8g/>\nPREFIX ref: <https://w3id.org/healthkg/ref/>\nPREFIX oa:",
        )
        + """
id:role-chantier-ma-sante-2022-06--dss--pilote a hkg:RoleAssignment ; hkg:concerns id:chantier-ma-sante-2022-06 ;
    cv:hasParticipant id:org-dss ; cv:role ref:role-pilote ; hkg:validFrom id:temps-2020-03 ;
    hkg:statedIn id:passage-note-dss-l003-c001-035 .
""",
        "utf-8",
    )
    assert run("--project", project, "format").code == 0
    judged = run("--project", project, "validate", "--fail-on", "violation")
    assert (judged.code, "note-dss" in judged.out) == (0, False)
    rows = run("--project", project, "query", "chantiers_of_plan", "--format", "csv").out
    assert (
        "6,https://w3id.org/healthkg/id/chantier-ma-sante-2022-06,numérique,https://w3id.org/healthkg/id/org-dss"
        in rows
    )
    assert "Note sur la DSS,3" in rows
    verified = run("--project", project, "sources", "verify", "--texts", tmp_path)
    assert "passage-note-dss" not in verified.out
