"""A network as plain values under stable English names: what tables and graph formats carry.

A thing has `id` (short, the same on every machine and in the page), `iri` (an IRI, or the key that the query made for
an absence), `label`, `kind`, `short` (its number or acronym), `note`, `size`, its column and the centre of its box in
pixels, `y` downwards. A link has the ids of its ends, `relation` (a word of the header) and `label` (its word), `proof`
and `proof_name`, the bounds of its validity where one judges it, since when it is `known`, its `evidence` in words, and
`filter_…` for each filter of the view. What is not known is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote

from healthkg import messages
from healthkg.projection import drawing, kinds, wording
from healthkg.projection.bilingual import Bilingual
from healthkg.projection.text import clean

if TYPE_CHECKING:
    from healthkg.projection.networks import Edge, Evidence, Network, Node
    from healthkg.projection.placed import Box, Placement

Plain = str | int | float | bool | None
Values = dict[str, Plain]


def about(network: Network, lang: str) -> Values:
    """Return what is said of the whole: the question, its parameters, the caption, what to know, the data."""
    return {
        "title": network.title.said(lang),
        "summary": network.summary.said(lang),
        "caption": " ".join(wording.caption(network, lang)),
        "caveats": network.caveats.said(lang),
        "view": clean(network.name),
        "parameters": " ; ".join(f"{name}={clean(value)}" for name, value in network.parameters),
        "lens": " ; ".join(map(clean, network.lens)),
        "data": clean(network.version),
        "documents": " ; ".join(network.documents),
        "language": lang,
        "layout": network.layout,
        "hidden": network.hidden,
    }


def things(network: Network, placement: Placement, lang: str) -> list[Values]:
    """Return what each thing says, in the order of the nodes."""
    heads = dict(enumerate(network.columns))
    groups = {key: group.label for group in placement.groups for key in group.members}
    return [
        {
            "id": drawing.identifier(node.key),
            "label": node.label.said(lang),
            "iri": written(node.key),
            "kind": kinds.segment(clean(node.kind)),
            "kind_name": node.kind_names[0].said(lang),
            "short": node.short,
            "note": node.note.said(lang),
            "size": node.size,
            "column": column(node, box, network),
            "column_name": heads.get(node.column, Bilingual()).said(lang),
            "group": groups.get(node.key, Bilingual()).said(lang),
            "x": box.x,
            "y": box.y,
        }
        for node, box in zip(network.nodes, placement.boxes, strict=True)
    ]


def column(node: Node, box: Box, network: Network) -> int:
    """Return the column of a thing: the view's, else that of the picture (of the group, where there are groups)."""
    return node.column if network.layout == "columns" else box.column


def links(network: Network, lang: str) -> list[Values]:
    """Return what each link says, in the order of the edges."""
    nodes = {node.key: node for node in network.nodes}
    ids = identifiers(network)
    return [_link(edge, name, nodes, lang) for edge, name in zip(network.edges, ids, strict=True)]


def _link(edge: Edge, name: str, nodes: Mapping[str, Node], lang: str) -> Values:
    return {
        "id": name,
        "source": drawing.identifier(edge.source),
        "source_label": nodes[edge.source].label.said(lang),
        "relation": clean(edge.relation.key),
        "label": edge.label.said(lang),
        "target": drawing.identifier(edge.target),
        "target_label": nodes[edge.target].label.said(lang),
        "proof": edge.proof,
        "proof_name": proof(edge, lang),
        "note": edge.note.said(lang),
        **bounds(edge),
        "known": day(edge.known),
        "possible": edge.possible,
        "evidence": " ; ".join(passage(one, lang) for one in edge.evidence),
        **{f"filter_{clean(name)}": " ; ".join(values) for name, values in edge.facets},
    }


def identifiers(network: Network) -> list[str]:
    """Return an identifier for each link: that of its row in the page; links that share one are numbered."""
    seen: dict[str, int] = {}
    found = []
    for edge in network.edges:
        name = drawing.edge_identifier(edge)
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return found


def bounds(edge: Edge) -> Values:
    """Return the bounds of the time over which a link holds; `judged` says whether any validity judges it."""
    ends = (*edge.validity.start, *edge.validity.end) if edge.validity else (None,) * 4
    names = ("start_earliest", "start_latest", "end_earliest", "end_latest")
    return {"judged": edge.validity is not None, **dict(zip(names, map(day, ends), strict=True))}


def proof(edge: Edge, lang: str) -> str:
    """Return how firmly a link is stated, in words."""
    return str(wording.words(lang)["proofs"].get(edge.proof, edge.proof))


def passage(one: Evidence, lang: str) -> str:
    """Return a passage in words: its document, and its lines when they are known."""
    lines = f"{one.first}-{one.last}" if one.last > one.first else one.first
    return messages.text("evidence-place", lang, document=one.document, lines=lines) if one.first else one.document


def day(known: date | None) -> str | None:
    """Return a day as ISO 8601 writes it."""
    return known.isoformat() if known else None


def written(key: str) -> str:
    """Return a key as every format can hold it: what cannot be seen is percent-encoded, as in an IRI."""
    return "".join(char if clean(char) or char == " " else quote(char, safe="", errors="replace") for char in key)


def filled(values: Values) -> dict[str, str | int | float | bool]:
    """Return the values that are known and not empty."""
    return {name: value for name, value in values.items() if value is not None and value != ""}
