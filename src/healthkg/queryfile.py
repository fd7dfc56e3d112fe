"""One `.rq` file ↔ a Query: what it asks, its parameters, its columns; values are bound as terms, never as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from healthkg.errors import InputProblem, Refused

_HEADER = re.compile(r"^#\+ ?(.*)$", re.M)
_VALUES = re.compile(r"^[ \t]*VALUES[ \t]+\?(\w+)[ \t]*\{([^{}\n]*)\}[ \t]*\n", re.M)
# What may hide a keyword: strings, IRIs, comments, variables and prefixed names.
_HIDDEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r"|<[^<>\"{}|^`\\\s]*>|#[^\n]*|[?$]\w+|[\w.-]*:[\w.-]*",
    re.S,
)
_FORM = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.I)
_SERVICE = re.compile(r"\bSERVICE\b", re.I)
# Past these, Oxigraph's parser and planner overflow their stack or hang (measured: RELIABILITY 1.3).
MAX_BYTES, MAX_DEPTH, MAX_DOTS, MAX_OPERATORS = 512 * 1024, 200, 400, 1500
_OPERATORS = re.compile(r"\b(?:UNION|OPTIONAL|BIND|EXISTS|MINUS|FILTER)\b|\|\||&&|[+!*/|]", re.I)


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
    def caveats(self) -> Mapping[str, str]:
        return self.header.get("caveats") or {}

    @property
    def view(self) -> Mapping[str, Any] | None:
        return self.header.get("view")

    @property
    def form(self) -> str:
        """Return SELECT, ASK, CONSTRUCT or DESCRIBE; empty when the text has none of them."""
        match = _FORM.search(_HIDDEN.sub(" ", self.text))
        return match.group(1).upper() if match else ""

    @property
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
    text = path.read_text("utf-8")
    query = Query(path.stem, path.parent.name, text, _header(text, path), path)
    undeclared = set(query.header.get("params") or {}) - {parameter.name for parameter in query.parameters}
    if undeclared:
        raise InputProblem("query-param-without-values", path=path, names=", ".join(sorted(undeclared)))
    return query


def _header(text: str, path: Path) -> Mapping[str, Any]:
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


def guard(text: str) -> None:
    """Refuse what would reach the network or overflow the engine: SERVICE, excessive size, depth or count.

    Raises Refused("query-service") or Refused("query-too-large").
    """
    bare = _HIDDEN.sub(" ", text)
    if _SERVICE.search(bare):
        raise Refused("query-service")
    counts = (len(text.encode()), _depth(bare), bare.count("."), len(_OPERATORS.findall(bare)))
    if any(count > most for count, most in zip(counts, (MAX_BYTES, MAX_DEPTH, MAX_DOTS, MAX_OPERATORS), strict=True)):
        raise Refused("query-too-large")


def _depth(bare: str) -> int:
    depth = deepest = 0
    for char in bare:
        depth += (char in "{([") - (char in "})]")
        deepest = max(deepest, depth)
    return deepest
