"""The indexes say what the files say, all of it, and what they show can be run."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from healthkg import answers
from healthkg.corpus import Corpus
from healthkg.layout import find_project
from healthkg.publication.indexes import executables, ontology_index, query_index, stale_indexes
from healthkg.publication.rules import shape_index
from healthkg.queryfile import query_paths, read_query
from healthkg.store import Store

ROOT = Path(__file__).resolve().parents[1]
CURE = "the index is stale; cure: healthkg docs"
WORDS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "Concept", "ConceptScheme")
LIBRARY = query_paths(ROOT / "queries")
EVERY = query_paths(ROOT / "queries", ("competency", "reports", "views", "checks", "construct"))
SH = "http://www.w3.org/ns/shacl#"


@pytest.fixture(scope="module")
def words(corpus: Corpus) -> str:
    """The index of the ontology."""
    return ontology_index(corpus)


@pytest.fixture(scope="module")
def questions(corpus: Corpus) -> str:
    """The index of the query library."""
    return query_index(corpus.project)


@pytest.fixture(scope="module")
def rules(corpus: Corpus) -> str:
    """The index of the shapes."""
    return shape_index(corpus)


@pytest.fixture(scope="module")
def library(corpus: Corpus) -> list[ox.Quad]:
    """The query library as RDF."""
    return list(ox.parse(executables(corpus.project), format=ox.RdfFormat.TURTLE))


def rows(page: str) -> list[list[str]]:
    """Return the cells of each line of a Markdown table."""
    lines = (line for line in page.splitlines() if line.startswith("| "))
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


# ---- The files ----


def test_the_indexes_in_the_checkout_are_what_is_generated(corpus: Corpus) -> None:
    assert [corpus.project.relative(path) for path in stale_indexes(corpus)] == [], CURE


def test_check_names_a_stale_index_and_its_cure(project: Path, run: Callable[..., Any]) -> None:
    run("--project", project, "docs")
    path = project / "queries" / "construct" / "shortcuts.rq"
    path.write_text(path.read_text("utf-8").replace("#+   en: ", "#+   en: Changed. ", 1), "utf-8")
    stale = run("--project", project, "docs", "--check")
    assert (stale.code, "queries/README.md" in stale.err, "ontology/README.md" in stale.err) == (1, True, False)
    assert "Remède : healthkg docs" in stale.err
    assert run("--project", project, "docs").code == 0
    assert "Changed. " in (project / "queries" / "README.md").read_text("utf-8")
    assert run("--project", project, "docs", "--check").code == 0


def test_check_writes_nothing(project: Path, run: Callable[..., Any]) -> None:
    (project / "ontology" / "README.md").unlink(missing_ok=True)
    assert run("--project", project, "docs", "--check").code == 1
    assert not (project / "ontology" / "README.md").exists()


def test_the_cure_is_said_in_english_too(project: Path, run: Callable[..., Any]) -> None:
    (project / "ontology" / "README.md").unlink(missing_ok=True)
    assert "Cure: healthkg docs" in run("--lang", "en", "--project", project, "docs", "--check").err


# ---- The ontology ----


def test_every_term_stands_once_in_its_index(corpus: Corpus, words: str) -> None:
    listed = [match.group(1) for row in rows(words) if (match := re.match(r"`([\w-]+:[\w-]+)`", row[0]))]
    listed += re.findall(r"^`(ref:[\w-]+)` — ", words, re.M)
    kind = corpus.registry["rdf:type"]
    ours = {
        corpus.registry.shorten(quad.subject.value)
        for file in corpus.files
        if file.home == "ontology"
        for quad in file.triples
        if quad.predicate == kind and re.split("[#/]", quad.object.value)[-1] in WORDS
        if isinstance(quad.subject, ox.NamedNode)
    }
    assert sorted(listed) == sorted(ours)


def test_a_class_is_told_in_both_languages(words: str) -> None:
    (row,) = (row for row in rows(words) if row[0] == "`hkg:Claim`")
    assert row[1] == "prise de position<br>*claim*"
    assert row[3] == "`hkg:Fact`<br>`schema:Claim`"
    assert all("<br>*" in cell for cell in (row[2], row[4], row[5]))


def test_a_shortcut_says_what_it_is_made_from(words: str) -> None:
    made = {row[0]: row[4] for row in rows(words) if len(row) == 7}
    assert "`ref:role-pilote`" in made["`hkg:pilotedBy`"]
    assert "`queries/construct/possibly_same.rq`" in made["`hkg:possiblySameAs`"]


def test_every_table_has_as_many_cells_in_each_row(words: str, questions: str, rules: str) -> None:
    for page in (words, questions, rules):
        for table in re.findall(r"(?:^\|.*\n)+", page, re.M):
            assert len({len(re.split(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1, table


def test_a_page_links_to_places_that_exist(words: str, questions: str, rules: str) -> None:
    for page, folder in ((words, ROOT / "ontology"), (questions, ROOT / "queries"), (rules, ROOT / "shapes")):
        links = set(re.findall(r"\]\(([^)\s]+)\)", page))
        anchors = re.findall(r'<a id="([^"]+)"></a>', page)
        assert len(anchors) == len(set(anchors))
        assert {link for link in links if link.startswith("#") and link[1:] not in anchors} == set()
        assert {link for link in links if not link.startswith("#") and not (folder / link).exists()} == set()


# ---- The shapes ----


def test_every_rule_that_a_finding_can_name_has_its_anchor(corpus: Corpus, rules: str) -> None:
    """What the examples of the shapes and of the checks are caught by, and the rules that stand in no file."""
    shapes = (ROOT / "tests" / "shapes").rglob("*.ttl")
    caught = {name for path in shapes for name in re.findall(r"^# expect: \w+ (\S+)", path.read_text("utf-8"), re.M)}
    wanted = caught | {"literal-form", "date-form", "text-form", "iri-vanished"}
    assert len(wanted) > 250
    assert wanted - set(re.findall(r'<a id="([^"]+)"></a>', rules)) == set()


@pytest.mark.parametrize("folder", ["checks", "gate"])
def test_every_check_has_its_anchor(folder: str, questions: str) -> None:
    names = {path.stem for path in (ROOT / "queries" / folder).glob("*.rq")}
    assert names - set(re.findall(r'<a id="([^"]+)"></a>', questions)) == set()


def test_the_page_of_a_rule_says_what_it_is_about_what_it_allows_and_why(rules: str) -> None:
    (row,) = (row for row in rows(rules) if '<a id="Budget-amount-form">' in row[0])
    assert row == [
        '<a id="Budget-amount-form"></a>`Budget-amount-form`',
        "`hkg:Budget/hkg:amount`",
        "erreur<br>*violation*",
        "un littéral xsd:decimal bien formé et à partir de 0<br>*a well-formed xsd:decimal literal and from 0 upwards*",
        "Le montant est un décimal en euros, positif ou nul : écrivez 650000000.00 pour 650 M€.<br>"
        "*The amount is a decimal in euros, zero or more: write 650000000.00 for 650 M€.*",
    ]


def test_a_rule_under_several_targets_names_them_all(rules: str) -> None:
    (row,) = (row for row in rows(rules) if '<a id="Lasting-validFrom-one">' in row[0])
    assert row[1] == "`hkg:RoleAssignment/hkg:validFrom`<br>`hkg:Status/hkg:validFrom`"


# ---- The queries ----


@pytest.mark.parametrize("path", EVERY, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_query_stands_in_its_index(path: Path, questions: str) -> None:
    query = read_query(path)
    assert f"({path.parent.name}/{path.name})" in questions
    said = [query.summary, query.caveats, query.header.get("problem", {}), query.header.get("solution", {})]
    plain = re.sub(r"\\(.)", r"\1", questions).replace("&lt;", "<").replace("&amp;", "&")
    assert [text for words in said for text in words.values() if " ".join(text.split()) not in plain] == []


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_the_command_that_the_index_shows_is_answered(path: Path, questions: str, store: Store) -> None:
    shown = re.search(rf"^healthkg (?:query|view) {path.stem}\b(.*)$", questions, re.M)
    assert shown is not None
    given = [word for word in shlex.split(shown.group(1)) if "=" in word]
    answer = answers.query(store, path.stem, **dict(word.split("=", 1) for word in given))
    assert answer.rows == answers.query(store, path.stem).rows


def test_what_markdown_would_read_as_a_mark_is_escaped(project: Path) -> None:
    path = project / "queries" / "competency" / "odd.rq"
    path.write_text("#+ summary: {fr: 'a | b <c> *d*', en: _e_}\nASK { VALUES ?x { 1 } }\n", "utf-8")
    assert r"a \| b &lt;c> \*d\*<br>*\_e\_*" in query_index(find_project(project))


def test_a_check_is_listed_with_its_severity(project: Path) -> None:
    checks = project / "queries" / "checks"
    said = "#+ problem: {fr: mal, en: wrong}\n#+ solution: {fr: corriger, en: mend}\n"
    (checks / "odd_one.rq").write_text(f"{said}SELECT ?focus {{ ?focus ?path ?value }} ORDER BY ?focus\n", "utf-8")
    with (checks / "checks.tsv").open("a", encoding="utf-8") as profile:
        profile.write("odd_one\twarning\n")
    (row,) = (row for row in rows(query_index(find_project(project))) if "odd_one.rq" in row[0])
    assert row[1:] == ["avertissement<br>*warning*", "mal<br>*wrong*", "corriger<br>*mend*", ""]


# ---- The library as RDF ----


def test_the_library_has_no_blank_node(library: list[ox.Quad]) -> None:
    assert [quad for quad in library if ox.BlankNode in (type(quad.subject), type(quad.object))] == []


def test_every_query_of_the_library_is_an_executable(library: list[ox.Quad]) -> None:
    texts = {quad.object.value for quad in library if quad.predicate.value in (f"{SH}select", f"{SH}ask")}
    bare = {"".join(re.findall(r"^(?!#\+).*\n?", path.read_text("utf-8"), re.M)) for path in LIBRARY}
    assert texts == bare


def test_every_executable_says_its_question_in_both_languages(library: list[ox.Quad]) -> None:
    names = {quad.subject.value for quad in library if quad.object.value == f"{SH}SPARQLExecutable"}
    comments = [quad for quad in library if quad.predicate.value.endswith("#comment")]
    assert {(quad.subject.value, quad.object.language) for quad in comments} == {
        (name, lang) for name in names for lang in ("fr", "en")
    }
    assert len(comments) == 2 * len(LIBRARY)


def test_every_executable_runs_as_it_stands(library: list[ox.Quad], store: Store) -> None:
    for quad in library:
        if quad.predicate.value in (f"{SH}select", f"{SH}ask"):
            store.engine.query(quad.object.value)  # without the registry's prefixes: it declares its own


def test_every_executable_leads_to_the_prefixes_of_the_registry(library: list[ox.Quad], corpus: Corpus) -> None:
    graph = ox.Store()
    graph.extend(library)
    found = graph.query(
        f"PREFIX sh: <{SH}> SELECT DISTINCT ?query ?prefix WHERE "
        "{ ?query a sh:SPARQLExecutable ; sh:prefixes/sh:declare/sh:prefix ?prefix }"
    )
    assert isinstance(found, ox.QuerySolutions)
    assert len(list(found)) == len(LIBRARY) * len(corpus.registry.namespaces)
