"""A query of one's own: asked in a child, answered like any other; what is wrong, refused or empty is explained."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from healthkg.answers import Bounds, added_prefixes, holds_within, render, sparql, unknown_names, why_empty
from healthkg.answers.formats import FORMATS
from healthkg.errors import HealthkgError, InputProblem, Refused
from healthkg.isolation import Limits, can_isolate
from healthkg.queryfile import outermost_group, tokens
from healthkg.store import Store
from support import Run

APART = Bounds(limits=Limits(seconds=20))
needs_fork = pytest.mark.skipif(not can_isolate(), reason="no os.fork on this system")


# ---- In a child, as in this process ----

NASTY = r"""SELECT ?text ?other ?none WHERE { VALUES (?text ?other) {
  ("tab\there" "line\nbreak") ("\"quoted\" \\ back" "cr\rhere") ("été — œ 𝄞"@fr-FR "1.50"^^xsd:decimal) ("" UNDEF)
  (<https://example.org/é?a=b&c#d> true) (UNDEF UNDEF) ("1e5" 1e5) ("\u0001" "\u007f") } }"""


@pytest.mark.parametrize(
    "text",
    [
        NASTY,
        "SELECT * {}",
        "SELECT ?x {}",
        "SELECT ?x { VALUES ?x { UNDEF 1 UNDEF } }",
        "SELECT ?x { FILTER(false) }",
        "SELECT ?c ?n { ?c a hkg:Chantier ; skos:prefLabel ?n } ORDER BY ?n",
        "SELECT (BNODE() AS ?b) {}",
        "ASK { id:plan-ma-sante-2022 a hkg:Plan }",
        "ASK { id:plan-ma-sante-2022 a hkg:Event }",
        "CONSTRUCT { ?s skos:prefLabel ?o } { ?s a hkg:Chantier ; skos:prefLabel ?o }",
        "CONSTRUCT { ?s a ?o } { FILTER(false) ?s a ?o }",
        "DESCRIBE id:org-dgos",
    ],
)
def test_an_answer_from_a_child_is_the_answer_of_this_process(store: Store, text: str) -> None:
    here, apart = sparql(store, text), sparql(store, text, APART)
    if "BNODE" in text:
        assert (here.columns, [type(term) for row in apart.rows for term in row]) == (apart.columns, [ox.BlankNode])
    else:
        assert apart == here


@pytest.mark.parametrize("form", [name for name in FORMATS if name not in ("turtle", "nt", "jsonld", "xlsx")])
def test_every_format_says_the_same_of_both(store: Store, form: str) -> None:
    text = NASTY.replace(r'("\u0001" "\u007f")', "") if form == "xml" else NASTY  # XML cannot hold them
    assert render(sparql(store, text, APART), form, "fr") == render(sparql(store, text), form, "fr")


# ---- Limits ----


@pytest.mark.parametrize("limits", [None, Limits(seconds=20)])
@pytest.mark.parametrize(("limit", "count", "cut"), [(3, 3, True), (9, 9, True), (10, 10, False), (11, 10, False)])
def test_rows_beyond_the_limit_are_cut_and_the_answer_says_so(
    store: Store, limits: Limits | None, limit: int, count: int, cut: bool
) -> None:
    rows = sparql(store, "SELECT ?c { ?c a hkg:Chantier } ORDER BY ?c", Bounds(limit, limits))
    graph = sparql(store, "CONSTRUCT { ?c a hkg:Chantier } { ?c a hkg:Chantier }", Bounds(limit, limits))
    assert (len(rows.rows), rows.cut) == (count, cut)
    assert (len(graph.triples or ()), graph.cut) == (count, cut)


def test_a_limit_stops_the_work(store: Store) -> None:
    begun = time.monotonic()
    answer = sparql(store, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", Bounds(5, Limits(seconds=20)))
    assert (len(answer.rows), answer.cut, time.monotonic() - begun < 5) == (5, True, True)


HOSTILE = {
    "nested braces": ("SELECT * " + "{" * 2250 + "}" * 2250, "query-too-large"),
    "nested brackets": ("SELECT * { FILTER" + "(" * 4750 + "1" + ")" * 4750 + " }", "query-too-large"),
    "nested exists": ("SELECT * { " + "FILTER EXISTS { " * 843 + "}" * 843 + " }", "query-too-large"),
    "a long sum": ("SELECT (1" + "+1" * 7000 + " AS ?x) {}", "query-too-large"),
    "a long union": ("SELECT * { {}" + " UNION {}" * 6750 + " }", "query-too-large"),
    "many patterns": ("SELECT * { " + " ".join(f"?a{i} ?b ?a{i + 1} ." for i in range(187)) + " }", "limit-time"),
    "nested lists": ("SELECT ?s { ?s ?p " + "( " * 199 + ")" * 199 + " }", None),
    "a cartesian product": ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "limit-time"),
    "a doubled string": (
        "SELECT ?x40 { BIND('xxxxxxxxxxxxxxxx' AS ?x0) "
        + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(40)) + " }",
        "limit-memory",
    ),
    "a sorted product": ("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a", "limit-"),
    "a large result": ("SELECT * { ?a ?b ?c . ?d ?e ?f }", "limit-"),
    "a hidden call": ("SELECT * { <a:#> ?p ?o . SERVICE#\n<http://127.0.0.1:9/> { ?s ?p ?o } }", "query-service"),
    "a call after a return": ("SELECT * { #\rSERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "query-service"),
    "a quoted triple": ("SELECT (TRIPLE(hkg:a, hkg:b, 1) AS ?t) {}", "query-triple-term"),
}  # fmt: skip


@needs_fork
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_is_refused_or_stopped_and_the_next_is_answered(store: Store, name: str) -> None:
    text, code = HOSTILE[name]
    begun = time.monotonic()
    try:
        sparql(store, text, Bounds(limits=Limits(seconds=4, memory=256 << 20, size=1 << 20)))
        found = ""
    except HealthkgError as error:
        found = error.code
    assert found.startswith(code or "")
    assert time.monotonic() - begun < 6
    assert sparql(store, "ASK { id:plan-ma-sante-2022 a hkg:Plan }", APART).holds is True


def test_a_text_of_half_a_mebibyte_is_read_in_linear_time() -> None:
    for text in (
        '\\"' * 250_000,
        "a." * 250_000,
        '"' * 500_000,
        "<a" * 250_000,
        "a" * 500_000,
        "'''" * 160_000,
        "1." * 250_000,
    ):
        begun = time.monotonic()
        tokens(text)
        assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("INSERT DATA { id:x a hkg:Plan }", "query-update", "INSERT"),
        ("PREFIX a: <x:>\n# SELECT\nDELETE WHERE { ?s ?p ?o }", "query-update", "DELETE"),
        ("with <x:g> delete { ?s ?p ?o } where { ?s ?p ?o }", "query-update", "WITH"),
        ("CLEAR ALL", "query-update", "CLEAR"),
        ("LOAD <http://127.0.0.1:9/>", "query-load", "LOAD"),
    ],
)
def test_what_would_change_data_is_refused_by_its_name(store: Store, text: str, code: str, word: str) -> None:
    with pytest.raises(Refused) as fault:
        store.run(text)
    assert (fault.value.code, fault.value.data) == (code, {"word": word})
    assert "{" not in fault.value.sentence("fr") + fault.value.sentence("en")


# ---- Syntax: where to look, and why ----

MISTAKES = [
    ("SELECT ?c ?n\nWHERE {\n  ?c a hkg:Chantier\n  ?c skos:prefLabel ?n .\n}", 3, 20, "sparql-missing-dot", {}),
    ("SELECT ?c\r\nWHERE {\r\n  ?c a hkg:Chantier\r\n  ?c skos:prefLabel ?n .\r\n}", 3, 20, "sparql-missing-dot", {}),
    ("SELECT ?c WHERE { ?c a hkg:Chantier hkg:Plan }", 1, 36, "sparql-missing-dot", {}),
    ("SELECT ?c\nWHERE {\n  ?c a hkg:Chantier .\n", 2, 7, "sparql-unclosed", {"sign": "{"}),
    ("SELECT ?c\nWHERE {\n  ?c a hkg:Chantier .\nORDER BY ?c", 2, 7, "sparql-unclosed", {"sign": "{"}),
    ("SELECT ?c\nWHERE {\n  ?c a hkg:Plan .\n  OPTIONAL { ?c skos:notation ?n .\n}\nORDER BY ?c", 4, 12, "sparql-unclosed", {"sign": "{"}),
    ("SELECT ?c {\n  ?c hkg:date ?x .\n  FILTER (CONTAINS(STR(?x), \"a\")\n}", 3, 10, "sparql-unclosed", {"sign": "("}),
    ("SELECT ?c\nWHERE {\n  ?c a hkg:Chantier .\n}}", 4, 2, "sparql-closes-nothing", {"sign": "}"}),
    ("SELECT ?c {\n  ?c skos:prefLabel \"urgences .\n  ?c a hkg:Plan .\n}", 2, 21, "sparql-open-string", {"sign": '"'}),
    ("SELECT ?c {\n  ?c skos:prefLabel «urgences» .\n}", 2, 21, "sparql-quotes", {"sign": "«"}),
    ("SELECT ?c {\n  ?c a <https://w3id.org/healthkg/def#Plan .\n}", 2, 8, "sparql-open-iri", {}),
    ("SELECT ?c {\n  ?c a hgk:Plan .\n}", 2, 8, "sparql-unknown-prefix-near", {"prefix": "hgk", "near": "hkg"}),
    ("SELECT ?c {\n  ?c wikidata:P31 ?x .\n}", 2, 6, "sparql-unknown-prefix", {"prefix": "wikidata", "near": ""}),
    ("SELECT ?c\nWHERE\n  ?c a hkg:Plan .\n", 3, 3, "sparql-no-brace", {}),
    ("SELCT ?c\nWHERE { ?c a hkg:Plan }", 1, 1, "sparql-misspelt", {"word": "SELCT", "near": "SELECT"}),
    ("SELECT ?c\nWERE { ?c a hkg:Plan }", 2, 1, "sparql-misspelt", {"word": "WERE", "near": "WHERE"}),
    ("SELECT ?c {\n  ?c a hkg:Plan .\n  OPTINAL { ?c hkg:date ?d }\n}", 3, 3, "sparql-misspelt", {"word": "OPTINAL", "near": "OPTIONAL"}),
    ("SELECT ?c {\n  ?c hkg:date ?d .\n  FILTR (?d = 1)\n}", 3, 3, "sparql-misspelt", {"word": "FILTR", "near": "FILTER"}),
    ("SELECT ?c { ?c a ?d . FILTER(CONTAIN(?d, 'a')) }", 1, 30, "sparql-misspelt", {"word": "CONTAIN", "near": "CONTAINS"}),
    ("SELECT ?c { ?c a hkg:Plan }\nODER BY ?c", 2, 1, "sparql-misspelt", {"word": "ODER", "near": "ORDER"}),
    ("SELECT ?c { ?c a hkg:Plan }\nORDER ?c", 2, 1, "sparql-missing-by", {"word": "ORDER"}),
    ("SELECT ?c { ?c a hkg:Plan }\nLIMIT 3 ORDER BY ?c", 2, 9, "sparql-wrong-place", {"word": "ORDER"}),
    ("SELECT ?c { ?c a hkg:Plan } LIMIT", 1, 34, "sparql-ends-early", {}),
    ("SELECT ?c, ?n { ?c a ?n }", 1, 10, "sparql-comma", {}),
    ("SELECT plan { ?c a hkg:Plan }", 1, 8, "sparql-bare-word", {"word": "plan", "near": ""}),
    ("SELECT chantier { ?c a hkg:Plan }", 1, 8, "sparql-bare-word", {"word": "chantier", "near": ""}),
    ("SELECT ?c (COUNT(?x)) { ?c hkg:date ?x } GROUP BY ?c", 1, 21, "sparql-needs-as", {}),
    ("SELECT ?c (COUNT(?x) AS ?n) { ?c hkg:date ?x }", 1, 8, "sparql-not-grouped", {"name": "?c"}),
    ("SELECT ?c {\n  ?c hkg:date ?d .\n  FILTER ?d > 3\n}", 3, 10, "sparql-needs-bracket", {"word": "FILTER"}),
    ("SELECT ?c {\n  ?c hkg:date ?d .\n  FILTER (?d == 3)\n}", 3, 14, "sparql-double-equals", {}),
    ("SELECT ?c { ?c a ?x . BIND(1 AS ?x) }", 1, 33, "sparql-bound-twice", {"name": "?x"}),
    ("PREFIX ex <http://ex.org/>\nSELECT ?c { ?c a ex:Plan }", 1, 10, "sparql-prefix-colon", {"word": "ex"}),
    ("@prefix ex: <http://ex.org/> .\nSELECT ?c { ?c a ex:Plan }", 1, 1, "sparql-turtle-prefix", {}),
    ("SELECT ?x WHERE {\n  ?x ?y }", 2, 9, "sparql-incomplete", {}),
    ("# été\nSELECT ?x WHERE {\n  ?x ?été \"œuvre\" ?z }", 3, 18, "sparql-missing-dot", {}),
    ("", 1, 1, "sparql-empty", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "column", "code", "data"), MISTAKES, ids=[f"{m[3]}-{m[1]}" for m in MISTAKES])
def test_a_mistake_is_shown_where_it_is_with_a_likely_cause(
    store: Store, text: str, line: int, column: int, code: str, data: dict[str, str]
) -> None:
    with pytest.raises(InputProblem) as fault:
        sparql(store, text, APART)
    found = fault.value
    assert (found.line, found.column, found.code, found.data) == (line, column, code, data)
    assert found.excerpt == (text.splitlines() or [""])[line - 1]
    for lang, begins in (("fr", "Erreur de syntaxe SPARQL : "), ("en", "SPARQL syntax error: ")):
        assert found.sentence(lang).startswith(begins)


# ---- What is noticed ----


def test_prefixes_that_the_registry_gives_are_named(store: Store) -> None:
    text = "PREFIX skos: <https://example.org/> SELECT ?c { ?c a hkg:Plan ; skos:x 'dcterms:a' ; zz:b ?d } # prov:c"
    assert added_prefixes(store.registry, text) == ["hkg"]


def test_a_name_of_ours_that_nothing_bears_is_told_with_the_nearest(store: Store) -> None:
    text = """PREFIX h: <https://w3id.org/healthkg/def#>
SELECT ?c { ?c a hkg:Chantiers ; hkg:pilotedBy id:org-dgso .
  ?c hkg:pilotedBy <https://w3id.org/healthkg/id/org-dgos> ; cv:role ref:role-pilote ; skos:nothing "hkg:Nope" .
  ?c a hkg:Xqzw , hkg:Chantiers }"""
    assert [(unknown.name, unknown.line, unknown.near) for unknown in unknown_names(store, text)] == [
        ("hkg:Chantiers", 2, "hkg:Chantier"),
        ("id:org-dgso", 2, "id:org-dgos"),
        ("hkg:Xqzw", 4, ""),
    ]


# ---- Why there is nothing ----


def why(store: Store, text: str) -> tuple[str, int, str]:
    reason = why_empty(text, lambda ask: holds_within(store, ask, Limits(seconds=20)))
    return reason.code, reason.line, reason.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?c {\n ?c a hkg:Chantier ;\n  hkg:pilotedBy id:nobody .\n}",
         ("why-not-alone", 3, "?c hkg:pilotedBy id:nobody .")),
        ("SELECT ?c {\n ?c a hkg:Chantier .\n ?c a hkg:Event .\n}", ("why-not-together", 3, "?c a hkg:Event .")),
        ("SELECT ?c {\n ?c a hkg:Chantier , hkg:Plan .\n}", ("why-not-together", 2, "?c a hkg:Plan .")),
        ("SELECT ?c {\n FILTER(?n = 'x')\n ?c a hkg:Chantier ; skos:prefLabel ?n .\n}",
         ("why-not-together", 2, "FILTER(?n = 'x')")),
        ("SELECT ?c {\n ?c a hkg:Chantier .\n OPTIONAL { ?c hkg:x ?y }\n MINUS { ?c a hkg:Chantier }\n}",
         ("why-not-together", 4, "MINUS { ?c a hkg:Chantier }")),
        ("SELECT ?c {\n VALUES ?c { id:a id:b }\n ?c a hkg:Chantier .\n}", ("why-not-together", 3, "?c a hkg:Chantier .")),
        ("SELECT ?c {\n GRAPH ?g { ?c a hkg:Nothing }\n}", ("why-not-alone", 2, "GRAPH ?g { ?c a hkg:Nothing }")),
        ("SELECT ?c { ?c a hkg:Chantier } OFFSET 5000", ("why-not-elsewhere", 0, "")),
        ("ASK { ?c a hkg:Nothing }", ("why-not-unclear", 0, "")),
        ("SELECT ?c {}", ("why-not-unclear", 0, "")),
    ],
)  # fmt: skip
def test_the_first_piece_that_empties_an_answer_is_named(
    store: Store, text: str, expected: tuple[str, int, str]
) -> None:
    assert why(store, text) == expected


