"""Each row leads to the documents and lines that it rests on, or says that none could be traced."""

import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
import pytest

from healthkg import answers
from healthkg.answers import Answer, query, render, sparql, told_of, with_evidence
from healthkg.answers.evidence import lines_of
from healthkg.passages import read_texts
from healthkg.publication.proof import proof
from healthkg.store import Store
from miniature import TEXTS
from support import Run

BUDGET = "SELECT ?budget ?amount { VALUES ?budget { id:budget-alpha-epsilon } ?budget hkg:amount ?amount }"


def cells(found: Answer) -> list[tuple[str | None, ...]]:
    """Return the two columns of evidence, as text."""
    return [tuple(None if term is None else term.value for term in row[-2:]) for row in found.rows]


def of(store: Store, text: str) -> list[tuple[str | None, ...]]:
    return cells(with_evidence(store, sparql(store, text)))


# ---- Which passages ----


def test_a_fact_that_a_row_binds_gives_its_passages(mini_store: Store) -> None:
    assert of(mini_store, BUDGET) == [("annonce du Plan Alpha, l. 24", "not checked")]


def test_a_fact_that_is_not_bound_is_found_by_the_things_that_it_joins(mini_store: Store) -> None:
    text = "SELECT ?thing ?actor { VALUES ?thing { id:chantier-alpha-02 } ?thing hkg:pilotedBy ?actor } ORDER BY ?actor"
    facts = "SELECT ?role { ?role hkg:concerns id:chantier-alpha-02 ; cv:hasParticipant id:org-office-beta ; cv:role ref:role-pilote }"
    bound = {place for words, _ in of(mini_store, facts) if words for place in words.split(" ; ")}
    ((found, _),) = of(mini_store, text)
    assert found is not None
    assert set(found.split(" ; ")) == bound == {"annonce du Plan Alpha, l. 8", "point d'étape du Plan Alpha, l. 7"}


def test_the_fact_that_joins_most_of_a_row_stands_for_it(mini_store: Store) -> None:
    row = "SELECT * { VALUES (?thing ?actor ?role) { (id:chantier-alpha-01 id:org-agence-alpha ref:role-pilote) } }"
    assert of(mini_store, row) == [("annonce du Plan Alpha, l. 7 ; bilan du Plan Alpha, l. 3–4", "not checked")]


def test_an_identity_that_a_document_ties_to_another_gives_the_passages_of_that_block(mini_store: Store) -> None:
    text = "SELECT ?chantier ?plan { VALUES ?chantier { id:chantier-alpha-03 } ?chantier dcterms:isPartOf ?plan }"
    assert of(mini_store, text) == [("annonce du Plan Alpha, l. 9", "not checked")]


def test_a_fact_derived_from_others_rests_on_their_passages(mini_store: Store) -> None:
    text = "SELECT ?x { VALUES ?x { id:valeur-maisons-delta--progression-2018-2020 } }"
    origins = "SELECT ?x { VALUES ?x { id:valeur-maisons-delta--constat-2018-03 id:valeur-maisons-delta--constat-2020-03-31 } }"
    places = [words for words, _ in of(mini_store, origins) if words]
    ((words, _),) = of(mini_store, text)
    assert words is not None
    assert all(place in words for place in places)


def test_a_note_of_the_project_names_the_documents_that_it_comes_from(mini_store: Store) -> None:
    assert of(mini_store, "SELECT ?x { VALUES ?x { id:remarque-maison-proximite } }") == [
        ("note du projet, d'après : annonce du Plan Alpha, point d'étape du Plan Alpha", None)
    ]


def test_what_cannot_be_traced_is_said_in_words(mini_store: Store) -> None:
    text = "SELECT ?x { VALUES ?x { ref:role-pilote } }"
    assert of(mini_store, text) == [("aucun passage retrouvé", None)]
    english = with_evidence(mini_store, sparql(mini_store, text), "en")
    assert cells(english) == [("no passage could be traced", None)]
    assert (
        render(english, "md", "en").decode().splitlines()[2] == "| ref/role-pilote | no passage could be traced | – |"
    )


def test_an_answer_without_rows_of_its_own_is_left_as_it_is(mini_store: Store) -> None:
    asked = sparql(mini_store, "ASK {}")
    assert with_evidence(mini_store, asked) is asked


# What these rows show binds all that they rest on; others also show words whose things they do not bind.
TRACED = (
    "actors_of_element", "chantiers_of_plan", "leads_by_actor", "measures_of_plan", "milestones_of_plan",
    "targets_against_figures", "targets_by_plan", "who_pilots_what",
)  # fmt: skip


@pytest.mark.parametrize("name", TRACED)
def test_the_evidence_of_a_row_holds_the_lines_that_its_query_shows(store: Store, name: str) -> None:
    found = query(store, name)
    source, lines = (found.columns.index(column) for column in ("source", "lines"))
    for row, evidence in zip(found.rows, answers.evidence_of(store, found), strict=True):
        document, shown = row[source], row[lines]
        assert isinstance(document, ox.NamedNode)
        assert isinstance(shown, ox.Literal)
        traced = (one for one, _ in evidence.passages if store.registry[one.document] == document)
        assert set(shown.value.split(", ")) <= set(lines_of(traced).split(", "))


