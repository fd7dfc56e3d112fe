"""A placed network as the data that the page's script reads: every text in both languages, every box and line."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from healthkg.projection import kinds, outlines, wording
from healthkg.projection.bilingual import Bilingual
from healthkg.projection.placed import REST
from healthkg.projection.text import fold

if TYPE_CHECKING:
    from datetime import date

    from healthkg.projection.networks import Edge, Network, Node
    from healthkg.projection.placed import Area, Box, Group, Placement
    from healthkg.projection.routes import Line

_SWATCH = (30, 18)


def identifier(*said: str) -> str:
    """Return a short identifier of what is said: letters and digits, the same on every machine."""
    return "x" + hashlib.sha256("\x1f".join(said).encode("utf-8", "replace")).hexdigest()[:10]


def edge_identifier(edge: Edge) -> str:
    """Return a short identifier of a link: of its ends, its words, how firm it is, and until when it is said."""
    return identifier(
        edge.source, edge.target, edge.relation.key, edge.label.fr, edge.proof, edge.note.fr, str(edge.until or "")
    )


@cache
def forms() -> Mapping[str, list[float]]:
    """Return how a line is dashed, by its proof: strokes and gaps in pixels; none where it is not dashed."""
    table = tomllib.loads(files("healthkg").joinpath("templates/network.toml").read_text("utf-8"))
    found: Mapping[str, list[float]] = table["forms"]
    return found


def data(network: Network, placement: Placement, captions: Mapping[str, Sequence[str]], lang: str) -> dict[str, Any]:
    """Return what the page's script reads: the network, its places, the words of both languages, which it opens in."""
    number = {node.key: index for index, node in enumerate(network.nodes)}
    seats = {group.key: index for index, group in enumerate(placement.groups)}
    documents = {label: index for index, label in enumerate(network.documents)}
    sorts = list(dict.fromkeys(kinds.segment(node.kind) for node in network.nodes))
    shapes = _Shapes()
    pairs = zip(network.nodes, placement.boxes, strict=True)
    nodes = [_node(node, box, sorts.index(kinds.segment(node.kind)), shapes) for node, box in pairs]
    drawn = zip(network.edges, placement.lines, strict=True)
    return {
        "lang": lang,
        "name": network.name,
        "version": network.version,
        "hidden": network.hidden,
        "limit": network.limit,
        "title": said(network.title),
        "caption": captions,
        "layout": "groups" if placement.groups else network.layout,
        "columns": [said(one) for one in network.columns],
        "documents": list(documents),
        "kinds": [_kind(segment, network) for segment in sorts],
        "facets": [[name, said(words)] for name, words in network.facets],
        "nodes": nodes,
        "outlines": shapes.made,
        "edges": [_edge(edge, line, number, documents) for edge, line in drawn],
        "heads": _heads(network, placement),
        "size": [placement.width, placement.height],
        "groups": [_group(group, number) for group in placement.groups],
        "links": [[seats[one.source], seats[one.target], one.main] for one in placement.links],
        "overview": placement.overview,
        "forms": forms(),
        "said": {lang: wording.words(lang) for lang in Bilingual._fields},
    }


def said(text: Bilingual) -> str | list[str]:
    """Return the wording of both languages where they are alike, else [French, English]."""
    return text.fr if text.alike else list(text)


class _Shapes:
    """The outlines of boxes, each once."""

    def __init__(self) -> None:
        self.made: list[tuple[str, str]] = []
        self._known: dict[tuple[str, int, int], int] = {}

    def number(self, outline: str, width: int, height: int) -> int:
        """Return the number of the outline of a box of this size."""
        found = self._known.setdefault((outline, width, height), len(self.made))
        if found == len(self.made):
            self.made.append(outlines.path(outline, width, height))
        return found


def _kind(segment: str, network: Network) -> dict[str, Any]:
    node = next(node for node in network.nodes if kinds.segment(node.kind) == segment)
    look = kinds.look(node.kind)
    return {
        "key": segment,
        "names": [said(name) for name in node.kind_names],
        "hue": hue(look),
        "size": look.size,
        "bold": look.bold,
        "dashed": look.dashed,
        "short": look.short,
        "pad": outlines.padding(look.outline),
        "drop": outlines.drop(look.outline),
        "swatch": outlines.path(look.outline, *_SWATCH),
        "stated": node.stated,
    }


def hue(look: kinds.Look) -> str:
    """Return the name of the hue of a look: one that the table has."""
    return look.hue if look.hue in kinds.table()["hues"] else "grey"


def _node(node: Node, box: Box, kind: int, shapes: _Shapes) -> dict[str, Any]:
    found = {
        "id": identifier(node.key),
        "kind": kind,
        "label": said(node.label),
        "column": box.column,
        "box": [box.x, box.y, box.width, box.height, box.lines, box.lead, box.bar],
        "outline": shapes.number(kinds.look(node.kind).outline, box.width, box.height),
        "folded": fold(" ".join(dict.fromkeys((node.short, *node.label)))),
    }
    more = {
        "iri": node.key if node.key.startswith(("https://", "http://")) else "",
        "short": node.short,
        "note": said(node.note),
        "size": node.size,
        "alone": node.alone,
        "known": _day(node.known) if node.alone else None,
    }
    return found | {name: value for name, value in more.items() if value or value == 0}


def _edge(edge: Edge, line: Line, number: Mapping[str, int], documents: Mapping[str, int]) -> dict[str, Any]:
    found = {
        "id": edge_identifier(edge),
        "ends": [number[edge.source], number[edge.target]],
        "relation": edge.relation.key,
        "label": said(edge.label),
        "style": edge.relation.style,
        "proof": edge.proof,
        "path": line.path,
        "tip": line.tip,
    }
    more = {
        "word": line.word,
        "note": said(edge.note),
        "evidence": [[documents[one.document], one.first, one.last, one.known] for one in edge.evidence],
        "known": _day(edge.known),
        "until": _day(edge.until),
        "validity": edge.validity and [_day(one) for bounds in astuple(edge.validity) for one in bounds],
        "possible": edge.possible,
        "facets": {name: values for name, values in edge.facets if values},
    }
    return found | {name: value for name, value in more.items() if value}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _heads(network: Network, placement: Placement) -> list[list[Any]]:
    """Return the headings of the columns shown: left side, width, words."""
    words = dict(enumerate(network.columns))
    return [[left, width, said(words.get(column, Bilingual()))] for column, (left, width) in placement.columns.items()]


def _group(group: Group, number: Mapping[str, int]) -> dict[str, Any]:
    def area(one: Area) -> list[int]:
        return [one.left, one.top, one.width, one.height]

    return {
        "key": number[group.key],
        "label": said(group.label),
        "rest": group.kind == REST,
        "row": group.row,
        "members": [number[key] for key in group.members],
        "closed": area(group.closed),
        "opened": area(group.opened),
    }
