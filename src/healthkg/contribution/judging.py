"""Judging contributions: a corpus is opened once with its rules and gate; each contribution then takes no time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePath

import pyoxigraph as ox

from healthkg.contribution.canonical import dates_among, described_beside, described_too, with_dates
from healthkg.contribution.gate import Gate, let_in, read_gate
from healthkg.corpus import Corpus, DataFile
from healthkg.corpus.listing import graph_of
from healthkg.errors import InputProblem
from healthkg.layout import Project
from healthkg.store import Stored
from healthkg.store.ground import OnDisk, ground_of, open_ground
from healthkg.turtle import parse
from healthkg.validation import Finding, Report
from healthkg.validation.findings import report
from healthkg.validation.in_memory import standing
from healthkg.validation.opened import Opened, Rulebook, read_rulebook


@dataclass(frozen=True)
class Judged:
    """A corpus with files brought to it, and what is found in them."""

    corpus: Corpus
    report: Report


@dataclass(frozen=True)
class Judge:
    """A corpus, its rules and its gate, opened once. It judges what is brought, and is afterwards as it was before.

    It reads no file while it judges, and does one thing at a time: a server asks it in forked children.
    """

    opened: Opened
    gate: Gate = field(repr=False)
    dated: bool
    describe: Callable[[Corpus, Collection[ox.NamedNode]], Corpus] = field(default=described_too, repr=False)

    @property
    def corpus(self) -> Corpus:
        return self.opened.corpus

    def report_on(self, *files: DataFile) -> Report:
        """Return what the gate, the shapes and the checks find in files that are brought together to the corpus.

        Raises InputProblem for a file from elsewhere that states nothing, LimitReached for one that states too much.
        """
        return self.judged(*files).report

    def judged(self, *files: DataFile) -> Judged:
        """Return the corpus with the files in it, and the report on them. Raises what `report_on` raises."""
        after, refused = self._brought(files)
        found = self.opened.report(after, {file.path for file in files})
        return Judged(after, report([*refused, *found.findings], found.by_pyshacl))

    def _brought(self, files: Sequence[DataFile]) -> tuple[Corpus, list[Finding]]:
        """Return the corpus with files in it and the dates that they use, and what the gate refuses."""
        corpus, refused = self.corpus, list[Finding]()
        for file in files:
            if file.path in self.corpus.paths:
                corpus = corpus.changed_by([file])
            else:
                admitted = let_in(corpus, file, self.gate, self.opened.standing)
                corpus, refused = admitted.corpus, [*refused, *admitted.refused]
        return self._with_dates(corpus), refused

    def _with_dates(self, after: Corpus) -> Corpus:
        """Return `with_dates(after)`; where all dates were described, only those are looked at that a change mentions,
        or describes no more."""
        if not self.dated:
            return with_dates(after)
        change, ground = self.opened.standing.change(after), self.opened.standing
        gone = {quad.subject for quad in change.removed}
        undone = {date for date in dates_among(change.removed, after.registry) if date in gone}
        meant = dates_among(change.added, after.registry) | undone
        return self.describe(after, meant - {quad.subject for _, quad in ground.about(after, meant)})

    def rehearsed(self) -> Judge:
        """Return the judge, once it has judged something, and knows the lines of the corpus: what it would load at its
        first judgement, and read again at many, is there."""
        self.report_on(read_contribution("essai.ttl", _REHEARSED, self.corpus))
        self.opened.standing.rehearse()
        return self


# Says little, and much of it wrong: what finds, places and tells faults is loaded to judge it.
_REHEARSED = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX hkg: <https://w3id.org/healthkg/def#>
PREFIX id: <https://w3id.org/healthkg/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
id:essai a hkg:Plan , hkg:Essai ;
  dcterms:isPartOf id:portez-ce-vieux-whisky-au-juge-blond-qui-fume-0123456789 ;
  hkg:date id:temps-1789-07-14 , "1789-7-14"^^xsd:date .
"""


@dataclass(frozen=True)
class Rules:
    """What contributions to a project are judged by: the rules of its corpus, and the gate."""

    book: Rulebook
    gate: Gate = field(repr=False)


def read_rules(project: Project) -> Rules:
    """Return the rules of a project, read and compiled."""
    return Rules(read_rulebook(project), read_gate(project))


def open_judge(corpus: Corpus, rules: Rules | None = None) -> Judge:
    """Return a judge of what is brought to `corpus`, by these rules, else by those of its project."""
    by = rules or read_rules(corpus.project)
    return Judge(Opened(standing(corpus), by.book), by.gate, with_dates(corpus) is corpus)


@contextmanager
def judge_on_disk(folder: Path, project: Project) -> Iterator[Judge]:
    """Lend a judge of what is brought to the store in `folder`, which need hold nothing of it in memory: a document of
    its own or one that takes the place of another, not a file that shares its graph.

    The dates that the store mentions must be described, as they are in a corpus without violations. Raises StoreProblem
    as `store.open_ground` does, InputProblem("store-shapes-beyond") for shapes that only judging all can judge.
    """
    rules = read_rules(project)
    with open_ground(folder, project) as ground:
        yield _on_disk(ground, rules)


@contextmanager
def judge_of(stored: Stored, rules: Rules) -> Iterator[Judge]:
    """Lend a judge of what is brought to a store that is open to be read, as `judge_on_disk` does: to what that store
    holds, whatever has been loaded in its folder since."""
    with ground_of(stored) as ground:
        yield _on_disk(ground, rules)


def _on_disk(ground: OnDisk, rules: Rules) -> Judge:
    if left := rules.book.rules.left:
        raise InputProblem("store-shapes-beyond", shapes=", ".join(sorted(map(str, left))))
    return Judge(Opened(ground, rules.book), rules.gate, dated=True, describe=described_beside)


def read_contribution(name: str, text: str, corpus: Corpus) -> DataFile:
    """Return a text that was handed in under a name, as the file of a document of that name.

    Raises InputProblem for a name that cannot be a document's; what `turtle.parse` raises.
    """
    try:
        graph = graph_of(PurePath(name).stem, "sources", corpus.registry)
    except ValueError as error:
        raise InputProblem("file-name", path=name) from error
    return DataFile(name, "sources", graph, text, parse(text, name))
