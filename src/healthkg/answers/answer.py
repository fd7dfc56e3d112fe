"""An Answer: rows of RDF terms under named columns, a graph, or yes or no; with the query and the data version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from healthkg import messages
from healthkg.answers.coverage import Coverage, coverage_of
from healthkg.answers.found import UNBOUNDED, Bounds, find_within
from healthkg.answers.names import value_of
from healthkg.errors import InputProblem
from healthkg.queryfile import Query, bind, query_paths, read_query
from healthkg.store import Store

if TYPE_CHECKING:
    from healthkg.layout import Project
    from healthkg.store import Remote, Term

CERTAINTY = "certainty"


@dataclass(frozen=True)
class Answer:
    """What a query brought back. `rows` (SELECT) keep RDF terms, None where a column is unbound; `triples` are those of
    a CONSTRUCT or DESCRIBE; `holds` is the answer of an ASK; `coverage` says what an aggregate rests on, `cut` that
    there were more rows than were asked for."""

    query: Query = field(repr=False)
    version: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    triples: tuple[ox.Triple, ...] | None = None
    holds: bool | None = None
    values: Mapping[str, ox.NamedNode | ox.Literal] = field(default_factory=dict)
    coverage: tuple[Coverage, ...] = ()
    cut: bool = False

    def __iter__(self) -> object:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        """Return one line: the query, how much it brought, under which names, of which data."""
        if self.holds is not None:
            brought = str(self.holds)
        elif self.triples is not None:
            brought = f"{len(self.triples)} triples"
        else:
            more = "+" if self.cut else ""
            brought = f"{len(self.rows)}{more} rows × {len(self.columns)} columns: {', '.join(self.columns)}"
        return f"<{type(self).__name__} {self.query.name}, {brought}; data {self.version}>"

    @property
    def lens(self) -> tuple[str, ...]:
        """Return the filters that the version of the data names: `known-at=2021-06-30`…"""
        return tuple(part for part in self.version.partition("; ")[2].removesuffix(")").split("; ") if part)

    def heading(self, column: str, lang: str) -> str:
        """Return what the header calls `column` in `lang`; its name when it says nothing of it."""
        return str((self.query.columns.get(column) or {}).get(lang, column))

    def extended(
        self,
        columns: tuple[str, ...],
        rows: tuple[tuple[Term | None, ...], ...],
        said: Mapping[str, Mapping[str, Any]],
    ) -> Answer:
        """Return this answer with more columns, and what its query's header then says of them; its text unchanged."""
        header = {**self.query.header, "columns": {**self.query.columns, **said}}
        return replace(self, query=replace(self.query, header=header), columns=columns, rows=rows)

    def to_pandas(self) -> Any:
        """Return the rows as a pandas DataFrame: numbers (decimals as floats, which pandas adds and draws), days and
        truth values as such, IRIs and words as text.

        Raises InputProblem when pandas, which is not among our dependencies, is not installed.
        """
        from healthkg.answers.values import in_frame

        try:
            import pandas
        except ImportError as error:
            raise InputProblem("pandas-missing") from error
        return pandas.DataFrame([[in_frame(term) for term in row] for row in self.rows], columns=list(self.columns))

    def _repr_html_(self) -> str:
        """Return the HTML table that a notebook shows."""
        from healthkg.answers.formats import render

        return render(self, "html", "fr").decode()


def query(store: Store, name: str, **params: str) -> Answer:
    """Return the answer of the library query `name`; parameters as a person writes them (label, acronym, IRI, number).

    Raises InputProblem: unknown query, unknown parameter, a value that names nothing.
    """
    asked = find_query(store.project, name)
    return answer(store, asked, values_of(store, asked, params))


def values_of(store: Store, asked: Query, params: Mapping[str, str]) -> dict[str, ox.NamedNode | ox.Literal]:
    """Return the terms that a person means by `params`. Raises InputProblem as `query` does."""
    kinds = {parameter.name: parameter for parameter in asked.parameters}
    bind(asked, dict.fromkeys(params, ox.Literal("")))  # refuses unknown names before any value is looked up
    return {name: value_of(store, kinds[name], text) for name, text in params.items()}


def sparql(store: Store | Remote, text: str, bounds: Bounds = UNBOUNDED) -> Answer:
    """Return the answer of a SPARQL text of the user's own, within `bounds`."""
    return answer(store, Query("sparql", "", text), {}, bounds)


def answer(
    store: Store | Remote,
    asked: Query,
    values: Mapping[str, ox.NamedNode | ox.Literal],
    bounds: Bounds = UNBOUNDED,
) -> Answer:
    """Return the answer of `asked` with `values` bound as terms, within `bounds`."""
    found = find_within(store, asked, values, bounds)
    coverage = coverage_of(store, asked, values) if isinstance(store, Store) and found.triples is None else ()
    return Answer(
        asked, store.version, found.columns, found.rows, found.triples, found.holds, values, coverage, found.cut
    )


def both(certain: Answer, possible: Answer) -> Answer:
    """Return one answer of two, asked of what is certain and of what is possible: each row once, and a column that says
    `certain` (found in both) or `possible` (found in one: what is not excluded, or what only the uncertain denies)."""
    found = set(possible.rows)
    kept = [*possible.rows, *(row for row in certain.rows if row not in found)]
    shared = found & set(certain.rows)
    said = {True: ox.Literal("certain"), False: ox.Literal("possible")}
    words = {lang: messages.text("certainty-word", lang) for lang in messages.LANGUAGES}
    rows = tuple((*row, said[row in shared]) for row in kept)
    return possible.extended((*possible.columns, CERTAINTY), rows, {CERTAINTY: words})


def list_queries(project: Project, kinds: tuple[str, ...] = ("competency", "reports", "views")) -> list[Query]:
    """Return the library: every query of these kinds, by kind and name."""
    return [read_query(path) for path in query_paths(project.queries, kinds)]


def find_query(project: Project, name: str) -> Query:
    """Return the library query `name`. Raises InputProblem with the nearest names when there is none."""
    paths = {path.stem: path for path in query_paths(project.queries)}
    if name not in paths:
        import difflib

        near = ", ".join(difflib.get_close_matches(name, paths, 3, 0.4)) or "–"
        raise InputProblem("query-unknown", name=name, near=near)
    return read_query(paths[name])
