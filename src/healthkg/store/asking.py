"""The fixed SPARQL texts of a load, files in `sparql/` beside this module, and the rows that they bring.

They are not the project's: another project, with other queries, is loaded by the same ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from healthkg.errors import RemoteProblem
from healthkg.queryfile import Query, inline, read_query
from healthkg.store.remote import Remote

Values = Mapping[str, ox.NamedNode | ox.Literal]


def rows(there: Remote, name: str, values: Values | None = None) -> list[tuple[str, ...]]:
    """Return the values that the query `name` brings. Raises RemoteProblem, "remote-shape" for columns of another
    question."""
    asked = _text(f"{name}.rq")
    found = cast("ox.QuerySolutions", there.ask(asked, values or {}))
    if [variable.value for variable in found.variables] != list(asked.columns):
        raise RemoteProblem("remote-shape", url=there.url)
    return [tuple(getattr(term, "value", "") for term in row) for row in found]


def change(name: str, values: Values) -> str:
    """Return the update `name`, its parameters bound."""
    return inline(_text(f"{name}.ru"), values)


@cache
def _text(name: str) -> Query:
    return read_query(Path(__file__).parent / "sparql" / name)
