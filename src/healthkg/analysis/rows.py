"""Results as rows: one a statement, with its evidence; the cells by the names of the columns of `analysis.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from healthkg.analysis import stating
from healthkg.analysis.circles import Cycles
from healthkg.analysis.crossings import Bottlenecks
from healthkg.analysis.dependencies import Link
from healthkg.analysis.gaps import LACKS, Isolated
from healthkg.analysis.impacts import Due, Impact, Reached
from healthkg.analysis.needs import Blockers, Need
from healthkg.analysis.sequences import Chain, Chains, Inversion
from healthkg.analysis.spans import Spans
from healthkg.analysis.stakes import Element, Place, Stake
from healthkg.projection.bilingual import Bilingual
from healthkg.projection.networks import Node

Row = Mapping[str, object]
NOT_STATED = "notstated"
_SEPARATOR = " ; "
_XSD = "http://www.w3.org/2001/XMLSchema#"


def term(value: object, lang: str) -> ox.NamedNode | ox.Literal | None:
    """Return a cell as an RDF term: a text in `lang`, a number, a day, a truth value, an IRI; None for nothing."""
    if isinstance(value, Bilingual):
        return ox.Literal(value.said(lang), language=lang) if value else None
    if isinstance(value, Key):
        return ox.NamedNode(value) if ":" in value and " " not in value else ox.Literal(value)
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(_XSD + "date"))
    if isinstance(value, Decimal):
        return ox.Literal(f"{value:f}", datatype=ox.NamedNode(_XSD + "decimal"))
    return ox.Literal(value)  # type: ignore[arg-type]


class Key(str):
    """The key of a thing: an IRI, as networks have it."""

    __slots__ = ()


def _thing(node: Node | Element) -> Row:
    kind = node.kind_names[0] if isinstance(node, Node) else ""
    return {"thing": Key(node.key), "thingLabel": node.label, "kind": kind}


def _object(node: Node) -> Row:
    return {"object": Key(node.key), "objectLabel": node.label}


def _read(places: Iterable[Place]) -> Row:
    """Return documents and lines; of several documents, both in the same order."""
    kept = tuple(places)
    lines = _SEPARATOR.join(one.lines or "–" for one in kept) if any(one.lines for one in kept) else ""
    return {"document": _SEPARATOR.join(one.document for one in kept), "lines": lines}


def _link(step: Link, *, upstream: bool = False) -> Row:
    """Return a link, told of what depends on it; of what comes first when `upstream`."""
    note = step.edges[0].note
    said = {"statement": "needed" if upstream else "link", **_object(step.after if upstream else step.before)}
    return {**said, "word": step.word, "proof": step.proof, "note": note, **_read(step.places)}


def _stake(stake: Stake) -> Row:
    """Return a stake: an actor, or what it is (a milestone, an indicator, a phase, a status)."""
    own: Row = {"object": Key(stake.fact), "objectLabel": stake.what, "value": stake.value, "word": stake.unit}
    if stake.sort == "lead":
        own = {"object": Key(stake.actor), "objectLabel": stake.actor_name, "word": stake.what}
    elif stake.sort == "budget":
        own = {
            **own,
            "objectLabel": Bilingual(*(stating.amount(stake, lang) for lang in Bilingual._fields)),
            "word": stake.what,
        }
    dates: Row = {"date": stake.when, "end": stake.end, "latest": stake.latest if stake.sort == "deadline" else None}
    firm: Row = {"proof": stake.proof, "note": stake.note}
    return {"statement": stake.sort, **own, **dates, **firm, **_read(stake.places)}


def _stakes(sort: str, stakes: Iterable[Stake]) -> Iterator[Row]:
    """Yield the stakes of one sort; when there is none, a row that says so (a state needs none)."""
    found = [_stake(stake) for stake in stakes]
    yield from found
    if not found and sort != "state":
        yield {"statement": sort, "proof": NOT_STATED}


# ---- Impacts ----


def of_impact(result: Impact) -> Iterator[Row]:
    """Yield, for each thing downstream, the last link to it, then its deadlines, leads, budgets and states."""
    for rank, one in enumerate(result.reached, 1):
        shared = {"rank": rank, "distance": one.distance, **_thing(one.node), "effect": one.effect}
        yield from ({**shared, **row} for row in _reached(one))


def _reached(one: Reached) -> Iterator[Row]:
    yield _link(one.path[-1])
    yield from map(_due, one.deadlines)
    if not one.deadlines:
        yield {"statement": "deadline", "proof": NOT_STATED}
    yield from _stakes("lead", one.leads)
    yield from _stakes("budget", one.budgets)
    yield from _stakes("state", one.states)


def _due(due: Due) -> Row:
    return {**_stake(due.stake), "slack": due.slack, "missed": due.missed}


# ---- Prerequisites ----


def of_blockers(result: Blockers) -> Iterator[Row]:
    """Yield, for each thing upstream, the first link from it, then its states, deadlines and leads."""
    for rank, need in enumerate(result.needs, 1):
        shared = {"rank": rank, "distance": need.distance, **_thing(need.node), "standing": need.standing}
        yield from ({**shared, **row} for row in _need(need))


def _need(need: Need) -> Iterator[Row]:
    others = Bilingual(*(", ".join(node.label.said(lang) for node in need.others) for lang in Bilingual._fields))
    yield {**_link(need.path[0], upstream=True), "others": others}
    yield from _stakes("state", need.states)
    yield from _stakes("deadline", need.deadlines)
    yield from _stakes("lead", need.leads)


# ---- Circles and chains ----


def of_cycles(result: Cycles) -> Iterator[Row]:
    """Yield the links of each circle, from what depends to what comes first."""
    for rank, circle in enumerate(result.circles, 1):
        for step, link in enumerate(reversed(circle.links), 1):
            yield {"rank": rank, "size": len(circle.links), "step": step, **_thing(link.after), **_link(link)}


def of_chains(result: Chains) -> Iterator[Row]:
    """Yield each chain from what comes first: each thing's link and deadlines; then each inversion likewise."""
    for rank, chain in enumerate(result.chains, 1):
        yield from ({"part": "chain", "rank": rank, "size": len(chain.links), **row} for row in _chain(chain))
    for rank, one in enumerate(result.inversions, 1):
        yield from ({"part": "inversion", "rank": rank, "size": len(one.links), **row} for row in _inversion(one))


