"""The endpoint as it describes itself (SPARQL 1.1 Service Description): its formats, its graphs and their sizes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.web.rendering import environment
from healthkg.web.sparql import forms
from healthkg.web.sparql.protocol import address
from healthkg.web.values import Reply

if TYPE_CHECKING:
    from healthkg.store import Store
    from healthkg.web.site import Site
    from healthkg.web.values import Asked

_TEMPLATE = "web/service.ttl.j2"


@dataclass(frozen=True)
class Graph:
    """A named graph, as it is written in Turtle, and how many triples it holds."""

    name: str
    triples: int


def prepare(_: Site) -> None:
    """Read the template now: a child that runs a stranger's query can open no file."""
    environment().get_template(_TEMPLATE)


def described(site: Site, asked: Asked) -> Reply:
    """Return the description, in the form that the client wishes. Raises InputProblem("not-acceptable")."""
    form, media = forms.wished(asked, forms.GRAPH)
    text = environment().get_template(_TEMPLATE).render(_data(site))
    parsed = ox.parse(text, ox.RdfFormat.TURTLE, base_iri=address(site, asked))
    triples = [quad.triple for quad in parsed]
    return Reply(forms.written(triples, form, parsed.prefixes, site.limits.size), media)


def _data(site: Site) -> dict[str, object]:
    whole = _count(site.store, ox.DefaultGraph())
    return {"version": str(ox.Literal(site.version)), "graphs": _graphs(site.store), "triples": whole}


def _graphs(store: Store) -> list[Graph]:
    names = sorted(store.engine.named_graphs(), key=str)
    return [Graph(str(name), _count(store, name)) for name in names]


def _count(store: Store, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> int:
    return sum(1 for _ in store.engine.quads_for_pattern(None, None, None, graph))
