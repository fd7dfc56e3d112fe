"""The gate: what a file from elsewhere may bring, and where it goes.

Its facts go to its own document's graph; new things that it names go to the reference; what it says of known things,
of the vocabulary or of another document's facts is refused. `queries/gate/` holds the rules, and says what goes to the
reference: its queries are asked of the corpus as it was, with the contribution in the graph g:apport.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace

import pyoxigraph as ox

from healthkg.contribution.canonical import with_dates
from healthkg.corpus import Corpus, DataFile
from healthkg.errors import InputProblem, LimitReached
from healthkg.queryfile import read_query
from healthkg.turtle import Statement
from healthkg.validation import Finding, Report, checks, validate
from healthkg.validation.findings import report
from healthkg.validation.judge import placed

MAX_STATEMENTS = 50_000
_SPLIT = "construct/new_things.rq"


@dataclass(frozen=True)
class Admitted:
    """The corpus with the contribution in it, and what the gate refuses; `new` are the statements of the reference
    that it brings, `old` those that were there already."""

    corpus: Corpus
    refused: tuple[Finding, ...]
    new: tuple[ox.Triple, ...]
    old: tuple[ox.Triple, ...]


def admit(corpus: Corpus, file: DataFile) -> Admitted:
    """Return `corpus` with a contributed file in it, each of its statements in its graph.

    Raises InputProblem for a file that states nothing, LimitReached for one of more than MAX_STATEMENTS.
    """
    if not file.triples:
        raise InputProblem("contribution-empty", path=file.path)
    if len(file.triples) > MAX_STATEMENTS:
        raise LimitReached("contribution-too-large", path=file.path, count=len(file.triples), limit=MAX_STATEMENTS)
    others = tuple(one for one in corpus.files if one.path != file.path and one.graph != file.graph)
    before = replace(corpus, files=others)
    known = {quad.triple for one in others if one.home == "reference" for quad in one.triples}
    store = _store(before, file)
    new = _of_reference(store, corpus)
    parts = (
        replace(file, home="reference", graph=corpus.registry["g:reference"], triples=_among(file, new)),
        replace(file, triples=tuple(quad for quad in file.triples if quad.triple not in new | known)),
    )
    refused = placed(_refusals(store, before), [file], corpus.registry)
    return Admitted(
        with_dates(replace(before, files=(*others, *parts))),
        tuple(replace(one, file=file.path) for one in refused),
        tuple(quad.triple for quad in parts[0].triples),
        tuple(quad.triple for quad in _among(file, known)),
    )


def _among(file: DataFile, wanted: Container[ox.Triple]) -> tuple[Statement, ...]:
    return tuple(quad for quad in file.triples if quad.triple in wanted)


def _store(before: Corpus, file: DataFile) -> ox.Store:
    """Return the corpus without the contribution, and the contribution in the graph g:apport, to be asked."""
    store, apart = ox.Store(), before.registry["g:apport"]
    store.extend(before.quads())
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object, apart) for quad in file.triples)
    return store


def _of_reference(store: ox.Store, corpus: Corpus) -> set[ox.Triple]:
    """Return the statements of new things that the reference takes; none where the project has no such query."""
    path = corpus.project.queries / "gate" / _SPLIT
    return set(store.query(read_query(path).text)) if path.is_file() else set()  # type: ignore[arg-type]


def _refusals(store: ox.Store, before: Corpus) -> list[Finding]:
    """Return what the rules of the gate find in the contribution that `store` holds beside the corpus."""
    folder = before.project.queries / "gate"
    rules = checks.read_checks(folder) if folder.is_dir() else []  # a project of the layout before there was a gate
    return list(checks.in_store(store, rules, before.registry))


def judged(admitted: Admitted, file: DataFile) -> Report:
    """Return what the gate, the shapes and the checks find in a contributed file."""
    found = [one for one in validate(admitted.corpus).findings if one.file == file.path]
    return report([*admitted.refused, *found])
