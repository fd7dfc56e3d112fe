"""A corpus → a store on disk, whole or not at all: what is being made lies aside until one rename shows it."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from healthkg.corpus import Corpus
from healthkg.errors import HealthkgError, StoreProblem
from healthkg.store import locks
from healthkg.store.embedded import Store, compute
from healthkg.store.manifest import (
    CURRENT,
    GENERATIONS,
    Manifest,
    current,
    manifest_of,
    read_manifest,
    write_manifest,
)
from healthkg.store.stored import opening_problem
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


def load(corpus: Corpus, folder: Path, *, anew: bool = False, patience: float = 0) -> Loaded:
    """Make the store in `folder` hold `corpus`: only the graphs of changed files are written, unless `anew` or unless
    the store there cannot be read. Whoever reads it goes on with what it was.

    Raises StoreProblem: "store-busy" (another writer, for longer than `patience` seconds), "store-full",
    "store-unwritable", "store-not-folder"; the store is then as it was.
    """
    try:
        (folder / GENERATIONS).mkdir(parents=True, exist_ok=True)
        with locks.writing(folder, patience):
            return _loaded(corpus, folder, anew)
    except (FileExistsError, NotADirectoryError) as error:
        raise StoreProblem("store-not-folder", folder=folder) from error
    except (OSError, RuntimeError) as error:
        raise _writing_problem(folder, error) from error


def _loaded(corpus: Corpus, folder: Path, anew: bool) -> Loaded:
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
        return read_manifest(folder)
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
            unfinished |= not (generation / "manifest.json").is_file()
            shutil.rmtree(generation, ignore_errors=True)
    return unfinished


# ---- Writing a generation ----


def _write(corpus: Corpus, generation: Path, base: Path | None, changed: set[str]) -> None:
    """Make `generation`, on the `base` of another when there is one: its files are shared, not copied."""
    if base:
        _share(base, generation)
    engine = ox.Store(str(generation))
    store = Store(engine, corpus.registry, corpus.project, corpus.version)
    if base:
        _uncompute(store)
        for graph in sorted(changed):
            _replace(engine, ox.NamedNode(graph), _stated(corpus, graph))
    else:
        engine.bulk_extend(corpus.quads())
    compute(store)
    engine.flush()


def _share(base: Path, generation: Path) -> None:
    """Begin `generation` with what `base` holds: its tables, which never change, by a second name where the disk knows
    such; the rest as copies."""
    generation.mkdir()
    for file in base.iterdir():
        if file.suffix == ".sst":
            try:
                os.link(file, generation / file.name)
                continue
            except OSError:
                pass  # a file system without second names: copied
        if file.name not in ("LOCK", "LOG", "readers", "manifest.json"):
            shutil.copy2(file, generation / file.name)


def _stated(corpus: Corpus, graph: str) -> set[ox.Triple]:
    return {quad.triple for file in corpus.files if file.graph.value == graph for quad in file.triples}


def _replace(engine: ox.Store, graph: ox.NamedNode, wanted: set[ox.Triple]) -> None:
    """Make `graph` state what is wanted, and the default graph with it: the set of what all graphs state."""
    known = {quad.triple for quad in engine.quads_for_pattern(None, None, None, graph)}
    for triple in known - wanted:
        _remove(engine, triple, graph)
    came = wanted - known
    engine.extend(quad for triple in came for quad in _twice(triple, graph))


def _remove(engine: ox.Store, triple: ox.Triple, graph: ox.NamedNode) -> None:
    subject, predicate, value = triple.subject, triple.predicate, triple.object
    engine.remove(ox.Quad(subject, predicate, value, graph))
    others = engine.quads_for_pattern(subject, predicate, value)
    if all(quad.graph_name == _DEFAULT for quad in others):
        engine.remove(ox.Quad(subject, predicate, value))


def _twice(triple: ox.Triple, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)
    yield ox.Quad(triple.subject, triple.predicate, triple.object)


def _uncompute(store: Store) -> None:
    """Take the computed graph out: it is made anew of what the others will state."""
    graph = store.registry["g:calcule"]
    for quad in list(store.engine.quads_for_pattern(None, None, None, graph)):
        _remove(store.engine, quad.triple, graph)


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
