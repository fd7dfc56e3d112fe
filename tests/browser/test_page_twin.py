"""The table and the outline: the same things and links as in the picture, chosen and filtered with it."""

import pytest

from browsing import PART, RICH, Look, network, node
from healthkg.projection import Edge

pytestmark = pytest.mark.browser


def test_a_name_in_the_table_is_shown_in_the_network(look: Look) -> None:
    sight = look()
    sight.page.click("#table button:has-text('DSS')")
    assert sight.chosen == "direction de la sécurité sociale"
    assert sight.state.startswith("#x")


def test_a_name_in_the_outline_is_shown_in_the_network(look: Look) -> None:
    sight = look()
    sight.page.click("#outline button:has-text('DSS')")
    assert sight.chosen == "direction de la sécurité sociale"


def test_the_table_is_sorted_by_a_column(look: Look) -> None:
    sight = look()
    head = sight.page.locator("#table th:nth-child(2)")
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    head.locator("button").click()
    assert (head.get_attribute("aria-sort"), sight.rows[0].split(" | ")[1]) == ("descending", "pilote")


def test_numbers_are_sorted_as_numbers(look: Look) -> None:
    many = [node(f"c{number}", "Chantier", f"chantier {number}", str(number), 1) for number in range(1, 13)]
    links = [Edge("p", one.key, PART, PART.label) for one in reversed(many)]
    sight = look(network([node("p", "Plan", "plan"), *many], links))
    sight.page.click("#table th:nth-child(3) button")
    assert [row.split(" | ")[2] for row in sight.rows] == [f"{n} chantier {n}" for n in range(1, 13)]


def test_the_outline_tells_columns_things_and_links_with_their_proof(look: Look) -> None:
    assert look().text("#chapters") == (
        "Plan 1 Ma santé 2022"
        " comprend : 1 régulation (énoncé · Bilan)"
        " comprend : 2 <img src=x onerror=alert(1)> (énoncé sans passage)"
        " Chantiers 2"
        " 1 régulation pilote : DSS direction de la sécurité sociale (sous réserve · éventuel · Bilan)"
        " Ma santé 2022 → comprend (énoncé · Bilan)"
        " 2 <img src=x onerror=alert(1)> Ma santé 2022 → comprend (énoncé sans passage)"
        " Acteurs 1"
        " DSS direction de la sécurité sociale 1 régulation → pilote (sous réserve · éventuel · Bilan)"
    )


def test_filters_hold_for_the_table_and_the_outline(look: Look) -> None:
    sight = look(RICH, state="#f.actor=DSS")
    assert sight.rows == ["2 urgences | pilote | DSS direction de la sécurité sociale", "mesure seule | Aucun lien."]
    assert sight.texts("#chapters > details > ul > li > button") == [
        "2 urgences",
        "mesure seule",
        "DSS direction de la sécurité sociale",
    ]


def test_a_large_view_shows_its_table_and_its_outline_by_parts(look: Look) -> None:
    many = [node(f"m{number}", "Measure", f"mesure {number}", column=1) for number in range(400)]
    links = [Edge("p", one.key, PART, PART.label) for one in many]
    sight = look(network([node("p", "Plan", "plan"), *many], links))
    assert (len(sight.rows), sight.text("#more")) == (300, "Montrer 100 lignes de plus")
    assert sight.page.locator("#chapters details[open]").count() == 0
    sight.page.click("#more button")
    assert len(sight.rows) == 400 and not sight.page.locator("#more").is_visible()
    sight.page.click("#chapters details:last-child summary")
    items = sight.page.locator("#chapters > details:last-child > ul > li")
    items.nth(399).wait_for(state="attached")  # the list is made when the chapter opens
    assert items.count() == 400


def test_both_are_read_at_320_pixels(look: Look) -> None:
    sight = look(RICH, viewport={"width": 320, "height": 640})
    for selector in ("#table", "#chapters"):
        box = sight.page.locator(selector).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 320
        assert sight.page.evaluate(
            "(selector) => { const one = document.querySelector(selector); return one.scrollWidth <= one.clientWidth + 1; }",
            selector,
        )
    assert (
        sight.page.locator("#table td").first.evaluate("(one) => getComputedStyle(one, '::before').content") == '"De"'
    )
