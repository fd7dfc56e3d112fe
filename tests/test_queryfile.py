"""A query file runs as it stands; its values are bound as terms, never as text."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from healthkg.errors import HealthkgError, InputProblem
from healthkg.queryfile import Query, bind, guard, inline, read_query

TEXT = """#+ summary: {fr: Quoi ?, en: What?}
#+ params:
#+   plan: {type: iri, class: "hkg:Plan", label: {fr: plan, en: plan}}
SELECT ?plan ?x WHERE {
  VALUES ?plan { <ex:a> }
  ?plan <ex:p> ?x .
  VALUES ?fixed { 1 2 }
}
"""


def query(folder: Path, text: str = TEXT) -> Query:
    path = folder / "competency" / "what.rq"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return read_query(path)


def test_a_file_says_what_it_asks(tmp_path: Path) -> None:
    found = query(tmp_path)
    assert (found.name, found.folder, found.summary, found.form) == (
        "what", "competency", {"fr": "Quoi ?", "en": "What?"}, "SELECT",
    )  # fmt: skip
    assert [(p.name, p.kind, p.of, p.example) for p in found.parameters] == [("plan", "iri", "hkg:Plan", "<ex:a>")]


def test_a_bound_parameter_stands_in_its_values_line_and_is_handed_over(tmp_path: Path) -> None:
    value = ox.NamedNode("ex:b")
    asked = query(tmp_path)
    assert bind(asked, {"plan": value}) == (inline(asked, {"plan": value}), {ox.Variable("plan"): value})


def test_an_unbound_parameter_keeps_its_example_which_is_handed_over(tmp_path: Path) -> None:
    assert bind(query(tmp_path), {}) == (TEXT, {ox.Variable("plan"): ox.NamedNode("ex:a")})


@pytest.mark.parametrize(
    ("line", "examples"),
    [
        ("<ex:a>", {"plan": ox.NamedNode("ex:a")}),
        ("i:a", {"plan": ox.NamedNode("ex:i/a")}),
        ('"2021-01-01"^^<ex:d>', {"plan": ox.Literal("2021-01-01", datatype=ox.NamedNode("ex:d"))}),
        ("<ex:a> <ex:b>", {}),
        ("UNDEF", {}),
        ("", {}),
    ],
)
def test_an_example_is_the_one_term_of_a_values_line(
    tmp_path: Path, line: str, examples: dict[str, ox.NamedNode | ox.Literal]
) -> None:
    text = TEXT.replace("SELECT", "PREFIX i: <ex:i/>\nSELECT").replace("{ <ex:a> }", f"{{ {line} }}")
    assert query(tmp_path, text).examples == examples


def test_inlined_terms_stand_between_the_braces(tmp_path: Path) -> None:
    assert inline(query(tmp_path), {"plan": ox.NamedNode("ex:b")}) == TEXT.replace("<ex:a>", "<ex:b>").replace(
        "  VALUES ?plan", "VALUES ?plan"
    )


@pytest.mark.parametrize("name", ["other", "fixed", "x"])
def test_a_parameter_that_the_query_has_not_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputProblem) as fault:
        bind(query(tmp_path), {name: ox.Literal("v")})
    assert (fault.value.code, fault.value.data["known"]) == ("param-unknown", "plan")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("#+ summary: [1, 2\nSELECT ?x {}", "query-header"),
        ("#+ just words\nSELECT ?x {}", "query-header"),
        ("#+ params: {plan: {type: iri}}\nSELECT ?x {}", "query-param-without-values"),
    ],
)
def test_a_header_that_cannot_be_used_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(InputProblem) as fault:
        query(tmp_path, text)
    assert fault.value.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SELECT ?s { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "query-service"),
        ("SELECT ?s { service silent <http://127.0.0.1/> { ?s ?p ?o } }", "query-service"),
        ("SELECT ?s { SERVICE# comment\n<http://127.0.0.1/> { ?s ?p ?o } }", "query-service"),
        ("SELECT ?s { <ex:a#b> ?p ?s . SERVICE ?s { ?s ?p ?o } }", "query-service"),
        ("SELECT ?s { " + "{" * 250 + "}" * 250 + " }", "query-too-large"),
        ("SELECT ?s { ?s ?p " + "[" * 300 + "]" * 300 + " }", "query-too-large"),
        ("SELECT ?s { " + "?s ?p ?o . " * 500 + "}", "query-too-large"),
        ("SELECT (1" + "+1" * 7000 + " AS ?x) {}", "query-too-large"),
        ("SELECT ?s { FILTER(" + "!" * 9500 + "true) }", "query-too-large"),
        ("#" + "x" * 600_000 + "\nSELECT ?s {}", "query-too-large"),
        ('SELECT ?SERVICE { ?SERVICE <ex:SERVICE> "SERVICE", \'SERVICE\', """SERVICE""" } # SERVICE', None),
        ("SELECT ?s { ?s ex:SERVICE ?o }", None),
    ],
)
def test_the_guard_refuses_what_leaves_the_machine_or_overflows(text: str, code: str | None) -> None:
    try:
        guard(text)
        found = None
    except HealthkgError as error:
        found = error.code
    assert found == code