def test_a_group_is_taken_to_its_pieces() -> None:
    group = outermost_group("""PREFIX e: <x:>
SELECT ?a (EXISTS { ?q ?r ?s } AS ?t) FROM <x:g> WHERE {
  ?a e:p/e:q* "x;y"^^e:t , -5 ; e:r [ e:s 1 , 2 ] .
  { ?a e:u 1.5 } UNION { ?a e:v 2 }
  VALUES (?b ?c) { (1 2) }
  FILTER NOT EXISTS { ?a e:w ?d . ?d e:x 1 } FILTER e:f(?b)
  [] e:y ?a . OPTIONAL { ?a e:z ?e } BIND(?b + 1 AS ?f)
} ORDER BY ?a""")
    assert group is not None
    assert [(element.kind, " ".join(element.text.split())) for element in group.elements] == [
        ("triple", '?a e:p/e:q* "x;y"^^e:t .'),
        ("triple", "?a e:p/e:q* -5 ."),
        ("triple", "?a e:r [ e:s 1 , 2 ] ."),
        ("block", "{ ?a e:u 1.5 } UNION { ?a e:v 2 }"),
        ("values", "VALUES (?b ?c) { (1 2) }"),
        ("filter", "FILTER NOT EXISTS { ?a e:w ?d . ?d e:x 1 }"),
        ("filter", "FILTER e:f(?b)"),
        ("triple", "[] e:y ?a ."),
        ("optional", "OPTIONAL { ?a e:z ?e }"),
        ("bind", "BIND(?b + 1 AS ?f)"),
    ]
    assert ox.Store().query(group.asking(group.elements[:6])) is not None


