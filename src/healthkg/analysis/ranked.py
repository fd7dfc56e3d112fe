"""Bottlenecks, spans of control and what stands alone, in words."""

from __future__ import annotations

from collections.abc import Iterable

from healthkg.analysis import stating, words
from healthkg.analysis.crossings import Bottlenecks, Crossing, Holder
from healthkg.analysis.dependencies import Link
from healthkg.analysis.gaps import Isolated
from healthkg.analysis.spans import Held, Span, Spans
from healthkg.analysis.told import Item, Section, Told


def _firm(firm: bool, lang: str) -> Iterable[str]:
    return [words.say("firm", lang)] if firm else []


# ---- Bottlenecks ----


def tell_bottlenecks(result: Bottlenecks, lang: str) -> Told:
    """Return the things and the actors through which the most depends, and what depends on them."""
    if not result.things:
        return Told((words.say("bottlenecks.none", lang), *_firm(result.firm, lang)))
    things = Section(tuple(Item(*_thing(one, lang)) for one in result.things), words.say("bottlenecks.things", lang))
    actors = Section(tuple(Item(*_actor(one, lang)) for one in result.actors), words.say("bottlenecks.actors", lang))
    end = [] if result.actors else [words.say("bottlenecks.no_actors", lang)]
    for name, count in (("more_things", result.more_things), ("more_actors", result.more_actors)):
        end += [words.say(f"bottlenecks.{name}", lang, count=count)] if count else []
    sections = (things, actors) if result.actors else (things,)
    head = words.say("bottlenecks.head", lang, count=len(result.things) + result.more_things)
    return Told((head, *_firm(result.firm, lang)), sections, tuple(end), words.say("bottlenecks.caveats", lang))


def _thing(one: Crossing, lang: str) -> tuple[str, tuple[str, ...]]:
    said = [words.say("bottlenecks.thing", lang, count=one.reached, name=stating.thing(one.node, lang))]
    said.append(words.say("bottlenecks.blocked" if one.blocked else "bottlenecks.unrequired", lang, count=one.blocked))
    if crossed := round(one.between):
        said.append(words.say("bottlenecks.between", lang, count=crossed))
    return " ".join(said), tuple(stating.link(path[-1], lang) for path in one.paths)


def _actor(one: Holder, lang: str) -> tuple[str, tuple[str, ...]]:
    said = words.say("bottlenecks.actor", lang, count=one.reached, name=words.quoted(one.name, lang))
    items = words.joined((_role(held, lang) for held in one.held), lang)
    return said, (words.say("bottlenecks.held", lang, items=items), _dependents(one.paths, lang))


def _dependents(paths: Iterable[tuple[Link, ...]], lang: str) -> str:
    items = (
        words.say("bottlenecks.at", lang, name=words.named(path[-1].after, lang), count=len(path)) for path in paths
    )
    return words.say("bottlenecks.dependents", lang, items=words.listed(items, lang))


# ---- Spans of control ----


def tell_span(result: Spans, lang: str) -> Told:
    """Return how many things each actor leads, by kind, and which."""
    if not result.actors:
        return Told((words.say("span.none", lang), *_firm(result.firm, lang)))
    head = (
        words.say("span.head", lang, count=len(result.actors)),
        words.say("span.covered", lang, led=result.led, elements=result.elements),
        *_firm(result.firm, lang),
    )
    items = tuple(Item(*_span(one, lang)) for one in result.actors)
    return Told(head, (Section(items),), (), words.say("span.caveats", lang))


def _span(one: Span, lang: str) -> tuple[str, tuple[str, ...]]:
    kinds = (f"{words.number(count, lang)} {_kind(kind, count, lang)}" for kind, count in one.kinds.items())
    name = words.quoted(one.name, lang)
    said = [words.say("span.item", lang, count=len(one.held), name=name, items=words.listed(kinds, lang))]
    if reserved := len(one.held) - one.firm:
        said.append(words.say("span.reserved", lang, count=reserved))
    return " ".join(said), tuple(_role(held, lang) for held in one.held)


def _kind(kind: str, count: int, lang: str) -> str:
    return words.kind_names(kind)[count > 1].said(lang)


def _role(held: Held, lang: str) -> str:
    """Return a thing and the words used for the lead, each with where it is read."""
    name = words.quoted(held.element.label, lang)
    roles = (stating.role(role, lang) for role in held.roles)
    return words.say("span.held", lang, name=name, roles=words.joined(roles, lang))


# ---- What stands alone ----


def tell_isolated(result: Isolated, lang: str) -> Told:
    """Return, for each kind of thing, how many lack what, and which lack all."""
    if not result.gaps:
        return Told((words.say("isolated.none", lang), *_firm(result.firm, lang)))
    head = words.say("isolated.head", lang, count=len(result.alone), total=len(result.gaps))
    kinds = dict.fromkeys(gap.element.kind for gap in result.gaps)
    section = Section(tuple(Item(*_counts(result, kind, lang)) for kind in kinds))
    return Told((head, *_firm(result.firm, lang)), (section,), (), words.say("isolated.caveats", lang))


def _counts(result: Isolated, kind: str, lang: str) -> tuple[str, tuple[str, ...]]:
    kinds = words.capital(words.kind_names(kind)[1].said(lang))
    said = words.say("isolated.item", lang, kinds=kinds, **result.counts(kind))
    alone = [words.quoted(gap.element.label, lang) for gap in result.alone if gap.element.kind == kind]
    return said, (words.say("isolated.alone", lang, items=words.listed(alone, lang)),) if alone else ()
