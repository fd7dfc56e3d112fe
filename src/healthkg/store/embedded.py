"""A corpus → something that answers SPARQL: Oxigraph in process, its default graph a set that we fill."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from healthkg.errors import StoreProblem
from healthkg.queryfile import Query, bind, guard, query_paths
from healthkg.store.filling import fill
from healthkg.store.merging import OWN, Scope, scope_of, settled

if TYPE_CHECKING:
    import rdflib

    from healthkg.corpus import Listing
    from healthkg.layout import Project
    from healthkg.prefixes import Registry
    from healthkg.turtle import Statement

Term = ox.NamedNode | ox.Literal | ox.BlankNode
Results = ox.QuerySolutions | ox.QueryBoolean | Iterable[ox.Triple]


@dataclass(frozen=True)
class Store:
    """A corpus that can be asked: the engine, the prefixes, the version that every answer shows."""

    engine: ox.Store = field(repr=False)
    registry: Registry = field(repr=False)
    project: Project
    version: str

    def ask(self, asked: Query, values: Mapping[str, ox.NamedNode | ox.Literal]) -> Results:
        """Return the engine's answer to `asked` with `values` bound as terms."""
        return self.run(*bind(asked, values))

    def run(
        self,
        text: str,
        substitutions: Mapping[ox.Variable, ox.NamedNode | ox.Literal] | None = None,
        scope: Scope = OWN,
    ) -> Results:
        """Return the engine's answer to a SPARQL 1.1 query; prefixes of the registry need not be declared.

        Raises Refused (update, SERVICE, excessive size), InputProblem("sparql-…": the likely cause) with line and
        column, StoreProblem.
        """
        guard(text)
        prefixes = dict(self.registry.namespaces)
        try:
            engine, scope = settled(self.engine, scope_of(text, scope, prefixes))
            return engine.query(
                text,
                base_iri=scope.base,
                prefixes=prefixes,
                default_graph=None if scope.default is None else list(scope.default),
                named_graphs=None if scope.named is None else list(scope.named),
                substitutions=dict(substitutions or {}),
            )
        except SyntaxError as error:
            from healthkg.queryfile import syntax_problem

            raise syntax_problem(text, str(error), prefixes, scope.base) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreProblem("store-query", cause=str(error)) from error

    def matches(
        self,
        subject: ox.NamedNode | ox.BlankNode | None,
        predicate: ox.NamedNode | None,
        value: Term | None,
    ) -> Iterator[Statement]:
        """Yield the statements that fit, each once (the default graph)."""
        quads = self.engine.quads_for_pattern(subject, predicate, value, ox.DefaultGraph())
        return cast("Iterator[Statement]", quads)

    def statements_of(
        self,
        subject: ox.NamedNode | ox.BlankNode,
        predicate: ox.NamedNode | None = None,
        graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph | None = None,
    ) -> Iterator[Statement]:
        """Yield what named graphs say of `subject`: each statement once for each graph (or for `graph` alone)."""
        quads = self.engine.quads_for_pattern(subject, predicate, None, graph)
        return cast("Iterator[Statement]", (quad for quad in quads if quad.graph_name != ox.DefaultGraph()))

    def dataset(self) -> rdflib.Dataset:
        """Return this store as an rdflib Dataset, without a copy: for whoever works with rdflib."""
        import rdflib
        from oxrdflib import OxigraphStore

        return rdflib.Dataset(store=OxigraphStore(store=self.engine))


def open_store(corpus: Listing) -> Store:
    """Return `corpus` in memory, ready to be asked, with the computed graph of `queries/construct`.

    Of a Listing one file after another is read, and none is kept. Raises what reading a file raises.
    """
    engine = ox.Store()
    fill(engine, corpus.quads())
    store = Store(engine, corpus.registry, corpus.project, corpus.version)
    compute(store)
    return store


def compute(store: Store, add: Callable[[ox.Store, Iterable[ox.Quad]], None] = fill) -> None:
    """Add to `store` the computed graph, which `queries/construct` makes of what it states."""
    for path in query_paths(store.project.queries, ("construct",)):
        add(store.engine, _computed(store, path.read_text("utf-8")))


def _computed(store: Store, text: str) -> Iterator[ox.Quad]:
    """Yield each computed statement in the computed graph and in the default graph."""
    graph = store.registry["g:calcule"]
    for triple in store.run(text):  # type: ignore[union-attr]
        yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)
        yield ox.Quad(triple.subject, triple.predicate, triple.object)
