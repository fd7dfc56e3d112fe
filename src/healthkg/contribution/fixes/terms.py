"""Where a term is written: the characters of a Turtle file that one finding points at."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Turtle 1.1, 6.5: the forms that an object or a predicate takes in our files, the longest first.
_STRING = r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
_NAME = r"[\w-]*:(?:[\w:%-]|\.(?=[\w:%-]))*"
_TERM = re.compile(
    rf"(?:{_STRING})(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^(?:<[^>\n]*>|{_NAME}))?"
    rf"|<[^>\n]*>|{_NAME}|[+-]?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?|true|false|a\b",
    re.DOTALL,
)
# As much of a file as cannot be read by halves: a term, or a comment.
_ANY = re.compile(rf"{_TERM.pattern}|#[^\n]*", re.DOTALL)


def offset_of(text: str, line: int, column: int) -> int:
    """Return the offset of a place, both counted from 1."""
    return sum(len(one) + 1 for one in text.split("\n")[: line - 1]) + column - 1


def span_at(text: str, offset: int) -> tuple[int, int] | None:
    """Return where the term that begins at `offset` begins and ends; None when none begins there."""
    match = _TERM.match(text, offset)
    return match.span() if match else None


def spans_of(text: str, *names: str) -> Iterator[tuple[int, int]]:
    """Yield where any of these terms is written; what stands inside texts and comments is none."""
    for match in _ANY.finditer(text):
        if match.group() in names:
            yield match.span()
