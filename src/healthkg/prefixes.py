"""The prefix registry: `ontology/prefixes.ttl` alone says which prefix stands for which namespace."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import pyoxigraph as ox

from healthkg.errors import InputProblem

_PREFIX = ox.NamedNode("http://www.w3.org/ns/shacl#prefix")
_NAMESPACE = ox.NamedNode("http://www.w3.org/ns/shacl#namespace")
# A local name that needs no escape: narrower than Turtle's PN_LOCAL on purpose, so that every tool reads it.
_LOCAL = re.compile(r"[\w](?:[\w.-]*[\w-])?".replace(r"\w", "A-Za-z0-9_À-ÖØ-öø-ÿ"))


@dataclass(frozen=True)
class Registry:
    """Prefix → namespace."""

    namespaces: Mapping[str, str]

    @cached_property
    def _longest_first(self) -> list[tuple[str, str]]:
        return sorted(self.namespaces.items(), key=lambda item: (-len(item[1]), item[0]))

    def shorten(self, iri: str) -> str:
        """Return `prefix:local` when a namespace of the registry fits, else `<iri>`."""
        return self._short(iri)

    @cached_property
    def _short(self) -> Callable[[str], str]:
        @lru_cache(maxsize=4096)
        def short(iri: str) -> str:
            for prefix, namespace in self._longest_first:
                if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                    return f"{prefix}:{iri[len(namespace) :]}"
            return f"<{iri}>"

        return short

    def expand(self, name: str) -> ox.NamedNode | None:
        """Return the IRI that `prefix:local`, `<iri>` or an http(s) address stands for; None for anything else."""
        if name.startswith("<") and name.endswith(">"):
            return named_node(name[1:-1])
        prefix, colon, local = name.partition(":")
        if colon and prefix in self.namespaces:
            return named_node(self.namespaces[prefix] + local)
        return named_node(name) if name.startswith(("http://", "https://")) else None

    def __getitem__(self, name: str) -> ox.NamedNode:
        """Return the IRI of `prefix:local`. Raises KeyError for a prefix that the registry does not know."""
        return self._node(name)

    @cached_property
    def _node(self) -> Callable[[str], ox.NamedNode]:
        @lru_cache(maxsize=4096)
        def node(name: str) -> ox.NamedNode:
            prefix, _, local = name.partition(":")
            return ox.NamedNode(self.namespaces[prefix] + local)

        return node


def named_node(iri: str) -> ox.NamedNode | None:
    """Return the node of an absolute IRI; None when the text is not one (RFC 3987)."""
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


def read_prefixes(path: Path) -> Registry:
    """Read the registry. Raises InputProblem when the file cannot be read or is not Turtle."""
    try:
        triples = list(ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    except (OSError, SyntaxError) as error:
        raise InputProblem("registry-unreadable", path=path, cause=str(error)) from error
    prefix = {t.subject: t.object.value for t in triples if t.predicate == _PREFIX}
    namespace = {t.subject: t.object.value for t in triples if t.predicate == _NAMESPACE}
    return Registry({prefix[node]: namespace[node] for node in sorted(prefix, key=str)})
