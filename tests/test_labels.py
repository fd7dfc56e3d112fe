"""Labels stand beside identifiers; the query is not touched."""

import pyoxigraph as ox
import pytest

from healthkg.answers import Answer, query, render, sparql, with_labels
from healthkg.queryfile import Query
from healthkg.store import Store
from support import Run


def chantiers(store: Store) -> Answer:
    return sparql(
        store, "SELECT ?chantier ?number { ?chantier a hkg:Chantier ; skos:notation ?number } ORDER BY ?number"
    )


def test_each_identifier_has_its_label_on_its_right(mini_store: Store) -> None:
    answer = with_labels(mini_store, chantiers(mini_store))
    assert answer.columns == ("chantier", "chantierLabel", "number")
    assert [row[1] for row in answer.rows] == [
        ox.Literal(text, language="fr") for text in ("guichet unique", "partage des données", "formation")
    ]


def test_the_query_and_its_other_columns_are_not_touched(mini_store: Store) -> None:
    before = chantiers(mini_store)
    after = with_labels(mini_store, before)
    assert (after.query.text, after.version) == (before.query.text, before.version)
    assert [(row[0], row[2]) for row in after.rows] == [tuple(row) for row in before.rows]


def test_a_label_that_the_query_projects_is_not_doubled(mini_store: Store) -> None:
    answer = with_labels(mini_store, query(mini_store, "chantiers_of_plan", plan="id:plan-alpha"))
    assert answer.columns.count("chantierLabel") == 1
    assert [name for name in answer.columns if name.endswith("Label")] == [
        "planLabel", "chantierLabel", "pilotLabel", "roleLabel", "sourceLabel",
    ]  # fmt: skip


def test_a_column_without_identifiers_has_no_label(mini_store: Store) -> None:
    answer = sparql(mini_store, "SELECT ?number { ?chantier a hkg:Chantier ; skos:notation ?number }")
    assert with_labels(mini_store, answer) == answer


def test_labels_speak_the_language_that_is_asked_when_they_can(mini_store: Store) -> None:
    asked = sparql(mini_store, "SELECT ?class { VALUES ?class { hkg:Chantier } }")
    words = {lang: with_labels(mini_store, asked, lang).rows[0][1] for lang in ("fr", "en")}
    assert {lang: word.language for lang, word in words.items() if isinstance(word, ox.Literal)} == {
        "fr": "fr",
        "en": "en",
    }


def test_a_fact_has_no_label_and_its_cell_is_empty(mini_store: Store) -> None:
    answer = with_labels(mini_store, sparql(mini_store, "SELECT ?budget { VALUES ?budget { id:budget-alpha } }"))
    assert answer.rows == ((mini_store.registry["id:budget-alpha"], None),)
    assert render(answer, "md", "fr").decode().splitlines()[2] == "| id/budget-alpha | – |"


def test_the_heading_of_a_label_is_that_of_its_column_without_identifiant(mini_store: Store) -> None:
    asked = Query("q", "", "", {"columns": {"plan": {"fr": "plan (identifiant)", "en": "plan (identifier)"}}})
    plan = mini_store.registry["id:plan-alpha"]
    answer = with_labels(mini_store, Answer(asked, "0", ("plan", "x"), ((plan, plan),)))
    assert [answer.heading(name, "fr") for name in answer.columns] == ["plan (identifiant)", "plan", "x", "x (libellé)"]
    assert [answer.heading(name, "en") for name in answer.columns] == ["plan (identifier)", "plan", "x", "x (label)"]


@pytest.mark.parametrize(("lang", "heading"), [("fr", "chose pilotée"), ("en", "thing led")])
def test_the_command_line_adds_labels_in_both_languages(run: Run, lang: str, heading: str) -> None:
    plain = run("--lang", lang, "query", "who_pilots_what", "--format", "csv").out.splitlines()[0].split(",")
    header = (
        run("--lang", lang, "query", "who_pilots_what", "--labels", "--format", "csv").out.splitlines()[0].split(",")
    )
    assert [name for name in header if name not in plain] == ["broaderLabel", "sourceLabel"]
    assert heading in run("--lang", lang, "query", "who_pilots_what", "--labels").out.splitlines()[0]
