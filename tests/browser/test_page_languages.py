"""One file, two languages: a switch changes every word of the page, the picture's too, and nothing else."""

import pytest

from browsing import RICH, SMALL, Look
from healthkg.projection import wording

pytestmark = pytest.mark.browser


def test_the_switch_changes_the_language_of_the_page_and_back(look: Look) -> None:
    sight = look()
    before = sight.page.content()
    sight.page.click("[data-lang=en]")
    assert sight.page.evaluate("[document.documentElement.lang, document.title]") == ["en", "My health 2022 – healthkg"]
    assert sight.text("h1") == "My health 2022"
    assert sight.text("#status") == "No filter: 3 links, 4 things."
    assert sight.page.get_attribute("#search", "placeholder") == "A name, an acronym, a number…"
    assert sight.page.get_attribute("#picture", "aria-label") == "Network: My health 2022"
    assert "includes" in sight.text("#table") and "comprend" not in sight.text("body")
    assert sight.state == "#lang=en"
    sight.page.click("[data-lang=fr]")
    assert sight.page.content() == before


def test_a_page_opens_in_the_language_that_was_asked_for(look: Look) -> None:
    assert look(lang="en").text("h1") == "My health 2022"
    assert look(lang="en", state="#lang=fr").text("h1") == "Ma santé 2022"


def test_no_word_of_one_language_is_left_in_the_other(look: Look) -> None:
    """The phrases of the catalogue that differ: none of one language is seen in the other, wherever a reader goes."""
    for lang, other in (("fr", "en"), ("en", "fr")):
        sight = look(RICH, lang)
        for fold in ("#filters", "#clocks"):
            sight.page.click(f"{fold} summary")
        seen = [sight.text("body")]
        sight.seek("DGOS")
        seen.append(sight.text("body"))
        sight.page.click("#details .acts button")
        seen.append(sight.text("body"))
        sight.page.keyboard.press("Escape")
        sight.page.click("#ask-help")
        seen.append(sight.text("body"))
        mine, theirs = wording.words(lang), wording.words(other)
        astray = [
            said
            for key, said in theirs.items()
            if isinstance(said, str) and len(said) > 8 and "{" not in said and said not in mine.values()
            if any(said in words for words in seen)
        ]
        assert astray == [], lang


def test_numbers_and_days_are_written_as_each_language_does(look: Look) -> None:
    sight = look(RICH)
    sight.seek("2 000 000")
    assert "Grandeur 2 000 000" in sight.text("#details") and "le 1er juin 2021" in sight.text("#details")
    sight.page.click("[data-lang=en]")
    assert "Size 2,000,000" in sight.text("#details") and "since 1 June 2021" in sight.text("#details")


def test_the_picture_changes_its_words_and_no_box_moves(look: Look) -> None:
    sight = look()
    before = sight.page.screenshot(clip=sight.page.locator("#picture").bounding_box())
    sight.page.click("[data-lang=en]")
    after = sight.page.screenshot(clip=sight.page.locator("#picture").bounding_box())
    assert before != after
    sight.click("c1")
    assert sight.chosen == "regulation"


def test_without_scripts_the_page_is_in_the_language_asked_for(look: Look) -> None:
    for lang, word in (("fr", "comprend"), ("en", "includes")):
        sight = look(SMALL, lang, java_script_enabled=False)
        assert word in sight.text("body") and sight.page.evaluate("document.documentElement.lang") == lang
