"""The part of a Turtle text that states some subjects, cut out: what is wanted of a long text is read in a short one.

Each statement is looked for by its subject at the beginning of a line. A text may be written otherwise, or hold in a
value what looks like a statement: so an excerpt counts only when it says of its subjects all that the text says of
them, in the same order, and no more.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from healthkg.turtle.reading import Statement

_DIRECTIVE = re.compile(r"^[ \t]*(?:@?(?:prefix|base))\b[^\n]*", re.I | re.M)
_PREFIX = re.compile(r"prefix\s+([^\s:]*):\s*<([^>]*)>", re.I)
_BEGIN = re.compile(r"^[^\s#@\[(]+(?=\s)", re.M)
# A statement from its beginning to its full stop, which no name or number goes on after.
_STATEMENT = re.compile(
    r"""(?: [^"'<\#.\\]++ | <[^<>"{}|^`\\\s]*+>
          | \"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
          | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+'
          | \#[^\n]*+ | \.(?![\s\#]|\Z) | \\. )*+\.""",
    re.X | re.S,
)


@dataclass(frozen=True)
class Excerpt:
    """A short text, and where each of its pieces begins in it and in the long one."""

    text: str
    begins: Sequence[int]
    origins: Sequence[int]

    def origin(self, offset: int) -> int:
        """Return where in the long text a place of the short one is."""
        piece = bisect_right(self.begins, offset) - 1
        return self.origins[piece] + offset - self.begins[piece]


def excerpt(text: str, about: Sequence[Statement]) -> Excerpt | None:
    """Return the part of `text` that makes the statements `about`, which are all that it says of their subjects; None
    when it cannot be cut out."""
    subjects = {quad.subject for quad in about}
    pieces = sorted([*_spans(_DIRECTIVE.finditer(text)), *_statements(text, subjects)])
    begins, length = [], 0
    for start, end in pieces:
        begins.append(length)
        length += end - start + 1
    cut = Excerpt("\n".join(text[start:end] for start, end in pieces), begins, [start for start, _ in pieces])
    return cut if _says(cut.text, subjects) == [_plain(quad) for quad in about] else None


def _spans(found: Iterator[re.Match[str]]) -> Iterator[tuple[int, int]]:
    return (match.span() for match in found)


def _statements(text: str, subjects: Container[object]) -> Iterator[tuple[int, int]]:
    """Yield where the statements stand that seem to be about some subjects."""
    prefixes = dict(_PREFIX.findall(text))
    known: dict[str, bool] = {}
    for match in _BEGIN.finditer(text):
        name = match[0]
        if name not in known:
            known[name] = _named(name, prefixes) in subjects
        if known[name] and (whole := _STATEMENT.match(text, match.start())):
            yield whole.span()


def _named(name: str, prefixes: Mapping[str, str]) -> ox.NamedNode | None:
    prefix, colon, local = name.partition(":")
    iri = name[1:-1] if name[0] == "<" else prefixes[prefix] + local if colon and prefix in prefixes else ""
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


def _says(text: str, subjects: Container[object]) -> list[tuple[object, ...]] | None:
    """Return what a text says of some subjects; None when it is not Turtle."""
    try:
        return [_plain(quad) for quad in ox.parse(text, format=ox.RdfFormat.TURTLE) if quad.subject in subjects]
    except SyntaxError:
        return None


def _plain(quad: Statement) -> tuple[object, ...]:
    """Return a statement without the name that a reading made up for a node."""
    return quad.subject, quad.predicate, None if isinstance(quad.object, ox.BlankNode) else quad.object
