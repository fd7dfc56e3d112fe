"""An answer to a view's query becomes a network: things, links, and the passages that each link rests on.

The view's header says which columns are what:

    view:
      title: planLabel                 the column whose first value is the title (else the query's summary)
      columns: [{fr: plan, en: plan}]  the heading of each column of the picture, from 0
      source: {id, label, kind, kindLabel, short, note, column}   column names; `target` likewise
      edge: {relation, label, proof, note}                        column names
      evidence: {document, label, first, last}                    column names
      relations: {part: {fr: comprend, en: includes, style: structure}}   by value of the relation column
      kinds: {absent: {fr: pilote non énoncé, en: lead not stated}}       words of what has no label of its own

Any of these may be `{fr: column, en: column}`. A row is one link and one of its passages; a row without a target is
a thing alone. Styles are `structure`, `accent` and `absent`; proofs are `stated`, `conditional`, `inferred`,
`contradicted` and `notstated`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from healthkg.projection import kinds, wording
from healthkg.projection.showing import Shown
from healthkg.projection.text import clean

if TYPE_CHECKING:
    import networkx as nx

    from healthkg.answers import Answer

LIMIT = 300
ABSENT = "absent"


@dataclass(frozen=True)
class Node:
    """A thing: its key (an IRI, or a key made by the query), our label, its kind, its column from the left."""

    key: str
    label: str
    kind: str
    kind_names: tuple[str, str]
    short: str = ""
    note: str = ""
    column: int = 0

    @property
    def stated(self) -> bool:
        """Is it a thing, not the mark of something that no document states?"""
        return self.kind != ABSENT

    @property
    def name(self) -> str:
        """Return the acronym of what is called by one, else the label."""
        return self.short if self.short and kinds.look(self.kind).short == "instead" else self.label


@dataclass(frozen=True)
class Relation:
    """A kind of link: its key in the header, its words and its style."""

    key: str
    label: str
    style: str


@dataclass(frozen=True, order=True)
class Evidence:
    """A passage: its document, and its first and last line, from 1 (0 when the lines are not known)."""

    document: str
    first: int = 0
    last: int = 0


@dataclass(frozen=True)
class Edge:
    """A link from one thing to another, what it is called, how firmly it is stated, and where."""

    source: str
    target: str
    relation: Relation
    label: str
    proof: str = "stated"
    note: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, repr=False)
class Network(Shown):
    """What a page draws. `hidden` counts the things beyond the limit; `limit` is that limit."""

    name: str
    title: str
    summary: str
    caveats: str
    columns: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    documents: tuple[str, ...]
    hidden: int = 0
    limit: int = LIMIT
    caption: tuple[str, ...] = ()
    version: str = ""


def network(answer: Answer, lang: str = "fr", *, limit: int = LIMIT) -> Network:
    """Return the network of an answer, in the order of its rows, with its caption in `lang` (fr or en).

    At most `limit` things are kept, the first; the others are counted. The answer's query must have a `view` header.
    """
    view = answer.query.view or {}
    reader = _Reader(view, lang)
    rows = [reader.row(answer.columns, row) for row in answer.rows]
    nodes = _nodes(rows)
    edges = _edges(rows)
    kept = {node.key: node for node in nodes[:limit]}
    found = Network(
        name=answer.query.name,
        title=_title(answer, view, lang),
        summary=_sentence(answer.query.summary, lang),
        caveats=" ".join(
            [*(one.sentence(lang) for one in answer.coverage), _sentence(answer.query.caveats, lang)]
        ).strip(),
        columns=tuple(clean(wording.spoken(said, lang)) for said in view.get("columns") or ()),
        nodes=tuple(sorted(kept.values(), key=lambda node: node.column)),
        edges=tuple(edge for edge in edges if edge.source in kept and edge.target in kept),
        documents=tuple(sorted({passage.document for edge in edges for passage in edge.evidence})),
        hidden=len(nodes) - len(kept),
        limit=limit,
        version=answer.version,
    )
    return replace(found, caption=wording.caption(found, lang))


def as_graph(network: Network) -> nx.MultiDiGraph[str]:
    """Return `network` as a networkx graph: keys as nodes, each with its Node; each link with its Edge."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=network.name)
    graph.add_nodes_from((node.key, {"node": node}) for node in network.nodes)
    graph.add_edges_from((edge.source, edge.target, {"edge": edge}) for edge in network.edges)
    return graph


