"""The page for those who do not see it, who enlarge it, who print it, who have no scripts; with axe as a judge."""

import re
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest

from browsing import LARGE, RICH, SMALL, Look, network, plain
from healthkg.projection.placement import place
from support import missing

pytestmark = pytest.mark.browser

EMPTY = network([], [])


def axe() -> str:
    """Return axe's script, as the package that carries it has it."""
    spec = find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        missing("browser", "pip install axe-playwright-python")
    return Path(spec.origin).with_name("axe.min.js").read_text("utf-8")


def violations(sight: object) -> list[tuple[str, str]]:
    """Return what axe finds serious or critical: the rule, and where."""
    sight.page.evaluate(axe() + "\n;null")
    found = sight.page.evaluate("axe.run(document, { resultTypes: ['violations'] }).then((said) => said.violations)")
    return [
        (one["id"], spot["target"][0])
        for one in found
        if one["impact"] in ("serious", "critical")
        for spot in one["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("shown", [SMALL, RICH, LARGE, EMPTY], ids=["small", "rich", "groups", "empty"])
def test_axe_finds_nothing_serious(look: Look, shown: object, lang: str, scheme: str) -> None:
    sight = look(shown, lang, color_scheme=scheme, bypass_csp=True)
    assert violations(sight) == []
    if shown.nodes:
        for fold in ("#filters", "#clocks"):
            if sight.page.locator(fold).count():
                sight.page.click(f"{fold} summary")
        sight.page.fill("#search", "a")
        assert violations(sight) == []
        sight.seek("1")
        assert violations(sight) == []


def test_axe_finds_nothing_serious_in_the_list_of_shortcuts_and_at_320_pixels(look: Look) -> None:
    sight = look(RICH, bypass_csp=True, viewport={"width": 320, "height": 560})
    assert violations(sight) == []
    sight.page.click("#ask-help")
    assert violations(sight) == []


def test_without_scripts_the_table_and_the_outline_remain(look: Look) -> None:
    sight = look(SMALL, java_script_enabled=False)
    assert "Sans JavaScript" in sight.text("#twin")
    assert sight.texts("#twin tbody tr")[2] == (
        "1 régulation chantier pilote éventuel DSS direction de la sécurité sociale organisme public sous réserve Bilan ligne 23"
    )
    assert "1 régulation pilote : DSS (sous réserve · éventuel · Bilan)" in sight.text("#outline")
    assert "Cette vue montre 1 plan" in sight.text("body")
    assert not sight.page.locator("#search, #picture, #png, [data-lang], [data-kind]").filter(visible=True).count()


def test_without_scripts_a_past_absence_is_not_shown(look: Look) -> None:
    sight = look(RICH, java_script_enabled=False)
    assert len([row for row in sight.texts("#twin tbody tr") if "pilote non énoncé" in row]) == 1


def test_at_400_percent_no_text_runs_out_sideways(look: Look) -> None:
    """1,280 pixels at 400 % are 320: the page itself does not scroll sideways, nor do its texts."""
    sight = look(RICH, viewport={"width": 320, "height": 225})
    for fold in ("#filters", "#clocks"):
        sight.page.click(f"{fold} summary")
    assert sight.page.evaluate("document.documentElement.scrollWidth") <= 320
    wide = sight.page.evaluate(
        """() => [...document.querySelectorAll("h1, h2, h3, p, li, label, summary, td, button, select, input, dd")]
          .filter((one) => one.checkVisibility() && !one.closest(".unseen, .port"))
          .filter((one) => { const box = one.getBoundingClientRect(); return box.width && (box.left < -1 || box.right > 321); })
          .map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert wide == ['<a class="skip no-print" href="#twin">'] * 0
    sight.click("c1")
    details = sight.page.locator("#details").bounding_box()
    assert details["x"] >= 0 and details["x"] + details["width"] <= 320 and details["height"] <= 225


def test_the_picture_is_not_drawn_smaller_than_it_is_read_whatever_the_window(look: Look) -> None:
    """At its own scale every text of the picture is 12 pixels high or more: a narrow window scrolls it sideways."""
    for width in (320, 700, 1300):
        sight = look(RICH, viewport={"width": width, "height": 700})
        inner = sight.page.evaluate("document.querySelector('#picture').clientWidth")
        assert inner >= place(RICH).width + 40 - 1


def test_the_printed_page_holds_the_whole_picture_the_words_and_every_row(look: Look) -> None:
    sight = look(LARGE, viewport={"width": 700, "height": 500}, color_scheme="dark")
    sight.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    sight.page.emulate_media(media="print", color_scheme="light")
    assert sight.page.locator(".sheet").count() == 1
    box = sight.page.locator(".sheet").bounding_box()
    assert box["width"] > 300 and not sight.page.locator("#picture").is_visible()
    assert len(sight.rows) == 88
    assert not sight.page.locator("#search, #png, #status, [data-zoom], #outline").filter(visible=True).count()
    assert sight.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    sight.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert sight.page.locator(".sheet").count() == 0


def test_a_pdf_is_made_of_it(look: Look) -> None:
    sight = look(SMALL)
    document = sight.page.pdf()
    assert document.startswith(b"%PDF") and len(re.findall(rb"/Type\s*/Page\b", document)) in (1, 2, 3)


def test_headings_go_down_by_one_and_every_part_has_a_name(look: Look) -> None:
    sight = look(RICH)
    levels = sight.page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3')].filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]))"
    )
    assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels))
    names = sight.page.evaluate(
        "[...document.querySelectorAll('section, aside, figure, dialog')].map((one) => one.getAttribute('aria-label') || one.getAttribute('aria-labelledby') || one.tagName)"
    )
    assert [name for name in names if name in ("SECTION", "ASIDE", "DIALOG")] == []


def test_an_empty_view_says_so(look: Look) -> None:
    sight = look(EMPTY)
    assert "Rien à montrer" in plain(sight.page.inner_text("main"))
