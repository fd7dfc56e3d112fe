"""What the founding documents enumerate is all there, asked by query; and every question they were read for has its query."""

import json
import re

import pytest

from healthkg.answers import find_query, query
from healthkg.answers.answer import Answer
from healthkg.store import Store
from support import ROOT, missing

FORTY = {f"M{number}" for number in range(1, 41)}
TWENTY = {
    "Q01", "Q04", "Q07", "Q11", "Q14", "Q17", "Q19", "Q23", "Q26", "Q30",
    "Q33", "Q38", "Q41", "Q45", "Q48", "Q51", "Q55", "Q59", "Q62", "Q66",
}  # fmt: skip


def rows(store: Store, text: str) -> list[tuple[str, ...]]:
    return [tuple(term.value for term in row) for row in store.run(text)]


def column(answer: Answer, name: str) -> list[str | None]:
    index = answer.columns.index(name)
    return [None if row[index] is None else row[index].value for row in answer.rows]


def test_every_question_has_its_query(store: Store) -> None:
    headers = [path.read_text("utf-8") for path in (ROOT / "queries").rglob("*.rq")]
    answered = {
        name
        for text in headers
        for said in re.findall(r"^#\+ questions: \[(.*)\]", text, re.M)
        for name in said.split(", ")
    }
    assert answered >= FORTY | TWENTY


def test_the_twenty_questions_are_those_that_came_with_their_answers() -> None:
    path = ROOT.parent / "shared" / "questions" / "questions.jsonl"
    if not path.is_file():
        missing("texts", "the questions with answers are not published with the project")
    assert {json.loads(line)["id"] for line in path.read_text("utf-8").splitlines() if line.strip()} == TWENTY


def test_ma_sante_2022_has_ten_chantiers_in_order_one_with_two_named_leads(store: Store) -> None:
    answer = query(store, "chantiers_of_plan", plan="Ma santé 2022")
    found = list(zip(column(answer, "number"), column(answer, "pilot"), strict=True))
    begin = store.registry.namespaces["id"]
    assert found == [
        ("1", None), ("2", f"{begin}org-dss"), ("2", f"{begin}org-dgos"), *((str(number), None) for number in range(3, 11)),
    ]  # fmt: skip


def test_each_of_the_four_leads_of_the_order_stands_with_its_word_and_lines(store: Store) -> None:
    answer = query(store, "who_pilots_what")
    begin = store.registry.namespaces["id"]
    said: dict[str, set[tuple[str | None, ...]]] = {}
    for actor, *rest in zip(
        *(column(answer, name) for name in ("actor", "roleLabel", "modality", "lines")), strict=True
    ):
        said.setdefault(str(actor).removeprefix(begin), set()).add(tuple(rest))
    assert {actor: said[actor] for actor in ("org-dgos", "org-dss", "org-dns", "groupe-ars")} == {
        "org-dgos": {("pilote", None, "23"), ("pilote", "possible", "6")},
        "org-dss": {("pilote", None, "23")},
        "org-dns": {("porteur", "à titre principal", "5")},
        "groupe-ars": {("pilote", None, "185")},
    }


def test_the_digital_roadmap_has_five_orientations_of_3_7_5_3_and_12_actions(store: Store) -> None:
    assert rows(store, """SELECT ?number ?value WHERE {
        ?part dcterms:isPartOf id:plan-feuille-de-route-numerique-sante-2019-2022 ; skos:notation ?number .
        ?count hkg:concerns ?part ; hkg:counts ref:sorte-action ; hkg:value ?value } ORDER BY ?number""") == [
        ("1", "3"), ("2", "7"), ("3", "5"), ("4", "3"), ("5", "12"),
    ]  # fmt: skip


def test_the_acceleration_strategy_has_five_axes_with_budgets_that_make_546_million(store: Store) -> None:
    found = rows(store, """SELECT ?number ?amount WHERE {
        ?axis dcterms:isPartOf id:plan-strategie-acceleration-numerique-sante ; skos:notation ?number ; a hkg:Component .
        ?budget a hkg:Budget ; hkg:concerns ?axis ; hkg:amount ?amount } ORDER BY ?number""")  # fmt: skip
    assert [(number, float(amount)) for number, amount in found] == [
        ("1", 81e6), ("2", 60e6), ("3", 202e6), ("4", 168e6), ("5", 35e6),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "pattern", "number"),
    [
        ("subjects of the review", "?x hkg:concerns id:source-bilan-sante-numerique-2017-2022 ; a hkg:Link . FILTER(CONTAINS(STR(?x), '--sujet-'))", 15),
        ("orientations of the Health Data Hub", "?x dcterms:isPartOf id:plan-orientations-health-data-hub-2022", 7),
        ("emblematic actions of Hauts-de-France", "?x dcterms:isPartOf id:plan-actions-cts-hauts-de-france ; a hkg:Measure", 6),
        ("axes of the CNR santé", "?x dcterms:isPartOf id:plan-cnr-sante ; a hkg:Component", 4),
        ("items of those axes", "?axis dcterms:isPartOf id:plan-cnr-sante ; a hkg:Component . ?x dcterms:isPartOf ?axis", 8),
        ("axes of the presidential programme", "?x dcterms:isPartOf id:plan-programme-presidentiel-macron-2022 ; skos:notation ?n", 4),
        ("principles of Innovation Santé 2030", "?x dcterms:isPartOf id:plan-innovation-sante-2030 ; skos:notation ?n", 4),
    ],
)  # fmt: skip
def test_what_a_document_enumerates_is_all_there(store: Store, what: str, pattern: str, number: int) -> None:
    assert len({row[0] for row in rows(store, f"SELECT ?x WHERE {{ {pattern} }}")}) == number, what


def test_every_fact_of_a_document_cites_a_passage_of_that_document(store: Store) -> None:
    assert rows(store, """SELECT ?fact WHERE {
        GRAPH ?document { ?fact a ?class } ?document a hkg:SourceDocument . ?class rdfs:subClassOf* hkg:Fact .
        FILTER NOT EXISTS { GRAPH ?document { ?fact hkg:statedIn ?passage . ?passage oa:hasSource ?document } } }""") == []  # fmt: skip


def test_amounts_are_euros_and_shares_are_per_cent(store: Store) -> None:
    assert rows(store, "SELECT ?b ?a WHERE { ?b hkg:amount ?a . FILTER(?a < 1000000) }") == []
    assert rows(store, "SELECT ?f ?s WHERE { ?f hkg:statedShare ?s . FILTER(?s < 1 || ?s > 100) }") == []


def test_a_question_without_answer_in_the_documents_says_so(store: Store) -> None:
    asked = find_query(store.project, "targets_against_figures")
    assert set(asked.caveats) == {"fr", "en"}
