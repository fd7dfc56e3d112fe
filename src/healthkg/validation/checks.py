"""What must hold across nodes: `queries/checks/*.rq`, each row a finding; severities stand in `checks.tsv`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from healthkg import messages
from healthkg.errors import InputProblem
from healthkg.prefixes import Registry
from healthkg.queryfile import Query, read_query
from healthkg.validation import focusing
from healthkg.validation.alike import Alike
from healthkg.validation.cycles import cycles
from healthkg.validation.findings import CHECKS_PAGE, SEVERITIES, Finding, Statement
from healthkg.validation.nearness import Names

_LABEL = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
_COLUMNS = ("focus", "path", "value", "other")
_CYCLE = "cycle"  # in a header: the rows are links, and these columns what one leads from and to
_ALIKE = "alike"  # in a header: the sub-select at the beginning pairs things whose names by this property are alike
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_Row = Mapping[str, object]


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


def findings(quads: Iterable[ox.Quad], checks: Sequence[tuple[Query, str]], registry: Registry) -> Iterator[Finding]:
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
    words = _Words(store, registry, lambda: _described_in(store, registry))
    for query, severity in checks:
        given = None if _CYCLE in query.header else asked
        rows = store.query(query.text, substitutions=given)
        yield from _found(query, severity, map(_said, rows), words, {focus} if focus else None)  # type: ignore[arg-type]


def about(
    store: ox.Store,
    checks: Iterable[tuple[Query, str]],
    registry: Registry,
    foci: Collection[object],
    known: Callable[[], Names],
    alike: Alike | None = None,
) -> Iterator[Finding]:
    """Yield one finding for each row of each check that is about one of `foci`; `known` gives the names of what the
    store describes, where the nearest are told; without `alike`, things of like names are looked for among all."""
    words = _Words(store, registry, known)
    said = {focus: _said_of(store, focus) for focus in foci}
    for query, severity in checks:
        needed = focusing.needed(query.text)
        some = foci if needed is None else [focus for focus in foci if not needed.isdisjoint(said[focus])]
        if some:
            linked = _CYCLE in query.header
            rows = _links(store, query, some) if linked else _rows(store, _asked(store, query, some, registry, alike))
            yield from _found(query, severity, rows, words, foci)


def _said_of(store: ox.Store, node: object) -> set[str]:
    """Return the properties and the classes of a node."""
    said = list(store.quads_for_pattern(node, None, None, ox.DefaultGraph()))  # type: ignore[arg-type]
    classes = (getattr(quad.object, "value", "") for quad in said if quad.predicate == TYPE)
    return {quad.predicate.value for quad in said} | {*classes}


def named_alike(checks: Iterable[tuple[Query, str]], registry: Registry) -> list[ox.NamedNode]:
    """Return the properties by which some checks look for things of like names."""
    declared = {query.header[_ALIKE] for query, _ in checks if _ALIKE in query.header}
    return [registry[name] for name in sorted(declared)]


def _asked(
    store: ox.Store, query: Query, foci: Collection[object], registry: Registry, alike: Alike | None
) -> Iterable[focusing.Asked]:
    """Return the queries that find what a check finds about `foci`."""
    if alike is None or _ALIKE not in query.header:
        return focusing.about(query.text, foci)
    asked = focusing.paired(query.text, alike.pairs(store, foci, registry[query.header[_ALIKE]]))
    return [asked] if asked else []


def _rows(store: ox.Store, asked: Iterable[focusing.Asked]) -> Iterator[_Row]:
    return (_said(row) for one in asked for row in one.of(store))


def _links(store: ox.Store, query: Query, foci: Collection[object]) -> Iterable[_Row]:
    """Return the links that are about `foci`, and all those that lead on from them."""
    start, end = query.header[_CYCLE]
    found: dict[tuple[object, ...], _Row] = {}
    seen: set[object] = set()
    asked = focusing.about(query.text, foci)
    while rows := [*_rows(store, asked)]:
        found |= {tuple(row.get(name) for name in _COLUMNS): row for row in rows}
        near = {row[end] for row in rows} - seen
        seen |= near
        asked = focusing.about(query.text, near, f"?{start}") if near else iter(())
    return found.values()


def _found(
    query: Query, severity: str, rows: Iterable[_Row], words: _Words, foci: Collection[object] | None
) -> Iterator[Finding]:
    """Yield one finding for each row; where the rows are links, for each that is on a circle: of all, or of `foci`."""
    ends = query.header.get(_CYCLE)
    for row, circle in cycles(rows, *ends) if ends else ((row, ()) for row in rows):
        if foci is None or row["focus"] in foci:
            yield _finding(query, severity, row, words, circle)


def _said(row: ox.QuerySolution) -> dict[str, object]:
    return {name: row[ox.Variable(name)] for name in _COLUMNS if _has(row, name)}


def _has(row: ox.QuerySolution, name: str) -> bool:
    try:
        return row[name] is not None
    except KeyError:
        return False


def _finding(query: Query, severity: str, row: _Row, words: _Words, circle: Sequence[_Row] = ()) -> Finding:
    """Return what a row says; with a circle, the whole way, and its other links as what the row clashes with."""
    short = {name: _short(term, words.registry) for name, term in row.items()}
    near = words.known.nearest(short.get("value", "")) if "{nearest}" in query.text else "–"
    called = {
        lang: {name: words.called(term, lang) for name, term in row.items()}
        | {"nearest": near, "cycle": _way(query, circle, words, lang)}
        for lang in messages.LANGUAGES
    }
    return Finding(
        severity,
        query.name,
        short["focus"],
        {lang: _sentence(query, lang, called[lang]) for lang in messages.LANGUAGES},
        short.get("path"),
        short.get("value"),
        found=_declared(query, "found", called),
        allowed=_declared(query, "allowed", called),
        others=(*_others(query, short), *(_statement(link, words.registry) for link in circle[1:])),
        page=f"{CHECKS_PAGE}#{query.name}",
    )


def _way(query: Query, circle: Sequence[_Row], words: _Words, lang: str) -> str:
    """Return all that a circle goes by, the first thing once more at the end."""
    start, end = query.header.get(_CYCLE, ("", ""))
    nodes = [*(link[start] for link in circle), *(link[end] for link in circle[-1:])]
    return " → ".join(words.called(node, lang) for node in nodes)


def _statement(row: _Row, registry: Registry) -> Statement:
    short = {name: _short(term, registry) for name, term in row.items()}
    return Statement(short["focus"], short.get("path"), short.get("value"))


def _declared(query: Query, part: str, words: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return what the header says was found, or is allowed, filled; nothing where the row lacks a word for it."""
    said = query.header.get(part) or {}
    known = {lang: {name: word for name, word in called.items() if word != "–"} for lang, called in words.items()}
    try:
        return {lang: sentence.format_map(known[lang]) for lang, sentence in said.items()}
    except KeyError:
        return {}


