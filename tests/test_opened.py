"""A corpus that was opened once judges each change as if the whole were judged again, and is left as it was."""

import difflib
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from healthkg.contribution import Judge, open_judge, read_contribution, with_dates
from healthkg.contribution.gate import read_gate
from healthkg.corpus import HOMES, Corpus, DataFile, open_corpus
from healthkg.errors import InputProblem
from healthkg.isolation import Limits, can_isolate, isolated
from healthkg.store import open_store
from healthkg.turtle import Statement, parse
from healthkg.validation import Report, checks, focusing, validate
from healthkg.validation.auditing.defects import Defect, sampled
from healthkg.validation.auditing.ground import Ground
from healthkg.validation.auditing.kinds import KINDS
from healthkg.validation.auditing.mentions import bounds
from healthkg.validation.findings import report
from healthkg.validation.in_memory import standing
from healthkg.validation.judge import placed
from healthkg.validation.nearness import Names
from healthkg.validation.reports import render
from support import missing
from test_gate import HEAD, LINE, REFUSALS, SOUND

CALM = settings(max_examples=15, deadline=None, derandomize=True, database=None,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip


@pytest.fixture(scope="module")
def judge(mini_corpus: Corpus) -> Judge:
    return open_judge(mini_corpus)


# ---- The other way: the gate asked in a store of its own, the whole corpus judged ----


def in_full(corpus: Corpus, *files: DataFile) -> Report:
    """What is found in files that are brought together to a corpus, when the whole of it is judged."""
    refused = []
    own = {file.path for file in corpus.files}
    for file in files:
        if file.path in own:
            corpus = corpus.changed_by([file])
        else:
            refused += gate_refuses(corpus, file)
            corpus = let_in(corpus, file)
    judged = validate(with_dates(corpus))
    found = [one for one in judged.findings if one.file in {file.path for file in files}]
    return report([*refused, *found], judged.by_pyshacl)


def before(corpus: Corpus, file: DataFile) -> Corpus:
    kept = (one for one in corpus.files if one.path != file.path and one.graph != file.graph)
    return replace(corpus, files=tuple(kept))


def asked(corpus: Corpus, file: DataFile) -> ox.Store:
    store = ox.Store()
    store.extend(before(corpus, file).quads())
    apart = corpus.registry["g:apport"]
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object, apart) for quad in file.triples)
    return store


def gate_refuses(corpus: Corpus, file: DataFile) -> list:  # type: ignore[type-arg]
    rules = read_gate(corpus.project).rules
    found = placed(list(checks.in_store(asked(corpus, file), rules, corpus.registry)), [file], corpus.registry)
    return [replace(one, file=file.path) for one in found]


def let_in(corpus: Corpus, file: DataFile) -> Corpus:
    split = read_gate(corpus.project).split
    new = set(asked(corpus, file).query(split.text)) if split else set()  # type: ignore[arg-type]
    others = before(corpus, file).files
    known = {quad.triple for one in others if one.home == "reference" for quad in one.triples}
    own = tuple(quad for quad in file.triples if quad.triple in new)
    rest = tuple(quad for quad in file.triples if quad.triple not in new | known)
    reference = replace(file, home="reference", graph=corpus.registry["g:reference"], triples=own, whole=file)
    return replace(corpus, files=(*others, reference, replace(file, triples=rest, whole=file)))


def alike(judge: Judge, *files: DataFile, among: Corpus | None = None) -> Report:
    """The report of a judge, which is the one of judging all: every field of every finding, in the same order."""
    ours, theirs = judge.report_on(*files), in_full(among or judge.corpus, *files)
    assert [asdict(one) for one in ours.findings] == [asdict(one) for one in theirs.findings]
    assert ours == theirs
    return ours


# ---- Files that are brought, and files that are changed ----


def brought(judge: Judge, text: str, name: str = "note.ttl") -> DataFile:
    return read_contribution(name, HEAD + text, judge.corpus)


def file_of(corpus: Corpus, path: str) -> DataFile:
    return next(file for file in corpus.files if file.path.endswith(path))


