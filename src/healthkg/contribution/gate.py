"""The gate: what a file from elsewhere may bring, and where it goes.

Its facts go to its own document's graph; new things that it names go to the reference; what it says of known things,
of the vocabulary or of another document's facts is refused. `queries/gate/*.rq` hold the rules: they are asked of the
corpus as it was, with the contribution in the graph g:apport.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from healthkg.contribution.canonical import with_dates
from healthkg.corpus import Corpus, DataFile
from healthkg.errors import InputProblem, LimitReached
from healthkg.turtle import Statement
from healthkg.validation import Finding, Report, checks, validate
from healthkg.validation.findings import report
from healthkg.validation.judge import placed

MAX_STATEMENTS = 50_000
# What a document's graph states of a thing, new or not: never moved to the reference (HOUSE 2).
_STATED = (
    "dcterms:isPartOf",
    "dcterms:spatial",
    "dcterms:subject",
    "hkg:concerns",
    "hkg:date",
    "hkg:legalBasis",
    "hkg:namedAs",
    "hkg:statedIn",
    "prov:wasAssociatedWith",
    "skos:notation",
)
_DEFINED = ("hkg:SourceDocument", "hkg:Indicator")  # described whole in the reference
_FACTS = ("hkg:Fact", "hkg:Passage")


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
    named = [quad for quad in file.triples if quad.triple not in known]
    new = _of_reference(named, {triple.subject for triple in known}, corpus)
    parts = (
        replace(file, home="reference", graph=corpus.registry["g:reference"], triples=tuple(new)),
        replace(file, triples=tuple(quad for quad in named if quad not in new)),
    )
    refused = placed(_refusals(before, file), [file], corpus.registry)
    return Admitted(
        with_dates(replace(before, files=(*others, *parts))),
        tuple(replace(one, file=file.path) for one in refused),
        tuple(quad.triple for quad in new),
        tuple(quad.triple for quad in file.triples if quad.triple in known),
    )


def _of_reference(brought: Sequence[Statement], known: Container[object], corpus: Corpus) -> list[Statement]:
    """Return the statements that describe new things: their type, our name for them, acronyms, links outward."""
    registry = corpus.registry
    facts, stated = _below(corpus, _FACTS), {registry[name] for name in _STATED}
    defined = {registry[name] for name in _DEFINED}
    kinds = {quad.subject: quad.object for quad in brought if quad.predicate == registry["rdf:type"]}
    things = {thing: kind for thing, kind in kinds.items() if thing not in known and kind not in facts}
    return [
        quad
        for quad in brought
        if quad.subject in things and (things[quad.subject] in defined or quad.predicate not in stated)
    ]


def _below(corpus: Corpus, names: tuple[str, ...]) -> set[object]:
    """Return these classes and those below them."""
    found: set[object] = {corpus.registry[name] for name in names}
    parent = corpus.registry["rdfs:subClassOf"]
    links = [(quad.subject, quad.object) for quad in corpus.statements if quad.predicate == parent]
    while more := {child for child, above in links if above in found and child not in found}:
        found |= more
    return found


def _refusals(before: Corpus, file: DataFile) -> list[Finding]:
    """Return what the rules of the gate find in a file, held against the corpus without it."""
    registry = before.registry
    brought = (ox.Quad(q.subject, q.predicate, q.object, registry["g:apport"]) for q in file.triples)
    folder = before.project.queries / "gate"
    rules = checks.read_checks(folder) if folder.is_dir() else []  # a project of the layout before there was a gate
    return list(checks.findings((*before.quads(), *brought), rules, registry))


def judged(admitted: Admitted, file: DataFile) -> Report:
    """Return what the gate, the shapes and the checks find in a contributed file."""
    found = [one for one in validate(admitted.corpus).findings if one.file == file.path]
    return report([*admitted.refused, *found])
