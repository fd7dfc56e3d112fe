"""All that is told of one thing: document by document, in the order in which they were published, with the proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from healthkg.answers.evidence import by_publication, judge, lines_of, worst_state
from healthkg.answers.names import is_a, label
from healthkg.answers.said import Said, nodes_about, said, statements_about
from healthkg.passages import Passage, Text
from healthkg.store import Store
from healthkg.turtle import Statement


@dataclass(frozen=True)
class Told:
    """One block: what a document (its label, its date of publication, empty when unknown) states of one node, the
    lines that it cites and the most alarming state of these passages (None when it cites none)."""

    document: str
    published: str
    said: tuple[Said, ...]
    lines: str
    state: str | None


def told_of(store: Store, thing: ox.NamedNode, lang: str = "fr", texts: Mapping[str, Text] | None = None) -> list[Told]:
    """Return all that documents state of `thing`, by date of publication; then what the project's notes add."""
    blocks: dict[tuple[ox.NamedNode, ox.NamedNode], list[Statement]] = {}
    for node in nodes_about(store, thing):
        for quad in statements_about(store, node, thing):
            if isinstance(quad.graph_name, ox.NamedNode) and isinstance(node, ox.NamedNode):
                blocks.setdefault((quad.graph_name, node), []).append(quad)
    cited = {block: _cited(store, *block) for block in blocks}
    judged = judge(store, set().union(*cited.values()), texts)
    return [
        _told(store, quads, [judged[one] for one in judged if one in cited[graph, node]], lang)
        for teller in _tellers(store, {graph for graph, _ in blocks})
        for (graph, node), quads in blocks.items()
        if graph == teller
    ]


def _cited(store: Store, graph: ox.NamedNode, node: ox.NamedNode) -> set[ox.NamedNode]:
    found = (quad.object for quad in store.statements_of(node, store.registry["hkg:statedIn"], graph))
    return {one for one in found if isinstance(one, ox.NamedNode)}


def _tellers(store: Store, graphs: set[ox.NamedNode]) -> list[ox.NamedNode]:
    """Return the documents among `graphs`, as they were published, then the notes; nothing else tells."""
    kind, notes = store.registry["hkg:SourceDocument"], store.registry["g:notes"]
    documents = [one for one in graphs if one != notes and is_a(store, one, kind)]
    return [*by_publication(store, documents), *(graphs & {notes})]


def _told(store: Store, quads: list[Statement], cited: list[tuple[Passage, str]], lang: str) -> Told:
    rows = sorted((said(store, quad, lang) for quad in quads), key=lambda row: (row.property, row.value))
    dates = store.matches(_graph(quads), store.registry["hkg:publishedOn"], None)
    return Told(
        document=rows[0].graph,
        published=", ".join(label(store, quad.object, lang) for quad in dates),
        said=tuple(rows),
        lines=lines_of(passage for passage, _ in cited),
        state=worst_state(state for _, state in cited),
    )


def _graph(quads: list[Statement]) -> ox.NamedNode | None:
    graph = quads[0].graph_name
    return graph if isinstance(graph, ox.NamedNode) else None
