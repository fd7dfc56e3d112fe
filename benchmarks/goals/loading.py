"""Turtle to queryable, in memory and on disk, beside rdflib and beside Oxigraph alone; each in a process of its own.

Oxigraph alone is given the same work: each file into its named graph and into the default graph; in memory file by
file, on disk in one bulk load, each the quicker way of the two.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.goals.goal import Goal, at_most, faster, within

_READ = """
import json, resource, sys, time
from pathlib import Path
root, way, folder = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
from healthkg.corpus import data_paths, open_corpus
from healthkg.layout import Project
begin = time.perf_counter()
if way == "ours":
    from healthkg.store import open_store
    open_store(open_corpus(root))
elif way == "disk":
    from healthkg.store import load
    load(open_corpus(root), Path(folder))
elif way == "rdflib":
    import rdflib
    graph = rdflib.Dataset()
    for number, path in enumerate(data_paths(Project(root))):
        graph.graph(rdflib.URIRef(f"urn:{number}")).parse(path)
else:
    import pyoxigraph as ox
    def quads():
        for number, path in enumerate(data_paths(Project(root))):
            graph = ox.NamedNode(f"urn:{number}")
            for quad in ox.parse(path=str(path)):
                yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
                yield quad
    if way == "oxigraph":
        store = ox.Store()
        for number, path in enumerate(data_paths(Project(root))):
            store.bulk_load(path=str(path), to_graph=ox.NamedNode(f"urn:{number}"))
            store.bulk_load(path=str(path))
    else:
        ox.Store(folder).bulk_extend(quads())
spent = time.perf_counter() - begin
print(json.dumps([spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def goals(project: Path, triples: int, aside: Path, *, with_rdflib: bool) -> Iterator[Goal]:
    """Yield what it takes to read a project of so many triples; folders for stores are made in `aside`."""
    seconds, memory = _read(project, "ours", aside)
    raw, _ = _read(project, "oxigraph", aside)
    yield at_most(f"Turtle to queryable, {triples:,} triples", seconds, raw, 1.3, "Oxigraph alone")
    if with_rdflib:
        slow, large = _read(project, "rdflib", aside)
        yield faster(f"Turtle to queryable, {triples:,} triples", seconds, slow, 15, "rdflib")
        yield at_most(f"memory of that, {triples:,} triples", memory, large, 0.6, "rdflib", "MiB")
    disk, held = _read(project, "disk", aside)
    raw_disk, _ = _read(project, "oxigraph-disk", aside)
    yield at_most(f"Turtle to a store on disk, {triples:,} triples", disk, raw_disk, 1.3, "Oxigraph alone")
    if triples >= 10_000_000:
        yield within(f"{triples:,} triples on disk, loaded", disk, 150)
        yield within(f"{triples:,} triples on disk, memory of loading", held, 2000, "MiB")


def _read(project: Path, way: str, aside: Path) -> tuple[float, float]:
    """Return the seconds and the MiB that one way of reading takes."""
    command = [sys.executable, "-c", _READ, str(project), way, str(aside / way)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, memory = json.loads(said)
    return seconds, memory
