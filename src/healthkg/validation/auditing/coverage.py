"""What the rules look at, and what none of them does: terms, nodes, and rules that nothing in the corpus meets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from healthkg.corpus import Corpus
from healthkg.queryfile import Query
from healthkg.turtle import Statement
from healthkg.validation import compiled
from healthkg.validation.auditing import mentions
from healthkg.validation.auditing.defects import Defect
from healthkg.validation.auditing.ground import Ground
from healthkg.validation.auditing.trying import World

_CLASSES = ("owl:Class",)
_PROPERTIES = ("owl:AnnotationProperty", "owl:DatatypeProperty", "owl:ObjectProperty")
# Their terms are the languages' own: no ontology declares them.
_BUILT_IN = ("owl:", "rdf:", "rdfs:", "sh:", "xsd:")
HABIT = 10  # nodes of a class that all bear a property, before that is called a habit


@dataclass(frozen=True)
class Coverage:
    """What no rule looks at, in short form and sorted: terms of the ontology, terms in use, nodes of the data; shapes
    that meet nothing, and shapes that none refers to; checks with the terms that exist nowhere; what every node of a
    class bears although no rule asks for it (class, property, nodes). `shapes` and `checks` count the rules."""

    shapes: int
    checks: int
    classes: tuple[str, ...]
    properties: tuple[str, ...]
    classes_in_use: tuple[str, ...]
    properties_in_use: tuple[str, ...]
    nodes: tuple[str, ...]
    idle: tuple[str, ...]
    unreferred: tuple[str, ...]
    blind: tuple[tuple[str, str], ...]
    habits: tuple[tuple[str, str, int], ...]
    by_pyshacl: tuple[str, ...]


def coverage(ground: Ground, shapes: Collection[Statement], world: World) -> Coverage:
    """Return what the rules of a world, these shapes among them, look at."""
    corpus, rules, graph = ground.corpus, world.compiled, world.graph
    checks = [query for query, _ in world.checks]
    named = mentions.in_shapes(shapes).union(*(mentions.in_check(query, corpus.registry) for query in checks))
    targeted = _below(graph, mentions.classes(shape.targets for shape in rules.shapes))
    seen = {graph.term(node) for shape in rules.shapes for node in shape.targets.foci(graph)}

    def short(terms: Iterable[compiled.Term]) -> tuple[str, ...]:
        return tuple(sorted(corpus.registry.shorten(term.value) for term in terms))

    return Coverage(
        shapes=len(rules.shapes) + len(rules.left),
        checks=len(checks),
        classes=short(_declared(corpus, _CLASSES) - targeted),
        properties=short(_declared(corpus, _PROPERTIES) - named),
        classes_in_use=short({kind for kinds in ground.kinds.values() for kind in kinds} - targeted),
        properties_in_use=short(ground.predicates - named),
        nodes=short(ground.about.keys() - seen),
        idle=short(shape.node for shape in rules.shapes if not shape.targets.foci(graph)),
        unreferred=short(_unreferred(corpus, shapes, rules)),
        blind=tuple(_blind(corpus, checks)),
        habits=tuple(_habits(ground, world)),
        by_pyshacl=short(rules.left),
    )


def _below(graph: compiled.Graph, kinds: Iterable[ox.NamedNode]) -> set[compiled.Term]:
    return {graph.term(one) for kind in kinds for one in graph.below(graph.number(kind))}


def _declared(corpus: Corpus, kinds: tuple[str, ...]) -> set[ox.NamedNode]:
    """Return the terms that the ontology declares to be of these kinds."""
    wanted, kind = {corpus.registry[name] for name in kinds}, corpus.registry["rdf:type"]
    files = (file for file in corpus.files if file.home == "ontology")
    found = (
        quad.subject for file in files for quad in file.triples if quad.predicate == kind and quad.object in wanted
    )
    return {term for term in found if isinstance(term, ox.NamedNode)}


def _unreferred(corpus: Corpus, shapes: Collection[Statement], rules: compiled.Rules) -> set[compiled.Term]:
    """Return the shapes that neither look for nodes by themselves nor serve in another."""
    kinds = {corpus.registry[name] for name in ("sh:NodeShape", "sh:PropertyShape")}
    every: set[compiled.Term] = {quad.subject for quad in shapes if quad.object in kinds}
    return every - {quad.object for quad in shapes} - {shape.node for shape in rules.shapes} - rules.left.keys()


def _blind(corpus: Corpus, checks: Iterable[Query]) -> Iterator[tuple[str, str]]:
    """Yield (check, term) for each term that a check names and that exists nowhere."""
    terms = {term for quad in corpus.statements for term in (quad.subject, quad.predicate, quad.object)}
    terms |= {quad.object.datatype for quad in corpus.statements if isinstance(quad.object, ox.Literal)}
    terms |= {file.graph for file in corpus.files} | {corpus.registry["g:calcule"]}
    for query in checks:
        for name in sorted(
            corpus.registry.shorten(term.value) for term in mentions.in_check(query, corpus.registry) - terms
        ):
            if not name.startswith(_BUILT_IN):
                yield query.name, name


def _habits(ground: Ground, world: World) -> Iterator[tuple[str, str, int]]:
    """Yield (class, property, nodes) where all nodes of a class, HABIT of them or more, bear a property, and no rule
    says anything of one that has lost it."""
    short = ground.corpus.registry.shorten
    total = Counter(kind for kinds in ground.kinds.values() for kind in kinds)
    borne = Counter(
        (kind, name) for node, kinds in ground.kinds.items() for kind in kinds for name in _names(ground, node)
    )
    for (kind, name), count in sorted(borne.items(), key=str):
        if count == total[kind] >= HABIT and name != ground.type:
            node = next(node for node, kinds in ground.kinds.items() if kind in kinds)
            lost = tuple(quad for quad in ground.about[node] if quad.predicate == name)
            if not world.tried(Defect((node,), lost, (), ())):
                yield short(kind.value), short(name.value), count


def _names(ground: Ground, node: ox.NamedNode) -> set[ox.NamedNode]:
    return {quad.predicate for quad in ground.about[node]}
