"""A graph made for judging: each term a number, each predicate a table from subject to objects, nothing rewritten.

A store would give back `1.5` for `1.50`, and asks a term at a time; tables of numbers are met, joined and subtracted as
sets. Terms stay as they were written, and are looked at once each, however many nodes have them as a value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Set
from typing import cast

import pyoxigraph as ox

from healthkg.turtle import Statement

Term = ox.NamedNode | ox.BlankNode | ox.Literal
Table = Mapping[int, Collection[int]]

TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
SUBCLASS = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
_NOTHING: Table = {}


class Graph:
    """A set of triples. A term keeps its number in every graph that is made from this one afterwards."""

    def __init__(self, statements: Iterable[Statement] = ()) -> None:
        self._numbers: dict[Term, int] = {}
        self._terms: list[Term] = []
        self._forwards: dict[int, dict[int, Collection[int]]] = {}
        self._backwards: dict[int, dict[int, Collection[int]]] = {}
        self._below: dict[int, Set[int]] = {}
        self._fill(statements)

    def _fill(self, statements: Iterable[Statement]) -> None:
        numbers = self._numbers
        forwards: dict[int, dict[int, list[int]]] = {}
        number = numbers.setdefault
        for quad in statements:
            subject = number(quad.subject, len(numbers))
            table = forwards.setdefault(number(quad.predicate, len(numbers)), {})
            table.setdefault(subject, []).append(number(quad.object, len(numbers)))
        self._terms.extend(list(numbers)[len(self._terms) :])
        for predicate, table in forwards.items():
            several = {subject: set(objects) for subject, objects in table.items() if len(objects) > 1}
            self._forwards[predicate] = {**table, **several}

    def number(self, term: Term) -> int:
        """Return the number of `term`, which need not be in the graph."""
        number = self._numbers.setdefault(term, len(self._numbers))
        if number == len(self._terms):
            self._terms.append(term)
        return number

    def term(self, number: int) -> Term:
        """Return the term that has this number."""
        return self._terms[number]

    def iri(self, number: int) -> ox.NamedNode:
        """Return the predicate that has this number."""
        return cast("ox.NamedNode", self._terms[number])

    def predicates_of(self, nodes: Set[int]) -> Set[int]:
        """Return the predicates that any of `nodes` has, and perhaps others."""
        return self._forwards.keys()

    def objects(self, predicate: int) -> Table:
        """Return subject → objects of `predicate`, each once."""
        return self._forwards.get(predicate, _NOTHING)

    def subjects(self, predicate: int) -> Table:
        """Return object → subjects of `predicate`, each once."""
        if predicate not in self._forwards:
            return _NOTHING
        if predicate not in self._backwards:
            turned: dict[int, list[int]] = {}
            for subject, objects in self.objects(predicate).items():
                for object_ in objects:
                    turned.setdefault(object_, []).append(subject)
            self._backwards[predicate] = {**turned}
        return self._backwards[predicate]

    def below(self, kind: int) -> Set[int]:
        """Return the class `kind` and all its subclasses, as the graph has them (SHACL 1.1, "SHACL subclass")."""
        if kind not in self._below:
            subclasses, found, near = self.subjects(self.number(SUBCLASS)), {kind}, [kind]
            while near:
                near += [one for one in subclasses.get(near.pop(), ()) if one not in found]
                found.update(near)
            self._below[kind] = found
        return self._below[kind]

    def instances(self, kinds: Set[int], among: Set[int] | None = None) -> set[int]:
        """Return the nodes that have a type in `kinds`: all of them, or those of `among`."""
        if among is None:
            typed = self.subjects(self.number(TYPE))
            return {node for kind in kinds for node in typed.get(kind, ())}
        types = self.objects(self.number(TYPE))
        return {node for node in among if not kinds.isdisjoint(types.get(node, ()))}

    def changed(self, added: Iterable[Statement], removed: Iterable[Statement]) -> Graph:
        """Return the graph with `added` and without `removed`; tables that no change touches are shared."""
        after = Graph()
        after._numbers, after._terms = dict(self._numbers), list(self._terms)
        after._forwards, after._backwards = dict(self._forwards), dict(self._backwards)
        changes = [(quad, False) for quad in removed] + [(quad, True) for quad in added]
        for predicate in {after.number(quad.predicate) for quad, _ in changes}:
            after._forwards[predicate] = dict(self.objects(predicate))
            after._backwards[predicate] = dict(self.subjects(predicate))
        for quad, present in changes:
            subject, predicate, object_ = map(after.number, (quad.subject, quad.predicate, quad.object))
            after._set(subject, predicate, object_, present)
        return after

    def _set(self, subject: int, predicate: int, object_: int, present: bool) -> None:
        """Let a triple be in the graph or not; lists are made anew, as other graphs may share them."""
        for table, node, end in (
            (self._forwards[predicate], subject, object_),
            (self._backwards[predicate], object_, subject),
        ):
            ends = [one for one in table.pop(node, ()) if one != end] + [end] * present
            if ends:
                table[node] = ends
