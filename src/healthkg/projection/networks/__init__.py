"""An answer to a view's query becomes a network: things, links, and the passages that each link rests on.

The view's header says which columns are what:

    view:
      layout: columns | layers | groups
      named: true                      where links differ: the word of each stands on its line, whatever its style
      title: planLabel                 the column whose first value is the title (else the query's summary)
      columns: [{fr: plan, en: plan}]  the heading of each column of the picture, from 0
      source: {id, label, kind, kindLabel, short, note, size, column}   column names; `target` likewise
      edge: {relation, label, proof, note}                              column names
      time: {judged, startEarliest, startLatest, endEarliest, endLatest}
      evidence: {document, label, first, last, known, until}            column names
      filters: {plan: {column: planLabel, fr: plan, en: plan}}          by name
      relations: {part: {fr: comprend, en: includes, style: structure}}  by value of the relation column
      kinds: {absent: {fr: pilote non énoncé, en: lead not stated}}      words of what has no label of its own

Any column may be `{fr: column, en: column}`. A row is one link and one of its passages; a row without a target is
a thing alone. Styles are `structure`, `accent` and `absent`; proofs are `stated`, `conditional`, `inferred`,
`contradicted` and `notstated`; a link `stated` without a passage becomes `unsourced`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from healthkg.projection import wording
from healthkg.projection.bilingual import Bilingual, both
from healthkg.projection.networks.clocks import known_at, present, valid_at
from healthkg.projection.networks.reading import Reader, Row, text
from healthkg.projection.networks.values import ABSENT, LAYOUTS, LIMIT, Edge, Evidence, Network, Node, Relation
from healthkg.projection.text import clean

if TYPE_CHECKING:
    import networkx as nx

    from healthkg.answers import Answer

__all__ = ["ABSENT", "LAYOUTS", "LIMIT", "Edge", "Evidence", "Network", "Node", "Relation"]
__all__ += ["as_graph", "known_at", "network", "present", "valid_at"]


def network(answer: Answer, *, limit: int = LIMIT) -> Network:
    """Return the network of an answer, in the order of its rows.

    At most `limit` things are kept, the first; the others are counted. The answer's query must have a `view` header.
    """
    view = answer.query.view or {}
    reader = Reader(view)
    rows = [reader.row(answer.columns, row) for row in answer.rows]
    nodes = _nodes(rows)
    kept = {node.key: node for node in nodes[:limit]}
    return Network(
        name=answer.query.name,
        title=_title(answer, view),
        summary=_sentence(answer.query.summary),
        caveats=_caveats(answer),
        columns=tuple(both(said).map(clean) for said in view.get("columns") or ()),
        nodes=tuple(sorted(kept.values(), key=lambda node: node.column)),
        edges=tuple(edge for edge in _edges(rows) if edge.source in kept and edge.target in kept),
        layout=str(view.get("layout") or LAYOUTS[0]),
        facets=tuple((name, both(said).map(clean)) for name, said in (view.get("filters") or {}).items()),
        hidden=len(nodes) - len(kept),
        limit=limit,
        version=answer.version,
        lens=tuple(answer.lens),
        parameters=_parameters(answer),
    )


def as_graph(network: Network) -> nx.MultiDiGraph[str]:
    """Return `network` as a networkx graph: keys as nodes, each with its Node; each link with its Edge."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=network.name)
    graph.add_nodes_from((node.key, {"node": node}) for node in network.nodes)
    graph.add_edges_from((edge.source, edge.target, {"edge": edge}) for edge in network.edges)
    return graph


def _nodes(rows: Iterable[Row]) -> list[Node]:
    """Return each thing once, in order of appearance, in the rightmost of the columns that its rows give it."""
    found: dict[str, Node] = {}
    for row in rows:
        for node in (row.source, row.target):
            if node and node.key:
                kept = found.setdefault(node.key, replace(node, known=None))
                found[node.key] = replace(kept, column=max(kept.column, node.column))
        if row.target is None and row.source.key:
            found[row.source.key] = _alone(found[row.source.key], row.source)
    return list(found.values())


def _alone(kept: Node, row: Node) -> Node:
    """Return a thing that stands alone, known since the first of its rows."""
    days = [node.known for node in (kept, row) if node.alone or node is row]
    return replace(kept, alone=True, known=None if None in days else min(day for day in days if day))


def _edges(rows: Iterable[Row]) -> list[Edge]:
    """Return each link once, in order of appearance, with all its passages, sorted, and all the values of its filters.

    It is known since the first of its passages, and sure when one of its rows is.
    """
    found: dict[Edge, list[Row]] = {}
    for row in rows:
        if row.edge:
            bare = replace(row.edge, evidence=(), known=None, possible=False)
            found.setdefault(bare, []).append(row)
    return [_merged(edge, held) for edge, held in found.items()]


def _merged(edge: Edge, rows: Sequence[Row]) -> Edge:
    links = [row.edge for row in rows if row.edge]
    evidence = tuple(sorted({passage for link in links for passage in link.evidence}))
    days = [link.known for link in links]
    return replace(
        edge,
        proof="unsourced" if edge.proof == "stated" and not evidence else edge.proof,
        evidence=evidence,
        known=None if None in days else min(day for day in days if day),
        possible=all(link.possible for link in links),
        facets=_facets([row.facets for row in rows]),
    )


def _facets(rows: Sequence[Mapping[str, str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    values = {name: tuple(sorted({row[name] for row in rows if row[name]})) for name in rows[0]}
    return tuple((name, said) for name, said in values.items() if said)


def _parameters(answer: Answer) -> tuple[tuple[str, str], ...]:
    """Return each parameter with its value: the one given, else the example, in full where a row has it."""
    shown = dict(zip(answer.columns, answer.rows[0], strict=True)) if answer.rows else {}
    asked = ((parameter.name, parameter.example) for parameter in answer.query.parameters)
    return tuple((name, text(answer.values.get(name) or shown.get(name)) or example) for name, example in asked)


def _caveats(answer: Answer) -> Bilingual:
    said = _sentence(answer.query.caveats)
    counted = {lang: [one.sentence(lang) for one in answer.coverage] for lang in Bilingual._fields}
    return Bilingual(*(" ".join([*counted[lang], said.said(lang)]).strip() for lang in Bilingual._fields))


def _sentence(said: object) -> Bilingual:
    text = both(said).map(clean)
    return Bilingual(*(wording.typeset(text.said(lang), lang) for lang in Bilingual._fields))


def _title(answer: Answer, view: Mapping[str, Any]) -> Bilingual:
    column = both(view.get("title")).fr
    if column in answer.columns and answer.rows:
        said = clean(text(answer.rows[0][answer.columns.index(column)]))
        if said:
            return both(said)
    return _sentence(answer.query.summary) or both(answer.query.name)
