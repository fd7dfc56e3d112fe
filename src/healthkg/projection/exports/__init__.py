"""A network in the formats of other programs: a picture (SVG), graphs (GEXF, GraphML, JSON), two tables (CSV).

Each shows what the network shows at opening: without the absences that a document has filled since. Each carries the
question, its parameters, what to know of the answer, and the version of the data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from healthkg.projection.exports.graphs import gexf, graphml
from healthkg.projection.exports.linked import json
from healthkg.projection.exports.picture import svg
from healthkg.projection.exports.tables import links, nodes

if TYPE_CHECKING:
    from healthkg.projection.networks import Network

__all__ = ["FILES", "TABLES", "gexf", "graphml", "json", "links", "nodes", "svg"]

Export = Callable[["Network", str], bytes]
FILES: Mapping[str, Export] = {"svg": svg, "gexf": gexf, "graphml": graphml, "json": json}
TABLES: Mapping[str, Export] = {"nodes": nodes, "links": links}
