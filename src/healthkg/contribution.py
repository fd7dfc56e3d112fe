"""Intake: files in canonical form, the date nodes that they use, and the skeleton of a new document."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from healthkg import dates, passages, turtle
from healthkg.corpus import Corpus, data_paths
from healthkg.errors import InputProblem
from healthkg.layout import Project
from healthkg.prefixes import Registry, read_prefixes

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DATES = "reference/dates.ttl"


def canonical_files(project: Project, paths: Iterable[Path] = ()) -> dict[Path, str]:
    """Return path → canonical text for the files that are not in that form: of `paths`, else all data and the dates.

    Raises InputProblem: syntax, blank nodes, `#` comments (with their lines), a date slug that is no date.
    """
    registry = read_prefixes(project.prefixes)
    asked = list(paths)
    generated = project.data / DATES
    every = [path for path in data_paths(project) if path.is_relative_to(project.data) and path != generated]
    wanted = {path: canonical_text(path, project, registry) for path in asked or every}
    if not asked:
        wanted[generated] = dates_in_use(every, registry)
    return {path: text for path, text in wanted.items() if not path.is_file() or path.read_text("utf-8") != text}


def canonical_text(path: Path, project: Project, registry: Registry) -> str:
    """Return the canonical form of one file."""
    text = turtle.read_text(path)
    triples = turtle.parse(text, project.relative(path))
    if lines := turtle.comment_lines(text):
        raise InputProblem("format-comments", path=path, line=lines[0], lines=", ".join(map(str, lines)))
    return turtle.canonical(triples, registry)


def dates_in_use(paths: Iterable[Path], registry: Registry) -> str:
    """Return the text of `reference/dates.ttl`: one node for each date slug that `paths` mention."""
    begin = registry["id:temps-"].value
    mentioned = {
        term.value: path
        for path in paths
        for quad in turtle.parse(turtle.read_text(path), path)
        for term in (quad.subject, quad.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith(begin)
    }
    spans = (_date(registry.shorten(iri).removeprefix("id:"), path) for iri, path in sorted(mentioned.items()))
    return turtle.canonical((triple for span in spans for triple in dates.triples(span, registry)), registry)


def _date(slug: str, path: Path) -> dates.Span:
    """Return the date of a slug. Raises InputProblem with the line of `path` that mentions it, when it is none."""
    try:
        return dates.from_slug(slug)
    except InputProblem as error:
        lines = turtle.read_text(path).split("\n")
        error.path = path
        error.line = next((number for number, line in enumerate(lines, 1) if slug in line), None)
        raise


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
