"""What a change of triples can alter, and judging that alone.

The results of a focus node depend on what was looked up while it was judged. Where one look-up has a new answer, the
way to the first such place is made of triples that did not change: walked backwards from the changed triples, in the
graph as it is now, the ways of the shapes lead to every focus node whose results may differ.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from healthkg.turtle import Statement
from healthkg.validation.compiled.constraints import Targets
from healthkg.validation.compiled.graph import SUBCLASS, TYPE, Graph, Term
from healthkg.validation.compiled.judging import Judgement, judge
from healthkg.validation.compiled.paths import HERE, Path, Step
from healthkg.validation.compiled.reading import Rules


def rejudged(
    before: Judgement, rules: Rules, graph: Graph, added: Collection[Statement], removed: Collection[Statement]
) -> Judgement:
    """Return the judgement of `graph`, which is what `before` was the judgement of, after a change."""
    foci = affected(rules, graph, [*added, *removed])
    if foci is None:
        return judge(rules, graph)
    kept = {focus: results for focus, results in before.items() if focus not in foci}
    return kept | dict(judge(rules, graph, foci))


def affected(rules: Rules, graph: Graph, changed: Collection[Statement]) -> set[Term] | None:
    """Return the focus nodes whose results a change may alter; None when it may be any, as the classes changed.

    `graph` is the graph after the change, `changed` are the triples that it has now and had not, or had and has not.
    """
    if any(quad.predicate == SUBCLASS for quad in changed):
        return None
    ways: dict[Path, set[int]] = {HERE: _aimed_at([shape.targets for shape in rules.shapes], graph, changed)}
    for way, step in rules.reads:
        ways.setdefault(way, set()).update(_changed_at(step, graph, changed))
    walked = [way.turned().reached(graph, nodes) for way, nodes in ways.items() if nodes]
    return {graph.term(focus) for reached in walked for foci in reached.values() for focus in foci}


def _aimed_at(targets: Collection[Targets], graph: Graph, changed: Collection[Statement]) -> set[int]:
    """Return the nodes that a change may have made a focus node, or made one no more."""
    subjects_of = {TYPE, *(predicate for target in targets for predicate in target.subjects_of)}
    objects_of = {predicate for target in targets for predicate in target.objects_of}
    return {graph.number(quad.subject) for quad in changed if quad.predicate in subjects_of} | {
        graph.number(quad.object) for quad in changed if quad.predicate in objects_of
    }


def _changed_at(step: Step | None, graph: Graph, changed: Iterable[Statement]) -> set[int]:
    """Return the nodes from which a step leads elsewhere than it did."""
    if step is None:
        return {graph.number(quad.subject) for quad in changed}
    taken = [quad for quad in changed if quad.predicate == step.predicate]
    return {graph.number(quad.object if step.backwards else quad.subject) for quad in taken}
