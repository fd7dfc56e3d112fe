"""Rows read as the view's header says: each is a link and one of its passages, or a thing alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from healthkg.corpus import Validity
from healthkg.projection import kinds, wording
from healthkg.projection.bilingual import Bilingual, both
from healthkg.projection.networks.values import Edge, Evidence, Node, Relation
from healthkg.projection.text import clean

CERTAINTY = "certainty"
_BOUNDS = ("startEarliest", "startLatest", "endEarliest", "endLatest")


@dataclass(frozen=True)
class Row:
    """A row: a thing, and what it is linked to, if anything, by one passage; the values of its filters."""

    source: Node
    target: Node | None
    edge: Edge | None
    facets: Mapping[str, str]


@dataclass(frozen=True)
class Reader:
    """Reads the rows of a view whose header is `view`."""

    view: Mapping[str, Any]

    def row(self, columns: tuple[str, ...], terms: Iterable[object]) -> Row:
        """Return what a row says. A row without a target is a thing alone."""
        cells = {name: text(term) for name, term in zip(columns, terms, strict=True)}
        source, target = self._node("source", cells), self._node("target", cells)
        facets = {name: clean(cells.get(said["column"], "")) for name, said in self._part("filters").items()}
        if not target.key:
            return Row(source, None, None, facets)
        return Row(source, target, self._edge(source, target, cells), facets)

    def _part(self, name: str) -> Mapping[str, Any]:
        return self.view.get(name) or {}

    def _cell(self, part: str, name: str, cells: Mapping[str, str]) -> str:
        return cells.get(both(self._part(part).get(name)).fr, "")

    def _words(self, part: str, name: str, cells: Mapping[str, str]) -> Bilingual:
        column = both(self._part(part).get(name))
        return both({"fr": clean(cells.get(column.fr, "")), "en": clean(cells.get(column.en, ""))})

    def _node(self, part: str, cells: Mapping[str, str]) -> Node:
        kind = self._cell(part, "kind", cells)
        own = both(self._part("kinds").get(kind)).map(clean)
        return Node(
            key=self._cell(part, "id", cells),
            label=self._words(part, "label", cells) or own or wording.phrase("unlabelled"),
            kind=kind,
            kind_names=(own, own) if own else kinds.names(kind, self._words(part, "kindLabel", cells)),
            short=clean(self._cell(part, "short", cells)),
            note=self._words(part, "note", cells),
            column=_integer(self._cell(part, "column", cells)),
            size=_size(self._cell(part, "size", cells)),
            known=_day(self._cell("evidence", "known", cells)),
        )

    def _edge(self, source: Node, target: Node, cells: Mapping[str, str]) -> Edge:
        relation = self._relation(self._cell("edge", "relation", cells))
        return Edge(
            source.key,
            target.key,
            relation,
            self._words("edge", "label", cells) or relation.label,
            self._cell("edge", "proof", cells) or ("stated" if target.stated else "notstated"),
            self._words("edge", "note", cells),
            self._evidence(cells),
            self._validity(cells),
            _day(self._cell("evidence", "known", cells)),
            _day(self._cell("evidence", "until", cells)),
            cells.get(CERTAINTY) == "possible",
        )

    def _relation(self, key: str) -> Relation:
        said = self._part("relations").get(key) or {}
        words = {name: value for name, value in said.items() if name != "style"}
        style = str(said.get("style", "structure"))
        named = bool(self.view.get("named")) and style == "structure"
        return Relation(key, both(words).map(clean) or both(key), style, named)

    def _evidence(self, cells: Mapping[str, str]) -> tuple[Evidence, ...]:
        document = clean(self._cell("evidence", "label", cells)) or clean(self._cell("evidence", "document", cells))
        first, last = (_integer(self._cell("evidence", name, cells)) for name in ("first", "last"))
        known = _day(self._cell("evidence", "known", cells))
        return (Evidence(document, first, last or first, str(known or "")),) if document else ()

    def _validity(self, cells: Mapping[str, str]) -> Validity | None:
        if self._cell("time", "judged", cells) not in ("true", "1"):
            return None
        a, b, c, d = (_day(self._cell("time", name, cells)) for name in _BOUNDS)
        return Validity((a, b), (c, d))


def text(term: object) -> str:
    """Return the text of an RDF term; nothing for None."""
    return "" if term is None else str(getattr(term, "value", term))


def _integer(said: str) -> int:
    return int(said) if re.fullmatch(r"[0-9]{1,9}", said) else 0


def _size(said: str) -> float | None:
    return float(said) if re.fullmatch(r"[0-9]{1,18}(\.[0-9]{1,9})?", said) else None


def _day(said: str) -> date | None:
    return date.fromisoformat(said) if re.fullmatch(r"\d{4}-\d\d-\d\d", said) else None
