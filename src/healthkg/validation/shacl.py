"""Data + shapes → findings: compiled rules judge SHACL Core; pySHACL judges what is beyond it, and is the reference."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from healthkg import messages
from healthkg.errors import InputProblem
from healthkg.prefixes import Registry
from healthkg.turtle import Statement
from healthkg.validation import compiled, explaining
from healthkg.validation.findings import SEVERITIES, SHAPES_PAGE, Finding
from healthkg.validation.unswept import unswept

if TYPE_CHECKING:
    from rdflib import Graph

_SH = "http://www.w3.org/ns/shacl#"
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_OURS = "hsh"  # the prefix of the project's own shapes


# ---- By compiled rules ----


def judged(
    data: Collection[Statement], shapes: Sequence[Statement], registry: Registry
) -> tuple[list[Finding], tuple[str, ...]]:
    """Return what `shapes` find in `data`, and the names of the shapes that pySHACL had to judge."""
    with unswept():
        rules, graph = compiled.compile_shapes(shapes), compiled.Graph(data)
        names = explaining.Names(graph, registry, shapes)
        results = [result for of_focus in compiled.judge(rules, graph).values() for result in of_focus]
        found = [finding(result, registry, names) for result in results]
    if rules.left:
        rest = compiled.without_targets(shapes, rules.shapes)
        found += findings(to_rdflib(data), to_rdflib(rest), registry, names)
    return found, tuple(_short(node, registry) or "" for node in rules.left)


def finding(result: compiled.Result, registry: Registry, names: explaining.Names | None = None) -> Finding:
    """Return a result of a compiled rule as a finding; explained, where `names` has the words for it."""
    shape, component = result.shape, result.constraint.component
    own = _own(shape.node, registry)
    said = Finding(
        severity=_severity(shape.severity),
        rule=_rule(shape.node, component),
        focus=_short(result.focus, registry) or "",
        message=_messages(shape.messages) if shape.messages else _default_message(result, registry),
        path=None if result.path is None else result.path.text(registry.shorten),
        value=_short(result.value, registry),
        component=component,
        shape=own,
        page=_page(own),
    )
    return said if names is None else _explained(said, result, names)


def _explained(said: Finding, result: compiled.Result, names: explaining.Names) -> Finding:
    """Return a finding with what was found, what is allowed, and what it clashes with."""
    shape, constraint, near = result.shape, result.constraint, result.value
    return replace(
        said,
        found={lang: explaining.found(result, names, lang) for lang in messages.LANGUAGES},
        allowed={lang: explaining.allowed(shape, constraint, names, lang, near) for lang in messages.LANGUAGES},
        others=explaining.others(result, names),
    )


def _own(shape: compiled.Term, registry: Registry) -> str | None:
    """Return the short IRI of a shape that has one."""
    return registry.shorten(shape.value) if isinstance(shape, ox.NamedNode) else None


def _page(shape: str | None) -> str | None:
    """Return where a shape of the project's is explained."""
    prefix, _, name = (shape or "").partition(":")
    return f"{SHAPES_PAGE}#{name}" if prefix == _OURS else None


def _default_message(result: compiled.Result, registry: Registry) -> dict[str, str]:
    """Return what the catalogue says of a broken constraint whose shape says nothing itself."""
    expected = ", ".join(_word(term, registry) for term in result.constraint.expected)
    code = f"shacl-{result.constraint.component}"
    return {lang: messages.text(code, lang, expected=expected) for lang in messages.LANGUAGES}


def _word(term: compiled.Term, registry: Registry) -> str:
    if isinstance(term, ox.BlankNode):
        return "[…]"
    return registry.shorten(term.value) if isinstance(term, ox.NamedNode) else term.value


def _short(term: compiled.Term | None, registry: Registry) -> str | None:
    return registry.shorten(term.value) if isinstance(term, ox.NamedNode) else term and str(term)


def _severity(name: str) -> str:
    """Return one of our severities; a shape's own, which SHACL allows (2.1.4), counts as the gravest."""
    return name.lower() if name.lower() in SEVERITIES else SEVERITIES[-1]


def _rule(shape: compiled.Term, component: str) -> str:
    """Return the local name of the shape that was broken; of the constraint component when the shape has no IRI."""
    if not isinstance(shape, ox.NamedNode):
        return f"{component}ConstraintComponent"
    return shape.value.rpartition("#")[2].rpartition("/")[2]


def _messages(literals: Iterable[ox.Literal]) -> dict[str, str]:
    """Return language → sentence; a message without language serves all."""
    by_language = {literal.language or "": literal.value for literal in sorted(literals, key=lambda said: said.value)}
    fallback = by_language.get("") or by_language.get("en") or next(iter(by_language.values()), "")
    return {lang: by_language.get(lang, fallback) for lang in messages.LANGUAGES}


# ---- By pySHACL, on an in-memory rdflib graph ----


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


def from_rdflib(node: Any) -> Any:
    """Return rdflib's node as a term of Oxigraph's, lexical form untouched; None for None."""
    from rdflib import BNode, URIRef

    if node is None:
        return None
    if isinstance(node, URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, BNode):
        return ox.BlankNode(str(node))
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype or _STRING)))


def findings(
    data: Graph, shapes: Graph, registry: Registry, names: explaining.Names | None = None
) -> Iterator[Finding]:
    """Yield one finding for each `sh:ValidationResult` (SHACL 3.6) that is no detail of another; inference off, nothing
    fetched; its value is in words, where `names` has them. (pySHACL's `focus_nodes` is not used: it skips the value
    nodes of `sh:node` and `sh:not` too.)"""
    from rdflib import URIRef

    results = _validated(data, shapes)
    for result in results.subjects(URIRef(_SH + "sourceConstraintComponent")):
        if (None, URIRef(_SH + "detail"), result) not in results:
            yield _finding(results, result, registry, names)


def _validated(data: Graph, shapes: Graph) -> Any:
    """Return pySHACL's report. Raises InputProblem for shapes that it refuses."""
    from pyshacl import validate
    from pyshacl.errors import ReportableRuntimeError

    try:
        _, report, _ = validate(data, shacl_graph=shapes, inference="none", advanced=False, js=False, inplace=True)
    except ReportableRuntimeError as error:
        report = error
    if isinstance(report, ReportableRuntimeError):
        raise InputProblem("shapes-refused", cause=str(report).partition("\n")[0]) from report
    return report


def _finding(results: Any, result: Any, registry: Registry, names: explaining.Names | None) -> Finding:
    from rdflib import URIRef

    def said(name: str) -> Any:
        return from_rdflib(results.value(result, URIRef(_SH + name)))

    component = said("sourceConstraintComponent").value.removeprefix(_SH).removesuffix("ConstraintComponent")
    own, value = _own(said("sourceShape"), registry), said("value")
    return Finding(
        severity=_severity(said("resultSeverity").value.removeprefix(_SH)),
        rule=_rule(said("sourceShape"), component),
        focus=_short(said("focusNode"), registry) or "",
        message=_messages(from_rdflib(literal) for literal in results.objects(result, URIRef(_SH + "resultMessage"))),
        path=_short(said("resultPath"), registry),
        value=_short(value, registry),
        component=component,
        shape=own,
        page=_page(own),
        found={lang: names.word(value, lang) for lang in messages.LANGUAGES} if names and value else {},
    )
