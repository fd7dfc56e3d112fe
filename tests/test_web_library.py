"""The library in the workspace: forms made from headers, rows that lead on, files, charts, views, questions."""

import csv
import html
import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest

from healthkg import answers, dates
from healthkg.answers.answer import answer
from healthkg.corpus import known_at
from healthkg.messages import LANGUAGES
from healthkg.question import ask
from healthkg.store import open_store
from healthkg.web.home import home
from healthkg.web.library import answering, catalogue, forms, pictures, questions, starting, views
from healthkg.web.site import Means, Site, open_site
from healthkg.web.values import Asked, Reply
from serving import Workspace
from support import ROOT

PAGES = ("ask", "home", "library", "queries", "query", "search", "view", "views")
WORDS = ROOT / "src" / "healthkg" / "templates" / "web"


@pytest.fixture(scope="module")
def site(miniature: Path) -> Site:
    """The site of the miniature world, as the server's children find it."""
    return open_site(miniature, Means())


def get(site: Site, path: str, lang: str = "fr", **query: str) -> Reply:
    """Return what the page at a path replies."""
    folder, _, file = path.removeprefix("/").partition("/")
    pages = {"queries": answering.library, "views": views.view, "charts": pictures.chart, "ask": questions.question}
    lists = {"queries": catalogue.queries, "views": views.views, "ask": questions.question}
    asked = Asked(path, {"file": file}, tuple(query.items()), lang, origin="http://here")
    return (pages if file else lists)[folder](site, asked)


def text(reply: Reply) -> str:
    """Return the words of a page, on one line, with plain spaces."""
    body = re.sub(r"(?s)<(script|style|datalist|select).*?</\1>", " ", reply.body.decode())
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def cells(reply: Reply) -> list[list[str]]:
    """Return the rows of the table of an answer, heading first: each cell as words."""
    table = reply.body.decode().partition('<div class="scroll answer"')[2].partition("</table>")[0]
    rows = [re.findall(r"(?s)<t[hd][^>]*>(.*?)</t[hd]>", row) for row in table.split("<tr")[1:]]
    return [[" ".join(html.unescape(re.sub(r"<[^>]+>", "", cell)).split()) for cell in row] for row in rows]


def links(reply: Reply) -> dict[str, str]:
    """Return the words of each link of a page → where it leads; the last of those that bear the same words."""
    found = re.findall(r'(?s)<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', reply.body.decode())
    return {" ".join(html.unescape(re.sub(r"<[^>]+>", "", words)).split()): html.unescape(to) for to, words in found}


# ---- Words ----


@pytest.mark.parametrize("page", PAGES)
def test_the_words_of_a_page_are_there_in_both_languages(page: str) -> None:
    table = tomllib.loads((WORDS / f"{page}.toml").read_text("utf-8"))
    assert set(table) == set(LANGUAGES)
    assert _keys(table["fr"]) == _keys(table["en"])


def _keys(words: dict[str, object], path: str = "") -> set[str]:
    nested = (_keys(value, f"{path}{name}.") for name, value in words.items() if isinstance(value, dict))
    return {path + name for name in words}.union(*nested)


# ---- The list ----


def test_the_library_lists_every_question_report_and_view(site: Site) -> None:
    page = get(site, "/queries")
    leads = {to.rpartition("/")[2] for to in links(page).values() if to.startswith(("/queries/", "/views/"))}
    assert leads == set(site.queries)


def test_the_library_is_filtered_by_words_of_its_questions_and_columns(site: Site) -> None:
    found = {to for to in links(get(site, "/queries", q="chantier PILOTE combien")).values() if "_" in to}
    assert found == {"/queries/chantiers_with_and_without_lead"}


def test_a_list_without_any_question_says_what_to_do_instead(site: Site) -> None:
    page = get(site, "/queries", q="zzzz")
    assert links(page)["poser une question en français"] == "/ask?q=zzzz"


# ---- The form ----


def test_a_parameter_of_few_things_is_a_choice_of_them(site: Site) -> None:
    page = get(site, "/queries/chantiers_of_plan", plan="plan alpha").body.decode()
    chosen = re.search(r'(?s)<select id="f-plan" name="plan">(.*?)</select>', page)
    assert chosen is not None
    assert re.findall(r'<option value="([^"]+)"( selected)?>([^<]+)', chosen.group(1)) == [
        ("id:plan-alpha", " selected", "Plan Alpha"),
        ("id:plan-gamma", "", "plan Gamma"),
        ("id:plan-phi", "", "plan Phi"),
    ]


