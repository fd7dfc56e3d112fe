"""An RDF term as the value that spreadsheets and data frames know."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from healthkg.store import Term

Plain = bool | int | float | Decimal | date | str
_XSD = "http://www.w3.org/2001/XMLSchema#"


def plain(term: Term | None) -> Plain | None:
    """Return a bool, an int, a Decimal, a float or a day for a literal of that type; else its text (an IRI whole).

    A literal that is not well formed is its text.
    """
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return term.value if isinstance(term, ox.NamedNode) else str(term)
    kind = term.datatype.value.removeprefix(_XSD)
    try:
        return _typed(kind, term.value)
    except (ArithmeticError, ValueError):
        return term.value


def _typed(kind: str, text: str) -> Plain:
    if kind == "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(text, text)
    if kind in ("double", "float"):
        return float(text)
    if kind == "decimal":
        return Decimal(text)
    if kind == "date":
        return date.fromisoformat(text)
    return int(text) if kind == "integer" else text


def in_frame(term: Term | None) -> Plain | None:
    """Return the value of a data frame's cell: as `plain`, with a decimal as a float."""
    value = plain(term)
    return float(value) if isinstance(value, Decimal) else value


def is_number(term: Term | None) -> bool:
    """Say whether a literal is a number by its type."""
    value = plain(term)
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
