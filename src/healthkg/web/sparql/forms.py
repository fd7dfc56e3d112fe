"""The formats of answers: their media types, the short names that an address may give, and what writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from xml.parsers import expat

import pyoxigraph as ox

from healthkg.errors import InputProblem, LimitReached, StoreProblem
from healthkg.store import Results
from healthkg.web.negotiation import preferred
from healthkg.web.values import Asked

_MEBI = 1 << 20
_ROWS, _GRAPH = ox.QueryResultsFormat, ox.RdfFormat


@dataclass(frozen=True)
class Form:
    """A format: its media types, the first its own, others by which clients ask for it; its short names."""

    media: Sequence[str]
    names: Sequence[str]
    format: ox.QueryResultsFormat | ox.RdfFormat
    is_xml: bool = False


# In this order: the first is what a client gets that takes anything.
ROWS = (
    Form(("application/sparql-results+json", "application/json"), ("json",), _ROWS.JSON),
    Form(("application/sparql-results+xml", "application/xml", "text/xml"), ("xml",), _ROWS.XML, is_xml=True),
    Form(("text/csv",), ("csv",), _ROWS.CSV),
    Form(("text/tab-separated-values",), ("tsv",), _ROWS.TSV),
)
GRAPH = (
    Form(("text/turtle", "application/x-turtle"), ("turtle", "ttl"), _GRAPH.TURTLE),
    Form(("application/n-triples", "text/plain"), ("ntriples", "nt"), _GRAPH.N_TRIPLES),
    Form(("application/ld+json", "application/json"), ("json-ld", "jsonld", "json"), _GRAPH.JSON_LD),
    Form(("application/rdf+xml", "application/xml", "text/xml"), ("rdf+xml", "rdf", "xml"), _GRAPH.RDF_XML, True),
)


class Output(Protocol):
    """What the engine writes to."""

    def write(self, part: bytes) -> int: ...
    def flush(self) -> None: ...


class Bounded:
    """Bytes in memory, so many and no more."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.content = bytearray()

    def write(self, part: bytes) -> int:
        """Keep one more part. Raises LimitReached("limit-size") for what is too much."""
        if len(self.content) + len(part) > self.most:
            raise LimitReached("limit-size", limit=-(-self.most // _MEBI))
        self.content += part
        return len(part)

    def flush(self) -> None:
        """Do nothing: the engine wants to be able to."""


def wished(asked: Asked, forms: Sequence[Form]) -> tuple[Form, str]:
    """Return the form that a client wishes most, and the media type by which it does.

    A short name in the address goes before the header; one that these forms do not have is no wish.
    Raises InputProblem("not-acceptable").
    """
    named = {asked.one("format"), asked.one("output")}
    for form in forms:
        if named & set(form.names):
            return form, form.media[0]
    own = {form.media[0]: form for form in forms}
    others = {media: form for form in forms for media in form.media[1:]}
    found = preferred(asked.headers.get("accept", ""), [*own, *others])
    if found is None:
        raise InputProblem("not-acceptable", offered=", ".join(own))
    return (own | others)[found], found


def written(results: Results, form: Form, prefixes: Mapping[str, str], most: int) -> bytes:
    """Return `results` in a form, whole, in `most` bytes.

    Raises LimitReached("limit-size"); InputProblem("format-unable") for what the form cannot say; StoreProblem when the
    engine fails on the way.
    """
    out = Bounded(most)
    try:
        _write(results, form, prefixes, out)
    except (OSError, UnicodeError) as error:
        raise _unable(form) from error
    except (RuntimeError, ValueError) as error:
        raise StoreProblem("store-query", cause=str(error)) from error
    return _sound_xml(bytes(out.content), form) if form.is_xml else bytes(out.content)


def _write(results: Results, form: Form, prefixes: Mapping[str, str], out: Output) -> None:
    if isinstance(results, ox.QuerySolutions | ox.QueryBoolean):
        results.serialize(out, form.format)  # type: ignore[arg-type]
    else:
        ox.serialize(results, out, form.format, prefixes=dict(prefixes))  # type: ignore[arg-type]


def _sound_xml(content: bytes, form: Form) -> bytes:
    """Return XML that any reader reads as it was meant.

    The engine writes characters that XML has not, names that it cannot have, and line ends that readers change.
    """
    content = content.replace(b"\r", b"&#13;")
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(content, True)
    except expat.ExpatError as error:
        raise _unable(form) from error
    return content


def _unable(form: Form) -> InputProblem:
    """Return the fault of a form that cannot say what the result holds, with another that can."""
    another = (ROWS if form in ROWS else GRAPH)[0]
    return InputProblem("format-unable", media=form.media[0], other=another.media[0])
