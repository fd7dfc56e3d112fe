"""One `.rq` file ↔ a Query: what it asks, its parameters, its columns; values are bound as terms, never as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from healthkg.errors import InputProblem
from healthkg.queryfile.headers import read_header
from healthkg.queryfile.tokens import form_of, tokens

_PREFIXES = re.compile(r"^[ \t]*PREFIX[ \t].*$", re.M | re.I)
_VALUES = re.compile(r"^[ \t]*VALUES[ \t]+\?(\w+)[ \t]*\{([^{}\n]*)\}[ \t]*\n", re.M)


@dataclass(frozen=True)
class Parameter:
    """A `VALUES ?name { example }` line: its kind (iri, string, integer, date), the class it wants, the example."""

    name: str
    kind: str
    of: str | None
    labels: Mapping[str, str]
    example: str


@dataclass(frozen=True)
class Query:
    """A SPARQL text with what its header says. `folder` is competency, reports, views, checks or construct."""

    name: str
    folder: str
    text: str
    header: Mapping[str, Any] = field(default_factory=dict)
    path: Path | None = None

    @property
    def summary(self) -> Mapping[str, str]:
        return self.header.get("summary") or {}

    @property
    def columns(self) -> Mapping[str, Mapping[str, Any]]:
        return self.header.get("columns") or {}

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the text, header included."""
        import hashlib

        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def caveats(self) -> Mapping[str, str]:
        return self.header.get("caveats") or {}

    @property
    def view(self) -> Mapping[str, Any] | None:
        return self.header.get("view")

    @property
    def chart(self) -> Mapping[str, Any] | None:
        return self.header.get("chart")

    @property
    def form(self) -> str:
        """Return SELECT, ASK, CONSTRUCT or DESCRIBE; empty when the text has none of them."""
        return form_of(tokens(self.text))

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Return the parameters in file order: every `VALUES` line whose variable the header describes.

        A line that stands again, in a sub-select, is the same parameter.
        """
        said = self.header.get("params") or {}
        return tuple(
            Parameter(
                name,
                said[name].get("type", "iri"),
                said[name].get("class"),
                said[name].get("label", {}),
                example.strip(),
            )
            for name, example in dict(_VALUES.findall(self.text)).items()
            if name in said
        )

    @cached_property
    def examples(self) -> Mapping[str, ox.NamedNode | ox.Literal]:
        """Return the terms that stand in the parameters' `VALUES` lines: of each that holds one term."""
        prologue = "\n".join(_PREFIXES.findall(self.text))
        held = {parameter.name: _term(prologue, parameter.example) for parameter in self.parameters}
        return {name: term for name, term in held.items() if term is not None}


def _term(prologue: str, text: str) -> ox.NamedNode | ox.Literal | None:
    """Return the one term that `text` is; None when it is none, or several."""
    try:
        (found,) = ox.parse(f"{prologue}\n<urn:x> <urn:x> {text} .", format=ox.RdfFormat.TURTLE)
    except (SyntaxError, ValueError):
        return None
    return found.object if isinstance(found.object, ox.NamedNode | ox.Literal) else None


def read_query(path: Path) -> Query:
    """Read one `.rq` file. Raises InputProblem: header that is not YAML, described parameter without `VALUES` line."""
    return parse_query(path.read_text("utf-8"), path.stem, path.parent.name, path)


def parse_query(text: str, name: str, folder: str, path: Path | None = None) -> Query:
    """Return the query that `text` is. Raises InputProblem as `read_query` does."""
    query = Query(name, folder, text, read_header(text, path), path)
    undeclared = set(query.header.get("params") or {}) - {parameter.name for parameter in query.parameters}
    if undeclared:
        raise InputProblem("query-param-without-values", path=path, names=", ".join(sorted(undeclared)))
    return query


def query_paths(folder: Path, kinds: tuple[str, ...] = ("competency", "reports", "views")) -> list[Path]:
    """Return the query files under `folder`, of these kinds, sorted by kind and name."""
    return [path for kind in kinds for path in sorted((folder / kind).glob("*.rq"))]


def bind(
    query: Query, values: Mapping[str, ox.NamedNode | ox.Literal]
) -> tuple[str, dict[ox.Variable, ox.NamedNode | ox.Literal]]:
    """Return the text and the substitutions that ask `query` with `values`, for an embedded Oxigraph.

    A parameter's term (without a value: its example) stands in its `VALUES` line, where the engine's planner sees that
    it is bound, and is handed over too, so that sub-selects and optional parts look up that term alone. Raises
    InputProblem for a parameter that the query has not.
    """
    return inline(query, values), {ox.Variable(name): term for name, term in {**query.examples, **values}.items()}


def inline(query: Query, values: Mapping[str, ox.NamedNode | ox.Literal]) -> str:
    """Return the text with the terms between the braces of each `VALUES` line: for engines without substitutions.

    Raises InputProblem for a parameter that the query has not.
    """
    known = {parameter.name for parameter in query.parameters}
    for name in values:
        if name not in known:
            raise InputProblem("param-unknown", name=name, query=query.name, known=", ".join(sorted(known)) or "–")
    return _VALUES.sub(
        lambda match: (
            f"VALUES ?{match.group(1)} {{ {values[match.group(1)]} }}\n" if match.group(1) in values else match.group(0)
        ),
        query.text,
    )
