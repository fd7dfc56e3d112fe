"""A passage as a value, and as Turtle.

Offsets count Unicode code points in the file decoded as UTF-8, newlines as in the file, end excluded; the digest is
the SHA-256 of the span in profile hkg-n1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from healthkg import turtle
from healthkg.prefixes import Registry


@dataclass(frozen=True)
class Passage:
    """A span of a document: code-point offsets, lines from 1, digest of profile hkg-n1."""

    iri: str
    document: str
    first_line: int
    last_line: int
    start: int
    end: int
    digest: str

    @property
    def slug(self) -> str:
        """Return the short name of its document."""
        return self.document.removeprefix("id:source-")


def to_turtle(passage: Passage, registry: Registry, section: str | None = None) -> str:
    """Return the passage's node as Turtle to paste."""
    facts: dict[str, ox.NamedNode | ox.Literal] = {
        "rdf:type": registry["hkg:Passage"],
        "oa:hasSource": registry[passage.document],
        "hkg:firstLine": ox.Literal(passage.first_line),
        "hkg:lastLine": ox.Literal(passage.last_line),
        "hkg:start": ox.Literal(passage.start),
        "hkg:end": ox.Literal(passage.end),
        "hkg:textDigest": ox.Literal(passage.digest),
    }
    if section:
        facts["hkg:section"] = ox.Literal(section)
    node = registry[passage.iri]
    return turtle.canonical((ox.Triple(node, registry[name], value) for name, value in facts.items()), registry)


def read_passages(quads: Iterable[turtle.Statement], registry: Registry) -> list[Passage]:
    """Return the passages that `quads` record whole, sorted by document and offset; IRIs in short form."""
    names = ("oa:hasSource", "hkg:firstLine", "hkg:lastLine", "hkg:start", "hkg:end", "hkg:textDigest")
    wanted = {registry[name]: name for name in names}
    nodes: dict[str, dict[str, str]] = {}
    for quad in (quad for quad in quads if quad.predicate in wanted):
        nodes.setdefault(registry.shorten(quad.subject.value), {})[wanted[quad.predicate]] = quad.object.value
    found = (_recorded(iri, node, registry) for iri, node in nodes.items() if len(node) == len(names))
    return sorted(found, key=lambda passage: (passage.document, passage.start, passage.end))


def _recorded(iri: str, node: Mapping[str, str], registry: Registry) -> Passage:
    lines = (
        int(node["hkg:firstLine"]),
        int(node["hkg:lastLine"]),
        int(node["hkg:start"]),
        int(node["hkg:end"]),
    )
    return Passage(iri, registry.shorten(node["oa:hasSource"]), *lines, node["hkg:textDigest"])
