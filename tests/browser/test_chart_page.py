"""The page of a chart in a browser, offline: legible wide and narrow, in light and dark; nothing fetched or refused."""

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest

from charting import HOSTILE, SPAN, TIMELINE, answer
from healthkg.projection import chart, charts

pytestmark = pytest.mark.browser

QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
QUIET += ["--no-first-run", "--disable-quic"]
CURE = "no browser: apt-get install chromium, and pip install playwright"
# The smallest words of the picture that shows, and whether any leaves it.
LEGIBLE = """() => {
  const picture = [...document.querySelectorAll("figure svg")].find(svg => svg.getBoundingClientRect().height > 0);
  const frame = picture.getBoundingClientRect();
  const texts = [...picture.querySelectorAll("text")];
  const scale = frame.width / picture.viewBox.baseVal.width;
  return {
    smallest: Math.min(...texts.map(text => parseFloat(getComputedStyle(text).fontSize) * scale)),
    cut: texts.filter(text => text.getBoundingClientRect().right > frame.right + 1).map(text => text.textContent),
    wide: document.documentElement.scrollWidth > innerWidth,
    ink: getComputedStyle(texts[0]).fill,
    name: picture.parentElement.className,
  };
}"""


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
def path(tmp_path: Path) -> Path:
    """A page with three moments, one of them with a label that would break a careless page."""
    rows = [
        SPAN,
        SPAN | {"item": HOSTILE, "word": "fermeture"},
        SPAN | {"item": "sans date", "start": None, "end": None},
    ]
    path = tmp_path / "chart.html"
    path.write_text(charts.html(chart(answer(TIMELINE, *rows))), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("width", "scheme", "name", "ink"),
    [
        (1400, "light", "wide", "rgb(86, 97, 109)"),
        (1400, "dark", "wide", "rgb(169, 180, 191)"),
        (700, "light", "narrow", "rgb(86, 97, 109)"),
        (700, "dark", "narrow", "rgb(169, 180, 191)"),
    ],
)
def test_the_picture_that_fits_is_shown_in_the_colours_of_the_page(
    browser: object, path: Path, width: int, scheme: str, name: str, ink: str
) -> None:
    context = browser.new_context(offline=True, viewport={"width": width, "height": 850}, color_scheme=scheme)
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    found = page.evaluate(LEGIBLE)
    context.close()
    assert (asked, complaints) == ([path.as_uri()], [])
    assert found.pop("smallest") >= 11.9
    assert found == {"cut": [], "wide": False, "ink": ink, "name": name}
