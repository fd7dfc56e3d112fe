"""Each rule has its examples: what is sound passes, what is not is caught by the rule meant for it, at its line."""

import re
from pathlib import Path

import pytest
from rdflib import RDF, SH, SKOS, Graph, URIRef

from healthkg.corpus import Corpus, DataFile, read_file
from healthkg.validation import Finding, shacl
from healthkg.validation.judge import placed, read_shapes

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted((ROOT / "tests" / "shapes").rglob("*.ttl"))
EXPECTED = re.compile(r"^# expect: (\w+) (\S+) (\S+) line (\d+)$", re.M)


@pytest.fixture(scope="session")
def rules() -> Graph:
    return shacl.to_rdflib(read_shapes([ROOT / "shapes"]))


@pytest.fixture(scope="session")
def words(corpus: Corpus) -> Graph:
    return shacl.to_rdflib(quad for file in corpus.files if file.home == "ontology" for quad in file.triples)


@pytest.fixture(scope="session")
def quick_rules() -> Graph:
    """The rules without those for concepts, which would judge the whole vocabulary again for each example."""
    graph = shacl.to_rdflib(read_shapes([ROOT / "shapes"]))
    for concept in (SKOS.Concept, SKOS.ConceptScheme):
        graph.remove((None, SH.targetClass, concept))
    return graph


def judged(file: DataFile, words: Graph, rules: Graph, corpus: Corpus) -> list[Finding]:
    """Return what the shapes find in `file` together with the ontology (which is lent, and given back)."""
    extra = [triple for triple in shacl.to_rdflib(file.triples) if triple not in words]
    for triple in extra:
        words.add(triple)
    try:
        found = list(shacl.findings(words, rules, corpus.registry))
    finally:
        for triple in extra:
            words.remove(triple)
    return placed(found, [file], corpus.registry)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_example_gives_exactly_the_findings_it_expects(
    path: Path, words: Graph, rules: Graph, quick_rules: Graph, corpus: Corpus
) -> None:
    file = read_file(path, corpus.project, corpus.registry)
    suited = rules if path.parent.name.startswith("concept") else quick_rules
    found = sorted((f.severity, f.rule, f.focus, str(f.line)) for f in judged(file, words, suited, corpus))
    assert found == sorted(EXPECTED.findall(file.text))
    assert bool(found) is path.stem.startswith("invalid")


def judging(rules: Graph) -> set[URIRef]:
    """Return the property shapes that judge something by themselves; the others only serve inside them."""
    targets = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
    targeted = {shape for target in targets for shape in rules.subjects(target)}
    return {rule for shape in targeted for rule in rules.objects(shape, SH.property) if isinstance(rule, URIRef)}


def test_every_rule_has_its_counter_example(rules: Graph) -> None:
    caught = {rule for path in EXAMPLES for _, rule, _, _ in EXPECTED.findall(path.read_text("utf-8"))}
    assert sorted({str(rule).rpartition("#")[2] for rule in judging(rules)} - caught) == []


def test_every_rule_speaks_both_languages(rules: Graph) -> None:
    spoken = {rule: sorted(said.language for said in rules.objects(rule, SH.message)) for rule in judging(rules)}
    assert {str(rule): languages for rule, languages in spoken.items() if languages != ["en", "fr"]} == {}


def test_shapes_have_no_blank_nodes_but_their_lists(rules: Graph) -> None:
    assert {predicate for node, predicate in rules.subject_predicates() if not isinstance(node, URIRef)} <= {
        RDF.first,
        RDF.rest,
    }
