"""The judgement: lexical forms, shapes and checks, every finding at its line, in a fixed order."""

import json
import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from healthkg import turtle
from healthkg.corpus import Corpus, open_corpus
from healthkg.layout import find_project
from healthkg.validation import Finding, Report, checks, judged, kept, lexical, validate
from healthkg.validation.lexical import well_formed
from support import ROOT, Run

XSD = "http://www.w3.org/2001/XMLSchema#"
CHECKS = checks.read_checks(ROOT / "queries" / "checks")
EXAMPLES = sorted((ROOT / "tests" / "checks").glob("*.trig"))
EXPECTED = re.compile(r"^# expect: (\w+) (\S+) (\S+)", re.M)
CIRCLE = re.compile(r"^# expect: \w+ \S+ (\S+)\n# cycle: (.+)$", re.M)


@pytest.fixture(scope="session")
def report(corpus: Corpus) -> Report:
    return validate(corpus)


def test_the_corpus_has_no_violation_and_no_warning(report: Report) -> None:
    assert [(finding.place, finding.rule, finding.focus) for finding in report.at_least("warning")] == []


@pytest.mark.parametrize(
    ("datatype", "sound", "faulty"),
    [
        ("integer", ["0", "-12", "+3", "007"], ["1_000", "１２", "1 000", "1.0", "1e5", "", "douze"]),
        ("decimal", ["1", "1.50", "-0.5", ".5", "5."], ["1e5", "NaN", "INF", "1,5", "1_0.0", ""]),
        ("boolean", ["true", "false", "1", "0"], ["TRUE", "oui", ""]),
        ("date", ["2020-02-29", "1789-07-14"],
         ["2019-02-29", "2016-13-01", "2016-1-1", "26/01/2016", "2023-W05-1", "20230101", "2023-01-01+01:00", "2023-01-01Z", "2023"]),
        ("dateTime", ["2020-02-29T12:00:00", "2020-02-29T12:00:00Z"], ["2020-02-29", "2020-02-29 12:00:00"]),
        ("anyURI", ["https://example.org/"], ["with space", ""]),
        ("string", ["", "tout"], []),
        ("gYear", [], ["2020", "23"]),
        ("duration", [], ["P1Y"]),
    ],
)  # fmt: skip
def test_a_value_is_written_as_its_datatype_says(datatype: str, sound: list[str], faulty: list[str]) -> None:
    named = ox.NamedNode(XSD + datatype)
    assert [text for text in sound + faulty if well_formed(ox.Literal(text, datatype=named))] == sound


def test_an_unknown_datatype_is_not_well_formed() -> None:
    assert not well_formed(ox.Literal("x", datatype=ox.NamedNode("https://example.org/mine")))


@pytest.fixture
def project(miniature: Path, tmp_path: Path) -> Path:
    """A copy of the miniature world, to spoil: it is judged in a fraction of the time of the whole corpus."""
    return Path(shutil.copytree(miniature, tmp_path / "project", ignore=shutil.ignore_patterns("verdict.json")))


def _wrong(project: Path, text: str) -> Report:
    (project / "data" / "turtle" / "sources" / "essai.ttl").write_text(text, "utf-8")
    return validate(open_corpus(project))


def test_a_value_that_pyshacl_would_rewrite_is_a_violation_at_its_line(project: Path) -> None:
    report = _wrong(project, "PREFIX hkg: <https://w3id.org/healthkg/def#>\nPREFIX id: <https://w3id.org/healthkg/id/>\n"
                    'PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\nid:valeur-x\n  hkg:value "1_000"^^xsd:integer .\n')  # fmt: skip
    found = [finding for finding in report.findings if finding.rule == "literal-form"]
    assert [(finding.place, finding.focus, finding.path) for finding in found] == [
        ("data/turtle/sources/essai.ttl:5:13", "id:valeur-x", "hkg:value")
    ]
    assert found[0].message == {
        "fr": "« 1_000 » n'est pas une valeur xsd:integer : écrivez « 1000 ».",
        "en": "“1_000” is not a xsd:integer: write “1000”.",
    }


def test_a_node_that_no_shape_looks_at_is_a_finding(project: Path) -> None:
    report = _wrong(
        project, "<https://w3id.org/healthkg/id/essai-x> <https://w3id.org/healthkg/def#namedAs> 'x'@fr .\n"
    )
    assert "unjudged_node" in {finding.rule for finding in report.findings}