def _others(query: Query, short: Mapping[str, str]) -> tuple[Statement, ...]:
    """Return the statements that the header says a row clashes with: subject, property and value, each a column or a
    short IRI, as far as they matter; those of a column without a value are left out."""
    declared = ([short.get(name, name) for name in names] for names in query.header.get("others", ()))
    return tuple(Statement(*names) for names in declared if not set(names) & set(_COLUMNS))


def _sentence(query: Query, lang: str, words: Mapping[str, str]) -> str:
    parts = (query.header.get(part, {}).get(lang, "") for part in ("problem", "solution"))
    return " ".join(messages.fill(part, words) for part in parts if part)


def names(described: Iterable[object], registry: Registry) -> set[str]:
    """Return the short IRIs of those of some nodes that have one."""
    return {registry.shorten(term.value) for term in described if isinstance(term, ox.NamedNode)}


def _described_in(store: ox.Store, registry: Registry) -> Names:
    described = {quad.subject for quad in store.quads_for_pattern(None, TYPE, None, ox.DefaultGraph())}
    return Names(names(described, registry))


class _Words:
    """What things are called, as a store has it."""

    def __init__(self, store: ox.Store, registry: Registry, known: Callable[[], Names]) -> None:
        self.store = store
        self.registry = registry
        self._known = known

    @cached_property
    def known(self) -> Names:
        """Return the short IRIs of the described things and terms."""
        return self._known()

    def called(self, term: object, lang: str) -> str:
        """Return what a person calls `term`: its label (of several, one that does not depend on the order in which the
        store holds them) with its short IRI, or the literal's text."""
        if isinstance(term, ox.BlankNode):
            return messages.text("found-nameless", lang, name=str(term))
        if not isinstance(term, ox.NamedNode):
            return getattr(term, "value", str(term))
        found = (quad.object for quad in self.store.quads_for_pattern(term, _LABEL, None, ox.DefaultGraph()))
        literals = sorted((one for one in found if isinstance(one, ox.Literal)), key=lambda one: one.value)
        labels = {literal.language: literal.value for literal in literals}
        name = labels.get(lang) or labels.get("fr")
        return f"« {name} » ({self.registry.shorten(term.value)})" if name else self.registry.shorten(term.value)


def _short(term: object, registry: Registry) -> str:
    return registry.shorten(term.value) if isinstance(term, ox.NamedNode) else str(term)