def test_roles_are_not_offered_where_kinds_of_events_are_wanted(site: Site) -> None:
    page = get(site, "/queries/events_of_period").body.decode()
    offered = re.findall(r'<option value="ref:([a-z]+)', page)
    assert set(offered) == {"evenement"}
    assert 'type="date" value="2018-01-01"' in page


def test_many_things_are_typed_and_proposed_by_name(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "_FEW", 5)
    page = get(site, "/queries/actors_of_element", element="id:chantier-alpha-01").body.decode()
    assert 'name="element" value="guichet unique" autocomplete="off" list="l-element"' in page
    assert '<option value="formation des agents">' in page


def test_any_thing_is_shown_by_its_name(site: Site) -> None:
    assert (
        'name="thing" value="office Bêta"'
        in get(site, "/views/neighbourhood", thing="id:org-office-beta").body.decode()
    )


@pytest.mark.parametrize("value", ["plan alfa", "agence Alpha"])
def test_a_wrong_value_is_said_with_near_names_and_the_form_stays(site: Site, value: str) -> None:
    page = get(site, "/queries/chantiers_of_plan", plan=value)
    assert page.status == 400
    assert f'value="{value}" autocomplete' in page.body.decode()
    assert links(page)["Plan Alpha"] == "/queries/chantiers_of_plan?plan=id%3Aplan-alpha"


def test_an_unknown_parameter_is_said_with_those_that_there_are(site: Site) -> None:
    page = get(site, "/queries/chantiers_of_plan", plann="id:plan-alpha")
    assert page.status == 400
    assert "La requête « chantiers_of_plan » n'a pas de paramètre « plann ». Ses paramètres : plan." in text(page)
    assert links(page)["plan"] == "/queries/chantiers_of_plan?plan=id%3Aplan-alpha"


@pytest.mark.parametrize("query", [{"known-at": "2021"}, {"documents": "nothing"}, {"valid-at": "<b>"}])
def test_a_clock_that_is_none_is_refused_with_the_form(site: Site, query: dict[str, str]) -> None:
    page = get(site, "/queries/who_pilots_what", **query)
    assert page.status == 400
    assert "<b>" not in page.body.decode().replace("<b></b>", "")
    assert 'name="known-at"' in page.body.decode()


def test_what_is_typed_never_becomes_markup(site: Site) -> None:
    page = get(site, "/queries/chantiers_of_plan", plan='"><script>alert(1)</script>').body.decode()
    assert "<script>" not in page


# ---- The rows ----


def test_rows_lead_to_pages_and_lines_to_the_passages_of_documents(site: Site) -> None:
    page = get(site, "/queries/chantiers_of_plan", plan="id:plan-alpha")
    assert cells(page)[0] == ["n°", "chantier", "pilote", "mot employé", "pilote énoncé", "document", "lignes"]
    assert cells(page)[2] == ["1", "guichet unique", "agence Alpha", "pilote", "oui", "Plan Alpha", "7"]
    found = links(page)
    assert found["guichet unique"] == "/page/chantier-alpha-01"
    assert found["pilote"] == "/concept/role-pilote"
    assert found["3–4"] == "/documents/bilan-alpha#l3"


def test_absences_are_said_in_the_words_of_the_header(site: Site) -> None:
    page = get(site, "/queries/chantiers_of_plan", plan="id:plan-alpha")
    assert cells(page)[-1][1:3] == ["formation", "non énoncé"]
    assert '<td class="absent">non énoncé</td>' in page.body.decode()
    english = cells(get(site, "/queries/chantiers_of_plan", "en", plan="id:plan-alpha"))
    assert english[-1] == ["3", "formation", "not stated", "–", "no", "Plan Alpha", "9"]


def test_terms_are_said_in_the_language_of_the_page(site: Site) -> None:
    assert "lead" in {row[3] for row in cells(get(site, "/queries/chantiers_of_plan", "en", plan="id:plan-alpha"))}


def test_rows_that_name_no_lines_show_what_they_rest_on(site: Site) -> None:
    assert cells(get(site, "/queries/isolated_elements"))[0][-1] == "preuve"
    assert cells(get(site, "/queries/isolated_elements", evidence="no"))[0][-1] != "preuve"
    row = cells(get(site, "/queries/chantiers_of_plan", plan="id:plan-alpha", evidence="yes"))[2]
    assert row[-1] == "annonce du Plan Alpha, l. 7, 28 ; bilan du Plan Alpha, l. 3–4"


