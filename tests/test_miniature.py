"""The miniature world: it is sound, it uses every term, and every query brings the rows that were read and found right.

Write it out with `python tests/miniature.py DIR`. Update expected rows with
`healthkg --project DIR query NAME --param … --format tsv > tests/expected/miniature/NAME.tsv`, and read the diff.
"""

import re
import tomllib
from collections.abc import Iterable

import pyoxigraph as ox
import pytest

from healthkg import answers
from healthkg.corpus import Corpus
from healthkg.layout import find_project
from healthkg.queryfile import Query, query_paths, read_query
from healthkg.store import Store
from miniature import TEXTS
from support import ROOT, Run

EXPECTED = ROOT / "tests" / "expected" / "miniature"
PARAMETERS: dict[str, dict[str, str]] = tomllib.loads((EXPECTED / "params.toml").read_text("utf-8"))
PROJECT = find_project(ROOT)
QUERIES = [read_query(path) for path in query_paths(PROJECT.queries)]
# Checks and constructs ask too.
ALL = [*QUERIES, *(read_query(path) for path in query_paths(PROJECT.queries, ("checks", "construct")))]
KINDS = ("owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")

# ---- It is sound ----


def test_the_miniature_world_has_no_finding_of_any_severity(miniature: object, run: Run) -> None:
    outcome = run("--project", miniature, "validate", "--fail-on", "info")
    assert (outcome.code, outcome.out) == (0, "")


def test_the_files_of_the_miniature_world_are_canonical(miniature: object, run: Run) -> None:
    outcome = run("--project", miniature, "format", "--check")
    assert outcome.code == 0, outcome.out + outcome.err


def test_the_passages_of_the_miniature_world_are_intact(miniature: object, run: Run) -> None:
    outcome = run("--project", miniature, "sources", "verify", "--texts", TEXTS)
    assert (outcome.code, outcome.out) == (0, "")


# ---- It uses every term ----

# Declared, and written nowhere: the strict list of exceptions, with the reason of each group.
UNWRITTEN = {
    "parent classes: a node is typed by a class below": (
        "cv:Participation dcat:Relationship foaf:Document foaf:Group hkg:Fact hkg:Figure hkg:PolicyElement "
        "oa:SpecificResource prov:Activity prov:Entity prov:Plan schema:Claim sosa:Observation time:TemporalEntity"
    ),
    "parent properties: a line is written with a property below": (
        "cv:hasLegalResource dcat:hadRole dcterms:relation dcterms:requires dcterms:temporal skos:altLabel"
    ),
    "nothing is deprecated yet": "dcterms:isReplacedBy",
}

# Used in data, and named by no query: strike what a new query asks.
UNASKED: dict[str, str] = {
    "for search and pages, which read them without a query": "hkg:edtf",
    "computed shortcuts, for networks; the library asks for the roles and links that make them": (
        "dcterms:replaces hkg:benefits hkg:continues hkg:coordinatedBy hkg:derogatesFrom hkg:enables "
        "hkg:fundedBy hkg:leadsTo hkg:operatedBy hkg:pilotedBy hkg:pursues "
        "hkg:relatesTo"
    ),
    "shown with every other property by statements_of_document; no question of their own yet": (
        "hkg:anchor hkg:duration hkg:lostThrough hkg:offsetFrom hkg:trend org:classification"
    ),
    "shown on the page of a thing; no question of their own yet": "igeo:codeINSEE",
}


def names(table: dict[str, str]) -> list[str]:
    return sorted(name for group in table.values() for name in group.split())


def declared(corpus: Corpus, kinds: Iterable[str] = KINDS) -> set[str]:
    wanted = {corpus.registry[kind] for kind in kinds}
    return {
        corpus.registry.shorten(quad.subject.value)
        for quad in corpus.statements
        if quad.predicate.value.endswith("#type") and quad.object in wanted
    }


