"""What no passage covers: the runs of characters that a document says and nothing cites, by place, never by words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from healthkg import turtle
from healthkg.errors import InputProblem
from healthkg.passages.spans import Passage, read_passages
from healthkg.passages.texts import Text, text_of
from healthkg.prefixes import Registry

MIN_LENGTH = 25
_LINE = re.compile(r"[^\r\n]+")
# White space, and what opens an item of a list: a mark, or a number with its full stop.
_BLANK = r"(?:[\s•◦▪*>–—-]|(?<!\w)\d{1,2}\.(?=\s))*"
_CORE = re.compile(rf"{_BLANK}(.*?){_BLANK}", re.S)


@dataclass(frozen=True)
class Run:
    """Characters of one line that lie in no passage: line and first column from 1, length in characters."""

    line: int
    column: int
    length: int

    @property
    def place(self) -> str:
        """Return `line:column`."""
        return f"{self.line}:{self.column}"


@dataclass(frozen=True)
class Coverage:
    """What passages cover of a document: `share` (0 to 1) of its characters, white space aside, and what they leave."""

    slug: str
    share: float
    runs: tuple[Run, ...]


def coverage(quads: Sequence[turtle.Statement], registry: Registry, texts: Mapping[str, Text]) -> list[Coverage]:
    """Return the coverage of each document that declares the digest of its text, sorted by slug.

    Raises InputProblem when the text of one is not there.
    """
    recorded = read_passages(quads, registry)
    held = {quad.subject for quad in quads if quad.predicate == registry["schema:sha256"]}
    found = []
    for name, document in sorted((registry.shorten(one.value), one) for one in held if isinstance(one, ox.NamedNode)):
        slug = name.removeprefix("id:source-")
        text = text_of(document, quads, registry, texts)
        if text is None:
            raise InputProblem("text-missing", slug=slug)
        own = [passage for passage in recorded if passage.document == name]
        found.append(Coverage(slug, share(text, own), tuple(uncovered(text, own))))
    return found


def uncovered(text: Text, passages: Iterable[Passage]) -> list[Run]:
    """Return the runs of 25 characters or more outside all `passages`, in order; each ends where its line ends.

    White space and the marks that open an item of a list are trimmed first.
    """
    gaps = _gaps(len(text.words), passages)
    pieces = (match for start, end in gaps for match in _LINE.finditer(text.words, start, end))
    cores = (_trimmed(text.words, *piece.span()) for piece in pieces)
    return [_run(text, start, end) for start, end in cores if end - start >= MIN_LENGTH]


def share(text: Text, passages: Iterable[Passage]) -> float:
    """Return the share (0 to 1) of the characters of `text` that `passages` cover, white space aside; 1 when empty."""
    said = _written(text.words)
    left = sum(_written(text.words[start:end]) for start, end in _gaps(len(text.words), passages))
    return 1 - left / said if said else 1.0


def _written(words: str) -> int:
    return sum(not letter.isspace() for letter in words)


def _gaps(length: int, passages: Iterable[Passage]) -> Iterator[tuple[int, int]]:
    """Yield the spans of [0, length) that lie in none of `passages`, which may overlap."""
    reached = 0
    for start, end in sorted((passage.start, passage.end) for passage in passages):
        if start > reached:
            yield reached, min(start, length)
        reached = max(reached, end)
    if reached < length:
        yield reached, length


def _trimmed(words: str, start: int, end: int) -> tuple[int, int]:
    core = _CORE.fullmatch(words, start, end)
    return core.span(1) if core else (start, end)


def _run(text: Text, start: int, end: int) -> Run:
    line = text.line_of(start)
    return Run(line, start - text.line_span(line, line)[0] + 1, end - start)
