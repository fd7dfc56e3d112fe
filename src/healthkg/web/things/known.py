"""Which thing an address means, and who reads it aloud: what the two clocks leave, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.errors import InputProblem
from healthkg.prefixes import named_node
from healthkg.web.clocks import Looked, lens_of, looked
from healthkg.web.things.reader import Reader

if TYPE_CHECKING:
    from healthkg.store import Term
    from healthkg.web.site import Site
    from healthkg.web.things.reader import Named
    from healthkg.web.values import Asked

_NAMES: dict[tuple[str, str], dict[Term, Named]] = {}


def known(site: Site, local: str) -> ox.NamedNode:
    """Return the IRI of ours that `local` names (`id/plan-x`), of which something is stated.

    Raises InputProblem("page-missing"): it says nothing of what was asked.
    """
    node = named_node(site.addresses.iri_of(local))
    if node is None or not any(site.store.matches(node, None, None)):
        raise InputProblem("page-missing")
    return node


def reading(site: Site, asked: Asked) -> tuple[Reader, Looked]:
    """Return a reader of what the address looks at, and through what it looks."""
    seen = looked(site, lens_of(asked))
    if seen.store is site.store:
        return Reader(site.store, site.addresses, asked.lang, site.texts, names=names(site, asked.lang)), seen
    certain = seen.stores[0] if len(seen.stores) > 1 else None
    return Reader(seen.store, site.addresses, asked.lang, site.texts, certain), seen


def names(site: Site, lang: str) -> dict[Term, Named]:
    """Return what all that the corpus of `site` describes is called; read once for each language."""
    key = (site.corpus.digest, lang)
    if key not in _NAMES:
        for old in [one for one in _NAMES if one[0] != site.corpus.digest]:
            del _NAMES[old]
        reader = Reader(site.store, site.addresses, lang)
        for node in {quad.subject for quad in site.store.matches(None, site.store.registry["rdf:type"], None)}:
            reader.name(node)
        _NAMES[key] = reader.names
    return _NAMES[key]
