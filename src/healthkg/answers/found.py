"""What an engine found, taken out of it at once: within bounds, in this process or in a child of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg import queryfile
from healthkg.errors import InputProblem, StoreProblem
from healthkg.exports import import_all
from healthkg.queryfile import Query
from healthkg.store import Store

if TYPE_CHECKING:
    from healthkg.isolation import Limits
    from healthkg.store import Remote, Results, Term


@dataclass(frozen=True)
class Bounds:
    """At most so many `rows` (None: all); `limits` of time, memory and size (None: in this process, without any)."""

    rows: int | None = None
    limits: Limits | None = None


UNBOUNDED = Bounds()


@dataclass(frozen=True)
class Found:
    """Rows under columns (SELECT), triples (CONSTRUCT, DESCRIBE) or yes and no (ASK); `cut` when there were more."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    triples: tuple[ox.Triple, ...] | None = None
    holds: bool | None = None
    cut: bool = False


def find_within(
    store: Store | Remote, asked: Query, values: Mapping[str, ox.NamedNode | ox.Literal], bounds: Bounds
) -> Found:
    """Return what `store` finds, within `bounds`. Raises what the store raises, and LimitReached."""
    if bounds.limits is None:
        return _taken(store.ask(asked, values), bounds.rows)
    from healthkg.isolation import isolated

    import_all(queryfile)  # the child can open nothing, and has to tell what is wrong with a text
    return _unpacked(isolated(lambda: _packed(_taken(store.ask(asked, values), bounds.rows)), bounds.limits))


def holds_within(store: Store | Remote, text: str, limits: Limits) -> bool:
    """Return the answer of an ASK, found within `limits`."""
    bounds = Bounds(limits=limits if isinstance(store, Store) else None)
    return bool(find_within(store, Query("ask", "", text), {}, bounds).holds)


def _taken(results: Results, most: int | None) -> Found:
    """Return all that the engine yields, or the first `most`: it stops there."""
    try:
        if isinstance(results, ox.QueryBoolean):
            return Found(holds=bool(results))
        if isinstance(results, ox.QuerySolutions):
            return _rows(results, most)
        return _triples(results, most)
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreProblem("store-query", cause=str(error)) from error


def _rows(results: ox.QuerySolutions, most: int | None) -> Found:
    rows = [tuple(row) for row in islice(results, None if most is None else most + 1)]
    if any(isinstance(term, ox.Triple) for row in rows for term in row):
        raise InputProblem("query-triple-term")
    columns = tuple(variable.value for variable in results.variables)
    return Found(columns, tuple(rows[:most]), cut=most is not None and len(rows) > most)


def _triples(results: Iterable[ox.Triple], most: int | None) -> Found:
    distinct: dict[ox.Triple, None] = {}
    for triple in results:
        distinct[triple] = None
        if most is not None and len(distinct) > most:
            break
    kept = list(distinct)[:most]
    return Found(triples=tuple(sorted(kept, key=str)), cut=len(kept) < len(distinct))


# ---- Between the child and its parent ----
# One letter for the kind, one for the cut; then N-Triples, or SPARQL results in TSV whose first column is never empty
# (a row without any value would otherwise be an empty line, which nobody can tell from none).

_FIRST = "?_", str(ox.Literal(0))


def _packed(found: Found) -> bytes:
    cut = "c" if found.cut else "w"
    if found.holds is not None:
        return f"b{cut}{int(found.holds)}".encode()
    if found.triples is not None:
        return f"g{cut}".encode() + (ox.serialize(found.triples, format=ox.RdfFormat.N_TRIPLES) or b"")
    lines = ["\t".join((_FIRST[0], *("?" + name for name in found.columns)))]
    lines += ["\t".join((_FIRST[1], *map(_cell, row))) for row in found.rows]
    return f"r{cut}".encode() + ("\n".join(lines) + "\n").encode()


def _cell(term: Term | None) -> str:
    return "" if term is None else str(term).replace("\t", "\\t")


def _unpacked(content: bytes) -> Found:
    kind, cut, body = content[:1], content[1:2] == b"c", content[2:]
    if kind == b"b":
        return Found(holds=body == b"1")
    if kind == b"g":
        return Found(triples=tuple(quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)), cut=cut)
    results = ox.parse_query_results(body, ox.QueryResultsFormat.TSV)
    columns = tuple(variable.value for variable in results.variables[1:])  # type: ignore[union-attr]
    return Found(columns, tuple(tuple(row)[1:] for row in results), cut=cut)  # type: ignore[union-attr]
