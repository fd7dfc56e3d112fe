"""A network as JSON: node-link, as networkx (`node_link_graph`) and D3 read it, in both languages.

`format` and `version` say what it is. Version 1:

    graph   view, title, summary, caption, caveats, layout, columns, filters, parameters, lens, documents, hidden,
            limit, data (the version of the corpus), language (the one it was asked in), size [width, height]
    nodes   id, key (an IRI, or the query's own for an absence), label, kind, kind_name, short, note, size, column,
            alone, box [x, y, width, height] (its centre, in pixels, y downwards), group (the key of its group's main
            thing)
    edges   key (the link's identifier), source, target, relation, label, style, proof, note, validity (null, or start
            and end, each [earliest, latest]), known, possible, evidence [document, first, last, known], filters

What has words is `{fr, en}`; what is not known is null. A change that a reader of version 1 would not survive has
another number.
"""

from __future__ import annotations

import json as notation
from typing import TYPE_CHECKING, Any

from healthkg.projection import drawing, wording
from healthkg.projection.bilingual import Bilingual
from healthkg.projection.exports import flat
from healthkg.projection.networks.clocks import present
from healthkg.projection.placement import place

if TYPE_CHECKING:
    from healthkg.corpus import Validity
    from healthkg.projection.networks import Edge, Network, Node
    from healthkg.projection.placed import Box, Placement

FORMAT, VERSION = "healthkg-network", 1


def json(network: Network, lang: str = "fr") -> bytes:
    """Return JSON in both languages; `lang` is noted, for who shows it."""
    network = present(network)
    placement = place(network)
    groups = {key: group.key for group in placement.groups for key in group.members}
    said = {
        "format": FORMAT,
        "version": VERSION,
        "directed": True,
        "multigraph": True,
        "graph": _whole(network, placement, lang),
        "nodes": [
            _node(node, box, network) | ({"group": groups.get(node.key)} if groups else {})
            for node, box in zip(network.nodes, placement.boxes, strict=True)
        ],
        "edges": [_edge(edge, name) for edge, name in zip(network.edges, flat.identifiers(network), strict=True)],
    }
    return (notation.dumps(said, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _whole(network: Network, placement: Placement, lang: str) -> dict[str, Any]:
    return {
        "view": network.name,
        "title": network.title._asdict(),
        "summary": network.summary._asdict(),
        "caption": {one: list(wording.caption(network, one)) for one in Bilingual._fields},
        "caveats": network.caveats._asdict(),
        "layout": network.layout,
        "columns": [said._asdict() for said in network.columns],
        "filters": {name: said._asdict() for name, said in network.facets},
        "parameters": dict(network.parameters),
        "lens": list(network.lens),
        "documents": list(network.documents),
        "hidden": network.hidden,
        "limit": network.limit,
        "data": network.version,
        "language": lang,
        "size": [placement.width, placement.height],
    }


def _node(node: Node, box: Box, network: Network) -> dict[str, Any]:
    return {
        "id": drawing.identifier(node.key),
        "key": flat.written(node.key),
        "label": node.label._asdict(),
        "kind": flat.written(node.kind),
        "kind_name": node.kind_names[0]._asdict(),
        "short": node.short,
        "note": node.note._asdict(),
        "size": node.size,
        "column": flat.column(node, box, network),
        "alone": node.alone,
        "box": [box.x, box.y, box.width, box.height],
    }


def _edge(edge: Edge, name: str) -> dict[str, Any]:
    return {
        "key": name,
        "source": drawing.identifier(edge.source),
        "target": drawing.identifier(edge.target),
        "relation": edge.relation.key,
        "label": edge.label._asdict(),
        "style": edge.relation.style,
        "proof": edge.proof,
        "note": edge.note._asdict(),
        "validity": _validity(edge.validity) if edge.validity else None,
        "known": flat.day(edge.known),
        "possible": edge.possible,
        "evidence": [
            {"document": one.document, "first": one.first or None, "last": one.last or None, "known": one.known or None}
            for one in edge.evidence
        ],
        "filters": {name: list(values) for name, values in edge.facets},
    }


def _validity(validity: Validity) -> dict[str, list[str | None]]:
    return {"start": [flat.day(one) for one in validity.start], "end": [flat.day(one) for one in validity.end]}
