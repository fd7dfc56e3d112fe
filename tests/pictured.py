"""Networks that tests lay out: made of links between letters, or at random; and what their places come to."""

import hashlib
import random
from collections.abc import Iterable

from healthkg.projection import kinds
from healthkg.projection.bilingual import Bilingual, both
from healthkg.projection.networks import Edge, Network, Node, Relation
from healthkg.projection.placement import place

STEP = "https://example.org/def#Chantier"
PART = Relation("part", both("comprend"), "structure")
ROLE = Relation("role", Bilingual("rôle", "role"), "accent")


def node(key: str, label: str = "", **said: object) -> Node:
    """Return a chantier called `label`, else by its key."""
    return Node(key, both(label or key), STEP, kinds.names(STEP), **said)


def pictured(
    nodes: Iterable[Node], links: Iterable[tuple[str, str]], layout: str, relation: Relation = PART
) -> Network:
    """Return a network of these nodes and links."""
    edges = tuple(Edge(source, target, relation, relation.label) for source, target in links)
    return Network("test", both("t"), both("s"), Bilingual(), (), tuple(nodes), edges, layout=layout)


def linked(links: str, layout: str = "layers", alone: str = "") -> Network:
    """Return the network of links written "ab bc", of letters in the order in which they are met, and things alone."""
    pairs = [(one[0], one[1]) for one in links.split()]
    keys = dict.fromkeys([key for pair in pairs for key in pair] + list(alone))
    return pictured([node(key) for key in keys], pairs, layout)


def scattered(things: int, links: int, layout: str, *, cycles: bool = True) -> Network:
    """Return a network at random, always the same: most links are near, a few things have many, words differ."""
    chance = random.Random(7)  # noqa: S311
    words = ["soins", "parcours", "numérique", "de", "prévention", "territoire"]
    nodes = [
        node(f"n{number}", " ".join(chance.choices(words, k=chance.randint(1, 9))), column=number * 4 // max(1, things))
        for number in range(things)
    ]
    edges = []
    for _ in range(links):
        source = chance.randrange(things)
        far = chance.random() < 0.15
        target = int(things * chance.random() ** 4) if far else min(things - 1, source + chance.randint(1, 9))
        if cycles or source < target:
            relation = ROLE if chance.random() < 0.4 else PART
            edges.append(Edge(f"n{source}", f"n{target}", relation, relation.label))
    return Network("test", both("t"), both("s"), Bilingual(), (), tuple(nodes), tuple(edges), layout=layout)


def digests() -> list[str]:
    """Return what the places of three networks come to, one line for each layout."""
    asked = {"columns": (200, 300), "layers": (200, 300), "groups": (700, 1200)}
    places = {layout: place(scattered(*counts, layout)) for layout, counts in asked.items()}
    return [f"{layout} {hashlib.sha256(repr(found).encode()).hexdigest()}" for layout, found in places.items()]
