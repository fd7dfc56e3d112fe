"""Strict reading: what Oxigraph's parser refuses is refused, at its line and column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, cast

import pyoxigraph as ox

from healthkg.errors import InputProblem, LimitReached
from healthkg.turtle import disguises, mishaps, nesting


class Statement(Protocol):
    """A pyoxigraph Quad as this project reads it: RDF 1.1, without triple terms."""

    subject: ox.NamedNode | ox.BlankNode
    predicate: ox.NamedNode
    object: ox.NamedNode | ox.BlankNode | ox.Literal
    graph_name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph
    triple: ox.Triple


MAX_BYTES = 64 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"
MAX_DEPTH = 100  # brackets in brackets: what people write has two or three
_NESTING = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG)
_CITING = ("<<", "{|", "~")  # without one of them Turtle has no triple in a triple
_POSITION = re.compile(r"^Parser error at line \d+ (?:between columns? \d+ and (?:columns? )?\d+|column \d+)[^:]*: ?")


def read_text(path: Path) -> str:
    """Return the text of a regular UTF-8 file, without its byte-order mark.

    Raises InputProblem: missing, a folder, not a regular file, an archive, another kind of file, not UTF-8;
    LimitReached: too large, unread.
    """
    return decode(read_bytes(path), path)


def read_bytes(path: Path, most: int = MAX_BYTES, too_large: str = "file-too-large") -> bytes:
    """Return what a regular file holds.

    Raises InputProblem: missing, a folder, not a regular file, unreadable; LimitReached(`too_large`): more than `most`
    bytes, unread.
    """
    try:
        if path.is_dir():
            raise InputProblem("file-is-folder", path=path)
        if not path.exists():
            raise InputProblem("file-missing", path=path)
        if not path.is_file():
            raise InputProblem("file-not-regular", path=path)
        if path.stat().st_size > most:
            raise LimitReached(too_large, path=path, limit=most // 1024 // 1024)
        return path.read_bytes()
    except OSError as error:
        raise InputProblem("file-unreadable", path=path, cause=error.strerror) from error


def decode(content: bytes, path: Path | str) -> str:
    """Return the text that `content` is, without its byte-order mark; `path` is what a fault calls it.

    Raises InputProblem: an archive, another kind of file, not UTF-8.
    """
    if kind := disguises.looks_like(content):
        raise InputProblem("turtle-foreign", path=path, kind=kind)
    if disguises.is_archive(content):
        raise InputProblem("file-archive", path=path)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputProblem("file-utf16", path=path)
    if b"\0" in content:
        raise InputProblem("file-binary", path=path)
    try:
        return content.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = f"0x{content[error.start]:02X}"
        raise InputProblem("file-not-utf8", path=path, line=line, byte=byte) from error


def parse(text: str, path: Path | str, media: ox.RdfFormat = ox.RdfFormat.TURTLE) -> tuple[Statement, ...]:
    """Return the statements of `text` in file order, lexical forms untouched; duplicates are kept.

    Raises what `stream` raises.
    """
    return tuple(stream(text, path, media))


def stream(text: str, path: Path | str, media: ox.RdfFormat = ox.RdfFormat.TURTLE) -> Iterator[Statement]:
    """Yield the statements of `text` as they are read: those before a fault come before it is told.

    Raises InputProblem: the likely cause of a syntax error (`turtle-…`) with line, column and the line itself;
    "triple-term" for RDF 1.2. Raises LimitReached: nested too deep, a value too long.
    """
    if text.count("[") + text.count("(") > MAX_DEPTH and media in _NESTING and nesting.deepest(text) > MAX_DEPTH:
        raise LimitReached("nested-too-deep", path=path, limit=MAX_DEPTH)
    may_cite = media != ox.RdfFormat.TURTLE or any(sign in text for sign in _CITING)
    try:
        for quad in ox.parse(text.encode(), format=media):
            if may_cite and isinstance(quad.object, ox.Triple):
                line = text.count("\n", 0, nesting.first_cited(text)) + 1
                raise InputProblem("triple-term", path=path, line=line)
            yield cast("Statement", quad)
    except SyntaxError as error:
        raise _syntax_fault(error, text, path, media) from error
    except MemoryError as error:  # the parser's, for a value that passes its buffer of 16 MiB
        raise LimitReached("value-too-long", path=path, limit=16) from error


def _syntax_fault(error: SyntaxError, text: str, path: Path | str, media: ox.RdfFormat) -> InputProblem:
    """Return what a person should look at: the likely cause at its place, else the parser's words at its own."""
    start = _offset(text, error.lineno or 1, error.offset or 1)
    said = _POSITION.sub("", error.msg)
    end = _offset(text, error.end_lineno or 1, error.end_offset or 1)
    found = mishaps.cause_of(mishaps.Stop(text, start, end, said)) if media == ox.RdfFormat.TURTLE else None
    found = found or mishaps.Cause("turtle-syntax", start, {"cause": said})
    line, column = text.count("\n", 0, found.offset) + 1, found.offset - text.rfind("\n", 0, found.offset)
    lines = text.split("\n")
    return InputProblem(
        found.code, path=path, line=line, column=column, excerpt=lines[line - 1].rstrip("\r"), **found.data
    )


def _offset(text: str, line: int, column: int) -> int:
    """Return the offset of a place; of the end of the text for one beyond it."""
    start = sum(len(one) + 1 for one in text.split("\n")[: line - 1])
    return min(start + column - 1, len(text))
