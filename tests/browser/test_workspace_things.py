"""Pages about things in a browser, without any script: read, followed to the document, printed; axe as a judge."""

from collections.abc import Iterator

import pytest

from serving import Workspace
from wandering import Visitor, visiting

pytestmark = pytest.mark.browser

FACT = "/page/role-chantier-alpha-01--agence-alpha--pilote"
PAGES = [
    "/page/plan-alpha",
    "/page/dispositif-maison-delta",
    "/page/org-agence-alpha",
    FACT,
    "/page/indicateur-agents-formes",
    "/concept/role",
    "/concept/role-pilote",
    "/plans",
    "/actors",
    "/dispositifs",
    "/documents",
    "/documents/bilan-alpha",
    "/remarks",
    "/def",
    "/prefixes",
    "/graphe/source-bilan-alpha",
    "/dataset",
    "/rapport",
]


@pytest.fixture
def reader(browser: object, workspace: Workspace) -> Iterator[Visitor]:
    """A reader whose browser runs no script."""
    with visiting(browser, workspace.address, java_script_enabled=False) as visitor:
        yield visitor


@pytest.mark.parametrize(("lang", "scheme"), [("fr", "light"), ("en", "dark")])
def test_no_page_has_a_grave_fault_of_access(browser: object, workspace: Workspace, lang: str, scheme: str) -> None:
    with visiting(browser, workspace.address, lang, color_scheme=scheme, bypass_csp=True) as visitor:
        faults = {path: visitor.open(path, lang=lang).faults() for path in PAGES}
    assert {path: found for path, found in faults.items() if found} == {}


@pytest.mark.parametrize("width", [1400, 700, 360])
def test_no_page_is_wider_than_its_window(browser: object, workspace: Workspace, width: int) -> None:
    with visiting(browser, workspace.address, viewport={"width": width, "height": 900}) as visitor:
        wide = {
            path: found
            for path in PAGES
            if (found := visitor.open(path).page.evaluate("document.documentElement.scrollWidth")) > width
        }
    assert wide == {}


def test_a_reader_goes_from_the_list_of_plans_to_the_line_that_says_who_leads(reader: Visitor) -> None:
    reader.open("/plans")
    reader.page.click("td.first a >> text=Plan Alpha")
    reader.page.click("#parts a >> text=guichet unique")
    reader.page.click("#roles td.proof a >> nth=0")
    assert "/documents/" in reader.page.url
    line = reader.page.url.rpartition("#")[2]
    assert reader.page.locator(f"#{line}").count() == 1
    assert "agence Alpha" in reader.text(f"#{line}")


def test_the_contents_of_a_page_lead_to_its_parts(reader: Visitor) -> None:
    reader.open("/page/plan-alpha")
    for link in reader.page.locator(".contents a").all():
        place = str(link.get_attribute("href")).removeprefix("#")
        assert reader.page.locator(f"section#{place}").count() == 1


def test_a_reader_looks_at_a_date_and_comes_back(reader: Visitor) -> None:
    reader.open("/page/chantier-alpha-01")
    assert "office Bêta" in reader.text("main")
    reader.page.click(".clocks summary")
    reader.page.fill("#known-at", "2018-12-31")
    reader.page.click(".clocks button")
    assert "office Bêta" not in reader.text("main")
    reader.page.click(".caveat a")
    assert "office Bêta" in reader.text("main")


def test_a_page_is_printed_without_what_only_a_screen_needs(reader: Visitor) -> None:
    reader.open("/page/plan-alpha").page.emulate_media(media="print")
    assert not reader.page.locator(".contents").is_visible()
    assert not reader.page.locator(".bar").is_visible()
    assert reader.page.locator(".citing").is_visible()
    assert reader.page.locator("#told").is_visible()
