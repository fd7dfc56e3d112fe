"""The sheet of new things: each is recognised where the base knows it already, else named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from healthkg import turtle
from healthkg.answers.names import fold
from healthkg.contribution.intake.layout import Kind, kinds
from healthkg.contribution.intake.naming import choose
from healthkg.contribution.intake.reconciling import Doubt
from healthkg.contribution.intake.tables import Row, Table
from healthkg.contribution.intake.telling import Place, finding
from healthkg.contribution.intake.things import Thing, names_of, stem
from healthkg.contribution.intake.values import Reader
from healthkg.corpus import Corpus, DataFile
from healthkg.prefixes import Registry
from healthkg.validation import Finding


@dataclass(frozen=True)
class Things:
    """The things that the rows of a workbook name, and what is wrong with those rows."""

    every: tuple[Thing, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def by_place(self) -> Mapping[Place, Thing]:
        """Return the things by the place of the first cell of their rows."""
        return {thing.row.first.place: thing for thing in self.every}

    @property
    def new(self) -> tuple[Thing, ...]:
        """Return the new things, each once."""
        return tuple({thing.node: thing for thing in reversed(self.every) if not thing.known}.values())[::-1]


@dataclass(frozen=True)
class _Row:
    """A row that names a thing: what the thing is, and its node, when the base knows it."""

    row: Row
    kind: Kind
    known: ox.NamedNode | None = field(default=None)

    @property
    def key(self) -> tuple[str, str]:
        """Return what two rows on one new thing have in common."""
        return self.kind.begins, fold(self.row.text("name"))


def read_things(reader: Reader, tables: Iterable[Table]) -> Things:
    """Return the things that the sheets of new things name; new ones have identifiers that nothing else has."""
    found, every = list[Finding](), list[_Row]()
    for row in (row for table in tables if table.sheet.mints for row in table.rows):
        read, faults = _read(reader, row)
        found += faults
        every += [read] if read else []
    named = _named(reader, every)
    things = (Thing(one.known or named[one.key], one.kind, one.row, known=one.known is not None) for one in every)
    return Things(tuple(things), tuple(found))


def _read(reader: Reader, row: Row) -> tuple[_Row | None, list[Finding]]:
    column = row.sheet.of_kind("class")
    terms, found = reader.read(row.sheet, column, row.cells[column.key])
    empty = [cell for cell in (row.cells["name"], row.cells[column.key]) if not cell.text]
    found += [finding("violation", "intake-cell-empty", cell.place) for cell in empty]
    if found or not isinstance(terms[0], ox.NamedNode):
        return None, found
    kind = kinds()[reader.store.registry.shorten(terms[0].value)]
    return _recognised(reader, row, kind, terms[0])


def _recognised(reader: Reader, row: Row, kind: Kind, of: ox.NamedNode) -> tuple[_Row | None, list[Finding]]:
    """Return a row with the thing of the base that it names, if it is known; a warning where one is very like it."""
    names, cell, text = reader.names, row.cells["name"], row.text("name")
    called = [node for key in ("name", "english") for node in names.bearers(row.text(key), of, kind.begins)]
    bearers = list(dict.fromkeys(called))
    if reader.store.registry.expand(text) is not None:
        read = names.thing(text, reader.rule(row.sheet, row.sheet.column("name")))
        if isinstance(read, Doubt):
            return None, [finding("violation", read.code, cell.place, **read.data)]
        bearers = [read]
    if len(bearers) > 1:
        data = {"text": text, "candidates": names.told(bearers)}
        return None, [finding("violation", "intake-name-ambiguous", cell.place, **data)]
    if bearers:
        said = finding("info", "intake-thing-known", cell.place, text=text, near=names.told(bearers))
        return _Row(row, kind, bearers[0]), [said]
    alike = names.bearers(row.text("acronym"), of, kind.begins) or names.resembling(text, of, kind.begins)
    warned = [finding("warning", "intake-thing-near", cell.place, text=text, near=names.told(alike))] if alike else []
    return _Row(row, kind), warned


def _named(reader: Reader, every: Iterable[_Row]) -> dict[tuple[str, str], ox.NamedNode]:
    """Return the node of each new thing."""
    fresh = {one.key: one for one in every if one.known is None}
    registry = reader.store.registry
    taken = {registry.shorten(quad.subject.value) for quad in reader.store.matches(None, registry["rdf:type"], None)}
    wanted = [names_of(one.kind, one.row, _parent(reader, one.row)) for one in fresh.values()]
    return {key: registry[name] for key, name in zip(fresh, choose(wanted, taken), strict=True)}


def _parent(reader: Reader, row: Row) -> str:
    """Return what identifiers say of the thing that a row is part of: without its kind; "" where none is given."""
    text = row.text("part_of").partition(";")[0].strip()
    read = reader.names.thing(text, reader.rule(row.sheet, row.sheet.column("part_of"))) if text else None
    if isinstance(read, ox.NamedNode):
        return reader.store.registry.shorten(read.value).partition("-")[2]
    return stem(text)


# ---- The base with them ----


def with_things(corpus: Corpus, new: Iterable[Thing], said: Iterable[ox.Triple]) -> Corpus:
    """Return the corpus in which new things have their class and names, and what is said of things, for other rows."""
    triples = [*said, *(triple for thing in new for triple in _described(thing, corpus.registry))]
    if not triples:
        return corpus
    text = turtle.canonical(triples, corpus.registry)
    file = DataFile("new.ttl", "reference", corpus.registry["g:reference"], text, turtle.parse(text, "new.ttl"))
    return replace(corpus, files=(*corpus.files, file))


def _described(thing: Thing, registry: Registry) -> Iterator[ox.Triple]:
    yield ox.Triple(thing.node, registry["rdf:type"], registry[thing.kind.name])
    said = {"name": ("skos:prefLabel", "fr"), "english": ("skos:prefLabel", "en"), "acronym": ("hkg:acronym", None)}
    for key, (name, lang) in said.items():
        if text := " ".join(thing.row.text(key).split()):
            yield ox.Triple(thing.node, registry[name], ox.Literal(text, language=lang) if lang else ox.Literal(text))
