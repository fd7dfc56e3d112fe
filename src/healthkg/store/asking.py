"""What a load asks an endpoint, and how it changes it: by the engine's own texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import pyoxigraph as ox

from healthkg.errors import RemoteProblem
from healthkg.queryfile import inline
from healthkg.store.own_texts import own_text
from healthkg.store.remote import Remote

Values = Mapping[str, ox.NamedNode | ox.Literal]


def rows(there: Remote, name: str, values: Values | None = None) -> list[tuple[str, ...]]:
    """Return the values that the query `name` brings. Raises RemoteProblem, "remote-shape" for columns of another
    question."""
    asked = own_text(f"{name}.rq")
    found = cast("ox.QuerySolutions", there.ask(asked, values or {}))
    if [variable.value for variable in found.variables] != list(asked.columns):
        raise RemoteProblem("remote-shape", url=there.url)
    return [tuple(getattr(term, "value", "") for term in row) for row in found]


def change(name: str, values: Values) -> str:
    """Return the update `name`, its parameters bound."""
    return inline(own_text(f"{name}.ru"), values)
