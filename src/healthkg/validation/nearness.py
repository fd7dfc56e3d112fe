"""The names nearest to one that is not known, looked for near where it would stand among those that are.

The known names stand in two sorted lists, in one of them turned round: a name that is misspelt begins or ends as it
should, and has the right one near itself in one of the lists. Of those near it difflib says which are nearest. What is
looked at does not grow with the lists, which may be read from a file.
"""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby, islice

_MOST, _LEAST = 2, 0.75  # how many names are told; how alike they are at least
_BESIDE = 100  # names that are looked at on either side, in either list


class Names:
    """Known names, perhaps with a change of them."""

    def __init__(self, names: Iterable[str], turned: Sequence[str] | None = None) -> None:
        """Take names in any order; or each once in order, with the same `turned` round, likewise in order."""
        given = isinstance(names, Sequence) and turned is not None
        self._names: Sequence[str] = names if given else sorted({*names})  # type: ignore[assignment]
        self._turned = sorted(map(turned_round, self._names)) if turned is None else turned
        self._before: Names | None = None
        self._gone: Collection[str] = ()
        self._found: dict[str, str] = {}

    def changed(self, come: Iterable[str], gone: Collection[str]) -> Names:
        """Return these names with others, and without some."""
        after = Names(come)
        after._before, after._gone = self, frozenset(gone)
        return after

    def nearest(self, name: str) -> str:
        """Return the names nearest to `name`, but not itself; a dash when none is near."""
        if name not in self._found:
            self._found[name] = ", ".join(self.near(name, _LEAST)) or "–"
        return self._found[name]

    def near(self, name: str, least: float, begins: str = "") -> list[str]:
        """Return the names nearest to `name`, two at most and not itself, of those that begin so and are at least that
        much alike."""
        others = {one for one in self._beside(name) if one.startswith(begins)} - {name}
        return difflib.get_close_matches(name, sorted(others), _MOST, least)

    def _beside(self, name: str) -> Iterator[str]:
        for backwards in (False, True):
            yield from islice(self._from(name, backwards), _BESIDE)
            turned = islice(self._from(turned_round(name), backwards, turned=True), _BESIDE)
            yield from map(turned_round, turned)

    def _from(self, name: str, backwards: bool, *, turned: bool = False) -> Iterator[str]:
        """Yield the names that stand after `name`, or before it, in one list, each once, the nearest first."""
        listed = self._turned if turned else self._names
        place = bisect_left(listed, name)
        places = range(place - 1, -1, -1) if backwards else range(place, len(listed))
        own = (listed[i] for i in places)
        if self._before is None:
            return own
        kept = self._before._from(name, backwards, turned=turned)
        stay = (one for one in kept if (turned_round(one) if turned else one) not in self._gone)
        return (one for one, _ in groupby(merge(stay, own, reverse=backwards)))


def turned_round(name: str) -> str:
    """Return a name with its last letter first."""
    return name[::-1]
