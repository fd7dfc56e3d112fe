"""A store on disk, opened to be read: no file of the corpus is parsed, and the first answer comes at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from healthkg.corpus import data_paths, digest_of, stamp_of
from healthkg.errors import StoreProblem
from healthkg.layout import Project
from healthkg.prefixes import read_prefixes
from healthkg.store import locks
from healthkg.store.embedded import Store
from healthkg.store.manifest import Manifest, current, read_manifest


@dataclass(frozen=True)
class Stored(Store):
    """A Store whose engine reads from a folder; it holds its `generation` for as long as it lives."""

    manifest: Manifest = field(kw_only=True)
    generation: Path = field(kw_only=True)
    held: locks.Held = field(kw_only=True, repr=False)

    def outdated(self) -> list[str]:
        """Return the files of the project that are not as they were when the store was made, new and gone included.
        Where they look from outside as they did, none is read."""
        if self.manifest.stamp == stamp_of(self.project):
            return []
        root = self.project.root
        found = {path.relative_to(root).as_posix(): digest_of(path.read_bytes()) for path in data_paths(self.project)}
        known = {path: digest for path, (_, digest) in self.manifest.files.items()}
        return sorted(path for path in found.keys() | known.keys() if found.get(path) != known.get(path))


def open_stored(folder: Path, project: Project) -> Stored:
    """Return the store in `folder`, to be read with the queries of `project`.

    Raises StoreProblem: "store-missing", "store-damaged", "store-foreign", "store-unreadable".
    """
    generation, held = held_generation(folder)
    manifest = read_manifest(generation)
    try:
        engine = ox.Store.read_only(str(generation))
    except (OSError, RuntimeError) as error:  # RuntimeError: what the engine calls corruption
        raise opening_problem(folder, error) from error
    registry, said = read_prefixes(project.prefixes), manifest.version
    return Stored(engine, registry, project, said, manifest=manifest, generation=generation, held=held)


def held_generation(folder: Path) -> tuple[Path, locks.Held]:
    """Return the generation that is current, and the hold on it. Raises StoreProblem: "store-missing", "store-damaged",
    "store-unreadable"."""
    while True:
        generation = current(folder)
        held = locks.Held(generation)
        if current(folder) == generation:  # else a load came between, and perhaps cleared it away
            return generation, held
        held.close()


def opening_problem(folder: Path, error: Exception) -> StoreProblem:
    """Return what a person can do about a store that does not open."""
    said = str(error)
    if "Too many open files" in said:
        return StoreProblem("store-files", folder=folder)
    if "No space left" in said:
        return StoreProblem("store-full", folder=folder)
    if "Permission denied" in said or "Read-only file system" in said:
        return StoreProblem("store-unreadable", folder=folder, cause=said.splitlines()[0])
    return StoreProblem("store-damaged", folder=folder)
