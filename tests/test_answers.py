"""Answers keep RDF terms, and each format says them as its standard does."""

import csv
import io

import pyoxigraph as ox
import pytest

from healthkg import answers
from healthkg.answers import Answer, find, label, query, render, sparql
from healthkg.errors import HealthkgError, InputProblem
from healthkg.queryfile import Query
from healthkg.store import Store

XSD = "http://www.w3.org/2001/XMLSchema#"
ROW = (
    ox.NamedNode("https://example.org/a"),
    ox.Literal('il a dit "oui", \t\n<b>&'),
    ox.Literal("été", language="fr"),
    ox.Literal("1.50", datatype=ox.NamedNode(XSD + "decimal")),
    ox.BlankNode("b0"),
    None,
)
COLUMNS = ("iri", "text", "french", "number", "blank", "absent")
ANSWER = Answer(
    Query("essai", "competency", "", {"columns": {"absent": {"fr": "rien", "absent": {"fr": "non énoncé"}}, "iri": {"technical": True}}}),
    "0",
    COLUMNS,
    (ROW, ROW),
)  # fmt: skip


@pytest.mark.parametrize(
    ("form", "media"),
    [("json", ox.QueryResultsFormat.JSON), ("xml", ox.QueryResultsFormat.XML), ("tsv", ox.QueryResultsFormat.TSV)],
)
def test_machine_formats_read_back_as_the_same_terms(form: str, media: ox.QueryResultsFormat) -> None:
    results = ox.parse_query_results(render(ANSWER, form, "fr"), media)
    assert tuple(variable.value for variable in results.variables) == COLUMNS
    assert [tuple(row) for row in results] == [ROW, ROW]


def test_csv_holds_the_values_alone_with_crlf() -> None:
    text = render(ANSWER, "csv", "fr").decode()
    assert text.startswith("iri,text,french,number,blank,absent\r\n")
    assert list(csv.reader(io.StringIO(text, newline="")))[1] == [
        "https://example.org/a", 'il a dit "oui", \t\n<b>&', "été", "1.50", "_:b0", "",
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_machine_formats_agree_with_the_engine_on_a_real_question(store: Store, form: str) -> None:
    asked = answers.find_query(store.project, "chantiers_of_plan")
    media = {
        "csv": ox.QueryResultsFormat.CSV,
        "tsv": ox.QueryResultsFormat.TSV,
        "json": ox.QueryResultsFormat.JSON,
        "xml": ox.QueryResultsFormat.XML,
    }[form]
    theirs = store.run(asked.text).serialize(format=media)
    ours = render(query(store, "chantiers_of_plan"), form, "fr")
    if form == "csv":
        assert ours.decode().splitlines() == theirs.decode().splitlines()
    else:
        rows = [[tuple(row) for row in ox.parse_query_results(text, media)] for text in (ours, theirs)]
        assert rows[0] == rows[1]


def test_people_see_words_for_what_is_absent_and_no_technical_column() -> None:
    assert render(ANSWER, "md", "fr").decode().splitlines()[::3] == [
        "| text | french | number | blank | rien |",
        '| il a dit "oui", \t <b>& | été | 1.50 | _:b0 | non énoncé |',
    ]


@pytest.mark.parametrize(
    ("text", "datatype", "french", "english"),
    [
        ("650000000.00", "decimal", "650\u202f000\u202f000", "650,000,000"),
        ("-12345.50", "decimal", "-12\u202f345,5", "-12,345.5"),
        ("2022", "integer", "2022", "2022"),
        ("74.2", "decimal", "74.2", "74.2"),
        ("true", "boolean", "oui", "yes"),
        ("0", "boolean", "non", "no"),
        ("650000000", "string", "650000000", "650000000"),
    ],
)
def test_people_read_numbers_in_groups_and_yes_or_no(text: str, datatype: str, french: str, english: str) -> None:
    literal = ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))
    answer = Answer(Query("essai", "competency", ""), "0", ("x",), ((literal,),))
    said = [render(answer, "md", lang).decode().splitlines()[-1] for lang in ("fr", "en")]
    assert said == [f"| {french} |", f"| {english} |"]
    assert render(answer, "csv", "fr").decode().splitlines()[-1] == text


def test_html_escapes_what_it_shows() -> None:
    text = render(ANSWER, "html", "fr").decode()
    assert "<b>" not in text
    assert "&lt;b&gt;&amp;" in text


