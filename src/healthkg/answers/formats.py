"""The formats of an answer: W3C's for machines (CSV, TSV, JSON, XML, Turtle, N-Triples, JSON-LD), tables for people."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any
from xml.etree import ElementTree as ET

import pyoxigraph as ox

from healthkg.answers.answer import Answer
from healthkg.answers.reading import in_words
from healthkg.answers.spreadsheets import excel_fr, xlsx
from healthkg.errors import InputProblem
from healthkg.store import Term

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_RESULTS = "http://www.w3.org/2005/sparql-results#"
_GRAPHS = {"turtle": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD}
_ROWS = ("csv", "tsv", "xlsx", "excel-fr")  # no room for a yes or a no


def render(answer: Answer, form: str, lang: str) -> bytes:
    """Return `answer` in format `form`, UTF-8. Raises InputProblem when that format cannot hold it."""
    is_graph = answer.triples is not None
    if form not in FORMATS or (form in _GRAPHS) != is_graph or (answer.holds is not None and form in _ROWS):
        suited = [*_GRAPHS] if is_graph else [name for name in FORMATS if name not in _GRAPHS]
        raise InputProblem("format-unsuited", form=form, query=answer.query.name, suited=", ".join(suited))
    return FORMATS[form](answer, lang)


def _csv(answer: Answer, lang: str) -> bytes:
    """SPARQL 1.1 Query Results CSV: values without datatypes or languages, CRLF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(answer.columns)
    writer.writerows([_value(term) for term in row] for row in answer.rows)
    return out.getvalue().encode()


def _value(term: Term | None) -> str:
    if term is None:
        return ""
    return str(term) if isinstance(term, ox.BlankNode) else term.value


