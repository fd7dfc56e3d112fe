"""Whatever a label holds is text: nothing runs, nothing is asked for, nothing breaks; in every place of the page."""

import pytest

from browsing import LEADS, PART, ROLE, Look, network, node, passage
from healthkg.projection import Edge, Network
from healthkg.projection.bilingual import Bilingual, both
from healthkg.projection.text import clean

pytestmark = pytest.mark.browser

LABELS = {
    "an image that fails": "<img src=x onerror=alert(1)>",
    "the end of a script": "</script><script>alert(1)</script>",
    "the end of a style": "</style><script>alert(1)</script>",
    "the end of what no script reads": "</noscript><script>alert(1)</script>",
    "a comment that opens": "<!--<script>alert(1)</script>",
    "a drawing": "<svg onload=alert(1)><a href='javascript:alert(1)'>x</a></svg>",
    "an address that runs": "javascript:alert(1)",
    "a link": "<a href='javascript:alert(1)'>ici</a>",
    "quotes": '"\'` onmouseover=alert(1) x="',
    "a template": "{{ 7*7 }} ${alert(1)} {title} {count} $& $1 $'",
    "entities": "&lt;b&gt; &amp; &#x3c;script&#x3e;",
    "breaks of lines": "a\u2028b\u2029c\r\nd",
    "bidi controls": "pilote\u202e\u2066 :OIRP\u2069\u200f",
    "what has no letters": "\u200b\u200c\ufeff",
    "2,000 letters": "x" * 2000,
    "nothing": "",
}


def everywhere(label: str) -> Network:
    """Return a network that says `label` in every place that data can reach."""
    text, kept = both(clean(label) or "?"), clean(label)
    named = Bilingual(text.fr, "other " + text.en)
    first = node("https://w3id.org/healthkg/id/a" + label, "Plan", text, kept, note=text, size=3.0)
    nodes = [
        first,
        node(label + "key", "Measure", named, kept, 1, note=named, size=1.0),
        node("javascript:alert(1)", "PublicOrganisation", text, kept, 2),
        node('https://w3id.org/healthkg/"><script>alert(1)</script>', "Chantier", text, kept, 1),
    ]
    link = {"evidence": (passage(text.fr, 3, 4, "2020-01-01"),), "facets": (("actor", (text.fr,)),), "note": named}
    edges = [
        Edge(nodes[0].key, nodes[1].key, PART, text, **link),
        Edge(nodes[1].key, nodes[2].key, ROLE, LEADS, "conditional", **link),
        Edge(nodes[0].key, nodes[3].key, PART, named, "inferred", **link),
    ]
    said = {"title": text, "summary": named, "caveats": text, "version": kept, "facets": (("actor", text),)}
    return network(nodes, edges, columns=(text, named, text), lens=(kept,), parameters=(("plan", kept),), **said)


@pytest.mark.parametrize("label", LABELS.values(), ids=LABELS.keys())
def test_a_hostile_label_is_text_wherever_it_stands(look: Look, label: str) -> None:
    sight = look(everywhere(label))
    page = sight.page
    page.click("[data-lang=en]")
    page.click("#filters summary")
    page.click("#clocks summary")
    for number in range(3):
        page.locator("#table button.named").nth(number).click()
        page.locator("#picture").hover(position={"x": 400 + 200 * number, "y": 120})
    page.fill("#search", "a")
    page.fill("#search", clean(label)[:40] or "?")
    page.click("#path")
    page.keyboard.press("Escape")
    page.select_option("#facet-0", index=1)
    page.select_option("#of-document", index=1)
    page.fill("#known-day", "2021-01-01")
    for button in ("#png", "#csv"):
        with page.expect_download():
            page.click(button)
    page.click("[data-lang=fr]")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    shown = (clean(label) or "?")[:60]
    assert shown in page.evaluate("document.body.textContent")
    found = page.evaluate(
        """() => ({
          scripts: document.querySelectorAll("script").length,
          images: document.querySelectorAll("img, iframe, object, embed, svg a").length,
          handlers: [...document.querySelectorAll("*")].flatMap((one) => [...one.attributes]).filter((one) => /^on/i.test(one.name)).length,
          links: [...document.querySelectorAll("a[href]")].map((one) => one.getAttribute("href")).filter((one) => !/^(#|https:\\/\\/w3id\\.org\\/healthkg\\/)/.test(one)),
          wide: document.documentElement.scrollWidth > window.innerWidth,
        })"""
    )
    assert found == {"scripts": 3, "images": 0, "handlers": 0, "links": [], "wide": False}


@pytest.mark.parametrize("label", LABELS.values(), ids=LABELS.keys())
def test_a_hostile_label_is_text_where_no_script_runs(look: Look, label: str) -> None:
    sight = look(everywhere(label), java_script_enabled=False)
    assert sight.page.locator("img, iframe, svg a, a[href^=javascript]").count() == 0
    assert (clean(label) or "?")[:60] in sight.page.evaluate("document.body.textContent")


def test_a_hostile_label_is_text_in_a_group(look: Look) -> None:
    found = everywhere(LABELS["an image that fails"])
    sight = look(network(found.nodes, found.edges, layout="groups"), state="#open=all")
    assert sight.page.locator("img").count() == 0 and "onerror" in sight.text("#chapters")