def test_an_unknown_term_and_a_dangling_reference_bring_the_nearest_known(project: Path) -> None:
    report = _wrong(
        project,
        "PREFIX hkg: <https://w3id.org/healthkg/def#>\nPREFIX id: <https://w3id.org/healthkg/id/>\n"
        "id:lien-x hkg:concern id:plan-alfa .\n",
    )
    said = {finding.rule: finding.message["fr"] for finding in report.findings}
    assert "(les plus proches : hkg:concerns" in said["unknown_term"]
    assert "(les plus proches : id:plan-alpha" in said["dangling_reference"]


def test_findings_are_sorted_by_place(project: Path) -> None:
    text = "".join(
        f"<https://w3id.org/healthkg/id/plan-{n}> a <https://w3id.org/healthkg/def#Plan> .\n" for n in range(5)
    )
    places = [
        (finding.file or "", finding.line or 0, finding.column or 0) for finding in _wrong(project, text).findings
    ]
    assert places == sorted(places)
    assert len(places) > 5


def test_the_same_corpus_gives_the_same_report(project: Path) -> None:
    text = "<https://w3id.org/healthkg/id/plan-x> a <https://w3id.org/healthkg/def#Plan> .\n"
    assert _wrong(project, text) == _wrong(project, text)


def test_a_report_counts_and_sifts_by_severity() -> None:
    findings = tuple(Finding(name, "rule", name, {}) for name in ("info", "violation", "warning", "warning"))
    report = Report(findings)
    assert (report.counts(), report.sound) == ({"violation": 1, "warning": 2, "info": 1}, False)
    assert [finding.severity for finding in report.at_least("warning")] == ["violation", "warning", "warning"]


# ---- Checks ----


def _is_for(path: Path, name: str) -> bool:
    """Say whether an example is for the check `name`: a fragment is not sound for all the others."""
    about = path.stem.removeprefix("in").removeprefix("valid-")
    return name == max((query.name for query, _ in CHECKS if about.startswith(query.name)), key=len)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_check_finds_exactly_what_its_example_expects(path: Path, corpus: Corpus) -> None:
    text = path.read_text("utf-8")
    own = list(ox.parse(text.encode(), format=ox.RdfFormat.TRIG))
    ontology = [quad for file in corpus.files if file.home == "ontology" for quad in file.triples]
    graph = corpus.registry["g:ontologie"]
    quads = [
        *own,
        *(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in own),
        *ontology,
        *(ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in ontology),
    ]
    meant = [(query, severity) for query, severity in CHECKS if _is_for(path, query.name)]
    told = list(checks.findings(quads, meant, corpus.registry))
    found = {(f.severity, f.rule, f.focus) for f in told}
    assert sorted(found) == sorted(set(EXPECTED.findall(text)))
    assert bool(found) is path.stem.startswith("invalid")
    circles = dict(CIRCLE.findall(text))
    assert {f.focus for f in told if "→" in f.message["fr"]} == set(circles)
    assert [f.focus for f in told if f.focus in circles and f" : {circles[f.focus]}" not in f.message["fr"]] == []


def test_every_check_has_its_counter_example() -> None:
    caught = {rule for path in EXAMPLES for _, rule, _ in EXPECTED.findall(path.read_text("utf-8"))}
    assert sorted({query.name for query, _ in CHECKS} - caught) == []


@pytest.mark.parametrize("query", [query for query, _ in CHECKS], ids=lambda query: query.name)
def test_every_check_says_what_is_wrong_and_how_to_mend_it(query: object) -> None:
    header = query.header  # type: ignore[attr-defined]
    assert (sorted(header["problem"]), sorted(header["solution"])) == (["en", "fr"], ["en", "fr"])


def test_the_project_that_is_judged_is_the_one_that_is_given(project: Path) -> None:
    assert find_project(project).root == project


def test_a_published_identifier_that_vanished_is_a_violation(project: Path) -> None:
    (project / "data" / "published.txt").write_text("id:plan-alpha\nid:plan-perdu\n", "utf-8")
    found = [finding for finding in validate(open_corpus(project)).findings if finding.rule == "iri-vanished"]
    assert [(finding.place, finding.focus, finding.severity) for finding in found] == [
        ("data/published.txt:2", "id:plan-perdu", "violation")
    ]


# ---- Verdict ----


def test_a_verdict_is_kept_until_something_it_rests_on_changes(project: Path) -> None:
    corpus = open_corpus(project)
    assert kept(corpus) is None
    report = judged(corpus)
    assert kept(open_corpus(project)) == report
    for name in ("data/turtle/reference/personnes.ttl", "shapes/plans.ttl", "queries/checks/checks.tsv"):
        path = project / name
        before = path.read_bytes()
        path.write_bytes(before + b"\n")
        assert kept(open_corpus(project)) is None
        path.write_bytes(before)
    assert kept(open_corpus(project)) == report


