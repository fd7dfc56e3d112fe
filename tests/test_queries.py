"""The library: every query runs as it stands, is well laid, and brings exactly the rows that are written down.

The rows are those of the five founding documents, so that the next document falsifies none. Update them with
`healthkg query NAME --documents … --format tsv --out tests/expected/founding/NAME.tsv`, and read the diff.
"""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pyoxigraph as ox
import pytest

from healthkg import answers
from healthkg.answers.answer import answer
from healthkg.corpus import Corpus, DataFile, only
from healthkg.layout import find_project
from healthkg.prefixes import read_prefixes
from healthkg.queryfile import Parameter, Query, inline, query_paths, read_query
from healthkg.store import Store, open_store
from healthkg.turtle import parse

ROOT = Path(__file__).resolve().parents[1]
EXPECTED = ROOT / "tests" / "expected"
PROJECT = find_project(ROOT)
REGISTRY = read_prefixes(PROJECT.prefixes)
QUERIES = [read_query(path) for path in query_paths(PROJECT.queries)]
ALL = [*QUERIES, *(read_query(path) for path in query_paths(PROJECT.queries, ("checks", "construct")))]
named = pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
every = pytest.mark.parametrize("query", ALL, ids=lambda query: query.name)
PREFIX = re.compile(r"^PREFIX ([\w-]*): <([^>]*)>$", re.M)


FOUNDING = (
    "10-chantiers-ma-sante-2022",
    "bilan-cnr-sante",
    "bilan-sante-numerique-2017-2022",
    "cnr-hauts-de-france",
    "ma-sante-2022-hauts-de-france",
)


@pytest.fixture(scope="module")
def founding(corpus: Corpus) -> Store:
    """The five founding documents, ready to be asked."""
    return open_store(only(corpus, FOUNDING))


def body(query: Query) -> str:
    """Return the query without its header, comments and prefixes."""
    return re.sub(r"^(#.*|PREFIX .*)\n", "", query.text, flags=re.M)


@named
def test_a_query_brings_exactly_the_rows_that_are_written_down(query: Query, founding: Store) -> None:
    path = EXPECTED / "founding" / f"{query.name}.tsv"
    found = answers.render(answer(founding, query, {}), "tsv", "fr").decode()
    assert found == path.read_text("utf-8")


def test_every_file_of_expected_rows_has_its_query() -> None:
    assert {path.stem for path in (EXPECTED / "founding").glob("*.tsv")} == {query.name for query in QUERIES}


@named
def test_a_query_says_in_both_languages_what_it_asks_and_what_its_columns_are(query: Query) -> None:
    assert sorted(query.summary) == ["en", "fr"]
    described = {name: {"fr", "en"} <= set(column) for name, column in query.columns.items()}
    projected = re.search(r"SELECT (.*?)\s*WHERE", body(query), re.S)
    assert projected
    names = re.findall(r"\?(\w+)", re.sub(r"\((?:[^()]|\([^()]*\))* AS (\?\w+)\)", r"\1", projected.group(1)))
    assert described == dict.fromkeys(names, True)


@named
def test_each_parameter_is_described_projected_and_followed_by_a_required_pattern(query: Query) -> None:
    for parameter in query.parameters:
        after = re.split(rf"VALUES \?{parameter.name} \{{[^}}]*\}}\n", query.text)[1].strip()
        assert sorted(parameter.labels) == ["en", "fr"]
        assert not after.startswith(("OPTIONAL", "FILTER", "MINUS", "}"))
        assert f"?{parameter.name}" in re.split(r"WHERE", body(query))[0]


@every
def test_a_query_declares_the_prefixes_that_it_uses_sorted_as_the_registry_has_them(query: Query) -> None:
    declared = PREFIX.findall(query.text)
    assert declared == sorted(declared)
    assert dict(declared).items() <= dict(REGISTRY.namespaces).items()
    bare = re.sub(r'"[^"]*"|<[^>]*>', " ", body(query))
    assert set(re.findall(r"(?<![\w?:-])([\w-]+):[\w)-]", bare)) == set(dict(declared))


@every
def test_rows_come_in_a_total_order_and_columns_are_named(query: Query) -> None:
    assert "SELECT *" not in query.text
    assert "ORDER BY" in body(query) or "CONSTRUCT" in body(
        query
    )  # a graph has no order, and to make one is half its cost


def _term(text: str, store: Store) -> ox.NamedNode | ox.Literal:
    """Return the term that an example in a `VALUES` line writes."""
    return next(iter(store.run(f"SELECT ?term {{ VALUES ?term {{ {text} }} }}")))[0]


