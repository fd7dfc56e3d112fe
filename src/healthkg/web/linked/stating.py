"""What is stated of a thing, as the files have it: an engine rewrites some numbers, and files are the truth.

The engine is asked who states something of the thing. Where it may have rewritten a value, the file of that graph is
read, and no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from healthkg.store.written import may_be_rewritten
from healthkg.web.files import FilesRead

if TYPE_CHECKING:
    from healthkg.corpus import DataFile
    from healthkg.web.site import Site

Stated = Mapping[object, Sequence[ox.Quad]]
_READ: dict[tuple[str, str, str], Stated] = {}


def stated_of(site: Site, node: ox.NamedNode | ox.BlankNode) -> list[ox.Quad]:
    """Return what each named graph states of `node`, as its file writes it; what was computed, as the engine has it."""
    found: dict[object, list[ox.Quad]] = {}
    for quad in site.store.statements_of(node):
        found.setdefault(quad.graph_name, []).append(cast("ox.Quad", quad))
    return [quad for graph, quads in found.items() for quad in _as_written(site, node, graph, quads)]


def _as_written(
    site: Site, node: ox.NamedNode | ox.BlankNode, graph: object, quads: Sequence[ox.Quad]
) -> Sequence[ox.Quad]:
    if not isinstance(graph, ox.NamedNode) or not any(may_be_rewritten(quad.object) for quad in quads):
        return quads
    found = [quad for file in site.files.of(graph, naming=node) for quad in _by_subject(site, file).get(node, ())]
    return found or quads


def _by_subject(site: Site, file: DataFile) -> Stated:
    """Return subject → its statements in a file, which is sorted so once."""
    key = (site.version, site.edition, file.path)
    if key not in _READ:
        for old in [one for one in _READ if one[:2] != key[:2]]:
            del _READ[old]
        found: dict[object, list[ox.Quad]] = {}
        for quad in _in_graph(file):
            found.setdefault(quad.subject, []).append(quad)
        _READ[key] = found
    return _READ[key]


def _in_graph(file: DataFile) -> Iterator[ox.Quad]:
    return (ox.Quad(quad.subject, quad.predicate, quad.object, file.graph) for quad in file.triples)


def graph_of(site: Site, graph: ox.NamedNode) -> list[ox.Quad]:
    """Return what a named graph states: as its files do, or as it was computed."""
    found = [quad for file in site.files.of(graph) for quad in _in_graph(file)]
    return found or list(site.store.engine.quads_for_pattern(None, None, None, graph))


def prepare(site: Site) -> None:
    """Sort what was read by its subjects, once."""
    if isinstance(site.files, FilesRead):
        for file in site.files.corpus.files:
            _by_subject(site, file)
