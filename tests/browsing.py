"""What the tests of the network page share: networks to show, and words for what a reader does and sees."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from shutil import which

import pytest

from healthkg.corpus import Validity
from healthkg.projection import Edge, Evidence, Network, Node, Relation, html, kinds
from healthkg.projection.bilingual import Bilingual, both
from healthkg.projection.placement import place

CURE = "no browser: apt-get install chromium, and pip install playwright"
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
QUIET += ["--no-first-run", "--disable-quic"]
HOSTILE = "<img src=x onerror=alert(1)>"

PART = Relation("part", Bilingual("comprend", "includes"), "structure")
ROLE = Relation("role", Bilingual("rôle", "role"), "accent")
ABSENT = Relation("absent", Bilingual("pilote non énoncé", "lead not stated"), "absent")
LEADS = Bilingual("pilote", "lead")
BILAN, NOTE = "Bilan", "Note d’étape"


def chromium() -> str:
    """Return the machine's Chromium. Skip for want of one, with the cure; fail where one is required."""
    from importlib.util import find_spec

    path = which("chromium") or which("chromium-browser") or which("google-chrome")
    if path is None or find_spec("playwright") is None:
        required = "browser" in os.environ.get("HEALTHKG_REQUIRE", "").split(",")
        (pytest.fail if required else pytest.skip)(CURE)
    return str(path)


def node(key: str, kind: str, label: object, short: str = "", column: int = 0, **said: object) -> Node:
    """Return a thing of a kind that the table of kinds knows."""
    iri = f"https://example.org/def#{kind}" if kind != "absent" else kind
    return Node(key, both(label), iri, kinds.names(iri), short, column=column, **said)


def network(nodes: Iterable[Node], edges: Iterable[Edge], **said: object) -> Network:
    """Return a network with a title in both languages."""
    given = {
        "name": "view",
        "title": both({"fr": "Ma santé 2022", "en": "My health 2022"}),
        "summary": both({"fr": "Qui fait quoi ?", "en": "Who does what?"}),
        "caveats": both(""),
        "columns": (),
        "version": "0.1",
    }
    return Network(**(given | {"nodes": tuple(nodes), "edges": tuple(edges)} | said))


def passage(document: str, first: int, last: int = 0, known: str = "") -> Evidence:
    """Return a passage of a document."""
    return Evidence(document, first, last or first, known)


SMALL = network(
    [
        node("https://w3id.org/healthkg/id/plan", "Plan", "Ma santé 2022"),
        node("c1", "Chantier", {"fr": "régulation", "en": "regulation"}, "1", 1),
        node("c2", "Chantier", HOSTILE, "2", 1),
        node("w", "PublicOrganisation", "direction de la sécurité sociale", "DSS", 2),
    ],
    [
        Edge("https://w3id.org/healthkg/id/plan", "c1", PART, PART.label, evidence=(passage(BILAN, 3, 4),)),
        Edge("https://w3id.org/healthkg/id/plan", "c2", PART, PART.label, "unsourced"),
        Edge("c1", "w", ROLE, LEADS, "conditional", both({"fr": "éventuel", "en": "maybe"}), (passage(BILAN, 23),)),
    ],
    columns=(both({"fr": "Plan", "en": "Plan"}), both("Chantiers"), both({"fr": "Acteurs", "en": "Actors"})),
)


def _rich() -> Network:
    """Return a network with a value of everything: proofs, times, sizes, filters, past absences, things alone."""
    early, late = passage(BILAN, 3, 4, "2018-12-31"), passage(NOTE, 7, 7, "2021-06-01")
    held = Validity((date(2019, 1, 1), date(2019, 3, 31)), (date(2020, 6, 1), date(2020, 9, 30)))
    since, then = date(2018, 12, 31), date(2021, 6, 1)
    dgos, dss = (("actor", ("DGOS",)),), (("actor", ("DSS",)),)
    return network(
        [
            node("p", "Plan", "plan", note=both("un plan")),
            node("c1", "Chantier", "numérique", "1", 1),
            node("c2", "Chantier", "urgences", "2", 1),
            node("c3", "Chantier", "formation", "3", 1),
            node("m", "Measure", "mesure seule", "", 2, alone=True, known=then),
            node("b1", "Budget", "2 000 000 €", "", 2, size=2_000_000.0),
            node("b2", "Budget", "500 000 €", "", 2, size=500_000.0),
            node("b3", "Budget", "montant à préciser", "", 2),
            node("dgos", "PublicOrganisation", "direction générale de l’offre de soins", "DGOS", 3),
            node("dss", "PublicOrganisation", "direction de la sécurité sociale", "DSS", 3),
            node("absent c1", "absent", ABSENT.label, "", 3),
            node("absent c3", "absent", ABSENT.label, "", 3),
        ],
        [
            Edge("p", "c1", PART, PART.label, evidence=(early,), known=since),
            Edge("p", "c2", PART, PART.label, evidence=(early, late), known=since),
            Edge("p", "c3", PART, PART.label, "unsourced"),
            Edge("c1", "b1", PART, PART.label, "inferred", evidence=(late,), known=then),
            Edge("c2", "b2", PART, PART.label, "contradicted", evidence=(late,), known=then, validity=held),
            Edge("c3", "b3", PART, PART.label, evidence=(late,), known=then),
            Edge("c1", "dgos", ROLE, LEADS, evidence=(late,), known=then, validity=held, facets=dgos),
            Edge("c2", "dss", ROLE, LEADS, "conditional", evidence=(early,), known=since, facets=dss),
            Edge("c2", "dgos", ROLE, LEADS, evidence=(late,), known=then, validity=Validity(), facets=dgos),
            Edge("c1", "absent c1", ABSENT, ABSENT.label, "notstated", until=then),
            Edge("c3", "absent c3", ABSENT, ABSENT.label, "notstated"),
        ],
        columns=tuple(both(one) for one in ("Plan", "Chantiers", "Objets", "Acteurs")),
        facets=(("actor", Bilingual("acteur", "actor")),),
    )


