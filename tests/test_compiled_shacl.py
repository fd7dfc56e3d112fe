"""SHACL Core by compiled rules finds what pySHACL finds, result by result; where the two differ, the specification says
which is right."""

import io
import itertools
import os
import tarfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import SKOS, Graph

from healthkg import messages
from healthkg.corpus import Corpus, read_file
from healthkg.errors import InputProblem
from healthkg.turtle import Statement, parse
from healthkg.validation import compiled, shacl
from healthkg.validation.compiled.literals import order, well_formed
from healthkg.validation.compiled.parameters import ShapesGraph
from healthkg.validation.compiled.path_reading import read_path
from healthkg.validation.judge import read_shapes
from mutations import MUTATIONS, Mutation
from shacl_oracle import Row, both, compiled_rows, pyshacl_rows, reported_rows
from shacl_worlds import FAMILIES, data_graphs, ex, sh, shapes_graphs, typed
from support import ROOT, missing
from test_mutations import mutant_of, neighbours

pytestmark = [
    # rdflib 7 compares what is no date by `if NotImplemented`; pySHACL warns of what it does not judge.
    pytest.mark.filterwarnings("ignore:NotImplemented should not be used in a boolean context:DeprecationWarning"),
]
# What pySHACL lets pass where one of two values is ill-formed: see `an ill-formed value comes before none` below.
ORDERED = ("LessThan", "LessThanOrEquals")
EXAMPLES = sorted((ROOT / "tests" / "shapes").rglob("*.ttl"))
PREFIXES = """PREFIX ex: <https://example.org/> PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def turtle(text: str) -> tuple[Statement, ...]:
    return parse(PREFIXES + text, "test")


# ---- Our shapes: on the corpus, on the examples, on the mutants ----


@pytest.fixture(scope="module")
def rules() -> list[Statement]:
    return read_shapes([ROOT / "shapes"])


@pytest.fixture(scope="module")
def ontology(corpus: Corpus) -> list[Statement]:
    return [quad for file in corpus.files if file.home == "ontology" for quad in file.triples]


@pytest.mark.slow
def test_the_corpus_is_judged_alike(corpus: Corpus, rules: list[Statement]) -> None:
    broken = [quad for quad in corpus.statements if not quad.predicate.value.endswith(("#validFrom", "#prefLabel"))]
    ours, theirs = both(broken, rules)
    assert len(ours) > 100
    assert ours == theirs


class Lent:
    """Our rules and the ontology, lent to each comparison: rdflib's graph of it is filled, judged and emptied again."""

    def __init__(self, ontology: list[Statement], rules: list[Statement]) -> None:
        vocabulary = {ox.NamedNode(str(kind)) for kind in (SKOS.Concept, SKOS.ConceptScheme)}
        quick = [quad for quad in rules if quad.predicate != sh("targetClass") or quad.object not in vocabulary]
        self.compiled = [compiled.compile_shapes(each) for each in (rules, quick)]
        self.shapes = [shacl.to_rdflib(each) for each in (rules, quick)]
        self.ours, self.theirs = compiled.Graph(ontology), shacl.to_rdflib(ontology)

    def both(self, more: Iterable[Statement], quick: bool) -> tuple[Counter[Row], Counter[Row]]:
        """Return what is found in the ontology with `more`; quickly, without judging the vocabulary itself."""
        ours = compiled.judge(self.compiled[quick], self.ours.changed(more, ()))
        extra = [triple for triple in shacl.to_rdflib(more) if triple not in self.theirs]
        self.theirs.addN((*triple, self.theirs) for triple in extra)
        try:
            return compiled_rows(ours), pyshacl_rows(self.theirs, self.shapes[quick])
        finally:
            for triple in extra:
                self.theirs.remove(triple)


@pytest.fixture(scope="module")
def lent(ontology: list[Statement], rules: list[Statement]) -> Lent:
    return Lent(ontology, rules)


@pytest.mark.slow
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_example_is_judged_alike(path: Path, lent: Lent, corpus: Corpus) -> None:
    file = read_file(path, corpus.project, corpus.registry)
    ours, theirs = lent.both(file.triples, quick=not path.parent.name.startswith("concept"))
    assert ours == theirs
    assert bool(ours) is path.stem.startswith("invalid")


