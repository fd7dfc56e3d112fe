"""A result that was saved as JSON: read again, cited, asked again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from healthkg.answers.answer import Answer, answer, both
from healthkg.answers.found import Bounds
from healthkg.corpus import Lens, read_lens
from healthkg.errors import InputProblem
from healthkg.isolation import Limits
from healthkg.queryfile import Query, parse_query
from healthkg.store import Store, Term

Cells = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Saved:
    """A saved result: the answer, and the lens through which the corpus was looked at."""

    answer: Answer
    lens: Lens


@dataclass(frozen=True)
class Change:
    """How an answer differs from a saved one: the rows that it has more, and those that it has no more."""

    gained: tuple[Mapping[str, Term], ...]
    lost: tuple[Mapping[str, Term], ...]

    @property
    def same(self) -> bool:
        return not (self.gained or self.lost)


def read_saved(path: Path) -> Saved:
    """Read a result that `healthkg query … --format json` wrote.

    Raises InputProblem: not such a file, or a query that is not the one whose digest it bears.
    """
    try:
        content = path.read_bytes()
        said = json.loads(content)["head"]["healthkg"]
        query, values = _query(said), {name: _term(one) for name, one in said["parameters"].items()}
        found = replace(_answer(content, query, str(said["data"]), values), cut=bool(said["cut"]))
        return Saved(found, read_lens(said["lens"]))
    except OSError as error:
        raise InputProblem("file-unreadable", path=path, cause=error.strerror) from error
    except (AttributeError, KeyError, SyntaxError, TypeError, ValueError) as error:
        raise InputProblem("result-foreign", path=path) from error
    except InputProblem as error:
        error.path = path
        raise


def _query(said: Mapping[str, str]) -> Query:
    """Return the query as it was asked: one of the library has its header, a text of the user's own has none."""
    folder, name, text = said["folder"], said["query"], said["text"]
    query = parse_query(text, name, folder) if folder else Query(name, folder, text)
    if query.digest != said["digest"]:
        raise InputProblem("result-altered", name=name)
    return query


def _term(said: Mapping[str, str]) -> ox.NamedNode | ox.Literal:
    if said["type"] == "uri":
        return ox.NamedNode(said["value"])
    kind = ox.NamedNode(said["datatype"]) if "datatype" in said else None
    return ox.Literal(said["value"], language=said.get("xml:lang"), datatype=kind)


def _answer(content: bytes, query: Query, version: str, values: Mapping[str, ox.NamedNode | ox.Literal]) -> Answer:
    results = ox.parse_query_results(content, ox.QueryResultsFormat.JSON)
    if isinstance(results, ox.QueryBoolean):
        return Answer(query, version, holds=bool(results), values=values)
    columns = tuple(variable.value for variable in results.variables)
    return Answer(query, version, columns, tuple(tuple(row) for row in results), values=values)


# ---- Asked again ----


def ask_again(stores: Sequence[Store], saved: Saved, limits: Limits | None = None) -> Answer:
    """Return the answer of the saved question, with its own text and values, from what the saved lens makes of a
    corpus: one store, or the certain and the possible. A saved answer that was cut is asked for as many rows."""
    before, bounds = saved.answer, Bounds(limits=limits)
    found = [answer(store, before.query, before.values, bounds) for store in stores]
    now = both(*found) if len(found) > 1 else found[0]
    return replace(now, rows=now.rows[: len(before.rows)]) if before.cut else now


def changed(before: Answer, now: Answer) -> Change:
    """Return which rows came and went, in their order; by the columns of the question, without those that were added
    to its rows. A yes or no is one row."""
    old, new = _rows(before, now.columns), _rows(now, now.columns)
    return Change(_beyond(new, old), _beyond(old, new))


def _rows(answer: Answer, columns: tuple[str, ...]) -> list[dict[str, Term]]:
    if answer.holds is not None:
        return [{"boolean": ox.Literal(answer.holds)}]
    named = (dict(zip(answer.columns, row, strict=True)) for row in answer.rows)
    return [{name: term for name in columns if (term := row.get(name)) is not None} for row in named]


def _beyond(rows: list[dict[str, Term]], others: list[dict[str, Term]]) -> tuple[Mapping[str, Term], ...]:
    """Return those of `rows` that `others` has not, or not as often."""
    left = Counter(_cells(row) for row in others)
    found = []
    for row in rows:
        cells = _cells(row)
        if left[cells]:
            left[cells] -= 1
        else:
            found.append(row)
    return tuple(found)


def _cells(row: Mapping[str, Term]) -> Cells:
    """Return what tells a row from others; a blank node has no name that lasts."""
    return frozenset((name, "_:" if isinstance(term, ox.BlankNode) else str(term)) for name, term in row.items())
