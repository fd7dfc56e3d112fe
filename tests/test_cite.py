"""A saved result can be cited, and asked again."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from healthkg.answers import find_query
from healthkg.store import Store
from support import Run


@pytest.fixture
def result(run: Run, miniature: Path, tmp_path: Path) -> Path:
    """A result of the miniature world, saved in French."""
    path = tmp_path / "resultat.json"
    given = ("--param", "plan=Plan Alpha", "--known-at", "2019-01-01", "--format", "json", "--out", path)
    assert run("--project", miniature, "query", "chantiers_of_plan", *given).code == 0
    return path


def test_a_saved_result_is_sparql_json_and_says_where_it_comes_from(result: Path, mini_store: Store) -> None:
    said = json.loads(result.read_bytes())["head"]["healthkg"]
    asked = find_query(mini_store.project, "chantiers_of_plan")
    assert (said["query"], said["folder"], said["text"], said["digest"]) == (
        "chantiers_of_plan", "competency", asked.text, asked.digest,
    )  # fmt: skip
    assert said["parameters"] == {"plan": {"type": "uri", "value": "https://w3id.org/healthkg/id/plan-alpha"}}
    assert (said["lens"], "known-at=2019-01-01" in said["data"]) == (["known-at=2019-01-01"], True)
    assert isinstance(ox.parse_query_results(result.read_bytes(), ox.QueryResultsFormat.JSON), ox.QuerySolutions)


SENTENCES = {
    "fr": "healthkg contributors, « Quels sont les chantiers d'un plan, dans l'ordre, et qui pilote chacun ? », healthkg, "
    "données {data}, requête chantiers_of_plan (SHA-256 {digest}), plan=id:plan-alpha, {rows} ligne(s), consulté le "
    "22 novembre 2026, https://w3id.org/healthkg/\n",
    "en": "healthkg contributors, “Which chantiers make up a plan, in order, and who leads each?”, healthkg, data {data}, "
    "query chantiers_of_plan (SHA-256 {digest}), plan=id:plan-alpha, {rows} row(s), accessed 22 November 2026, "
    "https://w3id.org/healthkg/\n",
}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_citation_is_a_sentence_with_data_query_and_day(run: Run, result: Path, lang: str) -> None:
    saved = json.loads(result.read_bytes())
    said, rows = saved["head"]["healthkg"], len(saved["results"]["bindings"])
    wanted = SENTENCES[lang].format(data=said["data"], digest=said["digest"][:12], rows=rows)
    assert run("--lang", lang, "cite", result, "--date", "22 novembre 2026").out == wanted


def test_bibtex_escapes_what_latex_reads_as_a_mark(run: Run, result: Path) -> None:
    lines = run("cite", result, "--format", "bibtex", "--date", "2026-11-22").out.splitlines()
    digest = json.loads(result.read_bytes())["head"]["healthkg"]["digest"]
    assert lines[0] == f"@misc{{healthkg-chantiers-of-plan-{digest[:8]},"
    assert "  author = {{healthkg contributors}}," in lines
    assert any(line.startswith(rf"  note = {{requête chantiers\_of\_plan (SHA-256 {digest})") for line in lines)
    assert lines[-3:] == ["  urldate = {2026-11-22},", "  language = {french},", "}"]


def test_csl_is_json_with_the_day_in_parts(run: Run, result: Path) -> None:
    (item,) = json.loads(run("--lang", "en", "cite", result, "--format", "csl", "--date", "2026-11-22").out)
    assert (item["type"], item["author"], item["accessed"], item["language"]) == (
        "dataset", [{"literal": "healthkg contributors"}], {"date-parts": [[2026, 11, 22]]}, "en",
    )  # fmt: skip


def test_the_same_data_give_the_same_rows(run: Run, result: Path, miniature: Path) -> None:
    french = run("--project", miniature, "rerun", result)
    assert (french.code, french.out, french.err.startswith("Identique : ")) == (0, "", True)
    assert run("--lang", "en", "--project", miniature, "rerun", result).err.startswith("Same: ")


@pytest.mark.parametrize(("lang", "words"), [("fr", "Différent : 1 ligne(s) de plus, 1 de moins"), ("en", "Different: 1 row(s) gained, 1 lost")])  # fmt: skip
def test_rows_gained_and_lost_are_shown(run: Run, result: Path, miniature: Path, lang: str, words: str) -> None:
    saved = json.loads(result.read_bytes())
    saved["results"]["bindings"][0]["lines"]["value"] = "1"
    result.write_text(json.dumps(saved))
    outcome = run("--lang", lang, "--project", miniature, "rerun", result)
    gained, lost = outcome.out.splitlines()
    assert (outcome.code, outcome.err.startswith(words)) == (1, True)
    assert (gained[:21], lost[:21]) == ("+ plan=id:plan-alpha ", "- plan=id:plan-alpha ")
    assert ("lines=1" in gained.split("  "), "lines=1" in lost.split("  ")) == (False, True)


def test_columns_that_were_added_do_not_count(run: Run, miniature: Path, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    run("--project", miniature, "query", "who_pilots_what", "--labels", "--evidence", "--format", "json", "--out", path)
    assert run("--project", miniature, "rerun", path).code == 0


@pytest.mark.parametrize("text", ["ASK { ?s a hkg:Plan }", "SELECT ?s { ?s a hkg:Plan } ORDER BY ?s LIMIT 2"])
def test_a_query_of_ones_own_is_asked_again_as_it_was(run: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "q.rq").write_text(text)
    run("query", tmp_path / "q.rq", "--format", "json", "--out", tmp_path / "r.json")
    assert run("rerun", tmp_path / "r.json").code == 0
    assert "requête sparql" in run("cite", tmp_path / "r.json").out


def test_a_validity_is_asked_again_with_its_certainty(run: Run, tmp_path: Path) -> None:
    run("query", "who_pilots_what", "--valid-at", "2018-10-01", "--format", "json", "--out", tmp_path / "r.json")
    assert run("rerun", tmp_path / "r.json").code == 0


def test_a_result_that_was_cut_is_compared_as_far_as_it_goes(run: Run, tmp_path: Path) -> None:
    run("query", "who_pilots_what", "--limit", "3", "--format", "json", "--out", tmp_path / "r.json")
    assert run("rerun", tmp_path / "r.json").code == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "Ce n'est pas un résultat enregistré par healthkg."),
        ('{"head": {"vars": []}, "results": {"bindings": []}}', "Ce n'est pas un résultat enregistré par healthkg."),
        ("[]", "Ce n'est pas un résultat enregistré par healthkg."),
    ],
)
@pytest.mark.parametrize("command", ["cite", "rerun"])
def test_a_file_that_is_no_saved_result_is_refused(
    run: Run, tmp_path: Path, command: str, content: str, words: str
) -> None:
    path = tmp_path / "r.json"
    path.write_text(content)
    outcome = run(command, path)
    assert (outcome.code, outcome.err.startswith(f"{path}: erreur: {words}")) == (2, True)


def test_a_query_that_was_altered_is_refused(run: Run, result: Path) -> None:
    saved = json.loads(result.read_bytes())
    saved["head"]["healthkg"]["text"] += "\n"
    result.write_text(json.dumps(saved))
    outcome = run("--lang", "en", "cite", result)
    assert (outcome.code, "is not the one whose digest it bears" in outcome.err) == (2, True)


@pytest.mark.parametrize("command", ["evidence", "proof", "cite", "rerun"])
def test_each_command_has_its_help_and_an_example(run: Run, command: str) -> None:
    assert f"Exemple : healthkg {command}" in run(command, "--help").out
    assert f"Example: healthkg {command}" in run("--lang", "en", command, "--help").out
