"""An Answer: rows of RDF terms under named columns, a graph, or yes or no; with the query and the data version."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from healthkg import messages
from healthkg.answers.names import value_of
from healthkg.errors import InputProblem
from healthkg.layout import Project
from healthkg.queryfile import Query, bind, query_paths, read_query
from healthkg.store import Store, Term

CERTAINTY = "certainty"


@dataclass(frozen=True)
class Answer:
    """What a query brought back. `rows` (SELECT) keep RDF terms, None where a column is unbound; `triples` are those of
    a CONSTRUCT or DESCRIBE; `holds` is the answer of an ASK."""

    query: Query = field(repr=False)
    version: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    triples: tuple[ox.Triple, ...] | None = None
    holds: bool | None = None
    values: Mapping[str, Term] = field(default_factory=dict)

    def __iter__(self) -> object:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def _repr_html_(self) -> str:
        """Return the HTML table that a notebook shows."""
        from healthkg.answers.formats import render

        return render(self, "html", "fr").decode()


def query(store: Store, name: str, **params: str) -> Answer:
    """Return the answer of the library query `name`; parameters as a person writes them (label, acronym, IRI, number).

    Raises InputProblem: unknown query, unknown parameter, a value that names nothing.
    """
    asked = find_query(store.project, name)
    kinds = {parameter.name: parameter for parameter in asked.parameters}
    bind(asked, dict.fromkeys(params, ox.Literal("")))  # refuses unknown names before any value is looked up
    return answer(store, asked, {name: value_of(store, kinds[name], text) for name, text in params.items()})


def sparql(store: Store, text: str) -> Answer:
    """Return the answer of a SPARQL text of the user's own."""
    return answer(store, Query("sparql", "", text), {})


def answer(store: Store, asked: Query, values: Mapping[str, ox.NamedNode | ox.Literal]) -> Answer:
    """Return the answer of `asked` with `values` bound as terms."""
    text, substitutions = bind(asked, values)
    results = store.run(text, substitutions)
    if isinstance(results, ox.QueryBoolean):
        return Answer(asked, store.version, holds=bool(results), values=values)
    if isinstance(results, ox.QueryTriples):
        return Answer(asked, store.version, triples=tuple(sorted(set(results), key=str)), values=values)
    columns = tuple(variable.value for variable in results.variables)
    return Answer(asked, store.version, columns, tuple(tuple(row) for row in results), values=values)


def both(certain: Answer, possible: Answer) -> Answer:
    """Return one answer of two, asked of what is certain and of what is possible: each row once, and a column that says
    `certain` (found in both) or `possible` (found in one: what is not excluded, or what only the uncertain denies)."""
    kept = [*possible.rows, *(row for row in certain.rows if row not in set(possible.rows))]
    shared = set(certain.rows) & set(possible.rows)
    said = {True: ox.Literal("certain"), False: ox.Literal("possible")}
    words = {lang: messages.text("certainty-word", lang) for lang in messages.LANGUAGES}
    header = {**possible.query.header, "columns": {**possible.query.columns, CERTAINTY: words}}
    return replace(
        possible,
        query=replace(possible.query, header=header),
        columns=(*possible.columns, CERTAINTY),
        rows=tuple((*row, said[row in shared]) for row in kept),
    )


def list_queries(project: Project, kinds: tuple[str, ...] = ("competency", "reports", "views")) -> list[Query]:
    """Return the library: every query of these kinds, by kind and name."""
    return [read_query(path) for path in query_paths(project.queries, kinds)]


def find_query(project: Project, name: str) -> Query:
    """Return the library query `name`. Raises InputProblem with the nearest names when there is none."""
    paths = {path.stem: path for path in query_paths(project.queries)}
    if name not in paths:
        near = ", ".join(difflib.get_close_matches(name, paths, 3, 0.4)) or "–"
        raise InputProblem("query-unknown", name=name, near=near)
    return read_query(paths[name])