def test_all_columns_are_shown_on_demand(site: Site) -> None:
    page = get(site, "/queries/chantiers_of_plan", plan="id:plan-alpha", labels="yes")
    assert cells(page)[0][0] == "plan (identifiant)"
    assert len(cells(page)[0]) > 10


def test_a_fact_that_no_column_names_has_a_page_of_its_own(site: Site) -> None:
    page = get(site, "/queries/milestones_of_plan", plan="id:plan-alpha")
    assert links(page)["détail"].startswith("/page/jalon-")


def test_numbers_stand_under_one_another(site: Site) -> None:
    page = get(site, "/queries/leads_by_actor").body.decode()
    assert page.count('<th scope="col" class="number">') == 4


def test_an_answer_says_what_it_rests_on_and_what_to_know(site: Site) -> None:
    found = answer(site.store, site.queries["leads_by_actor"], {})
    page = text(get(site, "/queries/leads_by_actor"))
    assert f"{len(found.rows)} lignes données {site.version}" in page
    assert found.coverage[0].sentence("fr") in page


def test_an_empty_answer_says_why(site: Site) -> None:
    page = get(site, "/queries/chantiers_of_plan", plan="id:plan-phi")
    assert page.status == 200
    assert "Aucune ligne" in text(page)
    assert "Aucune ligne, parce que" in text(page).partition("Ce qui vide la réponse")[2]


def test_many_rows_come_by_pages(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "ROWS", 3)
    first, last = (get(site, "/queries/chantiers_of_plan", plan="id:plan-alpha", page=number) for number in ("1", "99"))
    assert (len(cells(first)), len(cells(last))) == (1 + 3, 1 + 1)
    assert links(first)["page suivante"] == "/queries/chantiers_of_plan?plan=id%3Aplan-alpha&page=2"
    assert "7 lignes" in text(last)


def test_rows_are_sorted_by_a_column_then_backwards_then_as_the_query_does(site: Site) -> None:
    path, sort = "/queries/chantiers_of_plan", {}
    turns = []
    for _ in range(4):
        page = get(site, path, plan="id:plan-alpha", **sort)
        turns.append(re.findall(r'aria-sort="(\w+)"', page.body.decode()))
        to = re.search(r'href="([^"]+)"[^>]*>pilote</a></th>', page.body.decode())
        assert to is not None
        sort = {
            name: value for name, value in parse_qsl(html.unescape(to.group(1)).partition("?")[2]) if name == "sort"
        }
    assert turns == [[], ["ascending"], ["descending"], []]
    first = get(site, path, plan="id:plan-alpha", sort="pilotLabel")
    last = get(site, path, plan="id:plan-alpha", sort="-pilotLabel")
    assert [row[2] for row in cells(first)[1:]] == ["agence Alpha"] * 2 + ["office Bêta"] * 4 + ["non énoncé"]
    assert [row[2] for row in cells(last)[1:]] == ["office Bêta"] * 4 + ["agence Alpha"] * 2 + ["non énoncé"]


# ---- Through the clocks ----


def test_a_page_looks_at_the_corpus_through_the_clocks(site: Site) -> None:
    early = open_store(known_at(site.corpus, date(2018, 12, 31)))
    expected = answers.query(early, "chantiers_of_plan", plan="id:plan-alpha")
    page = get(site, "/queries/chantiers_of_plan", plan="id:plan-alpha", **{"known-at": "2018-12-31"})
    assert len(cells(page)) - 1 == len(expected.rows) < 7
    assert "bilan" not in text(page).partition("lignes données")[2]
    kept = get(site, "/queries/chantiers_of_plan.csv", plan="id:plan-alpha", **{"known-at": "2018-12-31"})
    assert kept.body == answers.render(expected, "csv", "fr")


def test_links_lead_on_through_the_same_clocks(site: Site) -> None:
    page = get(site, "/queries/chantiers_of_plan", plan="id:plan-alpha", **{"known-at": "2018-12-31"})
    assert links(page)["guichet unique"] == "/page/chantier-alpha-01?known-at=2018-12-31"
    assert links(page)["7"] == "/documents/plan-alpha#l7"


