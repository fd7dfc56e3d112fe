"""SHACL Core by compiled rules finds what pySHACL finds, result by result; where the two differ, the specification says
which is right."""

import json
import os
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from rdflib import SKOS, Graph

from healthkg import messages
from healthkg.corpus import Corpus, read_file
from healthkg.errors import InputProblem
from healthkg.turtle import Statement, parse
from healthkg.validation import compiled, shacl
from healthkg.validation.compiled.literals import order, well_formed
from healthkg.validation.compiled.parameters import ShapesGraph
from healthkg.validation.judge import judge, read_shapes
from healthkg.validation.reports import render
from mutations import MUTATIONS, Mutation
from shacl_oracle import Row, both, compiled_rows, pyshacl_rows, reported_rows
from shacl_worlds import COMPONENTS, ex, sh, triples, typed, worlds
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

CALM = settings(max_examples=12, deadline=None, derandomize=True, database=None,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip


@pytest.mark.parametrize("component", COMPONENTS)
def test_random_shapes_judge_random_data_as_pyshacl_does(component: str) -> None:
    broken: Counter[str] = Counter()

    @CALM
    @given(worlds(component))
    def judged_alike(world: tuple[list[Statement], list[Statement]]) -> None:
        shapes, data = world
        assume(not compiled.compile_shapes(shapes).left)  # two shapes that are each other's sibling and value shape
        ours, theirs = both(data, shapes)
        broken.update(row[2] for row in ours)
        assert ours == theirs

    judged_alike()
    assert broken[component]


def test_every_component_has_its_sentence_and_its_random_worlds() -> None:
    said = {code.removeprefix("shacl-") for code in messages.catalogue() if code.startswith("shacl-")}
    assert said == set(COMPONENTS)


def test_a_shape_that_has_no_message_is_told_from_the_catalogue(mini_corpus: Corpus) -> None:
    shapes = turtle("ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ; sh:or (ex:T [ sh:class ex:C ]) . "
                    "ex:T sh:in (1 'a') .")  # fmt: skip
    found, _ = shacl.judged(turtle("ex:a ex:p ex:b ."), shapes, mini_corpus.registry)
    assert [finding.message for finding in found] == [
        {
            "fr": "La valeur n'est conforme à aucune de ces formes : <https://example.org/T>, […].",
            "en": "The value conforms to none of these shapes: <https://example.org/T>, […].",
        }
    ]


def test_a_path_is_told_as_sparql_writes_it(mini_corpus: Corpus) -> None:
    shapes = turtle("ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:minCount 9 ; sh:path ("
                    "[ sh:inversePath ex:p ] [ sh:alternativePath (ex:q [ sh:zeroOrMorePath (ex:p ex:q) ]) ]"
                    "[ sh:oneOrMorePath ex:p ] [ sh:zeroOrOnePath [ sh:inversePath (ex:p ex:q) ] ] ) .")  # fmt: skip
    found, _ = shacl.judged(turtle("ex:a ex:p ex:b ."), shapes, mini_corpus.registry)
    p, q = "<https://example.org/p>", "<https://example.org/q>"
    assert [finding.path for finding in found] == [f"^{p}/({q}|(({p}/{q})*))/({p}+)/((^{q}/^{p})?)"]


# ---- Where pySHACL and the specification part ----

# name → (constraint on ex:p, values of ex:p, those that the specification says are wrong, those that pySHACL does)
PARTING = {
    "$ is the end, not before a last line break (SPARQL 17.4.3.14)": ('sh:pattern "^a$"', '"a", "a\\n"', 1, 0),
    "the flag s lets . match a line break": ('sh:pattern "a.b" ; sh:flags "s"', '"a\\nb"', 0, 1),
    "the flag q takes a pattern as plain text": ('sh:pattern "a.b" ; sh:flags "q"', '"a.b", "axb"', 1, 0),
    "a language range of two subtags has its own (RFC 4647, 3.3.1)": (
        'sh:languageIn ("zh-hant")', '"a"@zh-hant-tw, "b"@zh', 1, 2),
    "a blank node has no length, not even 0 (4.4.1)": ("sh:minLength 0", "[]", 1, 0),
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
PYSHACL_DIFFERS = {"core/property/uniqueLang-002.ttl"}
CORE_TESTS = 98


@pytest.fixture(scope="module")
def w3c() -> dict[str, bytes]:
    """The W3C's SHACL tests, name → Turtle, as they come in pySHACL's source archive."""
    if not ARCHIVE.is_file():
        missing("w3c", f"pip download --no-deps --no-binary pyshacl pyshacl=={version('pyshacl')} -d {CACHE}")
    with tarfile.open(ARCHIVE) as archive:
        found = (member for member in archive if "/sht_tests/" in member.name and member.name.endswith(".ttl"))
        return {member.name.partition("/sht_tests/")[2]: archive.extractfile(member).read() for member in found}  # type: ignore[union-attr]


def w3c_cases(w3c: dict[str, bytes]) -> Iterator[tuple[str, list[Statement], list[Statement], Graph]]:
    """Yield the name of each test of SHACL Core, its data, its shapes, and the graph of the report that it expects."""
    for name in sorted(name for name in w3c if name.startswith("core/")):
        own = w3c_file(w3c, name)
        graph = ShapesGraph(own)
        for test in graph.subjects:
            if ox.NamedNode(SHT + "Validate") in graph.types(test):
                (action,) = graph.objects(test, ox.NamedNode(MF + "action"))
                given = [graph.objects(action, ox.NamedNode(SHT + part))[0] for part in ("dataGraph", "shapesGraph")]
                data, shapes = (w3c_file(w3c, term.value.removeprefix("file:///")) for term in given)
                yield name, data, shapes, shacl.to_rdflib(own)


def w3c_file(w3c: dict[str, bytes], name: str) -> list[Statement]:
    return list(ox.parse(w3c[name], format=ox.RdfFormat.TURTLE, base_iri=f"file:///{name}"))  # type: ignore[arg-type]


def nameless(rows: Counter[Row]) -> Counter[Row]:
    """Return rows without the names of blank nodes, which each reading gives anew."""
    return Counter(tuple("_" if text.startswith("_:") else text for text in row) for row in rows.elements())


def test_the_w3c_core_tests_give_what_they_expect(w3c: dict[str, bytes]) -> None:
    found = {}
    for name, data, shapes, expected in w3c_cases(w3c):
        wanted = nameless(reported_rows(expected))
        ours, theirs = map(nameless, both(data, shapes))
        found[name] = (ours == wanted, theirs == wanted)
    assert len(found) == CORE_TESTS
    assert {name for name, (ours, _) in found.items() if not ours} == set()
    assert {name for name, (_, theirs) in found.items() if not theirs} == PYSHACL_DIFFERS


# ---- What is beyond SHACL Core ----

PERSON = "ex:S sh:targetClass ex:Person ; sh:property ex:P . ex:P sh:path ex:name ; sh:minCount 1 ."
BEYOND = {
    "a constraint in SPARQL": (
        'ex:T sh:targetClass ex:Person ; sh:sparql ex:Q . ex:Q sh:select "SELECT $this WHERE { $this a ?any }" .', 1),
    "a component of the shapes graph": (
        "ex:T sh:targetClass ex:Person ; ex:most 1 . ex:Most a sh:ConstraintComponent ; sh:parameter ex:mostOf ; "
        'sh:validator ex:Ask . ex:mostOf sh:path ex:most . ex:Ask a sh:SPARQLAskValidator ; sh:ask "ASK { $value <https://example.org/no> ?any }" .', 1),
    "a shape that refers to one that is beyond": (
        "ex:T sh:targetClass ex:Person ; sh:node ex:U . "
        'ex:U a sh:NodeShape ; sh:sparql ex:Q . ex:Q sh:select "SELECT $this WHERE { $this a ?any }" .', 1),
    "a shape that refers to itself": (
        "ex:T sh:targetClass ex:Person ; sh:property ex:K . ex:K sh:path ex:knows ; sh:node ex:T ; sh:maxCount 0 .", 1),
}  # fmt: skip


@pytest.mark.parametrize(("beyond", "found"), BEYOND.values(), ids=BEYOND)
def test_what_is_beyond_core_is_judged_by_pyshacl_and_said(beyond: str, found: int, mini_corpus: Corpus) -> None:
    data = turtle("ex:a a ex:Person ; ex:knows ex:b .")
    by_both, by_pyshacl = shacl.judged(data, turtle(PERSON + beyond), mini_corpus.registry)
    assert by_pyshacl == ("<https://example.org/T>",)
    assert sorted(finding.rule for finding in by_both if finding.rule == "P") == ["P"]
    assert len(by_both) == 1 + found


def test_a_report_names_the_shapes_that_pyshacl_judged(mini_corpus: Corpus, tmp_path: Path) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shapes.write_text(PREFIXES + PERSON + BEYOND["a constraint in SPARQL"][0])
    data.write_text(PREFIXES + "ex:a a ex:Person .")
    report = judge([read_file(data, mini_corpus.project, mini_corpus.registry)], [shapes], mini_corpus.registry)
    assert report.by_pyshacl == ("<https://example.org/T>",)
    assert [finding.rule for finding in report.findings] == ["P", "T"]
    assert json.loads(render(report, "json", "fr"))["by_pyshacl"] == ["<https://example.org/T>"]


def test_shapes_that_pyshacl_refuses_are_refused(mini_corpus: Corpus) -> None:
    shapes = turtle("ex:T sh:targetNode ex:a ; sh:sparql ex:Q . ex:Q a sh:SPARQLConstraint .")
    with pytest.raises(InputProblem) as refusal:
        shacl.judged(turtle("ex:a a ex:b ."), shapes, mini_corpus.registry)
    assert refusal.value.code == "shapes-refused"


# ---- Shapes that are not well formed (SHACL 3.4.2) ----

ILL_FORMED = {
    "ex:S sh:minCount 1": "minCount",
    "ex:S sh:lessThan ex:p": "lessThan",
    "ex:S sh:datatype xsd:date , xsd:time": "datatype",
    "ex:S sh:minLength 1.5": "minLength",
    "ex:S sh:minInclusive ex:p": "minInclusive",
    "ex:S sh:nodeKind sh:Iri": "nodeKind",
    'ex:S sh:pattern "("': "pattern",
    'ex:S sh:pattern "a" ; sh:flags "z"': "pattern",
    "ex:S sh:in ex:p": "in",
    "ex:S sh:or ex:p": "or",
    "ex:S sh:class 1": "class",
    "ex:S sh:property ex:P": "property",
    "ex:S sh:node ex:P . ex:P sh:path ex:p": "node",
    "ex:S sh:qualifiedValueShape ex:T ; sh:qualifiedMinCount 1": "qualifiedValueShape",
    "ex:S sh:path ex:p ; sh:qualifiedValueShape ex:T": "qualifiedValueShape",
    "ex:S a sh:NodeShape ; sh:path ex:p": "path",
    "ex:S a sh:PropertyShape": "path",
    "ex:S sh:path ex:p , ex:q": "path",
    "ex:S sh:path 1": "path",
    "ex:S sh:path [ sh:inversePath 1 ]": "path",
    "ex:S sh:path (ex:p)": "path",
    "ex:S sh:path [ sh:alternativePath ex:p ]": "path",
    "ex:S sh:path _:x . _:x sh:zeroOrMorePath _:x": "path",
    "ex:S sh:path _:x . _:x rdf:first _:x ; rdf:rest (ex:p)": "path",
    "ex:S sh:path _:x . _:x rdf:first ex:p ; rdf:rest _:x": "path",
}


@pytest.mark.parametrize(("shape", "parameter"), ILL_FORMED.items())
def test_a_shape_that_is_not_well_formed_is_refused_by_its_parameter(shape: str, parameter: str) -> None:
    with pytest.raises(InputProblem) as refusal:
        compiled.compile_shapes(turtle(f"ex:S sh:targetNode ex:a . {shape} ."))
    assert (refusal.value.code, str(refusal.value.data["parameter"]).split()[0]) == (
        "shape-ill-formed",
        f"sh:{parameter}",
    )


# ---- Terms as they are written ----


def values_of(text: str) -> list[ox.Literal]:
    return [quad.object for quad in turtle(f"ex:a ex:p {text} .")]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("constraint", "values", "wrong"),
    [
        ('sh:pattern "^1\\\\.50$"', "1.50, 1.5", ["1.5"]),
        ("sh:maxLength 3", "1.50, 1.5", ["1.50"]),
        ("sh:in (1.50)", "1.50, 1.5", ["1.5"]),
        ("sh:hasValue 1.5", "1.50", [None]),
        ("sh:maxCount 1", "1.50, 1.5", [None]),
        ('sh:pattern "24"', '"24:00:00"^^xsd:time', []),
        ("sh:datatype xsd:boolean", '"1"^^xsd:boolean, "yes"^^xsd:boolean', ["yes"]),
        ("sh:minInclusive 1.5", "1.50, 1.49", ["1.49"]),
    ],
)
def test_a_value_is_judged_as_it_was_written(constraint: str, values: str, wrong: list[str | None]) -> None:
    shapes = turtle(f"ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ; {constraint} .")
    judgement = compiled.judge(compiled.compile_shapes(shapes), compiled.Graph(turtle(f"ex:a ex:p {values} .")))
    found = [result.value for results in judgement.values() for result in results]
    assert [None if value is None else value.value for value in found] == wrong


@pytest.mark.parametrize(
    ("datatype", "sound", "faulty"),
    [
        ("integer", ["0", "-12", "+3", "007", "9" * 5000], ["1_000", "１２", "1.0", "", " 1"]),
        ("byte", ["-128", "127"], ["128", "-129", "c"]),
        ("unsignedInt", ["0", "4294967295"], ["-1", "4294967296"]),
        ("positiveInteger", ["1"], ["0", "-1"]),
        ("decimal", ["1", "1.50", ".5", "5."], ["1e5", "NaN", "1,5"]),
        ("double", ["1e5", "NaN", "INF", "-INF", "1."], ["inf", "1e", "0x1"]),
        ("boolean", ["true", "false", "1", "0"], ["TRUE", ""]),
        ("date", ["2020-02-29", "-0044-03-15", "12020-01-01", "2020-01-01Z", "2020-01-01+14:00"],
         ["2019-02-29", "2020-13-01", "2020-1-1", "20200101", "012020-01-01", "2020-01-01+15:00"]),
        ("dateTime", ["2020-02-29T24:00:00", "2020-02-29T23:59:59.999-05:00"], ["2020-02-29", "2020-02-29T24:00:01", "2020-02-29T25:00:00"]),
        ("dateTimeStamp", ["2020-02-29T12:00:00Z"], ["2020-02-29T12:00:00"]),
        ("time", ["24:00:00", "12:30:00Z"], ["24:30:00", "12:60:00", "12:30"]),
        ("gYear", ["2020", "-0001"], ["20", "02020"]),
        ("gYearMonth", ["2020-12"], ["2020-13"]),
        ("duration", ["P1Y2M3DT4H5M6.7S", "-P1D", "PT1S"], ["P", "P1S", "PT", "P1YT"]),
        ("hexBinary", ["", "0aF1"], ["0", "0g"]),
        ("language", ["fr", "zh-hant-tw"], ["", "fr_FR"]),
        ("string", ["", "a\nb"], []),
    ],
)  # fmt: skip
def test_a_literal_is_well_formed_as_xml_schema_says(datatype: str, sound: list[str], faulty: list[str]) -> None:
    assert [text for text in sound + faulty if well_formed(typed(text, datatype))] == sound


def test_any_form_is_one_of_an_unknown_datatype() -> None:
    assert well_formed(ox.Literal("?", datatype=ex("own")))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("1", "1.00", 0),
        ("1", "1e0", 0),
        ("0.1", "1e-1", 0),
        ("9999999999999999999999", "9999999999999999999998.5", 1),
        ('"NaN"^^xsd:double', "1", None),
        ('"-INF"^^xsd:double', "1", -1),
        ('"a"', '"b"', -1),
        ('"a"@fr', '"b"@fr', None),
        ('"a"', "1", None),
        ("false", "true", -1),
        ('"2020-01-01"^^xsd:date', '"2020-01-02"^^xsd:date', -1),
        ('"2020-01-01"^^xsd:date', '"2020-01-01T00:00:00"^^xsd:dateTime', None),
        ('"2020-01-01T10:00:00+02:00"^^xsd:dateTime', '"2020-01-01T08:00:00Z"^^xsd:dateTime', 0),
        ('"2002-10-10T12:00:00-05:00"^^xsd:dateTime', '"2002-10-10T12:00:01"^^xsd:dateTime', None),
        ('"2002-10-10T12:00:00Z"^^xsd:dateTime', '"2002-10-11T12:00:01"^^xsd:dateTime', -1),
        ('"2020-12-31T24:00:00"^^xsd:dateTime', '"2021-01-01T00:00:00"^^xsd:dateTime', 0),
        ('"-0001-01-01"^^xsd:date', '"0001-01-01"^^xsd:date', -1),
        ('"12020-01-01"^^xsd:date', '"9999-01-01"^^xsd:date', 1),
        ('"2019"^^xsd:gYear', '"2020"^^xsd:gYear', -1),
        ('"2020-02-31"^^xsd:date', '"2020-03-01"^^xsd:date', None),
        ('"5 2"^^xsd:integer', "7", None),
    ],
)  # fmt: skip
def test_literals_are_ordered_as_sparql_orders_them(one: str, other: str, expected: int | None) -> None:
    (first, second) = (values_of(text)[0] for text in (one, other))
    assert order(first, second) == expected
    assert order(second, first) == (None if expected is None else -expected)


