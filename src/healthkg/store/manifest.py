"""What a store on disk was made from: the files with their digests, and the software that wrote it.

A store's folder holds generations, each an Oxigraph of its own that nobody changes once it is complete, and the file
`current`, which names one of them. To change a store is to make another generation and to rename one small file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.errors import StoreProblem

if TYPE_CHECKING:
    from healthkg.corpus import Listing

FORM = 3  # of the folder; another number is another layout
CURRENT, MANIFEST, FILES, GENERATIONS = "current", "manifest.json", "files.json", "generations"


@dataclass(frozen=True)
class Manifest:
    """The version of the data, its digest, each file's graph and SHA-256, what wrote the store, and what the files
    looked like from outside (see `Listing`)."""

    version: str
    digest: str
    files: Mapping[str, tuple[str, str]] = field(repr=False)
    engine: str
    stamp: str = field(default="", compare=False)
    form: int = FORM

    def graphs_changed(self, other: Manifest) -> set[str]:
        """Return the graphs of which a file is not the same in `other`, or is in one alone."""
        return {graph for _, (graph, _) in set(self.files.items()) ^ set(other.files.items())}


class _Recorded(Mapping[str, tuple[str, str]]):
    """The files of a generation, which are read when they are first asked for: there may be very many."""

    def __init__(self, generation: Path) -> None:
        self._generation = generation

    @cached_property
    def _read(self) -> dict[str, tuple[str, str]]:
        """Return the files. Raises StoreProblem("store-damaged")."""
        try:
            said = json.loads((self._generation / FILES).read_text("utf-8"))
            return {path: (str(graph), str(digest)) for path, (graph, digest) in said.items()}
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise _damaged(self._generation.parents[1]) from error

    def __getitem__(self, path: str) -> tuple[str, str]:
        return self._read[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


def manifest_of(corpus: Listing) -> Manifest:
    """Return the manifest of a store of `corpus`, made by this software."""
    files = {file.path: (file.graph.value, file.digest) for file in corpus.files}
    return Manifest(corpus.version, corpus.digest, files, engine_version(), corpus.stamp)


def engine_version() -> str:
    """Return the version of the engine that is installed: another may write other files."""
    return f"pyoxigraph {ox.__version__}"


def current(folder: Path) -> Path:
    """Return the generation that is current. Raises StoreProblem: "store-missing" for a folder without one,
    "store-unreadable" for one that may not be read."""
    try:
        name = (folder / CURRENT).read_text("utf-8").strip()
    except PermissionError as error:
        raise _unreadable(folder, error) from error
    except (OSError, UnicodeDecodeError) as error:
        raise StoreProblem("store-missing", folder=folder) from error
    if not name or Path(name).name != name:
        raise _damaged(folder)
    return folder / GENERATIONS / name


def read_manifest(generation: Path) -> Manifest:
    """Return the manifest of a generation; its files are read when they are first asked for.

    Raises StoreProblem: "store-damaged", "store-foreign" (written by other software), "store-unreadable".
    """
    folder = generation.parents[1]
    try:
        said = json.loads((generation / MANIFEST).read_text("utf-8"))
        made, here = (said["engine"], said["form"]), (engine_version(), FORM)
        if made != here:
            raise StoreProblem("store-foreign", folder=folder, made=made[0], form=made[1], here=here[0], own=here[1])
        return Manifest(said["version"], said["digest"], _Recorded(generation), said["engine"], said["stamp"])
    except PermissionError as error:
        raise _unreadable(folder, error) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(folder) from error


def write_manifest(manifest: Manifest, generation: Path) -> None:
    """Write the manifest of a generation, whole: what marks it as finished comes last."""
    _write(dict(manifest.files), generation / FILES)
    _write({name: value for name, value in vars(manifest).items() if name != "files"}, generation / MANIFEST)


def _write(said: Mapping[str, object], path: Path) -> None:
    from healthkg.turtle import write_atomically

    write_atomically(path, f"{json.dumps(said, ensure_ascii=False, indent=1)}\n".encode())


def _damaged(folder: Path) -> StoreProblem:
    return StoreProblem("store-damaged", folder=folder)


def _unreadable(folder: Path, error: PermissionError) -> StoreProblem:
    return StoreProblem("store-unreadable", folder=folder, cause=error.strerror)
