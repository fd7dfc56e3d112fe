"""The judgement: strict reading has been done; lexical forms, shapes, checks; then every finding gets its place.

What judges is imported when something is judged: whoever asks for a kept verdict has no use for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from healthkg import turtle
from healthkg.validation.findings import Finding, Report, report
from healthkg.validation.findings import Statement as Said
from healthkg.validation.unswept import unswept

if TYPE_CHECKING:
    from healthkg.corpus import Corpus, DataFile
    from healthkg.prefixes import Registry
    from healthkg.queryfile import Query

_MADE_UP = re.compile(r"_:[0-9a-f]{24,32}\b")  # Oxigraph's names for `[ … ]`
_Said = TypeVar("_Said", Finding, Said)


def validate(corpus: Corpus) -> Report:
    """Judge `corpus` by its project's own shapes and checks; every finding carries file, line and column."""
    from healthkg.validation import checks, published

    project = corpus.project
    rules = checks.read_checks(project.queries / "checks")
    found, by_pyshacl = found_in(corpus, read_shapes([project.shapes]), rules)
    return report([*placed(found, corpus.files, corpus.registry), *published.findings(corpus)], by_pyshacl)


def found_in(
    corpus: Corpus, shapes: Sequence[turtle.Statement], rules: Sequence[tuple[Query, str]]
) -> tuple[list[Finding], tuple[str, ...]]:
    """Return what is wrong in `corpus` by these shapes and checks, without places yet, and the names of the shapes that
    pySHACL had to judge."""
    from healthkg.validation import checks, lexical, shacl, texts

    with unswept():
        found, by_pyshacl = shacl.judged(corpus.statements, shapes, corpus.registry)
        found += lexical.findings(corpus.statements, corpus.registry)
        found += texts.findings(corpus.statements, corpus.registry)
        found += checks.findings(corpus.quads(), rules, corpus.registry)
    return found, by_pyshacl


def judge(files: Sequence[DataFile], shapes: Iterable[Path], registry: Registry) -> Report:
    """Judge any RDF by those shapes alone: no checks, and nothing of a project."""
    from healthkg.validation import shacl

    data = [quad for file in files for quad in file.triples]
    found, by_pyshacl = shacl.judged(data, read_shapes(shapes), registry)
    return report(placed(found, files, registry), by_pyshacl)


def read_shapes(paths: Iterable[Path]) -> list[turtle.Statement]:
    """Return the statements of shape files; a folder stands for its `.ttl` files."""
    files = [file for path in paths for file in (sorted(path.rglob("*.ttl")) if path.is_dir() else [path])]
    return [quad for file in files for quad in turtle.parse(turtle.read_text(file), file)]


def placed(found: list[Finding], files: Sequence[DataFile], registry: Registry) -> list[Finding]:
    """Return the findings with the place of the offending triple, else of the first triple of their focus; and with the
    statements that they clash with, where those stand elsewhere. A node that was written without a name has none."""
    subjects = described_by(found, registry)
    where: dict[tuple[str, ...], tuple[str, turtle.Position]] = {}
    for file in files:
        about = [quad for quad in file.triples if quad.subject in subjects]
        if about:
            _note(where, file, about, registry)
    return [_unnamed(_at(finding, where)) for finding in found]


def described_by(found: Iterable[Finding], registry: Registry) -> set[object]:
    """Return the nodes whose statements give findings their places."""
    names = {finding.focus for finding in found} | {one.focus for finding in found for one in finding.others}
    return {ox.BlankNode(name[2:]) if name.startswith("_:") else registry.expand(name) for name in names}


def _note(
    where: dict[tuple[str, ...], tuple[str, turtle.Position]],
    file: DataFile,
    about: list[turtle.Statement],
    registry: Registry,
) -> None:
    if not file.path.endswith(".ttl"):
        return  # only Turtle is listened to while it is read
    places = file.places({quad.subject for quad in about})
    for quad in about:
        if position := places.get(quad.triple):
            subject, predicate = _short(quad.subject, registry), _short(quad.predicate, registry)
            for key in (
                (subject, predicate, _short(quad.object, registry)),
                (subject, predicate),
                (subject,),
            ):
                where.setdefault(key, (file.path, position))


def _at(finding: Finding, where: dict[tuple[str, ...], tuple[str, turtle.Position]]) -> Finding:
    found = _where(finding, where)
    if found is None:
        return replace(finding, others=())
    placed = {place: other for other in finding.others if (place := _where(other, where)) and place != found}
    others = tuple(_there(other, *place) for place, other in sorted(placed.items()))
    return replace(_there(finding, *found), others=others)


def _where(
    said: Finding | Said, where: dict[tuple[str, ...], tuple[str, turtle.Position]]
) -> tuple[str, turtle.Position] | None:
    """Return the place of a statement; of the first with its subject and property; of the first with its subject."""
    keys = [(said.focus, said.path or "", said.value or ""), (said.focus, said.path or ""), (said.focus,)]
    return next((where[key] for key in keys if key in where), None)


def _there(said: _Said, file: str, position: turtle.Position) -> _Said:
    return replace(said, file=file, line=position.line, column=position.column)


def _unnamed(finding: Finding) -> Finding:
    """Return a finding without the names that the parser made up for nodes: each reading makes up others."""

    def plain(text: str) -> str:
        return _MADE_UP.sub("[]", text)

    if not _MADE_UP.search(f"{finding.focus} {finding.value}"):
        return finding
    return replace(
        finding,
        focus=plain(finding.focus),
        value=finding.value and plain(finding.value),
        message={lang: plain(said) for lang, said in finding.message.items()},
        others=tuple(replace(one, focus=plain(one.focus), value=plain(one.value or "")) for one in finding.others),
    )


def _short(term: object, registry: Registry) -> str:
    return registry.shorten(term.value) if isinstance(term, ox.NamedNode) else str(term)