@pytest.mark.parametrize(
    ("text", "holds"), [("ASK { ?s ?p ?o }", True), ("ASK { id:plan-ma-sante-2022 a hkg:Event }", False)]
)
def test_yes_and_no_have_their_formats(store: Store, text: str, holds: bool) -> None:
    answer = sparql(store, text)
    assert answer.holds is holds
    assert bool(ox.parse_query_results(render(answer, "json", "fr"), ox.QueryResultsFormat.JSON)) is holds
    assert bool(ox.parse_query_results(render(answer, "xml", "fr"), ox.QueryResultsFormat.XML)) is holds
    assert render(answer, "table", "fr").decode() == f"{str(holds).lower()}\n"


@pytest.mark.parametrize(("form", "media"), [("turtle", ox.RdfFormat.TURTLE), ("jsonld", ox.RdfFormat.JSON_LD)])
def test_a_graph_reads_back_as_the_same_triples(store: Store, form: str, media: ox.RdfFormat) -> None:
    answer = sparql(store, "CONSTRUCT { ?s skos:prefLabel ?o } { ?s a hkg:Chantier ; skos:prefLabel ?o }")
    assert {quad.triple for quad in ox.parse(render(answer, form, "fr"), format=media)} == set(answer.triples or ())
    assert len(answer.triples or ()) == 10


@pytest.mark.parametrize(("text", "form"), [("ASK {}", "csv"), ("SELECT ?s {}", "turtle"), ("CONSTRUCT {} {}", "csv")])
def test_a_format_that_cannot_hold_the_answer_is_refused(store: Store, text: str, form: str) -> None:
    with pytest.raises(InputProblem) as fault:
        render(sparql(store, text), form, "fr")
    assert fault.value.code == "format-unsuited"


@pytest.mark.parametrize(
    "name",
    ["DGOS", "dgos", "Direction générale de l'offre de soins", "direction generale de l\N{RIGHT SINGLE QUOTATION MARK}offre de soins",
     "id:org-dgos", "<https://w3id.org/healthkg/id/org-dgos>", "https://w3id.org/healthkg/id/org-dgos"],
)  # fmt: skip
def test_a_thing_is_found_by_any_of_its_names(store: Store, name: str) -> None:
    assert find(store, name) == store.registry["id:org-dgos"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("DGSO", "name-unknown"),
        ("id:org-absent", "iri-unknown"),
        ("https://example.org/", "iri-unknown"),
        ("", "name-unknown"),
    ],
)
def test_a_name_that_nothing_bears_is_refused(store: Store, name: str, code: str) -> None:
    with pytest.raises(InputProblem) as fault:
        find(store, name)
    assert fault.value.code == code


def test_a_misprint_brings_the_nearest_names(store: Store) -> None:
    with pytest.raises(InputProblem) as fault:
        find(store, "Ma santé 2002", store.registry["hkg:Plan"])
    assert fault.value.data["near"].startswith("Ma santé 2022")


def test_a_label_falls_back_to_french_then_to_the_short_iri(store: Store) -> None:
    assert [label(store, store.registry[name], "en") for name in ("hkg:Plan", "id:org-dgos", "id:nothing")] == [
        "plan", "direction générale de l'offre de soins", "id:nothing",
    ]  # fmt: skip


HOSTILE = [
    "} UNION { ?s ?p ?o } #", '" . ?s ?p ?o . "', "id:plan-ma-sante-2022 } #", "<https://example.org/> . ?s ?p ?o", "?x", "VALUES",
    "<a> <b> <c>", "'''", "ref:role-pilote } OPTIONAL {", "id:plan-ma-sante-2022 id:plan-cnr-sante", "UNDEF", "( )", "[]", "_:b", "a", "*",
    "${jndi:x}", "{{7*7}}", "../../etc", "\x1b[31m", "0 OR 1=1",
    "'; DROP ALL", "\\", "\N{RIGHT-TO-LEFT OVERRIDE}", "a" * 5000, "<javascript:alert(1)>", "\n\n", "%00", "{}", "$plan",
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_parameter_is_refused_or_is_only_a_value(store: Store, value: str) -> None:
    with pytest.raises(HealthkgError) as fault:
        query(store, "chantiers_of_plan", plan=value)
    assert fault.value.exit_code == 2


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_text_bound_to_a_query_matches_itself_alone(store: Store, value: str) -> None:
    text = "SELECT ?text ?s {\nVALUES ?text { 'x' }\n?s rdfs:label ?text }\n"
    asked = Query("essai", "competency", "#+ -\n" + text, {"params": {"text": {"type": "string"}}})
    assert answers.answer.answer(store, asked, {"text": ox.Literal(value)}).rows == ()


def test_every_answer_names_the_version_of_the_data(store: Store) -> None:
    assert query(store, "who_pilots_what").version == store.version


def test_an_answer_shows_itself_in_a_notebook(store: Store) -> None:
    assert query(store, "chantiers_of_plan")._repr_html_().startswith("<table><tr><th>n°</th>")
