"""A network as GEXF (Gephi opens it as it is drawn) and as GraphML (Gephi, igraph, Cytoscape, yEd, networkx).

Things are nodes, links are directed edges, and there may be several between two things. In both formats y grows
upwards, as these programs draw. The same network gives the same bytes: neither the day nor the version of networkx is
in them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from healthkg.projection import kinds
from healthkg.projection.bilingual import Bilingual
from healthkg.projection.exports import flat
from healthkg.projection.exports.colours import themes
from healthkg.projection.exports.flat import Values
from healthkg.projection.networks.clocks import present
from healthkg.projection.placement import place

if TYPE_CHECKING:
    import networkx as nx

    from healthkg.projection.networks import Edge, Network, Node

_CREATOR = "healthkg"
_LEAST, _MORE = 10, 30  # of a node's size in Gephi, and how much more the largest thing has
_THICK = {"accent": 2.0}
# GEXF knows four shapes of nodes, and four of edges.
_SHAPES = {"pill": "disc", "doublepill": "disc", "hexagon": "diamond", "notch": "diamond", "slant": "diamond"}
_SHAPES |= {"arrow": "triangle"}
_LINES = {"conditional": "dashed", "notstated": "dashed", "inferred": "dotted", "contradicted": "double"}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def gexf(network: Network, lang: str = "fr") -> bytes:
    """Return GEXF 1.2 in `lang`, with the places, colours, shapes and sizes of the picture.

    GEXF has no attributes of the whole: what is said of it stands in the description.
    """
    from networkx.readwrite.gexf import GEXFWriter

    network = present(network)
    things = flat.things(network, place(network), lang)
    largest = max((node.size or 0 for node in network.nodes), default=0)
    nodes = [
        {**flat.filled(row), "viz": _node_look(node, row, largest)}
        for node, row in zip(network.nodes, things, strict=True)
    ]
    rows = zip(network.edges, flat.links(network, lang), strict=True)
    edges = [{**flat.filled(row), "viz": _edge_look(edge)} for edge, row in rows]
    for node in nodes:
        del node["x"], node["y"]
    tree = GEXFWriter(_graph({"name": network.title.said(lang)}, nodes, edges), version="1.2draft").xml
    _describe(tree, flat.filled(flat.about(network, lang)))
    _drop(tree, "networkx_key")
    return xml(tree)


def graphml(network: Network, lang: str = "fr") -> bytes:
    """Return GraphML; words are in `lang`, and beside it in both languages (`label_fr`, `label_en`…)."""
    from networkx.readwrite.graphml import GraphMLWriter

    network = present(network)
    whole = flat.about(network, lang) | _both(title=network.title, summary=network.summary, caveats=network.caveats)
    things = zip(network.nodes, flat.things(network, place(network), lang), strict=True)
    nodes = [
        row | {"y": -int(row["y"] or 0)} | _both(label=node.label, kind_name=node.kind_names[0], note=node.note)
        for node, row in things
    ]
    links = zip(network.edges, flat.links(network, lang), strict=True)
    edges = [row | _both(label=edge.label, note=edge.note) for edge, row in links]
    tree = GraphMLWriter(_graph(flat.filled(whole), map(flat.filled, nodes), map(flat.filled, edges))).xml
    _lower_booleans(tree)
    return xml(tree)


def _both(**said: Bilingual) -> Values:
    return {f"{name}_{lang}": words.said(lang) for name, words in said.items() for lang in Bilingual._fields}


def _graph(
    whole: dict[str, Any], nodes: Iterable[dict[str, Any]], edges: Iterable[dict[str, Any]]
) -> nx.MultiDiGraph[str]:
    """Return a graph of plain attributes; an edge keeps its `id` among them, for GEXF."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(**whole)
    for node in nodes:
        graph.add_node(node.pop("id"), **node)
    for edge in edges:
        graph.add_edge(edge.pop("source"), edge.pop("target"), edge["id"], **edge)
    return graph


# ---- Looks ----


def _node_look(node: Node, row: Values, largest: float) -> dict[str, Any]:
    look = kinds.look(node.kind)
    hue = kinds.table()["hues"].get(look.hue) or kinds.table()["hues"]["grey"]
    return {
        "color": _colour(hue["light"]["border"]),
        "shape": _SHAPES.get(look.outline, "square"),
        "size": round(_LEAST + _MORE * math.sqrt((node.size or 0) / largest), 1) if largest else float(_LEAST),
        "position": {"x": float(row["x"] or 0), "y": -float(row["y"] or 0), "z": 0.0},
    }


def _edge_look(edge: Edge) -> dict[str, Any]:
    light, _ = themes()
    return {
        "color": _colour(light.get(edge.relation.style, light["structure"])),
        "thickness": _THICK.get(edge.relation.style, 1.0),
        "shape": _LINES.get(edge.proof, "solid"),
    }


def _colour(said: str) -> dict[str, int]:
    red, green, blue = bytes.fromhex(said.removeprefix("#"))
    return {"r": red, "g": green, "b": blue}


# ---- The XML ----


def _describe(tree: ET.Element, said: dict[str, str | int | float | bool]) -> None:
    """Say who made this file and what it shows, in place of the day and of the version of networkx."""
    for meta in tree.iter("meta"):
        meta.clear()
        ET.SubElement(meta, "creator").text = _CREATOR
        ET.SubElement(meta, "description").text = "\n".join(f"{name}: {value}" for name, value in said.items())


def _drop(tree: ET.Element, title: str) -> None:
    """Take out the attribute `title`, with its values."""
    for attributes in list(tree.iter("attributes")):
        for one in attributes.findall(f"attribute[@title='{title}']"):
            attributes.remove(one)
            for values in tree.iter("attvalues"):
                for value in values.findall(f"attvalue[@for='{one.get('id')}']"):
                    values.remove(value)


def _lower_booleans(tree: ET.Element) -> None:
    """Write truth values as GraphML does: networkx writes Python's."""
    truths = {key.get("id") for key in tree.iter("key") if key.get("attr.type") == "boolean"}
    for data in tree.iter("data"):
        if data.get("key") in truths:
            data.text = (data.text or "").lower()


def xml(tree: ET.Element) -> bytes:
    """Return an XML document, indented; a character that XML cannot hold becomes U+FFFD."""
    ET.indent(tree)
    return sound(f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(tree, encoding="unicode")}\n')


def sound(text: str) -> bytes:
    """Return the bytes of an XML document; a character that XML cannot hold becomes U+FFFD."""
    return _NOT_XML.sub("\ufffd", text).encode()
