"""The facets of what was found: how many things of each kind, plan, document and year, and the links that filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.answers.names import label

if TYPE_CHECKING:
    from healthkg.store import Store
    from healthkg.web.searching.matching import Hit
    from healthkg.web.values import Asked

KIND, PLAN, DOCUMENT, PERIOD = "kind", "plan", "document", "period"
PAGE = "page"
FACETS = (KIND, PLAN, DOCUMENT, PERIOD)
_SHOWN = 8  # values of a facet that are read at once


@dataclass(frozen=True)
class Value:
    """A value of a facet: its words, how many things have it, the address with it or, when chosen, without it."""

    text: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A facet: its name, its values that are read at once, and the others."""

    name: str
    values: tuple[Value, ...]
    more: tuple[Value, ...]


@dataclass(frozen=True)
class Sorter:
    """Reads the values of things as an address says them."""

    store: Store
    lang: str

    def values(self, name: str, hit: Hit) -> Sequence[str]:
        """Return the values that a thing has of the facet `name`."""
        thing = hit.thing
        if name == KIND:
            return [self._short(thing.kind)] if thing.kind else []
        if name == PERIOD:
            return [str(year) for year in sorted(thing.years)]
        return [self._short(one) for one in (thing.plans if name == PLAN else thing.documents)]

    def text(self, name: str, value: str) -> str:
        """Return what people call a value."""
        node = None if name == PERIOD else self.store.registry.expand(value)
        return value if node is None else label(self.store, node, self.lang)

    @cached_property
    def _short(self) -> Callable[[ox.NamedNode], str]:
        return cache(lambda node: self.store.registry.shorten(node.value))


def kept(hits: Iterable[Hit], asked: Asked, sorter: Sorter, but: str = "") -> list[Hit]:
    """Return the hits that have every value that an address asks for, the facet `but` left aside."""
    wanted = [(name, asked.one(name)) for name in FACETS if asked.one(name) and name != but]
    return [hit for hit in hits if all(value in sorter.values(name, hit) for name, value in wanted)]


def facets(hits: Sequence[Hit], asked: Asked, sorter: Sorter) -> list[Facet]:
    """Return the facets of `hits`: each counts what the others keep."""
    return [_facet(name, kept(hits, asked, sorter, but=name), asked, sorter) for name in FACETS]


def _facet(name: str, hits: Iterable[Hit], asked: Asked, sorter: Sorter) -> Facet:
    chosen = asked.one(name)
    counted = Counter(value for hit in hits for value in sorter.values(name, hit))
    if chosen:
        counted.setdefault(chosen, 0)
    values = [
        Value(
            sorter.text(name, value),
            count,
            asked.address(**{name: None if value == chosen else value, PAGE: None}),
            value == chosen,
        )
        for value, count in counted.items()
    ]
    values.sort(key=_by_count)
    first = [one for one in values if one.chosen] or values[:_SHOWN]
    more = [one for one in values if one not in first]
    order = _by_year if name == PERIOD else _by_count
    return Facet(name, tuple(sorted(first, key=order)), tuple(sorted(more, key=order)))


def _by_count(value: Value) -> tuple[int, str]:
    return -value.count, value.text


def _by_year(value: Value) -> tuple[int, str]:
    return 0, value.text
