"""Shapes + graph → results, by set: each constraint is asked once for all the nodes that it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass

from healthkg.validation.compiled.constraints import Constraint, Fault, Shape, Values
from healthkg.validation.compiled.graph import Graph, Term
from healthkg.validation.compiled.on_shapes import Property
from healthkg.validation.compiled.paths import HERE, Path
from healthkg.validation.compiled.reading import Rules


@dataclass(frozen=True)
class Result:
    """A validation result (SHACL 3.6.2): focus node, path, value, and the shape and constraint that they break."""

    focus: Term
    path: Path | None
    value: Term | None
    shape: Shape
    constraint: Constraint


# Focus node of a target → the results of judging it, those of nested property shapes included.
Judgement = Mapping[Term, tuple[Result, ...]]


def judge(rules: Rules, graph: Graph, among: Collection[Term] | None = None) -> Judgement:
    """Return the results of each focus node that has any: of all that the targets find, or of those in `among`."""
    judging = _Judging(graph)
    chosen = None if among is None else {graph.number(node) for node in among}
    found: dict[int, list[Result]] = defaultdict(list)
    for shape in rules.shapes:
        for focus, results in judging.results(shape, shape.targets.foci(graph, chosen)).items():
            found[focus] += results
    return {graph.term(focus): tuple(results) for focus, results in found.items()}


class _Judging:
    """One judgement of one graph: which nodes were held against which shape is remembered, with the outcome."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._held: dict[Shape, set[int]] = defaultdict(set)
        self._failed: dict[Shape, set[int]] = defaultdict(set)

    def results(self, shape: Shape, nodes: Set[int]) -> Mapping[int, list[Result]]:
        """Return the results of validating `nodes` against `shape`, by node (SHACL 3.4)."""
        found: dict[int, list[Result]] = defaultdict(list)
        values = self._values(shape, nodes)
        for constraint in shape.constraints:
            if isinstance(constraint, Property):
                below = self.results(constraint.members[0], values.all)
                for focus, value in values.among(below):
                    found[focus] += below[value]
            else:
                for fault in constraint.faults(self, values):
                    found[fault.focus].append(self._result(shape, constraint, fault))
        return found

    def failing(self, shape: Shape, nodes: Set[int]) -> Set[int]:
        """Return the nodes that do not conform to `shape`: those that would have results (SHACL 3.5)."""
        new = nodes - self._held[shape]
        if new:
            values = self._values(shape, new)
            self._failed[shape].update(
                fault.focus for constraint in shape.constraints for fault in constraint.faults(self, values)
            )
            self._held[shape] |= new
        return nodes & self._failed[shape]

    def _values(self, shape: Shape, nodes: Set[int]) -> Values:
        return Values(nodes, shape.path.reached(self.graph, nodes))

    def _result(self, shape: Shape, constraint: Constraint, fault: Fault) -> Result:
        value = None if fault.value is None else self.graph.term(fault.value)
        path = fault.path or (None if shape.path == HERE else shape.path)
        return Result(self.graph.term(fault.focus), path, value, shape, constraint)
