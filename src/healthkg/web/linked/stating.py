"""What is stated of each thing, as the files have it: an engine rewrites some numbers, and files are the truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from healthkg.web.site import Site

Stated = Mapping[object, Sequence[ox.Quad]]
_READ: dict[str, Stated] = {}


def stated(site: Site) -> Stated:
    """Return subject → its statements, each in its named graph, the computed ones among them; read once."""
    key = site.corpus.digest
    if key not in _READ:
        _READ.clear()
        found: dict[object, list[ox.Quad]] = {}
        for quad in (*_written(site), *graph_of(site, site.store.registry["g:calcule"])):
            found.setdefault(quad.subject, []).append(quad)
        _READ[key] = found
    return _READ[key]


def _written(site: Site) -> list[ox.Quad]:
    return [quad for quad in site.corpus.quads() if quad.graph_name != ox.DefaultGraph()]


def graph_of(site: Site, graph: ox.NamedNode) -> list[ox.Quad]:
    """Return what a named graph states: as its files do, or as it was computed."""
    found = [quad for quad in _written(site) if quad.graph_name == graph]
    return found or list(site.store.engine.quads_for_pattern(None, None, None, graph))
