"""Every Turtle file of a project as a value, each with its named graph.

One document, one file, one named graph: who states a plain triple is the graph in which it stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from healthkg import turtle
from healthkg.corpus.listing import Listing, home_of, named, placed, stamp_of
from healthkg.layout import Project, find_project
from healthkg.prefixes import Registry, read_prefixes


@dataclass(frozen=True)
class DataFile:
    """One file: its path from the project's root, its home (one of HOMES), its graph, its text and statements.

    Where its statements are but a part of what the text states, `whole` is the file with all of them.
    """

    path: str
    home: str
    graph: ox.NamedNode
    text: str = field(repr=False)
    triples: tuple[turtle.Statement, ...] = field(repr=False)
    whole: DataFile | None = field(default=None, repr=False, compare=False)

    @property
    def slug(self) -> str:
        """Return the file's name without its ending: for a source, the document's slug."""
        return self.path.rpartition("/")[2].removesuffix(".ttl")

    @cached_property
    def positions(self) -> Mapping[ox.Triple, turtle.Position]:
        """Return where the statements stand in the text, which is found out when it is first asked."""
        return self.whole.positions if self.whole else turtle.positions(self.text, self.triples)

    def places(self, subjects: Collection[object]) -> Mapping[ox.Triple, turtle.Position]:
        """Return where what is said of some subjects stands, at least; all places, once they are known."""
        whole = self.whole or self
        if "positions" in whole.__dict__:
            return whole.positions
        return turtle.positions_about(whole.text, whole.triples, subjects)

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the text, as it is read."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class Corpus(Listing):
    """The files of a project, read, in a fixed order.

    `digest` is the SHA-256 of the files as they were read, each with its graph; `lens` says which filters were passed
    since; `possibly_known` names the documents that a filter by date of knowledge left out although they may have been
    published by then.
    """

    files: tuple[DataFile, ...] = field(repr=False)
    lens: tuple[str, ...] = ()
    possibly_known: tuple[str, ...] = ()

    @cached_property
    def statements(self) -> tuple[turtle.Statement, ...]:
        """Return the statements of all files, without their graphs, in file order."""
        return tuple(quad for file in self.files for quad in file.triples)

    @cached_property
    def paths(self) -> frozenset[str]:
        """Return where the files lie."""
        return frozenset(file.path for file in self.files)

    @cached_property
    def graphs(self) -> frozenset[ox.NamedNode]:
        """Return the named graphs of the files."""
        return frozenset(file.graph for file in self.files)

    def changed_by(self, files: Iterable[DataFile]) -> Corpus:
        """Return this corpus with `files` in it; each takes the place of the file of the same path."""
        new = {file.path: file for file in files}
        kept = tuple(new.pop(file.path, file) for file in self.files)
        every = (*kept, *new.values())
        return replace(self, files=every, digest=_digest(every), stamp="")

    @property
    def version(self) -> str:
        """Return the declared version, the first digits of the digest and the filters, as answers and pages show it."""
        return self.called(*self.lens)


def open_corpus(root: Path | None = None) -> Corpus:
    """Read the corpus of the project at `root` (default: the one that is installed, else the checkout).

    Raises InputProblem at the first file that cannot be read or is not Turtle, with its line and column.
    """
    project = find_project(root)
    registry, stamp = read_prefixes(project.prefixes), stamp_of(project)
    files = tuple(
        _read(path, path.relative_to(project.root).as_posix(), home, registry) for path, home in placed(project)
    )
    return Corpus(project, registry, files, _digest(files), stamp)


def _digest(files: tuple[DataFile, ...]) -> str:
    said = hashlib.sha256()
    for file in files:
        said.update(f"{file.graph.value}\n{file.text}\n".encode())
    return said.hexdigest()


def read_file(path: Path, project: Project, registry: Registry) -> DataFile:
    """Read one file into the graph that its folder gives it (a file from elsewhere counts as a source).

    Raises what `read_text` and `parse` raise; InputProblem for a name that cannot be a document's.
    """
    return _read(path, project.relative(path), home_of(path, project), registry)


def _read(path: Path, name: str, home: str, registry: Registry) -> DataFile:
    text = turtle.read_text(path)
    return DataFile(name, home, named(path, home, registry), text, turtle.parse(text, name))
