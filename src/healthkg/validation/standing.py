"""What a corpus states, held ready to be compared with another, and to be asked as the other would answer.

Two corpora that share most of their files differ in what the others state; of the subjects of those statements alone is
anything stated otherwise. So a store of the one is made a store of the other, and back, by exchanging what is stated of
these subjects. (One statement alone is not exchanged: the store takes `1.50` for `1.5`, and another file may state it.)
All that is asked here is asked about one node or one link: it costs the same, however much else the corpus states.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import cast

import pyoxigraph as ox

from healthkg.corpus import Corpus, DataFile
from healthkg.turtle import Statement
from healthkg.validation.alike import Alike
from healthkg.validation.compiled import Lookups, Term
from healthkg.validation.findings import Finding
from healthkg.validation.nearness import Names

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
class Standing(ABC):
    """A corpus, what is said of a node in it, and a store of it; the store is changed only while it is lent.

    The store may hold computed statements as well, in a graph of their own and in the graph of all.
    """

    corpus: Corpus
    store: ox.Store = field(repr=False)

    @abstractmethod
    def said(self, subject: object) -> Iterable[Made]:
        """Return the statements about a node, each with its file (of several that share a graph, perhaps another);
        while the store is not lent."""

    @abstractmethod
    def held(self, node: Term) -> Iterable[Statement] | None:
        """Return all that is said of a node, where that is at hand (`compiled.Source`)."""

    @abstractmethod
    def looked_up(self, node: Term, predicate: ox.NamedNode | None) -> Iterable[Statement]:
        """Return what is said of a node, by one predicate or by all (`compiled.Source`)."""

    @abstractmethod
    def names(self) -> Names:
        """Return the short IRIs of what is described."""

    @abstractmethod
    def alike(self, properties: Collection[ox.NamedNode]) -> Alike | None:
        """Return what things are called by these properties; None where no list of that was made."""

    @abstractmethod
    def placing(self, after: Corpus, made: Sequence[Made], found: Sequence[Finding]) -> list[DataFile]:
        """Return the files of `after` that make these statements, to look for the places of `found` in."""

    @property
    @abstractmethod
    def size(self) -> int:
        """Return how many statements there are; any large number where that is not known."""

    @abstractmethod
    def rehearse(self) -> None:
        """Have ready what would else be found out at some judgement."""

    def change(self, other: Corpus) -> Change:
        """Return what `other` states otherwise than the corpus."""
        gone, come = self.apart(other)
        touched = {quad.subject for quad in _unlike(gone, come)}
        before = [made for subject in touched for made in self.said(subject)]
        return Change(before, self.about(other, touched), touched)

    def about(self, other: Corpus, subjects: Collection[object]) -> list[Made]:
        """Return what `other` states of some subjects."""
        gone, come = self.apart(other)
        near, left = (made for subject in subjects for made in self.said(subject)), {id(file) for file in gone}
        return [made for made in near if id(made[0]) not in left] + [
            (file, quad) for file in come for quad in file.triples if quad.subject in subjects
        ]

    def apart(self, other: Corpus) -> tuple[Sequence[DataFile], Sequence[DataFile]]:
        """Return the files that the corpus has and `other` has not, and those that `other` has and the corpus has not.
        Where it only has more, which is told at once, the many that both have are not gone through."""
        known, found = self._told.get(id(other), (None, ((), ())))
        if known is not other:
            found = self._apart(other)
            self._told.clear()
            self._told[id(other)] = (other, found)
        return found

    def _apart(self, other: Corpus) -> tuple[Sequence[DataFile], Sequence[DataFile]]:
        own = self.corpus.files
        if other.files[: len(own)] == own:
            return (), other.files[len(own) :]
        kept = {id(file) for file in other.files}
        return (
            [file for file in own if id(file) not in kept],
            [file for file in other.files if id(file) not in self._places],
        )

    @cached_property
    def _told(self) -> dict[int, tuple[Corpus, tuple[Sequence[DataFile], Sequence[DataFile]]]]:
        """Return what was last found apart: it is asked for several times in a row."""
        return {}

    def in_order(self, after: Corpus, made: Iterable[Made]) -> list[tuple[DataFile, list[Statement]]]:
        """Return the files that make some statements, in the order of `after`, each with what it makes of them."""
        found: dict[int, tuple[DataFile, list[Statement]]] = {}
        for file, quad in made:
            found.setdefault(id(file), (file, []))[1].append(quad)
        gone, come = self.apart(after)
        places = {id(file): place for place, file in enumerate(after.files if gone else come, len(self._places))}
        return [found[key] for key in sorted(found, key=lambda key: places.get(key, self._places.get(key, 0)))]

    @cached_property
    def _places(self) -> Mapping[int, int]:
        """Return where each file of the corpus stands in it."""
        return {id(file): place for place, file in enumerate(self.corpus.files)}

    def lookups(self, change: Change) -> Lookups:
        """Return the graph of all after a change, terms as they are written; while the store is lent as it is then."""
        return Lookups(_After(self, change))

    @contextmanager
    def as_of(self, change: Change, beside: Collection[ox.Quad] = ()) -> Iterator[ox.Store]:
        """Lend the store as it is after a change, with some quads beside; it is given back as it was.

        The quads stand in a graph that the corpus has not.
        """
        try:
            self._exchange(change.before, change.after, change.touched)
            self.store.extend(beside)
            yield self.store
        finally:
            for graph in {cast("ox.NamedNode", quad.graph_name) for quad in beside}:
                self.store.remove_graph(graph)
            self._exchange(change.after, change.before, change.touched)

    def _exchange(self, gone: Sequence[Made], come: Sequence[Made], touched: Iterable[object]) -> None:
        for quad in chain.from_iterable(map(_quads, gone)):
            self.store.remove(quad)
        self.store.extend(chain.from_iterable(map(_quads, come)))
        self.store.extend(ox.Quad(*quad.triple) for subject in touched for quad in self._computed(subject))
        for graph in {file.graph for file, _ in gone} - {file.graph for file, _ in come}:
            if next(self.store.quads_for_pattern(None, None, None, graph), None) is None:
                self.store.remove_graph(graph)  # a store remembers a graph when nothing is in it any more

    def _computed(self, subject: object) -> Iterator[ox.Quad]:
        graph = self.corpus.registry["g:calcule"]
        return self.store.quads_for_pattern(cast("ox.NamedNode", subject), None, None, graph)


@dataclass(frozen=True)
class _After:
    """What is stated after a change (`compiled.Source`)."""

    standing: Standing
    change: Change

    def held(self, node: Term) -> Iterable[Statement] | None:
        return self.change.by_subject.get(node, ()) if node in self.change.touched else self.standing.held(node)

    def looked_up(self, node: Term, predicate: ox.NamedNode | None) -> Iterable[Statement]:
        return self.standing.looked_up(node, predicate)

    def pointing(self, predicate: ox.NamedNode, value: Term) -> Iterator[Term]:
        for quad in self.standing.store.quads_for_pattern(None, predicate, value, ox.DefaultGraph()):
            subject = cast("Term", quad.subject)
            held = self.held(subject)
            said = self.looked_up(subject, predicate) if held is None else held
            if any(one.predicate == predicate and one.object == value for one in said):
                yield subject


def part_of(file: DataFile, quads: Sequence[Statement]) -> DataFile:
    """Return a file with some of its statements, whose places are known by the whole."""
    return replace(file, triples=tuple(quads), whole=file.whole or file)


def _quads(made: Made) -> Iterator[ox.Quad]:
    """Yield a statement in its file's graph, and in the graph of all."""
    file, quad = made
    yield ox.Quad(quad.subject, quad.predicate, quad.object, file.graph)
    yield cast("ox.Quad", quad)


def _unlike(gone: Iterable[DataFile], come: Iterable[DataFile]) -> set[Statement]:
    """Return the statements that are made in a graph before or after, but not both."""
    before, after = _by_graph(gone), _by_graph(come)
    return {quad for graph in before.keys() | after.keys() for quad in before[graph] ^ after[graph]}


def _by_graph(files: Iterable[DataFile]) -> dict[ox.NamedNode, set[Statement]]:
    found: dict[ox.NamedNode, set[Statement]] = defaultdict(set)
    for file in files:
        found[file.graph].update(file.triples)
    return found
