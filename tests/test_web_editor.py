"""The SPARQL editor without any script: a form, its rows, what is wrong with a query, and where to begin."""

import re
from html import unescape

import pytest

from healthkg.web import assets
from serving import Got, Workspace

PLANS = "SELECT ?plan ?nom { ?plan a hkg:Plan ; skos:prefLabel ?nom } ORDER BY ?nom"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def words(got: Got, tag: str) -> list[str]:
    """Return the words of each element of a name, without its marks."""
    found = re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", got.text, re.S)
    return [" ".join(unescape(re.sub("<[^>]+>", "", one)).split()) for one in found]


def asked(workspace: Workspace, text: str, lang: str = "fr") -> Got:
    return workspace.get("/editor", query=text, lang=lang)


def written(got: Got) -> str:
    """Return the query that stands in the text area."""
    (text,) = re.findall(r'<textarea class="code".*?>\n(.*?)</textarea>', got.text, re.S)
    return unescape(text)


def test_the_editor_opens_with_what_one_needs_to_begin(workspace: Workspace) -> None:
    got = workspace.get("/editor", lang="fr")
    assert (got.status, words(got, "h1"), written(got)) == (200, ["Éditeur SPARQL"], "")
    assert words(got, "label")[1:] == ["Requête SPARQL", "Partir d’une question de la bibliothèque"]
    assert "skos:" in words(got, "dt")


def test_rows_are_shown_by_label_with_the_way_to_the_page_of_each_thing(workspace: Workspace) -> None:
    got = asked(workspace, PLANS + " LIMIT 2")
    assert words(got, "th") == ["plan", "nom"]
    assert words(got, "td") == ["Plan Alpha", "Plan Alpha fr", "plan Gamma", "plan Gamma fr"]
    assert '<a href="/page/plan-alpha?lang=fr" title="id:plan-alpha">Plan Alpha</a>' in got.text
    assert words(got, "h2") == ["2 lignes"]
    assert re.search(r"en \d+ ms · données 0\.0\.1 \(\w{12}\)", got.text)


@pytest.mark.parametrize(
    ("text", "said", "columns"),
    [
        ("ASK { id:plan-alpha a hkg:Plan }", "Yes", []),
        ("ASK { id:plan-alpha a hkg:Measure }", "No", []),
        ("SELECT ?x { ?x a hkg:Plan, hkg:Measure }", "0 rows", ["x"]),
        (
            "CONSTRUCT { ?p a hkg:Plan } { ?p a hkg:Plan FILTER(?p = id:plan-phi) }",
            "1 triple",
            ["subject", "predicate", "object"],
        ),
    ],
)
def test_every_form_of_query_has_its_answer(workspace: Workspace, text: str, said: str, columns: list[str]) -> None:
    got = asked(workspace, text, "en")
    assert (got.status, words(got, "h2")) == (200, [said])
    assert words(got, "th") == ([] if said == "0 rows" else columns)


def test_an_empty_answer_says_why_on_demand(workspace: Workspace) -> None:
    text = "SELECT ?x {\n ?x a hkg:Plan .\n ?x hkg:acronym 'ZZ' }"
    assert "Why is there no row?" in words(asked(workspace, text, "en"), "button")
    got = workspace.get("/editor", query=text, why="1", lang="en")
    assert any(one.startswith("No row, because nothing matches line 3, even alone:") for one in words(got, "p"))


def test_an_error_is_shown_where_it_stands_and_the_query_is_kept(workspace: Workspace) -> None:
    text = "SELECT ?plan {\n  ?plan a hkg:Plan ;; }\n ORDR BY ?plan"
    got = asked(workspace, text)
    assert (got.status, written(got)) == (400, text)
    (shown,) = re.findall(r'<pre class="caret">(.*?)</pre>', got.text, re.S)
    line, caret = unescape(shown).split("\n")
    assert line[caret.index("^") :].startswith("ORDR")
    assert 'data-line="3" data-column="2"' in got.text
    assert "ligne 3, colonne 2" in got.text


