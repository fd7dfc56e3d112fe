"""python -m benchmarks.goals.reading WAY PROJECT FOLDER: one way of making Turtle ready to be asked, in this process.

Prints as JSON what it took: wall seconds, processor seconds, MiB of memory at most. Everybody is given the same work:
each file in its named graph, the set of all statements in the default graph, and what `queries/construct` computes in
both. Oxigraph alone writes each statement twice, as we do, and reads each file once where that is quicker (on disk),
twice where that is (in memory). rdflib keeps each statement once with the graphs that state it, and has a default graph
that is their union (Dataset with `default_union`): its own way to the same answers, with less to write than ours.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from healthkg.corpus.listing import graph_of, placed
from healthkg.layout import Project, find_project
from healthkg.prefixes import read_prefixes
from healthkg.queryfile import query_paths

COMPUTED = "https://w3id.org/healthkg/graphe/calcule"


def ours(root: Path, _: Path) -> object:
    """Make our store in memory, of files that are read one after another."""
    from healthkg.corpus import list_corpus
    from healthkg.store import open_store

    return open_store(list_corpus(root))


def ours_on_disk(root: Path, folder: Path) -> object:
    """Make our store on disk, of files that are read one after another."""
    from healthkg.corpus import list_corpus
    from healthkg.store import load

    return load(list_corpus(root), folder)


def ours_reopened(root: Path, folder: Path) -> object:
    """Open our store on disk, and ask it a bounded question of the library."""
    from healthkg.answers.answer import find_query
    from healthkg.store import open_stored

    store = open_stored(folder, Project(root))
    asked = find_query(find_project(), "chantiers_of_plan")
    found = list(store.ask(asked, {"plan": store.registry["id:plan-ma-sante-2022"]}))  # type: ignore[arg-type]
    if not found:
        raise SystemExit("no rows: this measures nothing")
    return found


def oxigraph_bulk(root: Path, _: Path) -> object:
    """Bulk load each file into its graph, then into the default graph, in memory."""
    return _file_by_file(root, ox.Store.bulk_load)


def oxigraph_load(root: Path, _: Path) -> object:
    """Load each file into its graph, then into the default graph, in memory: for small files quicker than in bulk."""
    return _file_by_file(root, ox.Store.load)


def _file_by_file(root: Path, load: Callable[..., None]) -> ox.Store:
    store = ox.Store()
    for path, graph in _files(root):
        load(store, path=str(path), to_graph=graph)
        load(store, path=str(path))
    return _computed(store, root)


def oxigraph_on_disk(root: Path, folder: Path) -> object:
    """Write all files in one bulk load on disk."""
    store = ox.Store(str(folder))
    store.bulk_extend(_quads(root))
    return _computed(store, root)


def rdflib(root: Path, _: Path) -> object:
    """Parse each file into its graph of a Dataset."""
    from rdflib import Dataset, URIRef

    dataset = Dataset(default_union=True)
    for path, graph in _files(root):
        dataset.graph(URIRef(graph.value)).parse(path)
    made = dataset.graph(URIRef(COMPUTED))
    for text in _constructs(root):
        for triple in list(dataset.query(text)):
            made.add(triple)  # type: ignore[arg-type]
    return dataset


WAYS: Mapping[str, Callable[[Path, Path], object]] = {
    way.__name__: way
    for way in (ours, ours_on_disk, ours_reopened, oxigraph_bulk, oxigraph_load, oxigraph_on_disk, rdflib)
}


def _files(root: Path) -> list[tuple[Path, ox.NamedNode]]:
    registry = read_prefixes(Project(root).prefixes)
    return [(path, graph_of(path.stem, home, registry)) for path, home in placed(Project(root))]


def _quads(root: Path) -> Iterator[ox.Quad]:
    for path, graph in _files(root):
        for quad in ox.parse(path=str(path)):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
            yield quad


def _constructs(root: Path) -> list[str]:
    return [path.read_text() for path in query_paths(Project(root).queries, ("construct",))]


def _computed(store: ox.Store, root: Path) -> ox.Store:
    """Return the store with what is computed from it."""
    made = ox.NamedNode(COMPUTED)
    for text in _constructs(root):
        found = [(triple.subject, triple.predicate, triple.object) for triple in store.query(text)]
        store.bulk_extend(ox.Quad(*said, graph) for said in found for graph in (made, ox.DefaultGraph()))
    return store


def main() -> None:
    """Go one way, and print what it took."""
    way, root, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    begin, before = time.perf_counter(), time.process_time()
    made = WAYS[way](root, folder)
    taken = time.perf_counter() - begin, time.process_time() - before
    del made
    print(json.dumps([*taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


if __name__ == "__main__":
    main()
