"""What a network is made of: things, links between them, what each link rests on, and when it holds and was known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from healthkg.projection import kinds
from healthkg.projection.bilingual import NOTHING, Bilingual
from healthkg.projection.showing import Shown

if TYPE_CHECKING:
    from healthkg.corpus import Validity

ABSENT = "absent"
LIMIT = 20_000
LAYOUTS = ("columns", "layers", "groups")


@dataclass(frozen=True)
class Node:
    """A thing: its key (an IRI, or a key made by the query), our label, its kind (a class, with its words for one and
    for many), its column from the left, its size (a number of the view's choice; None when it is not stated).

    `alone` says that the view shows it whether it has links or not; `known` is since when it then does.
    """

    key: str
    label: Bilingual
    kind: str
    kind_names: tuple[Bilingual, Bilingual]
    short: str = ""
    note: Bilingual = NOTHING
    column: int = 0
    size: float | None = None
    alone: bool = False
    known: date | None = None

    @property
    def stated(self) -> bool:
        """Is it a thing, not the mark of something that no document states?"""
        return self.kind != ABSENT

    @property
    def name(self) -> Bilingual:
        """Return the acronym of what is called by one, else the label."""
        if self.short and kinds.look(self.kind).short == "instead":
            return Bilingual(self.short, self.short)
        return self.label


@dataclass(frozen=True)
class Relation:
    """A kind of link: its key in the header, its words and its style; `named` when its word stands on each line,
    whatever its style."""

    key: str
    label: Bilingual
    style: str
    named: bool = False

    @property
    def worded(self) -> bool:
        """Does its word stand on each line? That of an accent does."""
        return self.named or self.style == "accent"


@dataclass(frozen=True, order=True)
class Evidence:
    """A passage: its document, its first and last line, from 1 (0 when the lines are not known), and since when the
    document is public at the latest (a day as ISO 8601; empty when that is not known)."""

    document: str
    first: int = 0
    last: int = 0
    known: str = ""


@dataclass(frozen=True)
class Edge:
    """A link from one thing to another, what it is called, how firmly it is stated, and where.

    `validity` bounds the time over which it holds (None for what no validity judges); `known` is the first day on
    which a document that says so was public (None: always), `until` the day on which one denied it (None: never);
    `possible` says that, at the date that the network was asked for, it is not certain. `facets` are the values by
    which a person filters: (name of the filter, values).
    """

    source: str
    target: str
    relation: Relation
    label: Bilingual
    proof: str = "stated"
    note: Bilingual = NOTHING
    evidence: tuple[Evidence, ...] = ()
    validity: Validity | None = None
    known: date | None = None
    until: date | None = None
    possible: bool = False
    facets: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, repr=False)
class Network(Shown):
    """What a page draws. `hidden` counts the things beyond the limit; `limit` is that limit; `facets` names the
    filters of the edges; `lens` the filters (`known-at=…`) through which the corpus was looked at, `parameters` the
    values that the query was asked with."""

    name: str
    title: Bilingual
    summary: Bilingual
    caveats: Bilingual
    columns: tuple[Bilingual, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    layout: str = "columns"
    facets: tuple[tuple[str, Bilingual], ...] = ()
    hidden: int = 0
    limit: int = LIMIT
    version: str = ""
    lens: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """Return the documents cited, sorted."""
        return tuple(sorted({passage.document for edge in self.edges for passage in edge.evidence}))
