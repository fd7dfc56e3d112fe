"""Answers become networks, and networks become pages that open from a disk with nothing beside them."""

from __future__ import annotations

from healthkg.projection.charts import Chart, chart, pdf, png, svg
from healthkg.projection.networks import Edge, Evidence, Network, Node, Relation, as_graph, network
from healthkg.projection.page import html

__all__ = [
    "Chart",
    "Edge",
    "Evidence",
    "Network",
    "Node",
    "Relation",
    "as_graph",
    "chart",
    "html",
    "network",
    "pdf",
    "png",
    "svg",
]
