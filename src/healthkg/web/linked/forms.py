"""RDF as it is sent: media types, the endings of files that say the same, and what serialises it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from healthkg.errors import InputProblem
from healthkg.prefixes import Registry
from healthkg.web.negotiation import preferred
from healthkg.web.values import HTML, Asked, Reply

PAGE = HTML.partition(";")[0]


@dataclass(frozen=True)
class Form:
    """One way to write RDF: its media type, and whether it keeps who states what."""

    media: str
    format: ox.RdfFormat
    graphs: bool = False


# In this order: the first is what a client gets that takes anything but a page.
FORMS: Mapping[str, Form] = {
    "ttl": Form("text/turtle", ox.RdfFormat.TURTLE),
    "jsonld": Form("application/ld+json", ox.RdfFormat.JSON_LD, graphs=True),
    "nt": Form("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "trig": Form("application/trig", ox.RdfFormat.TRIG, graphs=True),
    "nq": Form("application/n-quads", ox.RdfFormat.N_QUADS, graphs=True),
}
_ENDINGS = {form.media: ending for ending, form in FORMS.items()}


def wished(asked: Asked, *, page: bool = True) -> str:
    """Return the ending of the form that is asked for: `html` (where there is a page) or one of FORMS.

    The parameter `format` goes before the header. Raises InputProblem("not-acceptable") when none is taken.
    """
    if (named := asked.one("format")) and (named in FORMS or (page and named == "html")):
        return named
    offered = ([PAGE] if page else []) + list(_ENDINGS)
    found = preferred(asked.headers.get("accept", ""), offered)
    if found is None:
        raise InputProblem("not-acceptable", offered=", ".join(offered))
    return _ENDINGS.get(found, "html")


def sent(quads: Iterable[ox.Quad], ending: str, registry: Registry) -> Reply:
    """Return what `quads` are in the form of an ending; each statement once where the form knows no graphs."""
    form = FORMS[ending]
    written = sorted(quads if form.graphs else _merged(quads), key=_order)
    used = _used(written, registry) if form.format in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG) else {}
    body = ox.serialize(written, format=form.format, prefixes=used) or b""
    return Reply(body, f"{form.media}; charset=utf-8" if form.media.startswith("text/") else form.media)


def _order(statement: ox.Quad | ox.Triple) -> tuple[str, str]:
    """Return what sorts statements: their graph, then all else."""
    return str(getattr(statement, "graph_name", "")), str(statement)


def _merged(quads: Iterable[ox.Quad]) -> set[ox.Triple]:
    return {ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads}


def _used(statements: Sequence[ox.Quad | ox.Triple], registry: Registry) -> dict[str, str]:
    """Return the prefixes that the names of `statements` need."""
    text = "\n".join(str(one) for one in statements)
    return {prefix: namespace for prefix, namespace in registry.namespaces.items() if f"<{namespace}" in text}
