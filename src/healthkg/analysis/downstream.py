"""An impact in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from healthkg.analysis import stating, words
from healthkg.analysis.impacts import BLOCKED, ENDANGERED, Due, Impact, Reached
from healthkg.analysis.told import Item, Section, Told


def tell(result: Impact, lang: str) -> Told:
    """Return what depends on a thing, what that puts at stake, and which deadlines a delay would make missed."""
    name = words.named(result.start, lang)
    if not result.reached:
        return Told((words.say("impact.none", lang, name=name), *_firm(result, lang)))
    items = tuple(Item(*_item(one, result, lang)) for one in result.reached)
    head = (*_head(result, name, lang), *_already(result, name, lang), *_own(result, lang))
    end = (*_missed(result, lang), *_money(result, lang), *_leads(result, lang), *_firm(result, lang))
    return Told(head, (Section(items),), end, words.say("impact.caveats", lang))


def _head(result: Impact, name: str, lang: str) -> Iterable[str]:
    count = len(result.reached)
    if result.delay:
        yield words.say("impact.head_delay", lang, count=count, name=name, delay=result.delay.said(lang))
    else:
        yield words.say("impact.head", lang, count=count, name=name)
    counts = Counter(one.effect for one in result.reached)
    for effect in (BLOCKED, ENDANGERED):
        if count := counts[effect]:
            yield words.say(f"impact.{effect}", lang, count=count)
    if unsure := sum(not one.firm for one in result.reached):
        yield words.say("unsure", lang, count=unsure)


def _already(result: Impact, name: str, lang: str) -> Iterable[str]:
    if result.states:
        items = words.listed((stating.stake(one, lang) for one in result.states), lang)
        yield words.say("impact.already", lang, name=name, items=items)


def _own(result: Impact, lang: str) -> Iterable[str]:
    """Yield at which of its milestones the paths begin, and its own deadline."""
    if any(node.key != result.start.key for node in result.starts):
        yield words.say("starts", lang, items=stating.nodes(result.starts, lang))
    name = stating.nodes(result.starts, lang)
    items = words.listed((stating.stake(one, lang) for one in result.due), lang) if result.due else ""
    yield words.say("impact.due" if items else "impact.no_due", lang, name=name, items=items)


def _firm(result: Impact, lang: str) -> Iterable[str]:
    return [words.say("firm", lang)] if result.firm else []


# ---- One thing ----


def _item(one: Reached, result: Impact, lang: str) -> tuple[str, tuple[str, ...]]:
    said = words.say(f"impact.item_{one.effect}", lang, name=stating.thing(one.node, lang), distance=one.distance)
    details = [stating.link(one.path[-1], lang), *_danger(one, lang)]
    details += [stating.detail("deadline", _dues(one.deadlines, result, lang), lang)]
    details += [stating.detail("lead", (stating.stake(lead, lang) for lead in one.leads), lang)]
    details += [stating.detail("budget", (stating.stake(budget, lang) for budget in one.budgets), lang)]
    if one.states:
        details.append(stating.detail("state", (stating.stake(state, lang) for state in one.states), lang))
    return said, tuple(details)


def _danger(one: Reached, lang: str) -> Iterable[str]:
    """Yield why a thing is but endangered."""
    if one.standing:
        yield words.say("impact.standing", lang, items=stating.nodes(one.standing, lang))
    elif one.effect == ENDANGERED:
        yield words.say("impact.weakened" if one.path[-1].required else "impact.unrequired", lang)


def _dues(deadlines: Iterable[Due], result: Impact, lang: str) -> Iterable[str]:
    return (stating.stake(due.stake, lang, *_slack(due, result, lang)) for due in deadlines)


def _slack(due: Due, result: Impact, lang: str) -> Iterable[str]:
    if due.slack is None:
        if due.stake.latest and result.due:
            yield words.say("detail.no_slack", lang)
        return
    yield words.say("detail.slack" if due.slack >= 0 else "detail.behind", lang, count=abs(due.slack))
    if due.missed is not None:
        yield words.say("detail.missed" if due.missed else "detail.kept", lang)


# ---- What it comes to ----


def _missed(result: Impact, lang: str) -> Iterable[str]:
    if not result.delay:
        return
    missed = [(one, due) for one in result.reached for due in one.deadlines if due.missed]
    compared = [one for one in result.reached if any(due.missed is not None for due in one.deadlines)]
    if missed:
        items = (f"{words.named(one.node, lang)} ({stating.bare(due.stake, lang)})" for one, due in missed)
        yield words.say("impact.missed", lang, count=len(missed), items=words.listed(items, lang))
    elif compared:
        yield words.say("impact.none_missed", lang)
    left = len(result.reached) - len(compared)
    if left and result.due:
        yield words.say("impact.uncompared", lang, count=left)


def _money(result: Impact, lang: str) -> Iterable[str]:
    """Yield what is stated to be at stake: never a zero for what is not, never a sum of what may overlap."""
    total = result.money
    if not total.budgets:
        yield words.say("impact.no_money", lang)
        return
    labels = {stake.fact: one.node for one in result.reached for stake in one.budgets}
    items = (f"{stating.bare(stake, lang)} ({words.named(labels[stake.fact], lang)})" for stake in total.budgets)
    yield words.say(
        "impact.money_overlap" if total.overlapping else "impact.money",
        lang,
        count=len(total.budgets),
        items=words.listed(items, lang),
        total=words.money(total.most, lang),
        least=words.money(total.least, lang),
        most=words.money(total.most, lang),
    )
    if without := sum(not one.budgets for one in result.reached):
        yield words.say("impact.unfunded", lang, count=without)


def _leads(result: Impact, lang: str) -> Iterable[str]:
    held = Counter(name for one in result.reached for name in {stake.actor_name.said(lang) for stake in one.leads})
    if held:
        ranked = sorted(held.items(), key=lambda pair: (-pair[1], pair[0]))
        items = (words.say("impact.lead", lang, actor=actor, count=count) for actor, count in ranked)
        yield words.say("impact.leads", lang, items=words.listed(items, lang))
    if without := sum(not one.leads for one in result.reached):
        yield words.say("impact.unled", lang, count=without)
