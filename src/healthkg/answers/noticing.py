"""What a person should know of a query of their own: prefixes that were added, names of ours that nothing bears."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from healthkg.prefixes import Registry
from healthkg.queryfile import Token, declared_prefixes, place, tokens
from healthkg.store import Store

_OURS = ("hkg", "ref", "id")


@dataclass(frozen=True)
class Unknown:
    """A name of one of our namespaces that nothing in the corpus bears: as it is written, where, and the nearest that
    exists (empty when none is near)."""

    name: str
    line: int
    near: str


def added_prefixes(registry: Registry, text: str) -> list[str]:
    """Return the prefixes that `text` uses, does not declare, and owes to the registry."""
    words = tokens(text)
    used = {word.text.partition(":")[0] for word in words if word.kind == "name"}
    return sorted((used - set(declared_prefixes(words))) & set(registry.namespaces))


def unknown_names(store: Store, text: str) -> list[Unknown]:
    """Return the names of our namespaces in `text` that the corpus and its ontology do not know, each once."""
    found: dict[str, Unknown] = {}
    for word, node in _nodes(store.registry, text):
        if node.value.startswith(_namespaces(store.registry)) and not _is_known(store, node):
            name = store.registry.shorten(node.value)
            found.setdefault(name, Unknown(name, place(text, word.start)[0], _nearest(store, node)))
    return list(found.values())


def _namespaces(registry: Registry) -> tuple[str, ...]:
    return tuple(registry.namespaces[prefix] for prefix in _OURS)


def _nodes(registry: Registry, text: str) -> Iterator[tuple[Token, ox.NamedNode]]:
    """Yield the words that name a node, with it; those that declare prefixes are left out."""
    words = tokens(text)
    own = set(declared_prefixes(words))
    for before, word in zip([None, *words], words, strict=False):
        if word.kind == "iri" and not (before and (before.kind == "name" and before.text.endswith(":"))):
            node = registry.expand(word.text)
        elif word.kind == "name" and word.text.partition(":")[0] not in own - set(_OURS):
            node = registry.expand(word.text.replace("\\", ""))
        else:
            continue
        if node is not None and not node.value.endswith(("#", "/")):
            yield word, node


def _is_known(store: Store, node: ox.NamedNode) -> bool:
    return any(
        next(store.matches(*pattern), None) is not None
        for pattern in ((node, None, None), (None, node, None), (None, None, node))
    )


def _nearest(store: Store, node: ox.NamedNode) -> str:
    begin = next(namespace for namespace in _namespaces(store.registry) if node.value.startswith(namespace))
    subjects = {quad.subject.value for quad in store.matches(None, store.registry["rdf:type"], None)}
    locals_ = sorted(iri.removeprefix(begin) for iri in subjects if iri.startswith(begin))
    near = difflib.get_close_matches(node.value.removeprefix(begin), locals_, 1, 0.6)
    return store.registry.shorten(begin + near[0]) if near else ""