def test_the_four_leads_of_the_plan_rest_on_their_own_line_alone(store: Store) -> None:
    """A chantier, an actor and a role bound: nothing but the fact that joins the three."""
    text = """SELECT ?actor { VALUES ?thing { id:chantier-ma-sante-2022-02 }
      VALUES ?role { ref:role-pilote } ?fact hkg:concerns ?thing ; cv:hasParticipant ?actor ; cv:role ?role } ORDER BY ?actor"""
    found = with_evidence(store, sparql(store, text.replace("?actor {", "?thing ?role ?actor {", 1)))
    assert cells(found) == [("10 chantiers pour mettre en œuvre Ma santé 2022, l. 23", "not checked")] * 2


# ---- Do they still stand? ----


def changed(tmp_path: Path, old: str, new: str) -> Path:
    folder = tmp_path / "texts"
    shutil.copytree(TEXTS, folder)
    path = folder / "plan-alpha.txt"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    return folder


@pytest.mark.parametrize("state", ["intact", "moved", "changed", "absent"])
def test_a_passage_is_checked_in_the_texts_that_are_given(mini_store: Store, tmp_path: Path, state: str) -> None:
    words = read_texts(TEXTS)["plan-alpha.txt"].words
    line = words.splitlines()[23]
    folders = {
        "intact": lambda: TEXTS,
        "moved": lambda: changed(tmp_path, words, "\n" + words),
        "changed": lambda: changed(tmp_path, line, line.replace("40", "41")),
        "absent": lambda: tmp_path,
    }
    found = with_evidence(mini_store, sparql(mini_store, BUDGET), "fr", read_texts(folders[state]()))
    assert cells(found) == [("annonce du Plan Alpha, l. 24", state)]


def test_people_read_the_state_in_their_language_and_machines_a_code(mini_store: Store) -> None:
    found = with_evidence(mini_store, sparql(mini_store, BUDGET))
    assert b"not checked" in render(found, "csv", "fr")
    assert "non vérifié".encode() in render(found, "md", "fr")


# ---- All that is told of a thing ----


def test_a_thing_is_told_by_documents_in_the_order_of_publication(mini_store: Store) -> None:
    told = told_of(mini_store, mini_store.registry["id:dispositif-maison-delta"])
    documents = list(dict.fromkeys((one.document, one.published) for one in told))
    assert documents == [
        ("annonce du Plan Alpha", "15 mars 2018"),
        ("point d'étape du Plan Alpha", "d'octobre à décembre 2019"),
        ("bilan du Plan Alpha", "juin 2020"),
        ("notes du projet", ""),
    ]
    own = next(one for one in told if one.said[0].node == "id:dispositif-maison-delta")
    assert (own.lines, own.state) == ("13", "not checked")


def test_evidence_on_the_command_line_speaks_both_languages(run: Run, miniature: Path) -> None:
    french = run("--project", miniature, "evidence", "plateforme Epsilon", "--texts", TEXTS)
    assert french.code == 0
    assert french.out.splitlines()[:4] == [
        "plateforme Epsilon  (id:dispositif-plateforme-epsilon)",
        "",
        "annonce du Plan Alpha — 15 mars 2018",
        "  dispositif, service public  (id:dispositif-plateforme-epsilon)  l. 14, intact",
    ]
    english = run("--project", miniature, "--lang", "en", "evidence", "plateforme Epsilon")
    assert "annonce du Plan Alpha — 15 March 2018" in english.out
    assert "l. 14, not checked" in english.out


def test_query_shows_evidence_in_both_languages(run: Run, miniature: Path) -> None:
    given = ("query", "chantiers_of_plan", "--param", "plan=Plan Alpha", "--evidence")
    assert "non vérifié" in run("--project", miniature, *given).out
    assert "not checked" in run("--lang", "en", "--project", miniature, *given).out
    assert "  intact\n" in run("--project", miniature, *given, "--texts", TEXTS).out


# ---- Proof ----


def proven(store: Store) -> bytes:
    return proof(store, query(store, "chantiers_of_plan", plan="Plan Alpha"), "fr", read_texts(TEXTS))


def test_a_proof_holds_query_parameters_rows_passages_and_a_readme(mini_store: Store) -> None:
    with zipfile.ZipFile(BytesIO(proven(mini_store))) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert sorted(files) == ["README.md", "parameters.json", "passages.csv", "query.rq", "rows.csv", "rows.json"]
    assert files["query.rq"] == answers.find_query(mini_store.project, "chantiers_of_plan").text
    assert '"https://w3id.org/healthkg/id/plan-alpha"' in files["parameters.json"]
    assert mini_store.version in files["README.md"]
    assert "# Preuve · *Proof*" in files["README.md"]
    assert files["rows.csv"].splitlines()[0].endswith(",evidence,evidenceState")
    assert all(line.endswith(",intact") for line in files["passages.csv"].splitlines()[1:])


def test_a_proof_holds_no_words_of_a_text(mini_store: Store) -> None:
    lines = [line for text in read_texts(TEXTS).values() for line in text.words.splitlines() if len(line.split()) > 7]
    with zipfile.ZipFile(BytesIO(proven(mini_store))) as archive:
        content = "".join(archive.read(name).decode() for name in archive.namelist())
    assert [line for line in lines if line in content] == []


def test_the_same_proof_has_the_same_bytes(mini_store: Store) -> None:
    assert proven(mini_store) == proven(mini_store)


def test_a_saved_proof_can_be_asked_again(run: Run, miniature: Path, tmp_path: Path) -> None:
    given = ("--project", miniature)
    run(*given, "proof", "chantiers_of_plan", "--param", "plan=Plan Alpha", "--out", tmp_path / "p.zip")
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        archive.extract("rows.json", tmp_path)
    assert run(*given, "rerun", tmp_path / "rows.json").code == 0
