"""An aggregate says what it rests on, from what its query's header declares."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from healthkg.answers import Coverage, list_queries, render
from healthkg.answers.answer import answer
from healthkg.answers.paths import read_path
from healthkg.errors import InputProblem
from healthkg.layout import find_project
from healthkg.projection import network
from healthkg.publication.pages import answer_page
from healthkg.queryfile import Query, parse_query
from healthkg.store import Store
from support import ROOT, Run

WORDS = {"fr": "{stated} sur {all}", "en": "{stated} of {all}"}
TEXT = """#+ params: {plan: {type: iri, class: "hkg:Plan", label: {fr: plan, en: plan}}}
SELECT ?plan { VALUES ?plan { id:plan-alpha }
  VALUES ?plan { id:plan-alpha }
  ?plan a hkg:Plan }
"""
DECLARED = [query for query in list_queries(find_project(ROOT)) if "coverage" in query.header]


def counted(store: Store, said: Any, **values: str) -> list[tuple[int, int]]:
    asked = parse_query(TEXT, "total", "competency")
    asked = replace(asked, header={**asked.header, "coverage": said})
    terms = {name: store.registry[value] for name, value in values.items()}
    return [(one.stated, one.total) for one in answer(store, asked, terms).coverage]


def test_coverage_counts_the_things_of_a_class_that_state_a_property(mini_store: Store) -> None:
    said = {"class": "hkg:Budget", "property": "hkg:shareOf", **WORDS}
    budgets = len(list(mini_store.matches(None, mini_store.registry["rdf:type"], mini_store.registry["hkg:Budget"])))
    assert counted(mini_store, said) == [(1, budgets)]


def test_coverage_keeps_to_what_a_parameter_reaches(mini_store: Store) -> None:
    said = {
        "class": "hkg:Chantier", "within": {"plan": "^dcterms:isPartOf"},
        "property": "^hkg:concerns/cv:role/skos:broader*", "to": "ref:role-pilotage", **WORDS,
    }  # fmt: skip
    assert counted(mini_store, said) == [(2, 3)]
    assert counted(mini_store, [said, said], plan="id:plan-alpha") == [(2, 3), (2, 3)]
    assert counted(mini_store, said, plan="id:org-office-beta") == [(0, 0)]


def test_coverage_is_a_sentence_in_both_languages() -> None:
    one = Coverage(4, 38, {"fr": "{stated} mesures sur {all} énoncent un budget", "en": "{stated} of {all}"})
    assert (one.sentence("fr"), one.sentence("en")) == ("4 mesures sur 38 énoncent un budget", "4 of 38")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"class": "hkg:Budget"}, "query-coverage"),
        ({"class": "nope:Budget", "property": "hkg:amount", **WORDS}, "query-coverage"),
        ({"class": "hkg:Budget", "property": "hkg:amount"}, "query-coverage"),
        ("hkg:Budget", "query-coverage"),
        ({"class": "hkg:Budget", "property": "hkg:amount } UNION {", **WORDS}, "path-unreadable"),
        ({"class": "hkg:Budget", "property": "", **WORDS}, "path-unreadable"),
        (
            {"class": "hkg:Budget", "property": "hkg:amount", "within": {"nope": "hkg:amount"}, **WORDS},
            "query-coverage",
        ),
    ],
)
def test_a_declaration_that_cannot_be_read_is_a_clear_fault(mini_store: Store, said: Any, code: str) -> None:
    with pytest.raises(InputProblem) as fault:
        counted(mini_store, said)
    assert fault.value.code == code


@pytest.mark.parametrize(
    "path",
    [
        "dcterms:isPartOf", "^dcterms:isPartOf", "^dcterms:isPartOf/^hkg:concerns", "^hkg:concerns/cv:role/skos:broader*",
        "dcterms:isPartOf+", "hkg:concerns?", "^hkg:concerns|^dcterms:isPartOf", "(^dcterms:isPartOf|^hkg:concerns)+/hkg:amount",
    ],
)  # fmt: skip
def test_a_path_leads_where_the_engine_goes(mini_store: Store, path: str) -> None:
    plan = mini_store.registry["id:plan-alpha"]
    theirs = mini_store.run(f"SELECT DISTINCT ?end {{ id:plan-alpha {path} ?end }}")
    assert isinstance(theirs, ox.QuerySolutions)
    assert read_path(path, mini_store.registry)(mini_store, frozenset({plan})) == {row[0] for row in theirs}


@pytest.mark.parametrize("asked", DECLARED, ids=lambda query: query.name)
def test_each_declaration_of_the_library_is_counted_and_said_in_both_languages(asked: Query, store: Store) -> None:
    for one in answer(store, asked, {}).coverage:
        assert 0 <= one.stated <= one.total
        assert one.total > 0
        for lang in ("fr", "en"):
            assert str(one.stated) in one.sentence(lang)
            assert "{" not in one.sentence(lang)


def test_aggregates_of_the_library_declare_their_coverage() -> None:
    assert {"leads_by_actor", "public_and_private_money", "envelopes_and_breakdowns"} <= {q.name for q in DECLARED}


def test_coverage_is_shown_on_the_page_in_the_view_and_in_the_fragment(mini_store: Store) -> None:
    asked = Query("total", "competency", "SELECT ?plan { ?plan a hkg:Plan }", {
        "summary": {"fr": "Combien ?", "en": "How many?"},
        "coverage": {"class": "hkg:Chantier", "property": "skos:notation", "fr": "{stated} & {all} chantiers", "en": "{stated} of {all}"},
    })  # fmt: skip
    found = answer(mini_store, asked, {})
    assert '<p class="caveat">3 &amp; 3 chantiers</p>' in answer_page(found, "fr").decode()
    assert render(found, "html", "en").decode().startswith("<table><caption>3 of 3</caption>")
    view = replace(found, query=replace(asked, header={**asked.header, "view": {}}))
    assert network(view).caveats.fr.startswith("3 & 3 chantiers")


def test_the_command_line_says_what_an_answer_rests_on(run: Run) -> None:
    assert "Couverture : " in run("query", "leads_by_actor").err
    assert "Coverage: " in run("--lang", "en", "query", "leads_by_actor").err


def test_a_declaration_is_data_in_the_header_of_a_file(run: Run, project: Path) -> None:
    path = project / "queries" / "competency" / "combien.rq"
    path.write_text(
        "#+ summary: {fr: Combien ?, en: How many?}\n#+ coverage:\n#+   class: hkg:Chantier\n#+   property: skos:notation\n"
        '#+   fr: "{stated} chantiers sur {all} ont un numéro."\n#+   en: "{stated} chantiers of {all} have a number."\n'
        "SELECT (COUNT(*) AS ?n) { ?x a hkg:Chantier }\n"
    )
    assert "Couverture : 10 chantiers sur 10 ont un numéro.\n" in run("--project", project, "query", "combien").err