# ---- What a change can alter ----


def rows_by_focus(judgement: compiled.Judgement) -> dict[object, Counter[Row]]:
    return {focus: compiled_rows({focus: results}) for focus, results in judgement.items()}


def check_rejudging(shapes: list[Statement], data: list[Statement], gone: set[Statement], come: set[Statement]) -> None:
    """Judge what a change altered, and all anew: the results are the same."""
    old = set(data)
    new = (old - gone) | come
    rules, graph = compiled.compile_shapes(shapes), compiled.Graph(old)
    after = graph.changed(new - old, old - new)
    again = compiled.rejudged(compiled.judge(rules, graph), rules, after, new - old, old - new)
    anew = compiled.judge(rules, compiled.Graph(new))
    assert rows_by_focus(again) == rows_by_focus(anew)
    assert rows_by_focus(compiled.judge(rules, after)) == rows_by_focus(anew)


@settings(CALM, max_examples=15)
@given(data=st.data())
@pytest.mark.parametrize("component", COMPONENTS)
def test_rejudging_what_a_random_change_alters_is_judging_anew(component: str, data: st.DataObject) -> None:
    shapes, before = data.draw(worlds(component))
    gone = data.draw(st.sets(st.sampled_from(before), max_size=5))
    come = data.draw(st.sets(triples([typed("7", "integer")]), max_size=5))
    check_rejudging(shapes, before, gone, come)


