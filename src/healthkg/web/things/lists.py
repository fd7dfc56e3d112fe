"""Lists of things (plans, actors, dispositifs): their columns are in the table `templates/web/brief.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from healthkg.answers.names import fold, instances
from healthkg.web.library.forms import clocks
from healthkg.web.rendering import render
from healthkg.web.things.brief import is_leading, pilots, table
from healthkg.web.things.known import reading
from healthkg.web.things.reader import Named, Reader
from healthkg.web.things.sentences import written

if TYPE_CHECKING:
    from healthkg.web.site import Site
    from healthkg.web.values import Asked, Reply

_SHOWN = 4  # values of one cell


@dataclass(frozen=True)
class Cell:
    """What a cell shows; `more` values are left out; `absent` when it should say something and nothing is stated."""

    values: tuple[Named, ...]
    more: int = 0
    absent: bool = False
    number: bool = False


@dataclass(frozen=True)
class Row:
    """A thing: its name, when it is (for lists in order of date), its cells."""

    node: ox.NamedNode
    name: Named
    when: Named | None
    day: str
    cells: tuple[Cell, ...]


def listing(site: Site, asked: Asked) -> Reply:
    """Return the list that the path names."""
    name = asked.path.strip("/")
    said = table()["lists"][name]
    reader, seen = reading(site, asked)
    rows = list(_rows(reader, said))
    groups = _grouped(reader, rows, said["grouped"]) if "grouped" in said else {"": rows}
    return render(
        site,
        asked,
        "list",
        name=name,
        dated=bool(said.get("dated")),
        headings=[(column[asked.lang], _is_number(column)) for column in said["columns"]],
        groups=groups,
        total=len(rows),
        clocks=clocks(site, asked),
        possibly_known=seen.possibly_known,
    )


def _rows(reader: Reader, said: Mapping[str, Any]) -> Iterator[Row]:
    """Yield the things of a list, by date where it is one of dates, else by name."""
    store = reader.store
    found = {one for name in said["classes"] for one in instances(store, store.registry[name])}
    rows = [_row(reader, node, said) for node in found if not _is_alone(reader, node)]
    yield from sorted(rows, key=lambda row: (row.day or "9" if said.get("dated") else "", fold(row.name.text)))


def _is_alone(reader: Reader, node: ox.NamedNode) -> bool:
    """Say whether a class alone is stated of a thing: what is left of one where the clocks took the rest."""
    return sum(1 for _ in zip(reader.store.matches(node, None, None), range(2), strict=False)) < 2


def _row(reader: Reader, node: ox.NamedNode, said: Mapping[str, Any]) -> Row:
    when = next(iter(_times(reader, node)), None) if said.get("dated") else None
    cells = tuple(_cell(reader, node, column) for column in said["columns"])
    return Row(node, reader.name(node), when and reader.name(when), reader.first_day(when) if when else "", cells)


def _times(reader: Reader, node: ox.NamedNode) -> list[ox.NamedNode]:
    """Return the period of a thing, else the times of the events about it, the first one first."""
    if own := reader.follow(node, "hkg:date"):
        found: list[Any] = own
    else:
        about = (one for one in reader.reach(node, "^hkg:concerns") if isinstance(one, ox.NamedNode))
        events = reader.ordered(one for one in about if reader.kind(one) == "Event")
        found = [time for one in events for time in reader.follow(one, "hkg:date")]
    return sorted(found, key=lambda time: reader.first_day(time) or "9")


def _cell(reader: Reader, node: ox.NamedNode, column: Mapping[str, Any]) -> Cell:
    if _is_number(column):
        many = _leads(reader, node) if column.get("leads") else len(reader.reach(node, column["path"]))
        return Cell((Named(reader.count(many)),) if many else (), number=True)
    found: Sequence[Any] = (
        list(dict.fromkeys(pilots(reader, node))) if column.get("pilots") else reader.follow(node, column["path"])
    )
    shown = tuple(written(reader, term, column.get("how", "")) for term in found[:_SHOWN])
    return Cell(shown, max(0, len(found) - _SHOWN), absent=bool(column.get("absent")) and not shown)


def _is_number(column: Mapping[str, Any]) -> bool:
    return bool(column.get("count") or column.get("leads"))


def _leads(reader: Reader, node: ox.NamedNode) -> int:
    """Return how many roles of steering an actor holds."""
    return sum(is_leading(reader, role) for role in reader.reach(node, "^cv:hasParticipant"))


def _grouped(reader: Reader, rows: Iterable[Row], order: Sequence[str]) -> dict[str, list[Row]]:
    """Return kind → its rows, in the order of the kinds; others last."""
    found: dict[str, list[Row]] = {}
    ranked = {kind: i for i, kind in enumerate(order)}
    for row in sorted(rows, key=lambda row: ranked.get(reader.kind(row.node), len(ranked))):
        found.setdefault(reader.kind_name(row.node, many=2), []).append(row)
    return found