RICH = _rich()


def large(plans: int, measures: int) -> Network:
    """Return plans that hardly know one another, each with measures and an actor; and things alone."""
    nodes, edges = [], []
    for number in range(plans):
        nodes += [
            node(f"p{number}", "Plan", f"plan {number}"),
            node(f"a{number}", "PublicOrganisation", f"acteur {number}"),
        ]
        for one in range(measures):
            nodes.append(node(f"m{number}.{one}", "Measure", f"mesure {number}.{one}"))
            edges.append(Edge(f"p{number}", f"m{number}.{one}", PART, PART.label))
            edges.append(Edge(f"m{number}.{one}", f"a{number}", ROLE, LEADS))
        edges.append(Edge(f"p{number}", f"p{(number + 1) % plans}", PART, PART.label, "inferred"))
    nodes += [node(f"s{number}", "Measure", f"seule {number}", alone=True) for number in range(3)]
    return network(nodes, edges, layout="groups", name="large")


LARGE = large(5, 8)


@dataclass
class Sight:
    """A page in a browser, opened from a file, offline: what it asks for and complains of is kept."""

    page: object
    network: Network
    url: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def text(self, selector: str) -> str:
        """Return the words of an element, on one line."""
        return plain(self.page.inner_text(selector))

    def texts(self, selector: str) -> list[str]:
        """Return the words of each element."""
        return [plain(one) for one in self.page.locator(selector).all_inner_texts()]

    @property
    def chosen(self) -> str:
        """Return the title of what is chosen."""
        return self.text("#details-title")

    @property
    def rows(self) -> list[str]:
        """Return the links of the table: from, link, to; each name without its kind."""
        return self.page.evaluate(
            """() => [...document.querySelectorAll("#table tbody tr")].filter((row) => row.id).map((row) =>
              [...row.cells].slice(0, 3).map((cell) => (cell.querySelector("button, span") || cell).innerText.trim()).join(" | "))"""
        )

    @property
    def state(self) -> str:
        """Return what the address says after the #."""
        return self.page.evaluate("location.hash")

    def go(self, state: str) -> None:
        """Go to a state of the page by its address."""
        self.page.evaluate("(state) => { location.hash = state; }", state)
        self.page.wait_for_timeout(50)

    def seek(self, words: str) -> None:
        """Search by keyboard and take the first result."""
        self.page.keyboard.press("/")
        self.page.keyboard.type(words)
        self.page.keyboard.press("Enter")

    def spot(self, key: str) -> tuple[float, float]:
        """Return where the box of a thing is in the picture, as it opens."""
        placed = place(self.network)
        box = next(box for box in placed.boxes if box.key == key)
        room = self.page.locator("#picture").bounding_box()["width"]
        scale = max(1, min(1.2, (room - 40) / placed.width))
        return room / 2 + (box.x - placed.width / 2) * scale, (46 + box.y) * scale

    def click(self, key: str) -> None:
        """Click the box of a thing."""
        x, y = self.spot(key)
        self.page.click("#picture", position={"x": x, "y": y})

    def pixels(self) -> int:
        """Return how many colours the picture has."""
        return self.page.evaluate(
            """() => {
              const canvas = document.querySelector("#picture canvas"), copy = document.createElement("canvas");
              Object.assign(copy, { width: canvas.width, height: canvas.height });
              const ctx = copy.getContext("2d", { willReadFrequently: true });
              ctx.drawImage(canvas, 0, 0);
              const { data } = ctx.getImageData(0, 0, canvas.width, canvas.height);
              return new Set(new Uint32Array(data.buffer)).size;
            }"""
        )


Look = Callable[..., Sight]


def plain(words: str) -> str:
    """Return words on one line, with plain spaces."""
    return re.sub(r"\s+", " ", words).strip()


def opened(browser: object, folder: Path, shown: Network, lang: str = "fr", state: str = "", **said: object) -> Sight:
    """Return the page of a network, opened offline from a file, in a context of its own."""
    path = folder / f"{shown.name}.html"
    path.write_text(html(shown, lang), encoding="utf-8")
    given = {"offline": True, "viewport": {"width": 1300, "height": 850}, "reduced_motion": "reduce"}
    page = browser.new_context(**(given | said)).new_page()
    sight = Sight(page, shown, path.as_uri())
    page.on("request", lambda request: sight.asked.append(request.url.split("#")[0]))
    page.on("console", lambda message: sight.complaints.append(message.text))
    page.on("pageerror", lambda error: sight.complaints.append(str(error)))
    page.on("dialog", lambda dialog: (sight.complaints.append(dialog.message), dialog.dismiss()))
    page.goto(sight.url + state)
    if shown.nodes and said.get("java_script_enabled", True):
        page.wait_for_selector("#picture[data-ready=yes]")
    return sight
