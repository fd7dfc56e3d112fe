"""What the rules find in what was read → the cells that say it, in the words of the headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from healthkg import messages
from healthkg.contribution.intake.stating import Stated
from healthkg.contribution.intake.tables import Cell, Row
from healthkg.prefixes import Registry
from healthkg.turtle import Statement
from healthkg.validation import Finding

_STATED_IN = "hkg:statedIn"
_NAME = re.compile(r"\b[a-z][\w-]*:[A-Za-z]\w*(?:-[\w]+)*")


@dataclass(frozen=True)
class Made:
    """A node that was made, or added to: its short IRI, what states it, the statements that are new."""

    node: str
    stated: Stated
    triples: tuple[Statement | ox.Triple, ...] = field(repr=False)


@dataclass(frozen=True)
class Cells:
    """Which cell says what: by subject, property and value; and which row stands for a node."""

    said: Mapping[tuple[str, str, str], Cell] = field(repr=False)
    rows: Mapping[str, tuple[Row, Cell]] = field(repr=False)

    @classmethod
    def of(cls, every: Iterable[Made], registry: Registry) -> Cells:
        """Return the cells of what was made."""
        said: dict[tuple[str, str, str], Cell] = {}
        rows: dict[str, tuple[Row, Cell]] = {}
        for made in every:
            for (predicate, value), cell in made.stated.said.items():
                said.setdefault((made.node, registry.shorten(predicate.value), _short(value, registry)), cell)
            for passage, cell in made.stated.passages.items():
                said.setdefault((made.node, _STATED_IN, _short(passage, registry)), cell)
                rows.setdefault(_short(passage, registry), (made.stated.row, cell))
            rows.setdefault(made.node, (made.stated.row, made.stated.row.first))
        return cls(said, rows)

    def placed(self, finding: Finding) -> Finding:
        """Return a finding at the cell that it is about, with headings for properties; as it is when there is none."""
        node = next((name for name in _about(finding) if name in self.rows), None)
        if node is None:
            return finding
        row, first = self.rows[node]
        place = (self._cell(finding, node, row) or first).place
        said = {lang: _in_headings(finding.message[lang], row, lang) for lang in messages.LANGUAGES}
        return replace(finding, message=said, file=place.file, line=place.row, column=place.column, cell=place.cell)

    def _cell(self, finding: Finding, node: str, row: Row) -> Cell | None:
        """Return the cell that says the value; that of the property; that of the first property that is spoken of."""
        cell = self.said.get((node, finding.path or "", finding.value or ""))
        if cell and finding.path != "rdf:type":  # the sheet says the type, no cell does
            return cell
        if not any(key[0] == node for key in self.said):
            return None  # a passage: the cell of its first line
        spoken_of = (finding.path or "", *_NAME.findall(finding.message["fr"]))
        columns = (row.sheet.of_property(name) for name in spoken_of)
        return next((row.cells[column.key] for column in columns if column), None)


def _about(finding: Finding) -> Iterator[str]:
    """Yield the nodes that a finding may be about: its subject, its value, those that it names."""
    yield finding.focus
    yield finding.value or ""
    yield from _NAME.findall(finding.message["fr"])


def _short(term: ox.NamedNode | ox.Literal, registry: Registry) -> str:
    return registry.shorten(term.value) if isinstance(term, ox.NamedNode) else str(term)


def _in_headings(message: str, row: Row, lang: str) -> str:
    """Return a rule's sentence with the headings of the row's sheet in place of the properties that they stand for."""
    headings = {column.property: column.headings[lang] for column in reversed(row.sheet.columns) if column.property}
    quoted = {name: messages.text("intake-column", lang, heading=heading) for name, heading in headings.items()}
    return _NAME.sub(lambda match: quoted.get(match[0], match[0]), message)
