"""Defects of what a node has for a value: the ways in which a hand that types Turtle slips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyoxigraph as ox

from healthkg.validation.auditing.defects import Defect, replaced, stated
from healthkg.validation.auditing.ground import Ground, Stated, Value
from healthkg.validation.auditing.mentions import Bound

_NUMBERS = ("xsd:integer", "xsd:decimal")
_SHARE = ("hkg:statedShare",)


def _name(ground: Ground, term: ox.NamedNode | None) -> str:
    return ground.corpus.registry.shorten(term.value) if term else "–"


def _sort(ground: Ground, quad: Stated) -> tuple[str, str]:
    return _name(ground, ground.kind(quad.subject)), _name(ground, quad.predicate)


def _literals(ground: Ground) -> Iterator[tuple[Stated, ox.Literal]]:
    return ((quad, quad.object) for quad in ground.sole if isinstance(quad.object, ox.Literal))


def _links(ground: Ground) -> Iterator[tuple[Stated, ox.NamedNode]]:
    for quad in ground.sole:
        if isinstance(quad.object, ox.NamedNode) and quad.predicate != ground.type:
            yield quad, quad.object


def missing(ground: Ground, bounds: set[Bound]) -> Iterator[Defect]:
    """Yield nodes without a property that their class demands."""
    for node, kinds in ground.kinds.items():
        above = {one for kind in kinds for one in ground.above(kind)}
        for one in sorted({bound.property for bound in bounds if bound.least and bound.kind in above}, key=str):
            quads = tuple(quad for quad in ground.about[node] if quad.predicate == one)
            if quads:
                yield Defect((node,), quads, (), _sort(ground, quads[0]))


def one_more(ground: Ground, bounds: set[Bound]) -> Iterator[Defect]:
    """Yield nodes with a second value where their class allows one: a value that another node of the class has."""
    for quad in ground.sole:
        above = {one for kind in ground.kinds.get(quad.subject, ()) for one in ground.above(kind)}
        if any(not bound.least and bound.property == quad.predicate and bound.kind in above for bound in bounds):
            other = next((q.object for q in _alike(ground, quad) if q.object != quad.object), None)
            if other is not None:
                new = stated(quad.subject, quad.predicate, other, quad.graph_name)
                yield Defect((quad.subject,), (), (new,), _sort(ground, quad))


def _alike(ground: Ground, quad: Stated) -> Iterator[Stated]:
    kind = ground.kind(quad.subject)
    return (q for q in ground.with_property(quad.predicate) if ground.kind(q.subject) == kind)


def wrong_class(ground: Ground) -> Iterator[Defect]:
    """Yield links to a thing that cannot be what the property leads to: of a class that the ontology sets apart from
    all that it leads to in the data, a concept where things stand, a thing where concepts stand."""
    strangers = [ground.first(kind) for kind in ("hkg:TimeSpan", "hkg:Plan", "foaf:Person", "hkg:Passage")]
    for quad, _ in _links(ground):
        usual = ground.led_to(quad.predicate)
        for stranger in strangers:
            if stranger and usual and all(_apart(ground, ground.kind(stranger), kind) for kind in usual):
                yield replaced(quad, stranger, *_sort(ground, quad))
                break


def _apart(ground: Ground, one: ox.NamedNode | None, other: ox.NamedNode) -> bool:
    return one is not None and (ground.is_list(other) or ground.exclude(one, other))


def another_list(ground: Ground) -> Iterator[Defect]:
    """Yield links to a concept of a list from which the property takes none."""
    lists = sorted({(scheme.value, str(concept)[1:-1]) for concept, scheme in ground.lists.items()})
    for quad, concept in _links(ground):
        if concept in ground.lists:
            used = {kind.value for kind in ground.led_to(quad.predicate)}
            other = next((name for scheme, name in lists if scheme not in used), None)
            if other:
                yield replaced(quad, ox.NamedNode(other), *_sort(ground, quad))


def wrong_datatype(ground: Ground) -> Iterator[Defect]:
    """Yield numbers, dates and booleans written as plain text, and plain text given a language, where the ontology does
    not say that this is well too."""
    string = ground.corpus.registry["xsd:string"]
    for quad, literal in _literals(ground):
        plain = ox.Literal(literal.value, language="fr" if literal.datatype == string else None)
        if not literal.language and plain.datatype not in ground.ranges.get(quad.predicate, ()):
            yield replaced(quad, plain, *_sort(ground, quad))


def without_language(ground: Ground) -> Iterator[Defect]:
    """Yield texts whose language tag was dropped."""
    for quad, literal in _literals(ground):
        if literal.language:
            yield replaced(quad, ox.Literal(literal.value), *_sort(ground, quad))


def misspelt(ground: Ground) -> Iterator[Defect]:
    """Yield properties and classes with two letters swapped."""
    for quad in ground.sole:
        term = quad.object if quad.predicate == ground.type else quad.predicate
        wrong = _swapped(term.value)
        if not wrong or ox.NamedNode(wrong) in ground.words:
            continue
        if quad.predicate == ground.type:
            yield replaced(quad, ox.NamedNode(wrong), "a", _name(ground, ground.kind(quad.subject)))
        else:
            new = stated(quad.subject, ox.NamedNode(wrong), quad.object, quad.graph_name)
            yield Defect((quad.subject,), (quad,), (new,), ("", _name(ground, quad.predicate)))


def _swapped(iri: str) -> str | None:
    """Return an IRI whose last two letters that differ are swapped."""
    start = max(iri.rfind(mark) for mark in "#/") + 1
    for at in range(len(iri) - 2, start, -1):
        if iri[at] != iri[at + 1] and iri[at : at + 2].isalpha():
            return iri[:at] + iri[at + 1] + iri[at] + iri[at + 2 :]
    return None


def dangling(ground: Ground) -> Iterator[Defect]:
    """Yield links whose last letter was lost, so that they lead to nothing."""
    for quad, target in _links(ground):
        wrong = ox.NamedNode(target.value[:-1])
        if (target in ground.kinds or target in ground.lists) and wrong not in ground.words:
            yield replaced(quad, wrong, *_sort(ground, quad))


def out_of_range(ground: Ground) -> Iterator[Defect]:
    """Yield numbers below zero, and shares above a hundred."""
    registry = ground.corpus.registry
    numbers, shares = {registry[name] for name in _NUMBERS}, {registry[name] for name in _SHARE}
    for quad, literal in _literals(ground):
        if literal.datatype in numbers:
            if quad.predicate in shares:
                yield replaced(quad, ox.Literal("140", datatype=literal.datatype), *_sort(ground, quad), ">")
            if literal.value.strip("0."):
                yield replaced(quad, _negative(literal), *_sort(ground, quad), "<")


def _negative(literal: ox.Literal) -> ox.Literal:
    return ox.Literal(f"-{literal.value.lstrip('+-')}", datatype=literal.datatype)


def swapped(ground: Ground, first: str, second: str) -> Iterator[Defect]:
    """Yield nodes whose two values, of properties that are in order, were exchanged."""
    one, other = ground.corpus.registry[first], ground.corpus.registry[second]
    for node, quads in ground.about.items():
        pair = [[quad for quad in quads if quad.predicate == name] for name in (one, other)]
        if [len(each) for each in pair] == [1, 1] and ground.before(pair[0][0].object, pair[1][0].object):
            (low,), (high,) = pair
            new = (_with(low, high.object), _with(high, low.object))
            yield Defect((node,), (low, high), new, (_name(ground, ground.kind(node)), first))


def _with(quad: Stated, value: Value) -> Stated:
    return stated(quad.subject, quad.predicate, value, quad.graph_name)


def moved_dates(ground: Ground) -> Iterator[Defect]:
    """Yield days a thousand years off, and starts exchanged with ends."""
    day = ground.corpus.registry["xsd:date"]
    for quad, literal in _literals(ground):
        if literal.datatype == day:
            for digit in "13":
                far = ox.Literal(digit + literal.value[1:], datatype=day)
                yield replaced(quad, far, *_sort(ground, quad), digit)
    for first, second in (("hkg:earliest", "hkg:latest"), ("hkg:validFrom", "hkg:validTo")):
        yield from swapped(ground, first, second)


def thousandfold(ground: Ground) -> Iterator[Defect]:
    """Yield amounts a thousand times too large: euros for thousands of euros. What adds them up may tell, too."""
    amount = ground.corpus.registry["hkg:amount"]
    for quad, literal in _literals(ground):
        if quad.predicate == amount:
            whole, dot, rest = literal.value.partition(".")
            value = ox.Literal(f"{whole}000{dot}{rest}", datatype=literal.datatype)
            adding = dict.fromkeys(other.subject for other in ground.citing.get(quad.subject, ()))
            defect = replaced(quad, value, *_sort(ground, quad), str(len(whole)))
            yield replace(defect, nodes=(quad.subject, *adding))


def other_words(ground: Ground) -> Iterator[Defect]:
    """Yield labels replaced by another text that could be one: half of their words, half of another's."""
    label = ground.corpus.registry["skos:prefLabel"]
    labels = [(quad, literal) for quad, literal in _literals(ground) if quad.predicate == label]
    taken = {literal.value for _, literal in labels}
    for (quad, own), (_, other) in zip(labels, [*labels[1:], *labels[:1]], strict=True):
        text = " ".join([*own.value.split()[:2], *other.value.split()[-1:]])
        if text not in taken and own.language == other.language:
            yield replaced(quad, ox.Literal(text, language=own.language), _name(ground, ground.kind(quad.subject)))
