"""Large pictures open on closed groups: cards with their names and counts, opened in place, found by search."""

import pytest

from browsing import ABSENT, LARGE, Look, Sight, large, network, node
from healthkg.projection import Edge
from healthkg.projection.placement import place

pytestmark = pytest.mark.browser


def card(sight: Sight, key: str) -> tuple[float, float]:
    """Return the middle of the card of the group that holds a thing, as the picture opens."""
    placed = place(sight.network)
    area = next(group.closed for group in placed.groups if key in group.members)
    room, width = sight.page.locator("#picture").bounding_box()["width"], placed.overview[0]
    scale = max(1, min(1.2, (room - 40) / width))
    return (
        room / 2 + (area.left + area.width / 2 - width / 2) * scale,
        (20 + area.top + area.height / 2) * scale,
    )


def open_card(sight: Sight, key: str) -> None:
    x, y = card(sight, key)
    sight.page.click("#picture", position={"x": x, "y": y})


def test_a_large_picture_opens_on_closed_groups_and_says_so(look: Look) -> None:
    sight = look(LARGE)
    assert sight.text("#status") == "0 élément montré sur 53 ; 6 groupes fermés. Aucun filtre : 85 liens, 53 éléments."
    assert sight.pixels() > 20


def test_a_click_opens_a_group_in_place_and_its_title_closes_it(look: Look) -> None:
    sight = look(LARGE)
    open_card(sight, "m2.3")
    assert sight.text("#status").startswith("10 éléments montrés sur 53 ; 5 groupes fermés.")
    assert sight.text("#details").startswith("groupe · 10 éléments × ") or "groupe · 10 éléments" in sight.text(
        "#details"
    )
    sight.page.click("#details .acts button")
    assert sight.text("#status").startswith("0 élément montré sur 53 ; 6 groupes fermés.")


def test_arrows_and_enter_open_a_group(look: Look) -> None:
    sight = look(LARGE)
    sight.page.focus("#picture")
    sight.page.keyboard.press("ArrowRight")
    first = sight.chosen
    sight.page.keyboard.press("ArrowRight")
    assert sight.chosen != first
    sight.page.keyboard.press("Enter")
    assert sight.text("#status").startswith("10 éléments montrés")
    sight.page.keyboard.press("Enter")
    assert sight.text("#status").startswith("0 élément montré")


def test_all_groups_are_opened_and_closed_at_once(look: Look) -> None:
    sight = look(LARGE)
    sight.page.click("#open-all")
    assert sight.text("#status").startswith("53 éléments montrés sur 53 ; 0 groupe fermé.")
    assert sight.state == "#open=all"
    sight.page.click("#close-all")
    assert sight.text("#status").startswith("0 élément montré sur 53 ; 6 groupes fermés.")


def test_search_opens_the_group_that_holds_what_is_found(look: Look) -> None:
    sight = look(LARGE)
    sight.seek("mesure 3.5")
    assert sight.chosen == "mesure 3.5"
    assert sight.text("#status").startswith("10 éléments montrés sur 53 ; 5 groupes fermés.")
    assert "acteur 3" in sight.text("#details") and "plan 3" in sight.text("#details")


def test_a_path_opens_the_groups_that_it_goes_through(look: Look) -> None:
    sight = look(LARGE)
    sight.seek("mesure 0.1")
    sight.page.keyboard.press("c")
    sight.page.keyboard.type("mesure 2.1")
    sight.page.keyboard.press("Enter")
    assert sight.page.locator("#details ol > li").count() == 4
    assert sight.text("#status").startswith("30 éléments montrés sur 53 ; 3 groupes fermés.")


def test_open_groups_are_in_the_address(look: Look) -> None:
    sight = look(LARGE)
    open_card(sight, "m2.3")
    other = look(LARGE, state=sight.state)
    assert (other.text("#status"), other.text("#details")) == (sight.text("#status"), sight.text("#details"))


def test_filters_count_within_groups(look: Look) -> None:
    sight = look(LARGE, state="#without=Measure")
    assert sight.text("#status") == (
        "0 élément montré sur 5 ; 5 groupes fermés. 80 liens et 48 éléments masqués : sans mesures."
    )
    open_card(sight, "m2.3")
    assert "1 élément sur 10" in sight.text("#details") or "1 sur 10 éléments" in sight.text("#details")


def test_things_with_few_links_are_one_group_with_a_name(look: Look) -> None:
    sight = look(LARGE, state="#open=all")
    assert "éléments peu ou pas liés 3" in sight.text("#chapters")


def test_beyond_500_things_any_picture_is_in_groups_and_opens_within_3_seconds(look: Look) -> None:
    many = large(60, 20)
    many = network(many.nodes, many.edges, name="many", layout="layers")
    sight = look(many)
    assert sight.text("#status").startswith("0 élément montré sur 1 323 ;")
    assert sight.page.evaluate("performance.now()") < 3000


def test_an_absence_can_be_in_a_group(look: Look) -> None:
    void = node("absent p0", "absent", ABSENT.label)
    found = network(
        [*LARGE.nodes, void], [*LARGE.edges, Edge("p0", void.key, ABSENT, ABSENT.label, "notstated")], layout="groups"
    )
    sight = look(found)
    sight.seek("pilote non")
    assert sight.chosen == "pilote non énoncé"
