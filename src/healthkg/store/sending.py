"""A corpus → an endpoint, by SPARQL 1.1 Update: the graphs that changed, then the set of all statements.

What is whole or not at all: one request, where the engine keeps to SPARQL 1.1 (Update, 2.2). A graph of up to
`Dialect.triples` statements goes in one, and so does the set where it is the engine's own default graph; a larger graph
goes in several, a load in many. So a load that is stopped leaves some graphs as they were, some as they are to be, and
perhaps one in pieces; the manifest there gives a digest only to what was sent and counted, a query with `--endpoint`
is refused until it is complete, and the next load sends or clears what has none. Who asks the endpoint by other means
sees the states in between. One load at a time: see `marking`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from healthkg.corpus import Corpus
from healthkg.errors import RemoteProblem
from healthkg.prefixes import Registry
from healthkg.store.asking import rows
from healthkg.store.embedded import Store, open_store
from healthkg.store.endpoint import Endpoint
from healthkg.store.inventory import DIGEST, PENDING, VERSION, all_graph, manifest_graph, read_inventory
from healthkg.store.manifest import manifest_of
from healthkg.store.marking import Held, Turn, held
from healthkg.store.remote import Remote
from healthkg.store.updates import Graph, added, cleared, gathered, removed, replaced

ROOMY = 20_000  # statements in a request
CAREFUL = 1_000  # Virtuoso's parser gives up at some 5,000
ANYBODY = Turn()


@dataclass(frozen=True)
class Dialect:
    """Where an engine is to keep the set of all statements, and how many statements it takes in one request."""

    set_graph: Graph
    triples: int


@dataclass(frozen=True)
class Sent:
    """What a load of an endpoint did: the version that is there now, the graphs that were written, whether there was
    nothing of ours before, and whether it made good an earlier load that had been stopped."""

    version: str
    graphs: frozenset[str]
    anew: bool
    recovered: bool


class HalfSent(RemoteProblem):
    """A fault after which an endpoint holds some graphs as they were and some as they are to be."""

    def __init__(self, fault: RemoteProblem) -> None:
        super().__init__("load-half-sent", url=fault.data.get("url", ""))
        self.fault = fault

    def sentence(self, lang: str) -> str:
        return f"{self.fault.sentence(lang)} {super().sentence(lang)}"


def send(corpus: Corpus, there: Remote, update: Endpoint, *, anew: bool = False, turn: Turn = ANYBODY) -> Sent:
    """Make the endpoint `there`, which is changed at the address `update`, hold `corpus`: only what its manifest does
    not have is sent, unless `anew`. No request is made twice.

    Raises RemoteProblem: a fault of the endpoint; "endpoint-busy" when another loads it (see `Turn`);
    "endpoint-not-empty" when its own default graph holds what no load of ours put there (unless `anew`); HalfSent for a
    fault after the first graph was touched.
    """
    store = open_store(corpus)
    wanted, known = _wanted(corpus, store), read_inventory(there)
    if known and not anew and known.whole and (known.graphs, known.version) == (wanted, corpus.version):
        return Sent(corpus.version, frozenset(), False, False)
    with held(there, update, turn) as endpoint:
        return _sent(corpus, store, _Sender(endpoint), wanted, anew)


def _sent(corpus: Corpus, store: Store, sender: _Sender, wanted: Mapping[str, str], anew: bool) -> Sent:
    before = read_inventory(sender.there)
    known = before.graphs if before else {}
    kept = {} if anew else {graph: digest for graph, digest in known.items() if wanted.get(graph) == digest}
    changed = wanted.keys() - kept.keys()
    dialect = _begun(sender, corpus.version, {graph: kept.get(graph, PENDING) for graph in known}, anew)
    every = {graph: kept.get(graph, PENDING) for graph in known.keys() | wanted.keys()}
    sender.tell(*_manifest(sender.there.registry, corpus.version, every))
    try:
        _write(corpus, store, sender, dialect, {graph: wanted[graph] for graph in changed})
        _end(corpus, store, sender, dialect, sorted(known.keys() - wanted.keys()))
    except RemoteProblem as fault:
        raise HalfSent(fault) from fault
    return Sent(corpus.version, frozenset(changed), not any(known.values()), bool(before and not before.whole))


def _begun(sender: _Sender, version: str, known: Mapping[str, str], anew: bool) -> Dialect:
    """Write a manifest that is not complete, and see by it how the engine is to be filled.

    Raises RemoteProblem("endpoint-not-empty"), and takes the manifest out again.
    """
    registry = sender.there.registry
    sender.tell(*_manifest(registry, version, known))
    dialect = sender.dialect()
    if not (known or anew or dialect.set_graph) and rows(sender.there, "anything"):
        sender.tell(cleared(manifest_graph(registry)))
        raise RemoteProblem("endpoint-not-empty", url=sender.there.url)
    return dialect


def _wanted(corpus: Corpus, store: Store) -> dict[str, str]:
    """Return named graph → digest of what it is made from: of files; of the computed graph, its statements."""
    made: dict[str, list[str]] = {}
    for path, (graph, digest) in sorted(manifest_of(corpus).files.items()):
        made.setdefault(graph, []).append(f"{path} {digest}")
    computed = store.registry["g:calcule"]
    made[computed.value] = sorted(map(str, _computed(store)))
    return {graph: hashlib.sha256("\n".join(lines).encode()).hexdigest() for graph, lines in made.items()}


def _computed(store: Store) -> Iterator[ox.Triple]:
    return (quad.triple for quad in store.engine.quads_for_pattern(None, None, None, store.registry["g:calcule"]))


def _stated(corpus: Corpus, graph: ox.NamedNode) -> Iterable[ox.Triple]:
    """Return what the files state in `graph`, each once, written as they write it."""
    return dict.fromkeys(quad.triple for file in corpus.files if file.graph == graph for quad in file.triples)


# ---- What is sent, in this order ----


def _manifest(registry: Registry, version: str, digests: Mapping[str, str]) -> Iterator[str]:
    """Yield the requests that make a manifest of `digests`; it is not complete."""
    graph = manifest_graph(registry)
    said = [ox.Triple(graph, registry[VERSION], ox.Literal(version))]
    said += [ox.Triple(ox.NamedNode(name), registry[DIGEST], ox.Literal(digest)) for name, digest in digests.items()]
    return replaced(graph, said, CAREFUL)


def _write(corpus: Corpus, store: Store, sender: _Sender, dialect: Dialect, digests: Mapping[str, str]) -> None:
    """Send the graphs of `digests`; each gets its own once it was counted there."""
    for graph in map(ox.NamedNode, sorted(digests)):
        triples = _computed(store) if graph == store.registry["g:calcule"] else _stated(corpus, graph)
        sender.tell(*replaced(graph, triples, dialect.triples))
        sender.count(graph, store)
        sender.tell(_settled(store.registry, graph, digests[graph.value]))


def _end(corpus: Corpus, store: Store, sender: _Sender, dialect: Dialect, gone: Iterable[str]) -> None:
    """Clear what is gone, have the endpoint put all graphs together, and complete the manifest."""
    for graph in map(ox.NamedNode, gone):
        sender.tell(cleared(graph), _settled(store.registry, graph))
    graphs = sorted({file.graph.value for file in corpus.files} | {store.registry["g:calcule"].value})
    sender.tell(gathered(dialect.set_graph, map(ox.NamedNode, graphs)))
    sender.count(dialect.set_graph, store)
    whole = _settled(store.registry, dialect.set_graph or manifest_graph(store.registry), corpus.digest)
    sender.tell(f"{sender.endpoint.release()} ;\n{whole}")  # in this order: Oxigraph takes PREFIX only at the start


def _settled(registry: Registry, graph: ox.NamedNode, digest: str | None = None) -> str:
    """Return the update after which the manifest has `digest` for `graph`, or does not name it any more."""
    manifest, name = manifest_graph(registry), registry[DIGEST]
    pending = removed(manifest, [ox.Triple(graph, name, ox.Literal(PENDING))])
    return f"{pending} ;\n{added(manifest, [ox.Triple(graph, name, ox.Literal(digest))])}" if digest else pending


# ---- Sending ----


@dataclass(frozen=True)
class _Sender:
    """An endpoint that bears our mark, filled and counted."""

    endpoint: Held

    @property
    def there(self) -> Remote:
        return self.endpoint.there

    def tell(self, *updates: str) -> None:
        self.endpoint.tell(*updates)

    def count(self, graph: Graph, store: Store) -> None:
        """Hold what the endpoint counts in `graph` against the store here: a 200 is not believed (Oxigraph's server
        says it before it has worked). Raises RemoteProblem("remote-miscounted")."""
        counted = rows(self.there, "count_in_graph", {"graph": graph}) if graph else rows(self.there, "count")
        found = counted[0][0] if counted else "?"
        here = ox.DefaultGraph() if graph in (None, all_graph(store.registry)) else graph
        wanted = sum(1 for _ in store.engine.quads_for_pattern(None, None, None, here))
        if found != str(wanted):
            raise RemoteProblem("remote-miscounted", url=self.there.url, graph=here, found=found, wanted=wanted)

    def dialect(self) -> Dialect:
        """Return how this engine is to be filled. Where the manifest, just written, shows without its graph being
        named, the default graph is but all others together, which count a statement of two documents twice."""
        union = rows(self.there, "shows")
        return Dialect(all_graph(self.there.registry), CAREFUL) if union else Dialect(None, ROOMY)
