"""The whole workspace in a browser: what each kind of user comes for, from the first page to what they take along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest

from serving import Workspace
from test_gate import HEAD, SOUND
from wandering import Visitor, visiting

pytestmark = pytest.mark.browser

# One of each sort of page, with the most that the miniature world has for it.
PAGES = (
    "/",
    "/search?q=alpha",
    "/plans",
    "/actors",
    "/dispositifs",
    "/documents",
    "/documents/plan-alpha",
    "/remarks",
    "/page/plan-alpha",
    "/page/chantier-alpha-01",
    "/page/budget-alpha",
    "/concept/role-pilote",
    "/queries",
    "/queries/chantiers_of_plan?plan=id:plan-alpha",
    "/queries/leads_over_time?plan=id:plan-alpha",
    "/views",
    "/views/plan_whole?plan=id:plan-alpha",
    "/ask",
    "/check",
    "/check/rules",
    "/editor?query=SELECT+%3Fp+%7B+%3Fp+a+hkg%3APlan+%7D",
    "/dataset",
    "/rapport",
    "/def",
)
BAD = HEAD + SOUND + 'id:mesure-neuve hkg:date "26/01/2016"^^xsd:date .\n'
LARGEST = 300_000  # bytes of a page: networks to walk in are apart


@pytest.fixture
def reader(browser: object, workspace: Workspace) -> Iterator[Visitor]:
    with visiting(browser, workspace.address) as visitor:
        yield visitor


def width(reader: Visitor) -> int:
    """Return how wide the picture of the page is, once it is there."""
    picture = reader.page.locator(".picture img")
    picture.scroll_into_view_if_needed()
    return int(picture.evaluate("one => one.decode().then(() => one.naturalWidth)"))


# ---- What each comes for ----


def test_a_researcher_goes_from_a_name_to_the_passage_and_takes_the_rows_along(reader: Visitor) -> None:
    reader.open("/")
    reader.page.fill("#find", "plan alpha")
    reader.page.press("#find", "Enter")
    reader.follow("Plan Alpha", ".search-found")
    assert (reader.where, reader.title) == ("/page/plan-alpha", "Plan Alpha (PA)")
    reader.page.locator("main a[href*='/documents/plan-alpha#l']").first.click()
    assert reader.where == "/documents/plan-alpha"
    line = reader.page.url.partition("#")[2]
    assert reader.page.locator(f"[id='{line}']").is_visible()
    reader.follow("Questions", "nav")
    reader.follow("Quels sont les chantiers d'un plan, dans l'ordre, et qui pilote chacun ?")
    reader.page.select_option("#f-plan", label="Plan Alpha")
    reader.page.click("text=Répondre")
    assert reader.text("#reponse h2") == "7 lignes"
    with reader.page.expect_download() as kept:
        reader.page.locator("#fichiers").get_by_role("link", name="CSV", exact=True).click()
    assert kept.value.path().read_text("utf-8").count("\n") == 8
    assert "données 0.0.1" in reader.text("footer")


def test_a_researcher_passes_on_what_was_found(reader: Visitor, browser: object) -> None:
    reader.open("/queries/chantiers_of_plan", plan="id:plan-alpha", **{"known-at": "2018-12-31"})
    rows = reader.page.locator("#reponse tbody tr").all_inner_texts()
    address = reader.page.locator("main a[href^='http://127.0.0.1']").first.get_attribute("href")
    assert rows
    with visiting(browser, reader.home, locale="en-GB") as other:
        other.page.goto(address)
        assert other.page.locator("#reponse tbody tr").all_inner_texts() == rows


def test_an_analyst_sees_a_plan_as_a_picture_and_walks_in_it(reader: Visitor) -> None:
    reader.open("/").follow("Vues", "nav")
    reader.page.locator("main a[href^='/views/plan_whole']").first.click()
    reader.page.select_option("#f-plan", label="Plan Alpha")
    reader.page.locator("form.question button.first").click()
    assert width(reader) > 400
    reader.follow("Ouvrir la vue interactive")
    reader.page.wait_for_selector("#picture[data-ready=yes]")
    assert reader.page.locator("#picture canvas").count() == 1


def test_an_analyst_sees_a_chart_and_the_query_behind_it(reader: Visitor) -> None:
    reader.open("/queries/leads_over_time", plan="id:plan-alpha")
    assert width(reader) > 400
    behind = reader.page.locator("details", has=reader.page.locator("a[href^='/editor']"))
    behind.locator("summary").click()
    reader.follow("L’ouvrir dans l’éditeur")
    assert reader.where == "/editor"
    assert reader.page.locator("#result tbody tr").count() > 0


def test_a_steward_learns_what_is_wrong_where_it_is_written(reader: Visitor) -> None:
    reader.open("/").follow("Vérifier", "nav")
    reader.page.fill("#turtle", BAD)
    reader.page.click("#bringing button.first")
    reader.page.wait_for_selector("#verdict")
    assert re.match(r"\d+ erreurs?", reader.text("#verdict h2"))
    assert reader.page.locator("ol.found a").count() > 0


def test_a_question_in_french_is_answered_and_leads_on(reader: Visitor) -> None:
    reader.open("/").follow("Demander", "nav")
    reader.page.locator("main input[name=q]").fill("Qui pilote le chantier guichet unique ?")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/ask?q=*")
    assert reader.page.locator("main tbody tr").count() > 0
    reader.page.locator("main tbody a[href*='/documents/']").first.click()
    assert reader.where.startswith("/documents/")


# ---- What holds of every page ----


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "scheme"), [("fr", "light"), ("en", "dark")])
def test_no_page_shuts_anybody_out(browser: object, workspace: Workspace, lang: str, scheme: str) -> None:
    with visiting(browser, workspace.address, lang, color_scheme=scheme) as visitor:
        faults = {path: visitor.open(path).faults() for path in PAGES}
    assert {path: found for path, found in faults.items() if found} == {}


@pytest.mark.parametrize("width", [1400, 700, 360])
def test_every_page_fits_its_window(browser: object, workspace: Workspace, width: int) -> None:
    with visiting(browser, workspace.address, viewport={"width": width, "height": 900}) as visitor:
        wide = {path: visitor.open(path).page.evaluate("document.documentElement.scrollWidth") for path in PAGES}
    assert {path: found for path, found in wide.items() if found > width} == {}


def test_no_page_asks_anybody_else(reader: Visitor) -> None:
    for path in PAGES:
        assert reader.open(path).page.locator("h1").count() == 1, path
    assert reader.elsewhere == []


def test_every_page_is_small_and_has_its_title_its_language_and_its_icon(workspace: Workspace) -> None:
    for path in PAGES:
        for lang in ("fr", "en"):
            got = workspace.send("GET", path, {"Accept": "text/html", "Accept-Language": lang})
            assert (path, got.status) == (path, 200)
            assert len(got.body) < LARGEST, path
            assert f'<html lang="{lang}">' in got.text
            assert re.search(r"<title>[^<]+ – healthkg</title>", got.text), path
            icon = re.search(r'<link rel="icon" type="image/svg\+xml" href="([^"]+)">', got.text)
            assert icon
            assert workspace.get(icon[1]).headers["content-type"] == "image/svg+xml"


@pytest.mark.slow
def test_every_link_leads_somewhere(workspace: Workspace) -> None:
    """From the first page on: pages of each sort up to so many, for they are all made alike."""
    waiting, seen, dead, of_sort = ["/"], {"/"}, [], {}
    while waiting:
        here = waiting.pop(0)
        got = workspace.send("GET", here, {"Accept": "text/html,*/*;q=0.1", "Accept-Language": "fr"})
        if got.status >= 400:
            dead.append((here, got.status))
        if not got.headers.get("content-type", "").startswith("text/html"):
            continue
        for found in re.findall(r'(?:href|src)="(/[^"#]*)', got.text):
            link = unescape(found)
            path, _, said = link.partition("?")
            names = {one.partition("=")[0] for one in said.split("&")}
            sort = (re.sub(r"(?<=\w/)[^/.]+(?=\.\w+$|$)", "*", path), bool(said))  # and not by each set of filters
            if link not in seen and "lang" not in names and of_sort.setdefault(sort, 0) < 6:
                of_sort[sort] += 1
                seen.add(link)
                waiting.append(link)
    assert dead == []
    assert len(seen) > 100
