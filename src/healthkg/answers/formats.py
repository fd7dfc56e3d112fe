"""The formats of an answer: W3C's for machines (CSV, TSV, JSON, XML, Turtle, N-Triples, JSON-LD), tables for people."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.errors import InputProblem

if TYPE_CHECKING:
    from healthkg.answers.answer import Answer

# Each with the module and the function that write it: a module is imported when one of its formats is asked for.
_OF_ROWS = {
    "table": "tables:as_table",
    "csv": "results:as_csv",
    "excel-fr": "spreadsheets:excel_fr",
    "xlsx": "spreadsheets:xlsx",
    "tsv": "results:as_tsv",
    "json": "results:as_json",
    "xml": "markup:as_xml",
    "md": "tables:as_markdown",
    "html": "markup:as_html",
}
_OF_GRAPHS = {"turtle": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD}
_ROWS_ALONE = ("csv", "tsv", "xlsx", "excel-fr")  # no room for a yes or a no
FORMATS = (*_OF_ROWS, *_OF_GRAPHS)


def render(answer: Answer, form: str, lang: str) -> bytes:
    """Return `answer` in format `form`, UTF-8. Raises InputProblem when that format cannot hold it."""
    suited: Mapping[str, object] = _OF_ROWS if answer.triples is None else _OF_GRAPHS
    if form not in suited or (answer.holds is not None and form in _ROWS_ALONE):
        raise InputProblem("format-unsuited", form=form, query=answer.query.name, suited=", ".join(suited))
    if answer.triples is not None:
        return ox.serialize(answer.triples, format=_OF_GRAPHS[form]) or b""
    module, _, name = _OF_ROWS[form].partition(":")
    written: bytes = getattr(import_module(f"healthkg.answers.{module}"), name)(answer, lang)
    return written
