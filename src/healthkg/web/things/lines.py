"""A document line by line: what is cited, what rests on it, why the rest is not; its words, if they are here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from healthkg.passages import Passage, Text
    from healthkg.web.things.facts import Fact

_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Piece:
    """A line of the text, or a part of one: cited or not."""

    words: str
    cited: bool


@dataclass(frozen=True)
class Stretch:
    """Some lines: from, to; their words, where there are; the facts that begin there; why nothing is cited, if so."""

    first: int
    last: int
    section: str
    pieces: tuple[Piece, ...]
    facts: tuple[Fact, ...]
    reasons: tuple[str, ...] = ()


def cited_lines(passages: Iterable[Passage], lines: int) -> list[int]:
    """Return for each line how many passages stand on it."""
    on = Counter(line for one in passages for line in range(one.first_line, one.last_line + 1))
    return [on[line] for line in range(1, lines + 1)]


def stretches(
    passages: Sequence[Passage],
    facts: Iterable[Fact],
    text: Text | None,
    sections: Mapping[int, str],
    reasons: Mapping[int, str],
) -> list[Stretch]:
    """Return the lines of a document: each of them where there is its text, else those that are cited, and what rests
    on what begins there. `passages` are those that stand where they are cited."""
    starting: dict[int, list[Fact]] = {}
    for fact in facts:
        starting.setdefault(fact.line, []).append(fact)
    spans = line_spans(text) if text else []
    last = {one.first_line: one.last_line for one in sorted(passages, key=lambda one: one.last_line)}
    found, heading = [], ""
    for line in range(1, max([len(spans), *starting, *last]) + 1):
        pieces = _pieces(text, passages, spans[line - 1]) if text and line <= len(spans) else ()
        told = tuple(starting.get(line, ()))
        if told or any(piece.words.strip() for piece in pieces):
            under = sections.get(line, "")
            reason = (reasons[line],) if line in reasons else ()
            found.append(Stretch(line, last.get(line, line), under if under != heading else "", pieces, told, reason))
            heading = under or heading
    return found


def line_spans(text: Text) -> list[tuple[int, int]]:
    """Return where each line of a text begins and ends, without its line break."""
    breaks = [*_BREAK.finditer(text.words)]
    begins = [0, *(one.end() for one in breaks)]
    return list(zip(begins, [*(one.start() for one in breaks), len(text.words)], strict=True))


def _pieces(text: Text, passages: Iterable[Passage], span: tuple[int, int]) -> tuple[Piece, ...]:
    """Return a line in pieces, each cited or not."""
    start, end = span
    marks = [(max(one.start, start), min(one.end, end)) for one in passages if one.start < end and one.end > start]
    edges = sorted({start, end, *(edge for mark in marks for edge in mark)})
    return tuple(
        Piece(text.words[a:b], any(first <= a and b <= last for first, last in marks)) for a, b in pairwise(edges)
    )
