"""What can be found, and by which words: each thing that has a name, its names, kind, plans, documents and years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from healthkg.web.searching.reading import Reader

if TYPE_CHECKING:
    import pyoxigraph as ox

    from healthkg.web.searching.named import Thing
    from healthkg.web.site import Site


@dataclass(frozen=True)
class Index:
    """Every thing that can be found, in the order of their labels."""

    things: tuple[Thing, ...] = field(repr=False)

    @cached_property
    def places(self) -> Mapping[ox.NamedNode, int]:
        """Return thing → its place."""
        return {thing.node: i for i, thing in enumerate(self.things)}

    @cached_property
    def words(self) -> Mapping[str, Sequence[int]]:
        """Return word → the places of the things that have it in a name."""
        found: dict[str, dict[int, None]] = {}
        for i, thing in enumerate(self.things):
            for name in thing.names:
                for word in name.words:
                    found.setdefault(word, {})[i] = None
        return {word: tuple(places) for word, places in found.items()}

    @cached_property
    def begins(self) -> Sequence[tuple[str, int]]:
        """Return every name as names are compared, in their order, with the place of its thing."""
        return sorted((name.folded, i) for i, thing in enumerate(self.things) for name in thing.names)


_KNOWN: dict[tuple[str, str], Index] = {}


def index_of(site: Site) -> Index:
    """Return what can be found in a site; it is read once for a corpus."""
    key = site.version, site.edition
    if key not in _KNOWN:
        _KNOWN.clear()
        _KNOWN[key] = Index(tuple(Reader(site.store).things()))
    return _KNOWN[key]