def written(store: Store, graphs: Iterable[ox.NamedNode] = ()) -> set[str]:
    """Return the classes and properties in use in the default graph, or in `graphs` alone."""
    quads = [
        quad
        for graph in [*graphs] or [ox.DefaultGraph()]
        for quad in store.engine.quads_for_pattern(None, None, None, graph)
    ]
    types = {quad.object.value for quad in quads if quad.predicate == store.registry["rdf:type"]}
    return {store.registry.shorten(iri) for iri in types | {quad.predicate.value for quad in quads}}


def said(corpus: Corpus, store: Store) -> set[str]:
    """Return the classes and properties that the data files, rather than the ontology, are written with."""
    return written(
        store, {file.graph for file in corpus.files if file.home != "ontology"} | {store.registry["g:calcule"]}
    )


def asked(queries: Iterable[Query], store: Store) -> set[str]:
    """Return the terms that `queries` name, and the classes that one of these properties alone belongs to."""
    bodies = (re.sub(r"^(#|PREFIX ).*$", "", query.text, flags=re.M) for query in queries)
    named = {name for body in bodies for name in re.findall(r"(?<![\w?:-])[\w-]+:[A-Za-z]\w*", body)}
    domains: dict[str, set[str]] = {}
    for quad in store.matches(None, store.registry["schema:domainIncludes"], None):
        domains.setdefault(store.registry.shorten(quad.subject.value), set()).add(
            store.registry.shorten(quad.object.value)
        )
    return named.union(*(classes for name, classes in domains.items() if name in named and len(classes) == 1))


def test_every_term_is_written_in_the_miniature_world_or_the_founding_data(
    mini_corpus: Corpus, mini_store: Store, store: Store
) -> None:
    assert sorted(declared(mini_corpus) - written(mini_store) - written(store)) == names(UNWRITTEN)


def test_every_concept_of_strength_basis_and_state_is_used_in_the_miniature_world(mini_corpus: Corpus) -> None:
    schemes = {mini_corpus.registry[f"ref:{name}"] for name in ("modalite", "fondement", "etat")}
    concepts = {
        quad.subject
        for quad in mini_corpus.statements
        if quad.predicate.value.endswith("#inScheme") and quad.object in schemes
    }
    used = {quad.object for file in mini_corpus.files if file.home != "ontology" for quad in file.triples}
    assert sorted(concept.value for concept in concepts - used) == []


def test_every_term_that_data_use_is_asked_for(
    mini_corpus: Corpus, mini_store: Store, corpus: Corpus, store: Store
) -> None:
    used = declared(mini_corpus) & (said(mini_corpus, mini_store) | said(corpus, store))
    assert sorted(used - asked(ALL, mini_store)) == names(UNASKED)


# ---- Every query brings its rows ----


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_query_brings_the_rows_that_were_read_and_found_right(query: Query, mini_store: Store) -> None:
    found = answers.query(mini_store, query.name, **PARAMETERS.get(query.name, {}))
    assert answers.render(found, "tsv", "fr").decode() == (EXPECTED / f"{query.name}.tsv").read_text("utf-8")


def test_every_query_and_no_other_has_its_rows_and_its_parameters() -> None:
    assert {path.stem for path in EXPECTED.glob("*.tsv")} == {query.name for query in QUERIES}
    wanted = {query.name: {parameter.name for parameter in query.parameters} for query in QUERIES if query.parameters}
    assert {name: set(values) for name, values in PARAMETERS.items()} == wanted


# ---- What the rows mean, written by hand ----


def rows(store: Store, name: str, columns: str) -> list[str]:
    """Return the rows of query `name` on the miniature world, these columns only, as `text | text`; – where unbound."""
    found = answers.query(store, name, **PARAMETERS.get(name, {}))
    places = [found.columns.index(column) for column in columns.split()]
    return [" | ".join(short(row[place], store) for place in places) for row in found.rows]


def short(term: object, store: Store) -> str:
    return "–" if term is None else store.registry.shorten(term.value) if isinstance(term, ox.NamedNode) else term.value


