"""The workbook to fill: a sheet a kind of fact, drop-down lists from the vocabularies, the names that there are."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from healthkg.answers.names import fold, instances, label
from healthkg.contribution.intake.layout import Column, Sheet, help_lines, names_headings, sheets, word
from healthkg.contribution.intake.lists import List, list_of
from healthkg.contribution.intake.rules import Rules, read_rules
from healthkg.contribution.intake.telling import column_letters
from healthkg.corpus import Corpus
from healthkg.store import Store, open_store

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_NO_CLOCK = datetime(1980, 1, 1)  # same corpus, same bytes
_LAST_ROW = 5_000
_WIDTHS = {"line": 9, "last-line": 9, "number": 12, "date": 20, "amount": 14, "thing": 34, "text": 30, "slug": 26}
_WIDTH = 22
_FIRST = 2  # headings, explanation: then the examples, then what is written
_OTHER_NAMES = ("hkg:acronym", "skos:altLabel", "hkg:formerName")


@dataclass(frozen=True)
class _Book:
    """A workbook while it is written: its formats, what it says of columns, and where its lists lie."""

    book: Workbook = field(repr=False)
    store: Store = field(repr=False)
    rules: Rules = field(repr=False)
    lang: str
    formats: Mapping[str, Format] = field(repr=False)
    ranges: dict[str, str] = field(default_factory=dict, repr=False)

    def word(self, name: str) -> str:
        """Return a word that stands around the rows."""
        return word(name, self.lang)


def template(corpus: Corpus, lang: str, store: Store | None = None) -> bytes:
    """Return the workbook, with headings and lists in `lang`; the same corpus and language give the same bytes. Of a
    corpus of which a `store` is open only the ontology is looked at."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _NO_CLOCK})
    made = _Book(book, store or open_store(corpus), read_rules(corpus), lang, _formats(book))
    pages = [(sheet, book.add_worksheet(sheet.headings[lang])) for sheet in sheets()]
    _write_help(made, book.add_worksheet(made.word("help")))
    _write_names(made, book.add_worksheet(made.word("names")))
    _write_lists(made, book.add_worksheet(made.word("lists")))
    for sheet, page in pages:
        _write_sheet(made, sheet, page)
    book.close()
    return out.getvalue()


