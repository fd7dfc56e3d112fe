"""Things whose names are alike, capitals and spaces aside: looked up in a sorted list, whatever there is in the graph.

An entry of the list is a property, a name and a thing: `property<TAB>name<TAB>IRI`, the name without capitals. What is
found is near enough to be looked at; the check that asks says what counts as the same name.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence

import pyoxigraph as ox

from healthkg.turtle import Statement


def entries(quads: Iterable[Statement], properties: Collection[ox.NamedNode]) -> Iterator[str]:
    """Yield the entry of each name that a thing has by one of these properties."""
    for quad in quads:
        name = quad.object
        if quad.predicate in properties and isinstance(name, ox.Literal) and isinstance(quad.subject, ox.NamedNode):
            yield f"{_begin(quad.predicate, name.value)}{quad.subject.value}"


def _begin(property_: ox.NamedNode, name: str) -> str:
    return f"{property_.value}\t{' '.join(name.casefold().split())}\t"


class Alike:
    """Entries, each once and in order (a list, or whatever reads them from a file), perhaps with a change of them."""

    def __init__(self, listed: Sequence[str], before: Alike | None = None, gone: Collection[str] = ()) -> None:
        self._listed = listed
        self._before, self._gone = before, gone

    def changed(self, come: Iterable[str], gone: Collection[str]) -> Alike:
        """Return these entries with others, and without some."""
        return Alike(sorted({*come}), self, {*gone})

    def pairs(
        self, store: ox.Store, foci: Iterable[object], property_: ox.NamedNode
    ) -> Iterator[tuple[ox.NamedNode, ox.NamedNode]]:
        """Yield each of `foci` with each other thing that has a like name by that property."""
        for focus in foci:
            if isinstance(focus, ox.NamedNode):
                for quad in store.quads_for_pattern(focus, property_, None, ox.DefaultGraph()):
                    others = self._named(_begin(property_, getattr(quad.object, "value", "")))
                    yield from ((focus, ox.NamedNode(other)) for other in others if other != focus.value)

    def _named(self, begin: str) -> Iterator[str]:
        """Yield the things whose entries begin like that."""
        if self._before:
            yield from (other for other in self._before._named(begin) if begin + other not in self._gone)
        for place in range(bisect_left(self._listed, begin), len(self._listed)):
            entry = self._listed[place]
            if not entry.startswith(begin):
                return
            yield entry.removeprefix(begin)
