"""What files write otherwise than the engine gives it back: it holds `1.50` as `1.5`, and some dates in UTC.

SHACL's patterns, counts and equalities are about terms as they are written (SHACL 4, RDF 1.1 3.3), so a store keeps
beside its tables what was written wherever that is lost: for each node and property, all the values, in one graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from healthkg.corpus import Turtle

FILE = "written.nq"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_KEPT = (f"{_XSD}string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")  # never written otherwise
# A node, a property and a graph.
Place = tuple[ox.NamedNode | ox.BlankNode, ox.NamedNode, ox.NamedNode]


def noting(quads: Iterable[ox.Quad], places: set[Place]) -> Iterator[ox.Quad]:
    """Yield `quads`, and note the places in named graphs where a value will not come back as it is written."""
    for quad in quads:
        value = quad.object
        if type(value) is ox.Literal and _is_lost(value) and type(quad.graph_name) is ox.NamedNode:
            places.add(place_of(quad))
        yield quad


def _is_lost(value: ox.Literal) -> bool:
    return value.datatype.value not in _KEPT and kept(value) != value


@lru_cache(maxsize=65536)
def kept(value: ox.Literal) -> ox.Literal:
    """Return a literal as the engine gives it back."""
    store, some = ox.Store(), ox.NamedNode("https://w3id.org/healthkg/")
    store.add(ox.Quad(some, some, value))
    return cast("ox.Literal", next(iter(store)).object)


def written(files: Iterable[Turtle], places: Collection[Place]) -> Iterator[ox.Quad]:
    """Yield what files state at these places, as they write it; others of them are not read."""
    graphs = {graph for _, _, graph in places}
    for file in files:
        if file.graph in graphs:
            quads = (ox.Quad(quad.subject, quad.predicate, quad.object, file.graph) for quad in file.triples)
            yield from (quad for quad in quads if place_of(quad) in places)


def read_written(generation: Path) -> Mapping[Place, Sequence[ox.Quad]]:
    """Return what was written at each place of a generation where the engine would give back something else."""
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
