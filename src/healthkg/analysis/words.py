"""The words of analysis (`templates/analysis.toml`): phrases, numbers, amounts and places, in either language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from healthkg.messages import fill
from healthkg.projection import kinds, wording
from healthkg.projection.bilingual import Bilingual

if TYPE_CHECKING:
    from healthkg.analysis.stakes import Place
    from healthkg.projection.networks import Node

_MILLION = Decimal(1_000_000)
_POINTS = {"fr": ",", "en": "."}


@cache
def table() -> Mapping[str, Any]:
    """Return the catalogue, as it is written."""
    return tomllib.loads(files("healthkg").joinpath("templates/analysis.toml").read_text("utf-8"))


def links(name: str) -> frozenset[str]:
    """Return the keys of relations that the catalogue calls `name`: `either`, `eases`."""
    return frozenset(table()["links"][name])


def say(key: str, lang: str, /, **data: object) -> str:
    """Return the phrase `key` (impact.head), filled; of a pair, the singular or the plural, by `count`."""
    said: Any = table()[lang]
    for part in key.split("."):
        said = said[part]
    if not isinstance(said, str):
        count = int(str(data["count"]))
        said = said[count > 1 if lang == "fr" else count != 1]
        data = {**data, "count": wording.number(count, lang)}
    return filled(said, lang, **data)


def filled(phrase: str, lang: str, /, **data: object) -> str:
    """Return a phrase filled, with the spaces that its language wants."""
    return wording.typeset(fill(phrase, data), lang)


def relation(key: str, lang: str) -> tuple[str, str]:
    """Return what a relation says, told from what depends and from what comes first; the general words for others."""
    known = table()[lang]["relations"]
    after, before = known.get(key) or known["other"]
    return str(after), str(before)


def listed(items: Iterable[str], lang: str) -> str:
    """Return "a, b and c", all of them."""
    *first, last = items
    return f"{', '.join(first)}{wording.words(lang)['and']}{last}" if first else last


def joined(items: Iterable[str], lang: str) -> str:
    """Return "a ; b ; c": items that have commas of their own."""
    return str(wording.words(lang)["semicolon"]).join(items)


def named(node: Node, lang: str) -> str:
    """Return a thing's label between quotation marks."""
    return quoted(node.label, lang)


def quoted(said: Bilingual, lang: str) -> str:
    """Return `said` between the quotation marks of `lang`; French marks inside it become inner ones."""
    inner = say("quoted_within", lang, text=r"\1")
    return say("quoted", lang, text=re.sub(r"«\s*(.*?)\s*»", inner, said.said(lang)))


def of(what: Bilingual, whose: Bilingual) -> Bilingual:
    """Return what a fact is called by what it is and whose."""
    return Bilingual(*(say("of", lang, name=what.said(lang), said=whose.said(lang)) for lang in Bilingual._fields))


def kind_names(kind: str) -> tuple[Bilingual, Bilingual]:
    """Return what one and many of a class are called; nothing for none."""
    return kinds.names(kind) if kind else (Bilingual(), Bilingual())


def kind(node: Node, lang: str) -> str:
    """Return the kind of a thing in words; nothing when it is not known."""
    return node.kind_names[0].said(lang)


def capital(text: str) -> str:
    """Return `text` with its first letter large."""
    return text[:1].upper() + text[1:]


def number(value: int, lang: str) -> str:
    """Return a whole number as it is written in `lang`; a negative one with a minus sign."""
    return ("−" if value < 0 else "") + wording.number(abs(value), lang)


def amount(value: Decimal, lang: str) -> str:
    """Return a number as it is written in `lang`, with as many decimals as it has."""
    whole, _, decimals = f"{value:f}".partition(".")
    decimals = decimals.rstrip("0")
    return number(int(whole), lang) + (_POINTS[lang] + decimals if decimals else "")


def money(euros: Decimal, lang: str) -> str:
    """Return an amount of euros, in millions from one million."""
    if euros < _MILLION:
        return say("money.euros", lang, number=amount(euros, lang))
    return say("money.millions", lang, number=amount(euros / _MILLION, lang))


def where(places: Sequence[Place], lang: str) -> str:
    """Return where something is read: each document with its lines; what is said of none when there is none."""
    if not places:
        return say("no_passage", lang)
    said = (say("place", lang, document=one.document, lines=one.lines) if one.lines else one.document for one in places)
    return joined(said, lang)


def proof(word: str, lang: str) -> str:
    """Return how firmly something is stated, in words."""
    return str(wording.words(lang)["proofs"].get(word, word))
