"""What a change of the corpus changes: statements, answers of the query library, links of views, open remarks."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from healthkg.answers.answer import answer
from healthkg.answers.names import instances
from healthkg.corpus import Corpus
from healthkg.projection.networks import Network, network, present
from healthkg.queryfile import Query
from healthkg.store import Store, Term, open_store

Row = tuple[Term | None, ...]
Values = tuple[tuple[str, ox.NamedNode | ox.Literal], ...]
Link = tuple[str, str, str]


@dataclass(frozen=True)
class AnswerChange:
    """What a query brings more, less, or otherwise: `changed` pairs a row before with the same row after; `links` are
    those that its view, if it is one, gains (True) or loses (False): from, word, to. `columns` names those of rows."""

    query: Query
    values: Values
    gained: tuple[Row, ...]
    lost: tuple[Row, ...]
    changed: tuple[tuple[Row, Row], ...]
    links: tuple[tuple[bool, Link], ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """Two states of a corpus, as stores, and the statements (with their graphs) that are in one of them only."""

    before: Store
    after: Store
    added: frozenset[ox.Quad]
    removed: frozenset[ox.Quad]

    @cached_property
    def touched(self) -> frozenset[ox.NamedNode]:
        """Return the subjects of what changed, and the things that these statements, before and after, are about."""
        subjects = {quad.subject for quad in self.added | self.removed}
        near = {
            quad.object
            for store in (self.before, self.after)
            for subject in subjects
            if isinstance(subject, ox.NamedNode)
            for quad in store.statements_of(subject)
        }
        return frozenset(term for term in subjects | near if isinstance(term, ox.NamedNode))


def difference(before: Corpus, after: Corpus) -> Difference:
    """Return what lies between two states of a corpus."""
    texts = [{file.path: file.text for file in corpus.files} for corpus in (before, after)]
    same = {path for path, text in texts[0].items() if texts[1].get(path) == text}
    old, new = (_named(corpus, same) for corpus in (before, after))
    return Difference(open_store(before), open_store(after), frozenset(new - old), frozenset(old - new))


def _named(corpus: Corpus, same: Container[str]) -> set[ox.Quad]:
    """Return the statements of the files that differ, in their graphs; the ontology's lists under settled names."""
    files = (file for file in corpus.files if file.path not in same)
    found = ox.Dataset(
        ox.Quad(quad.subject, quad.predicate, quad.object, file.graph) for file in files for quad in file.triples
    )
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(found)


def answer_changes(found: Difference, queries: Iterable[Query]) -> list[AnswerChange]:
    """Return, for each query, and for each value of its parameter that the change touches, what it answers otherwise.

    A query with a parameter is asked with its example and with every touched thing of the parameter's class.
    """
    if not found.added and not found.removed:
        return []
    every = (_change(found, query, values) for query in queries for values in _values(found, query))
    return [one for one in every if one.gained or one.lost or one.changed]


def _values(found: Difference, query: Query) -> list[Values]:
    """Return the example (no values), and each touched thing that the first parameter may take, beside examples."""
    first = next((parameter for parameter in query.parameters if parameter.kind == "iri"), None)
    if first is None or first.of is None:
        return [()]
    kind = found.after.registry[first.of]
    example = found.after.registry.expand(first.example)
    things = (instances(found.before, kind) | instances(found.after, kind)) & found.touched - {example}
    return [(), *(((first.name, thing),) for thing in sorted(things, key=lambda node: node.value))]


def _change(found: Difference, query: Query, values: Values) -> AnswerChange:
    old, new = (answer(store, query, dict(values)) for store in (found.before, found.after))
    before_rows, after_rows = set(old.rows), set(new.rows)
    lost = [row for row in old.rows if row not in after_rows]
    gained = [row for row in new.rows if row not in before_rows]
    pairs = _paired(lost, gained)
    before, after = {one for one, _ in pairs}, {other for _, other in pairs}
    moved = query.view and (lost or gained)  # a view is made of its rows
    links = _links(present(network(old)), present(network(new))) if moved else ()
    return AnswerChange(
        query,
        values,
        tuple(row for row in gained if row not in after),
        tuple(row for row in lost if row not in before),
        tuple(pairs),
        links,
        new.columns,
    )


def _paired(lost: list[Row], gained: list[Row]) -> list[tuple[Row, Row]]:
    """Return the rows that name the same things and say something else of them, where there is one of each only."""
    old, new = _by_things(lost), _by_things(gained)
    return [(old[key][0], new[key][0]) for key in old if len(old[key]) == 1 == len(new.get(key, ()))]


def _by_things(rows: list[Row]) -> Mapping[tuple[Term | None, ...], list[Row]]:
    found: dict[tuple[Term | None, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(term if isinstance(term, ox.NamedNode) else None for term in row), []).append(row)
    return found


def _links(old: Network, new: Network) -> tuple[tuple[bool, Link], ...]:
    before, after = _said(old), _said(new)
    return (*((True, link) for link in sorted(after - before)), *((False, link) for link in sorted(before - after)))


def _said(network: Network) -> set[Link]:
    names = {node.key: node.label.fr for node in network.nodes}
    return {(names[edge.source], edge.label.fr, names[edge.target]) for edge in network.edges}


def remark_changes(found: Difference) -> dict[str, list[ox.NamedNode]]:
    """Return the remarks that a change opens, closes (it removes them) and rewords."""
    kind = found.after.registry["hkg:Remark"]
    old, new = instances(found.before, kind), instances(found.after, kind)
    changed = {quad.subject for quad in found.added | found.removed}
    sets = {"opened": new - old, "closed": old - new, "reworded": old & new & changed}
    return {name: sorted(nodes, key=lambda node: node.value) for name, nodes in sets.items()}