def _chain(chain: Chain) -> Iterator[Row]:
    links: list[Row] = [{}, *map(_link, chain.links)]
    for step, (node, link, deadlines) in enumerate(zip(chain.nodes, links, chain.deadlines, strict=True)):
        shared = {"step": step, **_thing(node)}
        yield from ({**shared, **row} for row in ([link] if link else []))
        yield from ({**shared, **row} for row in _stakes("deadline", deadlines))


def _inversion(one: Inversion) -> Iterator[Row]:
    before, after = one.links[0].before, one.links[-1].after
    yield {"step": 0, **_thing(before), **_stake(one.first)}
    yield from ({"step": step, **_thing(link.after), **_link(link)} for step, link in enumerate(one.links, 1))
    yield {"step": len(one.links), **_thing(after), **_stake(one.last)}
    yield {"step": len(one.links), **_thing(before), "statement": "inversion", **_object(after), "slack": -one.days}


# ---- Bottlenecks, spans, gaps ----


def of_bottlenecks(result: Bottlenecks) -> Iterator[Row]:
    """Yield, for each bottleneck, what an actor leads, then each dependent with the last link of its path."""
    for rank, one in enumerate(result.things, 1):
        shared = {"part": "thing", "rank": rank, "holder": Key(one.node.key), "holderLabel": one.node.label}
        counts = {"reached": one.reached, "blocked": one.blocked, "between": round(one.between, 2)}
        yield from ({**shared, **counts, **row} for row in _dependents(one.paths))
    for rank, actor in enumerate(result.actors, 1):
        shared = {"part": "actor", "rank": rank, "holder": Key(actor.key), "holderLabel": actor.name}
        led = ({**_thing(held.element), **_stake(role)} for held in actor.held for role in held.roles)
        yield from ({**shared, "reached": actor.reached, **row} for row in (*led, *_dependents(actor.paths)))


def _dependents(paths: Iterable[tuple[Link, ...]]) -> Iterator[Row]:
    for path in paths:
        yield {"distance": len(path), **_thing(path[-1].after), **_link(path[-1])}


def of_span(result: Spans) -> Iterator[Row]:
    """Yield each role of leading of each actor."""
    for rank, one in enumerate(result.actors, 1):
        shared = {"rank": rank, "actor": Key(one.key), "actorLabel": one.name, "count": len(one.held)}
        for held in one.held:
            for role in held.roles:
                yield {**shared, "firmCount": one.firm, **_thing(held.element), **_stake(role)}


def of_isolated(result: Isolated) -> Iterator[Row]:
    """Yield each element with what is stated of it, those that lack the most first."""
    ranked = sorted(result.gaps, key=lambda gap: -len(gap.lacks))
    for rank, gap in enumerate(ranked, 1):
        yield {"rank": rank, **_thing(gap.element), **{lack: lack not in gap.lacks for lack in LACKS}}
