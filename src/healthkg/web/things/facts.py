"""Facts as pages show them: a sentence, what reserves it bears, when it is, and the passages that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.answers.evidence import NOT_CHECKED, by_publication, judge, lines_of, state_words, worst_state
from healthkg.answers.names import is_a
from healthkg.passages import Passage, text_of
from healthkg.web.things.reader import Named, Reader
from healthkg.web.things.sentences import of_block

if TYPE_CHECKING:
    from healthkg.store import Term

_RESERVES = ("hkg:modality", "hkg:basis")
_ID = "id/"


@dataclass(frozen=True)
class Place:
    """Where something is read: a document, its lines in words, the address of the first; the words themselves where
    the reader has the text; and what is to be said of the state of these passages (empty when all is well)."""

    document: Named
    lines: str
    path: str
    quotes: tuple[str, ...] = ()
    state: str = ""


@dataclass(frozen=True)
class Fact:
    """What one graph says of one node. `anchor` names it in a page; `reserves` are its modality, its basis, and that it
    is possible and not certain; `when` is its time, `day` the first day of it."""

    node: ox.NamedNode
    graph: ox.NamedNode
    anchor: str
    path: str
    kind: str
    kind_name: str
    said: tuple[Named, ...]
    reserves: tuple[Named, ...] = ()
    when: Named | None = None
    day: str = ""
    line: int = 0
    places: tuple[Place, ...] = ()

    @property
    def text(self) -> str:
        """Return the sentence without links."""
        return "".join(part.text for part in self.said)


def facts_of(reader: Reader, nodes: Iterable[ox.NamedNode]) -> list[Fact]:
    """Return what each document, and the project's notes, say of `nodes`: by publication, then by place."""
    blocks = dict.fromkeys((graph, node) for node in nodes for graph in _graphs(reader, node))
    proofs = proofs_of(reader, blocks)
    order = {graph: i for i, graph in enumerate(tellers(reader, (graph for graph, _ in blocks)))}
    told = [_fact(reader, graph, node, proofs[graph, node]) for graph, node in blocks if graph in order]
    return sorted(told, key=lambda fact: (order[fact.graph], fact.line, fact.kind, fact.text))


def tellers(reader: Reader, graphs: Iterable[ox.NamedNode]) -> list[ox.NamedNode]:
    """Return the documents among `graphs` as they were published, then the project's notes; nothing else tells."""
    found, store = set(graphs), reader.store
    kind, notes = store.registry["hkg:SourceDocument"], store.registry["g:notes"]
    documents = [one for one in found if one != notes and is_a(store, one, kind)]
    return [*by_publication(store, documents), *(found & {notes})]


def _graphs(reader: Reader, node: ox.NamedNode) -> Iterator[ox.NamedNode]:
    for quad in reader.store.statements_of(node):
        if isinstance(quad.graph_name, ox.NamedNode):
            yield quad.graph_name


def _fact(reader: Reader, graph: ox.NamedNode, node: ox.NamedNode, proof: list[tuple[Passage, str]]) -> Fact:
    times = [term for name in ("hkg:date", "hkg:validFrom") for term in reader.follow(node, name)]
    local = (reader.addresses.local_of(node.value) or node.value).removeprefix(_ID)
    return Fact(
        node=node,
        graph=graph,
        anchor=local,
        path=reader.path(node),
        kind=reader.kind(node),
        kind_name=reader.kind_name(node),
        said=of_block(reader, node, graph),
        reserves=tuple(_reserves(reader, node)),
        when=reader.name(times[0]) if times else None,
        day=reader.first_day(times[0]) if times else "",
        line=min((passage.first_line for passage, _ in proof), default=0),
        places=places_of(reader, proof) or _derived(reader, node),
    )


def _reserves(reader: Reader, node: ox.NamedNode) -> Iterator[Named]:
    for name in _RESERVES:
        yield from (reader.name(term) for term in reader.follow(node, name))
    if reader.is_possible(node):
        yield Named(str(reader.words["possible"]))


# ---- What a fact rests on ----

Block = tuple[ox.NamedNode, ox.NamedNode]
Proof = list[tuple[Passage, str]]


def proofs_of(reader: Reader, blocks: Iterable[Block]) -> Mapping[Block, Proof]:
    """Return for each graph and node the passages that the graph cites for it, in their order, with their states."""
    stated = reader.store.registry["hkg:statedIn"]
    cited = {
        block: {quad.object for quad in reader.store.statements_of(block[1], stated, block[0])} for block in blocks
    }
    every = {one for found in cited.values() for one in found if isinstance(one, ox.NamedNode)}
    judged = judge(reader.store, every, reader.texts or None)
    return {block: [judged[one] for one in judged if one in found] for block, found in cited.items()}


def places_of(reader: Reader, proof: Proof) -> tuple[Place, ...]:
    """Return where the passages of a proof are read, document by document."""
    by_document: dict[str, Proof] = {}
    for passage, state in proof:
        by_document.setdefault(passage.document, []).append((passage, state))
    return tuple(_place(reader, name, found) for name, found in by_document.items())


def _place(reader: Reader, name: str, proof: Proof) -> Place:
    document = reader.store.registry[name]
    passages = [passage for passage, _ in proof]
    shown = reader.name(document)
    state = worst_state(state for _, state in proof)
    return Place(
        document=shown,
        lines=lines_of(passages),
        path=f"{shown.path}#l{passages[0].first_line}",
        quotes=tuple(quotes_of(reader, document, proof)),
        state="" if state in ("intact", "absent", NOT_CHECKED, None) else state_words(str(state))[reader.lang],
    )


def quotes_of(reader: Reader, document: ox.NamedNode, proof: Proof) -> Iterator[str]:
    """Yield the words of passages that stand where they are cited; nothing without the text."""
    if not any(state == "intact" for _, state in proof):
        return
    quads = reader.store.matches(document, None, None)
    text = text_of(document, quads, reader.store.registry, reader.texts)
    for passage, state in proof:
        if text is not None and state == "intact":
            yield text.words[passage.start : passage.end]


def _derived(reader: Reader, node: Term) -> tuple[Place, ...]:
    """Return the documents that a note was derived from."""
    documents = (reader.name(term) for term in reader.follow(node, "prov:wasDerivedFrom"))
    return tuple(Place(one, "", one.path) for one in documents)
