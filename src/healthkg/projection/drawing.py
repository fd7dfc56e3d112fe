"""A placed network as what the page's script reads: boxes and links assembled by pyvis, looks, words of the legend."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from healthkg.projection import kinds, outlines, wording
from healthkg.projection.text import fold

if TYPE_CHECKING:
    from healthkg.projection.networks import Edge, Network, Node
    from healthkg.projection.placement import Box, Placement
    from healthkg.projection.routes import Line

_SWATCH = (30, 18)


def identifier(*said: str) -> str:
    """Return a short identifier of what is said: letters and digits, the same on every machine."""
    return "x" + hashlib.sha256("\x1f".join(said).encode("utf-8", "replace")).hexdigest()[:10]


def edge_identifier(edge: Edge) -> str:
    return identifier(
        edge.source, edge.target, edge.relation.key, edge.label.fr, edge.proof, edge.note.fr, str(edge.until or "")
    )


def assemble(network: Network, placement: Placement, lang: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return (nodes, edges) in vis-network's terms, assembled by pyvis: fixed places, no physics."""
    from pyvis.network import Network as Picture

    picture = Picture(directed=True)
    for node, box in zip(network.nodes, placement.boxes, strict=True):
        picture.add_node(identifier(node.key), label=node.name.said(lang), **_node(node, box, lang))
    for edge, line in zip(network.edges, placement.lines, strict=True):
        picture.add_edge(identifier(edge.source), identifier(edge.target), **_edge(edge, line, lang))
    return picture.nodes, picture.edges


def _node(node: Node, box: Box, lang: str) -> dict[str, Any]:
    look = kinds.look(node.kind)
    outline, inner = outlines.path(look.outline, box.width, box.height)
    room = box.width - box.lead - 2 * outlines.padding(look.outline)
    return {
        "shape": "custom",
        "group": look.hue,
        "x": box.x,
        "y": box.y,
        "physics": False,
        "widthConstraint": {"minimum": room, "maximum": room},
        "heightConstraint": {"minimum": box.height},
        "box": {
            "width": box.width,
            "height": box.height,
            "lines": box.lines,
            "lead": box.lead,
            "outline": outline,
            "inner": inner,
        },
        "look": asdict(look),
        "badge": node.short if box.lead else "",
        "full": node.label.said(lang),
        "short": node.short,
        "note": node.note.said(lang),
        "kind": kinds.segment(node.kind),
        "kindName": node.kind_names[0].said(lang),
        "column": node.column,
        "folded": fold(f"{node.short} {node.label.fr} {node.label.en}"),
    }


def _edge(edge: Edge, line: Line, lang: str) -> dict[str, Any]:
    proofs: Mapping[str, str] = wording.words(lang)["proofs"]
    label = edge.label.said(lang)
    firm = edge.proof == "stated" or line.word is None or line.word[2] == "center"
    return {
        "id": edge_identifier(edge),
        "label": label,
        "relation": edge.relation.key,
        "style": edge.relation.style,
        "proof": edge.proof,
        "note": edge.note.said(lang),
        "path": line.path,
        "tip": line.tip,
        "word": line.word,
        "says": label if firm else f"{label} ({proofs.get(edge.proof, edge.proof)})",
        "evidence": [asdict(passage) for passage in edge.evidence],
    }


def legend(network: Network, lang: str) -> list[dict[str, Any]]:
    """Return the kinds of things shown, in order of appearance: word, count, look, and a swatch's outline."""
    found: dict[str, list[Node]] = {}
    for node in network.nodes:
        found.setdefault(kinds.segment(node.kind), []).append(node)
    return [_kind(name, nodes, lang) for name, nodes in found.items()]


def _kind(name: str, nodes: Sequence[Node], lang: str) -> dict[str, Any]:
    look = kinds.look(nodes[0].kind)
    outline, inner = outlines.path(look.outline, *_SWATCH)
    return {
        "kind": name,
        "name": nodes[0].kind_names[0].said(lang),
        "count": len(nodes),
        "hue": look.hue if look.hue in kinds.table()["hues"] else "grey",
        "dashed": look.dashed,
        "outline": outline,
        "inner": inner,
        "badge": look.short == "beside" and any(node.short for node in nodes),
    }


def line_legend(network: Network, lang: str) -> list[dict[str, Any]]:
    """Return the kinds of links shown: word, style, proof, count; one entry for each way of drawing a line."""
    counts = Counter((edge.label.said(lang), edge.relation.style, edge.proof) for edge in network.edges)
    return [
        {"label": label, "style": style, "proof": proof, "count": count}
        for (label, style, proof), count in counts.items()
    ]


def heads(network: Network, placement: Placement, lang: str) -> list[dict[str, Any]]:
    """Return the headings of the columns shown: left side, width, words."""
    said: Mapping[int, str] = dict(enumerate(one.said(lang) for one in network.columns))
    return [
        {"left": left, "width": width, "label": said.get(column, "")}
        for column, (left, width) in placement.columns.items()
    ]
