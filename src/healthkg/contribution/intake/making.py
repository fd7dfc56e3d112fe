"""What is stated → statements for the document's file: known facts kept, new ones named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from healthkg.contribution.intake.known import Known
from healthkg.contribution.intake.naming import base_name, name_all
from healthkg.contribution.intake.placing import Made
from healthkg.contribution.intake.stating import Stated
from healthkg.contribution.intake.telling import finding
from healthkg.store import Store
from healthkg.turtle import Statement
from healthkg.validation import Finding


@dataclass(frozen=True)
class Making:
    """What was made of the rows: the nodes that are new or say more, how many of them are new; those that say nothing
    that was not there; and where a new fact comes beside one of its name that says otherwise."""

    made: tuple[Made, ...]
    new: int
    there: tuple[Stated, ...]
    findings: tuple[Finding, ...]


def make(store: Store, triples: Iterable[Statement], every: Iterable[Stated]) -> Making:
    """Return the statements that `every` adds to a file that holds `triples`."""
    registry = store.registry
    known = Known.of(triples, registry)
    nodes = [(one, one.about or known.node_of(one)) for one in every]
    fresh = [one for one, node in nodes if node is None]
    taken = {registry.shorten(quad.subject.value) for quad in store.matches(None, registry["rdf:type"], None)}
    named = [(one, registry[name]) for one, name in zip(fresh, name_all(store, fresh, taken), strict=True)]
    every_node = [*((one, node) for one, node in nodes if node is not None), *named]
    found = [(one, node, _added(known, registry["hkg:statedIn"], one, node)) for one, node in every_node]
    return Making(
        tuple(Made(registry.shorten(node.value), one, added) for one, node, added in found if added),
        len(fresh),
        tuple(one for one, _, added in found if not added),
        tuple(_near(store, known, fresh)),
    )


def _added(known: Known, stated: ox.NamedNode, one: Stated, node: ox.NamedNode) -> tuple[ox.Triple, ...]:
    """Return what `one` says of `node` that the file does not, and what describes its passages."""
    said = [*one.said, *((stated, passage) for passage in one.passages)]
    triples = [*(ox.Triple(node, *pair) for pair in said), *(quad.triple for quad in one.described)]
    return tuple(triple for triple in triples if not known.states(triple))


def _near(store: Store, known: Known, fresh: Iterable[Stated]) -> Iterator[Finding]:
    """Yield a warning for each new fact beside one that says this and more, or has its name and says otherwise."""
    for one in fresh:
        name, fuller = base_name(store, one), known.saying(one)
        if fuller:
            yield finding("warning", "intake-fuller", one.row.first.place, iri=store.registry.shorten(fuller[0].value))
        elif known.describes(store.registry[name]):
            yield finding("warning", "intake-near", one.row.first.place, iri=name)
