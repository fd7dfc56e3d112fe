"""What the dataset holds, counted once, and its dumps, made once: by the digest of the corpus."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from healthkg.answers.totals import counts
from healthkg.corpus import Corpus
from healthkg.publication.build import GRAPH_FILES, graph_files
from healthkg.store.own_texts import own_text
from healthkg.web.files import FilesRead

if TYPE_CHECKING:
    from healthkg.queryfile import Query
    from healthkg.store import Store
    from healthkg.web.site import Site

_MADE: dict[tuple[str, str, bool], Inventory] = {}


@dataclass(frozen=True)
class Dump:
    """A file of everything: its name, content, SHA-256 (both empty where it is made when it is asked for)."""

    name: str
    content: bytes = b""
    sha256: str = ""


@dataclass(frozen=True)
class Inventory:
    """Counts of what is stated, each statement once: triples, things of ours, subjects, objects; how many things
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
    """Return what the corpus of `site` holds; counted when it is first asked for: in its files where they are read,
    else in its store."""
    files = site.files
    key = site.version, site.edition, isinstance(files, FilesRead)  # the dumps are made where the files are read
    if key not in _MADE:
        _MADE.clear()
        _MADE[key] = _counted(files.corpus) if isinstance(files, FilesRead) else counted_in(site.store)
    return _MADE[key]


def dumps_of(site: Site) -> Mapping[str, Dump]:
    """Return the dumps; where the files are not read yet, they are read now."""
    held = inventory(site).dumps
    return held if all(one.sha256 for one in held.values()) else _dumps(site.corpus)


def _counted(corpus: Corpus) -> Inventory:
    triples = {(quad.subject, quad.predicate, quad.object) for quad in corpus.statements}
    kind, ours = corpus.registry["rdf:type"], corpus.registry.namespaces["id"]
    subjects = {subject for subject, _, _ in triples}
    classes = Counter(value.value for _, name, value in triples if name == kind and isinstance(value, ox.NamedNode))
    graphs: dict[str, set[ox.Triple]] = {}
    for file in corpus.files:
        graphs.setdefault(file.graph.value, set()).update(quad.triple for quad in file.triples)
    return Inventory(
        triples=len(triples),
        entities=sum(isinstance(one, ox.NamedNode) and one.value.startswith(ours) for one in subjects),
        subjects=len(subjects),
        objects=len({value for _, _, value in triples}),
        classes=dict(sorted(classes.items())),
        properties=dict(sorted(Counter(name.value for _, name, _ in triples).items())),
        graphs={name: len(graphs[name]) for name in sorted(graphs)},
        dumps=_dumps(corpus),
    )


def _dumps(corpus: Corpus) -> dict[str, Dump]:
    files = ((path.rpartition("/")[2], content) for path, content in graph_files(corpus).items())
    return {name: Dump(name, content, hashlib.sha256(content).hexdigest()) for name, content in files}


# ---- Counted by the engine ----

_GRAPHS, _CLASSES, _PROPERTIES, _COMPUTED = (
    own_text(f"{name}.rq")
    for name in ("statements_by_graph", "things_by_class", "statements_by_property", "computed_by_property")
)
_THINGS, _SUBJECTS, _OBJECTS = (own_text(f"count_{name}.rq") for name in ("things", "subjects", "objects"))


def counted_in(store: Store) -> Inventory:
    """Return the same of a store, whose computed statements do not count."""
    computed = store.registry["g:calcule"].value
    added, every = _counts(store, _COMPUTED), _counts(store, _PROPERTIES)
    properties = {name: many - added.get(name, 0) for name, many in every.items() if many > added.get(name, 0)}
    return Inventory(
        triples=sum(properties.values()),
        entities=_number(store, _THINGS),
        subjects=_number(store, _SUBJECTS),
        objects=_number(store, _OBJECTS),
        classes=_counts(store, _CLASSES),
        properties=properties,
        graphs={name: many for name, many in _counts(store, _GRAPHS).items() if name != computed},
        dumps={name.rpartition("/")[2]: Dump(name.rpartition("/")[2]) for name in GRAPH_FILES},
    )


def _counts(store: Store, asked: Query) -> dict[str, int]:
    """Return name → number, by name, of a query that counts."""
    return {name.value: many for name, many in counts(store, asked).items()}


def _number(store: Store, asked: Query) -> int:
    """Return the one number that a query brings."""
    return sum(int(row[0].value) for row in cast("Iterable[tuple[ox.Literal]]", store.ask(asked, {})))
