"""What was read, joined to the corpus: one contribution; and the files that it would be, each in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from healthkg import turtle
from healthkg.contribution.canonical import with_dates
from healthkg.contribution.gate import admit
from healthkg.contribution.intake.making import Making
from healthkg.contribution.intake.things import Thing
from healthkg.corpus import Corpus, DataFile
from healthkg.corpus.listing import graph_of
from healthkg.errors import InputProblem
from healthkg.validation import Finding


@dataclass(frozen=True)
class Joined:
    """The corpus with an import in it: the document's file with all that was read, what the gate refuses of it, and the
    texts of the files that it would be, from `data/turtle`: what new things are goes to the reference."""

    corpus: Corpus
    file: DataFile
    files: Mapping[str, str] = field(repr=False)
    refused: tuple[Finding, ...] = ()


def file_of(corpus: Corpus, slug: str) -> DataFile:
    """Return the file of a document; an empty one when there is none yet. Raises InputProblem for `#` comments."""
    return _held(corpus, "sources", slug) or DataFile(
        _path(corpus, "sources", slug), "sources", graph_of(slug, "sources", corpus.registry), "", ()
    )


def join(corpus: Corpus, held: DataFile, making: Making, new: Iterable[Thing]) -> Joined:
    """Return the corpus with what was made of the rows in it; with new things, the gate says what goes where.

    Raises InputProblem for `#` comments in a file of the reference that would be written.
    """
    added = [triple for made in making.made for triple in made.triples]
    file = _with(corpus, held, added)
    things = {thing.node: thing for thing in new}
    if not things:
        return Joined(with_dates(corpus.changed_by([file])), file, {f"sources/{file.slug}.ttl": file.text})
    admitted = admit(corpus, file)
    named = [triple for triple in admitted.new if triple.subject in things]
    stated = [quad for quad in file.triples if quad.triple not in set(named)]
    files = {f"sources/{file.slug}.ttl": turtle.canonical(stated, corpus.registry)}
    for name in sorted({thing.kind.file for thing in things.values()}):
        own = [
            triple
            for triple in named
            if isinstance(node := triple.subject, ox.NamedNode) and things[node].kind.file == name
        ]
        known = _held(corpus, "reference", name)
        files[f"reference/{name}.ttl"] = turtle.canonical([*(known.triples if known else ()), *own], corpus.registry)
    return Joined(admitted.corpus, file, files, admitted.refused)


def _with(corpus: Corpus, held: DataFile, added: Iterable[turtle.Statement | ox.Triple]) -> DataFile:
    """Return a file with more statements, in canonical form."""
    text = turtle.canonical([*held.triples, *added], corpus.registry)
    return replace(held, text=text, triples=turtle.parse(text, held.path))


def _held(corpus: Corpus, home: str, name: str) -> DataFile | None:
    """Return a file of the corpus, None if there is none. Raises InputProblem for `#` comments: they would be lost."""
    path = _path(corpus, home, name)
    held = next((file for file in corpus.files if file.path == path), None)
    if held and (lines := turtle.comment_lines(held.text)):
        raise InputProblem("format-comments", path=path, line=lines[0], lines=", ".join(map(str, lines)))
    return held


def _path(corpus: Corpus, home: str, name: str) -> str:
    return corpus.project.relative(corpus.project.data / home / f"{name}.ttl")
