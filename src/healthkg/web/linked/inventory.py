"""What the dataset holds, counted once, and its dumps, made once: by the digest of the corpus."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.corpus import Corpus
from healthkg.publication.build import graph_files

if TYPE_CHECKING:
    from healthkg.web.site import Site

_MADE: dict[str, Inventory] = {}


@dataclass(frozen=True)
class Dump:
    """A file of everything: its name, content, SHA-256."""

    name: str
    content: bytes
    sha256: str


@dataclass(frozen=True)
class Inventory:
    """Counts of the statements of the files, each once: triples, things of ours, subjects, objects; how many things
    each class has, how many triples each property and each named graph; and the dumps by name."""

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    graphs: Mapping[str, int]
    dumps: Mapping[str, Dump]


def inventory(site: Site) -> Inventory:
    """Return what the corpus of `site` holds; counted when it is first asked for."""
    key = site.corpus.digest
    if key not in _MADE:
        _MADE.clear()
        _MADE[key] = _counted(site.corpus)
    return _MADE[key]


def _counted(corpus: Corpus) -> Inventory:
    triples = {(quad.subject, quad.predicate, quad.object) for quad in corpus.statements}
    kind, ours = corpus.registry["rdf:type"], corpus.registry.namespaces["id"]
    subjects = {subject for subject, _, _ in triples}
    classes = Counter(value.value for _, name, value in triples if name == kind and isinstance(value, ox.NamedNode))
    graphs = Counter[str]()
    for file in corpus.files:
        graphs[file.graph.value] += len(file.triples)
    return Inventory(
        triples=len(triples),
        entities=sum(isinstance(one, ox.NamedNode) and one.value.startswith(ours) for one in subjects),
        subjects=len(subjects),
        objects=len({value for _, _, value in triples}),
        classes=dict(sorted(classes.items())),
        properties=dict(sorted(Counter(name.value for _, name, _ in triples).items())),
        graphs=dict(sorted(graphs.items())),
        dumps=_dumps(corpus),
    )


def _dumps(corpus: Corpus) -> dict[str, Dump]:
    files = ((path.rpartition("/")[2], content) for path, content in graph_files(corpus).items())
    return {name: Dump(name, content, hashlib.sha256(content).hexdigest()) for name, content in files}
