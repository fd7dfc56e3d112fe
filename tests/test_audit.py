"""The audit of the rules: what none of them looks at, and how many seeded defects they catch."""

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from healthkg import messages
from healthkg.corpus import Corpus, open_corpus
from healthkg.validation import auditing, checks, validate
from healthkg.validation.auditing import Audit, Coverage, Seeded
from healthkg.validation.auditing.coverage import coverage
from healthkg.validation.auditing.defects import Defect, sampled
from healthkg.validation.auditing.ground import Ground
from healthkg.validation.auditing.kinds import KINDS, UNSEEN
from healthkg.validation.auditing.mentions import bounds, in_check
from healthkg.validation.auditing.trying import World
from healthkg.validation.judge import read_shapes
from support import Run

BAR = 95  # percent of the seeded defects that a rule can see
# Parents of our classes, which no node is given; and the second type of digital services (cpsv), which comes with ours.
PARENTS = ("cpsv:PublicService", "cv:Participation", "dcat:Relationship", "foaf:Document", "foaf:Group", "oa:SpecificResource",
           "prov:Activity", "prov:Entity", "prov:Plan", "schema:Claim", "sosa:Observation", "time:TemporalEntity")  # fmt: skip
# Kind → seeded, caught, in the miniature world.
FARED = {
    "missing": (20, 20),
    "participant": (20, 20),
    "cardinality": (20, 20),
    "class": (20, 20),
    "list": (20, 20),
    "datatype": (20, 20),
    "language": (20, 20),
    "misspelt": (20, 20),
    "dangling": (20, 20),
    "dates": (20, 20),
    "range": (20, 20),
    "offsets": (20, 20),
    "label": (20, 19),
    "graph": (20, 20),
    "iri": (20, 20),
    "untyped": (20, 20),
    "disjoint": (20, 20),
    "amount": (9, 7),
    "words": (20, 0),
}


@pytest.fixture(scope="module")
def audit(mini_corpus: Corpus) -> Audit:
    return auditing.audit(mini_corpus)


@pytest.fixture(scope="module")
def ground(mini_corpus: Corpus) -> Ground:
    return Ground(mini_corpus)


@pytest.fixture(scope="module")
def world(mini_corpus: Corpus) -> World:
    return world_of(mini_corpus)


def world_of(corpus: Corpus) -> World:
    rules = checks.read_checks(corpus.project.queries / "checks")
    return World(corpus, read_shapes([corpus.project.shapes]), rules)


def covered(corpus: Corpus) -> Coverage:
    return coverage(Ground(corpus), read_shapes([corpus.project.shapes]), world_of(corpus))


# ---- What no rule looks at ----


def test_the_rules_look_at_all_that_the_miniature_world_uses(audit: Audit) -> None:
    held = audit.coverage
    assert (held.classes, held.classes_in_use) == (PARENTS, ("cpsv:PublicService",))
    assert (held.properties_in_use, held.nodes, held.idle, held.unreferred, held.blind, held.by_pyshacl) == ((),) * 6
    assert held.habits == (
        ("hkg:Event", "dcterms:type", 10),
        ("hkg:Event", "hkg:statedIn", 10),
        ("hkg:TimeSpan", "hkg:earliest", 30),
        ("hkg:TimeSpan", "hkg:latest", 30),
    )


def test_properties_that_no_rule_names_are_computed_or_of_the_ontology_itself(audit: Audit, corpus: Corpus) -> None:
    shortcuts = {
        corpus.registry.shorten(quad.object.value)
        for quad in corpus.statements
        if quad.predicate == corpus.registry["hkg:shortcut"]
    }
    parents = {"cv:hasLegalResource", "dcat:hadRole", "dcterms:relation", "dcterms:requires", "dcterms:temporal"}
    about_words = {"dcterms:bibliographicCitation", "dcterms:created", "dcterms:creator", "dcterms:license",
                   "dcterms:modified", "bibo:status", "schema:domainIncludes", "schema:rangeIncludes", "skos:example",
                   "skos:scopeNote", "skos:topConceptOf", "vann:preferredNamespacePrefix",
                   "vann:preferredNamespaceUri", "vann:usageNote"}  # fmt: skip
    assert set(audit.coverage.properties) == (shortcuts - {"hkg:possiblySameAs"}) | parents | about_words


@pytest.fixture
def project(miniature: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(miniature, tmp_path / "project", ignore=shutil.ignore_patterns("verdict.json")))


def test_a_class_without_its_shapes_is_told_and_so_are_its_nodes_and_properties(project: Path) -> None:
    (project / "shapes" / "dates.ttl").unlink()
    for name in ("uses", "values"):
        file = project / "shapes" / f"{name}.ttl"
        text = re.sub(r"hsh:Use-time-span .*?\n \.\n", "", file.read_text("utf-8"), flags=re.S)
        file.write_text(text.replace("hkg:edtf", "hkg:section"), "utf-8")
    identities = project / "shapes" / "identities.ttl"
    identities.write_text(identities.read_text("utf-8").replace("hkg:TimeSpan ,", ""), "utf-8")
    held = covered(open_corpus(project))
    assert (held.classes_in_use, set(held.properties_in_use)) == (("cpsv:PublicService", "hkg:TimeSpan"), {"hkg:edtf"})
    assert len(held.nodes) == 30
    assert {name.split("-")[0] for name in held.nodes} == {"id:temps"}


