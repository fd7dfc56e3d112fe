"""What words name: the things of a class that may be meant, with misprints, in part, or by an acronym spelt out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox
from rapidfuzz import process
from rapidfuzz.distance import OSA

from healthkg.question.naming import Called, Names, acronyms, read_called, read_names, title
from healthkg.question.words import LIGHT, likeness
from healthkg.store import Store

# How sure is a name in part, and one with its words run together.
_IN_PART, _JOINED = 0.85, 0.93


@dataclass(frozen=True)
class Found:
    """A thing that words may name, and how surely (0 to 1)."""

    thing: ox.NamedNode
    certainty: float


@dataclass(frozen=True)
class Lexicon:
    """The names in a store, read when a class is first asked for."""

    store: Store
    _known: dict[str | None, Names] = field(default_factory=dict, repr=False)
    _long: dict[str, set[tuple[str, ...]]] = field(default_factory=dict, repr=False)
    _found: dict[tuple[str | None, tuple[str, ...]], list[Found]] = field(default_factory=dict, repr=False)

    def find(self, asked: tuple[str, ...], of: str | None) -> list[Found]:
        """Return the things of class `of` (any when None) that `asked` may name, those that are surest; several when
        nothing tells them apart."""
        if (of, asked) not in self._found:
            best: dict[ox.NamedNode, float] = {}
            for name in self._spelt_out(asked):
                for thing, certainty in self._bearers(name, self._names(of)):
                    best[thing] = max(certainty, best.get(thing, 0))
            top = max(best.values(), default=0)
            found = [Found(thing, top) for thing in sorted(best, key=str) if best[thing] == top]
            self._found[of, asked] = found
        return self._found[of, asked]

    def near(self, asked: tuple[str, ...], of: str | None, lang: str) -> list[str]:
        """Return the labels of the three things whose names are nearest to `asked`."""
        begins = self.store.registry.namespaces["id"]
        known = {" ".join(name): bearers for name, bearers in self._names(of).items()}
        nearest = process.extract(" ".join(asked), list(known), scorer=OSA.normalized_similarity, score_cutoff=0.5)
        things = (thing for name, _, _ in nearest for thing in known[name] if thing.value.startswith(begins))
        return list(dict.fromkeys(title(self.store, thing, lang) for thing in things))[:3]

    def _acronyms(self) -> dict[str, set[tuple[str, ...]]]:
        if not self._long:
            self._long.update(acronyms(self.store))
        return self._long

    def _names(self, of: str | None) -> Names:
        if of not in self._known:
            self._known[of] = read_names(self.store, of, self._called)
        return self._known[of]

    @cached_property
    def _called(self) -> Called:
        return read_called(self.store)

    def _spelt_out(self, asked: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """Yield `asked`, without the verbs of « CPTS sont identifiées », and with each acronym in it spelt out."""
        yield asked
        if plain := tuple(word for word in asked if word not in LIGHT):
            yield plain
        for i, word in enumerate(asked):
            for name in self._acronyms().get(word, ()) if len(asked) > 1 else ():
                yield asked[:i] + name + asked[i + 1 :]

    def _bearers(self, asked: tuple[str, ...], known: Names) -> Iterator[tuple[ox.NamedNode, float]]:
        if exact := known.get(asked):
            yield from exact.items()
            return
        yield from _with_misprints(asked, known)
        yield from _in_part(asked, known)


def _with_misprints(asked: tuple[str, ...], known: Names) -> Iterator[tuple[ox.NamedNode, float]]:
    """Yield the bearers of names that differ by misprints, or by where the spaces are."""
    text = "".join(asked)
    joined = {name: "".join(name) for name in known}
    for _, _, name in process.extract(text, joined, scorer=OSA.normalized_similarity, score_cutoff=0.8, limit=8):
        certainty = _likeness(asked, name)
        for thing, sure in known[name].items():
            if certainty:
                yield thing, sure * certainty


def _likeness(asked: tuple[str, ...], name: tuple[str, ...]) -> float:
    if len(asked) == len(name):
        each = [likeness(one, other) for one, other in zip(asked, name, strict=True)]
        if all(each):
            return sum(each) / len(each)
    one, other = "".join(asked), "".join(name)
    if re.findall(r"\d+", one) != re.findall(r"\d+", other) or len(other) < 6:
        return 0.0
    return _JOINED * likeness(re.sub(r"\d", "", one), re.sub(r"\d", "", other))


def _in_part(asked: tuple[str, ...], known: Names) -> Iterator[tuple[ox.NamedNode, float]]:
    """Yield the bearers of names of which `asked` is the first word and at least half of the words, two or more, in
    their order, and every number."""
    if len(asked) < 2:
        return
    for name, bearers in known.items():
        if len(asked) < len(name) <= 2 * len(asked) and likeness(asked[0], name[0]):
            left = _left_over(asked, name)
            if left is not None and not any(char.isdigit() for word in left for char in word):
                for thing, sure in bearers.items():
                    yield thing, sure * _IN_PART


def _left_over(asked: tuple[str, ...], name: tuple[str, ...]) -> list[str] | None:
    """Return the words of `name` that `asked` leaves out; None when `asked` has others, or another order."""
    left, waiting = [], list(asked)
    for word in name:
        if waiting and likeness(waiting[0], word):
            waiting.pop(0)
        else:
            left.append(word)
    return None if waiting else left
