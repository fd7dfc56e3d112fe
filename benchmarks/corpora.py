"""python -m benchmarks.corpora DIR --triples N: a project of any size in our own model, with seeded defects.

The founding documents are copied under other names, each copy with its own plans, actors and facts, so that a bounded
question has the same answer at every size; dates and vocabularies are shared. In each copy three statements are made
wrong, each in a way that one rule is meant to find; `defects.json` says which, by rule.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from healthkg.corpus import Corpus, DataFile, open_corpus
from healthkg.prefixes import Registry
from healthkg.turtle import Statement

DEFECTS = "defects.json"
# The word that says the kind, where it has a hyphen of its own (shapes/claims.ttl, shapes/law.ttl).
_KINDS = re.compile(r"prise-de-position|projet-loi|projet-de-loi|proposition-de-loi|[a-z]+")


@dataclass(frozen=True)
class Made:
    """A project made for measuring: where it is, its statements and its copies of the documents."""

    root: Path
    triples: int
    copies: int


def make(corpus: Corpus, root: Path, triples: int) -> Made:
    """Write a project of at least so many statements to `root`, which must not exist; the same every time."""
    for folder in ("ontology", "shapes", "queries", "data"):
        shutil.copytree(corpus.project.root / folder, root / folder, ignore=shutil.ignore_patterns("verdict.json"))
    files = [file for file in corpus.files if file.home in ("reference", "sources", "notes")]
    written, copies, seeded = len(corpus.statements), 0, Counter[str]()
    while written < triples:
        copies += 1
        for file in files:
            if file.slug != "dates":
                written += _write(root, file, copies, corpus.registry, seeded)
    (root / DEFECTS).write_text(json.dumps(seeded, indent=1, sort_keys=True) + "\n")
    return Made(root, written, copies)


def _write(root: Path, file: DataFile, copy: int, registry: Registry, seeded: Counter[str]) -> int:
    """Write the copy of one file, and return how many statements it has."""
    statements = list(_seeded(_renamed(file.triples, registry, copy), file, registry, seeded))
    path = root / "data" / "turtle" / file.home / f"x{copy}-{file.slug}.ttl"
    path.write_bytes(ox.serialize(statements, format=ox.RdfFormat.TURTLE, prefixes=dict(registry.namespaces)) or b"")
    return len(statements)


def _renamed(statements: Iterable[Statement], registry: Registry, copy: int) -> Iterator[ox.Triple]:
    base = registry.namespaces["id"]
    names = {registry["skos:prefLabel"], registry["hkg:acronym"]}
    for quad in statements:
        value = _numbered(quad.object, copy) if quad.predicate in names else renamed(quad.object, base, copy)
        yield ox.Triple(renamed(quad.subject, base, copy), quad.predicate, value)  # type: ignore[arg-type]


def _numbered(name: object, copy: int) -> object:
    """Return what a copy is called: names are not to clash."""
    return ox.Literal(f"{name.value} {copy}", language=name.language) if isinstance(name, ox.Literal) else name


def renamed(term: object, base: str, copy: int) -> object:
    """Return another name of the same form, with the copy's number after the word that says the kind."""
    if not isinstance(term, ox.NamedNode) or not term.value.startswith(base):
        return term
    local = term.value.removeprefix(base)
    kind = found.group() if (found := _KINDS.match(local)) else local
    return term if kind in ("temps", local) else ox.NamedNode(f"{base}{kind}-x{copy}{local[len(kind) :]}")


def _seeded(
    statements: Iterable[ox.Triple], file: DataFile, registry: Registry, seeded: Counter[str]
) -> Iterator[ox.Triple]:
    """Yield the statements of a source with its first digest cut, its first role's holder lost, its first span turned
    round; those of other files as they are."""
    digest, holder, last = (registry[name] for name in ("hkg:textDigest", "cv:hasParticipant", "hkg:lastLine"))
    left = {digest: "digest cut", holder: "holder lost", last: "last line 0"} if file.home == "sources" else {}
    for triple in statements:
        kind = left.pop(triple.predicate, None)
        if kind:
            seeded[kind] += 1
        if kind == "digest cut":
            yield ox.Triple(triple.subject, triple.predicate, ox.Literal(triple.object.value[:20]))
        elif kind == "last line 0":
            yield ox.Triple(triple.subject, triple.predicate, ox.Literal(0))
        elif kind is None:
            yield triple


def main() -> None:
    """Write a project, and print what was written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--triples", type=int, default=100_000)
    given = parser.parse_args()
    made = make(open_corpus(), given.folder, given.triples)
    print(f"{made.root}: {made.triples} triples, {made.copies} copies of the documents")


if __name__ == "__main__":
    main()