def test_a_chantier_shows_each_pilot_by_document_and_says_where_none_is_stated(mini_store: Store) -> None:
    assert rows(
        mini_store, "chantiers_of_plan", "number chantierLabel pilotLabel roleLabel pilotStated source lines"
    ) == [
        "1 | guichet unique | agence Alpha | pilote | true | id:source-bilan-alpha | 3–4",
        "1 | guichet unique | agence Alpha | pilote | true | id:source-plan-alpha | 7",
        "1 | guichet unique | office Bêta | pilote | true | id:source-bilan-alpha | 4",
        "1 | guichet unique | office Bêta | pilote | true | id:source-point-d-etape | 7",
        "2 | partage des données | office Bêta | pilote | true | id:source-plan-alpha | 8",
        "2 | partage des données | office Bêta | pilote | true | id:source-point-d-etape | 7",
        "3 | formation | – | – | false | id:source-plan-alpha | 9",
    ]


def test_measures_of_a_chantier_are_those_that_a_document_puts_in_it(mini_store: Store) -> None:
    assert rows(mini_store, "measures_of_chantier", "measure measureLabel namedAs source lines") == [
        "id:mesure-plateforme-epsilon | création de la plateforme Epsilon | créer la plateforme Epsilon | id:source-plan-alpha | 14",
        "id:mesure-maisons-delta | ouverture de maisons Delta | ouvrir des maisons Delta | id:source-plan-alpha | 13",
    ]


def test_milestones_of_a_plan_come_by_date_and_the_undated_last(mini_store: Store) -> None:
    assert rows(
        mini_store, "milestones_of_plan", "milestone type aboutLabel date earliest latest modality basis source lines"
    ) == [
        "id:jalon-ouverture-epsilon-2019 | ouverture prévue | création de la plateforme Epsilon | 1er trimestre 2019 | 2019-01-01 | 2019-03-31 | – | – | id:source-plan-alpha | 14",
        "id:jalon-ouverture-epsilon-2020--bilan | ouverture prévue | création de la plateforme Epsilon | mars 2020 | 2020-03-01 | 2020-03-31 | – | – | id:source-bilan-alpha | 7",
        "id:jalon-calendrier-formation | mise en place prévue | formation | – | – | – | à préciser | – | id:source-plan-alpha | 9",
        "id:jalon-evaluation-maisons-delta | prochaine étape | ouverture de maisons Delta | – | – | – | annoncée | – | id:source-point-d-etape | 14",
        "id:jalon-evaluation-maisons-delta | évaluation prévue | ouverture de maisons Delta | – | – | – | annoncée | – | id:source-point-d-etape | 14",
    ]


def test_who_leads_what_keeps_the_word_and_the_strength_of_each_document(mini_store: Store) -> None:
    assert rows(mini_store, "who_pilots_what", "actorLabel roleLabel modality each thingLabel date source lines") == [
        "agence Alpha | pilote | – | – | guichet unique | – | id:source-bilan-alpha | 3–4",
        "agence Alpha | pilote | annoncée | – | guichet unique | – | id:source-plan-alpha | 7",
        "agence Oméga | pilote | – | – | ouverture de relais Sigma | juin 2020 | id:source-bilan-alpha | 18",
        "agence Oméga | pilote | – | – | plan Gamma | juin 2020 | id:source-bilan-alpha | 18",
        "caisse Êta | porteur | – | – | formation des agents | d'octobre à décembre 2019 | id:source-point-d-etape | 17",
        "direction Psi | pilote | possible | chantier | Plan Alpha | 15 mars 2018 | id:source-plan-alpha | 28",
        "office Bêta | pilote | – | – | guichet unique | – | id:source-bilan-alpha | 4",
        "office Bêta | pilote | – | – | guichet unique | d'octobre à décembre 2019 | id:source-point-d-etape | 7",
        "office Bêta | pilote | – | – | ouverture de relais Sigma | juin 2020 | id:source-bilan-alpha | 18",
        "office Bêta | pilote | ferme | – | partage des données | 15 mars 2018 | id:source-plan-alpha | 8",
        "office Bêta | pilote | à titre principal | – | partage des données | d'octobre à décembre 2019 | id:source-point-d-etape | 7",
        "office Bêta | pilote | – | – | plan Gamma | juin 2020 | id:source-bilan-alpha | 18",
        "personne A | coordonnateur | – | – | Plan Alpha | – | id:source-plan-alpha | 6",
    ]


