"""A report in every form: whole values, deterministic, safe; and held against an earlier one."""

import csv
import io
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pyshacl
import pytest
import rdflib
from rdflib import SH

from healthkg.errors import InputProblem, LimitReached
from healthkg.layout import software_version
from healthkg.turtle import parse_any
from healthkg.validation import Finding, Report, baselines
from healthkg.validation.findings import Statement
from healthkg.validation.reports import FORMS, rdf, render
from healthkg.validation.reports.paths import as_shacl
from support import Run

GRAVE = Finding(
    "violation", "Fact-date", "id:jalon-a", {"fr": "La date manque.", "en": "The date is missing."},
    "hkg:date", "id:temps-2020", "Class", "data/a.ttl", 12, 5,
    found={"fr": "« 2020 » (id:temps-2020)", "en": "« 2020 » (id:temps-2020)"},
    allowed={"fr": "de classe « événement »", "en": "of class « event »"},
    others=(Statement("id:jalon-a", "hkg:date", "id:temps-2021", "data/b.ttl", 7, 9),),
    page="shapes/README.md#Fact-date",
)  # fmt: skip
LIGHT = Finding(
    "warning",
    "orphan",
    "id:b",
    {"fr": "id:b est seul, « 100 % » <b>|x|", "en": "id:b is alone"},
    file="data/b.ttl",
    line=3,
)
NOWHERE = Finding("info", "note", "id:c", {"fr": "id:c.", "en": "id:c."})
FOUND = Report((NOWHERE, GRAVE, LIGHT))


def said(form: str, lang: str = "fr", report: Report = FOUND) -> str:
    return render(report, form, lang).decode()


def test_lines_are_as_editors_read_them() -> None:
    assert said("text").splitlines() == [
        "remarque: id:c. [note]",
        "data/a.ttl:12:5: erreur: id:jalon-a: La date manque. [Fact-date]",
        "    trouvé : « 2020 » (id:temps-2020)",
        "    permis : de classe « événement »",
        "    voir aussi data/b.ttl:7:9 : id:jalon-a hkg:date id:temps-2021",
        "    la règle : shapes/README.md#Fact-date",
        "data/b.ttl:3: avertissement: id:b est seul, « 100 % » <b>|x| [orphan]",
    ]
    assert said("text", "en").splitlines()[1:6] == [
        "data/a.ttl:12:5: violation: id:jalon-a: The date is missing. [Fact-date]",
        "    found: « 2020 » (id:temps-2020)",
        "    allowed: of class « event »",
        "    see also data/b.ttl:7:9: id:jalon-a hkg:date id:temps-2021",
        "    the rule: shapes/README.md#Fact-date",
    ]


def test_the_page_of_a_rule_is_named_once() -> None:
    assert said("text", report=Report((GRAVE, GRAVE))).count("la règle : ") == 1


def test_what_explains_a_finding_stays_on_its_line() -> None:
    odd = replace(LIGHT, found={"fr": "a\n  data/x.ttl:1:1: erreur: b", "en": ""})
    assert said("text", report=Report((odd,))).splitlines()[1:] == ["    trouvé : a data/x.ttl:1:1: erreur: b"]


def test_a_table_has_columns() -> None:
    assert said("table", "en").splitlines() == [
        "                 note       note       id:c.",
        "data/a.ttl:12:5  violation  Fact-date  id:jalon-a: The date is missing.",
        "data/b.ttl:3     warning    orphan     id:b is alone",
    ]


def test_json_is_versioned_and_holds_both_languages() -> None:
    value = json.loads(said("json"))
    assert (value["schema"], value["sound"], value["counts"]) == (
        "healthkg-report-2", False, {"violation": 1, "warning": 1, "info": 1},
    )  # fmt: skip
    assert value["findings"][1] == {
        "file": "data/a.ttl", "line": 12, "column": 5, "severity": "violation", "rule": "Fact-date", "focus": "id:jalon-a",
        "path": "hkg:date", "value": "id:temps-2020", "component": "Class", "baseline": None,
        "message_fr": "La date manque.", "message_en": "The date is missing.",
        "found_fr": "« 2020 » (id:temps-2020)", "found_en": "« 2020 » (id:temps-2020)",
        "allowed_fr": "de classe « événement »", "allowed_en": "of class « event »",
        "others": [{"focus": "id:jalon-a", "path": "hkg:date", "value": "id:temps-2021", "file": "data/b.ttl", "line": 7, "column": 9}],
        "page": "shapes/README.md#Fact-date",
    }  # fmt: skip
    assert {value["findings"][0][name] for name in ("found_fr", "allowed_en")} == {""}