@pytest.mark.slow
@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: f"{mutation.cells} [{' '.join(mutation.edits)}]")
def test_a_mutant_is_judged_alike(mutation: Mutation, mini_corpus: Corpus, lent: Lent) -> None:
    mutant = mutant_of(mini_corpus, mutation)
    near = neighbours(mutant, mutation.edits)
    own = [quad for quad in mutant.statements if quad.subject in near]
    values = {quad.object for quad in own}
    kinds = [quad for quad in mutant.statements if quad.subject in values and quad.predicate.value.endswith("#type")]
    of_words = any(edit.split(" ")[1].startswith("ref:") for edit in mutation.edits)
    ours, theirs = lent.both([*own, *kinds], quick=not of_words)
    ill_formed = any(isinstance(quad.object, ox.Literal) and not well_formed(quad.object) for quad in own)
    assert Counter({row: ours[row] for row in ours if not (ill_formed and row[2] in ORDERED)}) == theirs


@pytest.mark.slow
def test_the_whole_report_is_the_one_that_pyshacl_gives(mini_corpus: Corpus, rules: list[Statement]) -> None:
    spoilt = [quad for quad in mini_corpus.statements if not quad.predicate.value.endswith(("#concerns", "#title"))]
    found, by_pyshacl = shacl.judged(spoilt, rules, mini_corpus.registry)
    oracle = shacl.findings(shacl.to_rdflib(spoilt), shacl.to_rdflib(rules), mini_corpus.registry)
    assert by_pyshacl == ()
    assert sorted(map(repr, found)) == sorted(map(repr, oracle))
    assert len(found) > 10


# ---- Random shapes on random data ----

