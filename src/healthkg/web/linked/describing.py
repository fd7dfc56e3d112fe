"""All that is stated of one thing, as RDF: what each named graph says, what that rests on, what things are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.answers.said import nodes_about
from healthkg.web.linked.stating import stated_of

if TYPE_CHECKING:
    from healthkg.store import Store
    from healthkg.web.linking import Addresses
    from healthkg.web.site import Site

_LABEL = "skos:prefLabel"


def described(site: Site, thing: ox.NamedNode) -> list[ox.Quad]:
    """Return what each named graph states of `thing` and of the facts about it; the passages and documents that these
    rest on; the labels of what they name; and, in the default graph, of which data this is."""
    store, told = site.store, partial(stated_of, site)
    quads = [quad for node in nodes_about(store, thing) for quad in told(node)]
    passages = _objects(quads, store.registry["hkg:statedIn"])
    quads += [quad for node in passages for quad in told(node)]
    documents = _objects(quads, store.registry["oa:hasSource"]) | _nodes(quad.graph_name for quad in quads)
    done = {quad.subject for quad in quads}
    named = _nodes(term for quad in quads for term in (quad.object, quad.predicate)) - done
    quads += [quad for node in documents - done for quad in told(node)]
    quads += [quad for node in named for quad in _labels(store, node)]
    return [*dict.fromkeys(quads), *_about(store, thing, site.addresses)]


def _labels(store: Store, node: ox.NamedNode) -> Iterator[ox.Quad]:
    for quad in store.statements_of(node, store.registry[_LABEL]):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, quad.graph_name)


def _nodes(terms: Iterable[object]) -> set[ox.NamedNode]:
    return {term for term in terms if isinstance(term, ox.NamedNode)}


def _objects(quads: Iterable[ox.Quad], name: ox.NamedNode) -> set[ox.NamedNode]:
    return _nodes(quad.object for quad in quads if quad.predicate == name)


def _about(store: Store, thing: ox.NamedNode, addresses: Addresses) -> Iterator[ox.Quad]:
    """Yield what the description says of itself: its subject, its dataset, the version of the data, the licence."""
    local = (addresses.local_of(thing.value) or "").removeprefix("id/")
    here = ox.NamedNode(addresses.iri_of(f"data/{local}"))
    said: dict[str, ox.NamedNode | ox.Literal] = {
        "rdf:type": store.registry["foaf:Document"],
        "foaf:primaryTopic": thing,
        "dcterms:isPartOf": ox.NamedNode(addresses.iri_of("dataset")),
        "dcterms:license": licence(store),
        "owl:versionInfo": ox.Literal(store.version),
    }
    for name, value in said.items():
        yield ox.Quad(here, store.registry[name], value)


def licence(store: Store) -> ox.NamedNode:
    """Return the licence of the data: the one under which the ontology says that it stands."""
    names = (quad.object for quad in store.matches(None, store.registry["dcterms:license"], None))
    return next(one for one in sorted(names, key=str) if isinstance(one, ox.NamedNode))
