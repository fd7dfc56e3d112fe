"""Which thing an address means, and who reads it aloud: what the two clocks leave, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.answers.remembering import remembering
from healthkg.errors import InputProblem
from healthkg.prefixes import named_node
from healthkg.web.clocks import Looked, lens_of, looked
from healthkg.web.things.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from healthkg.store import Term
    from healthkg.web.site import Site
    from healthkg.web.things.reader import Named
    from healthkg.web.values import Asked

_NAMES: dict[tuple[str, str, str], Mapping[Term, Named]] = {}


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
    store = remembering(seen.store)
    if seen.store is site.store:
        return Reader(store, site.addresses, asked.lang, site.texts, names=dict(names(site, asked.lang))), seen
    certain = seen.stores[0] if len(seen.stores) > 1 else None
    return Reader(store, site.addresses, asked.lang, site.texts, certain), seen


def names(site: Site, lang: str) -> Mapping[Term, Named]:
    """Return what the words of the ontology and of its lists are called, which every page shows, however many things
    there are; read once for each language."""
    key = (site.version, site.edition, lang)
    if key not in _NAMES:
        for old in [one for one in _NAMES if one[:2] != key[:2]]:
            del _NAMES[old]
        reader, words = Reader(remembering(site.store), site.addresses, lang), site.store.registry["g:ontologie"]
        for node in {quad.subject for quad in site.store.engine.quads_for_pattern(None, None, None, words)}:
            if isinstance(node, ox.NamedNode):
                reader.name(node)
        _NAMES[key] = reader.names
    return _NAMES[key]
