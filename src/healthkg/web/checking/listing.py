"""A text beside what was found in it: its lines with the findings of each; where it is long, those lines and a few."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from healthkg.contribution.fixes.terms import span_at
from healthkg.validation import SEVERITIES, Finding

WHOLE = 300  # lines that are shown with none left out
NEAR = 3  # lines around a finding, of a longer text
WIDE = 400  # letters of a line
SHOWN = 100  # findings: whoever has more begins with these, and a file has them all


@dataclass(frozen=True)
class Told:
    """A finding with its number in the list."""

    number: int
    finding: Finding


@dataclass(frozen=True)
class Piece:
    """A piece of a line; `severity` of what is found there, or none."""

    text: str
    severity: str | None = None


@dataclass(frozen=True)
class Line:
    """A line of the text: its number, its pieces, the findings that stand at it."""

    number: int
    pieces: tuple[Piece, ...]
    told: tuple[Told, ...] = ()

    @property
    def gravest(self) -> str | None:
        """Return the gravest severity of what is found here."""
        found = {one.finding.severity for one in self.told}
        return next((name for name in reversed(SEVERITIES) if name in found), None)


@dataclass(frozen=True)
class Gap:
    """Lines that are left out."""

    first: int
    last: int


def told(findings: Sequence[Finding]) -> list[Told]:
    """Return the findings in their order, numbered; of more than a page shows, the gravest."""
    graver = sorted(range(len(findings)), key=lambda place: -SEVERITIES.index(findings[place].severity))
    kept = sorted(graver[:SHOWN])
    return [Told(number, findings[place]) for number, place in enumerate(kept, 1)]


def seen(text: str) -> str:
    """Return `text` with each sign that cannot be seen by its code, so that no text shows otherwise than it reads."""
    return "".join(f"[U+{ord(char):04X}]" if _is_hidden(char) else char for char in text)


def _is_hidden(char: str) -> bool:
    return char not in "\t\n" and unicodedata.category(char) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp")


def listing(text: str, found: Iterable[Told], at: int | None = None) -> list[Line | Gap]:
    """Return the lines of `text`, with the findings of each; those around them only (and around line `at`), when there
    are many."""
    lines = text.removesuffix("\n").split("\n")
    by_line: Mapping[int, list[Told]] = defaultdict(list)
    for one in found:
        by_line[one.finding.line or 0].append(one)
    wanted = _wanted(len(lines), [*by_line, *([at] if at else [])])
    return list(_listed(text, lines, by_line, wanted))


def _wanted(count: int, marks: Iterable[int]) -> set[int]:
    if count <= WHOLE:
        return set(range(1, count + 1))
    near = {line for mark in marks for line in range(mark - NEAR, mark + NEAR + 1)}
    return {line for line in near if 1 <= line <= count} or set(range(1, NEAR * 4))


def _listed(
    text: str, lines: Sequence[str], by_line: Mapping[int, Sequence[Told]], wanted: set[int]
) -> Iterator[Line | Gap]:
    left, start = 0, 0  # the first line of those that are left out; the offset of the line
    for number, line in enumerate([*lines, ""], 1):
        kept = number in wanted
        if left and (kept or number > len(lines)):
            yield Gap(left, number - 1)
            left = 0
        if kept:
            here = tuple(by_line.get(number, ()))
            yield Line(number, tuple(_pieces(text, start, line, here)), here)
        elif not left and number <= len(lines):
            left = number
        start += len(line) + 1


def _pieces(text: str, start: int, line: str, here: Sequence[Told]) -> Iterator[Piece]:
    """Yield a line, which begins at `start`, in pieces, each term that a finding is about apart."""
    place = 0
    for begin, one in sorted((one.finding.column or 0, one) for one in _by_place(here)):
        if not place < begin <= min(len(line), WIDE):
            continue
        span = span_at(text, start + begin - 1)
        end = min(len(line), WIDE, span[1] - start) if span else begin
        yield Piece(line[place : begin - 1])
        yield Piece(line[begin - 1 : end], one.finding.severity)
        place = end
    rest = line[place:]
    yield Piece(rest if len(rest) <= WIDE else rest[:WIDE] + "…")


def _by_place(here: Iterable[Told]) -> list[Told]:
    """Return one finding a place: the gravest."""
    best: dict[int, Told] = {}
    for one in here:
        held = best.get(one.finding.column or 0)
        if held is None or SEVERITIES.index(one.finding.severity) > SEVERITIES.index(held.finding.severity):
            best[one.finding.column or 0] = one
    return list(best.values())
