"""Facts of a kind as a table; the parts of a whole with who leads each; targets against what was observed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.answers.answer import answer
from healthkg.answers.remembering import near
from healthkg.web.things.brief import pilots, table
from healthkg.web.things.facts import Fact
from healthkg.web.things.reader import Named, Reader
from healthkg.web.things.sentences import sentence

if TYPE_CHECKING:
    from healthkg.answers import Answer
    from healthkg.queryfile import Query
    from healthkg.store import Term
    from healthkg.web.site import Site

TARGETS = "targets_against_figures"
# What the query looks at for a target: its indicator and those that are kin to it, the figures of these, the remarks
# on either, and what all of them are called and rest on.
_KIN = "hkg:indicator/(^hkg:subsetOf*|hkg:concerns/^hkg:concerns)"
_OWN = "hkg:statedIn/(oa:hasSource)?|hkg:date|hkg:precision|hkg:setBy|sdmx-attribute:unitMeasure|^hkg:between"
_NEAR_TARGETS = (_KIN, f"{_KIN}/^hkg:indicator", _OWN, f"{_KIN}/({_OWN})", f"{_KIN}/^hkg:indicator/({_OWN})")


@dataclass(frozen=True)
class Cell:
    """What a cell says; `absent` when it should say something and nothing is stated."""

    said: tuple[Named, ...]
    absent: bool = False
    number: bool = False


@dataclass(frozen=True)
class Rows:
    """Facts as a table: headings, and for each fact its cells."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Fact, tuple[Cell, ...]], ...]


@dataclass(frozen=True)
class Part:
    """A part of a whole: its number, what it is part of, who leads it (nobody: it is not stated)."""

    name: Named
    kind: str
    number: str
    within: tuple[Named, ...]
    leads: tuple[Named, ...]


def rows_of(reader: Reader, name: str, facts: Iterable[Fact], own: Named) -> Rows:
    """Return the table `name` (roles, figures, money) of `facts`, for the page of `own`: a column in which nothing is
    said, or nothing but that thing, is left out."""
    columns = table()["tables"][name]
    rows = [(fact, [_cell(reader, fact, column) for column in columns]) for fact in facts]
    kept = [i for i, column in enumerate(columns) if any(cells[i].said not in ((), (own,)) for _, cells in rows)]
    return Rows(
        tuple(str(columns[i][reader.lang]) for i in kept),
        tuple((fact, tuple(cells[i] for i in kept)) for fact, cells in rows),
    )


def _cell(reader: Reader, fact: Fact, column: dict[str, object]) -> Cell:
    said = sentence(reader, fact.node, column["says"])  # type: ignore[arg-type]
    return Cell(said, bool(column.get("absent")) and not said, bool(column.get("number")))


def parts_of(reader: Reader, whole: ox.NamedNode, parts: Iterable[ox.NamedNode]) -> list[Part]:
    """Return `parts` of `whole`, those of the first level first, each with who leads it."""
    found = [
        Part(
            reader.name(one),
            reader.kind_name(one),
            next((term.value for term in reader.follow(one, "skos:notation")), ""),
            _between(reader, whole, one),
            tuple(reader.name(term) for term in dict.fromkeys(pilots(reader, one))),
        )
        for one in parts
    ]
    return sorted(
        found, key=lambda part: (part.within != (), [one.text for one in part.within], not part.number, part.kind)
    )


def _between(reader: Reader, whole: ox.NamedNode, part: ox.NamedNode) -> tuple[Named, ...]:
    """Return what a part is part of on its way to `whole`; nothing when it is a part of it at once."""
    found = reader.follow(part, "dcterms:isPartOf")
    return () if whole in found else tuple(reader.name(term) for term in found)


def compared(site: Site, reader: Reader, facts: Iterable[Fact]) -> Answer | None:
    """Return how far the targets among `facts` have come, as the library's query says; None without a target, or
    where the library has no such query."""
    nodes = {fact.node for fact in facts if fact.kind == "TargetValue"}
    if not nodes or TARGETS not in site.queries:
        return None
    found = answer(near(reader.store, nodes, _NEAR_TARGETS), _uncounted(site.queries[TARGETS]), {})
    column = found.columns.index("target")
    return _filled([row for row in found.rows if row[column] in nodes], found)


def _uncounted(query: Query) -> Query:
    """Return `query` without what it counts in the whole corpus."""
    return replace(query, header={name: said for name, said in query.header.items() if name != "coverage"})


def _filled(rows: Sequence[tuple[Term | None, ...]], found: Answer) -> Answer:
    """Return `found` with these rows alone, without the columns in which they say nothing."""
    kept = [i for i in range(len(found.columns)) if any(row[i] is not None for row in rows)]
    return replace(
        found,
        columns=tuple(found.columns[i] for i in kept),
        rows=tuple(tuple(row[i] for i in kept) for row in rows),
    )
