"""What must hold across nodes: `queries/checks/*.rq`, each row a finding; severities stand in `checks.tsv`."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from healthkg import messages
from healthkg.errors import InputProblem
from healthkg.prefixes import Registry
from healthkg.queryfile import Query, read_query
from healthkg.validation.findings import SEVERITIES, Finding

_LABEL = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def read_checks(folder: Path) -> list[tuple[Query, str]]:
    """Return each check with its severity. Raises InputProblem when the files and `checks.tsv` do not match."""
    profile = folder / "checks.tsv"
    rows = [line.split("\t") for line in profile.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    severities = {row[0]: row[1] for row in rows if len(row) == 2 and row[1] in SEVERITIES}
    queries = [read_query(path) for path in sorted(folder.glob("*.rq"))]
    astray = {query.name for query in queries} ^ set(severities)
    if astray or len(severities) != len(rows):
        raise InputProblem("checks-profile", path=profile, names=", ".join(sorted(astray)) or "?")
    return [(query, severities[query.name]) for query in queries]


def findings(quads: Iterable[ox.Quad], checks: list[tuple[Query, str]], registry: Registry) -> Iterator[Finding]:
    """Yield one finding for each row of each check; `quads` fill the default graph and the named graphs."""
    store = ox.Store()
    store.extend(quads)
    return in_store(store, checks, registry)


def in_store(
    store: ox.Store, checks: Iterable[tuple[Query, str]], registry: Registry, focus: ox.NamedNode | None = None
) -> Iterator[Finding]:
    """Yield one finding for each row of each check: of all rows, or of those about `focus`."""
    asked: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] | None = (
        {ox.Variable("focus"): focus} if focus else None
    )
    for query, severity in checks:
        for row in store.query(query.text, substitutions=asked):  # type: ignore[union-attr]
            yield _finding(query, severity, {name.value: row[name] for name in _columns(row, query)}, store, registry)


def _columns(row: ox.QuerySolution, query: Query) -> list[ox.Variable]:
    return [ox.Variable(name) for name in ("focus", "path", "value", "other") if _has(row, name)]


def _has(row: ox.QuerySolution, name: str) -> bool:
    try:
        return row[name] is not None
    except KeyError:
        return False


def _finding(query: Query, severity: str, row: Mapping[str, object], store: ox.Store, registry: Registry) -> Finding:
    words = {
        lang: {name: _word(term, lang, store, registry) for name, term in row.items()} for lang in messages.LANGUAGES
    }
    short = {name: _short(term, registry) for name, term in row.items()}
    near = _nearest(short.get("value", ""), store, registry) if "{nearest}" in query.text else "–"
    said = {lang: _sentence(query, lang, {**words[lang], "nearest": near}) for lang in messages.LANGUAGES}
    return Finding(severity, query.name, short["focus"], said, short.get("path"), short.get("value"))


def _nearest(name: str, store: ox.Store, registry: Registry) -> str:
    """Return the described things and terms whose short IRIs are nearest to `name`; a dash when none is near."""
    described = {quad.subject for quad in store.quads_for_pattern(None, _TYPE, None, ox.DefaultGraph())}
    known = (
        registry.shorten(term.value) for term in described if isinstance(term, ox.NamedNode) and term.value != name
    )
    return ", ".join(difflib.get_close_matches(name, sorted(set(known) - {name}), 2, 0.75)) or "–"


def _sentence(query: Query, lang: str, words: Mapping[str, str]) -> str:
    parts = (query.header.get(part, {}).get(lang, "") for part in ("problem", "solution"))
    return " ".join(messages.fill(part, words) for part in parts if part)


def _word(term: object, lang: str, store: ox.Store, registry: Registry) -> str:
    """Return what a person calls `term`: its label with its short IRI, or the literal's text."""
    if not isinstance(term, ox.NamedNode):
        return getattr(term, "value", str(term))
    found = (quad.object for quad in store.quads_for_pattern(term, _LABEL, None, ox.DefaultGraph()))
    labels = {literal.language: literal.value for literal in found if isinstance(literal, ox.Literal)}
    name = labels.get(lang) or labels.get("fr")
    return f"« {name} » ({registry.shorten(term.value)})" if name else registry.shorten(term.value)


def _short(term: object, registry: Registry) -> str:
    return registry.shorten(term.value) if isinstance(term, ox.NamedNode) else str(term)
