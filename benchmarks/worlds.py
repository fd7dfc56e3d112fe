"""Networks made for measuring: plans with parts, and actors of whom few hold many roles; the same on every machine."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate, chain, islice

from healthkg.projection import kinds
from healthkg.projection.bilingual import Bilingual, both
from healthkg.projection.networks import Edge, Network, Node, Relation

PART = Relation("part", Bilingual("comprend", "includes"), "structure")
NEEDS = Relation("needs", Bilingual("dépend de", "depends on"), "structure")
ROLE = Relation("role", Bilingual("rôle", "role"), "accent")
ROLES = (Bilingual("pilote", "lead"), Bilingual("partenaire", "partner"), Bilingual("contributeur", "contributor"))
SUBJECTS = ("accès aux soins", "numérique en santé", "parcours", "prévention", "soins non programmés", "formation")
DOINGS = ("déployer", "financer", "simplifier", "évaluer", "généraliser l’appui au développement de", "accompagner")
SHARES = (("Plan", 0.006), ("Chantier", 0.05), ("Measure", 0.62), ("Project", 0.12), ("FormalOrganization", 0.2))


def world(things: int, links: int, layout: str = "groups", seed: int = 1) -> Network:
    """Return a network of this many things and this many links, of the shape of the corpus.

    A plan has chantiers and those have measures; measures have projects, depend on others of their plan, and are
    held by actors chosen with odds 1, 1/2, 1/3 …; one thing in a hundred stands alone.
    """
    chance = random.Random(seed)  # noqa: S311  measuring, not keeping secrets
    nodes = list(_nodes(things, chance))
    held = {kind: [node.key for node in nodes if node.kind == kind] for kind, _ in SHARES}
    edges = tuple(islice(_once(chain(_parts(held, chance), _others(held, chance))), links))
    linked = {key for edge in edges for key in (edge.source, edge.target)}
    nodes = [replace(node, alone=node.key not in linked) for node in nodes]
    words = both(f"{things} things, {links} links")
    return Network("world", words, words, Bilingual(), (), tuple(nodes), edges, layout=layout)


def _counts(things: int) -> dict[str, int]:
    """Return how many things of each kind there are; measures make up the sum."""
    counts = {kind: max(1, round(things * share)) for kind, share in SHARES}
    counts["Measure"] += things - sum(counts.values())
    return counts


def _nodes(things: int, chance: random.Random) -> Iterator[Node]:
    for column, (kind, count) in enumerate(_counts(things).items()):
        for number in range(1, count + 1):
            said = both(f"{chance.choice(DOINGS)} {chance.choice(SUBJECTS)} {number}")
            short = {"Chantier": str(number), "FormalOrganization": f"A{number}"}.get(kind, "")
            yield Node(f"{kind}-{number}", said, kind, kinds.names(kind), short, column=column)


def _once(edges: Iterable[Edge]) -> Iterator[Edge]:
    """Yield each link once; those of a thing to itself never."""
    seen: set[Edge] = set()
    for edge in edges:
        if edge not in seen and edge.source != edge.target:
            seen.add(edge)
            yield edge


def _parts(held: dict[str, list[str]], chance: random.Random) -> Iterator[Edge]:
    """Yield what is part of what; a hundredth of the things is left out."""
    for whole, part in (("Plan", "Chantier"), ("Chantier", "Measure"), ("Measure", "Project")):
        for index, key in enumerate(held[part]):
            if chance.random() > 0.01:
                place = index * len(held[whole]) // len(held[part]) if whole != "Measure" else -1
                yield Edge(held[whole][place] if place >= 0 else chance.choice(held[whole]), key, PART, PART.label)


def _others(held: dict[str, list[str]], chance: random.Random) -> Iterator[Edge]:
    """Yield roles and dependencies without end; an actor works mostly in one plan, the first of them in all."""
    actors, measures, plans = held["FormalOrganization"], held["Measure"], len(held["Plan"])
    odds = list(accumulate(1 / (rank + 1) for rank in range(len(actors))))
    while True:
        place = chance.randrange(len(measures))
        if chance.random() < 0.2:
            other = min(len(measures) - 1, max(0, place + chance.choice((-3, -2, -1, 1, 2, 5))))
            yield Edge(measures[place], measures[other], NEEDS, NEEDS.label)
        else:
            (rank,) = chance.choices(range(len(actors)), cum_weights=odds)
            if rank > len(actors) // 50:  # not one of the few that are everywhere
                rank = rank - rank % plans + place * plans // len(measures)
            actor = actors[min(rank, len(actors) - 1)]
            yield Edge(measures[place], actor, ROLE, chance.choice(ROLES))