def _tsv(answer: Answer, lang: str) -> bytes:
    """SPARQL 1.1 Query Results TSV: terms as in Turtle, tab separated."""
    lines = ["\t".join("?" + name for name in answer.columns)]
    lines += ["\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) for row in answer.rows]
    return ("\n".join(lines) + "\n").encode()


def _json(answer: Answer, lang: str) -> bytes:
    """SPARQL 1.1 Query Results JSON; its head also holds what it takes to cite the result and to ask again."""
    asked = {"healthkg": origin(answer)}
    if answer.holds is not None:
        return _dump({"head": asked, "boolean": answer.holds})
    bindings = [
        {name: binding(term) for name, term in zip(answer.columns, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    return _dump({"head": {"vars": list(answer.columns), **asked}, "results": {"bindings": bindings}})


def origin(answer: Answer) -> dict[str, Any]:
    """Return where an answer comes from: the query and its digest, its parameters, the data and the filters."""
    return {
        "query": answer.query.name,
        "folder": answer.query.folder,
        "text": answer.query.text,
        "digest": answer.query.digest,
        "parameters": {name: binding(term) for name, term in answer.values.items()},
        "data": answer.version,
        "lens": list(answer.lens),
        "cut": answer.cut,
        "coverage": [{"stated": one.stated, "all": one.total} for one in answer.coverage],
        **({"cut": True} if answer.cut else {}),
    }


def _dump(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def binding(term: Term) -> dict[str, str]:
    """Return a term as SPARQL 1.1 Query Results JSON has it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    extra = {"xml:lang": term.language} if term.language else {"datatype": term.datatype.value}
    return {"type": "literal", "value": term.value} | ({} if extra == {"datatype": _STRING} else extra)


def _xml(answer: Answer, lang: str) -> bytes:
    """SPARQL Query Results XML Format (Second Edition)."""
    root = ET.Element("sparql", xmlns=_RESULTS)
    head = ET.SubElement(root, "head")
    for name in answer.columns:
        ET.SubElement(head, "variable", name=name)
    if answer.holds is not None:
        ET.SubElement(root, "boolean").text = str(answer.holds).lower()
    else:
        _xml_rows(ET.SubElement(root, "results"), answer)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _xml_rows(results: ET.Element, answer: Answer) -> None:
    for row in answer.rows:
        result = ET.SubElement(results, "result")
        for name, term in zip(answer.columns, row, strict=True):
            if term is not None:
                said = binding(term)
                kind, value = said.pop("type"), said.pop("value")
                cell = ET.SubElement(result, "binding", name=name)
                ET.SubElement(cell, kind, said).text = value


def _graph(form: str) -> Callable[[Answer, str], bytes]:
    def serialised(answer: Answer, lang: str) -> bytes:
        return ox.serialize(answer.triples or (), format=_GRAPHS[form]) or b""

    return serialised


# ---- For people ----


def readable(answer: Answer, lang: str) -> tuple[list[str], list[list[str]]]:
    """Return headings and rows as people read them: columns that the header calls technical left out, what it calls
    absent, and the codes whose `values` it gives, said in words, IRIs short."""
    shown = shown_columns(answer)
    headings = [answer.heading(answer.columns[i], lang) for i in shown]
    rows = [[in_cell(answer, answer.columns[i], row[i], lang) for i in shown] for row in answer.rows]
    return headings, rows


def shown_columns(answer: Answer) -> list[int]:
    """Return the places of the columns that the header does not call technical."""
    return [i for i, name in enumerate(answer.columns) if not _said_of(answer, name).get("technical")]


def _said_of(answer: Answer, name: str) -> Mapping[str, Any]:
    return answer.query.columns.get(name) or {}


def in_cell(answer: Answer, name: str, term: Term | None, lang: str) -> str:
    """Return what a person reads in column `name` for `term`, None being said in the header's words."""
    if term is None:
        return str((_said_of(answer, name).get("absent") or {}).get(lang, ""))
    words = (_said_of(answer, name).get("values") or {}).get(term.value) or {}
    said = in_words(term, lang) if isinstance(term, ox.Literal) else _value(term)
    return str(words.get(lang) or said.removeprefix("https://w3id.org/healthkg/"))


def _table(answer: Answer, lang: str) -> bytes:
    if answer.holds is not None:
        return f"{str(answer.holds).lower()}\n".encode()
    headings, rows = readable(answer, lang)
    widths = [max(len(row[i]) for row in [headings, *rows]) for i in range(len(headings))]
    ruled = [headings, ["─" * width for width in widths], *rows]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in ruled)
    return ("\n".join(lines) + "\n").encode()


def _markdown(answer: Answer, lang: str) -> bytes:
    if answer.holds is not None:
        return _table(answer, lang)
    headings, rows = readable(answer, lang)
    ruled = [headings, ["---"] * len(headings), *([_in_a_cell(cell) for cell in row] for row in rows)]
    return "".join("| " + " | ".join(row) + " |\n" for row in ruled).encode()


def _in_a_cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _html(answer: Answer, lang: str) -> bytes:
    """An HTML table (a fragment), escaped by the XML writer."""
    headings, rows = readable(answer, lang)
    table = ET.Element("table")
    if answer.coverage:
        ET.SubElement(table, "caption").text = " ".join(one.sentence(lang) for one in answer.coverage)
    for row, tag in [(headings, "th"), *((row, "td") for row in rows)]:
        line = ET.SubElement(table, "tr")
        for cell in row:
            ET.SubElement(line, tag).text = cell
    text: bytes = ET.tostring(table, encoding="utf-8", method="html")
    return text + b"\n"


FORMATS: Mapping[str, Callable[[Answer, str], bytes]] = {
    "table": _table,
    "csv": _csv,
    "excel-fr": excel_fr,
    "xlsx": xlsx,
    "tsv": _tsv,
    "json": _json,
    "xml": _xml,
    "md": _markdown,
    "html": _html,
    "turtle": _graph("turtle"),
    "nt": _graph("nt"),
    "jsonld": _graph("jsonld"),
}
