"""The rows of an answer as machines read them (W3C): CSV, TSV, JSON."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from healthkg.answers.tables import plain_text

if TYPE_CHECKING:
    from healthkg.answers.answer import Answer
    from healthkg.store import Term

_STRING = "http://www.w3.org/2001/XMLSchema#string"


def as_csv(answer: Answer, lang: str) -> bytes:
    """SPARQL 1.1 Query Results CSV: values without datatypes or languages, CRLF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(answer.columns)
    writer.writerows([plain_text(term) for term in row] for row in answer.rows)
    return out.getvalue().encode()


def as_tsv(answer: Answer, lang: str) -> bytes:
    """SPARQL 1.1 Query Results TSV: terms as in Turtle, tab separated."""
    lines = ["\t".join("?" + name for name in answer.columns)]
    lines += ["\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) for row in answer.rows]
    return ("\n".join(lines) + "\n").encode()


def as_json(answer: Answer, lang: str) -> bytes:
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