def _formats(book: Workbook) -> dict[str, Format]:
    grey = {"font_color": "#767676", "italic": True, "text_wrap": True, "valign": "top"}
    return {
        "heading": book.add_format({"bold": True, "bg_color": "#DDE7F0", "border": 1, "text_wrap": True}),
        "about": book.add_format({**grey, "bg_color": "#F5F5F5"}),
        "example": book.add_format(grey),
        "bold": book.add_format({"bold": True}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
        # As text, so that no spreadsheet makes a day of « mars 2022 » or of 2022-03.
        "text": book.add_format({"num_format": "@"}),
        "plain": book.add_format(),
    }


# ---- A sheet of facts ----


def _write_sheet(made: _Book, sheet: Sheet, page: Worksheet) -> None:
    page.freeze_panes(1, 2)
    page.set_column(0, 0, 9)
    page.write_string(0, 0, made.word("skip"), made.formats["heading"])
    page.write_string(1, 0, made.word("help_row"), made.formats["about"])
    for row, _ in enumerate(sheet.examples, _FIRST):
        page.write_string(row, 0, made.word("example_row"), made.formats["example"])
    page.write_comment(0, 0, made.word("skip_about"))
    for place, column in enumerate(sheet.columns, 1):
        _write_column(made, sheet, column, page, place)


def _write_column(made: _Book, sheet: Sheet, column: Column, page: Worksheet, place: int) -> None:
    words = list_of(made.store, made.rules, sheet, column)
    required, many = _rule(made, sheet, column)
    notes = [made.word(name) for name, holds in (("required", required), ("listed", words), ("many", many)) if holds]
    about = " ".join([column.about[made.lang], *(f"({note})" for note in notes)])
    page.set_column(place, place, _WIDTHS.get(column.kind, _WIDTH), made.formats[_format(column)])
    page.write_string(0, place, column.headings[made.lang] + (" *" if required else ""), made.formats["heading"])
    page.write_string(1, place, about, made.formats["about"])
    for row, example in enumerate(sheet.examples, _FIRST):
        _write_example(made, example.get(column.key, ""), page, row, place)
    if allowed := _validation(made, column, words):
        page.data_validation(_FIRST + len(sheet.examples), place, _LAST_ROW, place, allowed)


def _rule(made: _Book, sheet: Sheet, column: Column) -> tuple[bool, bool]:
    """Return whether a column is required, and whether its cells may hold several values."""
    if sheet.mints and column.kind == "class":
        return column.required, False
    if column.property is None:
        return column.key == sheet.about_itself or column.kind == "slug", False
    rule = made.rules.of(made.store.registry[sheet.class_of(column)], made.store.registry[column.property])
    several = rule.many and column.kind in ("thing", "concept", "date")
    required = (
        rule.required and column.key not in sheet.inherits and not sheet.mints
    )  # what a thing needs, its kind says
    return required or column.required, several


def _format(column: Column) -> str:
    return "text" if column.kind in ("date", "from-word", "to-word", "amount", "slug") else "plain"


def _write_example(made: _Book, said: str | int, page: Worksheet, row: int, place: int) -> None:
    if isinstance(said, int):
        page.write_number(row, place, said, made.formats["example"])
        return
    node = made.store.registry.expand(said)
    page.write_string(row, place, label(made.store, node, made.lang) if node else said, made.formats["example"])


def _validation(made: _Book, column: Column, words: List | None) -> dict[str, Any] | None:
    """Return what a spreadsheet lets into a column: it warns, so that an identifier or several words can stay."""
    if words:
        return _warning(made, "off_list", validate="list", source=made.ranges[words.key])
    if column.kind in ("line", "last-line"):
        return _warning(made, "off_line", validate="integer", criteria=">=", value=1)
    if column.kind == "number":
        return _warning(made, "off_number", validate="decimal", criteria="between", minimum=-1e15, maximum=1e15)
    return None


def _warning(made: _Book, name: str, **rule: object) -> dict[str, Any]:
    told = {"error_title": made.word(name), "error_message": made.word(f"{name}_about"), "error_type": "warning"}
    return {**rule, **told, "ignore_blank": True}


# ---- The sheets beside them ----


def _write_lists(made: _Book, page: Worksheet) -> None:
    """Write each list once, hidden, and note where it lies."""
    page.hide()
    for words in _lists(made):
        place = len(made.ranges)
        labels = words.labels(made.store, made.lang)
        page.write_column(0, place, [words.key, *labels])
        letters = column_letters(place + 1)
        made.ranges[words.key] = f"='{made.word('lists')}'!${letters}$2:${letters}${len(labels) + 1}"


def _lists(made: _Book) -> Iterator[List]:
    """Yield the lists that columns use, each once."""
    seen = set[str]()
    for sheet in sheets():
        for column in sheet.columns:
            words = list_of(made.store, made.rules, sheet, column)
            if words and words.key not in seen:
                seen.add(words.key)
                yield words


def _write_help(made: _Book, page: Worksheet) -> None:
    page.set_column(0, 0, 110)
    before = ""
    for line, said in enumerate(help_lines(made.lang)):
        heading = line == 0 or not before
        page.write_string(line, 0, said, made.formats["bold" if heading else "wrapped"])
        before = said


def _write_names(made: _Book, page: Worksheet) -> None:
    """Write what the base holds already, to be copied from: labels, other names, kind, identifier."""
    rows = sorted(_names(made), key=lambda row: (fold(row[2]), fold(row[0])))
    headings = names_headings(made.lang)
    for place, (heading, width) in enumerate(zip(headings, (60, 30, 24, 50), strict=True)):
        page.set_column(place, place, width)
        page.write_string(0, place, heading, made.formats["heading"])
    for line, row in enumerate(rows, 1):
        for place, said in enumerate(row):
            page.write_string(line, place, said)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(rows), 1), len(headings) - 1)


def _names(made: _Book) -> Iterator[Sequence[str]]:
    store, registry = made.store, made.store.registry
    barred = instances(store, registry["hkg:TimeSpan"])
    for quad in store.matches(None, registry["skos:prefLabel"], None):
        node = quad.subject
        if isinstance(node, ox.NamedNode) and node.value.startswith(registry.namespaces["id"]) and node not in barred:
            others = (one.object.value for name in _OTHER_NAMES for one in store.matches(node, registry[name], None))
            kinds = {label(store, one.object, made.lang) for one in store.matches(node, registry["rdf:type"], None)}
            yield quad.object.value, "; ".join(sorted(others)), ", ".join(sorted(kinds)), registry.shorten(node.value)
