"""What pySHACL finds, in the same words as the compiled rules, so that the two can be compared result by result."""

from collections import Counter
from collections.abc import Collection, Iterable

import pyoxigraph as ox
from rdflib import SH, Graph

from healthkg.turtle import Statement
from healthkg.validation import compiled
from healthkg.validation.compiled.parameters import ShapesGraph
from healthkg.validation.compiled.path_reading import read_path
from healthkg.validation.shacl import from_rdflib, to_rdflib

# focus, path, component, severity, value, source shape: as text, so that they can be sorted and read.
Row = tuple[str, ...]


def compiled_rows(judgement: compiled.Judgement) -> Counter[Row]:
    """Return how often each result is in a judgement by compiled rules."""
    return Counter(_row(result) for results in judgement.values() for result in results)


def _row(result: compiled.Result) -> Row:
    shape = result.shape
    path = "" if result.path is None else result.path.text(str)
    return (str(result.focus), path, result.constraint.component, shape.severity, str(result.value), str(shape.node))


def pyshacl_rows(data: Iterable[Statement] | Graph, shapes: Iterable[Statement] | Graph) -> Counter[Row]:
    """Return how often each result that is no detail of another is in pySHACL's report."""
    import pyshacl

    graph, rules = (given if isinstance(given, Graph) else to_rdflib(given) for given in (data, shapes))
    _done, report, text = pyshacl.validate(graph, shacl_graph=rules, inplace=True)
    assert isinstance(report, Graph), text
    return reported_rows(report)


def reported_rows(report: Graph) -> Counter[Row]:
    """Return how often each result that is no detail of another is in a validation report (SHACL 3.6)."""
    details = set(report.objects(None, SH.detail))
    paths = ShapesGraph(ox.Quad(*map(from_rdflib, triple)) for triple in report)  # type: ignore[arg-type, misc]
    found = (result for result in report.objects(None, SH.result) if result not in details)
    return Counter(_reported(report, paths, result) for result in found)


def _reported(report: Graph, paths: ShapesGraph, result: object) -> Row:
    def said(name: str) -> object:
        return from_rdflib(report.value(result, SH[name]))  # type: ignore[arg-type]

    path, component, severity = said("resultPath"), said("sourceConstraintComponent"), said("resultSeverity")
    return (
        str(said("focusNode")),
        "" if path is None else read_path(paths, path).text(str),  # type: ignore[arg-type]
        component.value.removeprefix(str(SH)).removesuffix("ConstraintComponent"),  # type: ignore[attr-defined]
        severity.value.removeprefix(str(SH)),  # type: ignore[attr-defined]
        str(said("value")),
        str(said("sourceShape")),
    )


def both(data: Collection[Statement], shapes: Collection[Statement]) -> tuple[Counter[Row], Counter[Row]]:
    """Return what the compiled rules and what pySHACL find; every shape must be one that can be compiled."""
    rules = compiled.compile_shapes(shapes)
    assert rules.left == {}
    return compiled_rows(compiled.judge(rules, compiled.Graph(data))), pyshacl_rows(data, shapes)
