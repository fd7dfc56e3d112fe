"""Paths: the shortest way between two things, by the links shown, told link by link."""

import pytest

from browsing import RICH, Look

pytestmark = pytest.mark.browser

STEPS = [
    "plan – comprend → numérique énoncé Bilan, lignes 3–4 · public depuis le 31 décembre 2018",
    "numérique – pilote → DGOS énoncé Note d’étape, ligne 7 · public depuis le 1er juin 2021"
    " Début : entre le 1er janvier 2019 et le 31 mars 2019 Fin : entre le 1er juin 2020 et le 30 septembre 2020",
]


def test_a_path_is_asked_for_by_two_clicks(look: Look) -> None:
    sight = look(RICH)
    sight.page.click("#path")
    assert sight.text("#asking").startswith("Chemin : choisir le départ")
    sight.click("p")
    assert sight.text("#asking").startswith("Chemin depuis « plan » : choisir l’arrivée")
    sight.click("dgos")
    assert (sight.chosen, sight.texts("#details ol > li")) == ("De plan à DGOS", STEPS)
    assert sight.page.locator("#table tr.on").count() == 2


def test_a_path_is_asked_for_with_the_keyboard_alone(look: Look) -> None:
    sight = look(RICH)
    sight.seek("plan")
    sight.page.keyboard.press("c")
    sight.page.keyboard.type("offre de soins")
    sight.page.keyboard.press("Enter")
    assert sight.texts("#details ol > li") == STEPS
    assert "De plan à DGOS" in sight.text("#live")
    sight.page.keyboard.press("Escape")
    assert not sight.page.locator("#details").is_visible()


def test_a_path_goes_along_links_in_either_direction(look: Look) -> None:
    sight = look(RICH)
    sight.seek("dgos")
    sight.page.click("#details .acts button")
    sight.page.keyboard.type("dss")
    sight.page.keyboard.press("Enter")
    assert [step.split(" énoncé")[0].split(" sous")[0] for step in sight.texts("#details ol > li")] == [
        "urgences – pilote → DGOS",
        "urgences – pilote → DSS",
    ]
    sight.page.click("text=Dans l’autre sens")
    assert sight.chosen == "De DSS à DGOS"


def test_a_path_follows_what_is_shown(look: Look) -> None:
    sight = look(RICH)
    sight.page.click("#path")
    sight.click("p")
    sight.click("dgos")
    path = sight.state
    sight.page.locator("[data-link='part comprend']").evaluate("(box) => box.click()")
    assert sight.text("#details p:not(.acts):not(.quiet)") == (
        "Aucun chemin ne mène de l’un à l’autre par les liens montrés."
    )
    sight.go(path)
    assert sight.texts("#details ol > li") == STEPS


def test_asking_for_a_path_can_be_given_up(look: Look) -> None:
    sight = look(RICH)
    for how in (lambda: sight.page.keyboard.press("Escape"), lambda: sight.page.click("#asking button")):
        sight.page.click("#path")
        how()
        assert not sight.page.locator("#asking").is_visible()
    sight.click("c1")
    assert sight.chosen == "numérique"
