"""The names nearest to one that is not known: what difflib finds, looked for only where it can be found."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

_MOST, _LEAST = 2, 0.75  # how many names are told; how alike they are at least
_COUNTED = 255  # what a byte holds


class Names:
    """Known names; how often each has a letter is counted once, so that most need no closer look."""

    def __init__(self, names: Iterable[str], known: Names | None = None, gone: Collection[str] = ()) -> None:
        self._names = sorted(set(names))
        self._known, self._gone = known, gone
        self._counts: dict[str, bytes] = {}
        self._found: dict[str, str] = {}

    def changed(self, come: Iterable[str], gone: Collection[str]) -> Names:
        """Return these names with others, and without some; what was counted is not counted again."""
        return Names(come, self, gone)

    def nearest(self, name: str) -> str:
        """Return the names nearest to `name`, but not itself; a dash when none is near."""
        if name not in self._found:
            near = difflib.get_close_matches(name, sorted({*self._alike(name)} - {name}), _MOST, _LEAST)
            self._found[name] = ", ".join(near) or "–"
        return self._found[name]

    def _alike(self, name: str) -> Iterator[str]:
        """Yield the names that have letters enough in common with `name` (difflib's `quick_ratio`)."""
        if self._known:
            yield from (known for known in self._known._alike(name) if known not in self._gone)
        if len(name) > _COUNTED:
            yield from self._names
            return
        shared = map(sum, zip(*(self._having(letter, count) for letter, count in Counter(name).items()), strict=True))
        for known, common in zip(self._names, shared, strict=False):
            if 2.0 * common >= _LEAST * (len(known) + len(name)):
                yield known

    def _having(self, letter: str, most: int) -> bytes:
        """Return for each name how often it has a letter, up to `most`."""
        if letter not in self._counts:
            counts = [known.count(letter) for known in self._names]
            self._counts[letter] = bytes(counts if max(counts, default=0) <= _COUNTED else map(_counted, counts))
        return self._counts[letter].translate(bytes(min(count, most) for count in range(_COUNTED + 1)))


def _counted(count: int) -> int:
    return min(count, _COUNTED)