def test_a_rule_that_meets_nothing_serves_nowhere_or_names_what_does_not_exist_is_told(project: Path) -> None:
    (project / "shapes" / "idle.ttl").write_text(
        "PREFIX hkg: <https://w3id.org/healthkg/def#> PREFIX hsh: <https://w3id.org/healthkg/shapes#>\n"
        "PREFIX sh: <http://www.w3.org/ns/shacl#>\n"
        "hsh:Idle a sh:NodeShape ; sh:targetClass hkg:Nothing .\nhsh:Alone a sh:NodeShape ; sh:class hkg:Plan .\n",
        "utf-8",
    )
    folder = project / "queries" / "checks"
    example = (folder / "end_before_start.rq").read_text("utf-8")
    (folder / "blind.rq").write_text(example.replace("hkg:earliest", "hkg:earlyest"), "utf-8")
    (folder / "checks.tsv").write_text((folder / "checks.tsv").read_text("utf-8") + "blind\twarning\n", "utf-8")
    held = covered(open_corpus(project))
    assert (held.idle, held.unreferred) == (("hsh:Idle",), ("hsh:Alone",))
    assert held.blind == (("blind", "hkg:earlyest"),)


def test_a_check_names_its_terms_and_not_its_namespaces(mini_corpus: Corpus) -> None:
    rules = {query.name: query for query, _ in checks.read_checks(mini_corpus.project.queries / "checks")}
    short = mini_corpus.registry.shorten
    assert {short(term.value) for term in in_check(rules["unjudged_node"], mini_corpus.registry)} == {
        "cpsv:PublicService", "owl:Class", "rdfs:subClassOf",
    }  # fmt: skip


# ---- Seeded defects ----


def test_the_rules_catch_what_is_seeded_and_what_they_miss_is_known(audit: Audit) -> None:
    assert {one.kind: (one.seeded, one.caught) for one in audit.seeded} == FARED
    seen = [one for one in audit.seeded if one.seen]
    assert {one.kind for one in audit.seeded} - {one.kind for one in seen} == UNSEEN == {"amount", "words"}
    assert 100 * sum(one.caught for one in seen) >= BAR * sum(one.seeded for one in seen)
    assert [one.missed for one in seen if one.missed] == [(("id:plan-alpha", "hkg:Plan"),)]


def test_the_same_corpus_gives_the_same_audit(
    audit: Audit, mini_corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "SAMPLE", 3)
    assert auditing.audit(mini_corpus) == auditing.audit(mini_corpus)


def seeds(ground: Ground, world: World) -> dict[str, Defect]:
    """The first defect of each kind."""
    laid_down = set(bounds(world.compiled))
    return {kind: sampled(seeding(ground, laid_down), 1)[0] for kind, seeding in KINDS.items()}


def spoilt(corpus: Corpus, defect: Defect) -> Corpus:
    """`corpus` with a defect in it: what is added stands in the first file of its graph."""
    files = []
    added = list(defect.added)
    for file in corpus.files:
        gone = {quad.triple for quad in defect.removed if quad.graph_name == file.graph}
        come = [quad for quad in added if quad.graph_name == file.graph]
        added = [quad for quad in added if quad not in come]
        triples = [quad for quad in file.triples if quad.triple not in gone]
        triples += [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in come]  # type: ignore[misc]
        files.append(replace(file, triples=tuple(triples)))
    return replace(corpus, files=tuple(files))


@pytest.mark.parametrize("kind", KINDS)
def test_a_defect_is_caught_where_judging_all_finds_something_new_of_its_node(
    kind: str, ground: Ground, world: World, mini_corpus: Corpus
) -> None:
    defect = seeds(ground, world)[kind]
    names = {mini_corpus.registry.shorten(node.value) for node in defect.nodes}
    whole = {one.rule for one in validate(spoilt(mini_corpus, defect)).findings if one.focus in names}
    tried = set(world.tried(defect))
    assert (bool(tried), tried <= whole) == (bool(whole), True)


def test_a_world_is_as_it_was_once_a_defect_was_tried(ground: Ground, mini_corpus: Corpus) -> None:
    world = world_of(mini_corpus)
    before = set(world.store)
    for defect in seeds(ground, world).values():
        world.tried(defect)
    assert set(world.store) == before


