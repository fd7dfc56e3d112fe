"""A SPARQL property path, walked over the store: `^hkg:concerns/hkg:amount`.

Sequences (/), alternatives (|), inverses (^), groups ( ), and repetition (* + ?).  Source: SPARQL 1.1, 9.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pyoxigraph as ox

from healthkg.errors import InputProblem
from healthkg.prefixes import Registry
from healthkg.store import Store, Term

Terms = frozenset[Term]
Path = Callable[[Store, Terms], Terms]
_TOKEN = re.compile(r"\s*([\w-]+:[\w.-]*\w|[/|^()*+?])")


def read_path(text: str, registry: Registry) -> Path:
    """Return the path that `text` writes: from some terms to those that it leads to.

    Raises InputProblem for a text that is no path, or a prefix that the registry does not know.
    """
    tokens = _TOKEN.findall(text)
    try:
        path = _either(tokens, registry)
    except (IndexError, KeyError) as error:
        raise InputProblem("path-unreadable", text=text) from error
    if tokens or _TOKEN.sub("", text).strip():
        raise InputProblem("path-unreadable", text=text)
    return path


def _either(tokens: list[str], registry: Registry) -> Path:
    path = _sequence(tokens, registry)
    while tokens and tokens[0] == "|":
        tokens.pop(0)
        path = _union(path, _sequence(tokens, registry))
    return path


def _sequence(tokens: list[str], registry: Registry) -> Path:
    path = _step(tokens, registry)
    while tokens and tokens[0] == "/":
        tokens.pop(0)
        path = _then(path, _step(tokens, registry))
    return path


def _step(tokens: list[str], registry: Registry, back: bool = False) -> Path:
    """Read one step, in its own direction or backwards: a property or a group, and how often it may be taken."""
    head = tokens.pop(0)
    if head == "^":
        return _step(tokens, registry, not back)
    if head == "(":
        path = _either(tokens, registry)
        if tokens.pop(0) != ")" or back:  # the inverse of a group is not needed here
            raise KeyError(head)
    else:
        path = _property(registry[head], back)
    return _often(path, tokens.pop(0)) if tokens and tokens[0] in "*+?" else path


# ---- Walking ----


def _property(name: ox.NamedNode, back: bool) -> Path:
    def ahead(store: Store, terms: Terms) -> Terms:
        nodes = [term for term in terms if isinstance(term, ox.NamedNode)]
        return frozenset([quad.object for node in nodes for quad in store.matches(node, name, None)])

    def behind(store: Store, terms: Terms) -> Terms:
        return frozenset([quad.subject for term in terms for quad in store.matches(None, name, term)])

    return behind if back else ahead


def _then(first: Path, second: Path) -> Path:
    return lambda store, terms: second(store, first(store, terms))


def _union(one: Path, other: Path) -> Path:
    return lambda store, terms: one(store, terms) | other(store, terms)


def _often(path: Path, mark: str) -> Path:
    def walk(store: Store, terms: Terms) -> Terms:
        reached: Terms = frozenset() if mark == "+" else terms
        front = terms
        while front := path(store, front) - reached:
            reached |= front
            if mark == "?":
                break
        return reached

    return walk
