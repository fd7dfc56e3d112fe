"""The files that a site rests on: read, or lying where they are until something needs one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Protocol

import pyoxigraph as ox

from healthkg.corpus import Corpus, DataFile, open_corpus, read_file
from healthkg.corpus.listing import home_of
from healthkg.store import Stored
from healthkg.turtle import read_text

Node = ox.NamedNode | ox.BlankNode


class Files(Protocol):
    """The files of a corpus, by their graphs."""

    @property
    def corpus(self) -> Corpus:
        """Return the corpus with all files, read."""

    @property
    def documents(self) -> Mapping[ox.NamedNode, str]:
        """Return the documents that have a file, each with its slug."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the path of every file, from the project's root."""

    def of(self, graph: ox.NamedNode, naming: Node | None = None) -> Iterator[DataFile]:
        """Yield the files that state something in `graph`, read; those alone that name a node, if one is given."""


@dataclass(frozen=True)
class FilesRead:
    """The files of a corpus that was read whole."""

    corpus: Corpus

    @property
    def documents(self) -> Mapping[ox.NamedNode, str]:
        """Return the documents that have a file, each with its slug."""
        return {file.graph: file.slug for file in self.corpus.files if file.home == "sources"}

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the path of every file, from the project's root."""
        return tuple(file.path for file in self.corpus.files)

    def of(self, graph: ox.NamedNode, naming: Node | None = None) -> Iterator[DataFile]:
        """Yield the files that state something in `graph`; those alone that name a node, if one is given."""
        return (file for file in self.corpus.files if file.graph == graph and _names(file.text, naming))


@dataclass(frozen=True)
class FilesOnDisk:
    """The files that a store on disk was made from, of which its manifest tells; none is read before it is needed."""

    store: Stored = field(repr=False)
    _texts: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    _read: dict[str, DataFile] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def corpus(self) -> Corpus:
        """Return the corpus with all files, which are read now."""
        return open_corpus(self.store.project.root)

    @property
    def unread(self) -> Corpus:
        """Return the corpus without its files: what it is called, its digest, its project."""
        return Corpus(self.store.project, self.store.registry, (), self.store.manifest.digest)

    @property
    def documents(self) -> Mapping[ox.NamedNode, str]:
        """Return the documents that have a file, each with its slug."""
        project, files = self.store.project, self.store.manifest.files
        sources = (path for path in files if home_of(project.root / path, project) == "sources")
        return {ox.NamedNode(files[path][0]): PurePosixPath(path).stem for path in sources}

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the path of every file, from the project's root."""
        return tuple(self.store.manifest.files)

    def of(self, graph: ox.NamedNode, naming: Node | None = None) -> Iterator[DataFile]:
        """Yield the files that state something in `graph`, if they are what they were when the store was made; those
        alone that name a node, if one is given: no other is parsed."""
        for path, (name, digest) in self.store.manifest.files.items():
            if name == graph.value and _names(self._text(path), naming) and self._file(path).digest == digest:
                yield self._file(path)

    def _text(self, path: str) -> str:
        if path not in self._texts:
            self._texts[path] = read_text(self.store.project.root / path)
        return self._texts[path]

    def _file(self, path: str) -> DataFile:
        if path not in self._read:
            self._read[path] = read_file(self.store.project.root / path, self.store.project, self.store.registry)
        return self._read[path]


def _names(text: str, node: Node | None) -> bool:
    """Say whether a file may name a node: what stands after the last slash or hash of its IRI is somewhere in it."""
    return not isinstance(node, ox.NamedNode) or re.split(r"[#/]", node.value)[-1] in text
