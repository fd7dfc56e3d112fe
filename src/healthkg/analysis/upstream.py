"""Prerequisites, circles and chains in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from healthkg.analysis import stating, words
from healthkg.analysis.circles import Circle, Cycles
from healthkg.analysis.needs import Blockers, Need
from healthkg.analysis.sequences import Chain, Chains, Inversion
from healthkg.analysis.stakes import MET, STOPPED
from healthkg.analysis.told import Item, Section, Told

_STANDINGS = {MET: "met", STOPPED: "stopped", "": "open"}


def _firm(firm: bool, lang: str) -> Iterable[str]:
    return [words.say("firm", lang)] if firm else []


# ---- Prerequisites ----


def tell_blockers(result: Blockers, lang: str) -> Told:
    """Return what a thing needs: what is not known to be met first."""
    name = words.named(result.start, lang)
    if not result.needs:
        return Told((words.say("blockers.none", lang, name=name), *_firm(result.firm, lang)))
    items = tuple(Item(*_need(need, lang)) for need in result.needs)
    head = (*_needs(result, name, lang), *_firm(result.firm, lang))
    return Told(head, (Section(items),), (), words.say("blockers.caveats", lang))


def _needs(result: Blockers, name: str, lang: str) -> Iterable[str]:
    yield words.say("blockers.head", lang, count=len(result.needs), name=name)
    counts = Counter(
        "choice" if need.choice else "required" if need.required else "unrequired" for need in result.needs
    )
    for key in ("required", "choice", "unrequired"):
        if count := counts[key]:
            yield words.say(f"blockers.{key}", lang, count=count)
    for standing, key in ((STOPPED, "stopped"), ("", "unmet"), (MET, "met")):
        if count := sum(need.standing == standing for need in result.needs):
            yield words.say(f"blockers.{key}", lang, count=count)
    if unsure := sum(not need.firm for need in result.needs):
        yield words.say("blockers.unsure", lang, count=unsure)
    if any(node.key != result.start.key for node in result.starts):
        yield words.say("finishes", lang, items=stating.nodes(result.starts, lang))


def _need(need: Need, lang: str) -> tuple[str, tuple[str, ...]]:
    name = stating.thing(need.node, lang)
    said = words.say(f"blockers.item_{_STANDINGS[need.standing]}", lang, name=name, distance=need.distance)
    details = [stating.link(need.path[0], lang, upstream=True)]
    if need.others:
        details.append(words.say("blockers.others", lang, items=stating.nodes(need.others, lang)))
    if need.states:
        details.append(stating.detail("state", (stating.stake(state, lang) for state in need.states), lang))
    details.append(stating.detail("deadline", (stating.stake(one, lang) for one in need.deadlines), lang))
    details.append(stating.detail("lead", (stating.stake(lead, lang) for lead in need.leads), lang))
    return said, tuple(details)


# ---- Circles ----


def tell_cycles(result: Cycles, lang: str) -> Told:
    """Return every circle as a chain of words, with what each link rests on."""
    if not result.circles:
        return Told((words.say("cycles.none", lang), *_firm(result.firm, lang)))
    items = tuple(Item(*_circle(circle, lang)) for circle in result.circles)
    end = (words.say("cycles.cut", lang, most=len(items)),) if result.cut else ()
    head = (words.say("cycles.head", lang, count=len(items)), *_firm(result.firm, lang))
    return Told(head, (Section(items),), end, words.say("cycles.caveats", lang))


def _circle(circle: Circle, lang: str) -> tuple[str, tuple[str, ...]]:
    """Return a circle read from what depends to what comes first, and its links in that order."""
    links = circle.links[::-1]
    first, *then = (words.named(step.after, lang) for step in links)
    rest = "".join(words.say("cycles.then", lang, name=name) for name in then) + first
    said = words.say("cycles.item", lang, first=first, rest=rest)
    details = [stating.link(step, lang) for step in links]
    return said, tuple([*details, words.say("cycles.avoidable", lang)] if circle.avoidable else details)


# ---- Chains ----


def tell_chains(result: Chains, lang: str) -> Told:
    """Return the longest chains with the deadlines along them, and the inversions."""
    if not result.chains:
        return Told((words.say("chains.none", lang), *_firm(result.firm, lang)))
    head = (words.say("chains.head", lang, count=len(result.chains[0].links)), *_firm(result.firm, lang))
    chains = Section(tuple(Item(*_chain(chain, lang)) for chain in result.chains))
    turned = tuple(Item(*_inversion(one, lang)) for one in result.inversions)
    sections = (
        (chains, Section(turned, words.say("chains.inversions", lang, count=len(turned)))) if turned else (chains,)
    )
    return Told(head, sections, tuple(_left_out(result, lang)), words.say("chains.caveats", lang))


def _left_out(result: Chains, lang: str) -> Iterable[str]:
    if not result.inversions:
        yield words.say("chains.no_inversions", lang)
    if result.circular:
        yield words.say("chains.circular", lang, count=result.circular)
    if result.cut:
        yield words.say("chains.cut", lang)


def _chain(chain: Chain, lang: str) -> tuple[str, tuple[str, ...]]:
    said = words.say("chains.item", lang, path=_path(chain, lang))
    dated = sum(any(stake.latest for stake in stakes) for stakes in chain.deadlines)
    if dated:
        count = words.say("chains.dated", lang, count=dated, total=len(chain.nodes))
    else:
        count = words.say("chains.undated", lang)
    details = [stating.link(step, lang) for step in chain.links]
    for node, stakes in zip(chain.nodes, chain.deadlines, strict=True):
        if stakes:
            items = words.joined((stating.stake(stake, lang) for stake in stakes), lang)
            details.append(words.say("detail.deadline_of", lang, name=words.named(node, lang), items=items))
    return said, (*details, count)


def _path(chain: Chain | Inversion, lang: str) -> str:
    first = words.named(chain.links[0].before, lang)
    for step in chain.links:
        first = words.say("arrow", lang, before=first, after=words.named(step.after, lang))
    return first


def _inversion(one: Inversion, lang: str) -> tuple[str, tuple[str, ...]]:
    said = words.say(
        "chains.inversion",
        lang,
        count=one.days,
        before=words.named(one.links[0].before, lang),
        after=words.named(one.links[-1].after, lang),
        first=stating.stake(one.first, lang),
        last=stating.stake(one.last, lang),
    )
    return said, tuple(stating.link(step, lang) for step in one.links)
