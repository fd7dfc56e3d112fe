"""A corpus opened for judging what changes in it: its rules are read and compiled once; then of each change only its
files are judged.

What is found in a file is about one of its subjects. So the shapes judge these nodes, looking up what they need, the
checks are asked about them, and forms are looked at in what is stated of them. What is found is what judging the whole
corpus finds there: tests/test_opened.py holds them together.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

import pyoxigraph as ox

from healthkg.corpus import Corpus
from healthkg.layout import Project
from healthkg.queryfile import Query
from healthkg.turtle import Statement
from healthkg.validation import checks, compiled, explaining, lexical, shacl, texts
from healthkg.validation.alike import Alike, entries
from healthkg.validation.findings import Finding, Report, report
from healthkg.validation.judge import described_by, found_in, placed, read_shapes
from healthkg.validation.nearness import Names
from healthkg.validation.standing import Change, Made, Standing
from healthkg.validation.unswept import unswept

_MUCH = 3  # a third of all statements, and what is judged takes as long as to judge all


@dataclass(frozen=True)
class Rulebook:
    """What a project judges by: its shapes as they are written, and compiled; its checks, each with its severity."""

    shapes: Sequence[Statement] = field(repr=False)
    rules: compiled.Rules = field(repr=False)
    checks: Sequence[tuple[Query, str]] = field(repr=False)


def read_rulebook(project: Project) -> Rulebook:
    """Return a project's own shapes and checks."""
    shapes = read_shapes([project.shapes])
    return Rulebook(shapes, compiled.compile_shapes(shapes), tuple(checks.read_checks(project.queries / "checks")))


@dataclass(frozen=True)
class Opened:
    """A corpus and its rules. Judging a change changes nothing of it."""

    standing: Standing
    book: Rulebook

    @property
    def corpus(self) -> Corpus:
        return self.standing.corpus

    def report(self, after: Corpus, paths: Container[str]) -> Report:
        """Return what judging `after`, the corpus with some files changed, finds in the files of these paths."""
        _, come = self.standing.apart(after)
        own = [file for file in come if file.path in paths]
        if _MUCH * sum(len(file.triples) for file in own) > self.standing.size:
            found, by_pyshacl = found_in(after, self.book.shapes, self.book.checks)
        else:
            with unswept():
                found, by_pyshacl = self._found(after, {quad.subject for file in own for quad in file.triples})
        made = self.standing.about(after, described_by(found, self.corpus.registry))
        kept = placed(found, self.standing.placing(after, made, found), self.corpus.registry)
        return report([one for one in kept if one.file in paths], by_pyshacl)

    def _found(self, after: Corpus, foci: Collection[object]) -> tuple[list[Finding], tuple[str, ...]]:
        """Return what is found about `foci`, at least, and the names of the shapes that pySHACL had to judge."""
        change, made = self.standing.change(after), self.standing.about(after, foci)
        with self.standing.as_of(change) as store:
            found, by_pyshacl = self._by_shapes(self.standing.lookups(change), after, foci)
            found += self._by_form(made)
            found += self._by_checks(store, change, foci)
        return found, by_pyshacl

    def _by_shapes(
        self, graph: compiled.Graph, after: Corpus, foci: Collection[object]
    ) -> tuple[list[Finding], tuple[str, ...]]:
        """Return what the shapes find about `foci`; of all nodes, where there are shapes that pySHACL must judge."""
        registry = self.corpus.registry
        if self.book.rules.left:
            return shacl.judged(after.statements, self.book.shapes, registry)
        names = explaining.Names(graph, registry, self.book.shapes)
        judgement = compiled.judge(self.book.rules, graph, cast("Collection[compiled.Term]", foci))
        results = (result for of_focus in judgement.values() for result in of_focus)
        return [shacl.finding(result, registry, names) for result in results], ()

    def _by_checks(self, store: ox.Store, change: Change, foci: Collection[object]) -> Iterator[Finding]:
        alike, registry = self._alike_after(change), self.corpus.registry
        return checks.about(store, self.book.checks, registry, foci, lambda: self._known(change), alike)

    def known(self, after: Corpus) -> Names:
        """Return the short IRIs of what is described in `after`."""
        return self._known(self.standing.change(after))

    def _known(self, change: Change) -> Names:
        """Return the short IRIs of what is described after a change."""
        before, after = (self._described(quad for _, quad in made) for made in (change.before, change.after))
        return self._names.changed(after - before, before - after)

    @cached_property
    def _names(self) -> Names:
        return self.standing.names()

    def _alike_after(self, change: Change) -> Alike | None:
        """Return what things are called after a change, by the properties by which checks look for the alike."""
        if self._alike is None:
            return None
        before, after = ({*entries((quad for _, quad in made), self._called)} for made in (change.before, change.after))
        return self._alike.changed(after - before, before - after)

    @cached_property
    def _called(self) -> list[ox.NamedNode]:
        return checks.named_alike(self.book.checks, self.corpus.registry)

    @cached_property
    def _alike(self) -> Alike | None:
        return self.standing.alike(self._called)

    def _described(self, quads: Iterable[Statement]) -> set[str]:
        return checks.names({quad.subject for quad in quads if quad.predicate == checks.TYPE}, self.corpus.registry)

    def _by_form(self, made: Sequence[Made]) -> Iterator[Finding]:
        """Yield what is wrong with the literals and texts of some statements."""
        quads = [quad for _, quad in made]
        yield from lexical.findings(quads, self.corpus.registry)
        yield from texts.findings(quads, self.corpus.registry)
