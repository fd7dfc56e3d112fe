"""Words that a reader types → the things whose names they are, or are like, the surest first, and why."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from healthkg.answers.names import fold
from healthkg.question.words import keys, likeness

if TYPE_CHECKING:
    from healthkg.prefixes import Registry
    from healthkg.web.searching.index import Index
    from healthkg.web.searching.named import Name, Thing

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


def search(index: Index, text: str, registry: Registry) -> list[Hit]:
    """Return the things that `text` names, the surest first, things before concepts, then those that more documents
    mention; all things when it says nothing."""
    asked = _Text(text, registry)
    if not asked.folded:
        return [Hit(thing, LABEL, thing.names[0]) for thing in index.things if not thing.concept]
    found = [hit for i in _fitting(index, asked) if (hit := _hit(index.things[i], asked))]
    if not found:
        near = _having(index, asked, lambda one, word: likeness(word, one) >= _LIKE)
        found = [hit for i in sorted(near) if (hit := _like(index.things[i], asked))]
    return sorted(found, key=_order)


def _order(hit: Hit) -> tuple[int, bool, int, str]:
    return hit.rank, hit.thing.concept, -len(hit.thing.documents), hit.thing.names[0].folded


def _fitting(index: Index, asked: _Text) -> list[int]:
    """Return the places of the things that may be meant: by their identifier, by how a name begins, by its words."""
    begin = bisect_left(index.begins, (asked.folded, -1))
    begun = takewhile(lambda each: each[0].startswith(asked.folded), islice(index.begins, begin, None))
    at = None if asked.node is None else index.places.get(asked.node)
    named = set() if at is None else {at}
    return sorted(named | {i for _, i in begun} | _having(index, asked, _has))


def _having(index: Index, asked: _Text, fits: Callable[[str, str], bool]) -> set[int]:
    """Return the places of the things among whose words there is one that fits, for each word that is typed."""
    each = [{i for one, places in index.words.items() if fits(one, word) for i in places} for word in asked.words]
    return set.intersection(*each) if each else set()


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
