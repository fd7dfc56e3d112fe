"""A corpus that stands ready in memory: its statements by subject, and a store of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from healthkg.corpus import Corpus, DataFile
from healthkg.turtle import Statement
from healthkg.validation import checks
from healthkg.validation.alike import Alike, entries
from healthkg.validation.compiled import Term
from healthkg.validation.compiled.graph import TYPE
from healthkg.validation.findings import Finding
from healthkg.validation.nearness import Names
from healthkg.validation.standing import Made, Standing, part_of


@dataclass(frozen=True)
class InMemory(Standing):
    """A corpus whose statements are at hand."""

    _by_subject: Mapping[object, Sequence[Made]] = field(repr=False)

    def said(self, subject: object) -> Iterable[Made]:
        return self._by_subject.get(subject, ())

    def held(self, node: Term) -> Iterable[Statement]:
        return [quad for _, quad in self.said(node)]

    def looked_up(self, node: Term, predicate: ox.NamedNode | None) -> Iterable[Statement]:
        return self.held(node)

    def rehearse(self) -> None:
        for file in self.corpus.files:
            file.positions  # noqa: B018

    def names(self) -> Names:
        described = {quad.subject for quad in self.corpus.statements if quad.predicate == TYPE}
        return Names(checks.names(described, self.corpus.registry))

    def alike(self, properties: Collection[ox.NamedNode]) -> Alike:
        return Alike(sorted({*entries(self.corpus.statements, properties)}))

    def placing(self, after: Corpus, made: Sequence[Made], found: Sequence[Finding]) -> list[DataFile]:
        return [part_of(file, quads) for file, quads in self.in_order(after, made)]

    @property
    def size(self) -> int:
        return len(self.corpus.statements)


def standing(corpus: Corpus) -> Standing:
    """Return `corpus` with its statements by subject, and in a store."""
    by_subject: dict[object, list[Made]] = defaultdict(list)
    for file in corpus.files:
        for quad in file.triples:
            by_subject[quad.subject].append((file, quad))
    store = ox.Store()
    store.extend(corpus.quads())
    return InMemory(corpus, store, by_subject)
