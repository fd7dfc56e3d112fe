"""A fact in one sentence: pieces of a catalogue, filled with what a fact says; what it leaves unsaid falls away.

A piece such as `, échéance {hkg:date}` stands when its every placeholder leads somewhere; behind ` ?? ` is what stands
otherwise. A placeholder is a property path from the fact; `!money`, `!number` and `!delay` say how a value is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.analysis.words import amount, money
from healthkg.projection import kinds
from healthkg.projection.wording import counted, typeset, words
from healthkg.web.things.reader import Named, Reader

if TYPE_CHECKING:
    from healthkg.store import Term

_HOLE = re.compile(r"\{([^{}!]+)(?:!(\w+))?\}")
_DELAY = re.compile(r"P(\d+)([YMWD])")
# What is shown elsewhere: the passages, the kind, the name, and the reserves.
_PLUMBING = ("hkg:statedIn", "rdf:type", "skos:prefLabel", "hkg:anchor", "hkg:basis", "hkg:modality")
_NO_BREAK = "\u00a0"
_UNITS = {"Y": "years", "M": "months", "W": "weeks", "D": "days"}


def sentence(reader: Reader, node: ox.NamedNode, pieces: Iterable[str]) -> tuple[Named, ...]:
    """Return the sentence that `pieces` make of `node`: its words, and its things with the paths of their pages."""
    return tuple(_joined(part for piece in pieces for part in _piece(reader, node, piece)))


def plain(reader: Reader, node: ox.NamedNode, pieces: Iterable[str]) -> str:
    """Return the same as text."""
    return "".join(part.text for part in sentence(reader, node, pieces)).strip()


def of_block(reader: Reader, node: ox.NamedNode, graph: ox.NamedNode) -> tuple[Named, ...]:
    """Return what a graph says of a node: a fact as its kind wants it; of a thing, its name and each statement of that
    graph (another graph may say otherwise)."""
    said = reader.words["says"]
    kind = next((one for one in (kinds.segment(each.value) for each in reader.classes(node)) if one in said), "")
    if kind:
        return sentence(reader, node, [*said[kind], *said["tail"]])
    return tuple(_joined(_plainly(reader, node, graph)))


def _plainly(reader: Reader, node: ox.NamedNode, graph: ox.NamedNode) -> Iterator[Named]:
    """Yield « nature : name ; property : values ; … »."""
    between, semicolon = str(reader.words["between"]), str(reader.words["semicolon"])
    yield Named(reader.kind_name(node) + between)
    yield reader.name(node)
    values: dict[ox.NamedNode, list[Term]] = {}
    for quad in reader.store.statements_of(node, None, graph):
        if reader.store.registry.shorten(quad.predicate.value) not in _PLUMBING:
            values.setdefault(quad.predicate, []).append(quad.object)
    for name in sorted(values, key=lambda one: reader.name(one).text):
        yield Named(semicolon + reader.name(name).text + between)
        yield from listed(reader, reader.ordered(values[name]))


def listed(reader: Reader, terms: Sequence[Term], how: str = "") -> Iterator[Named]:
    """Yield the names of `terms`, with what a list of the language puts between them."""
    for i, term in enumerate(terms):
        if i:
            yield Named(str(words(reader.lang)["and"]) if i == len(terms) - 1 else ", ")
        yield written(reader, term, how)


def written(reader: Reader, term: Term, how: str) -> Named:
    """Return a term as it is shown; a value in the way that `how` says."""
    if how in ("money", "number"):
        try:
            value = Decimal(str(term.value))
        except ArithmeticError:
            return reader.name(term)
        return Named((money if how == "money" else amount)(value, reader.lang).replace(" ", _NO_BREAK))
    match = _DELAY.fullmatch(str(term.value)) if how == "delay" else None
    if match:
        pair = reader.words["delays"][_UNITS[match[2]]]
        return Named(counted(pair, int(match[1]), reader.lang))
    return reader.name(term)


def _piece(reader: Reader, node: ox.NamedNode, piece: str) -> list[Named]:
    for wording in piece.split(" ?? "):
        texts, holes = _read(wording)
        found = [reader.follow(node, path) for path, _ in holes]
        if all(found):
            return list(_filled(reader, texts, holes, found))
    return []


def _filled(
    reader: Reader, texts: Sequence[str], holes: Sequence[tuple[str, str]], found: Sequence[list[Term]]
) -> Iterator[Named]:
    yield Named(typeset(texts[0], reader.lang))
    for text, (_, how), terms in zip(texts[1:], holes, found, strict=True):
        yield from listed(reader, terms, how)
        yield Named(typeset(text, reader.lang))


@lru_cache(maxsize=1024)
def _read(wording: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the texts of a piece and the holes between them: path, and how its values are written."""
    parts = _HOLE.split(wording)
    return parts[::3], list(zip(parts[1::3], (how or "" for how in parts[2::3]), strict=True))


def _joined(parts: Iterable[Named]) -> Iterator[Named]:
    """Yield `parts`, with plain words that follow each other made one, and nothing empty."""
    held = ""
    for part in parts:
        if not part.path and not part.outward and not part.lang:
            held += part.text
            continue
        if held:
            yield Named(held)
        held = ""
        yield part
    if held:
        yield Named(held)
