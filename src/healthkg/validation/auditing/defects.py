"""A defect: what is taken away and what is put in its place, on which node; and how a few are chosen among many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

import pyoxigraph as ox

from healthkg.validation.auditing.ground import Stated, Value


@dataclass(frozen=True)
class Defect:
    """A change that makes data wrong. A finding that it causes is about one of `nodes`; `sort` says what sort of place
    it was seeded in, so that a sample holds one of each."""

    nodes: tuple[ox.NamedNode, ...]
    removed: tuple[Stated, ...]
    added: tuple[Stated, ...]
    sort: tuple[str, ...]


def stated(subject: ox.NamedNode, predicate: ox.NamedNode, value: Value, graph: ox.NamedNode) -> Stated:
    """Return a statement in its graph."""
    return ox.Quad(subject, predicate, value, graph)  # type: ignore[return-value]


def replaced(quad: Stated, value: Value, *sort: str) -> Defect:
    """Return the defect of a statement that has another value."""
    new = stated(quad.subject, quad.predicate, value, quad.graph_name)
    return Defect((quad.subject,), (quad,), (new,), sort)


def sampled(defects: Iterable[Defect], most: int) -> tuple[Defect, ...]:
    """Return `most` defects or fewer: one of each sort, then a second of each, as long as there are; where there are
    more sorts than that, sorts at even distances. Same defects, same sample."""
    sorts: dict[tuple[str, ...], list[Defect]] = {}
    for defect in defects:
        sorts.setdefault(defect.sort, []).append(defect)
    chosen = [sorts[sort] for sort in sorted(sorts)]
    if len(chosen) > most:
        chosen = [chosen[index * len(chosen) // most] for index in range(most)]
    return tuple(one for each in zip_longest(*chosen) for one in each if one is not None)[:most]
