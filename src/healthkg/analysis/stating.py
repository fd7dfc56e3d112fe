"""One link or one stake in words, with how firmly it is stated and where it is read."""

from __future__ import annotations

from collections.abc import Iterable

from healthkg.analysis import words
from healthkg.analysis.dependencies import Link
from healthkg.analysis.stakes import MET, Stake
from healthkg.projection.networks import Node


def link(step: Link, lang: str, *, upstream: bool = False) -> str:
    """Return the sentence of a link: what depends on what, in the words of its relations; how firmly, and where it is
    read. Told from what comes first if `upstream`."""
    keys = dict.fromkeys(edge.relation.key for edge in step.edges)
    said = words.joined((_relation(step, key, lang, upstream=upstream) for key in keys), lang)
    return words.say("link", lang, said=said, proof=firmness(step, lang), where=words.where(step.places, lang))


def _relation(step: Link, key: str, lang: str, *, upstream: bool) -> str:
    """Return what a relation says of its two things; by the word of the network when the catalogue has none."""
    before, after = words.named(step.before, lang), words.named(step.after, lang)
    said = words.relation(key, lang)[upstream]
    return words.filled(said, lang, before=before, after=after, word=words.quoted(step.word, lang))


def firmness(step: Link, lang: str) -> str:
    """Return how firmly a link is stated, its modality, and that it is but possible at a date, when it is."""
    said, note = words.proof(step.proof, lang), step.edges[0].note
    said = words.say("modality", lang, proof=said, note=note.said(lang)) if note else said
    return words.joined([said, words.say("possible", lang)], lang) if step.possible else said


def nodes(things: Iterable[Node], lang: str) -> str:
    """Return the labels of things, in a list."""
    return words.listed((words.named(one, lang) for one in things), lang)


def thing(node: Node, lang: str) -> str:
    """Return a thing's label and, when it is known, its kind."""
    name, kind = words.named(node, lang), words.kind(node, lang)
    return words.say("thing", lang, name=name, kind=kind) if kind else name


# ---- Stakes ----


def stake(stated: Stake, lang: str, *more: str) -> str:
    """Return a stake with its reserves, where it is read, and what `more` there is to say of it."""
    return ", ".join(
        [words.say("detail.cited", lang, said=bare(stated, lang), where=words.where(stated.places, lang)), *more]
    )


def role(stated: Stake, lang: str) -> str:
    """Return the word of a role with its reserves and where it is read, without who holds it."""
    said = _reserved(", ".join(_timed(stated, lang)), stated, lang)
    return words.say("detail.cited", lang, said=said, where=words.where(stated.places, lang))


def bare(stated: Stake, lang: str) -> str:
    """Return a stake with its reserves, without where it is read."""
    return _reserved(_SAID[stated.sort](stated, lang), stated, lang)


def _reserved(said: str, stated: Stake, lang: str) -> str:
    reserves = [words.proof(stated.proof, lang)] if stated.proof != "stated" else []
    reserves += [stated.note.said(lang)] if stated.note else []
    reserves += [words.say("met", lang)] if stated.sort == "deadline" and stated.standing == MET else []
    reserves += [words.say("possible", lang)] if stated.possible else []
    return words.say("detail.reserved", lang, said=said, proof=", ".join(reserves)) if reserves else said


def _deadline(stated: Stake, lang: str) -> str:
    what = stated.what.said(lang)
    if stated.value is not None:
        value = f"{words.amount(stated.value, lang)} {stated.unit.said(lang)}".strip()
        what = words.say("detail.aimed", lang, what=what, value=value)
    key = "dated" if stated.latest else "undated_said" if stated.when else "undated"
    return words.say(f"detail.{key}", lang, what=what, date=stated.when.said(lang))


def _lead(stated: Stake, lang: str) -> str:
    return ", ".join([stated.actor_name.said(lang), *_timed(stated, lang)])


def _timed(stated: Stake, lang: str) -> list[str]:
    """Return a role or a state, when it is attested or begins, and when it ends."""
    end = [words.say("detail.end", lang, end=stated.end.said(lang))] if stated.end else []
    return [part for part in (stated.what.said(lang), stated.when.said(lang), *end) if part]


def _budget(stated: Stake, lang: str) -> str:
    return ", ".join(part for part in (amount(stated, lang), stated.what.said(lang), stated.when.said(lang)) if part)


def _state(stated: Stake, lang: str) -> str:
    return ", ".join(_timed(stated, lang))


_SAID = {"deadline": _deadline, "lead": _lead, "budget": _budget, "state": _state}


def amount(stated: Stake, lang: str) -> str:
    """Return the amount of a budget in words; that it is not stated, for none."""
    return words.say("not_stated", lang) if stated.value is None else words.money(stated.value, lang)


def detail(sort: str, said: Iterable[str], lang: str) -> str:
    """Return the line of one sort of stake: what is stated, or that nothing is."""
    items = words.joined(said, lang)
    return words.say(f"detail.{sort}", lang, items=items) if items else words.say(f"detail.no_{sort}", lang)
