"""The query library, beside rdflib and beside Oxigraph alone, and how it grows with the graph."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from typing import Any

from benchmarks.goals.goal import Goal, at_most, faster, in_turn
from healthkg.answers import list_queries
from healthkg.answers.answer import answer
from healthkg.errors import LimitReached
from healthkg.isolation import Limits, isolated
from healthkg.queryfile import Query, bind
from healthkg.store import Store

_PATIENCE = Limits(seconds=5, memory=8 << 30, reads=True)  # for one query of rdflib


def library(store: Store, rounds: int) -> Mapping[str, tuple[float, float]]:
    """Return for each query of the library the median seconds of ours and of Oxigraph alone, its rows taken out."""
    found, prefixes = {}, dict(store.registry.namespaces)
    for query in list_queries(store.project):
        text, _ = bind(query, {})
        works = (
            lambda query=query: answer(store, query, {}),
            lambda text=text: [tuple(row) for row in store.engine.query(text, prefixes=prefixes)],
        )
        ours, raw = in_turn(works, rounds)
        found[query.name] = (ours, raw)
    return found


def beside_oxigraph(taken: Mapping[str, tuple[float, float]], triples: int) -> Goal:
    """Return the goal of the whole library beside Oxigraph alone: geometric means."""
    ours, raw = (statistics.geometric_mean(pair[i] * 1000 for pair in taken.values()) for i in (0, 1))
    return at_most(f"query library ({len(taken)}), {triples:,} triples", ours, raw, 1.3, "Oxigraph alone", "ms")


def beside_rdflib(store: Store, taken: Mapping[str, tuple[float, float]], triples: int) -> Goal:
    """Return the goal of the library beside rdflib on the same graphs; queries that rdflib refuses or does not answer
    in time are left out, and counted in the name."""
    dataset = _rdflib(store)
    slow = {query.name: _seconds(dataset, query, store) for query in list_queries(store.project)}
    done = {name: spent for name, spent in slow.items() if spent is not None}
    ours = statistics.geometric_mean(taken[name][0] * 1000 for name in done)
    theirs = statistics.geometric_mean(spent * 1000 for spent in done.values())
    name = f"query library ({len(done)} of {len(slow)} that rdflib answers within 5 s), {triples:,} triples"
    return faster(name, ours, theirs, 15, "rdflib", "ms")


def growth(small: Mapping[str, tuple[float, float]], large: Mapping[str, tuple[float, float]], words: str) -> Goal:
    """Return how bounded queries (those with a parameter's value) grow from one size to one ten times as large."""
    names = sorted(name for name in small if name in large)
    fewer, more = (statistics.median(taken[name][0] * 1000 for name in names) for taken in (small, large))
    return at_most(f"bounded queries ({len(names)}), {words}", more, fewer, 1.5, "the smaller", "ms")


def _rdflib(store: Store) -> Any:
    import rdflib

    dataset = rdflib.Dataset()
    for quad in store.engine.quads_for_pattern(None, None, None):
        name = getattr(quad.graph_name, "value", None)
        graph = dataset.graph(rdflib.URIRef(name)) if name else dataset.default_graph
        graph.add(tuple(_term(part) for part in (quad.subject, quad.predicate, quad.object)))
    return dataset


def _term(term: Any) -> Any:
    import rdflib

    kind = type(term).__name__
    if kind == "NamedNode":
        return rdflib.URIRef(term.value)
    if kind == "BlankNode":
        return rdflib.BNode(term.value)
    datatype = None if term.language or term.datatype.value.endswith("#string") else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, lang=term.language, datatype=datatype)


def _seconds(dataset: Any, query: Query, store: Store) -> float | None:
    """Return how long rdflib takes, in a child with limits; None when it does not answer."""

    def work() -> bytes:
        begin = time.perf_counter()
        list(dataset.query(query.text, initNs=dict(store.registry.namespaces)))
        return str(time.perf_counter() - begin).encode()

    try:
        return float(isolated(work, _PATIENCE))
    except (LimitReached, Exception):  # noqa: BLE001  whatever it stumbles over, it did not answer
        return None
