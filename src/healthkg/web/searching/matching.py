"""Words that a reader types → the things whose names they are, or are like, the surest first, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from healthkg.answers.names import fold
from healthkg.question.words import keys, likeness

if TYPE_CHECKING:
    from healthkg.prefixes import Registry
    from healthkg.web.searching.index import Name, Thing

# Why a thing is found, the surest first; `misprint` only where nothing else is found.
IDENTIFIER, ACRONYM, LABEL, NAMED, BEGINS, HAS, MISPRINT = range(7)
REASONS = ("identifier", "acronym", "label", "named", "begins", "has", "misprint")
_INFLECTED = 0.99
_LIKE = 0.74  # a word of four letters may have one wrong


@dataclass(frozen=True)
class Hit:
    """A thing that is found: how surely (the less the surer), and by which of its names (None: by its identifier)."""

    thing: Thing
    rank: int
    name: Name | None = None

    @property
    def reason(self) -> str:
        """Return why it is found: one of REASONS."""
        return REASONS[self.rank]


def search(things: Iterable[Thing], text: str, registry: Registry) -> list[Hit]:
    """Return the things that `text` names, the surest first, things before concepts, then those that more documents
    mention; all things when it says nothing."""
    asked = _Text(text, registry)
    if not asked.folded:
        return [Hit(thing, LABEL, thing.names[0]) for thing in things if not thing.concept]
    every = list(things)
    found = [hit for thing in every if (hit := _hit(thing, asked))]
    if not found:
        found = [hit for thing in every if (hit := _like(thing, asked))]
    return sorted(found, key=_order)


def _order(hit: Hit) -> tuple[int, bool, int, str]:
    return hit.rank, hit.thing.concept, -len(hit.thing.documents), fold(hit.thing.names[0].text)


class _Text:
    """What is typed, in the forms in which it is compared."""

    def __init__(self, text: str, registry: Registry) -> None:
        self.folded = fold(text)
        self.words = keys(text) or tuple(self.folded.split())
        self.node = registry.expand(text.strip())


def _hit(thing: Thing, asked: _Text) -> Hit | None:
    if thing.node == asked.node:
        return Hit(thing, IDENTIFIER)
    ranked = [(rank, i) for i, name in enumerate(thing.names) if (rank := _rank(name, asked)) is not None]
    if not ranked:
        return None
    rank, i = min(ranked)
    return Hit(thing, rank, thing.names[i])


def _rank(name: Name, asked: _Text) -> int | None:
    """Return how well a name fits; None when it does not."""
    folded = name.folded
    if folded == asked.folded or (name.words and name.words == asked.words):
        return {"hkg:acronym": ACRONYM, "skos:prefLabel": LABEL, "dcterms:title": LABEL}.get(name.source, NAMED)
    if folded.startswith(asked.folded):
        return BEGINS
    return HAS if all(any(_has(one, word) for one in name.words) for word in asked.words) else None


def _has(one: str, word: str) -> bool:
    """Say whether a word of a name is the word typed, begins with it, or is another inflection of it."""
    return one.startswith(word) or likeness(one, word) >= _INFLECTED


def _like(thing: Thing, asked: _Text) -> Hit | None:
    """Return a thing of whose name each word typed is a word, but for misprints."""
    best = max(((_likeness(name, asked), i) for i, name in enumerate(thing.names)), default=(0.0, 0))
    return Hit(thing, MISPRINT, thing.names[best[1]]) if best[0] >= _LIKE else None


def _likeness(name: Name, asked: _Text) -> float:
    """Return how like the worst of the words typed is to a word of the name."""
    return min((max((likeness(word, one) for one in name.words), default=0.0) for word in asked.words), default=0.0)
