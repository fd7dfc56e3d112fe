"""Pages about things: one each, and lists of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.messages import LANGUAGES
from healthkg.web.routing import route
from healthkg.web.things.concept import concept
from healthkg.web.things.document import document
from healthkg.web.things.documents import documents
from healthkg.web.things.known import names
from healthkg.web.things.lists import listing
from healthkg.web.things.remarks import remarks
from healthkg.web.things.statements import statements
from healthkg.web.things.thing import thing
from healthkg.web.values import Asked

if TYPE_CHECKING:
    from healthkg.web.site import Site

ROUTES = [
    route("/page/{slug}.csv", statements),
    route("/page/{slug}", thing),
    route("/concept/{slug}", concept),
    route("/plans", listing),
    route("/actors", listing),
    route("/dispositifs", listing),
    route("/documents", documents),
    route("/documents/{slug}", document),
    route("/remarks", remarks),
]


def prepare(site: Site) -> None:
    """Read what the words of every page are called, once; and make a page of a thing of each class, so that what such a
    page reads at its first use (paths, sentences, the engine's own tables) is read."""
    for lang in LANGUAGES:
        names(site, lang)
        for slug in _examples(site):
            thing(site, Asked(f"/page/{slug}", {"slug": slug}, lang=lang))


def _examples(site: Site) -> list[str]:
    """Return the slug of a thing of each class of ours."""
    store, begin = site.store, site.store.registry.namespaces["id"]
    kinds = {quad.subject for quad in store.matches(None, store.registry["rdf:type"], store.registry["owl:Class"])}
    ours = sorted(one.value for one in kinds if isinstance(one, ox.NamedNode) and site.addresses.local_of(one.value))
    found = (next(store.matches(None, store.registry["rdf:type"], ox.NamedNode(one)), None) for one in ours)
    every = (quad.subject.value for quad in found if quad is not None and isinstance(quad.subject, ox.NamedNode))
    return [one.removeprefix(begin) for one in every if one.startswith(begin)]