@settings(CALM, max_examples=15)
@given(data=st.data())
def test_rejudging_the_miniature_world_is_judging_it_anew(
    mini_corpus: Corpus, rules: list[Statement], data: st.DataObject
) -> None:
    facts = [quad for file in mini_corpus.files if file.home != "ontology" for quad in file.triples]
    some = st.lists(st.sampled_from(facts), max_size=6)
    gone, said, others = data.draw(some), data.draw(some), data.draw(some)
    come = {ox.Quad(one.subject, one.predicate, other.object) for one, other in zip(said, others, strict=False)}
    check_rejudging(rules, list(mini_corpus.statements), set(gone), come)  # type: ignore[arg-type]


def test_a_change_is_judged_where_it_matters_and_nowhere_else(mini_corpus: Corpus, rules: list[Statement]) -> None:
    registry, all_rules = mini_corpus.registry, compiled.compile_shapes(rules)
    graph = compiled.Graph(mini_corpus.statements)
    (label,) = (quad for quad in mini_corpus.statements if quad.subject == registry["id:plan-gamma"]
                and quad.predicate == registry["skos:prefLabel"])  # fmt: skip
    (kind,) = (quad for quad in mini_corpus.statements if quad.subject == registry["id:plan-gamma"]
               and quad.predicate == registry["rdf:type"])  # fmt: skip
    pointing = {quad.subject for quad in mini_corpus.statements if quad.object == kind.subject}
    assert compiled.affected(all_rules, graph.changed((), [label]), [label]) == {label.subject}
    assert compiled.affected(all_rules, graph.changed((), [kind]), [kind]) == {kind.subject, *pointing}


def test_a_change_of_the_classes_can_alter_anything(mini_corpus: Corpus, rules: list[Statement]) -> None:
    below = [quad for quad in mini_corpus.statements if quad.predicate.value.endswith("#subClassOf")][:1]
    graph = compiled.Graph(mini_corpus.statements).changed((), below)
    assert compiled.affected(compiled.compile_shapes(rules), graph, below) is None
