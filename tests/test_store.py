"""The store: one document, one graph; a default graph that is a set; shortcuts computed, never written."""

import pyoxigraph as ox
import pytest

from healthkg.corpus import Corpus, DataFile
from healthkg.errors import HealthkgError
from healthkg.store import Store, open_store
from healthkg.turtle import parse

PREFIXES = """PREFIX hkg: <https://w3id.org/healthkg/def#> PREFIX id: <https://w3id.org/healthkg/id/>
PREFIX ref: <https://w3id.org/healthkg/ref/> PREFIX cv: <http://data.europa.eu/m8g/>
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX prov: <http://www.w3.org/ns/prov#>
"""


def added(corpus: Corpus, **documents: str) -> Store:
    """Return a store of the corpus with these documents beside its own."""
    files = [
        DataFile(f"{slug}.ttl", "sources", corpus.registry[f"id:source-{slug}"], text, parse(PREFIXES + text, slug))
        for slug, text in documents.items()
    ]
    return open_store(Corpus(corpus.project, corpus.registry, (*corpus.files, *files)))


def rows(store: Store, text: str) -> list[tuple[str, ...]]:
    return [tuple(str(term) for term in row) for row in store.run(text)]


def test_a_triple_that_two_documents_state_counts_once_and_names_both(corpus: Corpus) -> None:
    store = added(corpus, un="id:x hkg:namedAs 'X'@fr .", deux="id:x hkg:namedAs 'X'@fr .")
    assert rows(store, "SELECT (COUNT(*) AS ?n) { id:x hkg:namedAs ?name }") == [
        ('"1"^^<http://www.w3.org/2001/XMLSchema#integer>',)
    ]
    assert rows(store, "SELECT ?g { GRAPH ?g { id:x hkg:namedAs ?name } } ORDER BY ?g") == [
        ("<https://w3id.org/healthkg/id/source-deux>",),
        ("<https://w3id.org/healthkg/id/source-un>",),
    ]


@pytest.mark.parametrize(
    ("strength", "computed"),
    [
        ("", True),
        ("; hkg:modality ref:modalite-ferme", True),
        ("; hkg:modality ref:modalite-annoncee", True),
        ("; hkg:modality ref:modalite-principale", True),
        ("; hkg:modality ref:modalite-possible", False),
        ("; hkg:modality ref:modalite-conditionnelle", False),
        ("; hkg:basis ref:fondement-enonce", True),
        ("; hkg:basis ref:fondement-deduit", False),
        ("; hkg:basis ref:fondement-calcule", False),
    ],
)
def test_a_shortcut_is_computed_from_what_is_stated_and_firm(corpus: Corpus, strength: str, computed: bool) -> None:
    role = f"id:role-x hkg:concerns id:x ; cv:hasParticipant id:y ; cv:role ref:role-pilote {strength} ."
    link = f"id:lien-x hkg:concerns id:x ; hkg:object id:z ; hkg:linkType ref:lien-remplace {strength} ."
    store = added(corpus, un=role + link)
    graph = "GRAPH <https://w3id.org/healthkg/graphe/calcule> { id:x ?p ?o }"
    found = rows(store, f"SELECT ?p ?o {{ {graph} }} ORDER BY ?p")
    assert found == (
        [
            ("<http://purl.org/dc/terms/replaces>", "<https://w3id.org/healthkg/id/z>"),
            ("<https://w3id.org/healthkg/def#pilotedBy>", "<https://w3id.org/healthkg/id/y>"),
        ]
        if computed
        else []
    )


def test_shortcuts_of_the_corpus_name_the_two_pilots_of_chantier_two(store: Store) -> None:
    assert rows(store, "SELECT ?who { id:chantier-ma-sante-2022-02 hkg:pilotedBy ?who } ORDER BY ?who") == [
        ("<https://w3id.org/healthkg/id/org-dgos>",),
        ("<https://w3id.org/healthkg/id/org-dss>",),
    ]


def test_uncertain_identities_are_symmetric(store: Store) -> None:
    assert (
        rows(store, "SELECT ?a ?b { ?a hkg:possiblySameAs ?b . FILTER NOT EXISTS { ?b hkg:possiblySameAs ?a } }") == []
    )
    assert rows(store, "SELECT ?b { id:mesure-forfait-reorientation-urgences hkg:possiblySameAs ?b }") == [
        ("<https://w3id.org/healthkg/id/mesure-forfait-coordination-urgences>",)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?x WHERE {\n ?x ?y }", ("sparql-incomplete", 2, 2)),
        ("SELECT ?x { ?x foo:bar ?y }", ("sparql-unknown-prefix", 1, None)),
        ("", ("sparql-empty", 1, 1)),
        ("DELETE WHERE { ?s ?p ?o }", ("query-update", None, None)),
        ("SELECT ?s { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", ("query-service", None, None)),
    ],
)
def test_a_query_that_cannot_be_asked_is_one_clear_fault(
    store: Store, text: str, expected: tuple[str, int | None, int | None]
) -> None:
    with pytest.raises(HealthkgError) as fault:
        store.run(text)
    code, line, column = expected
    assert (fault.value.code, fault.value.line) == (code, line)
    assert column is None or fault.value.column is not None


def test_nothing_changes_the_store(store: Store) -> None:
    before = len(store.engine)
    for text in ("INSERT DATA { id:x id:y id:z }", "CLEAR ALL", "LOAD <http://127.0.0.1:9/>"):
        with pytest.raises(HealthkgError):
            store.run(text)
    assert len(store.engine) == before


def test_the_store_is_an_rdflib_dataset_without_a_copy(store: Store) -> None:
    asked = "SELECT ?c { ?c a <https://w3id.org/healthkg/def#Chantier> } ORDER BY ?c"
    theirs = [str(row[0]) for row in store.dataset().query(asked)]
    assert theirs == [row[0].value for row in store.run(asked)]
    assert len(theirs) == 10


def test_prefixes_of_the_registry_need_no_declaration(store: Store) -> None:
    assert bool(store.run("ASK { id:plan-ma-sante-2022 a hkg:Plan }"))


def test_every_named_graph_of_the_store_is_a_document_or_one_of_the_four(store: Store) -> None:
    documents = {quad.subject for quad in store.matches(None, None, store.registry["hkg:SourceDocument"])}
    ours = {store.registry[f"g:{name}"] for name in ("ontologie", "reference", "notes", "calcule")}
    assert {str(graph) for graph in store.engine.named_graphs()} <= {str(graph) for graph in documents | ours}
    assert isinstance(next(iter(documents)), ox.NamedNode)