def test_a_verdict_keeps_what_explains_a_finding_and_one_without_it_can_be_read(project: Path) -> None:
    text = "PREFIX hkg: <https://w3id.org/healthkg/def#> PREFIX id: <https://w3id.org/healthkg/id/> id:x-1 a hkg:Event , hkg:Plan ."
    (project / "data" / "turtle" / "sources" / "essai.ttl").write_text(text, "utf-8")
    corpus = open_corpus(project)
    report, again = judged(corpus), kept(corpus)
    assert again is not None and any(one.others for one in report.findings)
    assert [vars(one) for one in again.findings] == [vars(one) for one in report.findings]
    path = project / "data" / "verdict.json"
    said = json.loads(path.read_text("utf-8"))
    for one in said["findings"]:
        for name in ("found", "allowed", "others", "page"):
            del one[name]
    path.write_text(json.dumps(said), "utf-8")
    assert kept(corpus) == report


def test_a_verdict_cut_short_is_made_again(project: Path) -> None:
    corpus = open_corpus(project)
    judged(corpus)
    path = project / "data" / "verdict.json"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert kept(corpus) is None
    judged(corpus)
    assert path.read_bytes() == whole


def test_a_query_says_when_the_corpus_was_not_judged_or_is_unsound(run: Run, project: Path) -> None:
    ask = ("--project", project, "query", "chantiers_of_plan")
    said = "Ce corpus n'a pas encore été jugé : healthkg validate."
    assert said in run(*ask).err.splitlines()
    run("--project", project, "validate")
    assert said not in run(*ask).err
    (project / "data/turtle/sources/essai.ttl").write_text(
        "<https://w3id.org/healthkg/id/plan-x> a <https://w3id.org/healthkg/def#Plan> .\n"
    )
    run("--project", project, "validate")
    assert "erreur(s)" in run(*ask).err


@pytest.mark.parametrize(
    ("datatype", "written", "meant"),
    [
        ("date", "26/01/2016", "2016-01-26"),
        ("date", "26 janvier 2016", "2016-01-26"),
        ("date", "2016-01-26Z", "2016-01-26"),
        ("date", "2016-02-30", None),
        ("date", "janvier 2016", None),
        ("date", "2023-W05-1", None),
        ("integer", "1 000", "1000"),
        ("integer", "1_000", "1000"),
        ("integer", "１２", "12"),
        ("integer", "1 00", None),
        ("decimal", "1,5", "1.5"),
        ("decimal", "1e5", None),
        ("decimal", "NaN", None),
        ("decimal", "12 M€", None),
        ("boolean", "oui", "true"),
        ("boolean", "peut-être", None),
    ],
)
def test_what_was_surely_meant_by_a_value_is_said(datatype: str, written: str, meant: str | None) -> None:
    assert lexical.mended(ox.Literal(written, datatype=ox.NamedNode(f"{XSD}{datatype}"))) == meant


@pytest.mark.parametrize(
    ("written", "french", "english"),
    [
        (
            '"1 000"^^xsd:integer',
            "« 1 000 » n'est pas une valeur xsd:integer : écrivez « 1000 ».",
            "“1 000” is not a xsd:integer: write “1000”.",
        ),
        (
            '"2021-02-30"^^xsd:date',
            "« 2021-02-30 » n'est pas un jour du calendrier. Corrigez le jour ou le mois.",
            "“2021-02-30” is no day of the calendar. Correct the day or the month.",
        ),
        (
            '"12"^^ex:euros',
            "Type de donnée <https://example.org/euros> inconnu ici. Employez un type de XSD (xsd:date, xsd:decimal, xsd:integer…), ou aucun.",
            "Datatype <https://example.org/euros> is not known here. Use one of XSD (xsd:date, xsd:decimal, xsd:integer…), or none.",
        ),
    ],
)
def test_a_badly_written_value_is_told_with_its_cure(written: str, french: str, english: str, corpus: Corpus) -> None:
    text = f"PREFIX ex: <https://example.org/>\nPREFIX xsd: <{XSD}>\nex:a ex:b {written} ."
    found = list(lexical.findings(turtle.parse(text, "x"), corpus.registry))
    assert [finding.message for finding in found] == [{"fr": french, "en": english}]
