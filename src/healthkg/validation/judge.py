"""The judgement: strict reading has been done; lexical forms, shapes, checks; then every finding gets its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from healthkg import turtle
from healthkg.corpus import Corpus, DataFile
from healthkg.prefixes import Registry
from healthkg.validation import checks, lexical, published, shacl, texts
from healthkg.validation.findings import Finding, Report, report

_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def validate(corpus: Corpus) -> Report:
    """Judge `corpus` by its project's own shapes and checks; every finding carries file, line and column."""
    registry, project = corpus.registry, corpus.project
    found, by_pyshacl = shacl.judged(corpus.statements, read_shapes([project.shapes]), registry)
    found += lexical.findings(corpus.statements, registry)
    found += texts.findings(corpus.statements, registry)
    found += checks.findings(corpus.quads(), checks.read_checks(project.queries / "checks"), registry)
    return report([*placed(found, corpus.files, registry), *published.findings(corpus)], by_pyshacl)


def judge(files: Sequence[DataFile], shapes: Iterable[Path], registry: Registry) -> Report:
    """Judge any RDF by those shapes alone: no checks, and nothing of a project."""
    data = [quad for file in files for quad in file.triples]
    found, by_pyshacl = shacl.judged(data, read_shapes(shapes), registry)
    return report(placed(found, files, registry), by_pyshacl)


def read_shapes(paths: Iterable[Path]) -> list[turtle.Statement]:
    """Return the statements of shape files; a folder stands for its `.ttl` files."""
    files = [file for path in paths for file in (sorted(path.rglob("*.ttl")) if path.is_dir() else [path])]
    return [quad for file in files for quad in turtle.parse(turtle.read_text(file), file)]


def placed(found: list[Finding], files: Sequence[DataFile], registry: Registry) -> list[Finding]:
    """Return the findings with the place of the offending triple, else of the first triple of their focus."""
    subjects = {finding.focus for finding in found}
    where: dict[tuple[str, ...], tuple[str, turtle.Position]] = {}
    for file in files:
        about = [quad for quad in file.triples if _short(quad.subject, registry) in subjects]
        if about:
            _note(where, file, about, registry)
    return [_at(finding, where) for finding in found]


def _note(
    where: dict[tuple[str, ...], tuple[str, turtle.Position]],
    file: DataFile,
    about: list[turtle.Statement],
    registry: Registry,
) -> None:
    if not file.path.endswith(".ttl"):
        return  # only Turtle is listened to while it is read
    placed = turtle.positions(file.text, file.triples)
    for quad in about:
        if position := placed.get(quad.triple):
            subject, predicate = _short(quad.subject, registry), _short(quad.predicate, registry)
            for key in (
                (subject, predicate, _short(quad.object, registry)),
                (subject, predicate),
                (subject,),
            ):
                where.setdefault(key, (file.path, position))


def _at(finding: Finding, where: dict[tuple[str, ...], tuple[str, turtle.Position]]) -> Finding:
    keys = [
        (finding.focus, finding.path or "", finding.value or ""),
        (finding.focus, finding.path or ""),
        (finding.focus,),
    ]
    found = next((where[key] for key in keys if key in where), None)
    if found is None:
        return finding
    file, position = found
    return replace(finding, file=file, line=position.line, column=position.column)


def _short(term: object, registry: Registry) -> str:
    return registry.shorten(term.value) if isinstance(term, ox.NamedNode) else str(term)
