"""Every Turtle file of a project as a value, each with its named graph.

One document, one file, one named graph: who states a plain triple is the graph in which it stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from healthkg import turtle
from healthkg.errors import InputProblem
from healthkg.layout import Project, find_project
from healthkg.prefixes import Registry, read_prefixes

HOMES = ("ontology", "reference", "sources", "notes")


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

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the text, as it is read."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class Corpus:
    """The files of a project, in a fixed order.

    `digest` is the SHA-256 of the files as they were read, each with its graph; `lens` says which filters were passed
    since; `possibly_known` names the documents that a filter by date of knowledge left out although they may have been
    published by then.
    """

    project: Project
    registry: Registry = field(repr=False)
    files: tuple[DataFile, ...] = field(repr=False)
    digest: str = ""
    lens: tuple[str, ...] = ()
    possibly_known: tuple[str, ...] = ()

    def quads(self) -> Iterator[ox.Quad]:
        """Yield every statement twice: in its file's named graph, and in the default graph, which is the set of all."""
        for file in self.files:
            for quad in file.triples:
                yield ox.Quad(quad.subject, quad.predicate, quad.object, file.graph)
                yield cast("ox.Quad", quad)

    @cached_property
    def statements(self) -> tuple[turtle.Statement, ...]:
        """Return the statements of all files, without their graphs, in file order."""
        return tuple(quad for file in self.files for quad in file.triples)

    def changed_by(self, files: Iterable[DataFile]) -> Corpus:
        """Return this corpus with `files` in it; each takes the place of the file of the same path."""
        new = {file.path: file for file in files}
        kept = tuple(new.pop(file.path, file) for file in self.files)
        every = (*kept, *new.values())
        return replace(self, files=every, digest=_digest(every))

    @property
    def version(self) -> str:
        """Return the declared version, the first digits of the digest and the filters, as answers and pages show it."""
        return f"{self.project.data_version() or '–'} ({'; '.join((self.digest[:12], *self.lens))})"


def open_corpus(root: Path | None = None) -> Corpus:
    """Read the corpus of the project at `root` (default: the one that is installed, else the checkout).

    Raises InputProblem at the first file that cannot be read or is not Turtle, with its line and column.
    """
    project = find_project(root)
    registry = read_prefixes(project.prefixes)
    files = tuple(read_file(path, project, registry) for path in data_paths(project))
    return Corpus(project, registry, files, _digest(files))


def _digest(files: tuple[DataFile, ...]) -> str:
    said = hashlib.sha256()
    for file in files:
        said.update(f"{file.graph.value}\n{file.text}\n".encode())
    return said.hexdigest()


def data_paths(project: Project) -> list[Path]:
    """Return the Turtle files of the ontology and the data, in a fixed order."""
    ontology = sorted(path for path in project.ontology.rglob("*.ttl") if path.name != "alignments.ttl")
    return ontology + [path for home in HOMES[1:] for path in sorted((project.data / home).glob("*.ttl"))]


def read_file(path: Path, project: Project, registry: Registry) -> DataFile:
    """Read one file into the graph that its folder gives it (a file from elsewhere counts as a source).

    Raises what `read_text` and `parse` raise; InputProblem for a name that cannot be a document's.
    """
    text = turtle.read_text(path)
    home, name = home_of(path, project), project.relative(path)
    try:
        graph = graph_of(path.stem, home, registry)
    except ValueError as error:  # the document's IRI is made of the file's name
        raise InputProblem("file-name", path=path) from error
    return DataFile(name, home, graph, text, turtle.parse(text, name))


def home_of(path: Path, project: Project) -> str:
    """Return the home of a file: the name of its folder, or `ontology`, or `sources` when it lies elsewhere."""
    if path.resolve().is_relative_to(project.ontology.resolve()):
        return "ontology"
    return path.parent.name if path.parent.name in HOMES else "sources"


def graph_of(stem: str, home: str, registry: Registry) -> ox.NamedNode:
    """Return the named graph of a file: the document's own IRI for a source, one shared graph for each other home."""
    return (
        registry[f"id:source-{stem}"]
        if home == "sources"
        else registry[{"ontology": "g:ontologie"}.get(home, f"g:{home}")]
    )
