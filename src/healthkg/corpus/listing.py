"""The Turtle files of a project as a list: where each lies, its named graph, its digest; each is read when it is asked.

So a corpus of any size passes through a memory that holds one file. A Corpus is a listing whose files were all read.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

import pyoxigraph as ox

from healthkg.errors import InputProblem
from healthkg.layout import Project, find_project
from healthkg.prefixes import Registry, read_prefixes

if TYPE_CHECKING:
    from healthkg import turtle

HOMES = ("ontology", "reference", "sources", "notes")


class Turtle(Protocol):
    """A file: its path from the project's root, its named graph, the SHA-256 of its text, its statements."""

    @property
    def path(self) -> str: ...
    @property
    def graph(self) -> ox.NamedNode: ...
    @property
    def digest(self) -> str: ...
    @property
    def triples(self) -> Iterable[turtle.Statement]: ...


@dataclass(frozen=True)
class Listed:
    """A file that lies where it is, at `place`; it is read each time that its statements are asked for."""

    path: str
    graph: ox.NamedNode
    digest: str
    place: Path = field(repr=False)

    @property
    def triples(self) -> Iterator[turtle.Statement]:
        """Yield the statements. Raises what `read_text` and `stream` raise; InputProblem("file-changed") when the file
        is not what it was when it was listed."""
        from healthkg import turtle

        content = turtle.read_bytes(self.place)
        if digest_of(content) != self.digest:
            raise InputProblem("file-changed", path=self.place)
        return turtle.stream(turtle.decode(content, self.place), self.path)


@dataclass(frozen=True)
class Listing:
    """The files of a project, in a fixed order; `digest` is the SHA-256 of them all, each with its graph; `stamp` what
    they looked like from outside just before they were read (empty: nobody looked)."""

    project: Project
    registry: Registry = field(repr=False)
    files: tuple[Turtle, ...] = field(repr=False)
    digest: str = ""
    stamp: str = field(default="", compare=False)

    def quads(self) -> Iterator[ox.Quad]:
        """Yield every statement twice: in its file's named graph, and in the default graph, which is the set of all."""
        for file in self.files:
            graph = file.graph
            for quad in file.triples:
                yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
                yield cast("ox.Quad", quad)

    @property
    def version(self) -> str:
        """Return the declared version and the first digits of the digest, as answers and pages show it."""
        return self.called()

    def called(self, *more: str) -> str:
        """Return the version with what else is to be said of it."""
        return f"{self.project.data_version() or '–'} ({'; '.join((self.digest[:12], *more))})"


def list_corpus(root: Path | None = None) -> Listing:
    """Return the files of the project at `root` (default: the one that is installed, else the checkout), each read once
    for its digest; whether they are Turtle shows when they are read.

    Raises InputProblem: a file that cannot be read, or whose name cannot be a document's.
    """
    import hashlib

    from healthkg import turtle

    project = find_project(root)
    registry, stamp = read_prefixes(project.prefixes), stamp_of(project)
    files, every = [], hashlib.sha256()
    for path, home in placed(project):
        content, graph = turtle.read_bytes(path), named(path, home, registry)
        for part in (graph.value.encode(), b"\n", content.removeprefix(codecs.BOM_UTF8), b"\n"):
            every.update(part)
        files.append(Listed(path.relative_to(project.root).as_posix(), graph, digest_of(content), path))
    return Listing(project, registry, tuple(files), every.hexdigest(), stamp)


def stamp_of(project: Project) -> str:
    """Return what the files look like from outside: the same for as long as nobody writes to one of them, adds one or
    takes one away; told without reading them."""
    count = latest = said = 0
    for place, _ in _places(project):
        with contextlib.suppress(OSError):  # what is not there is seen by its absence
            seen = os.stat(place)  # noqa: PTH116
            count, latest = count + 1, max(latest, seen.st_ctime_ns)
            said = zlib.crc32(f"{place}\0{seen.st_size}\0{seen.st_mtime_ns}\0{seen.st_ctime_ns}\n".encode(), said)
    return f"{count} {latest} {said:08x}"  # whoever writes makes a later time


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of the text that a file holds, which a byte-order mark is no part of."""
    import hashlib

    return hashlib.sha256(content.removeprefix(codecs.BOM_UTF8)).hexdigest()


def placed(project: Project) -> Iterator[tuple[Path, str]]:
    """Yield the Turtle files of the ontology and the data with their homes, in a fixed order."""
    return ((Path(place), home) for place, home in _places(project))


def _places(project: Project) -> Iterator[tuple[str, str]]:
    """Yield where the files lie, and their homes: of many thousand, a Path for each takes longer than to look at it."""
    for path in sorted(path for path in project.ontology.rglob("*.ttl") if path.name != "alignments.ttl"):
        yield str(path), "ontology"
    for home in HOMES[1:]:
        folder = project.data / home
        names = os.listdir(folder) if folder.is_dir() else []  # noqa: PTH208
        yield from ((f"{folder}{os.sep}{name}", home) for name in sorted(names) if name.endswith(".ttl"))


def data_paths(project: Project) -> list[Path]:
    """Return the Turtle files of the ontology and the data, in a fixed order."""
    return [path for path, _ in placed(project)]


def home_of(path: Path, project: Project) -> str:
    """Return the home of a file: the name of its folder, or `ontology`, or `sources` when it lies elsewhere."""
    if path.resolve().is_relative_to(project.ontology.resolve()):
        return "ontology"
    return path.parent.name if path.parent.name in HOMES else "sources"


def named(path: Path, home: str, registry: Registry) -> ox.NamedNode:
    """Return the named graph of a file. Raises InputProblem("file-name") for a name that cannot be a document's."""
    try:
        return graph_of(path.stem, home, registry)
    except ValueError as error:  # the document's IRI is made of the file's name
        raise InputProblem("file-name", path=path) from error


def graph_of(stem: str, home: str, registry: Registry) -> ox.NamedNode:
    """Return the named graph of a file: the document's own IRI for a source, one shared graph for each other home."""
    return (
        registry[f"id:source-{stem}"]
        if home == "sources"
        else registry[{"ontology": "g:ontologie"}.get(home, f"g:{home}")]
    )
