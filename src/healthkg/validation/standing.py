"""What a corpus states, held ready to be compared with another, and to be asked as the other would answer.

Two corpora that share most of their files differ in what the others state; of the subjects of those statements alone is
anything stated otherwise. So a store of the one is made a store of the other, and back, by exchanging what is stated of
these subjects. (One statement alone is not exchanged: the store takes `1.50` for `1.5`, and another file may state it.)
All that is asked here is asked about one node or one link: it costs the same, however much else the corpus states.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import cast

import pyoxigraph as ox

from healthkg.corpus import Corpus, DataFile
from healthkg.turtle import Statement
from healthkg.validation.compiled import Lookups, Term

# A statement, and the file that makes it.
Made = tuple[DataFile, Statement]


@dataclass(frozen=True)
class Change:
    """What two corpora state of the subjects of which they do not state the same."""

    before: Sequence[Made]
    after: Sequence[Made]
    touched: Set[object]

    @cached_property
    def added(self) -> set[Statement]:
        """Return the statements that the other corpus makes and the one does not."""
        return {quad for _, quad in self.after} - {quad for _, quad in self.before}

    @cached_property
    def removed(self) -> set[Statement]:
        """Return the statements that the one corpus makes and the other does not."""
        return {quad for _, quad in self.before} - {quad for _, quad in self.after}

    @cached_property
    def by_subject(self) -> Mapping[object, Sequence[Statement]]:
        """Return what the other corpus states of each subject."""
        found: dict[object, list[Statement]] = defaultdict(list)
        for _, quad in self.after:
            found[quad.subject].append(quad)
        return found


@dataclass(frozen=True)
class Standing:
    """A corpus, what is said of a node in it, and a store of it; the store is changed only while it is lent.

    The store may hold computed statements as well, in a graph of their own and in the graph of all.
    """

    corpus: Corpus
    said: Callable[[object], Iterable[Made]] = field(repr=False)
    _store: ox.Store = field(repr=False)

    def change(self, other: Corpus) -> Change:
        """Return what `other` states otherwise than the corpus."""
        gone, come = _apart(self.corpus, other), _apart(other, self.corpus)
        touched = {quad.subject for quad in _unlike(gone, come)}
        before = [made for subject in touched for made in self.said(subject)]
        return Change(before, self.about(other, touched), touched)

    def about(self, other: Corpus, subjects: Collection[object]) -> list[Made]:
        """Return what `other` states of some subjects."""
        kept = set(map(id, other.files))
        near = (made for subject in subjects for made in self.said(subject))
        new = _apart(other, self.corpus)
        return [made for made in near if id(made[0]) in kept] + [
            (file, quad) for file in new for quad in file.triples if quad.subject in subjects
        ]

    def lookups(self, change: Change, store: ox.Store) -> Lookups:
        """Return the graph of all after a change, terms as they are written; `store` is the store then."""

        def said(node: Term) -> Iterable[Statement]:
            return change.by_subject.get(node, ()) if node in change.touched else (quad for _, quad in self.said(node))

        def pointing(predicate: ox.NamedNode, value: Term) -> Iterator[Term]:
            for quad in store.quads_for_pattern(None, predicate, value, ox.DefaultGraph()):
                subject = cast("Term", quad.subject)
                if any(one.predicate == predicate and one.object == value for one in said(subject)):
                    yield subject

        return Lookups(said, pointing)

    @contextmanager
    def as_of(self, change: Change, beside: Collection[ox.Quad] = ()) -> Iterator[ox.Store]:
        """Lend the store as it is after a change, with some quads beside; it is given back as it was.

        The quads stand in a graph that the corpus has not.
        """
        try:
            self._exchange(change.before, change.after, change.touched)
            self._store.extend(beside)
            yield self._store
        finally:
            for graph in {cast("ox.NamedNode", quad.graph_name) for quad in beside}:
                self._store.remove_graph(graph)
            self._exchange(change.after, change.before, change.touched)

    def _exchange(self, gone: Sequence[Made], come: Sequence[Made], touched: Iterable[object]) -> None:
        for quad in chain.from_iterable(map(_quads, gone)):
            self._store.remove(quad)
        self._store.extend(chain.from_iterable(map(_quads, come)))
        self._store.extend(ox.Quad(*quad.triple) for subject in touched for quad in self._computed(subject))
        for graph in {file.graph for file, _ in gone} - {file.graph for file, _ in come}:
            if next(self._store.quads_for_pattern(None, None, None, graph), None) is None:
                self._store.remove_graph(graph)  # a store remembers a graph when nothing is in it any more

    def _computed(self, subject: object) -> Iterator[ox.Quad]:
        graph = self.corpus.registry["g:calcule"]
        return self._store.quads_for_pattern(cast("ox.NamedNode", subject), None, None, graph)


def standing(corpus: Corpus) -> Standing:
    """Return `corpus` with its statements by subject, and in a store."""
    by_subject: dict[object, list[Made]] = defaultdict(list)
    for file in corpus.files:
        for quad in file.triples:
            by_subject[quad.subject].append((file, quad))
    store = ox.Store()
    store.extend(corpus.quads())
    return Standing(corpus, lambda subject: by_subject.get(subject, ()), store)


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
