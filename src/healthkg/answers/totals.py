"""How much a store holds: what each graph states, on how many passages, how many facts of each class there are.

The engine counts; nothing is taken out of it to be counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

import pyoxigraph as ox

from healthkg.queryfile import Query
from healthkg.store import Store
from healthkg.store.own_texts import own_text

_STATED, _CITED, _FACTS = map(own_text, ("statements_by_graph.rq", "passages_by_document.rq", "facts_by_class.rq"))


@dataclass(frozen=True)
class Totals:
    """Named graph → how many statements it holds; document → how many passages of it are cited; class → how many facts
    are of it."""

    stated: Mapping[ox.NamedNode, int]
    passages: Mapping[ox.NamedNode, int]
    facts: Mapping[ox.NamedNode, int]


def totals_of(store: Store) -> Totals:
    """Return how much `store` holds."""
    return Totals(counts(store, _STATED), counts(store, _CITED), counts(store, _FACTS))


def counts(store: Store, asked: Query) -> dict[ox.NamedNode, int]:
    """Return name → number, in the order of the names, of a query that counts."""
    rows = cast("Iterable[tuple[ox.NamedNode, ox.Literal]]", store.ask(asked, {}))
    return {name: int(many.value) for name, many in sorted(rows, key=lambda row: str(row[0]))}
