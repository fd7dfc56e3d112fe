"""No question relies on inference: reasoners find nothing contradictory in the corpus, and their closure adds no row."""

import io
import os
import shutil

import pyoxigraph as ox
import pytest
import rdflib

from healthkg.answers import list_queries
from healthkg.answers.answer import answer
from healthkg.corpus import Corpus
from healthkg.store import Store, open_store
from healthkg.validation.shacl import to_rdflib

ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
CORPORA = pytest.mark.parametrize("name", ["corpus", "mini_corpus"])


@pytest.fixture(scope="module")
def closures() -> dict[str, rdflib.Graph]:
    return {}


def closure_of(name: str, corpus: Corpus, closures: dict[str, rdflib.Graph]) -> rdflib.Graph:
    """Return the OWL 2 RL closure of a corpus and its ontology; each is computed once."""
    import owlrl

    if name not in closures:
        graph = to_rdflib(corpus.statements)
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
        closures[name] = graph
    return closures[name]


@pytest.mark.slow
@CORPORA
def test_owl_rl_finds_no_contradiction(
    name: str, request: pytest.FixtureRequest, closures: dict[str, rdflib.Graph]
) -> None:
    graph = closure_of(name, request.getfixturevalue(name), closures)
    found = [*graph.objects(None, ERROR), *graph.subjects(rdflib.RDF.type, rdflib.OWL.Nothing)]
    assert sorted(map(str, found)) == []


@pytest.mark.slow
@CORPORA
def test_the_closure_adds_no_row_to_any_query(
    name: str, request: pytest.FixtureRequest, closures: dict[str, rdflib.Graph]
) -> None:
    corpus = request.getfixturevalue(name)
    plain, reasoned = open_store(corpus), open_store(corpus)
    text = closure_of(name, corpus, closures).serialize(format="nt")
    inferred = list(ox.parse(_rdf_only(text), format=ox.RdfFormat.N_TRIPLES))
    assert len(set(inferred)) > len(set(corpus.statements))
    reasoned.engine.extend(inferred)
    assert _rows(reasoned) == _rows(plain)


def _rdf_only(text: str) -> bytes:
    """Leave out the generalised triples of OWL 2 RL (a literal or a blank node where RDF allows none)."""
    return "\n".join(line for line in text.split("\n") if line.startswith("<")).encode()


def _rows(store: Store) -> dict[str, set[tuple[object, ...]]]:
    return {query.name: set(answer(store, query, {}).rows) for query in list_queries(store.project)}


@pytest.mark.slow
@CORPORA
def test_hermit_finds_ontology_and_corpus_consistent(name: str, request: pytest.FixtureRequest) -> None:
    if shutil.which("java") is None:
        reason = "HermiT needs Java: install a JRE, for instance default-jre-headless"
        if "java" in os.environ.get("HEALTHKG_REQUIRE", "").split(","):
            pytest.fail(reason)
        pytest.skip(reason)
    import owlready2

    world = owlready2.World()
    corpus = request.getfixturevalue(name)
    file = io.BytesIO(ox.serialize((quad.triple for quad in corpus.statements), format=ox.RdfFormat.N_TRIPLES))
    world.get_ontology("https://w3id.org/healthkg/def#").load(fileobj=file, format="ntriples")
    # `xsd:date` is outside OWL 2's datatypes.
    owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
    assert list(world.inconsistent_classes()) == []
