"""The command line: one clear sentence for each fault, in the chosen language, with the right exit code."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from support import Outcome, Run

TTL = "PREFIX id: <https://w3id.org/healthkg/id/>\n"


def test_help_speaks_the_language_of_the_user(run: Run) -> None:
    french, english = run("--help"), run("--lang", "en", "--help")
    assert (french.code, english.code) == (0, 0)
    assert "Le graphe des réformes de santé françaises" in french.out
    assert "afficher cette aide" in french.out
    assert "Commandes:" in french.out
    assert "The graph of French health reforms" in english.out


@pytest.mark.parametrize(
    "command",
    ["query", "show", "view", "validate", "format", "build", "sources new", "sources locate", "sources verify"],
)
def test_every_command_has_its_help_and_an_example(run: Run, command: str) -> None:
    for lang, word in (("fr", "Exemple"), ("en", "Example")):
        outcome = run("--lang", lang, *command.split(), "--help")
        assert (outcome.code, f"{word} : healthkg" in outcome.out or f"{word}: healthkg" in outcome.out) == (0, True)


def test_the_version_names_software_and_data(run: Run) -> None:
    assert run("--version").out.startswith("healthkg 0.1.0, données 0.1.0 (")
    assert run("--lang", "en", "--version").out.startswith("healthkg 0.1.0, data 0.1.0 (")


FAULTS = [
    (["nonsense"], 2, "Commande mal formée : commande « nonsense » inconnue. Voir « healthkg --help »."),
    (["query", "--nope"], 2, "Commande mal formée : option « --nope » inconnue. Voir « healthkg query --help »."),
    (["query", "chantiers_of_plan", "--format", "pdf"], 2, "Commande mal formée : valeur refusée pour « --format »"),
    (["query", "chantiers_of_plans"], 2, "erreur: Requête « chantiers_of_plans » inconnue. Les plus proches : chantiers_of_plan"),
    (["query", "chantiers_of_plan", "--param", "plan"], 2, "erreur: « plan » : écrivez nom=valeur."),
    (["query", "chantiers_of_plan", "--param", "foo=1"], 2,
     "erreur: La requête « chantiers_of_plan » n'a pas de paramètre « foo ». Ses paramètres : plan."),
    (["query", "chantiers_of_plan", "--param", "plan=Plan Mars"], 2, "erreur: Rien ne porte le nom « Plan Mars »."),
    (["query", "chantiers_of_plan", "--param", "plan=id:x } UNION { ?s ?p ?o"], 2, "erreur: Rien ne porte le nom"),
    (["query", "absent.rq"], 2, "absent.rq: erreur: Fichier introuvable."),
    (["show", "Personne d'inconnu"], 2, "erreur: Rien ne porte le nom « Personne d'inconnu »."),
    (["view", "who_pilots_what"], 2, "erreur: La requête « who_pilots_what » ne décrit pas de vue."),
    (["validate", "absent.ttl"], 2, "absent.ttl: erreur: Fichier introuvable. Vérifiez le nom et le dossier."),
    (["--project", "/", "query", "--list"], 2, "/: erreur: Ce n'est pas un projet healthkg : il manque le dossier « ontology »."),
    (["sources", "locate", "absent", "1", "--texts", "."], 2, "erreur: Aucun document « absent »"),
    (["sources", "locate", "10-chantiers-ma-sante-2022", "x", "--texts", "."], 2, "erreur"),
    (["sources", "verify", "--texts", "absent"], 2, "absent: erreur: Dossier de textes introuvable."),
    (["sources", "new", "Un Titre", "--title", "T", "--published", "2020"], 2, "erreur: « Un Titre » : un nom court s'écrit"),
    (["sources", "new", "x", "--title", "T", "--published", "demain"], 2, "erreur: "),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "begins"), FAULTS, ids=lambda value: str(value)[:40])
def test_a_fault_is_one_sentence_in_french(run: Run, arguments: list[str], code: int, begins: str) -> None:
    outcome = run(*arguments)
    assert (outcome.code, outcome.out) == (code, "")
    assert outcome.err.startswith(begins)
    assert "Traceback" not in outcome.err
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize(("arguments", "code", "_"), FAULTS, ids=lambda value: str(value)[:40])
def test_the_same_fault_is_one_sentence_in_english(run: Run, arguments: list[str], code: int, _: str) -> None:
    outcome = run("--lang", "en", *arguments)
    assert (outcome.code, "erreur" in outcome.err, outcome.err.count("\n")) == (code, False, 1)


def written(folder: Path, content: bytes) -> Path:
    path = folder / "essai.ttl"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        (b"id:a id:b 1 .", ":1:1", "Préfixe « id: » non déclaré"),
        ((TTL + "id:a id:b 1\nid:c id:d 2 .").encode(), ":2:", "Il manque un point"),
        (b"\x89PNG\0", "", "on dirait du PNG"),
        (b"x\0y", "", "Ce n'est pas un fichier texte"),
        ("# été".encode("latin-1"), ":1", "Le fichier n'est pas en UTF-8 (octet 0xE9)"),
        ("é".encode("utf-16"), "", "Le fichier est en UTF-16"),
        (b"PK\x03\x04", "", "C'est une archive"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_line_and_column(
    run: Run, tmp_path: Path, content: bytes, place: str, words: str
) -> None:
    path = written(tmp_path, content)
    outcome = run("validate", path)
    assert outcome.code == 2
    assert outcome.err.startswith(f"{path}{place}")
    assert words in outcome.err


def test_a_syntax_error_shows_the_line_and_a_caret(run: Run, tmp_path: Path) -> None:
    outcome = run("validate", written(tmp_path, (TTL + "id:a zz:b 1 .").encode()))
    assert outcome.err.splitlines()[1:] == ["    id:a zz:b 1 .", "         ^"]


def test_a_query_with_a_syntax_error_is_named_with_line_and_column(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "essai.rq"
    path.write_text("SELECT ?s WHERE {\n  ?s nope }\n")
    outcome = run("query", path)
    assert (outcome.code, outcome.err.startswith(f"{path}:2:")) == (2, True)


def test_output_that_cannot_be_written_is_a_fault_of_usage(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    outcome = run("query", "chantiers_of_plan", "--out", tmp_path / "file" / "x.csv")
    assert (outcome.code, "Écriture impossible" in outcome.err) == (2, True)


def test_data_go_to_standard_output_and_words_to_standard_error(run: Run) -> None:
    outcome = run("query", "chantiers_of_plan", "--format", "json")
    assert len(json.loads(outcome.out)["results"]["bindings"]) == 11
    assert outcome.err.startswith("11 ligne(s), données 0.1.0")


def test_a_parameter_is_given_by_label_acronym_or_identifier(run: Run) -> None:
    given = ["Ma santé 2022", "ma sante 2022", "id:plan-ma-sante-2022"]
    outcomes = {run("query", "chantiers_of_plan", "--param", f"plan={value}", "--format", "tsv").out for value in given}
    assert len(outcomes) == 1


def test_show_says_who_says_what_of_a_thing(run: Run) -> None:
    outcome = run("show", "DSS")
    assert outcome.out.startswith("direction de la sécurité sociale  (id:org-dss)\n")
    role = "id:role-chantier-ma-sante-2022-02--dss--pilote"
    assert f"10 chantiers pour mettre en œuvre Ma santé 2022 — attribution de rôle  ({role})\n" in outcome.out
    assert "    porte sur : régulation et soins non programmés  (l. 23)" in outcome.out


def test_a_sound_corpus_is_said_to_be_sound(run: Run) -> None:
    outcome = run("validate", "--fail-on", "warning")
    assert (outcome.code, outcome.err.startswith("Corpus sain : ")) == (0, True)


def test_shapes_of_ones_own_judge_any_rdf(run: Run, tmp_path: Path) -> None:
    data = written(tmp_path, b"PREFIX ex: <https://example.org/>\nex:a a ex:Person ;\n  ex:age 'old' .")
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text("""PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX ex: <https://example.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:property ex:S-age .
ex:S-age sh:path ex:age ; sh:datatype xsd:integer ; sh:message "Un âge est un nombre."@fr , "An age is a number."@en .
""")
    outcome = run("validate", data, "--shapes", shapes)
    assert (outcome.code, outcome.out) == (
        1, f"{data}:3:10: erreur: <https://example.org/a>: Un âge est un nombre. [S-age]\n"
        '    trouvé : "old"\n    permis : un littéral xsd:integer bien formé\n',
    )  # fmt: skip
    assert "An age is a number." in run("--lang", "en", "validate", data, "--shapes", shapes).out


def test_the_four_formats_of_a_report_say_the_same(run: Run, tmp_path: Path, miniature: Path) -> None:
    path = tmp_path / "sources" / "essai.ttl"
    path.parent.mkdir()
    path.write_text(
        "PREFIX id: <https://w3id.org/healthkg/id/>\nPREFIX hkg: <https://w3id.org/healthkg/def#>\nid:plan-x a hkg:Plan .\n"
    )
    report = json.loads(run("--project", miniature, "validate", path, "--format", "json").out)
    rules = [finding["rule"] for finding in report["findings"]]
    assert "Identity-prefLabel-fr" in rules
    for form in ("text", "csv", "md"):
        text = run("--project", miniature, "validate", path, "--format", form).out
        assert [rule for rule in rules if rule not in text] == []


def test_python_m_healthkg_is_the_same_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "healthkg", "--lang", "en", "nope"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (2, "Wrong usage: unknown command “nope”. See “healthkg --help”.\n")


def test_a_fault_of_our_own_is_one_line_with_a_reference(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("healthkg.cli.context.Context.stores", lambda self, lens: 1 / 0)
    outcome: Outcome = run("query", "chantiers_of_plan")
    assert (outcome.code, outcome.err.startswith("Erreur interne de healthkg (ZeroDivisionError-")) == (70, True)
    assert "Traceback" not in outcome.err
    monkeypatch.setenv("HEALTHKG_DEBUG", "1")
    assert "Traceback" in run("query", "chantiers_of_plan").err