def test_csv_has_a_row_for_each_finding() -> None:
    rows = list(csv.DictReader(io.StringIO(said("csv"))))
    assert [(row["rule"], row["line"], row["message_en"]) for row in rows] == [
        ("note", "", "id:c."), ("Fact-date", "12", "The date is missing."), ("orphan", "3", "id:b is alone"),
    ]  # fmt: skip
    assert [(row["found_en"], row["allowed_fr"], row["others"], row["page"]) for row in rows] == [
        ("", "", "", ""),
        ("« 2020 » (id:temps-2020)", "de classe « événement »", "data/b.ttl:7:9", "shapes/README.md#Fact-date"),
        ("", "", "", ""),
    ]


def test_what_a_message_holds_stays_text_in_a_pull_request() -> None:
    assert said("md").splitlines()[3:] == [
        "- `data/a.ttl:12:5` **erreur** id:jalon-a: La date manque. `Fact-date`",
        "  - trouvé : « 2020 » (id:temps-2020)",
        "  - permis : de classe « événement »",
        "  - voir aussi data/b.ttl:7:9 : id:jalon-a hkg:date id:temps-2021",
        "  - la règle : shapes/README.md\\#Fact-date",
        "- `data/b.ttl:3` **avertissement** id:b est seul, « 100 % » \\<b\\>\\|x\\| `orphan`",
    ]


def test_sarif_names_rules_places_and_what_makes_a_finding_the_same() -> None:
    log = json.loads(said("sarif", "en"))
    (run,) = log["runs"]
    assert (log["version"], run["tool"]["driver"]) == (
        "2.1.0",
        {
            "name": "healthkg",
            "version": software_version(),
            "rules": [
                {"id": "Fact-date", "help": {"text": "shapes/README.md#Fact-date"}},
                {"id": "note"},
                {"id": "orphan"},
            ],
        },
    )
    assert run["results"][1] == {
        "ruleId": "Fact-date", "ruleIndex": 0, "level": "error",
        "message": {"text": "id:jalon-a: The date is missing.\nfound: « 2020 » (id:temps-2020)\nallowed: of class « event »"},
        "partialFingerprints": {"healthkg/v1": GRAVE.fingerprint},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": "data/a.ttl"}, "region": {"startLine": 12, "startColumn": 5}}}],
        "relatedLocations": [{
            "id": 1, "message": {"text": "id:jalon-a hkg:date id:temps-2021"},
            "physicalLocation": {"artifactLocation": {"uri": "data/b.ttl"}, "region": {"startLine": 7, "startColumn": 9}},
        }],
    }  # fmt: skip
    assert "locations" not in run["results"][0]


def test_junit_fails_for_violations_alone() -> None:
    suites = ET.fromstring(said("junit"))  # noqa: S314  our own
    assert [(one.get("name"), one.get("tests"), one.get("failures")) for one in suites] == [
        ("", "1", "0"), ("data/a.ttl", "1", "1"), ("data/b.ttl", "1", "0"),
    ]  # fmt: skip
    (failure,) = suites.iter("failure")
    assert failure.get("message") == "id:jalon-a: La date manque."
    assert (failure.text or "").splitlines() == [
        "id:jalon-a: La date manque.",
        "trouvé : « 2020 » (id:temps-2020)",
        "permis : de classe « événement »",
        "voir aussi data/b.ttl:7:9 : id:jalon-a hkg:date id:temps-2021",
        "la règle : shapes/README.md#Fact-date",
    ]


def test_an_annotation_cannot_be_escaped_by_what_it_says() -> None:
    broken = Finding(
        "violation", "r", "id:x", {"fr": "un\n::error::deux 100%", "en": "x"}, file="a,b:c.ttl", line=1, column=2
    )
    assert said("github", report=Report((broken,))) == (
        "::error file=a%2Cb%3Ac.ttl,line=1,col=2,title=r::id:x: un%0A::error::deux 100%25\n"
    )


@pytest.mark.parametrize("form", FORMS)
def test_the_same_report_gives_the_same_bytes_and_none_is_lost(form: str) -> None:
    assert render(FOUND, form, "fr") == render(FOUND, form, "fr")
    assert all(rule in said(form) for rule in ("Fact-date", "orphan", "note"))


@pytest.mark.parametrize("form", FORMS)
def test_a_report_without_findings_can_be_read_in_every_form(form: str) -> None:
    empty = said(form, report=Report(()))
    if form in ("json", "sarif"):
        json.loads(empty)
    elif form == "junit":
        assert len(ET.fromstring(empty)) == 0  # noqa: S314  our own
    assert "{" not in empty or form in ("json", "sarif")


# ---- Held against an earlier report ----


def test_a_finding_is_the_same_when_its_line_moves_and_each_is_counted_once() -> None:
    twice = Report((GRAVE, GRAVE))
    moved = Finding(**{**vars(GRAVE), "line": 99})
    held = baselines.against(Report((moved, LIGHT)), twice)
    assert sorted((one.rule, one.line, one.baseline) for one in held.findings) == [
        ("Fact-date", 12, "absent"), ("Fact-date", 99, "unchanged"), ("orphan", 3, "new"),
    ]  # fmt: skip


