"""How much a store holds: what each graph states, on how many passages, how many facts of each class there are.

The engine counts; nothing is taken out of it to be counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

import pyoxigraph as ox

from healthkg.answers.names import classes
from healthkg.store import Store

_STATED = "SELECT ?graph (COUNT(*) AS ?many) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
_CITED = "SELECT ?document (COUNT(*) AS ?many) WHERE { ?passage oa:hasSource ?document } GROUP BY ?document"
_FACTS = """SELECT ?class (COUNT(DISTINCT ?fact) AS ?many)
WHERE { VALUES ?kind { %s } ?fact a ?kind . ?fact a ?class } GROUP BY ?class"""


@dataclass(frozen=True)
class Totals:
    """Named graph → how many statements it holds; document → how many passages of it are cited; class → how many facts
    are of it."""

    stated: Mapping[ox.NamedNode, int]
    passages: Mapping[ox.NamedNode, int]
    facts: Mapping[ox.NamedNode, int]


def totals_of(store: Store) -> Totals:
    """Return how much `store` holds."""
    kinds = " ".join(sorted(map(str, classes(store, store.registry["hkg:Fact"]))))
    return Totals(counts(store, _STATED), counts(store, _CITED), counts(store, _FACTS % kinds))


def counts(store: Store, text: str) -> dict[ox.NamedNode, int]:
    """Return name → number, in the order of the names, of a query that counts."""
    rows = cast("Iterable[tuple[ox.NamedNode, ox.Literal]]", store.run(text))
    return {name: int(many.value) for name, many in sorted(rows, key=lambda row: str(row[0]))}
