"""The network page in a browser, offline: nothing is fetched, nothing runs but ours, keys reach everything."""

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest

from healthkg.projection import Edge, Evidence, Network, Node, Relation, html

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)>"
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
QUIET += ["--no-first-run", "--disable-quic"]
CURE = "no browser: apt-get install chromium, and pip install playwright"
PART, ROLE = Relation("part", "comprend", "structure"), Relation("role", "rôle", "accent")


def kind(name: str) -> str:
    return f"https://example.org/def#{name}"


NETWORK = Network(
    name="view",
    title="Ma santé 2022",
    summary="Qui fait quoi ?",
    caveats="",
    columns=("Plan", "Chantiers", "Acteurs"),
    nodes=(
        Node("p", "Ma santé 2022", kind("Plan"), ("plan", "plans")),
        Node("c1", "régulation", kind("Chantier"), ("chantier", "chantiers"), "1", "", 1),
        Node("c2", HOSTILE, kind("Chantier"), ("chantier", "chantiers"), "2", "", 1),
        Node(
            "w", "direction de la sécurité sociale", kind("PublicOrganisation"), ("organisme public",) * 2, "DSS", "", 2
        ),
    ),
    edges=(
        Edge("p", "c1", PART, "comprend", evidence=(Evidence("Bilan", 3, 4),)),
        Edge("p", "c2", PART, "comprend"),
        Edge("c1", "w", ROLE, "pilote", "conditional", "possible", (Evidence("Bilan", 23, 23),)),
    ),
    documents=("Bilan",),
    caption=("Une vue.",),
)


def lacking() -> None:
    """Skip for want of a browser, with the cure; fail where one is required."""
    required = "browser" in os.environ.get("HEALTHKG_REQUIRE", "").split(",")
    (pytest.fail if required else pytest.skip)(CURE)


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    path = which("chromium") or which("chromium-browser") or which("google-chrome")
    if path is None or find_spec("playwright") is None:
        lacking()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: object, tmp_path: Path) -> Iterator[object]:
    """The page, opened from a file, offline; whatever it asks for, says or complains of fails the test at the end."""
    path = tmp_path / "view.html"
    path.write_text(html(NETWORK, version="0.1"), encoding="utf-8")
    context = browser.new_context(offline=True, viewport={"width": 1300, "height": 850}, reduced_motion="reduce")
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.goto(path.as_uri())
    page.wait_for_selector("#picture[data-ready=yes]")
    yield page
    context.close()
    assert (asked, complaints) == ([path.as_uri()], [])


def title(page: object) -> str:
    return page.inner_text("#details-title")


def click(page: object, key: str) -> None:
    """Click the box of a thing, where the page's own data say it is."""
    from healthkg.projection.placement import place

    placed = place(NETWORK)
    box = next(box for box in placed.boxes if box.key == key)
    scale = min(1.2, (page.locator("#picture").bounding_box()["width"] - 56) / placed.width)
    room = page.locator("#picture").bounding_box()["width"]
    page.click("#picture", position={"x": room / 2 + (box.x - placed.width / 2) * scale, "y": (46 + box.y) * scale})


def test_a_label_with_markup_is_shown_as_text(page: object) -> None:
    assert page.locator("img").count() == 0
    assert HOSTILE in page.inner_text("#table")


def test_a_name_is_found_without_accents_and_chosen(page: object) -> None:
    page.keyboard.press("/")
    page.keyboard.type("securite")
    assert page.inner_text("#results li") == "DSS direction de la sécurité sociale\norganisme public"
    page.keyboard.press("Enter")
    assert title(page) == "direction de la sécurité sociale"


def test_a_click_tells_what_is_said_and_where(page: object) -> None:
    click(page, "c1")
    words = " ".join(page.inner_text("#details").split())
    assert words == (
        "chantier · 1 régulation × VERS pilote DSS sous réserve · possible Bilan, ligne 23"
        " DEPUIS comprend Ma santé 2022 énoncé Bilan, lignes 3–4"
    )


def test_what_is_chosen_is_marked_in_the_table(page: object) -> None:
    click(page, "w")
    assert page.locator("#table tr.on").count() == 1
    assert "pilote" in page.inner_text("#table tr.on")
    page.keyboard.press("Escape")
    assert page.locator("#table tr.on").count() == 0 and page.locator("#details").is_hidden()


def test_arrows_walk_along_the_links(page: object) -> None:
    page.focus("#picture")
    walked = []
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
        walked.append(title(page))
    assert walked == [
        "Ma santé 2022",
        "régulation",
        "direction de la sécurité sociale",
        "régulation",
        HOSTILE,
        "Ma santé 2022",
    ]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "details-title"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "picture"


def test_a_name_in_the_table_is_shown_in_the_network(page: object) -> None:
    page.click("#table button:has-text('DSS')")
    assert title(page) == "direction de la sécurité sociale"
    assert page.evaluate("location.hash").startswith("#x")


def test_the_table_is_sorted_by_a_column(page: object) -> None:
    page.click("#table th:nth-child(2) button")
    page.click("#table th:nth-child(2) button")
    assert page.locator("#table th:nth-child(2)").get_attribute("aria-sort") == "descending"
    assert page.locator("#table tbody td:nth-child(2)").all_inner_texts()[0].startswith("pilote")


def test_the_legend_hides_a_kind_and_says_how_many(page: object) -> None:
    page.locator("[data-kind=Chantier]").uncheck(force=True)
    assert page.inner_text("#filtered") == "2 masqué(s) par la légende."
    assert page.locator("#table tbody tr:visible").count() == 0


def test_the_picture_is_drawn_and_readable_at_opening(page: object) -> None:
    drawn = page.evaluate(
        """() => {
          const { data } = (({ canvas }) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height))(
            { canvas: document.querySelector("#picture canvas") });
          return new Set(new Uint32Array(data.buffer)).size;
        }"""
    )
    assert drawn > 20
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
