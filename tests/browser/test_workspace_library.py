"""The library, the search and the home page in a browser: read, filled in and followed without any script."""

from collections.abc import Iterator

import pytest

from serving import Workspace
from wandering import Visitor, visiting

pytestmark = pytest.mark.browser

ALPHA = {"plan": "id:plan-alpha"}
PAGES = {
    "/": {},
    "/search": {"q": "alpha"},
    "/search?q=zzzz": {},
    "/queries": {},
    "/queries/chantiers_of_plan": ALPHA,
    "/queries/who_pilots_what": {"valid-at": "2019-06-01"},
    "/queries/leads_over_time": ALPHA,
    "/views": {},
    "/views/plan_whole": ALPHA,
    "/ask": {},
    "/ask?q=Qui+pilote+le+chantier+guichet+unique+%3F": {},
    "/ask?q=bla": {},
}


@pytest.fixture
def reader(browser: object, workspace: Workspace) -> Iterator[Visitor]:
    with visiting(browser, workspace.address) as visitor:
        yield visitor


@pytest.fixture
def plain_reader(browser: object, workspace: Workspace) -> Iterator[Visitor]:
    """A reader whose browser runs no script."""
    with visiting(browser, workspace.address, java_script_enabled=False) as visitor:
        yield visitor


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_grave_fault_of_access(browser: object, workspace: Workspace, scheme: str) -> None:
    with visiting(browser, workspace.address, color_scheme=scheme, bypass_csp=True) as visitor:
        faults = {path: visitor.open(path, **query).faults() for path, query in PAGES.items()}
    assert {path: found for path, found in faults.items() if found} == {}


@pytest.mark.parametrize("width", [1400, 700, 360])
def test_no_page_is_wider_than_its_window(browser: object, workspace: Workspace, width: int) -> None:
    with visiting(browser, workspace.address, viewport={"width": width, "height": 900}) as visitor:
        for path, query in PAGES.items():
            visitor.open(path, **query)
            assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_question_is_filled_in_and_its_row_leads_to_the_document(plain_reader: Visitor) -> None:
    plain_reader.open("/queries").follow("Quels sont les chantiers d'un plan, dans l'ordre, et qui pilote chacun ?")
    plain_reader.page.select_option("#f-plan", label="Plan Alpha")
    plain_reader.page.click("text=Répondre")
    assert plain_reader.text("#reponse h2") == "7 lignes"
    plain_reader.page.locator(".answer td:last-child a").first.click()
    assert (plain_reader.where, plain_reader.page.url.partition("#")[2]) == ("/documents/bilan-alpha", "l3")


def test_a_clock_is_set_in_the_form(plain_reader: Visitor) -> None:
    plain_reader.open("/queries/chantiers_of_plan", plan="id:plan-alpha")
    plain_reader.page.click("text=Quand, et selon quels documents")
    plain_reader.page.fill("#f-known", "2018-12-31")
    plain_reader.page.click("text=Répondre")
    assert "known-at=2018-12-31" in plain_reader.page.url
    assert plain_reader.page.input_value("#f-known") == "2018-12-31"
    assert plain_reader.page.locator("#f-known").is_visible()
    assert plain_reader.text("#reponse h2") == "3 lignes"


def test_a_picture_is_seen_and_leads_to_itself(plain_reader: Visitor) -> None:
    for path in ("/queries/leads_over_time", "/views/plan_whole"):
        plain_reader.open(path, **ALPHA)
        picture = plain_reader.page.locator(".picture img")
        picture.scroll_into_view_if_needed()
        size = picture.bounding_box()
        assert size["width"] > 400
        assert size["height"] > 100


def test_a_view_opens_to_walk_in(reader: Visitor) -> None:
    reader.open("/views/plan_whole", **ALPHA).follow("Ouvrir la vue interactive")
    reader.page.wait_for_selector("#picture[data-ready=yes]")
    assert reader.where == "/views/plan_whole.html"
    assert reader.text("h1") == "Plan Alpha"


def test_the_language_is_kept_from_page_to_page(reader: Visitor) -> None:
    reader.open("/", lang="en").follow("The library of questions")
    assert reader.title == "The library of questions"
    reader.follow("Which chantiers make up a plan, in order, and who leads each?")
    assert reader.page.get_attribute("html", "lang") == "en"


def test_a_search_is_narrowed_down_and_widened_again(plain_reader: Visitor) -> None:
    plain_reader.open("/")
    plain_reader.page.fill("#find", "alpha")
    plain_reader.page.press("#find", "Enter")
    every = plain_reader.text(".search-found h2")
    plain_reader.page.locator(".facets").get_by_role("link", name="plan", exact=True).first.click()
    assert plain_reader.text(".search-found h2") != every
    plain_reader.follow("Retirer les filtres")
    assert plain_reader.text(".search-found h2") == every
    plain_reader.page.locator(".hit a").first.click()
    assert plain_reader.where.startswith("/page/")


def test_a_file_is_kept_under_the_name_of_its_question(reader: Visitor) -> None:
    reader.open("/queries/chantiers_of_plan", **ALPHA)
    with reader.page.expect_download() as kept:
        reader.page.locator("#fichiers").get_by_role("link", name="CSV", exact=True).click()
    assert kept.value.suggested_filename == "chantiers_of_plan.csv"
