"""RDF in other formats than Turtle, told by the file's name; nothing that they point to is fetched."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox

from healthkg.errors import InputProblem, LimitReached
from healthkg.turtle.reading import Statement, parse

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
}
_DEPTH = 2_000


def parse_any(text: str, path: Path) -> tuple[Statement, ...]:
    """Return the statements of a file in the format that its name tells, whatever their graph.

    Raises InputProblem: an unknown ending, a DOCTYPE (whose entities could grow without end), a remote JSON-LD context;
    LimitReached: nesting beyond reason; and what `parse` raises.
    """
    media = FORMATS.get(path.suffix.lower())
    if media is None:
        raise InputProblem("format-unknown", path=path, ending=path.suffix or "–", known=", ".join(FORMATS))
    if media == ox.RdfFormat.RDF_XML and (found := re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.IGNORECASE)):
        raise InputProblem("xml-doctype", path=path, line=text.count("\n", 0, found.start()) + 1)
    if media == ox.RdfFormat.JSON_LD:
        _refuse_what_is_remote(text, path)
    return parse(text, path, media)


def _refuse_what_is_remote(text: str, path: Path) -> None:
    found = re.search(r'"@(?:context|import)"\s*:\s*(?:\[\s*)?"', text)
    if found:
        raise InputProblem("jsonld-remote", path=path, line=text.count("\n", 0, found.start()) + 1)
    if _depth(text) > _DEPTH:
        raise LimitReached("nested-too-deep", path=path, limit=_DEPTH)


def _depth(text: str) -> int:
    """Return how deep brackets and braces are nested; those in strings count too, which errs on the safe side."""
    depth = deepest = 0
    for char in re.findall(r"[\[\]{}]", text):
        depth += 1 if char in "[{" else -1
        deepest = max(deepest, depth)
    return deepest
