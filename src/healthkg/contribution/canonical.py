"""Files in canonical form, and the date nodes that they use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from healthkg import dates, turtle
from healthkg.corpus import Corpus, DataFile, data_paths
from healthkg.errors import InputProblem
from healthkg.layout import Project
from healthkg.prefixes import Registry, read_prefixes

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


def with_dates(corpus: Corpus) -> Corpus:
    """Return `corpus` with the date nodes that its files mention and that nothing describes yet, as `format` would make
    them; a slug that is no date stays undescribed, for the rules to tell."""
    described = {quad.subject for quad in corpus.statements}
    return described_too(corpus, dates_among(corpus.statements, corpus.registry) - described)


def dates_among(statements: Iterable[turtle.Statement], registry: Registry) -> set[ox.NamedNode]:
    """Return the names of date nodes, sound or not, that are mentioned as subjects or objects."""
    begin = registry["id:temps-"].value
    mentioned = {term for quad in statements for term in (quad.subject, quad.object)}
    return {term for term in mentioned if isinstance(term, ox.NamedNode) and term.value.startswith(begin)}


def described_too(corpus: Corpus, missing: Iterable[ox.NamedNode]) -> Corpus:
    """Return `corpus` with date nodes of these names in its file of dates; those that are no dates are left out."""
    path = corpus.project.relative(corpus.project.data / DATES)
    kept = next((file for file in corpus.files if file.path == path), None)
    spans = [span for term in sorted(missing, key=str) if (span := _meant(term, corpus.registry))]
    if kept is None or not spans:
        return corpus
    text = turtle.canonical([*kept.triples, *_triples(spans, corpus.registry)], corpus.registry)
    return corpus.changed_by([replace(kept, text=text, triples=turtle.parse(text, path))])


def described_beside(corpus: Corpus, missing: Iterable[ox.NamedNode]) -> Corpus:
    """Return `corpus` with date nodes of these names in a part of its file of dates, which itself is not looked at."""
    spans = [span for term in sorted(missing, key=str) if (span := _meant(term, corpus.registry))]
    if not spans:
        return corpus
    path = corpus.project.relative(corpus.project.data / DATES)
    text = turtle.canonical(
        (triple for span in spans for triple in dates.triples(span, corpus.registry)), corpus.registry
    )
    part = DataFile(path, "reference", corpus.registry["g:reference"], text, turtle.parse(text, path))
    return replace(corpus, files=(*corpus.files, part))


def _triples(spans: Iterable[dates.Span], registry: Registry) -> list[ox.Triple]:
    return [triple for span in spans for triple in dates.triples(span, registry)]


def _meant(term: ox.NamedNode, registry: Registry) -> dates.Span | None:
    try:
        return dates.from_slug(registry.shorten(term.value).removeprefix("id:"))
    except InputProblem:
        return None
