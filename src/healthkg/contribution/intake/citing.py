"""The passage of a row: lines and words of the document's text → its node, or what to write instead."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyoxigraph as ox

from healthkg import passages, turtle
from healthkg.contribution.intake.layout import PASSAGE_KINDS
from healthkg.contribution.intake.tables import Cell, Row
from healthkg.contribution.intake.telling import finding
from healthkg.errors import InputProblem
from healthkg.prefixes import Registry
from healthkg.turtle import Statement
from healthkg.validation import Finding

# Where a fault of `locate` is told, and as what: the command line speaks of its options, a workbook of its columns.
_LONG = {"passage-too-long": "intake-passage-long"}


@dataclass(frozen=True)
class Citation:
    """A passage: its node, what describes it (nothing, when the corpus does), and what is wrong with its cells."""

    node: ox.NamedNode | None = None
    triples: tuple[Statement, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Citer:
    """Makes the passages of a document: with its text any, without it whole lines that the corpus cites already."""

    registry: Registry = field(repr=False)
    slug: str
    text: passages.Text | None = field(repr=False)
    described: frozenset[ox.NamedNode] = field(repr=False)
    _made: dict[tuple[str, ...], Citation] = field(default_factory=dict, repr=False)

    def cite(self, row: Row) -> Citation:
        """Return the passage of a row; none when the row gives no line."""
        cells = {kind: row.cells[row.sheet.of_kind(kind).key] for kind in PASSAGE_KINDS}
        said = tuple(cell.text for cell in cells.values())
        if not any(said):
            return Citation()
        found = self._made.get(said) or self._cite(cells)
        if not found.findings:
            self._made[said] = found
        return found

    def _cite(self, cells: dict[str, Cell]) -> Citation:
        line, last = cells["line"], cells["last-line"]
        wrong = [cell for cell in (line, last) if cell.text and not _is_line(cell.text)]
        if wrong or not line.text:
            codes = [("intake-line", cell) for cell in wrong] or [("intake-line-missing", line)]
            return Citation(
                findings=tuple(finding("violation", code, cell.place, text=cell.text) for code, cell in codes)
            )
        lines = int(line.text), int(last.text or line.text)
        return self._without_text(cells, lines) if self.text is None else self._located(self.text, cells, lines)

    def _without_text(self, cells: dict[str, Cell], lines: tuple[int, int]) -> Citation:
        first, last = lines
        place = f"l{first:03}" if first == last else f"l{first:03}-l{last:03}"
        node = self.registry[f"id:passage-{self.slug}-{place}"]
        if node in self.described and not any(cells[kind].text for kind in ("from-word", "to-word", "section")):
            return Citation(node)
        return Citation(findings=(finding("violation", "intake-no-text", cells["line"].place, slug=self.slug),))

    def _located(self, text: passages.Text, cells: dict[str, Cell], lines: tuple[int, int]) -> Citation:
        words = cells["from-word"].text or None, cells["to-word"].text or None
        try:
            passage = passages.locate(text, self.slug, lines, *words)
        except InputProblem as refusal:
            code, data = _LONG.get(refusal.code, refusal.code), {**refusal.data, "text": ""}
            return Citation(findings=(finding("violation", code, _blamed(refusal, cells).place, **data),))
        written = passages.to_turtle(passage, self.registry, cells["section"].text or None)
        return Citation(self.registry[passage.iri], turtle.parse(written, passage.iri))


def _is_line(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 0 < len(text) < 8 and int(text) > 0


def _blamed(refusal: InputProblem, cells: dict[str, Cell]) -> Cell:
    """Return the cell that a fault of `locate` is about."""
    if refusal.code == "words-missing":
        return cells["from-word" if refusal.data["words"] == cells["from-word"].text else "to-word"]
    if refusal.code == "passage-empty" and cells["to-word"].text:
        return cells["to-word"]
    return cells["line"]