def _values(query: Query, store: Store) -> dict[str, ox.NamedNode | ox.Literal]:
    """Return for each parameter a value that is not its example: of the class that it wants, or ten days later."""
    return {
        parameter.name: _later(_term(parameter.example, store))
        if parameter.kind == "date"
        else _other(parameter, store)
        for parameter in query.parameters
    }


def _later(day: ox.Literal) -> ox.Literal:
    return ox.Literal(str(date.fromisoformat(day.value) + timedelta(10)), datatype=day.datatype)


def _other(parameter: Parameter, store: Store) -> ox.NamedNode:
    members = answers.names.instances(store, REGISTRY[parameter.of or "hkg:Plan"])  # any thing: a plan will do
    return min((node for node in members if REGISTRY.shorten(node.value) != parameter.example), key=str)


@named
def test_binding_a_term_and_writing_it_into_the_text_bring_the_same_rows(query: Query, store: Store) -> None:
    values = _values(query, store)
    bound = answer(store, query, values)
    written = [tuple(row) for row in store.run(inline(query, values))]
    assert list(bound.rows) == written


@named
def test_binding_the_example_brings_the_rows_of_the_file_as_it_stands(query: Query, store: Store) -> None:
    examples = {parameter.name: _term(parameter.example, store) for parameter in query.parameters}
    assert answer(store, query, examples).rows == answer(store, query, {}).rows


@every
def test_every_term_of_ours_in_a_query_is_declared(query: Query, store: Store) -> None:
    used = {REGISTRY[name] for name in re.findall(r"\b(?:hkg|ref):[A-Za-z][\w-]*", body(query))}
    assert sorted(str(term) for term in used if not any(store.matches(term, None, None))) == []


LIMITED = [query for query in QUERIES if re.search(r"\bLIMIT \d", body(query))]


@pytest.mark.parametrize("query", LIMITED, ids=lambda query: query.name)
def test_a_limit_within_a_query_is_a_hint_and_cuts_nothing(query: Query, founding: Store) -> None:
    free = replace(query, text=re.sub(r"\bLIMIT \d+", "", query.text))
    assert free.text != query.text
    assert answer(founding, query, {}).rows == answer(founding, free, {}).rows


def test_what_prepares_a_dispositif_must_come_before_it(founding: Store) -> None:
    found = answers.query(founding, "prerequisites_of", dispositif="id:dispositif-espace-europeen-donnees-sante")
    relation, condition = (found.columns.index(name) for name in ("relation", "condition"))
    assert [(row[relation].value, row[condition].value.rpartition("/")[2]) for row in found.rows] == [
        ("préparé par", "composante-hdh-2022-espace-europeen")
    ]


HELD = """
id:mesure-nu hkg:concerns id:dispositif-maison-delta ; hkg:statedIn id:passage-plan-alpha-l015 .
id:role-nu a hkg:RoleAssignment ; cv:hasParticipant id:org-agence-omega ; cv:role ref:role-pilote ;
  hkg:concerns id:dispositif-maison-delta ; hkg:statedIn id:passage-plan-alpha-l015 .
"""
PLACED = "id:mesure-nu dcterms:isPartOf id:plan-gamma ; hkg:statedIn id:passage-bilan-alpha-l004 .\n"


def test_a_step_from_a_measure_to_its_plan_is_shown_whenever_each_document_was_published(mini_corpus: Corpus) -> None:
    more = {
        "reference/mesures.ttl": 'id:mesure-nu a hkg:Measure ; skos:prefLabel "mesure Nu"@fr , "measure Nu"@en .\n',
        "sources/plan-alpha.ttl": HELD,
        "sources/bilan-alpha.ttl": PLACED,
    }
    corpus = mini_corpus.changed_by(
        _with(file, text) for end, text in more.items() for file in mini_corpus.files if file.path.endswith(end)
    )
    found = answers.query(open_store(corpus), "actor_by_plan", actor="id:org-agence-omega")
    at = [found.columns.index(name) for name in ("source", "target")]
    ends = [tuple(REGISTRY.shorten(row[place].value) for place in at) for row in found.rows]
    assert {pair for pair in ends if "id:mesure-nu" in pair} == {
        ("id:mesure-nu", "id:dispositif-maison-delta"),
        ("id:plan-gamma", "id:mesure-nu"),
    }


def _with(file: DataFile, more: str) -> DataFile:
    used = {name: iri for name, iri in REGISTRY.namespaces.items() if f"{name}:" in more}
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in used.items())
    return replace(file, text=file.text + more, triples=(*file.triples, *parse(head + more, file.path)))
