"""Linked data: every IRI of ours answers, for people and for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from healthkg.web.linked import stating
from healthkg.web.linked.catalogue import dataset, dump, void
from healthkg.web.linked.inventory import inventory
from healthkg.web.linked.naming import data, document, graph, prefix, thing, version
from healthkg.web.linked.verdict import verdict
from healthkg.web.routing import route

if TYPE_CHECKING:
    from healthkg.web.site import Site

ROUTES = [
    route("/id/{slug}", thing),
    route("/ref/{slug}", thing),
    route("/data/{name:path}", data),
    route("/def", document),
    route("/def/{version}", version),
    route("/shapes", document),
    route("/prefixes", document),
    route("/prefixe/{name}", prefix),
    route("/alignements", document),
    route("/graphe/{name}", graph),
    route("/dataset", dataset),
    route("/.well-known/void", void),
    route("/dumps/{name}", dump),
    route("/rapport", verdict),
]


def prepare(site: Site) -> None:
    """Count what the dataset holds, and make its dumps where the files are read, once."""
    inventory(site)
    stating.prepare(site)
