"""What the editor proposes while one types: the names of this ontology, its lists and its things, with their labels."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.answers.names import label_of
from healthkg.web.values import JSON, Reply

if TYPE_CHECKING:
    from healthkg.web.site import Site
    from healthkg.web.values import Asked

# What the ontology says a name is → the kind by which the editor shows it.
_KINDS = {
    "owl:Class": "class",
    "owl:ObjectProperty": "property",
    "owl:DatatypeProperty": "property",
    "owl:AnnotationProperty": "property",
}
THING = "thing"


def terms(site: Site, asked: Asked) -> Reply:
    """Return `{"prefixes": {…}, "terms": [[name, kind, label], …]}`: kind is class, property or thing.

    Things without a label (facts, passages) are left out: nobody would know them by their names.
    """
    registry = site.store.registry
    rows = []
    for node, kind in _kinds(site).items():
        name, label = registry.shorten(node.value), label_of(site.store, node, asked.lang)
        if not name.startswith("<") and (label or kind != THING):
            rows.append((name, kind, label.value if label else ""))
    said = {"prefixes": dict(registry.namespaces), "terms": sorted(rows)}
    return Reply(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode(), JSON)


def _kinds(site: Site) -> dict[ox.NamedNode, str]:
    """Return what has a type, and every property that is used → its kind."""
    store, type_ = site.store, site.store.registry["rdf:type"]
    kinds = {quad.subject: THING for quad in store.matches(None, type_, None)}
    kinds |= {quad.predicate: "property" for quad in store.matches(None, None, None)}
    for name, kind in _KINDS.items():
        kinds |= {quad.subject: kind for quad in store.matches(None, type_, site.store.registry[name])}
    return {node: kind for node, kind in kinds.items() if isinstance(node, ox.NamedNode)}
