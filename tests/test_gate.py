"""The gate: what a file from elsewhere may bring, where each statement goes, and what is refused, at its line."""

import shutil
from pathlib import Path

import pytest

from healthkg.contribution.gate import Admitted, admit, judged
from healthkg.corpus import Corpus, DataFile, open_corpus, read_file
from healthkg.errors import InputProblem
from healthkg.validation import checks
from support import ROOT, Run

PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "hkg": "https://w3id.org/healthkg/def#",
    "id": "https://w3id.org/healthkg/id/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "ref": "https://w3id.org/healthkg/ref/",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
# A document of its own, with one passage, one new thing and one fact of it: sound as it is. Written from line 13 on.
SOUND = """id:source-note a hkg:SourceDocument ;
    dcterms:identifier "note.txt" ;
    dcterms:title "Note"@fr ;
    hkg:publishedOn id:temps-2020-07-14 ;
    schema:sha256 "693205414b5503ebc1b8a97a5f7778f9e469c61d8a08da69c5047494ca8a9248" ;
    skos:prefLabel "note"@fr .
id:passage-note-l001 a hkg:Passage ;
    hkg:start 0 ; hkg:end 10 ; hkg:firstLine 1 ; hkg:lastLine 1 ;
    hkg:textDigest "d96812deab8fb53443e75676b267934c1541a0e078d6d9d24d11542bf259d7e7" ;
    oa:hasSource id:source-note .
id:mesure-neuve a hkg:Measure ;
    skos:prefLabel "mesure neuve"@fr ;
    dcterms:isPartOf id:plan-alpha ;
    hkg:statedIn id:passage-note-l001 .
"""
LINE = HEAD.count("\n") + SOUND.count("\n") + 1  # of what a test adds


@pytest.fixture(scope="module")
def world(miniature: Path) -> Corpus:
    return open_corpus(miniature)


def brought(world: Corpus, folder: Path, text: str) -> DataFile:
    path = folder / "note.ttl"
    path.write_text(HEAD + text, "utf-8")
    return read_file(path, world.project, world.registry)


def admitted(world: Corpus, folder: Path, text: str) -> tuple[Admitted, DataFile]:
    file = brought(world, folder, text)
    return admit(world, file), file


def refused(world: Corpus, folder: Path, text: str) -> list[tuple[str, int | None]]:
    """The violations and warnings of a sound document with `text` after it: rule and line."""
    found, file = admitted(world, folder, SOUND + text)
    return [(one.rule, one.line) for one in judged(found, file).at_least("warning")]


def test_a_sound_document_is_admitted_and_each_statement_goes_to_its_graph(
    world: Corpus, tmp_path: Path, untouched: None
) -> None:
    found, file = admitted(world, tmp_path, SOUND)
    assert judged(found, file).findings == ()
    registry = world.registry
    homes = {
        registry.shorten(quad.subject.value) + " " + registry.shorten(quad.predicate.value): one.home
        for one in found.corpus.files
        if one.path == file.path
        for quad in one.triples
    }
    assert {home for said, home in homes.items() if said.startswith("id:source-note ")} == {"reference"}
    assert {said.split()[1]: home for said, home in homes.items() if said.startswith("id:mesure-neuve ")} == {
        "rdf:type": "reference", "skos:prefLabel": "reference", "dcterms:isPartOf": "sources", "hkg:statedIn": "sources",
    }  # fmt: skip
    assert {home for said, home in homes.items() if said.startswith("id:passage-note")} == {"sources"}


def test_a_date_that_a_document_uses_first_is_made_and_not_asked_for(world: Corpus, tmp_path: Path) -> None:
    found, _ = admitted(world, tmp_path, SOUND)
    assert any(quad.subject == world.registry["id:temps-2020-07-14"] for quad in found.corpus.statements)


def test_what_the_reference_says_already_is_no_fault_and_is_left_aside(world: Corpus, tmp_path: Path) -> None:
    found, file = admitted(world, tmp_path, SOUND + "id:plan-alpha a hkg:Plan .\n")
    assert ([str(triple.object.value) for triple in found.old], judged(found, file).findings) == (
        [PREFIXES["hkg"] + "Plan"],
        (),
    )