@pytest.mark.parametrize(
    ("text", "status"),
    [("INSERT DATA { <a:a> <a:a> 1 }", 403), ("ASK { SERVICE <a:a> { } }", 403), (ENDLESS, 503), ("{" * 3000, 400)],
)
def test_what_cannot_be_asked_is_said_on_the_page_and_the_server_goes_on(
    workspace: Workspace, text: str, status: int
) -> None:
    got = asked(workspace, text)
    assert (got.status, written(got), words(got, "strong")) == (status, text, ["Requête refusée."])
    assert asked(workspace, "ASK {}").status == 200


def test_for_machines_a_fault_is_a_problem(workspace: Workspace) -> None:
    got = workspace.get("/editor", accept="application/json", query="SELECT")
    assert (got.status, got.headers["content-type"]) == (400, "application/problem+json")


def test_a_query_that_is_sent_gets_an_address_that_can_be_passed_on(workspace: Workspace) -> None:
    got = workspace.post("/editor?lang=en", {"query": PLANS}, accept="text/html")
    assert got.status == 303
    there = workspace.get(got.headers["location"])
    assert (written(there), words(there, "h2")) == (PLANS, ["3 rows"])


def test_a_query_too_long_for_an_address_is_answered_at_once(workspace: Workspace) -> None:
    long = PLANS + "\n#" + "é" * 10_000
    got = workspace.post("/editor?lang=en", {"query": long.replace("\n", "\r\n")}, accept="text/html")
    assert (got.status, written(got), words(got, "h2")) == (200, long, ["3 rows"])
    assert 'method="post"' in got.text[got.text.index('action="/sparql"') :]
    assert workspace.post("/sparql?format=csv", {"query": long}).text.startswith("plan,nom\r\n")
    assert "link to this query" not in got.text


def test_more_than_a_query_may_be_is_not_even_read(workspace: Workspace) -> None:
    assert workspace.post("/editor?name=nothing", {"query": "x" * 2_000_000}, accept="text/html").status == 413


def test_the_query_of_the_library_is_a_beginning(workspace: Workspace) -> None:
    got = workspace.get("/editor", name="chantiers_of_plan", lang="en")
    assert "VALUES ?plan" in written(got)
    assert 'value="chantiers_of_plan" selected' in got.text
    assert "result-title" not in got.text  # nobody has asked yet
    assert workspace.get("/editor", name="<b>nothing").status == 404


def test_a_large_result_is_cut_with_a_word(workspace: Workspace) -> None:
    got = asked(workspace, "SELECT ?s ?p ?o { ?s ?p ?o }", "en")
    assert (got.text.count("<tr>"), words(got, "h2")) == (1001, ["1,000 rows"])
    assert "Only the first 1,000 rows are shown; the files have all of them." in words(got, "p")


def test_nothing_that_a_query_brings_is_markup(workspace: Workspace) -> None:
    hostile = "<script>alert(1)</script>"
    got = asked(workspace, f"SELECT ?x ('{hostile}' AS ?y) (<javascript:alert(1)> AS ?z) {{ BIND(1 AS ?x) }}")
    assert "<script>" not in got.text
    assert 'href="javascript' not in got.text
    assert words(got, "td") == ["1", hostile, "<javascript:alert(1)>"]


@pytest.mark.parametrize(("form", "media"), [("csv", "text/csv"), ("json", "application/sparql-results+json")])
def test_the_files_of_an_answer_come_from_the_endpoint(workspace: Workspace, form: str, media: str) -> None:
    assert f'name="format" value="{form}"' in asked(workspace, PLANS).text
    got = workspace.get("/sparql", query=PLANS, format=form)
    assert (got.status, got.headers["content-type"].partition(";")[0]) == (200, media)


def test_terms_are_those_of_the_corpus_in_the_language_of_the_reader(workspace: Workspace) -> None:
    french, english = (workspace.get("/editor/terms.json", lang=lang).data for lang in ("fr", "en"))
    assert french["prefixes"]["hkg"] == "https://w3id.org/healthkg/def#"
    assert ["id:plan-alpha", "thing", "Plan Alpha"] in french["terms"]
    assert ["hkg:Measure", "class", "mesure"] in french["terms"]
    assert ["hkg:Measure", "class", "measure"] in english["terms"]
    assert ["skos:prefLabel", "property"] in [term[:2] for term in english["terms"]]


def test_the_page_does_without_what_was_not_built(workspace: Workspace) -> None:
    got = workspace.get("/editor")
    assert ('<script type="module"' in got.text) == ("editor.js" in assets.table())