def rewritten(file: DataFile, statements: Iterable[Statement]) -> DataFile:
    """A file that makes these statements, one a line."""
    text = "".join(f"{quad.triple} .\n".removeprefix("<< ").replace(" >> .", " .") for quad in statements)
    return replace(file, text=text, triples=parse(text, file.path))


def test_a_sound_contribution_is_found_sound(judge: Judge) -> None:
    assert alike(judge, brought(judge, SOUND)).findings == ()


@pytest.mark.slow
@pytest.mark.parametrize(("text", "rules"), REFUSALS, ids=lambda value: value if isinstance(value, str) else "")
def test_what_the_gate_refuses_is_found_as_in_full(judge: Judge, text: str, rules: set[str]) -> None:
    assert rules <= {one.rule for one in alike(judge, brought(judge, SOUND + text)).findings}


# What a contribution may bring that reaches beyond its own subjects, or is looked up elsewhere.
BROUGHT = {
    "a node without a name": "id:plan-alpha hkg:concerns [ a hkg:Plan ; hkg:date [ hkg:earliest 3 ] ] ; hkg:line ( 1 2 ) .",
    "a class below another": "hkg:Plan rdfs:subClassOf hkg:Event . id:mesure-neuve a hkg:Plan .",
    "a label that another thing has": 'id:mesure-autre a hkg:Measure ; skos:prefLabel "plan Alpha"@fr .',
    "an acronym that another thing has": 'id:org-autre a hkg:Measure ; skos:prefLabel "x"@fr ; hkg:acronym "AA" .',
    "several names that are nearly known": "id:mesure-neuve hkg:concern id:plan-alfa , id:plan-gama ; hkg:dat id:temps-2020 .",
    "a date that is none": "id:mesure-neuve hkg:date id:temps-2020-02-31 .",
    "a date that it describes itself": 'id:temps-1848 a hkg:TimeSpan ; hkg:edtf "1848" . id:mesure-neuve hkg:date id:temps-1848 .',
    "values as nobody writes them": 'id:mesure-neuve hkg:value "1_000"^^xsd:integer , "a\\u0301" , "\\u200b" .',
    "the same value written twice": "id:mesure-neuve hkg:value 1.50 , 1.5 . id:valeur-x a hkg:Figure ; hkg:value 1.50 , 1.5 .",
    "what a circle is made of": "id:plan-alpha dcterms:isPartOf id:mesure-neuve .",
    "a known line and a new one": "id:plan-alpha a hkg:Plan , hkg:Event .",
}  # fmt: skip


@pytest.mark.parametrize("text", BROUGHT.values(), ids=BROUGHT)
def test_what_reaches_further_is_found_as_in_full(judge: Judge, text: str) -> None:
    assert alike(judge, brought(judge, SOUND + text)).findings


def test_a_line_that_is_known_does_not_move_the_next_one(judge: Judge) -> None:
    found = judge.report_on(brought(judge, SOUND + "id:plan-alpha a hkg:Plan ,\n  hkg:Event ."))
    placed = {one.rule: one.line for one in found.findings if one.value == "hkg:Event"}
    assert (placed["changes_reference"], placed["thing_outside_reference"]) == (LINE + 1, LINE + 1)


def test_files_are_judged_together(judge: Judge, mini_corpus: Corpus) -> None:
    other = SOUND.replace("note", "nota").replace("mesure-neuve", "mesure-autre")
    source = file_of(mini_corpus, "sources/plan-alpha.ttl")
    less = rewritten(source, source.triples[:-40])
    mutual = "id:mesure-neuve dcterms:isPartOf id:mesure-autre ."
    other += "id:mesure-autre dcterms:isPartOf id:mesure-neuve ."
    found = alike(judge, brought(judge, SOUND + mutual), less, brought(judge, other, "nota.ttl"))
    assert {one.file for one in found.findings} >= {"note.ttl", source.path}


def test_all_files_are_judged_together_and_what_stands_elsewhere_is_left_out(judge: Judge, mini_corpus: Corpus) -> None:
    less = [rewritten(file, file.triples[1:]) for file in mini_corpus.files if file.triples]
    assert {one.file for one in alike(judge, *less[1:]).findings} <= {file.path for file in less[1:]}


