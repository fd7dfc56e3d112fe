"""The page of a thing: what it is, in brief; what each document says of it; roles, figures, money, time, links."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.web.clocks import written
from healthkg.web.library.forms import clocks
from healthkg.web.library.tables import table
from healthkg.web.rendering import render
from healthkg.web.things.brief import brief, page_of
from healthkg.web.things.citing import cited
from healthkg.web.things.gathering import FIGURES, Gathered
from healthkg.web.things.known import known, reading
from healthkg.web.things.tables import compared, parts_of, rows_of
from healthkg.web.values import Asked, Reply, see_other

if TYPE_CHECKING:
    from healthkg.web.site import Site
    from healthkg.web.things.reader import Named, Reader

_SOURCE = "source-"


def thing(site: Site, asked: Asked) -> Reply:
    """Return the page about what the slug of an `id:` names; the page of a document that was read is elsewhere.

    Raises InputProblem("page-missing").
    """
    slug = asked.parts["slug"]
    node = known(site, f"id/{slug}")
    if slug.startswith(_SOURCE):
        return see_other(asked.address(site.addresses.path_of(node.value)))
    reader, seen = reading(site, asked)
    gathered = Gathered(reader, node)
    page = page_of(reader, node)
    return render(
        site,
        asked,
        "thing",
        slug=slug,
        iri=node.value,
        name=reader.name(node),
        kinds=[reader.class_name(one) for one in reader.classes(node)],
        own=gathered.own,
        trail=_trail(reader, node),
        is_plan=reader.kind(node) == "Plan",
        brief=brief(reader, node),
        gathered=gathered,
        sections=sections(site, asked, gathered, page["order"]),
        citation=cited(reader.store, node.value, reader.name(node).text, asked.lang),
        lens=written(seen.lens),
        clocks=clocks(site, asked),
        possibly_known=seen.possibly_known,
        stated=any(reader.store.matches(node, None, None)),
    )


def sections(site: Site, asked: Asked, gathered: Gathered, order: list[str]) -> dict[str, object]:
    """Return the parts of the page that have something to show, in their order, each with what it shows."""
    made = {name: _SECTIONS[name](site, asked, gathered) for name in order}
    return {name: shown for name, shown in made.items() if shown}


def _roles(_: Site, __: Asked, gathered: Gathered) -> object:
    facts = gathered.of_kind("RoleAssignment", parts=True)
    return facts and rows_of(gathered.reader, "roles", facts, gathered.name)


def _figures(site: Site, asked: Asked, gathered: Gathered) -> object:
    facts = gathered.of_kind(*FIGURES, parts=True)
    if not facts:
        return None
    facts.sort(key=lambda fact: (fact.said[0].text, fact.day))
    found = compared(site, gathered.reader, facts)
    against = found and (found, table(site, asked, gathered.reader.store, found))
    return {"rows": rows_of(gathered.reader, "figures", facts, gathered.name), "compared": against}


def _money(_: Site, __: Asked, gathered: Gathered) -> object:
    budgets = [fact for fact in gathered.money if fact.kind == "Budget"]
    cuts = [fact for fact in gathered.money if fact.kind != "Budget"]
    return gathered.money and {"rows": rows_of(gathered.reader, "money", budgets, gathered.name), "cuts": cuts}


_Section = Callable[["Site", Asked, Gathered], object]
_SECTIONS: Mapping[str, _Section] = {
    "parts": lambda site, asked, gathered: parts_of(gathered.reader, gathered.node, gathered.parts),
    "roles": _roles,
    "figures": _figures,
    "money": _money,
    "times": lambda site, asked, gathered: gathered.times,
    "links": lambda site, asked, gathered: any(gathered.links) and gathered.links,
    "told": lambda site, asked, gathered: gathered.told,
    "remarks": lambda site, asked, gathered: gathered.of_kind("Remark"),
    "mentions": lambda site, asked, gathered: gathered.mentions,
}


def _trail(reader: Reader, node: ox.NamedNode) -> list[Named]:
    """Return what the thing is part of, the whole first."""
    found: list[Named] = []
    at = reader.one(node, "dcterms:isPartOf")
    while isinstance(at, ox.NamedNode) and reader.name(at) not in found:
        found.append(reader.name(at))
        at = reader.one(at, "dcterms:isPartOf")
    return found[::-1]
