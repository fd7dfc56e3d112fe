"""What a corpus states, held ready to be compared with another, and to be asked as the other would answer.

Two corpora that share most of their files differ in what the others state; of the subjects of those statements alone is
anything stated otherwise. So a store of the one is made a store of the other, and back, by exchanging what is stated of
these subjects. (One statement alone is not exchanged: the store takes `1.50` for `1.5`, and another file may state it.)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import cast

import pyoxigraph as ox

from healthkg.corpus import Corpus, DataFile
from healthkg.turtle import Statement

# A statement, and the file that makes it.
Made = tuple[DataFile, Statement]


@dataclass(frozen=True)
class Change:
    """What two corpora state of the subjects of which they do not state the same, and the named graphs of each."""

    before: Sequence[Made]
    after: Sequence[Made]
    graphs_before: Set[ox.NamedNode]
    graphs_after: Set[ox.NamedNode]

    @cached_property
    def added(self) -> set[Statement]:
        """Return the statements that the other corpus makes and the one does not."""
        return {quad for _, quad in self.after} - {quad for _, quad in self.before}

    @cached_property
    def removed(self) -> set[Statement]:
        """Return the statements that the one corpus makes and the other does not."""
        return {quad for _, quad in self.before} - {quad for _, quad in self.after}


@dataclass(frozen=True)
class Standing:
    """A corpus, its statements by subject, and a store of them; the store is changed only while it is lent."""

    corpus: Corpus
    _by_subject: Mapping[object, Sequence[Made]] = field(repr=False)
    _store: ox.Store = field(repr=False)

    def change(self, other: Corpus) -> Change:
        """Return what `other` states otherwise than the corpus."""
        gone, come = _apart(self.corpus, other), _apart(other, self.corpus)
        touched = {quad.subject for quad in _unlike(gone, come)}
        before = [made for subject in touched for made in self._by_subject.get(subject, ())]
        return Change(before, self.about(other, touched), _graphs(self.corpus), _graphs(other))

    def about(self, other: Corpus, subjects: Collection[object]) -> list[Made]:
        """Return what `other` states of some subjects."""
        kept = set(map(id, other.files))
        near = (made for subject in subjects for made in self._by_subject.get(subject, ()))
        new = _apart(other, self.corpus)
        return [made for made in near if id(made[0]) in kept] + [
            (file, quad) for file in new for quad in file.triples if quad.subject in subjects
        ]

    @contextmanager
    def as_of(self, change: Change, beside: Collection[ox.Quad] = ()) -> Iterator[ox.Store]:
        """Lend the store as it is after a change, with some quads beside; it is given back as it was.

        The quads stand in a graph that the corpus has not.
        """
        try:
            self._exchange(change.before, change.after, change.graphs_before - change.graphs_after)
            self._store.extend(beside)
            yield self._store
        finally:
            self._drop_graphs({cast("ox.NamedNode", quad.graph_name) for quad in beside})
            self._exchange(change.after, change.before, change.graphs_after - change.graphs_before)

    def _exchange(self, gone: Iterable[Made], come: Iterable[Made], graphs_gone: Iterable[ox.NamedNode]) -> None:
        for quad in chain.from_iterable(map(_quads, gone)):
            self._store.remove(quad)
        self._drop_graphs(graphs_gone)
        self._store.extend(chain.from_iterable(map(_quads, come)))

    def _drop_graphs(self, graphs: Iterable[ox.NamedNode]) -> None:
        """Forget graphs, which a store remembers when nothing is in them any more."""
        for graph in graphs:
            self._store.remove_graph(graph)


def standing(corpus: Corpus) -> Standing:
    """Return `corpus` with its statements by subject, and in a store."""
    by_subject: dict[object, list[Made]] = defaultdict(list)
    for file in corpus.files:
        for quad in file.triples:
            by_subject[quad.subject].append((file, quad))
    store = ox.Store()
    store.extend(corpus.quads())
    return Standing(corpus, dict(by_subject), store)


def _quads(made: Made) -> Iterator[ox.Quad]:
    """Yield a statement in its file's graph, and in the graph of all."""
    file, quad = made
    yield ox.Quad(quad.subject, quad.predicate, quad.object, file.graph)
    yield cast("ox.Quad", quad)


def _apart(corpus: Corpus, other: Corpus) -> list[DataFile]:
    """Return the files of a corpus that another has not."""
    shared = set(map(id, other.files))
    return [file for file in corpus.files if id(file) not in shared]


def _unlike(gone: Iterable[DataFile], come: Iterable[DataFile]) -> set[Statement]:
    """Return the statements that are made in a graph before or after, but not both."""
    before, after = _by_graph(gone), _by_graph(come)
    return {quad for graph in before.keys() | after.keys() for quad in before[graph] ^ after[graph]}


def _by_graph(files: Iterable[DataFile]) -> dict[ox.NamedNode, set[Statement]]:
    found: dict[ox.NamedNode, set[Statement]] = defaultdict(set)
    for file in files:
        found[file.graph].update(file.triples)
    return found


def _graphs(corpus: Corpus) -> set[ox.NamedNode]:
    return {file.graph for file in corpus.files if file.triples}