# ---- On the command line ----


def typed(monkeypatch: pytest.MonkeyPatch, text: bytes | str) -> None:
    content = text.encode() if isinstance(text, str) else text
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), "utf-8"))


def test_a_query_on_standard_input_is_answered_with_its_notices(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "SELECT ?c { ?c a hkg:Chantier ; hkg:pilotedBy id:org-dgso }")
    outcome = run("query", "-", "--why-not", "--format", "csv")
    assert (outcome.code, outcome.out) == (0, "c\r\n")
    assert outcome.err.splitlines()[1:] == [
        *([] if "pas encore été jugé" not in outcome.err else [outcome.err.splitlines()[1]]),
        "Préfixes ajoutés à la requête : hkg, id",
        "Ligne 1 : rien dans le corpus ne s'appelle id:org-dgso ; vouliez-vous id:org-dgos ?",
        "Aucune ligne, parce que rien ne correspond à la ligne 1, même seule : ?c hkg:pilotedBy id:org-dgso .",
    ]


def test_rows_that_are_cut_are_said_to_be(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "SELECT ?c { ?c a hkg:Chantier } ORDER BY ?c")
    outcome = run("query", "-", "--limit", "2", "--format", "json")
    said = json.loads(outcome.out)
    assert (len(said["results"]["bindings"]), said["head"]["healthkg"]["cut"]) == (2, True)
    assert "Résultat coupé : il y a plus de 2 ligne(s) ; voir --limit.\n" in outcome.err
    assert "Résultat coupé" in run("query", "chantiers_of_plan", "--limit", "10").err
    assert "Résultat coupé" not in run("query", "chantiers_of_plan", "--limit", "11").err


