"""The SPARQL editor in a browser: what the script adds, by keyboard too, under the policy that the page sets itself."""

from collections.abc import Iterator

import pytest

from healthkg.web import assets
from serving import Workspace
from support import missing
from wandering import Visitor, visiting

pytestmark = pytest.mark.browser

PLANS = "SELECT ?plan { ?plan a hkg:Plan }"


@pytest.fixture(params=["fr", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def reader(browser: object, workspace: Workspace) -> Iterator[Visitor]:
    """A reader at the editor as it was built."""
    if "editor.js" not in assets.table():
        missing("assets", "the editor's script was not built: make assets")
    with visiting(browser, workspace.address) as visitor:
        yield visitor


def text(reader: Visitor) -> str:
    """Return what stands in the editor."""
    return str(reader.page.evaluate("document.querySelector('#query').value"))


def write(reader: Visitor, words: str) -> None:
    reader.page.locator(".cm-content").click()
    reader.page.keyboard.type(words)


def proposals(reader: Visitor) -> list[str]:
    reader.page.wait_for_selector(".cm-tooltip-autocomplete li")
    return [
        " ".join(one.locator("span").all_inner_texts())
        for one in reader.page.locator(".cm-tooltip-autocomplete li").all()
    ]


def test_a_query_is_written_and_run_by_keyboard_alone(reader: Visitor) -> None:
    reader.open("/editor")
    reader.page.focus(".cm-content")
    reader.page.keyboard.insert_text(PLANS)
    assert text(reader) == PLANS
    reader.page.keyboard.press("Control+Enter")
    reader.page.wait_for_selector("#result")
    assert reader.text("#result h2") == "3 lignes"
    assert text(reader) == PLANS


def test_tab_leaves_the_editor_forwards_and_backwards(reader: Visitor) -> None:
    reader.open("/editor")
    reader.page.focus(".cm-content")
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("document.activeElement.textContent") == "Exécuter"
    reader.page.keyboard.press("Shift+Tab")
    assert reader.page.evaluate("Boolean(document.activeElement.shadowRoot)")
    reader.page.keyboard.press("Shift+Tab")
    assert not reader.page.evaluate("Boolean(document.activeElement.shadowRoot)")
    assert text(reader) == ""


def test_names_of_this_ontology_are_proposed_with_their_labels(reader: Visitor) -> None:
    reader.open("/editor", lang="en")
    write(reader, "ASK { ?x a hkg:Mea")
    assert "hkg:Measure measure (class)" in proposals(reader)
    reader.page.keyboard.press("Escape")
    reader.page.wait_for_selector(".cm-tooltip-autocomplete", state="detached")


def test_a_thing_is_found_by_its_label_and_taken_by_keyboard(reader: Visitor) -> None:
    reader.open("/editor", lang="fr")
    write(reader, "DESCRIBE Alpha")
    assert proposals(reader)[0].startswith("id:plan-alpha Plan Alpha (chose)")
    reader.page.wait_for_timeout(150)  # a proposal cannot be taken by mistake as it appears
    reader.page.keyboard.press("Enter")
    assert text(reader) == "DESCRIBE id:plan-alpha"


def test_nothing_is_proposed_in_a_comment(reader: Visitor) -> None:
    reader.open("/editor")
    write(reader, "# hkg:Mea")
    reader.page.wait_for_timeout(400)
    assert reader.page.locator(".cm-tooltip-autocomplete").count() == 0


def test_the_place_of_a_fault_is_marked_in_the_text(reader: Visitor) -> None:
    reader.open("/editor", query="SELECT ?plan {\n  ?plan a hkg:Plan }\nORDR BY ?plan")
    assert reader.page.locator(".cm-lintRange-error").inner_text() == "ORDR"
    assert reader.page.locator(".cm-content").get_attribute("aria-invalid") == "true"
    reader.page.hover(".cm-lintRange-error")
    reader.page.wait_for_selector(".cm-tooltip-lint")
    assert "ORDER" in reader.page.locator(".cm-tooltip-lint").inner_text()
    reader.complaints[:] = [one for one in reader.complaints if "400" not in one]  # the answer's own status


def test_words_are_coloured_and_nothing_of_it_breaks_the_policy(reader: Visitor) -> None:
    reader.open("/editor", query=PLANS)
    colour = "getComputedStyle(document.querySelector('#asking div').shadowRoot.querySelector('.cm-line span')).color"
    plain = "getComputedStyle(document.querySelector('#asking div').shadowRoot.querySelector('.cm-line')).color"
    assert reader.page.evaluate(colour) != reader.page.evaluate(plain)
    assert reader.complaints == []  # a style or a script that was refused would be told there


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_editor_is_for_everybody(reader: Visitor, lang: str, scheme: str) -> None:
    reader.page.emulate_media(color_scheme=scheme)
    reader.open("/editor", query=PLANS, lang=lang)
    reader.page.wait_for_selector(".cm-content")
    assert reader.faults() == []


def test_without_a_script_the_form_does_the_same(browser: object, workspace: Workspace) -> None:
    with visiting(browser, workspace.address, java_script_enabled=False) as reader:
        reader.open("/editor")
        reader.page.fill("#query", PLANS)
        reader.page.click("#asking button")
        assert (reader.where, reader.text("#result h2")) == ("/editor", "3 lignes")
        reader.page.click("nav >> text=SPARQL")
        reader.page.select_option("#example", "chantiers_of_plan")
        reader.page.click(".choosing button")
        assert "VALUES ?plan" in reader.page.input_value("#query")