CALM = settings(max_examples=200, deadline=None, derandomize=True, database=None,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip
WORLDS = FAMILIES.flatmap(lambda family: st.tuples(shapes_graphs(family), data_graphs(family)))
BROKEN: Counter[str] = Counter()


@CALM
@given(WORLDS)
def test_random_shapes_judge_random_data_as_pyshacl_does(world: tuple[list[Statement], list[Statement]]) -> None:
    shapes, data = world
    ours, theirs = both(data, shapes)
    BROKEN.update({row[2] for row in ours})
    assert ours == theirs


def test_the_random_worlds_break_every_component() -> None:
    """The catalogue has a sentence for each component, by its name: these are all of them."""
    components = {code.removeprefix("shacl-") for code in messages.catalogue() if code.startswith("shacl-")}
    assert components - set(BROKEN) == set()


# ---- Where pySHACL and the specification part ----

# name → (constraint on ex:p, values of ex:p, those that the specification says are wrong, those that pySHACL does)
PARTING = {
    "$ is the end, not before a last line break (SPARQL 17.4.3.14)": ('sh:pattern "^a$"', '"a", "a\\n"', 1, 0),
    "the flag s lets . match a line break": ('sh:pattern "a.b" ; sh:flags "s"', '"a\\nb"', 0, 1),
    "the flag q takes a pattern as plain text": ('sh:pattern "a.b" ; sh:flags "q"', '"a.b", "axb"', 1, 0),
    "a language range of two subtags has its own (RFC 4647, 3.3.1)": (
        'sh:languageIn ("zh-hant")', '"a"@zh-hant-tw, "b"@zh', 1, 2),
    "no literal has the datatype rdfs:Literal (4.1.2)": ("sh:datatype rdfs:Literal", '"a"', 1, 0),
    "1_000 is not an integer (XSD 1.1, 3.4.13)": ("sh:datatype xsd:integer", '"1_000"^^xsd:integer', 1, 0),
    "NaN is not a decimal (XSD 1.1, 3.3.3)": ("sh:datatype xsd:decimal", '"NaN"^^xsd:decimal', 1, 0),
    "a number is not before a date (SPARQL 17.3)": ('sh:minInclusive "2020-01-01"^^xsd:date', "1", 1, 0),
    "a text in a language is not compared with one without": ('sh:minInclusive "abc"', '"b"@fr', 1, 0),
    "an IRI is not before another": ("sh:lessThan ex:q", "ex:a", 1, 0),
    "a number is not before an IRI": ("sh:lessThan ex:q", "1", 1, 1),
    "an ill-formed value comes before none": ("sh:lessThan ex:r", '"2020-02-31"^^xsd:date', 1, 0),
    "1 is not the term true (W3C test uniqueLang-002)": ('sh:uniqueLang "1"^^xsd:boolean', '"a"@fr, "b"@fr', 0, 1),
}  # fmt: skip


@pytest.mark.parametrize(("constraint", "values", "ours", "theirs"), PARTING.values(), ids=PARTING)
def test_where_pyshacl_parts_from_the_specification(constraint: str, values: str, ours: int, theirs: int) -> None:
    shapes = turtle(f"ex:S sh:targetNode ex:it ; sh:property ex:P . ex:P sh:path ex:p ; {constraint} .")
    data = turtle(f'ex:it ex:p {values} ; ex:q ex:b ; ex:r "2020-03-01"^^xsd:date .')
    assert tuple(found.total() for found in both(data, shapes)) == (ours, theirs)


def test_the_inverse_of_a_sequence_is_the_sequence_of_inverses_turned_round() -> None:
    shapes = turtle("ex:S sh:targetNode ex:c ; sh:property ex:P . "
                    "ex:P sh:path [ sh:inversePath (ex:p ex:q) ] ; sh:hasValue ex:a .")  # fmt: skip
    ours, theirs = both(turtle("ex:a ex:p ex:b . ex:b ex:q ex:c ."), shapes)
    assert (ours.total(), theirs.total()) == (0, 1)


def test_a_closed_shape_allows_no_type_that_it_does_not_name() -> None:
    shapes = turtle("ex:S sh:targetNode ex:a ; sh:closed true .")
    ours, theirs = both(turtle("ex:a a rdfs:Resource ."), shapes)
    assert (ours.total(), theirs.total()) == (1, 0)


# ---- The W3C's own tests ----

SHT, MF = "http://www.w3.org/ns/shacl-test#", "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "healthkg"
ARCHIVE = CACHE / f"pyshacl-{version('pyshacl')}.tar.gz"
# The one where pySHACL's answer is not what the W3C expects.
PYSHACL_DIFFERS = {"uniqueLang-002"}
CORE_TESTS = 98


@pytest.fixture(scope="module")
def w3c() -> dict[str, bytes]:
    """The W3C's SHACL tests, name → Turtle, as they come in pySHACL's source archive."""
    if not ARCHIVE.is_file():
        missing("w3c", f"pip download --no-deps --no-binary pyshacl pyshacl=={version('pyshacl')} -d {CACHE}")
    with tarfile.open(ARCHIVE) as archive:
        found = (member for member in archive if "/sht_tests/" in member.name and member.name.endswith(".ttl"))
        return {member.name.partition("/sht_tests/")[2]: archive.extractfile(member).read() for member in found}  # type: ignore[union-attr]


def w3c_cases(w3c: dict[str, bytes], folder: str) -> Iterator[tuple[str, list[Statement], list[Statement], Graph | None]]:
    """Yield the name of each test, its data, its shapes, and the report that it expects (None: a failure)."""
    for name in sorted(w3c):
        own = w3c_file(w3c, name)
        graph = ShapesGraph(own)
        for test in graph.subjects:
            if ox.NamedNode(SHT + "Validate") in graph.types(test):
                ((action,), (result,)) = (graph.objects(test, ox.NamedNode(MF + part)) for part in ("action", "result"))
                given = (graph.objects(action, ox.NamedNode(SHT + part))[0] for part in ("dataGraph", "shapesGraph"))
                data, shapes = (w3c_file(w3c, term.value.removeprefix("file:///")) for term in given)
                failure = result == ox.NamedNode(SHT + "Failure")
                if name.startswith(folder):
                    yield Path(name).stem, data, shapes, None if failure else shacl.to_rdflib(own)


def w3c_file(w3c: dict[str, bytes], name: str) -> list[Statement]:
    return list(ox.parse(w3c[name], format=ox.RdfFormat.TURTLE, base_iri=f"file:///{name}"))  # type: ignore[arg-type]


def nameless(rows: Counter[Row]) -> Counter[Row]:
    """Return rows without the names of blank nodes, which each reading gives anew."""
    return Counter(tuple("_" if text.startswith("_:") else text for text in row) for row in rows.elements())
