"""What a store on disk was made from: the files with their digests, and the software that wrote it.

A store's folder holds generations, each an Oxigraph of its own that nobody changes once it is complete, and the file
`current`, which names one of them. To change a store is to make another generation and to rename one small file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path

from healthkg.corpus import Corpus
from healthkg.errors import StoreProblem
from healthkg.turtle import write_atomically

FORM = 1  # of the folder; another number is another layout
CURRENT, MANIFEST, GENERATIONS = "current", "manifest.json", "generations"


@dataclass(frozen=True)
class Manifest:
    """The version of the data, its digest, each file's graph and SHA-256, and what wrote the store."""

    version: str
    digest: str
    files: Mapping[str, tuple[str, str]] = field(repr=False)
    engine: str
    form: int = FORM

    def graphs_changed(self, other: Manifest) -> set[str]:
        """Return the graphs of which a file is not the same in `other`, or is in one alone."""
        return {graph for _, (graph, _) in set(self.files.items()) ^ set(other.files.items())}


def manifest_of(corpus: Corpus) -> Manifest:
    """Return the manifest of a store of `corpus`, made by this software."""
    files = {file.path: (file.graph.value, file.digest) for file in corpus.files}
    return Manifest(corpus.version, corpus.digest, files, engine_version())


def engine_version() -> str:
    """Return the version of the engine that is installed: another may write other files."""
    return f"pyoxigraph {version('pyoxigraph')}"


def current(folder: Path) -> Path:
    """Return the generation that is current. Raises StoreProblem("store-missing") for a folder without one."""
    try:
        name = (folder / CURRENT).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreProblem("store-missing", folder=folder) from error
    if not name or Path(name).name != name:
        raise _damaged(folder)
    return folder / GENERATIONS / name


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of the store in `folder`.

    Raises StoreProblem: "store-missing", "store-damaged", "store-foreign" (written by other software).
    """
    try:
        said = json.loads((current(folder) / MANIFEST).read_text("utf-8"))
        files = {path: (str(graph), str(digest)) for path, (graph, digest) in said["files"].items()}
        found = Manifest(said["version"], said["digest"], files, said["engine"], said["form"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(folder) from error
    if (found.form, found.engine) != (FORM, engine_version()):
        raise StoreProblem("store-foreign", folder=folder, made=found.engine, here=engine_version())
    return found


def write_manifest(manifest: Manifest, generation: Path) -> None:
    """Write the manifest of a generation, whole."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    write_atomically(generation / MANIFEST, f"{text}\n".encode())


def _damaged(folder: Path) -> StoreProblem:
    return StoreProblem("store-damaged", folder=folder)
