"""Defects of a node as a whole: its name, its type, its label, its graph."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pyoxigraph as ox

from healthkg.validation.auditing.defects import Defect, replaced, stated
from healthkg.validation.auditing.ground import Ground, Stated


def _name(ground: Ground, term: ox.NamedNode | None) -> str:
    return ground.corpus.registry.shorten(term.value) if term else "–"


def _types(ground: Ground) -> Iterator[Stated]:
    """Yield the type of each node that has one only."""
    return (quad for quad in ground.sole if quad.predicate == ground.type and len(ground.kinds[quad.subject]) == 1)


def without_type(ground: Ground) -> Iterator[Defect]:
    """Yield nodes that have lost their type."""
    for quad in _types(ground):
        yield Defect((quad.subject,), (quad,), (), (_name(ground, ground.kind(quad.subject)),))


def other_type(ground: Ground) -> Iterator[Defect]:
    """Yield nodes of a class that the ontology sets apart from their own; each class is tried in turn."""
    every = sorted({kind for kinds in ground.kinds.values() for kind in kinds}, key=str)
    for index, quad in enumerate(_types(ground)):
        own = ground.kind(quad.subject)
        apart = [kind for kind in every if own and ground.exclude(own, kind)]
        if apart:
            kind = apart[index % len(apart)]
            yield replaced(quad, kind, _name(ground, own), _name(ground, kind))


def broken_name(ground: Ground) -> Iterator[Defect]:
    """Yield nodes whose identifier is not written as that of their class: a capital, a low line, an accent, the word of
    another class."""
    for node, kinds in ground.kinds.items():
        local = node.value.rpartition("/")[2]
        head, dash, tail = local.partition("-")
        forms = {"A": local.capitalize(), "_": f"{head}_{tail}", "é": f"{local}é", "x": f"chose{dash}{tail}"}
        for sort, form in forms.items():
            yield _renamed(
                ground, node, ox.NamedNode(node.value[: -len(local)] + form), (_name(ground, min(kinds, key=str)), sort)
            )


def _renamed(ground: Ground, node: ox.NamedNode, name: ox.NamedNode, sort: tuple[str, ...]) -> Defect:
    own, citing = ground.about[node], ground.citing.get(node, ())
    new = [stated(name, quad.predicate, quad.object, quad.graph_name) for quad in own]
    new += [stated(quad.subject, quad.predicate, name, quad.graph_name) for quad in citing]
    return Defect((name,), (*own, *citing), tuple(new), sort)


def same_label(ground: Ground) -> Iterator[Defect]:
    """Yield things that bear the French label of another of their class."""
    label = ground.corpus.registry["skos:prefLabel"]
    kinds: dict[ox.NamedNode | None, list[Stated]] = {}
    for quad in ground.sole:
        if quad.predicate == label and getattr(quad.object, "language", None) == "fr":
            kinds.setdefault(ground.kind(quad.subject), []).append(quad)
    for kind, quads in kinds.items():
        for one, other in pairwise(quads):
            if one.object != other.object:
                defect = replaced(one, other.object, _name(ground, kind))
                yield Defect((one.subject, other.subject), defect.removed, defect.added, defect.sort)


def wrong_graph(ground: Ground) -> Iterator[Defect]:
    """Yield what a document states written in another's graph, in the reference or in the notes; and named things
    described in a document's graph."""
    registry = ground.corpus.registry
    reference, notes = registry["g:reference"], registry["g:notes"]
    sources = [file.graph for file in ground.corpus.files if file.home == "sources"]
    after = dict(zip(sources, [*sources[1:], *sources[:1]], strict=True))
    for node in ground.kinds:
        home = next(quad.graph_name for quad in ground.about[node] if quad.predicate == ground.type)
        others = (after[home], reference, notes) if home in after else sources[:1]
        for graph in others:
            yield _moved(ground, node, home, graph)


def _moved(ground: Ground, node: ox.NamedNode, home: ox.NamedNode, graph: ox.NamedNode) -> Defect:
    own = tuple(quad for quad in ground.about[node] if quad.graph_name == home)
    new = tuple(stated(node, quad.predicate, quad.object, graph) for quad in own)
    homes = {one.graph: one.home for one in ground.corpus.files}
    return Defect((node,), own, new, (_name(ground, ground.kind(node)), homes[home], homes[graph]))
