"""Questions as people ask them: what is understood, with which query and values; and what is not answered.

`questions.tsv` holds the competency questions (M) and the reviewers' (Q), in several wordings, and misprints;
`questions_refused.tsv` what no query answers. Both are asked of the corpus as it is.
"""

import csv
import re
from collections import Counter

import pytest

from healthkg import messages
from healthkg.errors import InputProblem
from healthkg.layout import find_project
from healthkg.queryfile import Query, query_paths, read_query
from healthkg.question import Library, NotUnderstood, Understood, ask, read_library, understand
from healthkg.question.templates import patterns_of
from healthkg.question.words import keys, likeness
from healthkg.store import Store
from support import ROOT, Run

TESTS = ROOT / "tests"
QUERIES = [read_query(path) for path in query_paths(find_project(ROOT).queries)]


def table(name: str) -> list[dict[str, str]]:
    with (TESTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


ASKED = table("questions.tsv")
REFUSED = table("questions_refused.tsv")


@pytest.fixture(scope="session")
def library(store: Store) -> Library:
    return read_library(store)


def told(store: Store, understood: Understood) -> str:
    """Return values and kept rows as the table writes them."""
    said = [(name, [value]) for name, value in understood.values.items()]
    said += [(kept.column, list(kept.values)) for kept in understood.kept]
    return " ".join(
        f"{name}={'|'.join(store.registry.shorten(value.value).strip('<>') for value in values)}"
        for name, values in sorted(said, key=lambda pair: pair[0])
    )


@pytest.mark.parametrize("row", ASKED, ids=lambda row: row["wording"])
def test_a_question_is_understood(row: dict[str, str], store: Store, library: Library) -> None:
    understood = understand(store, row["wording"], "fr", library)
    assert (understood.query.name, told(store, understood)) == (row["query"], row["values"])


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row["wording"])
def test_a_question_that_nothing_answers_is_not_answered(row: dict[str, str], store: Store, library: Library) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        understand(store, row["wording"], "fr", library)
    assert refusal.value.code == row["refusal"]
    if row["refusal"] == "question-unknown":
        assert len(refusal.value.offers) == 3


def test_each_competency_question_is_asked_in_three_wordings() -> None:
    wordings = Counter(row["question"] for row in ASKED)
    wanted = [f"M{number}" for number in range(1, 41)] + sorted({row["question"] for row in ASKED} - {"misprint"})
    assert {question: wordings[question] for question in wanted if wordings[question] < 3} == {}
    assert len({question for question in wordings if question != "misprint"}) == 60


def test_what_is_asked_has_an_answer(store: Store, library: Library) -> None:
    """A competency question that is understood brings rows: the wording leads to the answer, not beside it."""
    first = {row["question"]: row["wording"] for row in reversed(ASKED) if row["question"] != "misprint"}
    assert [wording for wording in first.values() if not ask(store, wording, "fr", library).rows] == []


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_every_pattern_has_known_slots_and_gives_each_parameter_a_value(query: Query, store: Store) -> None:
    wordings = [template for pattern in patterns_of(query) for template in pattern.templates()]
    assert all(template.literals for template in wordings)


def test_a_pattern_that_leaves_a_parameter_without_a_value_is_refused() -> None:
    query = next(query for query in QUERIES if query.name == "chantiers_of_plan")
    lacking = Query(query.name, query.folder, query.text, {**query.header, "ask": {"fr": ["quels chantiers"]}})
    with pytest.raises(InputProblem) as refusal:
        patterns_of(lacking)[0].templates()
    assert (refusal.value.code, refusal.value.data["names"]) == ("ask-form", "plan")


# ---- Words ----


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Qui pilote l'ARS ?", "qui pilote ARS"),
        ("le chantier n° 2", "chantier 2"),
        ("2,1 Mds€", "2 100 000 000 €"),
        ("630 millions d'euros", "630 M€"),
        ("D.M.P.", "DMP"),
        ("Réforme des cœurs", "REFORME COEURS"),
    ],
)
def test_what_says_the_same_compares_as_the_same(one: str, other: str) -> None:
    assert keys(one) == keys(other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("pilote", "pilotent", True),
        ("numerique", "numerqiue", True),
        ("2022", "2023", False),
        ("dmp", "dmi", False),
        ("urgences", "agences", False),
        ("pilote", "pirate", False),
    ],
)
def test_a_misprint_is_not_another_word(one: str, other: str, same: bool) -> None:
    assert bool(likeness(one, other)) is same


# ---- The command line ----


def test_it_says_what_it_understood_the_command_and_the_rows(run: Run) -> None:
    outcome = run("ask", "Qui pilote le chantier 2 ?")
    assert outcome.code == 0
    assert outcome.err.splitlines()[:2] == [
        "Je comprends : qui pilote « régulation et soins non programmés » (chantier) ?",
        "Requête : healthkg query actors_of_element --param element=id:chantier-ma-sante-2022-02",
    ]
    assert "direction de la sécurité sociale" in outcome.out


def test_the_command_that_it_says_brings_the_same_rows(run: Run) -> None:
    outcome = run("ask", "Quels sont les chantiers de Ma santé 2022 ?", "--format", "tsv")
    command = re.search(r"healthkg (query .*)", outcome.err)
    assert command
    assert run(*command.group(1).split(), "--format", "tsv").out == outcome.out


def test_it_shows_the_query_when_asked_to(run: Run) -> None:
    outcome = run("ask", "Quels sont les chantiers de Ma santé 2022 ?", "--show-query")
    assert "SELECT ?plan" in outcome.err
    assert "#+" not in outcome.err
    assert "VALUES ?plan { <https://w3id.org/healthkg/id/plan-ma-sante-2022> }" in outcome.err


def test_what_is_not_understood_gets_three_offers_and_no_rows(run: Run) -> None:
    for lang, begins in (("fr", "erreur: Je ne comprends pas cette question"), ("en", "error: I do not understand")):
        outcome = run("--lang", lang, "ask", "Quel temps fera-t-il demain ?")
        assert (outcome.code, outcome.out, outcome.err.startswith(begins)) == (2, "", True)
        assert outcome.err.count("      healthkg query ") == 3


def test_things_that_share_a_name_are_listed_with_their_commands(run: Run) -> None:
    outcome = run("ask", "Qui pilote l'axe 3 ?")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("erreur: Plusieurs choses portent le nom « axe 3 » : ")
    assert outcome.err.count("      healthkg query actors_of_element --param element=id:composante-") == 2


def test_it_answers_in_english(run: Run) -> None:
    outcome = run("--lang", "en", "ask", "Who leads the chantier 2?")
    assert outcome.err.startswith("I understand: who leads “")


def test_rows_that_speak_of_a_thing_are_kept(store: Store, library: Library) -> None:
    reply = ask(store, "Qu'est-ce qui a remplacé le DMP ?", "fr", library)
    label = reply.columns.index("laterLabel")
    assert "Mon espace santé" in [row[label].value for row in reply.rows if row[label]]  # type: ignore[union-attr]
    assert messages.text("understood-kept", "fr", things="« dossier médical partagé »") in reply.understood.sentence


def test_the_miniature_world_is_asked_by_its_own_names(mini_store: Store) -> None:
    assert ask(mini_store, "Quels sont les chantiers du plan Alpha ?").understood.query.name == "chantiers_of_plan"


def test_its_help_has_an_example(run: Run) -> None:
    assert "Exemple : healthkg ask" in run("ask", "--help").out
    assert "Example: healthkg ask" in run("--lang", "en", "ask", "--help").out
