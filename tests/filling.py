"""A workbook filled as a steward fills it: by headings, in rows."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pyoxigraph as ox
from openpyxl.worksheet.worksheet import Worksheet

from healthkg import turtle
from healthkg.contribution.intake import Intake, import_facts
from healthkg.contribution.intake.layout import sheets
from healthkg.corpus import Corpus
from miniature import TEXTS

SLUG = "bilan-alpha"
PLACE = f"data/turtle/sources/{SLUG}.ttl"
FIRST = 4  # the row after headings, explanations and one example
Line = Mapping[str, Any]


def headings(sheet: Worksheet) -> dict[str, int]:
    """Return heading → column, without the star of what is required."""
    return {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[1] if cell.value}


def put(sheet: Worksheet, *rows: Line, first: int = FIRST) -> None:
    """Write rows under the headings."""
    columns = headings(sheet)
    for number, row in enumerate(rows, first):
        for heading, value in row.items():
            sheet.cell(number, columns[heading]).value = value


@dataclass(frozen=True)
class Desk:
    """A corpus, a folder to work in, and the templates."""

    corpus: Corpus
    folder: Path
    blank: Mapping[str, bytes] = field(repr=False)

    def book(self, lang: str = "fr") -> openpyxl.Workbook:
        """Return the template, to be filled."""
        return openpyxl.load_workbook(io.BytesIO(self.blank[lang]))

    def filled(self, sheets: Mapping[str, Sequence[Line]], lang: str = "fr", name: str = "t.xlsx") -> Path:
        """Return the template with these rows, saved."""
        book = self.book(lang)
        for title, rows in sheets.items():
            put(book[title], *rows)
        book.save(self.folder / name)
        return self.folder / name

    def written(
        self, rows: Sequence[Sequence[str]], name: str = "t.csv", delimiter: str = ";", form: str = "utf-8"
    ) -> Path:
        """Return a CSV file with these rows."""
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=delimiter).writerows(rows)
        path = self.folder / name
        path.write_bytes(out.getvalue().encode(form))
        return path

    def read(self, path: Path, kind: str | None = None, *, texts: bool = True, corpus: Corpus | None = None) -> Intake:
        """Import a file into the review of the plan."""
        return import_facts(corpus or self.corpus, path, SLUG, kind, TEXTS if texts else None)

    def imported(self, title: str, *rows: Line) -> Intake:
        """Import rows of one sheet, in a workbook that has no other (a template takes longer to open)."""
        book = openpyxl.Workbook()
        sheet = next(sheet for sheet in sheets() if sheet.called(title))
        for column, heading in enumerate(["Passer", *(column.headings["fr"] for column in sheet.columns)], 1):
            book.worksheets[0].cell(1, column).value = heading
        book.worksheets[0].title = title
        put(book.worksheets[0], *rows)
        book.save(self.folder / "t.xlsx")
        return self.read(self.folder / "t.xlsx")

    def added(self, read: Intake) -> str:
        """Return what an import adds to the file, facts first, passages left out: canonical Turtle without prefixes."""
        assert read.turtle is not None, told(read)
        held = {quad.triple for file in self.corpus.files if file.path == PLACE for quad in file.triples}
        new = [quad.triple for quad in turtle.parse(read.turtle, "") if quad.triple not in held]
        passage = self.corpus.registry["id:passage-"].value
        kept = [triple for triple in new if not str(triple.subject).startswith(f"<{passage}")]
        return turtle.canonical(kept, self.corpus.registry).partition("\n\n")[2].strip()


def told(read: Intake, lang: str = "fr") -> list[str]:
    """Return the findings as the command line says them."""
    from healthkg.validation.reports import sentence

    return [sentence(finding, lang) for finding in read.report.findings]


def places(read: Intake) -> list[tuple[str | None, str]]:
    """Return the cell and the rule of each finding."""
    return [(finding.cell, finding.rule) for finding in read.report.findings]


def labels(corpus: Corpus, scheme: str, lang: str) -> set[str]:
    """Return the labels of a list, from its file."""
    path = corpus.project.ontology / "vocabularies" / f"{scheme.removeprefix('ref:')}.ttl"
    quads = list(ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    members = {
        quad.subject
        for quad in quads
        if quad.predicate == corpus.registry["skos:inScheme"] and quad.object == corpus.registry[scheme]
    }
    found = (quad for quad in quads if quad.subject in members and quad.predicate == corpus.registry["skos:prefLabel"])
    return {quad.object.value for quad in found if isinstance(quad.object, ox.Literal) and quad.object.language == lang}
