"""Pages in the machine's Chromium, offline: whatever a page asks for or complains of fails its test at the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from browsing import QUIET, SMALL, Look, Sight, chromium, opened
from healthkg.projection import Network


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """A Chromium that talks to nobody."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def look(browser: object, tmp_path: Path) -> Iterator[Look]:
    """Open the page of a network: `look(network, lang, state, **context)`."""
    sights: list[Sight] = []

    def look(shown: Network = SMALL, lang: str = "fr", state: str = "", **said: object) -> Sight:
        folder = tmp_path / str(len(sights))
        folder.mkdir()
        sights.append(opened(browser, folder, shown, lang, state, **said))
        return sights[-1]

    yield look
    for sight in sights:
        sight.page.context.close()
        assert (set(sight.asked), sight.complaints) == ({sight.url}, [])
