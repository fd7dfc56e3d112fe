"""A default graph made of several graphs: a set, in which a triple that two of them state stands once.

The engine would count it twice, where SPARQL asks for the merge (SPARQL 1.1 Query, 13.2); so the graphs are put
together in a store of their own, for one query.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from healthkg.queryfile import Token, tokens
from healthkg.queryfile.tokens import FORMS

Graph = ox.NamedNode | ox.DefaultGraph


@dataclass(frozen=True)
class Scope:
    """What a request adds to a query: the base of its relative IRIs, the graphs that make its default graph, and those
    that it can name (None: as the query itself says)."""

    base: str | None = None
    default: tuple[Graph, ...] | None = None
    named: tuple[ox.NamedNode, ...] | None = None


OWN = Scope()


def scope_of(text: str, scope: Scope, prefixes: Mapping[str, str]) -> Scope:
    """Return the scope with the graphs that the text says after FROM, where it says several and the request none."""
    if scope.default is not None or scope.named is not None or text.upper().count("FROM") < 2:
        return scope
    words = tokens(text)
    default, named = [list(_after_from(words, is_named)) for is_named in (False, True)]
    if len(default) < 2:  # the engine does well
        return scope
    prologue = text[: next(word.start for word in words if word.keyword in FORMS)]
    return Scope(
        scope.base,
        *(tuple(_read(f"{prologue} SELECT ?g {{ VALUES ?g {{ {' '.join(names)} }} }}", scope, prefixes))
          for names in (default, named)),
    )  # fmt: skip


def settled(engine: ox.Store, scope: Scope) -> tuple[ox.Store, Scope]:
    """Return what to ask, and of which of its graphs: where several graphs make the default one, a store in which they
    are one."""
    if len(set(scope.default or ())) < 2:
        return engine, scope
    made = ox.Store()
    for graph in scope.default or ():
        made.extend(ox.Quad(*quad.triple) for quad in engine.quads_for_pattern(None, None, None, graph))
    for name in scope.named or ():
        made.extend(engine.quads_for_pattern(None, None, None, name))
    return made, Scope(scope.base, (ox.DefaultGraph(),), scope.named)


def _after_from(words: Sequence[Token], is_named: bool) -> Iterator[str]:
    """Yield the names of graphs as they are written, those after FROM or those after FROM NAMED."""
    for word, after, last in zip(words, words[1:], words[2:], strict=False):
        if word.keyword == "FROM" and (after.keyword == "NAMED") is is_named:
            yield last.text if is_named else after.text


def _read(text: str, scope: Scope, prefixes: Mapping[str, str]) -> list[ox.NamedNode]:
    """Return the names that a query of ours spells out, as the engine understands them."""
    return [row[0] for row in ox.Store().query(text, base_iri=scope.base, prefixes=dict(prefixes))]  # type: ignore[union-attr]
