"""Everything that is said of one thing, document by document."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from healthkg.answers.names import label
from healthkg.store import Store
from healthkg.turtle import Statement


@dataclass(frozen=True)
class Said:
    """One statement about a thing: which graph makes it, of which kind of node (the thing, or a fact that concerns
    it), and the lines of its passages (« 6, 23–25 »; empty when it cites none)."""

    graph: str
    subject: str
    property: str
    value: str
    lines: str


def said_of(store: Store, thing: ox.NamedNode, lang: str = "fr") -> list[Said]:
    """Return what each document states of `thing`: its own statements, then the facts that concern it or that it
    takes part in; sorted by node, document and property."""
    facts = [
        fact
        for name in ("hkg:concerns", "cv:hasParticipant", "hkg:object")
        for fact in sorted({quad.subject for quad in store.matches(None, store.registry[name], thing)}, key=str)
    ]
    return [said for node in dict.fromkeys([thing, *facts]) for said in _of_node(store, node, thing, lang)]


def _of_node(store: Store, node: ox.NamedNode | ox.BlankNode, thing: ox.NamedNode, lang: str) -> list[Said]:
    rows = [_said(store, quad, lang) for quad in store.statements_of(node) if not _is_plumbing(store, quad, thing)]
    return sorted(rows, key=lambda said: (said.graph, said.property, said.value))


def _is_plumbing(store: Store, quad: Statement, thing: ox.NamedNode) -> bool:
    return quad.object == thing or quad.predicate in (
        store.registry["hkg:statedIn"],
        store.registry["rdf:type"],
    )


def _said(store: Store, quad: Statement, lang: str) -> Said:
    kinds = sorted(
        label(store, type_.object, lang) for type_ in store.matches(quad.subject, store.registry["rdf:type"], None)
    )
    graph, name, value = (label(store, term, lang) for term in (quad.graph_name, quad.predicate, quad.object))
    return Said(graph, ", ".join(kinds), name, value, lines_of(store, quad))


def lines_of(store: Store, quad: Statement) -> str:
    """Return the lines of the passages that the quad's subject cites in the quad's graph."""
    cited = store.statements_of(quad.subject, store.registry["hkg:statedIn"], quad.graph_name)
    spans = {(_number(store, q.object, "hkg:firstLine"), _number(store, q.object, "hkg:lastLine")) for q in cited}
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in sorted(spans))


def _number(store: Store, passage: object, name: str) -> int:
    found = store.matches(passage, store.registry[name], None) if isinstance(passage, ox.NamedNode) else iter(())
    return next((int(quad.object.value) for quad in found), 0)
