"""One `.rq` file ↔ a Query: what it asks, its parameters, its columns; values are bound as terms, never as text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from healthkg.errors import InputProblem
from healthkg.queryfile.tokens import form_of, tokens

_HEADER = re.compile(r"^#\+ ?(.*)$", re.M)
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
        """Return the parameters in file order: every `VALUES` line whose variable the header describes."""
        said = self.header.get("params") or {}
        return tuple(
            Parameter(
                name,
                said[name].get("type", "iri"),
                said[name].get("class"),
                said[name].get("label", {}),
                example.strip(),
            )
            for name, example in _VALUES.findall(self.text)
            if name in said
        )


def read_query(path: Path) -> Query:
    """Read one `.rq` file. Raises InputProblem: header that is not YAML, described parameter without `VALUES` line."""
    return parse_query(path.read_text("utf-8"), path.stem, path.parent.name, path)


def parse_query(text: str, name: str, folder: str, path: Path | None = None) -> Query:
    """Return the query that `text` is. Raises InputProblem as `read_query` does."""
    query = Query(name, folder, text, _header(text, path), path)
    undeclared = set(query.header.get("params") or {}) - {parameter.name for parameter in query.parameters}
    if undeclared:
        raise InputProblem("query-param-without-values", path=path, names=", ".join(sorted(undeclared)))
    return query


def _header(text: str, path: Path | None) -> Mapping[str, Any]:
    import yaml

    safe = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, ten times faster, where libyaml is there
    try:
        header = yaml.load("\n".join(_HEADER.findall(text)), Loader=safe)  # noqa: S506 (both are safe loaders)
    except yaml.YAMLError as error:
        raise InputProblem("query-header", path=path, cause=" ".join(str(error).split())) from error
    if not isinstance(header, dict) and header is not None:
        raise InputProblem("query-header", path=path, cause=type(header).__name__)
    return header or {}


def query_paths(folder: Path, kinds: tuple[str, ...] = ("competency", "reports", "views")) -> list[Path]:
    """Return the query files under `folder`, of these kinds, sorted by kind and name."""
    return [path for kind in kinds for path in sorted((folder / kind).glob("*.rq"))]


def bind(
    query: Query, values: Mapping[str, ox.NamedNode | ox.Literal]
) -> tuple[str, dict[ox.Variable, ox.NamedNode | ox.Literal]]:
    """Return the text and the substitutions that ask `query` with `values`, for an embedded Oxigraph.

    A bound parameter's `VALUES` line is dropped and its term handed to the engine (an index look-up instead of a
    join); a parameter without a value keeps its example. Raises InputProblem for a parameter that the query has not.
    """
    known = {parameter.name for parameter in query.parameters}
    for name in values:
        if name not in known:
            raise InputProblem("param-unknown", name=name, query=query.name, known=", ".join(sorted(known)) or "–")
    text = _VALUES.sub(lambda match: "" if match.group(1) in values else match.group(0), query.text)
    return text, {ox.Variable(name): term for name, term in values.items()}


def inline(query: Query, values: Mapping[str, ox.NamedNode | ox.Literal]) -> str:
    """Return the text with the terms between the braces of each `VALUES` line: for engines without substitutions."""
    bind(query, values)
    return _VALUES.sub(
        lambda match: (
            f"VALUES ?{match.group(1)} {{ {values[match.group(1)]} }}\n" if match.group(1) in values else match.group(0)
        ),
        query.text,
    )
