"""The query library beside Oxigraph alone and beside rdflib, and how bounded queries grow with the graph.

Each query runs in a forked child with a limit of time: what does not finish is counted in the goal's name, and a peer
that does not finish stands with its limit, a lower bound. Processor time; medians of the rounds.
"""

from __future__ import annotations

import pickle
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from benchmarks.goals.goal import Goal, at_most, faster
from healthkg.answers import list_queries
from healthkg.answers.answer import answer
from healthkg.errors import LimitReached
from healthkg.isolation import Limits, isolated
from healthkg.queryfile import Query, bind, inline
from healthkg.store import Store

OURS_SECONDS = 8.0  # for all the rounds of one query, ours and Oxigraph's
RDFLIB_SECONDS = 2.0  # for one query of rdflib
GROWTH = 1.5  # what a tenfold graph may cost a bounded query
_LONG = 0.2  # seconds from which one round is enough


class Taken(NamedTuple):
    """Median processor seconds of a query: ours, and Oxigraph alone on the same text and terms; how many rows came."""

    ours: float
    raw: float
    rows: int


def goals(store: Store, triples: int, rounds: int, *, with_rdflib: bool) -> Iterator[Goal]:
    """Yield the goals of the library on a store of so many triples."""
    taken = library(store, rounds)
    yield beside_oxigraph(taken, triples)
    if with_rdflib:
        yield beside_rdflib(store, taken, triples)


def library(store: Store, rounds: int, *, bounded: bool = False) -> dict[str, Taken]:
    """Return what each query of the library takes (or only the bounded ones); without those that are late."""
    asked = [query for query in list_queries(store.project) if is_bounded(query) or not bounded]
    found = {query.name: _within(OURS_SECONDS, lambda query=query: _taken(store, query, rounds)) for query in asked}
    return {name: taken for name, taken in found.items() if taken is not None}


def is_bounded(query: Query) -> bool:
    """Say whether a parameter of `query` names a thing: not a day nor a concept, about which all documents speak."""
    return any(one.kind == "iri" and one.of not in (None, "skos:Concept") for one in query.parameters)


def beside_oxigraph(taken: Mapping[str, Taken], triples: int) -> Goal:
    """Return the goal of the whole library beside Oxigraph alone: geometric means."""
    ours, raw = (statistics.geometric_mean(each[i] * 1000 for each in taken.values()) for i in (0, 1))
    name = f"query library ({len(taken)} that finish in {OURS_SECONDS:g} s), {triples:,} triples"
    return at_most(name, ours, raw, 1.3, "Oxigraph alone", "ms")


def beside_rdflib(store: Store, taken: Mapping[str, Taken], triples: int) -> Goal:
    """Return the goal of the library beside rdflib on the same graphs. What rdflib does not answer in time stands with
    its limit, a lower bound; what it refuses is left out."""
    dataset = _rdflib(store)
    list(dataset.query("SELECT ?s { ?s ?p ?o } LIMIT 1"))  # imports what a child cannot open
    asked = [query for query in list_queries(store.project) if query.name in taken]
    spent = {
        query.name: _within(RDFLIB_SECONDS, lambda query=query: _seconds(store, dataset, query)) for query in asked
    }
    late = sum(seconds is None for seconds in spent.values())
    theirs = {name: RDFLIB_SECONDS if seconds is None else seconds for name, seconds in spent.items() if seconds != 0}
    name = (
        f"query library ({len(theirs)}; {late} stand with rdflib's limit of {RDFLIB_SECONDS:g} s), {triples:,} triples"
    )
    ours = statistics.geometric_mean(taken[each].ours * 1000 for each in theirs)
    return faster(name, ours, statistics.geometric_mean(one * 1000 for one in theirs.values()), 15, "rdflib", "ms")


def growth(small: dict[str, Taken], large: dict[str, Taken], words: str) -> Goal:
    """Return how bounded queries grow from one graph to one ten times as large: those of `library`
    whose answer has as many rows in both. One that is late on the larger graph has grown: it stands with the limit."""
    late = {name: Taken(OURS_SECONDS, OURS_SECONDS, one.rows) for name, one in small.items() if name not in large}
    both = {name: (one, (large | late)[name]) for name, one in small.items()}
    pairs = [(one.ours * 1000, more.ours * 1000) for one, more in both.values() if more.rows == one.rows]
    kept = sum(more <= GROWTH * one for one, more in pairs)
    fewer, more = (statistics.geometric_mean(pair[i] for pair in pairs) for i in (0, 1))
    name = f"bounded queries ({kept} of {len(pairs)} each within {GROWTH:g} ×, {len(late)} late), {words}"
    return at_most(name, more, fewer, GROWTH, "the smaller", "ms")


# ---- One query, in a child ----


def _within(seconds: float, work: Callable[[], Any]) -> Any:
    """Return what `work` returns, done in a child; None when it is late."""
    try:
        limits = Limits(seconds=seconds, memory=8 << 30, reads=True)
        return pickle.loads(isolated(lambda: pickle.dumps(work()), limits))  # noqa: S301  our own child's
    except LimitReached:
        return None


def _taken(store: Store, query: Query, rounds: int) -> Taken:
    text, terms = bind(query, {})
    prefixes = dict(store.registry.namespaces)
    alone = partial(store.engine.query, text, prefixes=prefixes, substitutions=terms)
    ours, raw = [], []
    for _ in range(rounds):  # in turn, so that a drift of the machine meets both alike
        spent, found = _timed(lambda: answer(store, query, {}))
        ours.append(spent)
        raw.append(_timed(lambda: [tuple(row) for row in alone()])[0])
        if spent > _LONG:
            break
    return Taken(statistics.median(ours), statistics.median(raw), len(found))


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the processor seconds of `work`, and what it returns."""
    begin = time.process_time()
    found = work()
    return time.process_time() - begin, found


# ---- rdflib ----


def _seconds(store: Store, dataset: Any, query: Query) -> float:
    """Return the processor seconds that rdflib takes; 0 when it refuses the query."""
    begin = time.process_time()
    try:
        list(dataset.query(inline(query, {}), initNs=dict(store.registry.namespaces)))
    except Exception:  # noqa: BLE001  whatever it stumbles over, it did not answer
        return 0
    return time.process_time() - begin


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