def test_what_is_only_possible_is_marked(site: Site) -> None:
    page = get(site, "/queries/who_pilots_what", **{"valid-at": "2019-06-01"})
    rows = cells(page)
    assert rows[0][-1] == "certitude"
    assert page.body.decode().count('class="possible"') == sum(row[-1] == "possible" for row in rows) > 0
    assert {row[-1] for row in rows[1:]} == {"certain", "possible"}


# ---- Files ----


@pytest.mark.parametrize("form", ["csv", "excel-fr", "xlsx", "tsv", "json", "xml", "md"])
def test_a_file_holds_what_the_command_line_writes(site: Site, form: str) -> None:
    found = answers.query(site.store, "chantiers_of_plan", plan="id:plan-alpha")
    kept = get(site, f"/queries/chantiers_of_plan.{form}", plan="id:plan-alpha")
    assert kept.body == answers.render(found, form, "fr")
    ending = "csv" if form == "excel-fr" else form
    assert kept.headers == {"content-disposition": f'attachment; filename="chantiers_of_plan.{ending}"'}


def _column(site: Site, name: str, column: str, sort: str) -> list[str]:
    """Return the values of a column of a file, sorted by one."""
    lines = get(site, f"/queries/{name}.csv", sort=sort).body.decode().splitlines()
    return [row[column] for row in csv.DictReader(lines)]


def test_numbers_are_sorted_as_numbers_and_times_as_times(site: Site) -> None:
    counts = [int(one) for one in _column(site, "leads_by_actor", "alone", "-alone")]
    assert counts == sorted(counts, reverse=True)
    assert len(set(counts)) > 1
    dated = [one for one in _column(site, "deadlines_and_moves", "date", "date") if one]
    days = [dates.read(one).earliest or dates.read(one).latest for one in dated]
    assert days == sorted(days)
    assert dated != sorted(dated)


def test_a_column_that_there_is_not_changes_no_order(site: Site) -> None:
    kept = get(site, "/queries/who_pilots_what.csv", sort="nothing").body
    assert kept == answers.render(answers.query(site.store, "who_pilots_what"), "csv", "fr")


def test_a_machine_gets_a_file_at_the_address_of_the_page(site: Site) -> None:
    asked = Asked("/queries/who_pilots_what", {"file": "who_pilots_what"}, headers={"accept": "text/csv"})
    assert answering.library(site, asked).body == answers.render(
        answers.query(site.store, "who_pilots_what"), "csv", "fr"
    )


def test_files_have_the_values_and_the_clocks_of_their_page(site: Site) -> None:
    page = get(site, "/queries/chantiers_of_plan", plan="plan alpha", evidence="yes", **{"valid-at": "2019-06-01"})
    expected = {"plan": "id:plan-alpha", "valid-at": "2019-06-01", "evidence": "yes"}
    assert links(page)["CSV"] == "/queries/chantiers_of_plan.csv?" + urlencode(expected)


def test_a_page_can_be_cited(site: Site) -> None:
    page = get(site, "/queries/chantiers_of_plan", plan="Plan Alpha")
    assert f"données {site.version}, requête chantiers_of_plan" in text(page)
    assert "@misc{healthkg-chantiers-of-plan-" in text(page)
    assert "http://here/queries/chantiers_of_plan?lang=fr&plan=id%3Aplan-alpha" in links(page).values()


def test_the_text_of_the_query_opens_in_the_editor(site: Site) -> None:
    to = links(get(site, "/queries/chantiers_of_plan", plan="id:plan-alpha"))["L’ouvrir dans l’éditeur"]
    sent = dict(parse_qsl(to.partition("?")[2]))["query"]
    assert "VALUES ?plan { <https://w3id.org/healthkg/id/plan-alpha> }" in sent
    assert "#+" not in sent
    assert len(answers.sparql(site.store, sent).rows) == 7


# ---- Charts ----


def test_an_answer_that_can_be_drawn_is_a_picture_and_its_words(site: Site) -> None:
    page = get(site, "/queries/leads_over_time", plan="id:plan-alpha").body.decode()
    shown = re.search(r'<img src="([^"]+)" alt="([^"]+)" aria-describedby="en-mots">', page)
    assert shown is not None
    assert html.unescape(shown.group(1)) == "/charts/leads_over_time.svg?lang=fr&plan=id%3Aplan-alpha"
    picture = get(site, "/charts/leads_over_time.svg", plan="id:plan-alpha")
    assert picture.media == "image/svg+xml"
    assert b"guichet unique" in picture.body