def test_asking_a_check_of_one_node_is_asking_it_of_all(ground: Ground, mini_corpus: Corpus) -> None:
    world = world_of(mini_corpus)
    nodes = list(ground.kinds)[::7]
    drop(world.store, (quad for node in nodes for quad in ground.about[node] if quad.predicate == ground.type))
    every = [(one.rule, one.focus) for one in checks.in_store(world.store, world.checks, world.registry)]
    assert len({rule for rule, _ in every}) > 2
    for node in nodes:
        own = [(f.rule, f.focus) for f in checks.in_store(world.store, world.checks, world.registry, node)]
        name = world.registry.shorten(node.value)
        assert sorted(own) == sorted(pair for pair in every if pair[1] == name)


def drop(store: ox.Store, quads: Iterable[object]) -> None:
    for quad in list(quads):
        store.remove(quad)  # type: ignore[arg-type]
        store.remove(ox.Quad(quad.subject, quad.predicate, quad.object))  # type: ignore[attr-defined]


def test_a_sample_has_one_of_each_sort_before_a_second_of_any() -> None:
    def seeded(*sorts: str) -> list[Defect]:
        return [Defect((ox.NamedNode(f"x:{n}"),), (), (), (sort,)) for n, sort in enumerate(sorts)]

    def picked(defects: list[Defect], most: int) -> list[str]:
        return [one.nodes[0].value[2:] + one.sort[0] for one in sampled(defects, most)]

    assert picked(seeded("a", "a", "a", "b", "c"), 4) == ["0a", "3b", "4c", "1a"]
    assert picked(seeded("d", "c", "b", "a"), 2) == ["3a", "1c"]
    assert picked(seeded("a"), 5) == ["0a"]


# ---- Told ----

NOTHING = Coverage(2, 1, ("x:A", "x:B"), (), (), (), (), ("x:S",), (), (("blind", "x:t"),), (("x:A", "x:p", 12),), ())
SMALL = Audit(
    "1 (abc)",
    NOTHING,
    (
        Seeded("missing", True, 4, 3, ("r", "s"), (("x:n", "x:A"),)),
        Seeded("amount", False, 1, 0, (), (("x:m",),)),
        Seeded("words", False, 0, 0, (), ()),
    ),
)


def told(form: str, lang: str) -> list[list[str]]:
    """The lines of the small audit, each as its words."""
    return [line.split() for line in auditing.render(SMALL, form, lang).decode().splitlines()]


def test_an_audit_is_told_in_both_languages() -> None:
    french, english = told("text", "fr"), [" ".join(words) for words in told("text", "en")]
    assert " ".join(french[0]) == "Ce qu'aucune règle ne regarde"
    assert french[1][:9] == ["Données", "1", "(abc),", "2", "formes", "qui", "visent,", "1", "vérifications."]
    assert ["classes", "de", "l'ontologie", "qu'aucune", "forme", "ne", "vise", "2", "x:A,", "x:B"] in french
    assert any(
        " ".join(words).startswith("Pris : 3 des 4 défauts qu'une règle peut voir, soit 75 %") for words in french
    )
    assert "checks that name a term that does not exist 1 blind x:t" in english
    assert "what every node of a class bears, and no rule demands 1 x:A x:p 12" in english
    assert "what the class demands is missing 4 3 75% r, s" in english
    assert "label replaced by another plausible text 0 0 – –" in english
    assert english[-2].endswith("shapes/README.md says how to add one. x:n x:A")


def test_an_audit_in_markdown_is_three_tables() -> None:
    lines = [" ".join(words) for words in told("md", "en")]
    heads = ["## What no rule looks at", "## Defects seeded", "## What goes through"]
    assert [line for line in lines if line.startswith("## ")] == heads
    assert "| what the class demands is missing | 4 | 3 | 75% | r, s |" in lines
    assert "| shapes that meet nothing in this corpus | 1 | x:S |" in lines


def test_many_places_are_cut_for_people_and_not_for_programs() -> None:
    many = replace(SMALL, seeded=(Seeded("range", True, 9, 0, (), tuple((f"x:{n}",) for n in range(9))),))
    assert "x:4, … and 4 more" in auditing.render(many, "text", "en").decode()
    held = json.loads(auditing.render(many, "json", "en"))
    assert (held["schema"], len(held["seeded"][0]["missed"])) == ("healthkg-audit-1", 9)
    assert sorted(held) == ["coverage", "schema", "seeded", "version"]


def test_every_kind_has_its_name_and_what_no_rule_sees_its_reason() -> None:
    codes = messages.catalogue()
    assert {f"audit-kind-{kind}" for kind in KINDS} == {code for code in codes if code.startswith("audit-kind-")}
    assert {f"audit-why-{kind}" for kind in UNSEEN} <= set(codes)


def test_the_command_writes_the_audit(
    run: Run, miniature: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "SAMPLE", 1)
    done = run("--project", miniature, "shapes", "audit", "--format", "json", "--out", tmp_path / "audit.json")
    assert (done.code, done.out) == (0, "")
    held = json.loads((tmp_path / "audit.json").read_text("utf-8"))
    assert {one["kind"]: one["seeded"] for one in held["seeded"]} == dict.fromkeys(KINDS, 1)
    assert run("--project", miniature, "shapes", "audit").out.startswith("Ce qu'aucune règle ne regarde\n")