def test_a_document_brought_again_takes_the_place_of_the_one_that_is_there(judge: Judge, mini_corpus: Corpus) -> None:
    source = file_of(mini_corpus, "sources/plan-alpha.ttl")
    again = read_contribution("plan-alpha.ttl", source.text, mini_corpus)
    assert alike(judge, again).findings == ()
    assert alike(judge, rewritten(again, again.triples[50:])).findings


def test_dates_that_are_lost_are_made_again_where_they_are_used(judge: Judge, mini_corpus: Corpus) -> None:
    spans = file_of(mini_corpus, "reference/dates.ttl")
    alike(judge, rewritten(spans, spans.triples[40:]))


def test_what_is_no_contribution_is_refused_as_ever(judge: Judge) -> None:
    with pytest.raises(InputProblem) as fault:
        judge.report_on(brought(judge, ""))
    assert fault.value.code == "contribution-empty"
    with pytest.raises(InputProblem) as fault:
        brought(judge, "", "a b.ttl")
    assert fault.value.code == "file-name"


# ---- Any change ----

ODD = [
    ox.Literal("1.50", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
    ox.Literal("1.5", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
    ox.Literal("2021-2-3", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")),
    ox.Literal("plan Alpha", language="fr"),
    ox.Literal("a\u0301"),
    ox.NamedNode("https://w3id.org/healthkg/id/temps-1848-02"),
    ox.NamedNode("https://w3id.org/healthkg/id/temps-1848-02-31"),
    ox.NamedNode("https://w3id.org/healthkg/id/plan-alfa"),
    ox.NamedNode("https://w3id.org/healthkg/id/neuf"),
    ox.BlankNode("rien"),
]


@st.composite
def spoilt(draw: Callable[..., object], corpus: Corpus, homes: Sequence[str] = HOMES) -> list[DataFile]:
    """Files of a corpus from which statements were taken, and to which others were added; and files from elsewhere."""
    data = [file for file in corpus.files if file.triples and file.home in homes]
    pool = [quad for file in data if file.home != "ontology" for quad in file.triples]
    pool += [quad for file in data for quad in file.triples[:5]]
    nodes = [
        *(quad.subject for quad in pool[::9]),
        ox.NamedNode("https://w3id.org/healthkg/id/neuf"),
        ox.BlankNode("rien"),
    ]
    values = [*(quad.object for quad in pool[::7]), *ODD]

    def pick(choices: Sequence[object]) -> object:
        return choices[draw(st.integers(0, len(choices) - 1))]  # type: ignore[operator, call-overload]

    def statement() -> Statement:
        kept = [pick(pool) for _ in range(3)]
        subject = pick(nodes) if draw(st.booleans()) else kept[0].subject  # type: ignore[attr-defined]
        value = pick(values) if draw(st.booleans()) else kept[2].object  # type: ignore[attr-defined]
        predicate = kept[draw(st.sampled_from([0, 2]))].predicate  # type: ignore[attr-defined, call-overload]
        return ox.Quad(subject, predicate, value)  # type: ignore[arg-type, return-value]

    def file() -> DataFile:
        elsewhere = brought_empty(corpus, draw(st.sampled_from(["note", "nota", "plan-alpha"])))  # type: ignore[arg-type]
        one = pick([*data, *[elsewhere] * len(data)])
        lost = draw(st.integers(0, max(0, len(one.triples) - 12)))  # type: ignore[attr-defined]
        count = draw(st.integers(0, 12))
        kept = [*one.triples[:lost], *one.triples[lost + count :]]  # type: ignore[attr-defined, operator]
        return rewritten(one, [*kept, *(statement() for _ in range(draw(st.integers(1, 8))))])  # type: ignore[arg-type, call-overload]

    return [file() for _ in range(draw(st.integers(1, 3)))]  # type: ignore[call-overload]


def brought_empty(corpus: Corpus, name: str) -> DataFile:
    return read_contribution(f"{name}.ttl", "", corpus)


@pytest.mark.slow
def test_any_change_is_judged_as_in_full(judge: Judge, mini_corpus: Corpus) -> None:
    seen: set[str] = set()

    @settings(CALM, max_examples=40)
    @given(spoilt(mini_corpus))
    def judged_alike(files: list[DataFile]) -> None:
        seen.update(one.rule for one in alike(judge, *files).findings)

    judged_alike()
    assert len(seen) > 40


def mutated(corpus: Corpus, defect: Defect) -> list[DataFile]:
    """The files of a corpus that a defect changes; what it adds stands in the first file of its graph."""
    changed = []
    for file in corpus.files:
        lost = {quad.triple for quad in defect.removed if quad.graph_name == file.graph}
        first = next(one for one in corpus.files if one.graph == file.graph) is file
        more = [quad for quad in defect.added if first and quad.graph_name == file.graph]
        if more or any(quad.triple in lost for quad in file.triples):
            kept = [quad for quad in file.triples if quad.triple not in lost]
            bare = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in more]
            changed.append(rewritten(file, [*kept, *bare]))  # type: ignore[list-item]
    return changed


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_mutant_is_judged_as_in_full(kind: str, judge: Judge, mini_corpus: Corpus) -> None:
    laid_down = set(bounds(judge.opened.book.rules))
    for defect in sampled(KINDS[kind](Ground(mini_corpus), laid_down), 3):
        alike(judge, *mutated(mini_corpus, defect))


# ---- The corpus as it is ----


@pytest.mark.slow
def test_contributions_to_the_corpus_are_judged_as_in_full(corpus: Corpus) -> None:
    judge = open_judge(corpus)
    source = file_of(corpus, "sources/bilan-cnr-sante.ttl")
    facts = read_contribution(
        "essai.ttl", source.text.replace("id:passage-bilan-cnr-sante", "id:passage-essai"), corpus
    )
    assert alike(judge, facts).findings
    assert alike(judge, rewritten(source, source.triples[9:])).findings
    known = brought(judge, 'id:plan-ma-sante-2022 skos:prefLabel "x"@fr ; dcterms:isPartOf id:plan-ma-sante-202 .')
    assert alike(judge, known).findings


# ---- A judge is left as it was ----


def state(judge: Judge) -> tuple[object, ...]:
    """All that a judgement could change."""
    store = judge.opened.standing.store
    return set(store), set(store.named_graphs())


def test_a_judge_is_afterwards_as_it_was(judge: Judge, mini_corpus: Corpus) -> None:
    source = file_of(mini_corpus, "sources/plan-alpha.ttl")
    first = judge.report_on(brought(judge, SOUND))
    was = state(judge)
    judge.report_on(*(brought(judge, SOUND + text, f"note-{n}.ttl") for n, text in enumerate(BROUGHT.values())))
    judge.report_on(rewritten(source, source.triples[9:]))
    assert state(judge) == was
    assert judge.report_on(brought(judge, SOUND)) == first


def test_a_judge_is_as_it_was_after_a_fault_too(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    was = state(judge)
    with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
        broken.setattr(checks, "about", lambda *_: 1 / 0)
        judge.report_on(brought(judge, SOUND))
    assert state(judge) == was


def test_a_judge_that_has_rehearsed_reads_nothing_more(judge: Judge) -> None:
    if not can_isolate():
        missing("fork", "this system cannot isolate work in a child process")
    files = [brought(judge, SOUND + text) for text in BROUGHT.values()]
    rehearsed = judge.rehearsed()
    here = b"".join(render(rehearsed.report_on(file), "json", "fr") for file in files)
    there = isolated(lambda: b"".join(render(rehearsed.report_on(file), "json", "fr") for file in files), Limits())
    assert there == here


# ---- Projects of other rules ----


@pytest.fixture
def project(miniature: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(miniature, tmp_path / "project", ignore=shutil.ignore_patterns("verdict.json")))


@pytest.mark.slow
def test_a_shape_that_pyshacl_must_judge_is_judged_as_in_full(project: Path) -> None:
    (project / "shapes" / "mine.ttl").write_text(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX hkg: <https://w3id.org/healthkg/def#>\n"
        "PREFIX ex: <https://example.org/>\n"
        "ex:Mine sh:targetClass hkg:Measure ; sh:sparql ex:Asked .\n"
        'ex:Asked sh:message "x" ; sh:select "SELECT $this WHERE { $this a ?any }" .\n'
    )
    judge = open_judge(open_corpus(project))
    found = alike(judge, brought(judge, SOUND))
    assert (found.by_pyshacl, {one.focus for one in found.findings}) == (
        ("<https://example.org/Mine>",),
        {"id:mesure-neuve"},
    )


def test_a_check_that_counts_over_all_is_asked_whole(project: Path) -> None:
    (project / "queries" / "checks" / "most.rq").write_text(
        '#+ problem:\n#+   fr: "{focus} {value}"\n#+   en: "{focus} {value}"\n'
        "PREFIX hkg: <https://w3id.org/healthkg/def#>\n"
        "SELECT ?focus ?value WHERE { ?focus a hkg:Measure . BIND(STR(?focus) AS ?value) } ORDER BY DESC(?value) LIMIT 1\n"
    )
    with (project / "queries" / "checks" / "checks.tsv").open("a") as profile:
        profile.write("most\twarning\n")
    judge = open_judge(open_corpus(project))
    last, first = (SOUND.replace("mesure-neuve", name) for name in ("mesure-zz", "mesure-aa"))
    assert [one.rule for one in alike(judge, brought(judge, last)).findings] == ["most"]
    assert alike(judge, brought(judge, first)).findings == ()


def test_a_project_without_a_gate_has_its_contributions_judged(project: Path) -> None:
    shutil.rmtree(project / "queries" / "gate")
    judge = open_judge(open_corpus(project))
    assert alike(judge, brought(judge, SOUND)).findings


def test_a_corpus_whose_dates_are_not_all_described_is_judged_as_in_full(project: Path) -> None:
    path = project / "data" / "turtle" / "sources" / "plan-alpha.ttl"
    path.write_text(path.read_text("utf-8") + "\nid:plan-alpha hkg:date id:temps-1848 .\n", "utf-8")
    judge = open_judge(open_corpus(project))
    assert alike(judge, brought(judge, SOUND)).findings == ()


# ---- The parts ----


def test_what_checks_find_does_not_depend_on_the_order_of_the_statements(judge: Judge) -> None:
    labels = "".join(f'id:plan-alpha skos:prefLabel "{word}"@fr .' for word in ("zeste", "autre", "milieu"))
    quads = list(let_in(judge.corpus, brought(judge, SOUND + labels)).quads())
    found, turned = (
        report(list(checks.findings(each, judge.opened.book.checks, judge.corpus.registry)))
        for each in (quads, quads[::-1])
    )
    assert len(found.findings) > 3
    assert [asdict(one) for one in found.findings] == [asdict(one) for one in turned.findings]


def test_a_store_is_lent_as_another_corpus_would_fill_it(mini_corpus: Corpus) -> None:
    ground = standing(mini_corpus)
    source = file_of(mini_corpus, "sources/plan-alpha.ttl")
    twice = [
        ox.Quad(ox.NamedNode("https://example.org/a"), ox.NamedNode("https://example.org/p"), value)
        for value in ODD[:2]
    ]
    one, other = (rewritten(replace(source, path=name, graph=ox.NamedNode(f"https://example.org/{name}")), [quad])
                  for name, quad in zip(("one", "other"), twice, strict=True))  # fmt: skip
    both = mini_corpus.changed_by([one, other])
    less = replace(both, files=tuple(file for file in both.files if file not in (one, source)))
    ground = standing(both)
    full = ox.Store()
    full.extend(less.quads())
    with ground.as_of(ground.change(less)) as store:
        assert (set(store), set(store.named_graphs())) == (set(full), set(full.named_graphs()))
    again = ox.Store()
    again.extend(both.quads())
    assert (set(store), set(store.named_graphs())) == (set(again), set(again.named_graphs()))


def test_no_check_depends_on_what_is_computed(corpus: Corpus, judge: Judge) -> None:
    labels = "id:plan-alpha hkg:concerns id:plan-alfa ; hkg:statdIn id:passage-x ."
    for world in (corpus, let_in(judge.corpus, brought(judge, SOUND + labels))):
        plain = ox.Store()
        plain.extend(world.quads())
        whole = open_store(world).engine
        assert len(whole) > len(plain)
        for rule in judge.opened.book.checks:
            found, with_computed = (list(checks.in_store(each, [rule], world.registry)) for each in (plain, whole))
            assert sorted(map(repr, found)) == sorted(map(repr, with_computed))


# query → the query about a named node (V), and whether a nameless one is given to the engine; None: asked whole
FOCUSED = {
    "SELECT ?focus WHERE { ?focus ?p ?o }": ("SELECT ?focus WHERE {\nV\n ?focus ?p ?o }", True),
    "SELECT ?focus { GRAPH ?g { ?focus ?p ?o } }": ("SELECT ?focus {\nV\n GRAPH ?g { ?focus ?p ?o } }", True),
    "SELECT ?focus { GRAPH ?focus { ?s ?p ?o } }": ("SELECT ?focus {\nV\n GRAPH ?focus { ?s ?p ?o } }", True),
    "SELECT ?focus { ?s ?p ?focus # }\n} ORDER BY ?focus": ("SELECT ?focus {\nV\n ?s ?p ?focus # }\n} ORDER BY ?focus", True),
    "SELECT ?focus { FILTER(1 = 1) ?focus ?p ?o }": ("SELECT ?focus { FILTER(1 = 1) ?focus ?p ?o \nV\n}", False),
    "SELECT ?focus { { ?focus ?p ?o } UNION { GRAPH ?g { ?s ?p ?focus } } }": (
        "SELECT ?focus {\nV\n { ?focus ?p ?o } UNION { GRAPH ?g { ?s ?p ?focus } } }", False),
    "SELECT ?focus { { ?focus ?p ?o } UNION { ?s ?p ?o } }": (
        "SELECT ?focus { { ?focus ?p ?o } UNION { ?s ?p ?o } \nV\n}", False),
    "SELECT ?focus { { SELECT DISTINCT ?focus { ?focus ?p ?o } } ?o ?p ?focus }": (
        "SELECT ?focus { { SELECT DISTINCT ?focus {\nV\n ?focus ?p ?o } } ?o ?p ?focus }", False),
    "SELECT ?focus { ?focus ?p ?o { SELECT ?focus (SUM(?n) AS ?all) { ?focus ?q ?n } GROUP BY ?focus HAVING(?all > 1) } }": (
        "SELECT ?focus {\nV\n ?focus ?p ?o { SELECT ?focus (SUM(?n) AS ?all) {\nV\n ?focus ?q ?n } "
        "GROUP BY ?focus HAVING(?all > 1) } }", False),
    "SELECT ?focus { ?focus ?p ?o { SELECT ?o (COUNT(?focus) AS ?all) { ?focus ?q ?o } GROUP BY ?o } }": (
        "SELECT ?focus {\nV\n ?focus ?p ?o { SELECT ?o (COUNT(?focus) AS ?all) { ?focus ?q ?o } GROUP BY ?o } }", False),
    "SELECT ?focus { ?focus ?p ?o OPTIONAL { { SELECT ?focus { ?o ?p ?focus } } } }": (
        "SELECT ?focus {\nV\n ?focus ?p ?o OPTIONAL { { SELECT ?focus { ?o ?p ?focus } } } }", False),
    "SELECT ?focus { ?focus ?p ?o } GROUP BY ?focus": ("SELECT ?focus {\nV\n ?focus ?p ?o } GROUP BY ?focus", False),
    "SELECT ?focus { ?focus ?p ?o } GROUP BY ?focus ?o HAVING(COUNT(*) > 1)": (
        "SELECT ?focus {\nV\n ?focus ?p ?o } GROUP BY ?focus ?o HAVING(COUNT(*) > 1)", False),
    "SELECT ?focus { OPTIONAL { ?focus ?p ?o } }": ("SELECT ?focus { OPTIONAL { ?focus ?p ?o } \nV\n}", False),
    "SELECT ?focus { ?focus ?p ?o MINUS { ?o ?p ?x } }": ("SELECT ?focus {\nV\n ?focus ?p ?o MINUS { ?o ?p ?x } }", False),
    "SELECT ?focus { ?focus ?p ?o OPTIONAL { ?o ?p ?x FILTER(?x = ?focus) } }": (
        "SELECT ?focus {\nV\n ?focus ?p ?o OPTIONAL { ?o ?p ?x FILTER(?x = ?focus) } }", False),
    "SELECT ?focus { ?focus ?p ?o FILTER EXISTS { ?o ?p ?x FILTER(?x = ?focus) } }": (
        "SELECT ?focus {\nV\n ?focus ?p ?o FILTER EXISTS { ?o ?p ?x FILTER(?x = ?focus) } }", True),
    "SELECT ?focus { ?focus ?p ?o { ?o ?p ?x } UNION { ?x ?p ?o } }": (
        "SELECT ?focus {\nV\n ?focus ?p ?o { ?o ?p ?x } UNION { ?x ?p ?o } }", False),
    "SELECT (?a AS ?focus) { ?a ?p ?o }": None,
    "SELECT ?focus { ?focus ?p ?o } GROUP BY (STR(?focus) AS ?name)": None,
    "SELECT ?focus { ?focus ?p ?o } LIMIT 1": None,
    "SELECT ?focus { SELECT ?focus { ?focus ?p ?o } LIMIT 1 }": None,
    "ASK { ?focus ?p ?o }": None,
    "SELECT ?focus { ?focus ?p ?o": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "focused"), FOCUSED.items(), ids=FOCUSED)
def test_a_query_is_asked_about_some_nodes_where_that_finds_the_same(
    text: str, focused: tuple[str, bool] | None
) -> None:
    named, nameless = ox.NamedNode("https://example.org/a"), ox.BlankNode("b")
    asked = [
        one.text.replace("VALUES ?focus { <https://example.org/a> }", "V") for one in focusing.about(text, {named})
    ]
    given = [(one.text == text, one.focus) for one in focusing.about(text, {nameless})]
    expected, plain = focused or (text, False)
    assert asked == [expected]
    assert given == [(plain or focused is None, nameless if plain else None)]


def test_every_check_finds_about_some_nodes_what_it_finds_about_them_among_all(judge: Judge) -> None:
    registry, rules = judge.corpus.registry, judge.opened.book.checks
    source = file_of(judge.corpus, "sources/plan-alpha.ttl")
    text = source.text.replace("id:mesure-", "_:m").replace("id:role-", "_:r").replace("id:passage-", "id:passsage-")
    spoilt = judge.corpus.changed_by([replace(source, text=text, triples=parse(text, source.path))])
    store = ox.Store()
    store.extend(spoilt.quads())
    every = list(checks.in_store(store, rules, registry))
    nodes = sorted({quad.subject for file in spoilt.files for quad in file.triples}, key=str)
    called = {node: str(node) if isinstance(node, ox.BlankNode) else registry.shorten(node.value) for node in nodes}
    wrong = [node for node in nodes if called[node] in {one.focus for one in every}]
    assert {type(node) for node in wrong} == {ox.NamedNode, ox.BlankNode}

    @CALM
    @given(st.lists(st.sampled_from(wrong), max_size=300), st.lists(st.sampled_from(nodes)))
    def found_alike(some: list[object], others: list[object]) -> None:
        foci = {*some, *others}
        focused = checks.about(store, rules, registry, foci, lambda: Names(called.values()))
        names = {called[focus] for focus in foci}
        assert Counter(map(repr, focused)) == Counter(repr(one) for one in every if one.focus in names)

    found_alike()


@CALM
@given(*[st.lists(st.text("abcdé:-", max_size=9), max_size=30)] * 3, st.text("abcdé:-", max_size=9))
def test_the_nearest_names_are_those_that_difflib_finds(
    names: list[str], come: list[str], gone: list[str], name: str
) -> None:
    for ours, known in ((Names(names), {*names}), (Names(names).changed(come, gone), {*names} - {*gone} | {*come})):
        near = difflib.get_close_matches(name, sorted(known - {name}), 2, 0.75)
        assert ours.nearest(name) == (", ".join(near) or "–")


def test_a_name_that_is_longer_than_a_letter_can_be_counted_has_its_nearest() -> None:
    assert Names(["a" * 300, "b"]).nearest("a" * 301) == "a" * 300
