"""The static picture of a view in a browser, offline: nothing runs or is fetched, no text is cut, no box overlaps."""

import os
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from shutil import which

import pytest

from healthkg.answers import query
from healthkg.projection import Network, Node, exports, network
from healthkg.projection.bilingual import both
from healthkg.store import Store

pytestmark = pytest.mark.browser

QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
QUIET += ["--no-first-run", "--disable-quic"]
CURE = "no browser: apt-get install chromium, and pip install playwright"
# For each box: its outline and its texts; then all texts, and the sheet. Rectangles are [left, top, right, bottom].
MEASURE = """() => {
  const side = (one) => { const r = one.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };
  const boxes = [...document.querySelectorAll('g > title')].map((title) => title.parentElement)
    .filter((group) => group.querySelector('text'))
    .map((group) => ({ name: group.querySelector('title').textContent, outline: side(group.querySelector('path')),
                       texts: [...group.querySelectorAll('text')].map(side) }));
  return { boxes, texts: [...document.querySelectorAll('text')].map(side), sheet: side(document.documentElement) };
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    path = which("chromium") or which("chromium-browser") or which("google-chrome")
    if path is None or find_spec("playwright") is None:
        required = "browser" in os.environ.get("HEALTHKG_REQUIRE", "").split(",")
        (pytest.fail if required else pytest.skip)(CURE)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


def opened(browser: object, path: Path, content: bytes) -> dict:
    """What is measured in the picture, opened from a file; it asks for nothing and complains of nothing."""
    path.write_bytes(content)
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.goto(path.as_uri())
    found = page.evaluate(MEASURE)
    context.close()
    assert (asked, complaints) == ([path.as_uri()], [])
    return found


def inside(one: list[float], other: list[float]) -> bool:
    return one[0] >= other[0] and one[1] >= other[1] and one[2] <= other[2] and one[3] <= other[3]


def apart(one: list[float], other: list[float]) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_text_leaves_its_box_and_no_box_covers_another(
    browser: object, store: Store, tmp_path: Path, lang: str
) -> None:
    found = network(query(store, "plan_whole"))
    seen = opened(browser, tmp_path / "plan.svg", exports.svg(found, lang))
    boxes = seen["boxes"]
    assert len(boxes) == len(exports.graphs.present(found).nodes)
    assert [box["name"] for box in boxes if not all(inside(text, box["outline"]) for text in box["texts"])] == []
    assert [
        (one["name"], other["name"])
        for one, other in combinations(boxes, 2)
        if not apart(one["outline"], other["outline"])
    ] == []
    assert [text for text in seen["texts"] if not inside(text, seen["sheet"])] == []


def test_nothing_in_a_label_runs(browser: object, tmp_path: Path) -> None:
    labels = ["<script>alert(1)</script>", '"><image href="http://example.org/x" onload="alert(1)"/>', "x" * 2000]
    nodes = tuple(Node(str(at), both(label), "k", (both(label),) * 2, alone=True) for at, label in enumerate(labels))
    found = Network("v", both(labels[0]), both(labels[1]), both(labels[0]), (both(labels[1]),), nodes, ())
    seen = opened(browser, tmp_path / "hostile.svg", exports.svg(found))
    assert len(seen["boxes"]) == 3
    assert [text for text in seen["texts"] if not inside(text, seen["sheet"])] == []