@dataclass(frozen=True)
class _Row:
    source: Node
    target: Node | None
    edge: Edge | None


@dataclass(frozen=True)
class _Reader:
    """Reads rows as the view's header says."""

    view: Mapping[str, Any]
    lang: str

    def row(self, columns: tuple[str, ...], terms: Iterable[object]) -> _Row:
        cells = {name: _text(term) for name, term in zip(columns, terms, strict=True)}
        source, target = self._node("source", cells), self._node("target", cells)
        if not target.key:
            return _Row(source, None, None)
        return _Row(source, target, self._edge(source, target, cells))

    def _cell(self, part: str, name: str, cells: Mapping[str, str]) -> str:
        column = wording.spoken((self.view.get(part) or {}).get(name), self.lang)
        return cells.get(column, "")

    def _node(self, part: str, cells: Mapping[str, str]) -> Node:
        kind = self._cell(part, "kind", cells)
        own = clean(wording.spoken((self.view.get("kinds") or {}).get(kind), self.lang))
        return Node(
            key=self._cell(part, "id", cells),
            label=clean(self._cell(part, "label", cells)) or own or wording.words(self.lang)["unlabelled"],
            kind=kind,
            kind_names=(own, own) if own else kinds.names(kind, self.lang, clean(self._cell(part, "kindLabel", cells))),
            short=clean(self._cell(part, "short", cells)),
            note=clean(self._cell(part, "note", cells)),
            column=_integer(self._cell(part, "column", cells)),
        )

    def _edge(self, source: Node, target: Node, cells: Mapping[str, str]) -> Edge:
        key = self._cell("edge", "relation", cells)
        said = (self.view.get("relations") or {}).get(key) or {}
        words = {name: value for name, value in said.items() if name != "style"}
        relation = Relation(key, clean(wording.spoken(words, self.lang)) or key, str(said.get("style", "structure")))
        return Edge(
            source.key,
            target.key,
            relation,
            clean(self._cell("edge", "label", cells)) or relation.label,
            self._cell("edge", "proof", cells) or ("stated" if target.stated else "notstated"),
            clean(self._cell("edge", "note", cells)),
            self._evidence(cells),
        )

    def _evidence(self, cells: Mapping[str, str]) -> tuple[Evidence, ...]:
        document = clean(self._cell("evidence", "label", cells)) or clean(self._cell("evidence", "document", cells))
        first, last = (_integer(self._cell("evidence", name, cells)) for name in ("first", "last"))
        return (Evidence(document, first, last or first),) if document else ()


def _nodes(rows: Iterable[_Row]) -> list[Node]:
    """Return each thing once, in order of appearance, in the rightmost of the columns that its rows give it."""
    found: dict[str, Node] = {}
    for row in rows:
        for node in (row.source, row.target):
            if node and node.key:
                known = found.setdefault(node.key, node)
                found[node.key] = replace(known, column=max(known.column, node.column))
    return list(found.values())


def _edges(rows: Iterable[_Row]) -> list[Edge]:
    """Return each link once, in order of appearance, with all its passages, sorted."""
    found: dict[Edge, set[Evidence]] = {}
    for row in rows:
        if row.edge:
            found.setdefault(replace(row.edge, evidence=()), set()).update(row.edge.evidence)
    return [replace(edge, evidence=tuple(sorted(passages))) for edge, passages in found.items()]


def _sentence(said: object, lang: str) -> str:
    return wording.typeset(clean(wording.spoken(said, lang)), lang)


def _title(answer: Answer, view: Mapping[str, Any], lang: str) -> str:
    column = wording.spoken(view.get("title"), lang)
    if column in answer.columns and answer.rows:
        said = clean(_text(answer.rows[0][answer.columns.index(column)]))
        if said:
            return said
    return _sentence(answer.query.summary, lang) or answer.query.name


def _text(term: object) -> str:
    return "" if term is None else str(getattr(term, "value", term))


def _integer(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0
