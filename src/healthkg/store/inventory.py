"""What an endpoint holds of ours, as its manifest says: a named graph that a load writes, its last statement last.

The manifest is no part of the corpus: it is in no answer, and in no set of all statements.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from healthkg.errors import RemoteProblem
from healthkg.prefixes import Registry
from healthkg.store.asking import rows
from healthkg.store.merging import Scope
from healthkg.store.mishaps import printable
from healthkg.store.remote import Remote

DIGEST, VERSION = "schema:sha256", "owl:versionInfo"
PENDING = ""  # instead of a digest: a graph of ours that is to be sent, or cleared


@dataclass(frozen=True)
class Inventory:
    """The named graphs, each with the digest of what it was made from (PENDING: of nothing that is known); the version
    of the data; whether the last load came to its end (`whole`); the graph that is the set of all statements (None: the
    engine's own default graph)."""

    graphs: Mapping[str, str] = field(repr=False)
    version: str
    whole: bool
    set_graph: ox.NamedNode | None


def manifest_graph(registry: Registry) -> ox.NamedNode:
    """Return the graph in which an endpoint's manifest stands."""
    return registry["g:manifeste"]


def all_graph(registry: Registry) -> ox.NamedNode:
    """Return the graph that is the set of all statements, where an engine has no default graph of its own."""
    return registry["g:tout"]


def read_inventory(there: Remote) -> Inventory | None:
    """Return what the endpoint says that it holds; None when no load of ours was ever begun. Raises RemoteProblem."""
    manifest, every = manifest_graph(there.registry).value, all_graph(there.registry)
    said = rows(there, "inventory")
    digests = {thing: value for thing, name, value in said if name == there.registry[DIGEST].value}
    versions = [value for _, name, value in said if name == there.registry[VERSION].value]
    if not said:
        return None
    whole = digests.keys() & {manifest, every.value}
    graphs = {graph: digest for graph, digest in digests.items() if graph not in whole}
    return Inventory(graphs, versions[0] if versions else "", bool(whole), every if every.value in whole else None)


def as_loaded(there: Remote) -> Remote:
    """Return the endpoint with the graphs to ask, as its manifest names them, and the version of its data; as it is
    when it has no manifest, or does not say.

    Raises RemoteProblem: "remote-loading" during a load, "remote-unfinished" after one that did not come to its end.
    """
    try:
        held = read_inventory(there)
    except RemoteProblem as fault:
        if fault.code != "remote-status":  # what refuses this question may answer others
            raise
        held = None
    if held is None:
        return there
    if not held.whole:
        raise _unfinished(there)
    if held.set_graph is None:
        return replace(there, data=held.version)
    named = tuple(ox.NamedNode(graph) for graph in sorted(held.graphs))
    return replace(there, data=held.version, scope=Scope(None, (held.set_graph,), named))


def _unfinished(there: Remote) -> RemoteProblem:
    for _, who, since in sorted(rows(there, "marks")):
        return RemoteProblem("remote-loading", url=there.url, who=printable(who), since=printable(since))
    return RemoteProblem("remote-unfinished", url=there.url)