def test_a_report_that_was_written_can_be_read_again(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(render(FOUND, "json", "fr"))
    read = baselines.read_report(path)
    assert [vars(one) for one in read.findings] == [vars(one) for one in FOUND.findings]


def test_a_report_of_the_first_version_can_be_held_against(tmp_path: Path) -> None:
    value = json.loads(said("json"))
    new = {"found_fr", "found_en", "allowed_fr", "allowed_en", "others", "page"}
    rows = [{name: cell for name, cell in row.items() if name not in new} for row in value["findings"]]
    path = tmp_path / "report.json"
    path.write_text(json.dumps({**value, "schema": "healthkg-report-1", "findings": rows}), "utf-8")
    assert baselines.read_report(path) == FOUND


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema": "other", "findings": []}', '{"schema": "healthkg-report-1", "findings": [1]}']
)
def test_what_is_no_report_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(text)
    with pytest.raises(InputProblem) as fault:
        baselines.read_report(path)
    assert fault.value.code == "report-unreadable"


@pytest.fixture
def world(miniature: Path, tmp_path: Path) -> Path:
    """The miniature world in git, then with one wrong date."""
    folder = shutil.copytree(miniature, tmp_path / "world")
    for arguments in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)
    path = folder / "data" / "turtle" / "sources" / "bilan-alpha.ttl"
    path.write_text(
        path.read_text("utf-8").replace("hkg:date id:temps-fin-2021 ;", "hkg:date id:temps-fin-2221 ;", 1), "utf-8"
    )
    return folder


def test_only_what_a_change_brought_is_told_and_decides_the_exit_code(world: Path, run: Run, tmp_path: Path) -> None:
    alone = ["--project", str(world), "validate"]
    told = run(*alone, "--only-new")
    assert told.code == 1 and "id:temps-fin-2221" in told.out
    kept = tmp_path / "before.json"
    run(*alone, "--format", "json", "--out", str(kept))
    again = run(*alone, "--baseline", str(kept), "--only-new")
    assert (again.code, again.out) == (0, "")
    assert again.err.splitlines()[0].endswith(" : 0 nouveau(x), 3 déjà là, 0 corrigé(s).")
    mended = world / "data" / "turtle" / "sources" / "bilan-alpha.ttl"
    mended.write_text(mended.read_text("utf-8").replace("id:temps-fin-2221", "id:temps-fin-2021"), "utf-8")
    assert (
        run(*alone, "--baseline", str(kept)).err.splitlines()[0].endswith(" : 0 nouveau(x), 0 déjà là, 3 corrigé(s).")
    )


def test_a_terminal_shows_a_hundred_findings_and_a_file_all(world: Path, run: Run, tmp_path: Path) -> None:
    many = "".join(f"id:plan-{n} a hkg:Plan .\n" for n in range(150))
    path = tmp_path / "beaucoup.ttl"
    path.write_text("PREFIX hkg: <https://w3id.org/healthkg/def#>\nPREFIX id: <https://w3id.org/healthkg/id/>\n" + many)
    told = run("--project", str(world), "validate", str(path))
    lines = [line for line in told.out.splitlines() if not line.startswith("    ")]
    assert (told.code, len(lines)) == (1, 101)
    assert lines[-1].startswith("… et ") and lines[-1].endswith(" autre(s). Tout est dans le fichier que donne --out.")
    run("--project", str(world), "validate", str(path), "--out", str(tmp_path / "tout.txt"))
    every = (tmp_path / "tout.txt").read_text("utf-8").splitlines()
    assert len([line for line in every if not line.startswith("    ")]) == 100 + int(lines[-1].split()[2])


def test_a_page_shows_the_findings_of_the_files_given(world: Path, run: Run, tmp_path: Path) -> None:
    run("--project", str(world), "validate", "--format", "html", "--out", str(tmp_path / "r.html"))
    assert "data/turtle/sources/bilan-alpha.ttl:" in (tmp_path / "r.html").read_text("utf-8")


# ---- As RDF ----


@pytest.mark.parametrize(
    ("path", "shacl"),
    [
        ("hkg:date", "hkg:date"),
        ("<http://e.org/p>", "<http://e.org/p>"),
        ("^hkg:date", "[ sh:inversePath hkg:date ]"),
        ("hkg:a/hkg:b", "( hkg:a hkg:b )"),
        ("hkg:a|hkg:b", "[ sh:alternativePath ( hkg:a hkg:b ) ]"),
        ("(hkg:a/hkg:b)*", "[ sh:zeroOrMorePath ( hkg:a hkg:b ) ]"),
        ("^hkg:a/(hkg:b|hkg:c)+/hkg:d?", "( [ sh:inversePath hkg:a ] [ sh:oneOrMorePath [ sh:alternativePath ( hkg:b hkg:c ) ] ] [ sh:zeroOrOnePath hkg:d ] )"),
    ],
)  # fmt: skip
def test_a_path_is_written_as_shacl_has_it(path: str, shacl: str) -> None:
    assert as_shacl(path) == shacl


