"""What the cells of a row mean: terms of the graph, or findings that say what to write instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from healthkg import dates
from healthkg.contribution.fixes import mends
from healthkg.contribution.intake.layout import Column, Sheet
from healthkg.contribution.intake.lists import list_of
from healthkg.contribution.intake.reconciling import Doubt, Reconciler
from healthkg.contribution.intake.rules import Rule, Rules
from healthkg.contribution.intake.tables import Cell
from healthkg.contribution.intake.telling import Place, finding
from healthkg.contribution.intake.things import Thing
from healthkg.errors import InputProblem
from healthkg.store import Store
from healthkg.validation import Finding, lexical
from healthkg.validation.nearness import Names

Read = ox.NamedNode | ox.Literal | Doubt
# 1,000 is a thousand to some and one to others.
_TWO_WAYS = re.compile(r"\d{1,3}(?:,\d{3})+ ?(?:€|euros?)?")


@dataclass(frozen=True)
class Reader:
    """Reads cells by what the layout says they hold, and the shapes of what they may hold; `things` are those that rows
    name, by the place of their first cell."""

    store: Store = field(repr=False)
    rules: Rules = field(repr=False)
    things: Mapping[Place, Thing] = field(default_factory=dict, repr=False)
    _known: dict[tuple[str, str, str], Read] = field(default_factory=dict, repr=False)
    _rules: dict[tuple[str, str], Rule] = field(default_factory=dict, repr=False)

    @cached_property
    def names(self) -> Reconciler:
        """Return the names of the base."""
        return Reconciler(self.store)

    @cached_property
    def _kinds(self) -> Mapping[str, Callable[[str, Sheet, Column], Read]]:
        return {
            "thing": lambda text, sheet, column: self.names.thing(text, self.rule(sheet, column)),
            "concept": self._word,
            "class": self._word,
            "date": self._date,
            "number": self._number,
            "amount": self._amount,
            "text": lambda text, sheet, column: self._said(text, "fr"),
            "english": lambda text, sheet, column: self._said(text, "en"),
            "code": lambda text, sheet, column: self._said(text, None),
        }

    def rule(self, sheet: Sheet, column: Column) -> Rule:
        """Return what the shapes say of a column; of the one that names what the row is about, its class."""
        key = sheet.key, column.key
        if key not in self._rules:
            kind = self.store.registry[sheet.class_of(column)]
            itself = column.property is None
            self._rules[key] = (
                Rule(classes=(kind,), required=column.kind == "thing", many=False)
                if itself
                else self.rules.of(kind, self.store.registry[column.property or ""])
            )
        return self._rules[key]

    def read(self, sheet: Sheet, column: Column, cell: Cell) -> tuple[list[ox.NamedNode | ox.Literal], list[Finding]]:
        """Return the terms that a cell holds, each once, and what is wrong with it."""
        many = column.kind in ("thing", "concept", "date") and self.rule(sheet, column).many
        parts = re.split(r"[;\n]", cell.text) if many else [cell.text]
        terms, found = dict[ox.NamedNode | ox.Literal, None](), list[Finding]()
        for part in (" ".join(part.split()) for part in parts):
            if part:
                read = self._read(part, sheet, column)
                if isinstance(read, Doubt):
                    found.append(finding("violation", read.code, cell.place, **read.data))
                    continue
                terms[read] = None
                found += self._notes(part, read, column, cell)
        return list(terms), found

    def _read(self, text: str, sheet: Sheet, column: Column) -> Read:
        key = sheet.key, column.key, text
        if key not in self._known:
            self._known[key] = self._kinds[column.kind](text, sheet, column)
        return self._known[key]

    def _notes(self, text: str, read: ox.NamedNode | ox.Literal, column: Column, cell: Cell) -> list[Finding]:
        """Return a note where a name was read that is known to be misspelt."""
        if column.kind != "thing" or not isinstance(read, ox.NamedNode) or not self.names.is_misprint(text, read):
            return []
        return [finding("info", "intake-misprint", cell.place, text=text, near=self.names.told([read]))]

    def _word(self, text: str, sheet: Sheet, column: Column) -> Read:
        words = list_of(self.store, self.rules, sheet, column)
        return self.names.word(text, words) if words else Doubt("intake-word-unknown", {"text": text})

    def _date(self, text: str, sheet: Sheet, column: Column) -> Read:
        try:
            return self.store.registry[f"id:{dates.read(text).slug}"]
        except InputProblem as refusal:
            return Doubt(refusal.code, {"text": text, **refusal.data})

    def _number(self, text: str, sheet: Sheet, column: Column) -> Read:
        plain = unicodedata.normalize("NFKC", text).removesuffix("%").strip()
        kind = "xsd:decimal" if re.search(r"[.,]", plain) else "xsd:integer"
        literal = ox.Literal(plain, datatype=self.store.registry[kind])
        meant = literal.value if lexical.well_formed(literal) else lexical.mended(literal)
        if meant is None or _TWO_WAYS.fullmatch(plain):
            return Doubt("intake-number", {"text": text})
        return ox.Literal(meant, datatype=literal.datatype)

    def _amount(self, text: str, sheet: Sheet, column: Column) -> Read:
        plain = unicodedata.normalize("NFKC", text).strip()
        meant = mends.amount(ox.Literal(plain), mends.World(self.store.registry, Names(())))
        if meant is None or _TWO_WAYS.fullmatch(plain):
            return Doubt("intake-amount", {"text": text})
        return ox.Literal(meant, datatype=self.store.registry["xsd:decimal"])

    def _said(self, text: str, lang: str | None) -> Read:
        if any(unicodedata.category(char)[0] == "C" for char in text):
            return Doubt("intake-invisible", {"text": text})
        return ox.Literal(text, language=lang) if lang else ox.Literal(text)
