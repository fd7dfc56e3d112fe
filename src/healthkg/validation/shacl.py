"""SHACL Core by pySHACL, on an in-memory rdflib graph: the reference semantics, for graphs of ordinary size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from healthkg.prefixes import Registry
from healthkg.turtle import Statement
from healthkg.validation.findings import Finding

if TYPE_CHECKING:
    from rdflib import Graph

_SH = "http://www.w3.org/ns/shacl#"
_STRING = "http://www.w3.org/2001/XMLSchema#string"


def to_rdflib(quads: Iterable[Statement]) -> Graph:
    """Return an rdflib graph of `quads`, lexical forms untouched; a plain string has no datatype, as rdflib has it."""
    from rdflib import Graph

    graph = Graph()
    graph.addN((_node(q.subject), _node(q.predicate), _node(q.object), graph) for q in quads)
    return graph


def _node(term: Any) -> Any:
    from rdflib import BNode, Literal, URIRef

    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if term.language:
        return Literal(term.value, lang=term.language, normalize=False)
    return Literal(
        term.value,
        datatype=None if term.datatype.value == _STRING else URIRef(term.datatype.value),
        normalize=False,
    )


def findings(data: Graph, shapes: Graph, registry: Registry) -> Iterator[Finding]:
    """Yield one finding for each `sh:ValidationResult` (SHACL 3.6) that is no detail of another; inference off, nothing
    fetched. (pySHACL's `focus_nodes` is not used: it skips the value nodes of `sh:node` and `sh:not` too.)"""
    from pyshacl import validate
    from rdflib import URIRef

    _, results, _ = validate(data, shacl_graph=shapes, inference="none", advanced=False, js=False, inplace=True)
    for result in results.subjects(URIRef(_SH + "sourceConstraintComponent")):
        if (None, URIRef(_SH + "detail"), result) not in results:
            yield _finding(results, result, registry)


def _finding(results: Any, result: Any, registry: Registry) -> Finding:
    from rdflib import URIRef

    def said(name: str) -> Any:
        return results.value(result, URIRef(_SH + name))

    component = str(said("sourceConstraintComponent")).removeprefix(_SH)
    return Finding(
        severity=str(said("resultSeverity")).removeprefix(_SH).lower(),
        rule=_rule(said("sourceShape"), component),
        focus=_short(said("focusNode"), registry) or "",
        message=_messages(results.objects(result, URIRef(_SH + "resultMessage"))),
        path=_short(said("resultPath"), registry),
        value=_short(said("value"), registry),
        component=component.removesuffix("ConstraintComponent"),
    )


def _rule(shape: Any, component: str) -> str:
    """Return the local name of the shape that was broken; of the constraint component when the shape has no IRI."""
    from rdflib import URIRef

    return str(shape).rpartition("#")[2].rpartition("/")[2] if isinstance(shape, URIRef) else component


def _messages(literals: Iterable[Any]) -> dict[str, str]:
    """Return language → sentence; a message without language serves all."""
    by_language = {literal.language or "": str(literal) for literal in sorted(literals)}
    fallback = by_language.get("") or by_language.get("en") or next(iter(by_language.values()), "")
    return {lang: by_language.get(lang, fallback) for lang in ("fr", "en")}


def _short(term: Any, registry: Registry) -> str | None:
    from rdflib import URIRef

    if term is None:
        return None
    return registry.shorten(str(term)) if isinstance(term, URIRef) else str(term.n3())
