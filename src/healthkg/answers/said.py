"""Everything that is said of one thing, document by document."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from healthkg import messages
from healthkg.answers.names import label
from healthkg.store import Store
from healthkg.turtle import Statement


@dataclass(frozen=True)
class Said:
    """One statement about a thing: which graph makes it, of which node (the thing, or a fact that concerns it) and of
    what kind that is, and the lines of its passages (« 6, 23–25 »; empty when it cites none)."""

    graph: str
    node: str
    kind: str
    property: str
    value: str
    lines: str


def said_of(store: Store, thing: ox.NamedNode, lang: str = "fr") -> list[Said]:
    """Return what each document states of `thing`: its own statements, then the facts that concern it or that it
    takes part in; sorted by node, document and property."""
    return [row for node in nodes_about(store, thing) for row in _of_node(store, node, thing, lang)]


def nodes_about(store: Store, thing: ox.NamedNode) -> list[ox.NamedNode | ox.BlankNode]:
    """Return `thing`, then the facts that concern it, that it takes part in, or whose object or measure it is."""
    facts = [
        fact
        for name in ("hkg:concerns", "cv:hasParticipant", "hkg:object", "hkg:indicator")
        for fact in sorted({quad.subject for quad in store.matches(None, store.registry[name], thing)}, key=str)
    ]
    return list(dict.fromkeys([thing, *facts]))


def _of_node(store: Store, node: ox.NamedNode | ox.BlankNode, thing: ox.NamedNode, lang: str) -> list[Said]:
    rows = [said(store, quad, lang) for quad in statements_about(store, node, thing)]
    return sorted(rows, key=lambda row: (row.graph, row.property, row.value))


def statements_about(store: Store, node: ox.NamedNode | ox.BlankNode, thing: ox.NamedNode) -> list[Statement]:
    """Return what named graphs state of `node`, without what it takes to link it to `thing` and to its passages."""
    return [quad for quad in store.statements_of(node) if not _is_plumbing(store, quad, thing)]


def _is_plumbing(store: Store, quad: Statement, thing: ox.NamedNode) -> bool:
    return quad.object == thing or quad.predicate in (
        store.registry["hkg:statedIn"],
        store.registry["rdf:type"],
    )


def said(store: Store, quad: Statement, lang: str) -> Said:
    """Return one statement as people read it."""
    kinds = sorted(
        label(store, type_.object, lang) for type_ in store.matches(quad.subject, store.registry["rdf:type"], None)
    )
    name, value = (label(store, term, lang) for term in (quad.predicate, quad.object))
    node = store.registry.shorten(quad.subject.value)
    return Said(graph_name(store, quad.graph_name, lang), node, ", ".join(kinds), name, value, lines_of(store, quad))


def graph_name(store: Store, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph, lang: str) -> str:
    """Return what a person calls a graph: the document's label, or what the project's own graphs hold."""
    begin = store.registry.namespaces["g"]
    if isinstance(graph, ox.NamedNode) and graph.value.startswith(begin):
        return messages.text(f"graph-{graph.value.removeprefix(begin)}", lang)
    return label(store, graph, lang)


def lines_of(store: Store, quad: Statement) -> str:
    """Return the lines of the passages that the quad's subject cites in the quad's graph."""
    cited = store.statements_of(quad.subject, store.registry["hkg:statedIn"], quad.graph_name)
    spans = {(_number(store, q.object, "hkg:firstLine"), _number(store, q.object, "hkg:lastLine")) for q in cited}
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in sorted(spans))


def _number(store: Store, passage: object, name: str) -> int:
    found = store.matches(passage, store.registry[name], None) if isinstance(passage, ox.NamedNode) else iter(())
    return next((int(quad.object.value) for quad in found), 0)
