"""A network in words: the rows of the table beside the picture, and the outline of the same things and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from healthkg.dates.moments import day_names
from healthkg.messages import fill
from healthkg.projection import wording
from healthkg.projection.drawing import edge_identifier, identifier
from healthkg.projection.legend import proof_name

if TYPE_CHECKING:
    from healthkg.projection.networks import Edge, Evidence, Network, Node


@dataclass(frozen=True)
class Passages:
    """A document, its lines in words, and since when it was public, in words."""

    document: str
    lines: str
    known: str


@dataclass(frozen=True)
class Row:
    """A link between two things in words: its proof, what it rests on; or a thing that has no link."""

    id: str
    source: Node
    edge: Edge | None = None
    target: Node | None = None
    proof: str = ""
    passages: tuple[Passages, ...] = ()

    @property
    def source_id(self) -> str:
        """Return the identifier of the row's thing."""
        return identifier(self.source.key)


@dataclass(frozen=True)
class Chapter:
    """A part of the outline: its heading, and its things with the rows that leave them and that come to them."""

    heading: str
    things: tuple[tuple[Node, tuple[Row, ...], tuple[Row, ...]], ...]


def rows(shown: Network, lang: str) -> list[Row]:
    """Return the links of what is shown when nothing is filtered, then the things that have none."""
    nodes = {node.key: node for node in shown.nodes}
    linked = [_row(edge, nodes, lang) for edge in shown.edges]
    ends = {key for edge in shown.edges for key in (edge.source, edge.target)}
    return linked + [Row(identifier(node.key), node) for node in shown.nodes if node.key not in ends]


def _row(edge: Edge, nodes: Mapping[str, Node], lang: str) -> Row:
    proof = proof_name(edge.proof).said(lang)
    if edge.possible:
        proof = f"{proof}, {wording.words(lang)['possible']}"
    passages = tuple(_passages(edge.evidence, lang))
    return Row(edge_identifier(edge), nodes[edge.source], edge, nodes[edge.target], proof, passages)


def _passages(evidence: Iterable[Evidence], lang: str) -> Iterable[Passages]:
    found: dict[tuple[str, str], list[str]] = {}
    for passage in evidence:
        found.setdefault((passage.document, passage.known), []).append(_where(passage))
    for (document, known), places in found.items():
        yield Passages(document, _lines([one for one in places if one], lang), day(known, lang))


def _where(passage: Evidence) -> str:
    if passage.last > passage.first:
        return f"{passage.first}–{passage.last}"
    return str(passage.first or "")


def _lines(places: list[str], lang: str) -> str:
    places = list(dict.fromkeys(places))
    many = len(places) > 1 or any("–" in place for place in places)
    said = wording.words(lang)["line"][many]
    return fill(said, {"lines": wording.listed(places, lang)}) if places else ""


def day(iso: str, lang: str) -> str:
    """Return a day of ISO 8601 in words; any other text as it is."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", iso):
        return iso
    when = date.fromisoformat(iso)
    return f"{day_names(when.day, when.month)[lang == 'en']} {when.year}"


def outline(shown: Network, rows: Iterable[Row], lang: str) -> list[Chapter]:
    """Return the chapters of the outline: the columns of the picture where they have headings, else kinds of things."""
    leaving: dict[str, list[Row]] = {}
    coming: dict[str, list[Row]] = {}
    for row in rows:
        if row.target:
            leaving.setdefault(row.source.key, []).append(row)
            coming.setdefault(row.target.key, []).append(row)
    chapters: dict[str, list[Node]] = {}
    for node in shown.nodes:
        chapters.setdefault(_heading(shown, node, lang), []).append(node)
    return [
        Chapter(
            heading,
            tuple((node, tuple(leaving.get(node.key, ())), tuple(coming.get(node.key, ()))) for node in nodes),
        )
        for heading, nodes in chapters.items()
    ]


def _heading(network: Network, node: Node, lang: str) -> str:
    if node.column < len(network.columns):
        return network.columns[node.column].said(lang)
    return node.kind_names[1].said(lang)
