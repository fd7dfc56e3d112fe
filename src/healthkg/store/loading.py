"""A corpus → a store on disk, whole or not at all: what is being made lies aside until one rename shows it."""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from healthkg.corpus import Listing, Turtle
from healthkg.errors import HealthkgError, StoreProblem
from healthkg.store import locks
from healthkg.store.embedded import Store, compute
from healthkg.store.filling import pour
from healthkg.store.lists import write_lists
from healthkg.store.manifest import (
    CURRENT,
    GENERATIONS,
    MANIFEST,
    Manifest,
    current,
    manifest_of,
    read_manifest,
    write_manifest,
)
from healthkg.store.own_texts import own_text
from healthkg.store.sharing import share
from healthkg.store.stored import opening_problem
from healthkg.store.written import noting, read_written, write_written
from healthkg.turtle import write_atomically

_DEFAULT = ox.DefaultGraph()


@dataclass(frozen=True)
class Loaded:
    """What a load did: the manifest of what is there now, the graphs that were written (all of them when `anew`), and
    whether what an earlier load had left unfinished was cleared away."""

    manifest: Manifest
    graphs: frozenset[str]
    anew: bool
    recovered: bool

    @property
    def version(self) -> str:
        return self.manifest.version


def load(corpus: Listing, folder: Path, *, anew: bool = False, patience: float = 0) -> Loaded:
    """Make the store in `folder` hold `corpus`: only the graphs of changed files are written, unless `anew` or unless
    the store there cannot be read. Whoever reads it goes on with what it was. Of a Listing one file after another is
    read, and none is kept.

    Raises what reading a file raises; StoreProblem: "store-busy" (another writer, for longer than `patience` seconds),
    "store-full", "store-unwritable", "store-not-folder"; the store is then as it was.
    """
    try:
        (folder / GENERATIONS).mkdir(parents=True, exist_ok=True)
        with locks.writing(folder, patience):
            return _loaded(corpus, folder, anew)
    except (FileExistsError, NotADirectoryError) as error:
        raise StoreProblem("store-not-folder", folder=folder) from error
    except (OSError, RuntimeError) as error:
        raise _writing_problem(folder, error) from error


def _loaded(corpus: Listing, folder: Path, anew: bool) -> Loaded:
    wanted, known = manifest_of(corpus), None if anew else _known(folder)
    recovered = _cleared(folder)
    if known == wanted:
        return Loaded(wanted, frozenset(), False, recovered)
    changed = wanted.graphs_changed(known) if known else {graph for graph, _ in wanted.files.values()}
    generation = _new_generation(folder, wanted)
    try:
        _write(corpus, generation, current(folder) if known else None, changed)
        write_manifest(wanted, generation)
        _sync(generation)
        write_atomically(folder / CURRENT, f"{generation.name}\n".encode())
        _sync(folder)
    except BaseException:
        shutil.rmtree(generation, ignore_errors=True)
        raise
    _cleared(folder)
    return Loaded(wanted, frozenset(changed), known is None, recovered)


def _known(folder: Path) -> Manifest | None:
    """Return the manifest of the store that is there; None when there is none that can be built upon."""
    try:
        return read_manifest(current(folder))
    except StoreProblem:
        return None


def _new_generation(folder: Path, manifest: Manifest) -> Path:
    names = (f"{manifest.digest[:12]}-{number}" for number in itertools.count(1))
    return next(path for path in (folder / GENERATIONS / name for name in names) if not path.exists())


def _cleared(folder: Path) -> bool:
    """Take away the generations that are not current and that nobody reads; return whether one was never finished."""
    try:
        kept = current(folder)
    except StoreProblem:
        kept = None
    unfinished = False
    for generation in (folder / GENERATIONS).iterdir():
        if generation != kept and not locks.is_read(generation):
            unfinished |= not (generation / MANIFEST).is_file()
            shutil.rmtree(generation, ignore_errors=True)
    return unfinished


# ---- Writing a generation ----


def _write(corpus: Listing, generation: Path, base: Path | None, changed: set[str]) -> None:
    """Make `generation`, on the `base` of another when there is one: its files are shared, not copied."""
    if base:
        share(base, generation)
    engine, found = ox.Store(str(generation)), list[ox.Quad]()
    store = Store(engine, corpus.registry, corpus.project, corpus.version)
    if base:
        engine.update(own_text("uncompute.ru").text)  # all of it is made anew
        for graph in sorted(changed):
            _replace(engine, ox.NamedNode(graph), [file for file in corpus.files if file.graph.value == graph], found)
    else:
        pour(engine, noting(corpus.quads(), found))
    kept = read_written(base).items() if base else ()
    carried = (quad for (_, _, graph), quads in kept if graph.value not in changed for quad in quads)
    write_written((*carried, *found), generation)
    compute(store, pour)
    write_lists(engine, corpus.registry, corpus.project.queries, generation)
    engine.flush()


def _replace(engine: ox.Store, graph: ox.NamedNode, files: Sequence[Turtle], found: list[ox.Quad]) -> None:
    """Make `graph` state what these files do, and the default graph with it: the set of what all graphs state; add to
    `found` what is written where a value will not come back as it is written."""
    wanted = {_short(quad.triple) for file in files for quad in file.triples}
    for quad in engine.quads_for_pattern(None, None, None, graph):
        if _short(quad.triple) not in wanted:
            _remove(engine, quad.triple, graph)
    came = (quad for file in files for triple in file.triples for quad in _twice(triple.triple, graph))
    pour(engine, (quad for quad in noting(came, found) if quad not in engine))


def _short(triple: ox.Triple) -> bytes:
    """Return what stands for a triple among many million, in a tenth of its room."""
    return hashlib.blake2b(str(triple).encode(), digest_size=16).digest()


def _remove(engine: ox.Store, triple: ox.Triple, graph: ox.NamedNode) -> None:
    subject, predicate, value = triple.subject, triple.predicate, triple.object
    engine.remove(ox.Quad(subject, predicate, value, graph))
    others = engine.quads_for_pattern(subject, predicate, value)
    if all(quad.graph_name == _DEFAULT for quad in others):
        engine.remove(ox.Quad(subject, predicate, value))


def _twice(triple: ox.Triple, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)
    yield ox.Quad(triple.subject, triple.predicate, triple.object)


# ---- The disk ----


def _sync(folder: Path) -> None:
    """Make sure that the names in `folder` outlast a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _writing_problem(folder: Path, error: OSError | RuntimeError) -> HealthkgError:
    said = str(error)
    if "Permission denied" in said or "Read-only" in said:
        return StoreProblem("store-unwritable", folder=folder, cause=said.splitlines()[0])
    return opening_problem(folder, error)
