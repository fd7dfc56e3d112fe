"""A network of dependencies as analysis takes it: links from what comes first to what depends on it, with proof."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from healthkg.analysis import words
from healthkg.analysis.stakes import Place, Stakes
from healthkg.projection.bilingual import Bilingual, both
from healthkg.projection.networks import Edge, Evidence, Network, Node, present
from healthkg.projection.text import fold

if TYPE_CHECKING:
    import networkx as nx

_FIRMNESS = ("stated", "unsourced", "conditional", "inferred", "contradicted")
FIRM = _FIRMNESS[:2]


@dataclass(frozen=True)
class Link:
    """What says that `after` depends on `before`: one edge of the network or several, the firmest first."""

    before: Node
    after: Node
    edges: tuple[Edge, ...]

    @property
    def proof(self) -> str:
        """Return how firmly the firmest of its edges is stated."""
        return self.edges[0].proof

    @property
    def possible(self) -> bool:
        """Is it, at the date that was asked for, not certain?"""
        return all(edge.possible for edge in self.edges)

    @property
    def firm(self) -> bool:
        """Is it stated without reserve, and certain?"""
        return any(_is_firm(edge) for edge in self.edges)

    @property
    def required(self) -> bool:
        """Does it say that `after` cannot be done without `before`?"""
        return any(edge.relation.key in words.links("required") for edge in self.edges)

    @property
    def either(self) -> bool:
        """Is `before` but one of several of which at least one is required? All those of one thing are one choice."""
        return not self.required and any(edge.relation.key in words.links("either") for edge in self.edges)

    @property
    def word(self) -> Bilingual:
        """Return what the link is called, from `before` to `after`, each word once."""
        said = dict.fromkeys(edge.label for edge in self.edges)
        return Bilingual(*(", ".join(dict.fromkeys(word.said(lang) for word in said)) for lang in Bilingual._fields))

    @property
    def places(self) -> tuple[Place, ...]:
        """Return where the link is read, a place a document."""
        return places(passage for edge in self.edges for passage in edge.evidence)


def places(passages: Iterable[Evidence]) -> tuple[Place, ...]:
    """Return passages as places: each document once, with its lines in order."""
    found: dict[str, dict[str, None]] = {}
    for passage in sorted(set(passages), key=lambda one: (one.known, one.document, one.first, one.last)):
        lines = f"{passage.first}" if passage.first == passage.last else f"{passage.first}–{passage.last}"
        found.setdefault(passage.document, {}).update({lines: None} if passage.first else {})
    return tuple(Place(document, ", ".join(lines)) for document, lines in found.items())


@dataclass(frozen=True)
class Dependencies:
    """Things by key, in the order of their labels, and the links between them."""

    nodes: Mapping[str, Node]
    links: Mapping[tuple[str, str], Link]

    @cached_property
    def graph(self) -> nx.DiGraph[str]:
        """Return the networkx graph: from what comes first to what depends on it."""
        import networkx as nx

        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self.nodes)
        graph.add_edges_from(self.links)
        return graph

    def steps(self, path: Iterable[str]) -> tuple[Link, ...]:
        """Return the links along a path of keys."""
        keys = list(path)
        return tuple(self.links[pair] for pair in pairwise(keys))

    def alternatives(self, key: str) -> tuple[Link, ...]:
        """Return the links of which `key` requires at least one."""
        return tuple(link for link in self.into(key) if link.either)

    def into(self, key: str) -> tuple[Link, ...]:
        """Return the links on which `key` depends."""
        return tuple(self.links[before, key] for before in self.graph.predecessors(key))


def dependencies_of(network: Network, *, firm: bool = False) -> Dependencies:
    """Return what depends on what in `network`: no marks of absence; only firm links when `firm`."""
    shown = present(network)
    things = sorted((node for node in shown.nodes if node.stated), key=_by_label)
    nodes = {node.key: node for node in things}
    found: dict[tuple[str, str], list[Edge]] = {}
    for edge in shown.edges:
        if edge.source in nodes and edge.target in nodes and edge.proof != "notstated" and (_is_firm(edge) or not firm):
            found.setdefault((edge.source, edge.target), []).append(edge)
    order = {key: place for place, key in enumerate(nodes)}
    pairs = sorted(found, key=lambda pair: (order[pair[0]], order[pair[1]]))
    return Dependencies(nodes, {pair: _link(nodes, pair, found[pair]) for pair in pairs})


def _by_label(node: Node) -> tuple[str, str]:
    return fold(node.label.fr), node.key


def _link(nodes: Mapping[str, Node], pair: tuple[str, str], edges: Iterable[Edge]) -> Link:
    kept = sorted(edges, key=lambda edge: (not _is_firm(edge), _FIRMNESS.index(edge.proof), edge.label, edge.evidence))
    return Link(nodes[pair[0]], nodes[pair[1]], tuple(kept))


def _is_firm(edge: Edge) -> bool:
    return edge.proof in FIRM and not edge.possible


# ---- Where an analysis starts ----


def thing(key: str, found: Dependencies, stakes: Stakes, name: str = "") -> Node:
    """Return the thing `key`: as the network has it, else as the report of stakes calls it, else by `name`, else by its
    key. A fact that the network does not have is called by what it is and what it concerns."""
    if key in found.nodes:
        return found.nodes[key]
    if element := stakes.element(key):
        return Node(key, element.label, element.kind, words.kind_names(element.kind))
    for concerned in stakes.concerned(key)[:1]:
        return Node(key, words.of(stakes.called(key), stakes.called(concerned)), "", words.kind_names(""))
    return Node(key, both(name or key), "", words.kind_names(""))


def ends(key: str, found: Dependencies, stakes: Stakes, *, first: bool) -> tuple[str, ...]:
    """Return where to start from for `key`: itself, and the facts about it (its milestones) that have links.

    Where one of them depends on another, only what comes first is kept, or only what comes last.
    """
    import networkx as nx

    graph, beyond = found.graph, nx.descendants if first else nx.ancestors
    linked = [one for one in (key, *stakes.facts(key)) if one in graph and graph.degree(one)]
    behind = set().union(*(beyond(graph, one) for one in linked))
    return tuple(one for one in linked if one not in behind) or tuple(linked)
