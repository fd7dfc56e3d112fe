"""The gate: what a file from elsewhere may bring, and where it goes.

Its facts go to its own document's graph; new things that it names go to the reference; what it says of known things,
of the vocabulary or of another document's facts is refused. `queries/gate/` holds the rules, and says what goes to the
reference: its queries are asked of the corpus as it was, with the contribution in the graph g:apport.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from healthkg.contribution.canonical import with_dates
from healthkg.corpus import Corpus, DataFile
from healthkg.errors import InputProblem, LimitReached
from healthkg.layout import Project
from healthkg.queryfile import Query, read_query
from healthkg.turtle import Statement
from healthkg.validation import Finding, Report, checks, validate
from healthkg.validation.findings import report
from healthkg.validation.in_memory import standing
from healthkg.validation.judge import placed
from healthkg.validation.standing import Standing

MAX_STATEMENTS = 50_000
_SPLIT = "construct/new_things.rq"


@dataclass(frozen=True)
class Gate:
    """The rules of a project for what comes from elsewhere, and the query that says what goes to the reference; none
    where the project has no such folder (it is of the layout before there was a gate)."""

    rules: Sequence[tuple[Query, str]] = ()
    split: Query | None = None


def read_gate(project: Project) -> Gate:
    """Return the gate of a project, read from `queries/gate/`."""
    folder = project.queries / "gate"
    if not folder.is_dir():
        return Gate()
    split = folder / _SPLIT
    return Gate(tuple(checks.read_checks(folder)), read_query(split) if split.is_file() else None)


@dataclass(frozen=True)
class Admitted:
    """The corpus with the contribution in it, and what the gate refuses; `new` are the statements of the reference
    that it brings, `old` those that were there already."""

    corpus: Corpus
    refused: tuple[Finding, ...]
    new: tuple[ox.Triple, ...]
    old: tuple[ox.Triple, ...]


def admit(corpus: Corpus, file: DataFile) -> Admitted:
    """Return `corpus` with a contributed file in it, each of its statements in its graph, and the dates that they use.

    Raises InputProblem for a file that states nothing, LimitReached for one of more than MAX_STATEMENTS.
    """
    found = let_in(corpus, file, read_gate(corpus.project), standing(corpus))
    return replace(found, corpus=with_dates(found.corpus))


def let_in(corpus: Corpus, file: DataFile, gate: Gate, ground: Standing) -> Admitted:
    """Return `corpus`, which has most files in common with that of `ground`, with a contributed file in it; dates that
    nothing describes are left so. Raises what `admit` raises."""
    if not file.triples:
        raise InputProblem("contribution-empty", path=file.path)
    if len(file.triples) > MAX_STATEMENTS:
        raise LimitReached("contribution-too-large", path=file.path, count=len(file.triples), limit=MAX_STATEMENTS)
    before = without(corpus, file)
    subjects = {quad.subject for quad in file.triples}
    known = {quad.triple for one, quad in ground.about(before, subjects) if one.home == "reference"}
    new, refused = _asked(before, file, gate, ground)
    parts = (
        replace(file, home="reference", graph=corpus.registry["g:reference"], triples=_among(file, new), whole=file),
        replace(file, triples=tuple(quad for quad in file.triples if quad.triple not in new | known), whole=file),
    )
    return Admitted(
        replace(before, files=(*before.files, *parts)),
        tuple(replace(one, file=file.path) for one in refused),
        tuple(quad.triple for quad in parts[0].triples),
        tuple(quad.triple for quad in _among(file, known)),
    )


def without(corpus: Corpus, file: DataFile) -> Corpus:
    """Return `corpus` without what a contributed file takes the place of: the same path, or the same document."""
    if file.path not in corpus.paths and file.graph not in corpus.graphs:
        return corpus
    kept = (one for one in corpus.files if one.path != file.path and one.graph != file.graph)
    return replace(corpus, files=tuple(kept))


def _among(file: DataFile, wanted: Container[ox.Triple]) -> tuple[Statement, ...]:
    return tuple(quad for quad in file.triples if quad.triple in wanted)


def _asked(before: Corpus, file: DataFile, gate: Gate, ground: Standing) -> tuple[set[ox.Triple], list[Finding]]:
    """Return the statements of new things that the reference takes, and what the rules of the gate refuse."""
    apart = before.registry["g:apport"]
    brought = [ox.Quad(quad.subject, quad.predicate, quad.object, apart) for quad in file.triples]
    with ground.as_of(ground.change(before), brought) as store:
        new = set[ox.Triple](store.query(gate.split.text)) if gate.split else set[ox.Triple]()  # type: ignore[arg-type]
        refused = list(checks.in_store(store, gate.rules, before.registry))
    return new, placed(refused, [file], before.registry) if refused else []


def judged(admitted: Admitted, file: DataFile) -> Report:
    """Return what the gate, the shapes and the checks find in a contributed file."""
    said = validate(admitted.corpus)
    found = [one for one in said.findings if one.file == file.path]
    return report([*admitted.refused, *found], said.by_pyshacl)
