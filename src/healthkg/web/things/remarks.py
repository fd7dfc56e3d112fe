"""The project's remarks: open questions, contradictions with both sides, absences that were checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.answers.names import instances
from healthkg.web.library.forms import clocks
from healthkg.web.rendering import render
from healthkg.web.things.facts import Fact, facts_of
from healthkg.web.things.known import reading
from healthkg.web.things.reader import Named, Reader

if TYPE_CHECKING:
    from healthkg.store import Term
    from healthkg.web.site import Site
    from healthkg.web.values import Asked, Reply

# In this order: what readers must know first.
_FIRST = ("contradiction", "date-incoherente", "ecart-de-calcul")


@dataclass(frozen=True)
class Side:
    """What a remark holds against another: a thing by its name, or a fact as each document states it."""

    name: Named
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Remark:
    """A remark: what it says, of what, between which sides, whether it is settled, from which documents."""

    anchor: str
    path: str
    note: tuple[Named, ...]
    state: Named | None
    about: tuple[Named, ...]
    sides: tuple[Side, ...]
    documents: tuple[Named, ...]


@dataclass(frozen=True)
class Group:
    """The remarks of one type."""

    type: Named
    slug: str
    remarks: tuple[Remark, ...]


def remarks(site: Site, asked: Asked) -> Reply:
    """Return every remark, by type; those in the state that `state` names (ouverte, tranchee), if any."""
    reader, seen = reading(site, asked)
    state = asked.one("state")
    groups = [group for group in _groups(reader, state) if group.remarks]
    return render(
        site,
        asked,
        "remarks",
        groups=groups,
        total=sum(len(group.remarks) for group in groups),
        state=state,
        clocks=clocks(site, asked),
        possibly_known=seen.possibly_known,
    )


def _groups(reader: Reader, state: str) -> list[Group]:
    by_type: dict[Term, list[ox.NamedNode]] = {}
    for node in sorted(instances(reader.store, reader.store.registry["hkg:Remark"]), key=str):
        if not state or reader.follow(node, "hkg:state") == [reader.store.registry[f"ref:etat-{state}"]]:
            by_type.setdefault(reader.follow(node, "dcterms:type")[0], []).append(node)
    return [
        Group(reader.name(kind), _slug(kind), tuple(_remark(reader, one) for one in found))
        for kind, found in sorted(by_type.items(), key=lambda item: (_rank(item[0]), reader.name(item[0]).text))
    ]


def _slug(kind: Term) -> str:
    return str(kind.value).rpartition("/")[2].removeprefix("remarque-")


def _rank(kind: Term) -> int:
    slug = _slug(kind)
    return _FIRST.index(slug) if slug in _FIRST else len(_FIRST)


def _remark(reader: Reader, node: ox.NamedNode) -> Remark:
    shown = reader.name(node)
    state = reader.one(node, "hkg:state")
    return Remark(
        anchor=(reader.addresses.local_of(node.value) or "").removeprefix("id/"),
        path=shown.path,
        note=tuple(reader.name(term) for term in reader.follow(node, "skos:note")),
        state=None if state is None else reader.name(state),
        about=tuple(reader.name(term) for term in reader.follow(node, "hkg:concerns")),
        sides=tuple(_side(reader, term) for term in reader.follow(node, "hkg:between")),
        documents=tuple(reader.name(term) for term in reader.follow(node, "prov:wasDerivedFrom")),
    )


def _side(reader: Reader, term: Term) -> Side:
    """Return a side; of a named thing its name alone, since the remark is about what it is."""
    is_fact = isinstance(term, ox.NamedNode) and reader.kind(term) in reader.words["says"]
    return Side(reader.name(term), tuple(facts_of(reader, [term])) if is_fact else ())  # type: ignore[list-item]
