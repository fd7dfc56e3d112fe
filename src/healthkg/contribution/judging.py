"""Judging contributions: a corpus is opened once with its rules and gate; each contribution then takes no time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from healthkg.contribution.canonical import dates_among, described_too, with_dates
from healthkg.contribution.gate import Gate, let_in, read_gate
from healthkg.corpus import Corpus, DataFile
from healthkg.corpus.files import graph_of
from healthkg.errors import InputProblem
from healthkg.turtle import parse
from healthkg.validation import Finding, Report
from healthkg.validation.findings import report
from healthkg.validation.opened import Opened, opened


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
        own = {file.path for file in corpus.files}
        for file in files:
            if file.path in own:
                corpus = corpus.changed_by([file])
            else:
                admitted = let_in(corpus, file, self.gate, self.opened.standing)
                corpus, refused = admitted.corpus, [*refused, *admitted.refused]
        return self._with_dates(corpus), refused

    def _with_dates(self, after: Corpus) -> Corpus:
        """Return `with_dates(after)`; where only mentions are new, no others are looked at."""
        change = self.opened.standing.change(after)
        gone = {quad.subject for quad in change.removed}
        if not self.dated or not gone.isdisjoint(dates_among(change.removed, after.registry)):
            return with_dates(after)
        mentioned = dates_among(change.added, after.registry)
        described = {quad.subject for _, quad in self.opened.standing.about(after, mentioned)}
        return described_too(after, mentioned - described)

    def rehearsed(self) -> Judge:
        """Return the judge, once it has judged something, and knows the lines of the corpus: what it would load at its
        first judgement, and read again at many, is there."""
        self.report_on(read_contribution("essai.ttl", _REHEARSED, self.corpus))
        for file in self.corpus.files:
            file.positions  # noqa: B018
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


def open_judge(corpus: Corpus) -> Judge:
    """Return a judge of what is brought to `corpus`; its rules are read and compiled, its shapes have judged it."""
    return Judge(opened(corpus), read_gate(corpus.project), with_dates(corpus) is corpus)


def read_contribution(name: str, text: str, corpus: Corpus) -> DataFile:
    """Return a text that was handed in under a name, as the file of a document of that name.

    Raises InputProblem for a name that cannot be a document's; what `turtle.parse` raises.
    """
    try:
        graph = graph_of(PurePath(name).stem, "sources", corpus.registry)
    except ValueError as error:
        raise InputProblem("file-name", path=name) from error
    return DataFile(name, "sources", graph, text, parse(text, name))
