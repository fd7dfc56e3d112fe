"""The address holds all that was asked of the page, so that a link shows the same to someone else."""

import pytest

from browsing import RICH, SMALL, Look
from healthkg.projection import drawing

pytestmark = pytest.mark.browser


def shown(sight: object) -> tuple[object, ...]:
    return (
        sight.text("#status"),
        sight.text("h1"),
        sight.rows,
        sight.text("#details") if sight.page.locator("#details").is_visible() else "",
        sight.page.locator("#table tr.on").count(),
    )


def test_whatever_is_asked_is_shown_again_by_its_address(look: Look) -> None:
    sight = look(RICH)
    sight.page.click("[data-lang=en]")
    sight.page.locator("[data-proof=inferred]").uncheck(force=True)
    sight.page.locator("[data-link='absent pilote non énoncé']").uncheck(force=True)
    sight.page.locator("[data-kind=Measure]").uncheck(force=True)
    sight.page.click("#filters summary")
    sight.page.select_option("#facet-0", "DGOS")
    sight.page.select_option("#of-document", "Note d’étape")
    sight.page.click("#clocks summary")
    sight.page.fill("#known-day", "2022-01-01")
    sight.page.fill("#valid-day", "2020-07-01")
    sight.click("c1")
    other = look(RICH, state=sight.state)
    assert shown(other) == shown(sight)
    assert other.state == sight.state
    assert shown(sight)[1] == "My health 2022" and len(shown(sight)[2]) == 2


def test_a_path_is_shown_again_by_its_address(look: Look) -> None:
    sight = look(RICH)
    sight.page.click("#path")
    sight.click("p")
    sight.click("dss")
    assert shown(look(RICH, state=sight.state)) == shown(sight)


def test_a_thing_has_a_short_address(look: Look) -> None:
    sight = look(SMALL, state="#" + drawing.identifier("w"))
    assert sight.chosen == "direction de la sécurité sociale"
    sight.go("#" + drawing.identifier("c1"))
    assert sight.chosen == "régulation"
    sight.go("#" + drawing.edge_identifier(SMALL.edges[2]))
    assert sight.chosen == "pilote"


@pytest.mark.parametrize(
    "state",
    [
        "#x0000000000",
        "#on=<img src=x onerror=alert(1)>&known=2019-13-45&valid=tomorrow&without=Nothing&links=no&path=a.b&open=g1",
        "#f.actor=Nobody&document=None&lang=de&f.other=1",
        "#%E0%A4%A",
        "#on=x1=2&&&==",
    ],
)
def test_what_an_address_asks_in_vain_is_left_out(look: Look, state: str) -> None:
    sight = look(RICH, state=state)
    assert sight.text("#status") == "Aucun filtre : 10 liens, 11 éléments."
    assert not sight.page.locator("#details").is_visible()


def test_an_anchor_of_the_page_changes_nothing(look: Look) -> None:
    sight = look(RICH, state="#f.actor=DSS")
    sight.page.keyboard.press("Tab")
    sight.page.keyboard.press("Enter")
    assert sight.page.evaluate("document.activeElement.id") == "twin"
    assert len(sight.rows) == 2


def test_going_back_to_no_state_shows_all(look: Look) -> None:
    sight = look(RICH, state="#f.actor=DSS")
    sight.go("")
    assert sight.text("#status") == "Aucun filtre : 10 liens, 11 éléments."
