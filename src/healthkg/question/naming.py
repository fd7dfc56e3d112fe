"""What the things of a class are called, in words: names, kind and number; an envelope by amount and purpose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

from healthkg.answers.names import instances, label, names
from healthkg.question.words import amount_key, keys
from healthkg.store import Store, Term

Names = dict[tuple[str, ...], dict[ox.NamedNode, float]]
# How sure a name is that is not the one people should see first, or a concept's.
_OTHER, _CONCEPT = 0.98, 0.96
_CALLED = ("skos:prefLabel", "hkg:acronym", "skos:hiddenLabel", "hkg:namedAs")
_MARKS = ("dcterms:subject", "hkg:fundingOrigin", "hkg:budgetPhase", "hkg:date", "hkg:shareOf")


@dataclass(frozen=True)
class Called:
    """Every name in a store with what bears it, and which names come first: read once for all classes."""

    bearers: Mapping[str, Sequence[ox.NamedNode]]
    proper: Set[tuple[ox.NamedNode | ox.BlankNode, tuple[str, ...]]]


def read_called(store: Store) -> Called:
    """Return every name in `store`."""
    return Called(names(store), _proper_names(store))


def read_names(store: Store, of: str | None, called: Called) -> Names:
    """Return every name of the things of class `of`, with its kind before it, and kind and number for what has one."""
    begins = (store.registry.namespaces["id"], store.registry.namespaces["ref"])
    members = None if of is None else instances(store, store.registry[of])
    proper = called.proper
    read: Names = {}
    named: dict[ox.NamedNode, set[tuple[str, ...]]] = {}
    for name, bearers in called.bearers.items():
        for thing in bearers:
            if thing.value.startswith(begins) if members is None else thing in members:
                named.setdefault(thing, set()).add(keys(name))
                certainty = 1.0 if (thing, keys(name)) in proper else _OTHER
                _add(read, keys(name), thing, certainty if thing.value.startswith(begins[0]) else certainty * _CONCEPT)
    for thing in members or named:
        for made in _made_names(store, thing, named.get(thing, set())):
            _add(read, made, thing, _OTHER)
    for thing in instances(store, store.registry["hkg:Budget"]):
        if members is None or thing in members:
            for made, certainty in _names_of_envelope(store, thing, alone=members is not None):
                _add(read, made, thing, certainty)
    return read


def _add(read: Names, name: tuple[str, ...], thing: ox.NamedNode, certainty: float) -> None:
    if name:
        bearers = read.setdefault(name, {})
        bearers[thing] = max(certainty, bearers.get(thing, 0))


def _proper_names(store: Store) -> set[tuple[ox.NamedNode | ox.BlankNode, tuple[str, ...]]]:
    """Return thing and name, for the names that come first: labels and acronyms."""
    return {
        (quad.subject, keys(quad.object.value))
        for predicate in ("skos:prefLabel", "hkg:acronym")
        for quad in store.matches(None, store.registry[predicate], None)
        if not isinstance(quad.object, ox.BlankNode)
    }


def _made_names(store: Store, thing: ox.NamedNode, called: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield « chantier numérique », « chantier 2 » and « axe 3 stratégie d'accélération »: kind and name, kind and
    number, and these with the whole that the thing is part of."""
    kinds = _kinds(store, thing)
    for kind in kinds:
        yield from (kind + name for name in called if name[: len(kind)] != kind)
    for number in _values(store, thing, "skos:notation"):
        wholes = [name for whole in _nodes(store, thing, "dcterms:isPartOf") for name in called_by(store, whole)]
        for kind in kinds:
            yield kind + keys(number)
            yield from (kind + keys(number) + whole for whole in wholes)


def _names_of_envelope(store: Store, envelope: ox.NamedNode, alone: bool) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield what an envelope, which has no name of its own, may be called: by its amount and what it is for; by the
    latter only, where it stands `alone` among envelopes. The whole is surer than what has a date or origin of its own.
    """
    themes = [name for theme in _nodes(store, envelope, "dcterms:subject") for name in called_by(store, theme)]
    things = _nodes(store, envelope, "hkg:concerns")
    about = [name for thing in things for name in called_by(store, thing)]
    marks = sum(bool(_terms(store, envelope, name)) for name in _MARKS) + len(things) - 1
    amounts = [(amount_key(Decimal(value)),) for value in _values(store, envelope, "hkg:amount")]
    for name in about + [theme + name for theme in themes for name in about]:
        yield from ((amount + name, _OTHER) for amount in amounts)
        if alone:
            yield from ((kind + name, _OTHER - marks / 100) for kind in (*_kinds(store, envelope), ()))


def called_by(store: Store, thing: ox.NamedNode) -> set[tuple[str, ...]]:
    return {keys(said) for predicate in _CALLED for said in _values(store, thing, predicate)}


def _kinds(store: Store, thing: ox.NamedNode) -> set[tuple[str, ...]]:
    """Return what sort of thing this is, in words: the labels of its class and of its types."""
    return {
        keys(said)
        for link, predicate in (("rdf:type", "rdfs:label"), ("dcterms:type", "skos:prefLabel"))
        for sort in _nodes(store, thing, link)
        for said in _values(store, sort, predicate)
    }


def title(store: Store, thing: ox.NamedNode, lang: str) -> str:
    """Return the label of `thing`; of an envelope, which has none, what it is for and its amount."""
    parts = [label(store, about, lang) for about in _nodes(store, thing, "hkg:concerns")]
    amounts = [f"{int(Decimal(value)):_} €".replace("_", "\u202f") for value in _values(store, thing, "hkg:amount")]
    return ", ".join((*sorted(parts), *amounts)) if amounts else label(store, thing, lang)


def kind_of(store: Store, thing: ox.NamedNode, lang: str) -> str:
    """Return the label of the class of `thing`; empty when it has none."""
    return next((label(store, sort, lang) for sort in sorted(_nodes(store, thing, "rdf:type"), key=str)), "")


def _terms(store: Store, thing: ox.NamedNode, predicate: str) -> list[Term]:
    return [quad.object for quad in store.matches(thing, store.registry[predicate], None)]


def _nodes(store: Store, thing: ox.NamedNode, predicate: str) -> list[ox.NamedNode]:
    return [term for term in _terms(store, thing, predicate) if isinstance(term, ox.NamedNode)]


def _values(store: Store, thing: ox.NamedNode, predicate: str) -> list[str]:
    return [term.value for term in _terms(store, thing, predicate) if isinstance(term, ox.Literal)]


def acronyms(store: Store) -> dict[str, set[tuple[str, ...]]]:
    """Return what each acronym of one word stands for."""
    long: dict[str, set[tuple[str, ...]]] = {}
    for quad in store.matches(None, store.registry["hkg:acronym"], None):
        short = keys("" if isinstance(quad.object, ox.BlankNode) else quad.object.value)
        if len(short) == 1 and isinstance(quad.subject, ox.NamedNode):
            long.setdefault(short[0], set()).update(called_by(store, quad.subject) - {short})
    return long
