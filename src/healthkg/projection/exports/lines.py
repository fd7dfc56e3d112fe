"""The lines of a placed network, for a static picture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from healthkg.projection import legend, wording
from healthkg.projection.exports import flat
from healthkg.projection.exports.texts import RISE, Text, centred
from healthkg.projection.text import width

if TYPE_CHECKING:
    from healthkg.projection.networks import Edge, Network, Node
    from healthkg.projection.placed import Placement
    from healthkg.projection.routes import Line

_WORD = 12
_Point = tuple[float, float]


@dataclass(frozen=True)
class Stroke:
    """A line: its path, style, dashes, width; the corners of its tip; its word, and the ground under it; the place of
    its doubt, when it is only possible; its title."""

    path: str
    style: str
    dash: str
    width: float
    hollow: bool
    tip: str
    word: Text | None
    ground: tuple[float, float, float, float] | None
    doubt: _Point | None
    title: str


def strokes(network: Network, placement: Placement, lang: str) -> list[Stroke]:
    """Return the lines, in the order of the edges."""
    nodes = {node.key: node for node in network.nodes}
    pairs = zip(network.edges, placement.lines, strict=True)
    return [_stroke(edge, line, nodes, pointed(edge, line, network, placement), lang) for edge, line in pairs]


def pointed(edge: Edge, line: Line, network: Network, placement: Placement) -> bool:
    """Has a line a tip? Those of its style have; and what goes against the order of the picture."""
    return edge.relation.style == "accent" or _goes_back(line, network, placement)


def _goes_back(line: Line, network: Network, placement: Placement) -> bool:
    return line.tip[2] < 0 and (network.layout != "columns" or bool(placement.groups))


def any_goes_back(network: Network, placement: Placement) -> bool:
    """Is there a line that goes against the order of the picture?"""
    return any(_goes_back(line, network, placement) for line in placement.lines)


def _stroke(edge: Edge, line: Line, nodes: Mapping[str, Node], tipped: bool, lang: str) -> Stroke:
    hollow = edge.proof == "contradicted"
    word, doubt = _word(edge, line, lang), middle(line.path) if edge.possible else None
    if word and doubt and _holds(_ground(word), doubt):
        word, doubt = replace(word, lines=[f"{word.lines[0]} ?"]), None  # where the mark would stand, the word says it
    return Stroke(
        line.path,
        edge.relation.style,
        legend.dashes(edge.proof),
        5 if hollow else 1.75 if edge.relation.style == "accent" else 1.25,
        hollow,
        tip(*line.tip) if tipped else "",
        word,
        _ground(word) if word else None,
        doubt,
        _title(edge, nodes, lang),
    )


def tip(x: float, y: float, way: int) -> str:
    """Return the corners of an arrow's head."""
    return f"{x:g},{y:g} {x - 9 * way:g},{y - 4.5:g} {x - 9 * way:g},{y + 4.5:g}"


def _word(edge: Edge, line: Line, lang: str) -> Text | None:
    if line.word is None:
        return None
    x, y, align = line.word
    anchor = "start" if align == "left" else "middle"
    ink = "accent" if edge.relation.style == "accent" else "quiet"
    return centred([edge.label.said(lang)], x, y, _WORD, ink, bold=True, anchor=anchor)


def _ground(word: Text) -> tuple[float, float, float, float]:
    """Return the place that a word takes, so that its line does not run through it."""
    wide = width(word.lines[0], word.size, bold=word.bold)
    left = word.x if word.anchor == "start" else word.x - wide / 2
    return left - 3, round(word.y - RISE * word.size - 8, 1), wide + 6, 16


def _holds(ground: tuple[float, float, float, float], point: _Point) -> bool:
    left, top, wide, high = ground
    return left - 8 <= point[0] <= left + wide + 8 and top - 8 <= point[1] <= top + high + 8


def _title(edge: Edge, nodes: Mapping[str, Node], lang: str) -> str:
    """Return what a link says: its ends, its word, how firm it is, and its passages."""
    ends = f"{nodes[edge.source].label.said(lang)} → {nodes[edge.target].label.said(lang)}"
    firm = [flat.proof(edge, lang), *([wording.words(lang)["possible"]] if edge.possible else [])]
    said = f"{ends}{wording.words(lang)['colon']}{edge.label.said(lang)} ({', '.join(firm)})"
    passages = " ; ".join(flat.passage(one, lang) for one in edge.evidence)
    return "\n".join(part for part in (said, edge.note.said(lang), passages) if part)


# ---- Paths ----


def _parts(path: str) -> Iterator[list[_Point]]:
    """Yield the points of each part of a path, its first point included: two of a straight one, up to four."""
    last: list[_Point] = []
    for letter, numbers in re.findall(r"([MLQC])([^MLQC]*)", path):
        values = [float(one) for one in re.findall(r"-?[\d.]+", numbers)]
        points = list(zip(values[::2], values[1::2], strict=True))
        if letter != "M":
            yield [*last[-1:], *points]
        last = points


def middle(path: str) -> _Point:
    """Return the point in the middle of the longest part of a path."""
    longest = max(_parts(path), key=lambda part: abs(part[-1][0] - part[0][0]) + abs(part[-1][1] - part[0][1]))
    weights = {4: (1, 3, 3, 1), 3: (1, 2, 1), 2: (1, 1)}[len(longest)]
    x, y = (sum(w * point[at] for w, point in zip(weights, longest, strict=True)) / sum(weights) for at in (0, 1))
    return round(x, 1), round(y, 1)


def reach(strokes: Sequence[Stroke], heads: Sequence[Text], placement: Placement) -> tuple[float, float, float, float]:
    """Return the left, top, right and bottom of all that is drawn: curves stay within the points that bend them."""
    points = [point for one in strokes for part in _parts(one.path) for point in part]
    for left, top, wide, high in (one.ground for one in strokes if one.ground):
        points += [(left, top), (left + wide, top + high)]
    for head in heads:
        points += [(head.x, head.y - head.size), *((head.x + _wide(line, head), head.y) for line in head.lines)]
    xs, ys = zip(*points, (0, 0), (placement.width, placement.height), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _wide(line: str, text: Text) -> int:
    return width(line, text.size, bold=text.bold)
