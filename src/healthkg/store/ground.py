"""A store on disk as the ground that contributions are judged on: no file of the corpus is read but to tell a line.

What is asked costs the same however large the store is, and what is found is what judging all its files with the
contribution finds (tests/test_opened.py).
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import cast, overload

import pyoxigraph as ox

from healthkg.corpus import Corpus, DataFile, read_file
from healthkg.errors import HealthkgError, InputProblem
from healthkg.layout import Project
from healthkg.prefixes import Registry, read_prefixes
from healthkg.store.drafts import drafted
from healthkg.store.lists import read_alike, read_names
from healthkg.store.manifest import Manifest, read_manifest
from healthkg.store.stored import Stored, held_generation
from healthkg.store.written import Place, may_be_rewritten, place_of, read_written
from healthkg.turtle import Position, Statement
from healthkg.validation import Finding
from healthkg.validation.alike import Alike
from healthkg.validation.compiled import Term
from healthkg.validation.nearness import Names
from healthkg.validation.standing import Made, Standing, part_of

_DEFAULT = ox.DefaultGraph()
_HOMES = {"g:ontologie": "ontology", "g:reference": "reference", "g:notes": "notes"}


@dataclass(frozen=True)
class OnDisk(Standing):
    """A draft of a store, and what its manifest says it was made from."""

    manifest: Manifest = field(repr=False)
    computed: ox.NamedNode
    generation: Path
    _written: Mapping[Place, Sequence[ox.Quad]] = field(repr=False)

    def said(self, subject: object) -> Iterator[Made]:
        for quad in self._stated(cast("Term", subject), None):
            yield self._files[cast("ox.NamedNode", quad.graph_name)], cast("Statement", ox.Quad(*quad.triple))

    def held(self, node: Term) -> None:
        return None

    def looked_up(self, node: Term, predicate: ox.NamedNode | None) -> Iterable[Statement]:
        if isinstance(node, ox.Literal):
            return ()
        if node in self._rewritten or any(self.store.quads_for_pattern(node, predicate, None, self.computed)):
            return [cast("Statement", ox.Quad(*quad.triple)) for quad in self._stated(node, predicate)]
        return cast("Iterable[Statement]", self.store.quads_for_pattern(node, predicate, None, _DEFAULT))

    def _stated(self, subject: Term, predicate: ox.NamedNode | None) -> Iterator[ox.Quad]:
        """Yield what files state of a node, as they write it, once for each graph."""
        every = self.store.quads_for_pattern(cast("ox.NamedNode", subject), predicate, None, None)
        stated = (quad for quad in every if quad.graph_name not in (_DEFAULT, self.computed))
        return self._as_written(stated) if subject in self._rewritten else stated

    def _as_written(self, stated: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        seen = set()
        for quad in stated:
            if (place := place_of(quad)) not in self._written or not may_be_rewritten(quad.object):
                yield quad
            elif place not in seen:
                seen.add(place)
                yield from self._written[place]

    @cached_property
    def _rewritten(self) -> Set[Term]:
        """Return the nodes of which the store gives something back otherwise than it was written."""
        return {subject for subject, _, _ in self._written}

    def names(self) -> Names:
        return read_names(self.generation)

    def alike(self, properties: Collection[ox.NamedNode]) -> Alike | None:
        return read_alike(self.generation, properties)

    def rehearse(self) -> None:
        """Have the files by graph; lines are found out where they are told."""
        self._files  # noqa: B018

    @property
    def size(self) -> int:
        return sys.maxsize

    @cached_property
    def _files(self) -> Mapping[ox.NamedNode, DataFile]:
        """Return graph → its file, the first of those that share it."""
        return {file.graph: file for file in reversed(self.corpus.files)}

    # ---- Places ----

    def placing(self, after: Corpus, made: Sequence[Made], found: Sequence[Finding]) -> list[DataFile]:
        """Return the files to look for places in. Where in a file of the store a statement stands is found out only
        for those that others clash with: nobody is told of the rest."""
        own = {id(file) for file in self._files.values()}
        clash = any(one.others for one in found)
        parts: list[DataFile] = []
        for file, quads in self.in_order(after, made):
            if id(file) not in own:
                parts.append(part_of(file, quads))
            elif clash:
                parts += self._read(file, quads)
            else:
                parts.append(_Somewhere(file.path, file.home, file.graph, "", tuple(quads)))
        return parts

    def _read(self, file: DataFile, quads: Sequence[Statement]) -> Iterator[DataFile]:
        """Yield the files of a graph that make some statements, as they lie on the disk; not those that have changed
        since the store was made."""
        for path in self._making(file.graph, quads):
            try:
                read = read_file(self.corpus.project.root / path, self.corpus.project, self.corpus.registry)
            except HealthkgError:
                continue
            if read.digest == self.manifest.files[path][1]:
                yield part_of(read, [quad for quad in read.triples if quad in set(quads)])

    def _making(self, graph: ox.NamedNode, quads: Iterable[Statement]) -> list[str]:
        """Return the paths of a graph's files; where several share it, of those in which a subject's name stands."""
        paths = [path for path, (name, _) in self.manifest.files.items() if name == graph.value]
        if len(paths) == 1:
            return paths
        names = {self.corpus.registry.shorten(str(quad.subject)[1:-1]).partition(":")[2].encode() for quad in quads}
        root = self.corpus.project.root
        return [path for path in paths if any(name in _bytes(root / path) for name in names)]


class _Somewhere(DataFile):
    """A file of which only that matters that it makes some statements."""

    def places(self, subjects: Collection[object]) -> Mapping[ox.Triple, Position]:
        return {quad.triple: Position(0, 0) for quad in self.triples}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


# ---- The corpus that a store knows ----


class _Loaded(Corpus):
    """A corpus of which a store knows the files and their graphs, and what a document's graph states."""

    def changed_by(self, files: Iterable[DataFile]) -> Corpus:
        """Return this corpus with `files` in it; each takes the place of the file of the same path.

        Raises InputProblem("store-shared-graph") for a file that shares its graph with others: what it stated before
        cannot be told from what they do.
        """
        new = {file.path: file for file in files}
        for file in self.files:
            if file.path in new and file.home != "sources":
                raise InputProblem("store-shared-graph", path=file.path)
        kept = tuple(new.pop(file.path, file) for file in self.files)
        return replace(self, files=(*kept, *new.values()))