def test_a_validity_is_cut_after_its_two_answers_are_one(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    path.write_text("SELECT ?c { ?c a hkg:Chantier } ORDER BY ?c", "utf-8")
    whole = run("query", path, "--valid-at", "2020-01-01", "--format", "csv").out.splitlines()
    cut = run("query", path, "--valid-at", "2020-01-01", "--format", "csv", "--limit", "3")
    assert cut.out.splitlines() == whole[:4]
    assert "Résultat coupé" in cut.err


@pytest.mark.parametrize(
    ("text", "arguments", "code", "err"),
    [
        ("SELECT ?c\nWHERE {\n  ?c a hgk:Plan }", [], 2,
         "-:3:8: erreur: Erreur de syntaxe SPARQL : le préfixe « hgk: » est inconnu ; vouliez-vous « hkg: » ? Sinon, "
         "déclarez-le en tête : PREFIX hgk: <adresse>\n      ?c a hgk:Plan }\n           ^\n"),
        ("LOAD <http://127.0.0.1:9/>", [], 1,
         "erreur: LOAD est refusé : rien n'est chargé depuis une adresse. Enregistrez le fichier, puis jugez-le : "
         "healthkg validate FICHIER.\n"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a ?e ?b", ["--timeout", "0.2"], 5,
         "erreur: Requête arrêtée après 0.2 s. Ajoutez LIMIT ou précisez les motifs ; en ligne de commande, --timeout accorde plus.\n"),
        (b"SELECT \xe9", [], 2, "-:1: erreur: Le fichier n'est pas en UTF-8 (octet 0xE9) ; enregistrez-le en UTF-8.\n"),
        ("ASK {}", ["--timeout", "0"], 2, None),
        ("ASK {}", ["--limit", "0"], 2, None),
        ("ASK {}", ["--limit", "many"], 2, None),
    ],
)  # fmt: skip
def test_a_query_that_fails_is_one_clear_fault(
    run: Run, monkeypatch: pytest.MonkeyPatch, text: str | bytes, arguments: list[str], code: int, err: str | None
) -> None:
    typed(monkeypatch, text)
    outcome = run("query", "-", *arguments)
    assert (outcome.code, outcome.out) == (code, "")
    assert err is None or outcome.err == err


def test_a_byte_order_mark_is_no_part_of_a_query(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, b"\xef\xbb\xbfASK {}")
    assert (run("query", "-").code, run("query", "chantiers_of_plan", "--timeout", "20").code) == (0, 0)


def test_a_system_without_fork_says_what_is_not_limited(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork", raising=False)
    typed(monkeypatch, "ASK { ?s a hkg:Plan }")
    outcome = run("query", "-")
    assert (outcome.code, outcome.out) == (0, "true\n")
    assert "Ce système ne sait pas isoler une requête : ni sa durée ni sa mémoire ne sont limitées." in outcome.err


@needs_fork
@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_stops_a_query_at_once() -> None:
    command = [sys.executable, "-m", "healthkg", "--lang", "en", "query", "-", "--timeout", "60"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdin and process.stderr
        process.stdin.write(b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
        process.stdin.close()
        time.sleep(2.5)
        begun = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        said = process.stderr.read().decode()
        assert (process.wait(), said.strip(), time.monotonic() - begun < 3) == (130, "Interrupted.", True)