def test_a_query_that_describes_no_chart_is_said(site: Site) -> None:
    with pytest.raises(answers.answer.InputProblem, match="describes no chart"):
        get(site, "/charts/chantiers_of_plan.svg")


# ---- Views ----


def test_a_view_is_a_picture_its_words_and_its_files(site: Site) -> None:
    page = get(site, "/views/plan_whole", plan="id:plan-alpha")
    found = links(page)
    assert "Cette vue montre" in text(page)
    assert found["Ouvrir la vue interactive"] == "/views/plan_whole.html?lang=fr&plan=id%3Aplan-alpha"
    for form in ("svg", "gexf", "graphml", "json", "nodes.csv", "links.csv"):
        assert f"/views/plan_whole.{form}?lang=fr&plan=id%3Aplan-alpha" in found.values()
        assert get(site, f"/views/plan_whole.{form}", plan="id:plan-alpha").body


def test_the_page_to_walk_in_may_run_what_it_holds_and_nothing_else(site: Site) -> None:
    page = get(site, "/views/plan_whole.html", plan="id:plan-alpha")
    policy = page.headers["content-security-policy"]
    own = re.search(r'Content-Security-Policy" content="([^"]+)"', page.body.decode())
    assert own is not None
    assert policy == html.unescape(own.group(1)) + "; frame-ancestors 'none'"
    assert "'sha256-" in policy
    assert "unsafe" not in policy


def test_a_limit_hides_things_and_says_so(site: Site) -> None:
    assert "choses de plus sont masquées" in text(get(site, "/views/plan_whole", plan="id:plan-alpha", limit="4"))
    assert get(site, "/views/plan_whole", limit="none").status == 400


def test_a_view_with_nothing_to_draw_says_so(site: Site) -> None:
    assert "Rien à dessiner" in text(get(site, "/views/plan_whole"))


def test_what_is_no_view_is_said_with_the_views_that_there_are(site: Site) -> None:
    with pytest.raises(answers.answer.InputProblem, match="plan_whole"):
        get(site, "/views/chantiers_of_plan")


# ---- Questions ----


def test_a_question_says_how_it_was_taken_and_its_rows(site: Site) -> None:
    page = get(site, "/ask", q="Qui pilote le chantier guichet unique ?")
    assert "Je comprends : qui pilote « guichet unique » (chantier) ?" in text(page)
    expected = ask(site.store, "Qui pilote le chantier guichet unique ?")
    assert len(cells(page)) - 1 == len(expected.rows) == 4


def test_the_files_of_a_question_hold_the_rows_that_were_kept(site: Site) -> None:
    said = "Que pilote l'agence Alpha ?"
    expected = ask(site.store, said, "fr", site.questions)
    page = get(site, "/ask", q=said)
    assert links(page)["CSV"] == "/ask.csv?" + urlencode({"q": said})
    kept = questions.file(site, Asked("/ask.csv", {"form": "csv"}, (("q", said),)))
    assert kept.body == answers.render(expected, "csv", "fr")
    assert len(expected.rows) < len(answers.query(site.store, "who_pilots_what").rows)


def test_a_question_is_asked_through_the_clocks_and_understood_by_all_names(site: Site) -> None:
    said = {"q": "Qui pilote le chantier guichet unique ?"}
    then = get(site, "/ask", **said, **{"known-at": "2018-12-31"})
    assert "qui pilote « guichet unique » (chantier)" in text(then)
    assert [row[-2:] for row in cells(then)[1:]] == [["Plan Alpha", "7"]]
    before = get(site, "/ask", **said, **{"known-at": "1999-12-31"})
    assert "qui pilote « guichet unique » (chantier)" in text(before)
    assert "Aucune ligne" in text(before)
    assert cells(get(site, "/ask", **said, **{"valid-at": "2019-06-01"}))[0][-1] == "certitude"


def test_a_question_that_is_not_understood_gets_offers_that_are_links(site: Site) -> None:
    page = get(site, "/ask", q="bla bla bla")
    assert page.status == 200
    assert "Je ne comprends pas cette question" in text(page)
    offered = [to for to in links(page).values() if to.startswith("/queries/")]
    assert len(offered) >= 3
    assert links(page)["Chercher ces mots dans le corpus"] == "/search?q=bla+bla+bla"


