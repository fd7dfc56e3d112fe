"""The check page in a browser: with its script and without, by keyboard, narrow and dark; axe as a judge."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from serving import Workspace
from test_gate import HEAD, LINE, SOUND
from wandering import Visitor, visiting

pytestmark = pytest.mark.browser

BAD = HEAD + SOUND + 'id:mesure-neuve hkg:date "26/01/2016"^^xsd:date ; dcterms:isPartOf id:plan-alphaa .\n'
UNREADABLE = HEAD + SOUND.replace(' "note"@fr .', ' "note"@fr')
REFUSED = "Failed to load resource: the server responded with a status of 400 (Bad Request)"


@pytest.fixture
def reader(browser: object, workspace: Workspace) -> Iterator[Visitor]:
    with visiting(browser, workspace.address) as visitor:
        yield visitor


def check(reader: Visitor, text: str, lang: str = "fr") -> Visitor:
    """Paste a text and have it checked."""
    reader.open("/check", lang=lang)
    reader.page.fill("#turtle", text)
    reader.page.click("#bringing button.first")
    reader.page.wait_for_selector("#verdict")
    return reader


def area(reader: Visitor) -> str:
    return str(reader.page.input_value("#turtle"))


def test_a_finding_leads_from_the_list_to_its_line_and_back_and_into_the_text(reader: Visitor) -> None:
    check(reader, BAD)
    assert reader.text("#verdict h2").startswith("4 erreurs")
    reader.page.locator("ol.found a").first.click()
    assert reader.page.url.endswith(f"#line-{LINE}")
    reader.page.locator(".finding .ways a").first.click()
    assert reader.page.url.endswith("#found-1")
    reader.page.locator("a.to-text").first.click()
    start = reader.page.evaluate("document.activeElement.selectionStart")
    assert (reader.page.evaluate("document.activeElement.id"), BAD[:start].count("\n") + 1) == ("turtle", LINE)


def test_a_mend_is_applied_and_the_rest_is_checked_again(reader: Visitor) -> None:
    check(reader, BAD)
    reader.page.click("#verdict button[value=safe]")
    reader.page.wait_for_selector("#verdict .caveat")
    assert reader.text("#verdict .caveat").startswith("1 correction faite")
    assert area(reader) == BAD.replace('"26/01/2016"^^xsd:date', "id:temps-2016-01-26")
    reader.page.locator(".mend button").first.click()
    reader.page.wait_for_selector("#verdict.sound")
    assert area(reader).endswith("id:temps-2016-01-26 ; dcterms:isPartOf id:plan-alpha .\n")


def test_what_would_change_comes_by_a_second_button(reader: Visitor) -> None:
    check(reader, HEAD + SOUND, "en")
    reader.page.click("#verdict button")
    reader.page.wait_for_selector("#changes")
    first = reader.page.locator(".moved summary").first
    first.focus()
    reader.page.keyboard.press("Enter")
    assert reader.page.locator(".moved details").first.locator("td").first.is_visible()
    assert reader.faults() == []


def test_a_file_is_dropped_on_the_page(reader: Visitor, tmp_path: Path) -> None:
    reader.open("/check")
    reader.page.evaluate(
        """(text) => {
            const held = new DataTransfer();
            held.items.add(new File([text], "note.ttl"));
            document.dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
        }""",
        HEAD + SOUND,
    )
    assert reader.text("#dropped") == "Fichier déposé : note.ttl"
    reader.page.click("#bringing button.first")
    reader.page.wait_for_selector("#verdict.sound")
    assert area(reader) == HEAD + SOUND


def test_a_report_and_the_turtle_are_downloaded(reader: Visitor) -> None:
    check(reader, BAD)
    for button, name in (("text=sarif", "note.sarif"), ("text=Télécharger le Turtle", "note.ttl")):
        with reader.page.expect_download() as held:
            reader.page.click(button)
        assert held.value.suggested_filename == name
        assert "26/01/2016" in Path(held.value.path()).read_text("utf-8")


def test_a_fault_of_syntax_has_a_caret_below_its_sign(reader: Visitor) -> None:
    check(reader, UNREADABLE)
    assert reader.complaints == [REFUSED]
    reader.complaints.clear()
    line = reader.page.locator(".line.violation code").inner_text()
    caret = reader.page.locator(".caret-line code").inner_text()
    assert (line, caret.index("^")) == ('    skos:prefLabel "note"@fr', len(line))
    assert area(reader) == UNREADABLE
    assert reader.faults() == []


def test_the_page_works_without_its_script(browser: object, workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "note.ttl"
    file.write_text(BAD, "utf-8")
    with visiting(browser, workspace.address, java_script_enabled=False) as visitor:
        visitor.open("/check")
        visitor.page.set_input_files("#file", str(file))
        visitor.page.click("#bringing button.first")
        visitor.page.wait_for_selector("#verdict")
        visitor.page.click("#mends button[value=all]")
        visitor.page.wait_for_selector("#verdict.sound")
        assert visitor.page.locator("#copy").is_hidden()


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 1400), ("dark", 700)])
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_page(
    browser: object, workspace: Workspace, lang: str, scheme: str, width: int
) -> None:
    size = {"width": width, "height": 900}
    with visiting(browser, workspace.address, lang, color_scheme=scheme, viewport=size) as visitor:
        for opened in (
            lambda: visitor.open("/check", lang=lang),
            lambda: check(visitor, BAD, lang),
            lambda: visitor.open("/check/rules", lang=lang),
        ):
            opened()
            assert visitor.faults() == []
            assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
