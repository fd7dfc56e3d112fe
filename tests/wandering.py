"""What the browser tests of the workspace share: a visitor who opens its pages, and what each page asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlencode

from browsing import plain
from support import missing

FREE = ("blob:", "data:")


@dataclass
class Visitor:
    """A reader at a workspace: what is asked for from elsewhere and what the console complains of is kept."""

    page: object
    home: str
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str, **query: str) -> Visitor:
        """Open a page."""
        said = urlencode(query)
        self.page.goto(self.home + path + (f"?{said}" if said else ""))
        return self

    def follow(self, name: str, within: str = "main") -> Visitor:
        """Follow the first link that is called so."""
        self.page.locator(within).get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()
        return self

    @property
    def where(self) -> str:
        """Return the path of the page, without its query."""
        return re.sub(r"[?#].*", "", self.page.url.removeprefix(self.home))

    @property
    def title(self) -> str:
        return self.text("h1")

    def text(self, selector: str) -> str:
        """Return the words of the first element, on one line."""
        return plain(self.page.locator(selector).first.inner_text())

    def faults(self) -> list[str]:
        """Return what axe finds serious or worse."""
        self.page.evaluate(axe() + "\n;null")
        found = self.page.evaluate("axe.run(document, { resultTypes: ['violations'] }).then((said) => said.violations)")
        grave = [rule for rule in found if rule["impact"] in ("serious", "critical")]
        return [f"{rule['id']}: {node['html'][:160]}" for rule in grave for node in rule["nodes"]]


def axe() -> str:
    """Return axe's script, as the package that carries it has it."""
    spec = find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        missing("browser", "pip install axe-playwright-python")
    return Path(spec.origin).with_name("axe.min.js").read_text("utf-8")


@contextmanager
def visiting(browser: object, home: str, lang: str = "fr", **said: object) -> Iterator[Visitor]:
    """Let somebody visit; nothing may be asked of other hosts, and nothing complained of."""
    given = {
        "locale": {"fr": "fr-FR", "en": "en-GB"}[lang],
        "viewport": {"width": 1400, "height": 900},
        "reduced_motion": "reduce",
    }
    context = browser.new_context(**(given | said))
    visitor = Visitor(context.new_page(), home)
    context.route("**/*", lambda route, request: _let(visitor, route, request.url))
    visitor.page.on("console", lambda message: visitor.complaints.append(message.text))
    visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    yield visitor
    context.close()
    assert (visitor.elsewhere, visitor.complaints) == ([], [])


def _let(visitor: Visitor, route: object, url: str) -> None:
    """Let a request to the workspace go; stop and note one to anybody else."""
    if url.startswith((visitor.home + "/", *FREE)):
        route.continue_()
    else:
        visitor.elsewhere.append(url)
        route.abort()
