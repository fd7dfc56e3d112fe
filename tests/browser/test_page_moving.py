"""Moving: boxes are dragged, the picture is panned and scaled, at rest for those who ask for it."""

import pytest

from browsing import RICH, Look, Sight

pytestmark = pytest.mark.browser


def drag(sight: Sight, key: str, by: tuple[int, int]) -> None:
    x, y = sight.spot(key)
    box = sight.page.locator("#picture").bounding_box()
    sight.page.mouse.move(box["x"] + x, box["y"] + y)
    sight.page.mouse.down()
    for part in (0.3, 0.7, 1):
        sight.page.mouse.move(box["x"] + x + by[0] * part, box["y"] + y + by[1] * part)
    sight.page.mouse.up()


def seen(sight: Sight) -> str:
    """Return what is drawn, while the pointer is elsewhere."""
    sight.page.mouse.move(5, 5)
    sight.page.wait_for_timeout(60)
    return sight.page.evaluate("document.querySelector('#picture canvas').toDataURL()")


def test_a_box_is_dragged_with_its_links_and_put_back(look: Look) -> None:
    sight = look(RICH)
    before = seen(sight)
    drag(sight, "dgos", (-60, 180))
    assert not sight.page.locator("#details").is_visible()
    assert seen(sight) != before and sight.page.locator("#reset").is_visible()
    x, y = sight.spot("dgos")
    sight.page.click("#picture", position={"x": x - 60, "y": y + 180})
    assert sight.chosen == "direction générale de l’offre de soins"
    sight.page.keyboard.press("Escape")
    sight.page.click("#reset")
    assert not sight.page.locator("#reset").is_visible()
    sight.page.click("[data-zoom=reset]")
    assert seen(sight) == before


def test_a_press_that_hardly_moves_is_a_click(look: Look) -> None:
    sight = look(RICH)
    drag(sight, "dgos", (2, 1))
    assert sight.chosen == "direction générale de l’offre de soins"
    assert not sight.page.locator("#reset").is_visible()


def test_the_picture_is_panned_where_there_is_no_box(look: Look) -> None:
    sight = look(RICH)
    before = seen(sight)
    box = sight.page.locator("#picture").bounding_box()
    sight.page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 20)
    sight.page.mouse.down()
    sight.page.mouse.move(box["x"] + 90, box["y"] + box["height"] - 60, steps=4)
    sight.page.mouse.up()
    assert seen(sight) != before and not sight.page.locator("#details").is_visible()


def test_the_picture_is_scaled_by_buttons_keys_and_wheel_and_comes_back(look: Look) -> None:
    sight = look(RICH)
    before = seen(sight)
    sight.page.click("[data-zoom=in]")
    assert seen(sight) != before
    sight.page.click("[data-zoom=reset]")
    assert seen(sight) == before
    sight.page.focus("#picture")
    sight.page.keyboard.press("+")
    assert seen(sight) != before
    sight.page.keyboard.press("0")
    assert seen(sight) == before


def test_the_wheel_scrolls_the_page_and_scales_only_with_the_control_key(look: Look) -> None:
    sight = look(RICH, viewport={"width": 1300, "height": 400})
    sight.page.mouse.move(700, 200)
    before = sight.page.locator("#picture").bounding_box()["height"]
    sight.page.mouse.wheel(0, 200)
    sight.page.wait_for_timeout(300)
    assert sight.page.evaluate("window.scrollY") > 100
    assert sight.page.locator("#picture").bounding_box()["height"] == before


def test_nothing_moves_by_itself_for_those_who_ask_for_rest(look: Look) -> None:
    sight = look(RICH, reduced_motion="reduce", viewport={"width": 1300, "height": 320})
    sight.page.focus("#picture")
    sight.seek("sécurité")
    first = sight.page.evaluate("window.scrollY")
    sight.page.wait_for_timeout(400)
    assert sight.page.evaluate("window.scrollY") == first
    assert sight.page.evaluate("document.getAnimations().length") == 0


def test_what_is_found_is_brought_into_sight(look: Look) -> None:
    sight = look(RICH, viewport={"width": 420, "height": 320})
    sight.seek("sécurité")
    sight.page.wait_for_timeout(100)
    port = sight.page.locator(".port").bounding_box()
    x, y = sight.spot("dss")
    left = sight.page.evaluate("document.querySelector('.port').scrollLeft")
    assert 0 <= x - left <= port["width"] and 0 <= port["y"] + y <= 320
