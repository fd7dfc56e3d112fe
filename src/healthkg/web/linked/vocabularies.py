"""The documents in which our words stand: ontology, shapes, prefixes, alignments; files of the project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg import turtle
from healthkg.corpus import read_file

if TYPE_CHECKING:
    from healthkg.turtle import Statement
    from healthkg.web.site import Site

SHAPES = "shapes"
_VERSION = "owl:versionIRI"


def vocabulary(site: Site, name: str) -> tuple[Statement, ...]:
    """Return the statements of the document of ours that `name` stands for; none when there is no such document."""
    if name == SHAPES:
        return tuple(quad for path in sorted(site.store.project.shapes.glob("*.ttl")) for quad in _read(site, path))
    document = ox.NamedNode(site.addresses.iri_of(name))
    for triples in _files(site):
        if any(quad.subject == document for quad in triples):
            return triples
    return ()


def _files(site: Site) -> Iterator[tuple[Statement, ...]]:
    project = site.store.project
    yield from (file.triples for file in site.files.of(site.store.registry["g:ontologie"]))
    held = set(site.files.paths)
    aside = (path for path in sorted(project.ontology.glob("*.ttl")) if project.relative(path) not in held)
    yield from (read_file(path, project, site.store.registry).triples for path in aside)


def _read(site: Site, path: object) -> tuple[Statement, ...]:
    return turtle.parse(turtle.read_text(path), site.store.project.relative(path))  # type: ignore[arg-type]


def version_of(site: Site, statements: Iterable[Statement]) -> str:
    """Return the name that a document gives its version (`def/0.1.0`); empty when it has none."""
    found = (quad.object.value for quad in statements if quad.predicate == site.store.registry[_VERSION])
    return next((local for iri in found if (local := site.addresses.local_of(iri))), "")
