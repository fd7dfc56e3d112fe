"""Documents of words and named graphs as pages: each term, or each thing, at an anchor of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.answers.said import graph_name
from healthkg.web.rendering import render
from healthkg.web.things.known import reading
from healthkg.web.things.reader import Named
from healthkg.web.words import words

if TYPE_CHECKING:
    from healthkg.turtle import Statement
    from healthkg.web.site import Site
    from healthkg.web.things.reader import Reader
    from healthkg.web.values import Asked, Reply

_TYPE = "rdf:type"
_NAMES = ("rdfs:label", "sh:name", "skos:prefLabel", "dcterms:title", "sh:prefix")
_PLAIN = ("rdfs:label", "rdfs:isDefinedBy", "sh:name")  # said by the heading


@dataclass(frozen=True)
class Entry:
    """A term: its anchor, its short name, what it is called, and what is said of it, property by property; `ours` when
    it is a word of this project."""

    anchor: str
    short: str
    name: str
    kind: Named
    rows: tuple[tuple[Named, tuple[Named, ...]], ...]
    ours: bool = True


@dataclass(frozen=True)
class Group:
    """The terms, or things, of one kind."""

    name: str
    anchor: str
    entries: tuple[Entry, ...]


def vocabulary_page(site: Site, asked: Asked, name: str, statements: Iterable[Statement]) -> Reply:
    """Return the page of a document of words: what it says of itself, then each term, by kind."""
    reader, _ = reading(site, asked)
    itself = ox.NamedNode(site.addresses.iri_of(name))
    blocks = _blocks(statements)
    own = blocks.pop(itself, [])
    entries = [_entry(reader, node, quads) for node, quads in blocks.items()]
    return render(
        site,
        asked,
        "vocabulary",
        local=name,
        iri=itself.value,
        own=_entry(reader, itself, own),
        groups=_grouped(entries, words("vocabulary", asked.lang)["kinds"]),
    )


def _blocks(statements: Iterable[Statement]) -> dict[ox.NamedNode, list[Statement]]:
    """Return what is said of each thing that has a name."""
    blocks: dict[ox.NamedNode, list[Statement]] = {}
    for quad in statements:
        if isinstance(quad.subject, ox.NamedNode):
            blocks.setdefault(quad.subject, []).append(quad)
    return blocks


def _entry(reader: Reader, node: ox.NamedNode, quads: Iterable[Statement]) -> Entry:
    registry = reader.store.registry
    said: dict[ox.NamedNode, list[ox.NamedNode | ox.Literal]] = {}
    for quad in quads:
        if isinstance(quad.object, (ox.NamedNode, ox.Literal)):
            said.setdefault(quad.predicate, []).append(quad.object)
    kinds = said.pop(registry[_TYPE], [])
    kept = ((name, terms) for name, terms in said.items() if registry.shorten(name.value) not in _PLAIN)
    rows = ((_property(reader, name), _values(reader, terms)) for name, terms in kept)
    kind = Named(registry.shorten(sorted(kinds, key=str)[0].value)) if kinds else Named("")
    short = registry.shorten(node.value)
    names = _values(reader, [term for name in _NAMES for term in said.get(registry[name], [])])
    return Entry(
        anchor(reader, node),
        short,
        names[0].text if names else short,
        kind,
        tuple(sorted(rows, key=lambda row: row[0].text)),
        reader.addresses.local_of(node.value) is not None,
    )


def _property(reader: Reader, name: ox.NamedNode) -> Named:
    """Return what a property is called: by the words of this page, else by its label."""
    said: Mapping[str, str] = words("vocabulary", reader.lang)["properties"]
    found = said.get(reader.store.registry.shorten(name.value))
    return Named(found) if found else reader.name(name)


def _values(reader: Reader, terms: Iterable[ox.NamedNode | ox.Literal]) -> tuple[Named, ...]:
    """Return values in the reader's language; those of the other only where there is no such."""
    found = list(terms)
    literals = [term for term in found if isinstance(term, ox.Literal) and term.language]
    own = [term for term in literals if term.language == reader.lang]
    kept = [term for term in found if term not in literals or term in (own or literals)]
    return tuple(sorted((_named(reader, term) for term in kept), key=lambda one: one.text.casefold()))


def _named(reader: Reader, term: ox.NamedNode | ox.Literal) -> Named:
    """Return a value of a term: a class or property by its short name, which is what one looks for here."""
    shown = reader.name(term)
    if isinstance(term, ox.NamedNode) and not (reader.addresses.local_of(term.value) or "").startswith(("id/", "ref/")):
        return Named(reader.store.registry.shorten(term.value).strip("<>"), shown.path, shown.outward)
    return shown


def anchor(reader: Reader, node: ox.NamedNode) -> str:
    """Return where a term stands in its document: what follows the last # or / of an IRI of ours, else its short name
    (`dcterms-type`: another vocabulary may have a `type` of its own)."""
    if reader.addresses.local_of(node.value) is None:
        return re.sub(r"[^A-Za-z0-9]+", "-", reader.store.registry.shorten(node.value)).strip("-")
    return re.split(r"[#/]", node.value.rstrip("/#"))[-1]


def _grouped(entries: Iterable[Entry], names: Mapping[str, str]) -> list[Group]:
    """Return the entries by kind, in the order in which `names` gives kinds their names; others last."""
    by_kind: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda one: (not one.ours, one.short.casefold())):
        by_kind.setdefault(entry.kind.text, []).append(entry)
    order = [*names, *sorted(by_kind.keys() - names.keys())]
    kinds = [kind for kind in order if kind in by_kind]
    return [Group(names.get(kind, kind), f"k{i}", tuple(by_kind[kind])) for i, kind in enumerate(kinds)]


def graph_page(site: Site, asked: Asked, graph: ox.NamedNode) -> Reply:
    """Return the page of a named graph: how much it states, of which things."""
    reader, _ = reading(site, asked)
    quads = list(site.store.engine.quads_for_pattern(None, None, None, graph))
    subjects = dict.fromkeys(quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode))
    local = asked.parts["name"]
    name = graph_name(site.store, graph, asked.lang)
    return render(
        site,
        asked,
        "graph",
        name=name,
        local=local,
        iri=graph.value,
        statements=len(quads),
        subjects=len(subjects),
        groups=_things(reader, subjects),
    )


def _things(reader: Reader, subjects: Iterable[ox.NamedNode]) -> Mapping[str, list[Named]]:
    """Return kind → the things of that kind, by name."""
    found: dict[str, list[Named]] = {}
    for node in subjects:
        found.setdefault(reader.kind_name(node, many=2) or "–", []).append(reader.name(node))
    return {kind: sorted(found[kind], key=lambda one: (one.text.casefold(), one.path)) for kind in sorted(found)}
