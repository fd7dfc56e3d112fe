"""From a row back to the passages that it rests on.

They are those of the facts that it binds, or else of the facts that join its things; those of the blocks in which a
document ties one of its things to another; and, for a thing that none of these mentions and that was not given as a
parameter, the passages where it is named. A thing that stands alone in its row, which then sums facts up, rests on all
that the row's documents state of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial

import pyoxigraph as ox

from healthkg.answers.answer import Answer
from healthkg.answers.names import is_a
from healthkg.store import Store, Term

Nodes = frozenset[ox.NamedNode]
NOTHING: Nodes = frozenset()


@dataclass(frozen=True)
class _Those:
    """The nodes of which something holds: it is asked of each node that is met, never of all that there are."""

    holds: Callable[[ox.NamedNode], bool]

    def __contains__(self, node: object) -> bool:
        return isinstance(node, ox.NamedNode) and self.holds(node)

    def __rand__(self, nodes: Nodes) -> Nodes:
        return frozenset(node for node in nodes if self.holds(node))

    def __rsub__(self, nodes: Nodes) -> Nodes:
        return frozenset(node for node in nodes if not self.holds(node))


@dataclass(frozen=True)
class _World:
    """What tracing looks up, each thing once; `source` leads from a passage to its document, from others to None."""

    facts: _Those
    documents: _Those
    passages: _Those
    source: Callable[[ox.NamedNode], ox.NamedNode | None]
    cited: Callable[[ox.NamedNode], Nodes]
    mentions: Callable[[ox.NamedNode], Nodes]
    blocks: Callable[[ox.NamedNode], dict[ox.NamedNode, tuple[Nodes, Nodes]]]


def passages_of(store: Store, answer: Answer) -> list[Nodes]:
    """Return for each row the passages behind it; none where nothing can be traced."""
    world = _world(store)
    names = {parameter.name for parameter in answer.query.parameters}
    given = [i for i, name in enumerate(answer.columns) if name in names]
    return [_behind(world, _nodes(row), _nodes(row[i] for i in given)) for row in answer.rows]


def _nodes(terms: Iterable[Term | None]) -> Nodes:
    return frozenset(term for term in terms if isinstance(term, ox.NamedNode))


def _world(store: Store) -> _World:
    kind, leads = store.registry["hkg:Fact"], store.registry["oa:hasSource"]
    facts = _Those(cache(lambda node: is_a(store, node, kind)))
    documents = _Those(cache(lambda node: any(store.matches(None, leads, node))))
    source = cache(partial(_source, store))
    return _World(
        facts,
        documents,
        _Those(lambda node: source(node) is not None),
        source,
        cache(partial(_cited, store, facts)),
        cache(partial(_mentions, store, facts)),
        cache(partial(_blocks, store, documents)),
    )


def _behind(world: _World, nodes: Nodes, given: Nodes) -> Nodes:
    documents, passages = nodes & world.documents, nodes & world.passages
    things = nodes - documents - passages - world.facts
    facts = frozenset(fact for fact in nodes & world.facts if world.cited(fact))
    joining = facts or _joining(world, things)
    ties = {thing: _tying(world, thing, things) for thing in things}
    bare = frozenset(one for one in things - given if not _is_covered(world, one, joining, ties))
    near = partial(_near, world, documents)
    cited = [*map(world.cited, joining), *(places for _, places in ties.values()), *map(world.cited, bare)]
    found = NOTHING.union(passages, *map(near, cited)) or NOTHING.union(*map(near, map(world.cited, things)))
    alone = not facts and (len(things) == 1 or not found)
    return found | _of_documents(world, things, documents) if alone else found


def _is_covered(
    world: _World, thing: ox.NamedNode, facts: Nodes, ties: Mapping[ox.NamedNode, tuple[Nodes, Nodes]]
) -> bool:
    """Say whether a fact that cites passages mentions `thing`, or a block ties it to another thing of its row."""
    stated = any(world.cited(fact) for fact in facts & world.mentions(thing))
    return stated or bool(ties[thing][0]) or any(thing in others for others, _ in ties.values())


def _near(world: _World, documents: Nodes, passages: Nodes) -> Nodes:
    """Return those of `passages` that stand in the row's own documents; all of them when none does."""
    return frozenset(one for one in passages if world.source(one) in documents) or passages


def _joining(world: _World, things: Nodes) -> Nodes:
    """Return the facts that mention the most of `things`: two at least, and no other fact mentions those and more."""
    mentioned: dict[ox.NamedNode, set[ox.NamedNode]] = {}
    for thing in things:
        for fact in world.mentions(thing):
            mentioned.setdefault(fact, set()).add(thing)
    shared = {fact: of for fact, of in mentioned.items() if len(of) > 1 and world.cited(fact)}
    widest = {frozenset(of) for of in shared.values()}
    return frozenset(fact for fact, of in shared.items() if not any(of < other for other in widest))


def _tying(world: _World, thing: ox.NamedNode, things: Nodes) -> tuple[Nodes, Nodes]:
    """Return to which other of `things` the documents' blocks tie `thing`, and the passages of these blocks."""
    ties = [(found, cited) for tied, cited in world.blocks(thing).values() if (found := tied & (things - {thing}))]
    return NOTHING.union(*(found for found, _ in ties)), NOTHING.union(*(cited for _, cited in ties))


def _of_documents(world: _World, things: Nodes, documents: Nodes) -> Nodes:
    """Return what the row's documents cite for the facts about its things: for a row that sums several facts up."""
    cited = (world.cited(fact) for thing in things for fact in world.mentions(thing))
    return frozenset(one for passages in cited for one in passages if world.source(one) in documents)


# ---- Looking up ----


def _source(store: Store, node: ox.NamedNode) -> ox.NamedNode | None:
    """Return the document of a passage; None for what is no passage."""
    return min(objects(store, node, "oa:hasSource"), key=str, default=None)


def _cited(store: Store, facts: _Those, node: ox.NamedNode) -> Nodes:
    """Return the passages of `node`; of a fact without any, those of the facts that it was derived from."""
    found = objects(store, node, "hkg:statedIn")
    if found or node not in facts:
        return found
    origins = objects(store, node, "prov:wasDerivedFrom") & facts
    return NOTHING.union(*(objects(store, origin, "hkg:statedIn") for origin in origins))


def objects(store: Store, node: ox.NamedNode, name: str) -> Nodes:
    """Return the things to which the property `name` leads from `node`."""
    found = (quad.object for quad in store.matches(node, store.registry[name], None))
    return frozenset(one for one in found if isinstance(one, ox.NamedNode))


def _mentions(store: Store, facts: _Those, thing: ox.NamedNode) -> Nodes:
    """Return the facts that name `thing` in any property of theirs."""
    found = (quad.subject for quad in store.matches(None, None, thing))
    return frozenset(one for one in found if one in facts and isinstance(one, ox.NamedNode))


def _blocks(store: Store, documents: _Those, thing: ox.NamedNode) -> dict[ox.NamedNode, tuple[Nodes, Nodes]]:
    """Return document → what it ties `thing` to, and the passages that it cites for that."""
    stated = store.registry["hkg:statedIn"]
    found: dict[ox.NamedNode, tuple[set[ox.NamedNode], set[ox.NamedNode]]] = {}
    for quad in store.statements_of(thing):
        graph, value = quad.graph_name, quad.object
        if isinstance(graph, ox.NamedNode) and graph in documents and isinstance(value, ox.NamedNode):
            found.setdefault(graph, (set(), set()))[quad.predicate == stated].add(value)
    return {document: (frozenset(tied), frozenset(cited)) for document, (tied, cited) in found.items()}
