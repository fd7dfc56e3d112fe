"""A query of the library asked as an address says: its parameters, the clocks, what is added to its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg import answers
from healthkg.answers.answer import answer
from healthkg.errors import InputProblem
from healthkg.queryfile import bind, inline
from healthkg.web.clocks import CLOCKS, Looked, lens_of, looked, written
from healthkg.web.library.sorting import PAGE, SORT

if TYPE_CHECKING:
    from healthkg.answers import Answer, Reason
    from healthkg.queryfile import Parameter, Query
    from healthkg.web.site import Site
    from healthkg.web.values import Asked

EVIDENCE, LABELS, LIMIT = "evidence", "labels", "limit"
YES, NO = "yes", "no"
_OWN = {"lang", EVIDENCE, LABELS, PAGE, LIMIT, SORT, *CLOCKS}
Values = Mapping[str, "ox.NamedNode | ox.Literal"]


@dataclass(frozen=True)
class Asking:
    """A query with the values that an address gives, and through what it looks at the corpus."""

    query: Query
    values: Values
    looked: Looked

    def answer(self) -> Answer:
        """Return the answer; of a validity, one that says which rows are certain."""
        found = [answer(store, self.query, self.values) for store in self.looked.stores]
        return answers.both(*found) if len(found) > 1 else found[0]

    def text(self) -> str:
        """Return the SPARQL text with these values, without the header."""
        return without_header(inline(self.query, self.values))

    def why_empty(self) -> Reason:
        """Return why there is no row."""
        return answers.why_empty(self.text(), lambda text: bool(answers.sparql(self.looked.store, text).holds))


def library_query(site: Site, name: str) -> Query:
    """Return the query `name`. Raises InputProblem("query-unknown") with the nearest names."""
    return site.queries.get(name) or answers.find_query(site.store.project, name)


def read(site: Site, asked: Asked, query: Query) -> Asking:
    """Return what an address asks of `query`; a parameter that it does not give, or gives empty, keeps its example.

    Raises InputProblem: a parameter or a document that there is not, a value that names nothing, a day that is none.
    """
    given = {name: value.strip() for name, value in asked.query if name not in _OWN and value.strip()}
    bind(query, dict.fromkeys([name for name, _ in asked.query if name not in _OWN], ox.Literal("")))
    values = answers.values_of(site.store, query, given)
    return Asking(query, values, looked(site, lens_of(asked)))


def has_lines(answer: Answer) -> bool:
    """Say whether the rows give lines of documents of themselves."""
    return any(name.lower().endswith("lines") for name in answer.columns)


def wants_evidence(asked: Asked, answer: Answer) -> bool:
    """Say whether the rows are to show what they rest on: as the reader chooses, else where they do not say it."""
    return asked.one(EVIDENCE) == YES or (asked.one(EVIDENCE) != NO and not has_lines(answer))


def enriched(site: Site, asked: Asked, asking: Asking, found: Answer) -> Answer:
    """Return `found` with the columns that an address asks for by name, as files carry them."""
    if asked.one(LABELS) == YES:
        found = answers.with_labels(asking.looked.store, found, asked.lang)
    if asked.one(EVIDENCE) == YES:
        found = answers.with_evidence(asking.looked.store, found, asked.lang, site.texts or None)
    return found


def paged(asked: Asked, found: Answer, size: int) -> tuple[Answer, int, int]:
    """Return the rows of the page that is asked for, its number, and how many pages there are."""
    pages = max(1, -(-len(found.rows) // size))
    said = asked.one(PAGE)
    number = min(max(int(said), 1), pages) if said.isascii() and said.isdigit() and len(said) < 7 else 1
    return replace(found, rows=found.rows[(number - 1) * size : number * size]), number, pages


def limit_of(asked: Asked, default: int) -> int:
    """Return at most how many things a view shows. Raises InputProblem("param-form") for what is no number from 1."""
    said = asked.one(LIMIT)
    if not said:
        return default
    if not (said.isascii() and said.isdigit() and len(said) < 7 and int(said)):
        raise InputProblem("param-form", name=LIMIT, value=said, kind="integer")
    return int(said)


def parameters_of(site: Site, asking: Asking) -> dict[str, str | None]:
    """Return what an address says to ask this again: every value, short, and the clocks."""
    said = {one.name: written_value(site, one, asking.values) for one in asking.query.parameters}
    return {**said, **written(asking.looked.lens)}


def written_value(site: Site, parameter: Parameter, values: Values) -> str:
    """Return the value of a parameter as an address says it: the one given, else the example."""
    term = values.get(parameter.name)
    if isinstance(term, ox.NamedNode):
        return site.store.registry.shorten(term.value)
    return term.value if term is not None else example(parameter)


def example(parameter: Parameter) -> str:
    """Return the example of a parameter, without the marks of SPARQL."""
    return parameter.example.partition("^^")[0].strip('"')


def without_header(text: str) -> str:
    """Return a SPARQL text without its `#+` lines."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#+"))
