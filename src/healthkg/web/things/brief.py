"""What the page of a thing says in brief, and in which order it goes on: the table `templates/web/brief.toml`."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from healthkg.projection import kinds
from healthkg.web.things.reader import Named, Reader
from healthkg.web.things.sentences import plain, written

if TYPE_CHECKING:
    from healthkg.store import Term

_LEADING = "ref:role-pilotage"
_WHEN = "hkg:date|hkg:validFrom"
_ALWAYS = ("same", "other", "elsewhere")
_MANY = 8  # values beyond which the rest is in its own part of the page


@dataclass(frozen=True)
class Item:
    """A line in brief: what it is called, its values (none: it is not stated), and how many more there are."""

    name: str
    values: tuple[Named, ...]
    more: int = 0


@cache
def table() -> Mapping[str, Any]:
    """Return the table as it is written."""
    return tomllib.loads(files("healthkg").joinpath("templates/web/brief.toml").read_text("utf-8"))


def page_of(reader: Reader, node: ox.NamedNode) -> Mapping[str, Any]:
    """Return what the table says of the page of `node`, by the first of its classes that it knows."""
    pages, classes = table()["pages"], table()["classes"]
    found = (classes.get(name, name) for name in (kinds.segment(one.value) for one in reader.classes(node)))
    return pages.get(next((name for name in found if name in pages), "other"))  # type: ignore[no-any-return]


def brief(reader: Reader, node: ox.NamedNode) -> list[Item]:
    """Return what is said in brief of `node`; what its kind should state and does not has no values."""
    page = page_of(reader, node)
    items = [(name, _item(reader, node, name)) for name in (*page["brief"], *_ALWAYS)]
    return [item for name, item in items if item.values or name in page["wanted"]]


def _item(reader: Reader, node: ox.NamedNode, name: str) -> Item:
    said = table()["items"][name]
    if name == "parts":
        return Item(str(said[reader.lang]), tuple(_tallies(reader, node)))
    found: list[Term] = list(dict.fromkeys(pilots(reader, node))) if name == "pilots" else _found(reader, node, said)
    shown = tuple(_shown(reader, term, said) for term in found[:_MANY] if term != node)
    return Item(str(said[reader.lang]), shown, max(0, len(found) - _MANY))


def _found(reader: Reader, node: ox.NamedNode, said: Mapping[str, Any]) -> list[Term]:
    """Return where the path of an item leads; the facts of its `class` alone, when it names one, in order of date."""
    found = reader.reach(node, said["path"])
    if "class" not in said:
        return reader.ordered(found)
    facts = reader.ordered(one for one in found if isinstance(one, ox.NamedNode) and reader.kind(one) == said["class"])
    return sorted(facts, key=lambda one: [reader.first_day(time) for time in reader.follow(one, _WHEN)])


def _shown(reader: Reader, term: Term, said: Mapping[str, Any]) -> Named:
    if "says" not in said or not isinstance(term, ox.NamedNode):
        return written(reader, term, said.get("how", ""))
    return Named(plain(reader, term, [said["says"]]), reader.name(term).path)


def _tallies(reader: Reader, node: ox.NamedNode) -> Iterator[Named]:
    """Yield « 10 chantiers », « 3 mesures »: how many parts of each kind are described, at any depth."""
    parts = [one for one in reader.follow(node, "^dcterms:isPartOf+") if isinstance(one, ox.NamedNode) and one != node]
    kinds_found = Counter(reader.classes(one)[0] for one in parts if reader.classes(one))
    for kind, many in kinds_found.most_common():
        yield Named(f"{reader.count(many)} {reader.class_name(kind, many)}")


def pilots(reader: Reader, node: ox.NamedNode) -> Iterator[ox.NamedNode]:
    """Yield who holds a role of steering towards `node`, by whatever word."""
    for role in reader.ordered(one for one in reader.reach(node, "^hkg:concerns") if is_leading(reader, one)):
        yield from (one for one in reader.follow(role, "cv:hasParticipant") if isinstance(one, ox.NamedNode))


def is_leading(reader: Reader, role: Term) -> bool:
    """Say whether a role is one of steering."""
    return reader.store.registry[_LEADING] in reader.reach(role, "cv:role/skos:broader*")
