"""The filters: what was known at a date, what is valid at a date, what some documents say.

Each takes a corpus and returns another one, so that computing, storing and asking run unchanged on it. That is how the
two clocks work: no query knows of them.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace
from datetime import date

import pyoxigraph as ox

from healthkg.corpus.files import Corpus, DataFile
from healthkg.errors import InputProblem
from healthkg.turtle import Statement

Bounds = tuple[date | None, date | None]
UNKNOWN: Bounds = (None, None)


# ---- Documents ----


def only(corpus: Corpus, slugs: Iterable[str]) -> Corpus:
    """Return what these documents state, the reference things that they mention, and the notes that rest on them alone.

    Raises InputProblem for a slug that is no document of the corpus.
    """
    wanted = sorted(set(slugs))
    known = {file.slug for file in corpus.files if file.home == "sources"}
    if astray := [slug for slug in wanted if slug not in known]:
        raise InputProblem("document-not-held", slug=", ".join(astray), known=", ".join(sorted(known)))
    kept = _with_documents(corpus, lambda file: file.slug in wanted)
    return replace(kept, lens=(*corpus.lens, f"documents={','.join(wanted)}"))


def known_at(corpus: Corpus, day: date) -> Corpus:
    """Return the corpus of the documents whose latest day of publication is `day` or before.

    A document whose publication may or may not lie before is left out and named in `possibly_known`.
    """
    published = _publication(corpus)
    certain = {slug for slug, (_, latest) in published.items() if latest is not None and latest <= day}
    late = {slug for slug, (earliest, _) in published.items() if earliest is not None and earliest > day}
    kept = _with_documents(corpus, lambda file: file.slug in certain)
    unsure = tuple(sorted(set(published) - certain - late))
    return replace(kept, lens=(*corpus.lens, f"known-at={day}"), possibly_known=unsure)


def _publication(corpus: Corpus) -> dict[str, Bounds]:
    """Return document slug → bounds of its publication; unknown where none is recorded."""
    spans = _spans(corpus)
    dates: dict[object, Bounds] = {
        quad.subject: spans.get(quad.object, UNKNOWN) for quad in _about(corpus, "hkg:publishedOn")
    }
    return {file.slug: dates.get(file.graph, UNKNOWN) for file in corpus.files if file.home == "sources"}


def _with_documents(corpus: Corpus, keep: Callable[[DataFile], bool]) -> Corpus:
    """Return `corpus` with the documents to keep, the ontology, and of the rest what they carry with them."""
    sources = [file for file in corpus.files if file.home == "sources" and keep(file)]
    reference = [file for file in corpus.files if file.home == "reference"]
    notes = [file for file in corpus.files if file.home == "notes"]
    stated = {term for file in sources for quad in file.triples for term in (quad.subject, quad.object)}
    known = _closure(stated | {file.graph for file in sources}, reference)
    noted = _notes_resting_on(known, notes, corpus)
    mentioned = {quad.object for file in notes for quad in file.triples if quad.subject in noted}
    kept = {"reference": _closure(known | mentioned, reference), "notes": noted}
    files = (file if file.home in ("ontology", "sources") else _sifted(file, kept[file.home]) for file in corpus.files)
    return replace(corpus, files=tuple(file for file in files if file.home != "sources" or file in sources))


def _closure(mentioned: set[object], reference: list[DataFile]) -> set[object]:
    """Return `mentioned` with all that the blocks of mentioned reference things mention in their turn."""
    blocks: dict[object, list[object]] = {}
    for quad in (quad for file in reference for quad in file.triples):
        blocks.setdefault(quad.subject, []).append(quad.object)
    reached, waiting = set(mentioned), list(mentioned)
    while waiting:
        found = [term for term in blocks.get(waiting.pop(), ()) if term not in reached]
        reached.update(found)
        waiting.extend(found)
    return reached


def _notes_resting_on(known: set[object], notes: list[DataFile], corpus: Corpus) -> set[object]:
    """Return the notes all of whose subjects, rivals, objects and documents are known, or are such notes themselves."""
    names = ("hkg:concerns", "hkg:between", "hkg:object", "prov:wasDerivedFrom")
    needed = {corpus.registry[name] for name in names}
    needs: dict[object, set[object]] = {quad.subject: set() for file in notes for quad in file.triples}
    for quad in (quad for file in notes for quad in file.triples if quad.predicate in needed):
        needs[quad.subject].add(quad.object)
    held: set[object] = set()
    while ready := {note for note, needed_by in needs.items() if note not in held and needed_by <= known | held}:
        held |= ready
    return held


def _sifted(file: DataFile, subjects: Container[object]) -> DataFile:
    return replace(file, triples=tuple(quad for quad in file.triples if quad.subject in subjects))


# ---- Validity ----


@dataclass(frozen=True)
class Validity:
    """What is known of the time over which a fact holds: bounds of its start and of its end."""

    start: Bounds = UNKNOWN
    end: Bounds = UNKNOWN

    def certain(self, day: date) -> bool:
        """Say whether the fact surely holds: it has begun at the latest, and ends at the earliest no sooner."""
        latest_start, earliest_end = self.start[1], self.end[0]
        return latest_start is not None and earliest_end is not None and latest_start <= day <= earliest_end

    def excluded(self, day: date) -> bool:
        """Say whether the fact surely does not hold: not yet begun, or ended."""
        earliest_start, latest_end = self.start[0], self.end[1]
        return (earliest_start is not None and earliest_start > day) or (latest_end is not None and latest_end < day)


def valid_at(corpus: Corpus, day: date) -> tuple[Corpus, Corpus]:
    """Return two corpora: what is certain on `day`, and what is possible (nothing excludes it).

    Roles, statuses, budgets and the periods of plans are judged; a role that is merely attested, or anything undated,
    is possible. All other facts stand in both, so certain is part of possible.
    """
    validities = _validities(corpus)
    periods = _periods(corpus)
    certain = _without(corpus, validities, periods, lambda validity: not validity.certain(day))
    possible = _without(corpus, validities, periods, lambda validity: validity.excluded(day))
    lens = (*corpus.lens, f"valid-at={day}")
    return replace(certain, lens=lens), replace(possible, lens=lens)


def _without(
    corpus: Corpus,
    facts: dict[object, Validity],
    periods: dict[object, Validity],
    refused: Callable[[Validity], bool],
) -> Corpus:
    """Return `corpus` without the facts, and without the periods of plans, whose validity is refused."""
    gone = {node for node, validity in facts.items() if refused(validity)}
    undated = {node for node, validity in periods.items() if refused(validity)}
    when = corpus.registry["hkg:date"]

    def stays(quad: Statement) -> bool:
        return quad.subject not in gone and not (quad.predicate == when and quad.subject in undated)

    files = (replace(file, triples=tuple(quad for quad in file.triples if stays(quad))) for file in corpus.files)
    return replace(corpus, files=tuple(files))


def _validities(corpus: Corpus) -> dict[object, Validity]:
    """Return role, status or budget → its validity; unknown when it is merely attested, or undated."""
    spans = _spans(corpus)
    starts, ends = _bounds(corpus, "hkg:validFrom", spans), _bounds(corpus, "hkg:validTo", spans)
    lasting = {
        node: Validity(starts.get(node, UNKNOWN), ends.get(node, UNKNOWN))
        for node in _typed(corpus, "hkg:RoleAssignment", "hkg:Status")
    }
    dated = _periods_of(corpus, spans)
    return lasting | {node: dated.get(node, Validity()) for node in _typed(corpus, "hkg:Budget")}


def _periods(corpus: Corpus) -> dict[object, Validity]:
    """Return plan or other element of policy → its period."""
    kinds = ("Plan", "Component", "Chantier", "Measure", "Programme", "Project")
    elements = _typed(corpus, *(f"hkg:{kind}" for kind in kinds))
    return {node: validity for node, validity in _periods_of(corpus, _spans(corpus)).items() if node in elements}


def _periods_of(corpus: Corpus, spans: dict[object, Bounds]) -> dict[object, Validity]:
    """Return what bears hkg:date → the period that runs from its earliest to its latest day."""
    bounds = _bounds(corpus, "hkg:date", spans).items()
    return {node: Validity((earliest, earliest), (latest, latest)) for node, (earliest, latest) in bounds}


# ---- Reading the corpus ----


def _about(corpus: Corpus, name: str) -> Iterable[Statement]:
    predicate = corpus.registry[name]
    return (quad for quad in corpus.statements if quad.predicate == predicate)


def _bounds(corpus: Corpus, name: str, spans: dict[object, Bounds]) -> dict[object, Bounds]:
    """Return subject → bounds of the date that it bears by the property `name`."""
    return {quad.subject: spans.get(quad.object, UNKNOWN) for quad in _about(corpus, name)}


def _typed(corpus: Corpus, *names: str) -> set[object]:
    kinds = {corpus.registry[name] for name in names}
    return {quad.subject for quad in _about(corpus, "rdf:type") if quad.object in kinds}


def _spans(corpus: Corpus) -> dict[object, Bounds]:
    """Return date node → its bounds."""
    earliest = {quad.subject: _day(quad.object) for quad in _about(corpus, "hkg:earliest")}
    latest = {quad.subject: _day(quad.object) for quad in _about(corpus, "hkg:latest")}
    return {node: (earliest.get(node), latest.get(node)) for node in earliest.keys() | latest.keys()}


def _day(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> date | None:
    try:
        return date.fromisoformat(term.value)
    except ValueError:
        return None  # the lexical check has its own word to say