class _Graph(Sequence[Statement]):
    """The statements of a graph, read from the store when they are first asked for."""

    def __init__(self, store: ox.Store, graph: ox.NamedNode) -> None:
        self._store, self._graph = store, graph

    @cached_property
    def _statements(self) -> tuple[Statement, ...]:
        quads = self._store.quads_for_pattern(None, None, None, self._graph)
        return tuple(cast("Statement", ox.Quad(*quad.triple)) for quad in quads)

    @overload
    def __getitem__(self, place: int) -> Statement: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Statement]: ...
    def __getitem__(self, place: int | slice) -> Statement | Sequence[Statement]:
        return self._statements[place]

    def __len__(self) -> int:
        return len(self._statements)


def _corpus(manifest: Manifest, project: Project, registry: Registry, store: ox.Store) -> Corpus:
    homes = {registry[name].value: home for name, home in _HOMES.items()}
    files = []
    for path, (name, _) in manifest.files.items():
        graph = ox.NamedNode(name)
        triples = cast("tuple[Statement, ...]", _Graph(store, graph))
        files.append(DataFile(path, homes.get(name, "sources"), graph, "", triples))
    return _Loaded(project, registry, tuple(files), manifest.digest)


@contextmanager
def open_ground(folder: Path, project: Project) -> Iterator[OnDisk]:
    """Lend the store in `folder`, to judge on, with the rules of `project`; what happens to it there is not kept.

    Raises StoreProblem: what opening a store raises, "store-unwritable".
    """
    generation, held = held_generation(folder)
    try:
        with _lent(generation, read_manifest(generation), project, read_prefixes(project.prefixes)) as ground:
            yield ground
    finally:
        held.close()


def ground_of(stored: Stored) -> AbstractContextManager[OnDisk]:
    """Lend what a store that is open to be read holds, whatever its folder holds by now. Raises as `open_ground`."""
    return _lent(stored.generation, stored.manifest, stored.project, stored.registry)


@contextmanager
def _lent(generation: Path, manifest: Manifest, project: Project, registry: Registry) -> Iterator[OnDisk]:
    with drafted(generation.parents[1], generation) as store:
        corpus = _corpus(manifest, project, registry, store)
        yield OnDisk(corpus, store, manifest, registry["g:calcule"], generation, read_written(generation))
