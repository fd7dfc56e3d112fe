"""The texts of SPARQL 1.1 Update that a load is made of, and the request that carries one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from urllib.request import Request

Graph = ox.NamedNode | None  # None: the engine's own default graph


def cleared(graph: Graph) -> str:
    """Return the update after which `graph` states nothing."""
    return f"CLEAR SILENT GRAPH {graph}" if graph else "CLEAR SILENT DEFAULT"


def added(graph: ox.NamedNode, triples: Iterable[ox.Triple]) -> str:
    """Return the update after which `graph` states `triples` too; none of them has a node without a name."""
    return f"INSERT DATA {_block(graph, triples)}"


def removed(graph: ox.NamedNode, triples: Iterable[ox.Triple]) -> str:
    """Return the update after which `graph` does not state `triples`; none of them has a node without a name."""
    return f"DELETE DATA {_block(graph, triples)}"


def gathered(into: Graph, graphs: Iterable[ox.NamedNode]) -> str:
    """Return the update after which `into` is the set of what `graphs` state."""
    whole = f"GRAPH {into}" if into else "DEFAULT"
    return " ;\n".join([cleared(into), *(f"ADD SILENT GRAPH {graph} TO {whole}" for graph in graphs)])


def replaced(graph: ox.NamedNode, triples: Iterable[ox.Triple], most: int) -> Iterator[str]:
    """Yield the updates after which `graph` states `triples` and nothing else: at most so many in each. What has no
    name stays together in the first, beyond that number if need be: in two requests it would be two things."""
    every = list(triples)
    unnamed = [triple for triple in every if _is_unnamed(triple)]
    named = [triple for triple in every if not _is_unnamed(triple)]
    parts = [named[start : start + most] for start in range(0, len(named), most)]
    first = [cleared(graph)]
    if unnamed:  # not as data: Virtuoso 7.2 takes no blank node there
        first.append(f"INSERT {_block(graph, unnamed)} WHERE {{ }}")
    yield " ;\n".join([*first, *(added(graph, part) for part in parts[:1])])
    yield from (added(graph, part) for part in parts[1:])


def _is_unnamed(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def _block(graph: ox.NamedNode, triples: Iterable[ox.Triple]) -> str:
    lines = "\n".join(f"{triple.subject} {triple.predicate} {triple.object} ." for triple in triples)
    return f"{{ GRAPH {graph} {{\n{lines}\n}} }}"


def update_request(url: str, text: str) -> Request:
    """Return the request that has an endpoint carry out `text`: posted as it is, in one piece."""
    from SPARQLWrapper import INSERT, JSON, POST, POSTDIRECTLY, SPARQLWrapper

    wrapper = SPARQLWrapper(url)
    wrapper.queryString, wrapper.queryType = text, INSERT  # by its own method it would search the text for its kind
    wrapper.setMethod(POST)
    wrapper.setRequestMethod(POSTDIRECTLY)
    wrapper.setReturnFormat(JSON)
    request: Request = wrapper._createRequest()
    request.full_url = url  # it adds a question mark
    return request
