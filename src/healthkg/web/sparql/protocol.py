"""What a client asks, by the SPARQL 1.1 Protocol (2.1): the query, and the graphs that it is asked of."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pyoxigraph as ox

from healthkg.errors import InputProblem, Refused
from healthkg.prefixes import named_node
from healthkg.store import Scope

if TYPE_CHECKING:
    from healthkg.web.site import Site
    from healthkg.web.values import Asked

FORM, DIRECT, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_WHOLE = "g:tout"  # what the default graph is called where an engine must be told of it
Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Asking:
    """A query as it was sent, and what the request adds to it."""

    text: str
    scope: Scope


def asking(site: Site, asked: Asked) -> Asking | None:
    """Return what is asked; None when nothing is (a GET without any parameter of the protocol).

    Raises Refused("query-update"); InputProblem: "query-missing", "query-twice", "query-not-utf8", "media-refused",
    "graph-unknown".
    """
    fields = _fields(asked)
    if any(name == "update" for name, _ in (*asked.query, *fields)):
        raise Refused("query-update", word="UPDATE")
    texts = [value for name, value in fields if name == "query"]
    if not texts and asked.method != "POST" and not any(name.endswith("-graph-uri") for name, _ in fields):
        return None
    return Asking(_only(texts), _scope(site, asked, fields))


def address(site: Site, asked: Asked) -> str:
    """Return the address of this endpoint as its client wrote it; ours, when that is none."""
    node = named_node(asked.origin + asked.path)
    return node.value if node else site.addresses.iri_of("sparql")


def _fields(asked: Asked) -> Fields:
    """Return the parameters, wherever they are: a form holds all of its own, a query sent as it is none."""
    if asked.method != "POST":
        return asked.query
    media, charset = _media(asked.headers.get("content-type", ""))
    if media == _UPDATE:
        raise Refused("query-update", word="UPDATE")
    if media not in (FORM, DIRECT) or charset not in ("", "utf-8", "utf8"):
        given = asked.headers.get("content-type", "–")[:80]
        raise InputProblem("media-refused", given=given, form=FORM, direct=DIRECT)
    return _form(asked.body) if media == FORM else [*asked.query, ("query", _decoded(asked.body))]


def _media(header: str) -> tuple[str, str]:
    """Return the media type and the charset of a header Content-Type, in lower case."""
    media, *parameters = (part.strip().lower() for part in header.split(";"))
    said = (text.partition("=")[2].strip().strip('"') for text in parameters if text.startswith("charset"))
    return media, next(said, "")


def _form(body: bytes) -> Fields:
    try:
        return parse_qsl(_decoded(body), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise InputProblem("query-not-utf8") from error


def _decoded(body: bytes) -> str:
    try:
        return body.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        raise InputProblem("query-not-utf8") from error


def _only(texts: Sequence[str]) -> str:
    if len(texts) > 1:
        raise InputProblem("query-twice", many=len(texts))
    if not "".join(texts).strip():
        raise InputProblem("query-missing")
    if "\ufffd" in texts[0]:  # what was put where an address held no UTF-8
        raise InputProblem("query-not-utf8")
    return texts[0]


def _scope(site: Site, asked: Asked, fields: Fields) -> Scope:
    """Return the dataset of the protocol, which goes before FROM (2.1.4): all of it, as soon as one graph is named."""
    default = [value for name, value in fields if name == "default-graph-uri"]
    named = [value for name, value in fields if name == "named-graph-uri"]
    base = address(site, asked)
    if not default and not named:
        return Scope(base)
    return Scope(base, tuple(_graph(site, one) for one in default), tuple(_named(site, one) for one in named))


def _graph(site: Site, iri: str) -> ox.NamedNode | ox.DefaultGraph:
    whole = site.store.registry[_WHOLE]
    return ox.DefaultGraph() if iri == whole.value else _named(site, iri)


def _named(site: Site, iri: str) -> ox.NamedNode:
    """Return a graph of ours. Raises InputProblem("graph-unknown") for any other: nothing is fetched, nor taken to be
    empty."""
    node = named_node(iri)
    if node is None or not site.store.engine.contains_named_graph(node):
        raise InputProblem("graph-unknown", iri=iri)
    return node
