"""What files write otherwise than the engine gives it back: it holds `1.50` as `1.5`, and some dates in UTC.

SHACL's patterns, counts and equalities are about terms as they are written (SHACL 4, RDF 1.1 3.3), so a store keeps
beside its tables what was written wherever that is lost: for each node and property, all its values in one graph that
an engine may rewrite.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import cast

import pyoxigraph as ox

FILE = "written.nq"
_XSD = "http://www.w3.org/2001/XMLSchema#"
# Never written otherwise.
_KEPT = {f"{_XSD}string", f"{_XSD}anyURI", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"}
_DAY, _DAY_LENGTH = f"{_XSD}date", 10
# A node, a property and a graph.
Place = tuple[ox.NamedNode | ox.BlankNode, ox.NamedNode, ox.NamedNode]


def noting(quads: Iterable[ox.Quad], found: list[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield `quads`, in which those of one named graph come in a row, and add to `found` what is written where a value
    will not come back as it is written: all the values there that may be rewritten."""
    near: list[ox.Quad] = []
    for quad in quads:
        if type(quad.object) is ox.Literal and type(quad.graph_name) is ox.NamedNode and may_be_rewritten(quad.object):
            if near and near[0].graph_name != quad.graph_name:
                found += _at_losses(near)
                near.clear()
            near.append(quad)
        yield quad
    found += _at_losses(near)


def _at_losses(quads: Sequence[ox.Quad]) -> list[ox.Quad]:
    places = {place_of(quad) for quad in quads if kept(cast("ox.Literal", quad.object)) != quad.object}
    return [quad for quad in quads if place_of(quad) in places]


def may_be_rewritten(value: object) -> bool:
    """Say whether an engine may write a value otherwise than a file: numbers, truth values, moments; a day without a
    time zone has one form."""
    if type(value) is not ox.Literal:
        return False
    datatype = value.datatype.value
    return datatype not in _KEPT and not (datatype == _DAY and len(value.value) == _DAY_LENGTH)


@lru_cache(maxsize=65536)
def kept(value: ox.Literal) -> ox.Literal:
    """Return a literal as the engine gives it back."""
    store, some = ox.Store(), ox.NamedNode("https://w3id.org/healthkg/")
    store.add(ox.Quad(some, some, value))
    return cast("ox.Literal", next(iter(store)).object)


def read_written(generation: Path) -> Mapping[Place, Sequence[ox.Quad]]:
    """Return what was written at each place of a generation where the engine would give back something else; without
    what no engine rewrites."""
    found: dict[Place, list[ox.Quad]] = defaultdict(list)
    if (generation / FILE).is_file():
        for quad in ox.parse(path=str(generation / FILE)):
            found[place_of(quad)].append(quad)
    return found


def write_written(quads: Iterable[ox.Quad], generation: Path) -> None:
    """Keep what was written; no file is made where nothing was lost."""
    if every := sorted(set(quads), key=str):
        ox.serialize(every, str(generation / FILE), format=ox.RdfFormat.N_QUADS)


def place_of(quad: ox.Quad) -> Place:
    """Return where a statement stands: its node, property and graph."""
    return cast("Place", (quad.subject, quad.predicate, quad.graph_name))