def test_a_name_that_nothing_bears_is_offered_mended(site: Site) -> None:
    page = get(site, "/ask", q="Qui pilote le chantier guichet inique zut ?")
    said = links(page)["Qui pilote le « guichet unique » ?"]
    again = ask(site.store, dict(parse_qsl(said.partition("?")[2]))["q"])
    assert len(again.rows) == 4


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_questions_to_start_from_have_answers(site: Site, lang: str) -> None:
    found = starting.questions(site, lang)
    assert len(found) == starting.ENOUGH
    for said, name, rows in found:
        page = get(site, f"/queries/{name}", lang) if name else get(site, "/ask", lang, q=said)
        assert rows
        assert f"{rows} " in text(page)


# ---- All of it ----


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_query_has_a_page_with_its_examples(site: Site, lang: str) -> None:
    for name, query in site.queries.items():
        pages = [f"/queries/{name}", *([f"/views/{name}"] if query.view else [])]
        for page in (get(site, path, lang) for path in pages):
            assert page.status == 200, name
            assert len(page.body) < 300_000, name
            assert " None" not in text(page), name


def test_the_first_page_tells_what_is_in_here_and_how_fresh_it_is(site: Site) -> None:
    page = home(site, Asked("/"))
    found, said = links(page), text(page)
    assert found["chantier"] == "/search?kind=hkg%3AChantier"
    assert found["bilan du Plan Alpha"] == "/documents/bilan-alpha"
    assert f"version des données {site.version}" in said
    assert "document le plus récent" in said
    assert found["jugé sain"] == "/rapport"


def test_what_a_page_needs_is_loaded_before_it_is_asked_for(miniature: Path) -> None:
    code = LOADED.format(miniature=str(miniature))
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == []


LOADED = """
import sys
from pathlib import Path
from healthkg.web import rendering
from healthkg.web.home import home
from healthkg.web.library import answering, catalogue, pictures, prepare, questions, views
from healthkg.web.searching import prepare as read
from healthkg.web.searching.pages import opensearch, results
from healthkg.web.site import Means, open_site
from healthkg.web.values import Asked
site = open_site(Path({miniature!r}), Means())
rendering.prepare(), prepare(site), read(site)
loaded = set(sys.modules)
for page, file, query in (
    (home, "", ""), (results, "", "alpha"), (opensearch, "", ""), (catalogue.queries, "", "budget"),
    (answering.library, "successions", ""), (answering.library, "successions.xlsx", ""),
    (answering.library, "successions.json", ""), (answering.library, "who_pilots_what", ""),
    (pictures.chart, "successions.svg", ""), (views.views, "", ""), (views.view, "everything", ""),
    (views.view, "everything.html", ""), (views.view, "everything.graphml", ""), (questions.question, "", "zut"),
    (questions.question, "", "Qui pilote le chantier guichet unique ?"),
):
    page(site, Asked("/", {{"file": file}}, (("q", query),) if query else ()))
print(*sorted(name for name in set(sys.modules) - loaded if not name.startswith("encodings.")))
"""


def test_the_server_gives_all_of_these(workspace: Workspace) -> None:
    paths = ["/queries", "/queries/who_pilots_what", "/queries/who_pilots_what.csv", "/charts/successions.svg"]
    paths += [
        "/views",
        "/views/everything",
        "/views/everything.html",
        "/ask",
        "/ask?q=x",
        "/ask.csv?q=Qui+pilote+quoi+%3F",
    ]
    assert {path: workspace.get(path).status for path in paths} == dict.fromkeys(paths, 200)
    assert workspace.get("/queries/who_pilots").status == 404
    assert workspace.get("/charts/who_pilots_what.svg").status == 404
    assert (
        workspace.get("/queries/who_pilots_what.csv", "application/json", broader="x").data["type"]
        == "urn:healthkg:name-unknown"
    )


def test_texts_on_this_machine_say_the_state_of_each_passage(miniature: Path) -> None:
    checked = open_site(miniature, Means(ROOT / "tests" / "corpus" / "texts"))
    row = cells(get(checked, "/queries/chantiers_of_plan", plan="id:plan-alpha", evidence="yes"))[2]
    assert row[-1] == "annonce du Plan Alpha, l. 7, 28 ; bilan du Plan Alpha, l. 3–4 intact"
