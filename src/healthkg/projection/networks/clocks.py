"""A network as it was known at a date, and as it is valid at a date: the filters of the corpus, on what is drawn.

On any network that a view made of the whole corpus these give what the view makes of the filtered corpus.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from healthkg.projection.networks.values import Edge, Network, Node


def present(network: Network) -> Network:
    """Return `network` as the whole corpus has it: without the absences that a document has filled since."""
    return _of(network, (edge for edge in network.edges if edge.until is None), network.nodes)


def known_at(network: Network, day: date) -> Network:
    """Return what documents that were public on `day`, at the latest, say; and what was not stated then."""
    edges = (edge for edge in network.edges if _known(edge, day))
    nodes = [node for node in network.nodes if not node.alone or node.known is None or node.known <= day]
    return _of(network, edges, nodes)


def _known(edge: Edge, day: date) -> bool:
    return (edge.known is None or edge.known <= day) and (edge.until is None or edge.until > day)


def valid_at(network: Network, day: date) -> Network:
    """Return what nothing excludes on `day`; links that are not certain then say so."""
    edges = (_judged(edge, day) for edge in network.edges if not (edge.validity and edge.validity.excluded(day)))
    return _of(network, edges, network.nodes)


def _judged(edge: Edge, day: date) -> Edge:
    return replace(edge, possible=edge.validity is not None and not edge.validity.certain(day))


def _of(network: Network, edges: Iterable[Edge], nodes: Iterable[Node]) -> Network:
    """Return `network` with these edges; of `nodes`, those that they link and those that stand alone."""
    kept = tuple(edges)
    linked = {key for edge in kept for key in (edge.source, edge.target)}
    return replace(network, edges=kept, nodes=tuple(node for node in nodes if node.alone or node.key in linked))