def test_a_document_states_its_facts_line_by_line_rivals_and_speakers_included(mini_store: Store) -> None:
    found = rows(mini_store, "statements_of_document", "kind aboutLabel propertyLabel valueLabel lines")
    assert [row for row in found if row.rpartition(" | ")[2] in {"5", "8", "9", "11", "15"}] == [
        "cible | maison Delta | révise | id/valeur-maisons-delta--cible-fin-2020 | 5",
        "cible | maison Delta | date | fin 2020 | 5",
        "cible | maison Delta | indicateur de la valeur | maisons Delta ouvertes | 5",
        "cible | maison Delta | valeur | 80 | 5",
        "constat | maison Delta | attribué à | personne B | 8",
        "constat | maison Delta | date | fin septembre 2019 | 8",
        "constat | maison Delta | indicateur de la valeur | maisons Delta ouvertes | 8",
        "constat | maison Delta | valeur | 50 | 8",
        "prise de position | formation | attribué à | union Lambda | 9",
        "prise de position | formation | date | d'octobre à décembre 2019 | 9",
        "prise de position | formation | posture | retard | 9",
        "enveloppe | Plan Alpha | révise | id/budget-alpha | 11",
        "enveloppe | Plan Alpha | montant | 90000000 | 11",
        "enveloppe | Plan Alpha | phase budgétaire | autorisé | 11",
        "dispositif | maison de proximité | territoire | Deltaville | 15",
        "dispositif | maison de proximité | type | forme d'organisation | 15",
        "dispositif | maison de proximité | nommé | maison de proximité | 15",
    ]


def test_two_leads_who_follow_each_other_are_no_pair(mini_store: Store) -> None:
    assert rows(mini_store, "pairs_of_leads", "times oneLabel otherLabel thingLabel source lines") == [
        "2 | agence Oméga | office Bêta | ouverture de relais Sigma | id:source-bilan-alpha | 18",
        "2 | agence Oméga | office Bêta | plan Gamma | id:source-bilan-alpha | 18",
    ]


def test_a_target_is_set_against_the_last_figure_from_the_first_one_on(mini_store: Store) -> None:
    found = rows(mini_store, "targets_against_figures", "target initialValue figureValue targetValue advancement gap")
    assert [row.removeprefix("id:valeur-") for row in found if " | 12 | " in row and not row.endswith("–")] == [
        "maisons-delta--cible-fin-2020 | 12 | 60 | 100 | 54.5 | 40",
        "maisons-delta--cible-fin-2023 | 12 | 60 | 150 | 34.8 | 90",
        "maisons-delta--cible-revisee-fin-2020 | 12 | 60 | 80 | 70.6 | 20",
    ]


def test_a_deadline_that_passed_is_shown_where_it_is_stated_not_where_it_was_moved_from(mini_store: Store) -> None:
    assert rows(mini_store, "moved_deadlines", "milestone moved date newDate months source lines") == [
        "id:jalon-ouverture-epsilon-2019 | true | 1er trimestre 2019 | mars 2020 | 12 | id:source-plan-alpha | 14",
        "id:jalon-ouverture-epsilon-2019 | true | 1er trimestre 2019 | mars 2020 | 12 | id:source-point-d-etape | 6",
        "id:jalon-ouverture-epsilon-2020 | false | mars 2020 | – | 3 | id:source-point-d-etape | 6",
    ]
