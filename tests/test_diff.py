"""What a change would change: statements, answers, views, remarks, and a review sheet in sentences."""

import json
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

from healthkg.answers import list_queries
from healthkg.contribution.differences import answer_changes, difference, remark_changes
from healthkg.contribution.review import Sheet, review
from healthkg.contribution.revisions import at_revision
from healthkg.corpus import Corpus, open_corpus
from healthkg.errors import InputProblem
from support import Run

BILAN = "data/turtle/sources/bilan-alpha.ttl"
MILESTONE = "id:jalon-evaluation-relais-sigma"


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(miniature: Path, tmp_path: Path) -> Path:
    """The miniature world as a git repository of one revision."""
    folder = shutil.copytree(miniature, tmp_path / "world")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "first")
    return folder


def moved(folder: Path) -> None:
    """Give the evaluation of the relais Sigma another date."""
    text = (folder / BILAN).read_text("utf-8")
    begin = text.index(MILESTONE + "\n")
    end = text.index("\n.", begin)
    block = text[begin:end]
    assert "id:temps-fin-2021" in block
    (folder / BILAN).write_text(
        text[:begin] + block.replace("id:temps-fin-2021", "id:temps-2020-06") + text[end:], "utf-8"
    )


def test_a_moved_date_is_one_sentence_with_its_lines(repository: Path) -> None:
    moved(repository)
    after = open_corpus(repository)
    found = difference(at_revision(after.project, "HEAD"), after)
    assert (len(found.added), len(found.removed)) == (1, 1)
    assert review(found, "fr") == [
        Sheet(
            "bilan du Plan Alpha",
            ("Modification. jalon (relais Sigma) : date passe de « fin 2021 » à « juin 2020 », l. 19.",),
        )
    ]
    assert review(found, "en") == [
        Sheet(
            "bilan du Plan Alpha",
            ("Changed. milestone (relais Sigma): date goes from “late 2021” to “June 2020”, l. 19.",),
        )
    ]


def test_the_answers_that_a_moved_date_changes_pair_the_row_before_with_the_row_after(repository: Path) -> None:
    moved(repository)
    after = open_corpus(repository)
    found = difference(at_revision(after.project, "HEAD"), after)
    queries = [query for query in list_queries(after.project) if query.name == "falls_due_in_period"]
    (change,) = answer_changes(found, queries)
    assert (len(change.gained), change.lost, change.changed) == (1, (), ())
    assert "relais Sigma" in [getattr(term, "value", None) for term in change.gained[0]]


def test_a_query_is_asked_of_every_thing_that_the_change_touches(repository: Path) -> None:
    moved(repository)
    after = open_corpus(repository)
    found = difference(at_revision(after.project, "HEAD"), after)
    asked = {
        (one.query.name, *(value for _, value in one.values))
        for one in answer_changes(found, list_queries(after.project))
    }
    sigma = after.registry["id:dispositif-relais-sigma"]
    assert ("prerequisites_of", sigma) in asked


def test_what_is_added_and_removed_is_told_whole(repository: Path) -> None:
    text = (repository / BILAN).read_text("utf-8")
    begin = text.index(MILESTONE + "\n")
    end = text.index("\n.\n", begin) + 3
    block = text[begin:end]
    (repository / BILAN).write_text(text[:begin] + block.replace(MILESTONE, MILESTONE + "-2") + text[end:], "utf-8")
    after = open_corpus(repository)
    sheets = review(difference(at_revision(after.project, "HEAD"), after), "fr")
    assert [sheet.document for sheet in sheets] == ["bilan du Plan Alpha"]
    assert {said.split(".")[0] for said in sheets[0].sentences} >= {"Ajout", "Retrait"}
    assert any(
        "date « fin 2021 »" in said and said.startswith("Ajout. jalon (relais Sigma)") for said in sheets[0].sentences
    )


def test_nothing_changed_is_no_difference(mini_corpus: Corpus) -> None:
    found = difference(mini_corpus, mini_corpus)
    assert (found.added, found.removed, answer_changes(found, list_queries(mini_corpus.project)), review(found, "fr")) == (
        frozenset(), frozenset(), [], [],
    )  # fmt: skip


def test_a_remark_opens_with_the_file_that_brings_it_and_closes_with_the_one_that_drops_it(repository: Path) -> None:
    whole = open_corpus(repository)
    without = Corpus(whole.project, whole.registry, tuple(file for file in whole.files if file.home != "notes"))
    remarks = {
        quad.subject
        for quad in whole.statements
        if (quad.predicate, quad.object) == (whole.registry["rdf:type"], whole.registry["hkg:Remark"])
    }
    opened, closed = remark_changes(difference(without, whole)), remark_changes(difference(whole, without))
    assert set(opened["opened"]) == set(closed["closed"]) == remarks
    assert opened["closed"] == closed["opened"] == []


def test_the_command_tells_what_changed_since_the_last_revision(repository: Path, run: Run) -> None:
    moved(repository)
    said = run("--project", str(repository), "diff")
    assert (said.code, said.out.splitlines()[0]) == (0, "Énoncés : 1 ajouté(s), 1 retiré(s).")
    assert (
        "  - Modification. jalon (relais Sigma) : date passe de « fin 2021 » à « juin 2020 », l. 19."
        in said.out.splitlines()
    )
    value = json.loads(run("--project", str(repository), "--lang", "en", "diff", "HEAD", "--format", "json").out)
    assert (value["schema"], len(value["added"]), value["remarks"]) == (
        "healthkg-diff-1", 1, {"opened": [], "closed": [], "reworded": []},
    )  # fmt: skip


def test_a_file_from_elsewhere_is_compared_with_the_corpus_without_it(
    miniature: Path, tmp_path: Path, run: Run
) -> None:
    path = tmp_path / "nouvelle.ttl"
    path.write_text(
        "PREFIX hkg: <https://w3id.org/healthkg/def#>\nPREFIX id: <https://w3id.org/healthkg/id/>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
        'id:dispositif-relais-sigma hkg:namedAs "les relais"@fr .\n',
        "utf-8",
    )
    before = path.read_bytes()
    said = run("--project", str(miniature), "diff", str(path))
    assert (said.code, said.out.splitlines()[0]) == (0, "Énoncés : 1 ajouté(s), 0 retiré(s).")
    assert path.read_bytes() == before


def test_what_is_neither_a_file_nor_a_revision_is_refused(repository: Path, run: Run) -> None:
    for word in ("nope", "--upload-pack=x"):
        with pytest.raises(InputProblem) as fault:
            at_revision(open_corpus(repository).project, word)
        assert fault.value.code == "git-revision"
    said = run("--project", str(repository), "diff", "nope")
    assert (said.code, said.err.startswith("erreur: Ni fichier ni révision git : « nope ».")) == (2, True)


def test_the_ontology_s_lists_do_not_differ_from_themselves(repository: Path) -> None:
    with (repository / "ontology" / "healthkg.ttl").open("a", encoding="utf-8") as file:
        file.write('\nhkg:disjointKinds <http://www.w3.org/2000/01/rdf-schema#comment> "x"@en .\n')
    after = open_corpus(repository)
    found = difference(at_revision(after.project, "HEAD"), after)
    assert [quad.object for quad in found.added] == [ox.Literal("x", language="en")]
    assert found.removed == frozenset()