def test_a_validation_report_is_true_turtle_and_agrees_with_pyshacl(tmp_path: Path, run: Run) -> None:
    """Any data, any shapes, a constraint in SPARQL too: the results that pySHACL reports, as RDF."""
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shapes.write_text(
        "PREFIX ex: <http://e.org/>\nPREFIX sh: <http://www.w3.org/ns/shacl#>\n"
        'ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property ex:P , ex:Q ; sh:sparql [ a sh:SPARQLConstraint ; sh:message "same" ;\n'
        '  sh:select "SELECT $this ?value WHERE { $this <http://e.org/p> ?value FILTER(?value = 3) }" ] .\n'
        "ex:P sh:path ex:p ; sh:maxInclusive 2 .\nex:Q sh:path ( ex:q ex:r ) ; sh:minCount 1 .\n"
    )
    data.write_text(
        'PREFIX ex: <http://e.org/>\nex:a a ex:C ; ex:p 3 .\nex:b a ex:C ; ex:p 1 ; ex:q [ ex:r "x\\"y" ] .\n'
    )
    out = tmp_path / "report.ttl"
    told = run("validate", str(data), "--shapes", str(shapes), "--format", "turtle", "--out", str(out))
    assert told.code == 1
    report = rdflib.Graph().parse(out, format="turtle")
    graph, rules = (rdflib.Graph().parse(path, format="turtle") for path in (data, shapes))
    _, oracle, _ = pyshacl.validate(graph, shacl_graph=rules, inplace=True)
    assert results(report) == results(oracle) != set()
    assert (None, SH.conforms, rdflib.Literal(False)) in report


def results(report: rdflib.Graph) -> set[tuple[object, ...]]:
    names = (SH.focusNode, SH.value, SH.sourceConstraintComponent, SH.resultSeverity)
    return {tuple(report.value(one, name) for name in names) for one in report.objects(None, SH.result)}


def test_a_sound_report_conforms(tmp_path: Path) -> None:
    graph = rdflib.Graph().parse(data=rdf.turtle(Report(()), {}), format="turtle")
    assert [value.toPython() for value in graph.objects(None, SH.conforms)] == [True]


# ---- Any RDF ----


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("data.nt", "<http://e.org/a> <http://e.org/p> <http://e.org/b> .\n"),
        ("data.trig", "<http://e.org/g> { <http://e.org/a> <http://e.org/p> <http://e.org/b> }\n"),
        ("data.jsonld", '{"@id": "http://e.org/a", "http://e.org/p": {"@id": "http://e.org/b"}}'),
        ("data.rdf", '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.org/"><rdf:Description rdf:about="http://e.org/a"><e:p rdf:resource="http://e.org/b"/></rdf:Description></rdf:RDF>'),
    ],
)  # fmt: skip
def test_rdf_in_any_format_is_judged_and_its_places_are_said_to_be_unknown(
    tmp_path: Path, run: Run, name: str, text: str
) -> None:
    path, shapes = tmp_path / name, tmp_path / "shapes.ttl"
    path.write_text(text)
    shapes.write_text(
        "PREFIX sh: <http://www.w3.org/ns/shacl#>\n<http://e.org/S> sh:targetNode <http://e.org/a> ; sh:property <http://e.org/P> .\n<http://e.org/P> sh:path <http://e.org/p> ; sh:maxCount 0 .\n"
    )
    told = run("validate", str(path), "--shapes", str(shapes))
    assert (told.code, told.out.splitlines()[1:]) == (
        1, ["    trouvé : 1 valeur(s) : <http://e.org/b>", "    permis : aucune valeur"],
    )  # fmt: skip
    assert f"{path} : dans ce format, la place d'un énoncé dans le fichier n'est pas connue" in told.err


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("a.docx", "x", "format-unknown"),
        ("a.rdf", '<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY a "b">]><r/>', "xml-doctype"),
        ("a.jsonld", '{"@context": "http://127.0.0.1:9/c"}', "jsonld-remote"),
        ("a.jsonld", '{"@context": {"@import": "file:///etc/passwd"}}', "jsonld-remote"),
        ("a.jsonld", "[" * 3000 + "]" * 3000, "nested-too-deep"),
    ],
)
def test_a_format_that_could_load_or_grow_is_refused_unread(tmp_path: Path, name: str, text: str, code: str) -> None:
    with pytest.raises((InputProblem, LimitReached)) as fault:
        parse_any(text, tmp_path / name)
    assert fault.value.code == code