# What a contribution may not do (RELIABILITY 3.5 and 3.6), and the rules that say so at its line.
REFUSALS = [
    ('id:plan-alpha skos:prefLabel "autre nom"@fr .', {"changes_reference"}),
    ("id:org-agence-alpha a hkg:Plan .", {"changes_reference"}),
    ("id:plan-alpha dcterms:isPartOf id:plan-alphaa .", {"dangling_reference", "PolicyElement-isPartOf-whole"}),
    ("id:plan-alpha dcterms:isPartOf id:plan-alpha .", {"circular_chain"}),
    ('id:plan-x a hkg:Plann ; skos:prefLabel "x"@fr .', {"unknown_term", "orphan_identity"}),
    ("id:plan-x dcterms:isPartOf id:plan-alpha .", {"unjudged_node"}),
    ('<https://example.org/x> a hkg:Plan ; skos:prefLabel "x"@fr .', {"foreign_subject", "Plan-iri", "orphan_identity"}),
    ("hkg:Plan rdfs:subClassOf hkg:Event .", {"changes_ontology"}),
    ('hkg:Plan rdfs:label "x"@fr .', {"changes_ontology"}),
    ("ref:role-pilote skos:broader ref:role-appui .", {"changes_ontology"}),
    ("id:plan-gamma owl:deprecated true .", {"changes_ontology", "unknown_term"}),
    ("id:plan-alpha owl:sameAs id:plan-gamma .", {"merges_things", "Identity-sameAs-owl", "unknown_term"}),
    ("<https://w3id.org/healthkg/shapes#Fact> sh:deactivated true .", {"brings_shapes"}),
    ("<https://example.org/o> owl:imports <http://example.org/x> .", {"imports_something", "foreign_subject"}),
    ("id:plan-alpha foaf:page <javascript:alert(1)> .", {"unsafe_link", "unknown_term"}),
    ("id:plan-alpha foaf:page <file:///etc/passwd> .", {"unsafe_link", "unknown_term"}),
    ('id:plan-alpha hkg:namedAs "jean.dupont@example.org"@fr ; hkg:statedIn id:passage-note-l001 .', {"personal_data"}),
    ('id:plan-alpha hkg:namedAs "appelez le 01 23 45 67 89"@fr ; hkg:statedIn id:passage-note-l001 .', {"personal_data"}),
    ("id:plan-alpha hkg:pilotedBy id:org-agence-alpha .", {"shortcut_by_hand"}),
    ('id:temps-2020-07-14 hkg:earliest "2020-07-14"^^xsd:date .', {"writes_a_date"}),
    ("id:jalon-evaluation-relais-sigma hkg:statedIn id:passage-note-l001 .", {"writes_in_another_document"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rules"), REFUSALS, ids=lambda value: value if isinstance(value, str) else "")
def test_what_a_contribution_may_not_do_is_refused_at_its_line(
    world: Corpus, tmp_path: Path, text: str, rules: set[str], untouched: None
) -> None:
    found = refused(world, tmp_path, text)
    assert rules <= {rule for rule, _ in found}
    assert {line for rule, line in found if rule in rules} == {LINE}


def test_a_node_without_a_name_is_refused(world: Corpus, tmp_path: Path) -> None:
    assert "unnamed_node" in {
        rule for rule, _ in refused(world, tmp_path, "id:plan-alpha hkg:concerns [ a hkg:Plan ] .")
    }


def test_every_rule_of_the_gate_has_its_counter_example(world: Corpus) -> None:
    rules = {query.name for query, _ in checks.read_checks(ROOT / "queries" / "gate")}
    assert rules - {rule for _, caught in REFUSALS for rule in caught} == {"unnamed_node"}


def test_every_rule_of_the_gate_says_what_is_wrong_and_how_to_mend_it() -> None:
    for query, _ in checks.read_checks(ROOT / "queries" / "gate"):
        assert (sorted(query.header["problem"]), sorted(query.header["solution"])) == (["en", "fr"], ["en", "fr"])


def test_a_file_that_states_nothing_is_said_to_be_so(world: Corpus, tmp_path: Path, run: Run, miniature: Path) -> None:
    with pytest.raises(InputProblem) as fault:
        admit(world, brought(world, tmp_path, ""))
    assert fault.value.code == "contribution-empty"
    told = run("--project", str(miniature), "validate", str(tmp_path / "note.ttl"))
    assert (told.code, "Rien à contribuer" in told.err) == (2, True)


def test_the_command_tells_refusals_and_rules_in_one_report(
    world: Corpus, tmp_path: Path, run: Run, miniature: Path, untouched: None
) -> None:
    brought(world, tmp_path, SOUND + "hkg:Plan rdfs:subClassOf hkg:Event .\n")
    told = run("--project", str(miniature), "validate", str(tmp_path / "note.ttl"))
    assert told.code == 1
    assert told.out.splitlines()[0].startswith(f"{tmp_path / 'note.ttl'}:{LINE}:")
    assert "change le vocabulaire (rdfs:subClassOf) : une contribution ne le peut pas." in told.out.splitlines()[0]
    brought(world, tmp_path, SOUND)
    assert run("--project", str(miniature), "validate", str(tmp_path / "note.ttl")).code == 0


def test_nothing_that_a_contribution_names_is_fetched(
    world: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    def no_network(*_: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    assert refused(
        world, tmp_path, "id:plan-alpha owl:imports <http://127.0.0.1:9/x> ; rdfs:seeAlso <file:///etc/passwd> ."
    )


def test_a_contribution_given_twice_is_judged_as_once(world: Corpus, miniature: Path, tmp_path: Path) -> None:
    own = shutil.copytree(miniature, tmp_path / "own")
    corpus = open_corpus(own)
    first, file = admitted(corpus, tmp_path, SOUND)
    again = admit(first.corpus, file)
    assert {quad for one in again.corpus.files for quad in one.triples} == {
        quad for one in first.corpus.files for quad in one.triples
    }
    assert judged(again, file).findings == ()
