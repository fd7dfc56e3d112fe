"""A new document: its entry in the reference, and the skeleton of its file."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pyoxigraph as ox

from healthkg import dates, passages, turtle
from healthkg.contribution.canonical import DATES, dates_in_use
from healthkg.corpus import Corpus, data_paths
from healthkg.errors import InputProblem
from healthkg.prefixes import Registry

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def new_source(corpus: Corpus, slug: str, title: str, published: str, text: Path | None) -> list[str]:
    """Make a document's file and its entry in `reference/documents.ttl`; return the files written, from the root.

    `published` is a date as a person says it. Raises InputProblem: bad or taken slug, unreadable date or text.
    """
    if not _SLUG.fullmatch(slug):
        raise InputProblem("slug-form", slug=slug)
    project, registry = corpus.project, corpus.registry
    document = registry[f"id:source-{slug}"]
    source = project.data / "sources" / f"{slug}.ttl"
    if source.exists() or any(quad.subject == document for quad in corpus.statements):
        raise InputProblem("document-exists", slug=slug)
    span = dates.read(published)
    entries = project.data / "reference" / "documents.ttl"
    known = turtle.parse(turtle.read_text(entries), entries) if entries.is_file() else ()
    described = _document(document, title, registry[f"id:{span.slug}"], text, registry)
    turtle.write_atomically(entries, turtle.canonical([*known, *described], registry).encode())
    turtle.write_atomically(source, _first_passage(slug, text, registry).encode())
    calendar = project.data / DATES
    turtle.write_atomically(
        calendar, dates_in_use((p for p in data_paths(project) if p != calendar), registry).encode()
    )
    return [project.relative(path) for path in (source, entries, calendar)]


def _document(
    document: ox.NamedNode, title: str, published: ox.NamedNode, text: Path | None, registry: Registry
) -> list[ox.Triple]:
    said: dict[str, ox.NamedNode | ox.Literal] = {
        "rdf:type": registry["hkg:SourceDocument"],
        "skos:prefLabel": ox.Literal(title, language="fr"),
        "dcterms:title": ox.Literal(title, language="fr"),
        "hkg:publishedOn": published,
    }
    if text:
        content = turtle.read_text(text)  # refuses what is no text before its bytes are trusted
        said["dcterms:identifier"] = ox.Literal(text.name)
        said["schema:sha256"] = ox.Literal(hashlib.sha256(text.read_bytes() if content else b"").hexdigest())
    return [ox.Triple(document, registry[name], value) for name, value in said.items()]


def _first_passage(slug: str, text: Path | None, registry: Registry) -> str:
    """Return the skeleton of a document's file: its first written line as a passage when the text is at hand."""
    prefixes = [f"PREFIX {name}: <{registry.namespaces[name]}>\n" for name in ("dcterms", "hkg", "id", "oa", "ref")]
    if text is None:
        return "".join(prefixes)
    words = passages.Text(text, turtle.read_text(text))
    line = next((number for number, said in enumerate(words.words.splitlines(), 1) if said.strip()), 1)
    return passages.to_turtle(passages.locate(words, slug, (line, line)), registry)
