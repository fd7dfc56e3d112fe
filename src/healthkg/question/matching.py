"""A template and a question → how well they agree, and which words stand in each slot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from healthkg.question.templates import Slot, Template
from healthkg.question.words import ASKING, LIGHT, Word, likeness

Spans = tuple[tuple[Word, ...], ...]
_LIGHT_WEIGHT, _EXTRA_COST = 0.25, 0.02


@dataclass(frozen=True)
class Match:
    """A template, the words in each of its slots, and the part of its own words that the question has (0 to 1)."""

    template: Template
    spans: Spans
    score: float = field(compare=False)


def matches(template: Template, asked: tuple[Word, ...]) -> list[Match]:
    """Return every way in which `asked` fits `template`: each word of weight in its place, none too many."""
    if not has_all(asked, template.literals):
        return []
    best: dict[Spans, float] = {}
    for gained, spans in _aligned(template.parts, asked):
        best[spans] = max(gained, best.get(spans, -1.0))
    whole = sum(_weight(word) for word in template.literals)
    return [Match(template, spans, gained / whole) for spans, gained in best.items()]


def has_all(asked: tuple[Word, ...], wanted: tuple[str, ...]) -> bool:
    """Whether `asked` has each word of weight of `wanted`, in any order."""
    return all(word in LIGHT or any(likeness(said.key, word) for said in asked) for word in wanted)


def _weight(word: str) -> float:
    return _LIGHT_WEIGHT if word in LIGHT else 1.0


def _aligned(parts: tuple[str | Slot, ...], asked: tuple[Word, ...]) -> Iterator[tuple[float, Spans]]:
    """Yield the weight of the words that agree, and the words in each slot, for each way of laying one on the other."""
    if not parts:
        if all(word.key in LIGHT for word in asked):
            yield -_EXTRA_COST * len(asked), ()
    elif isinstance(parts[0], Slot):
        for end in range(1, len(asked) + 1):
            if all(word.key in ASKING for word in asked[:end]):
                continue
            for gained, spans in _aligned(parts[1:], asked[end:]):
                yield gained, (asked[:end], *spans)
    else:
        yield from _aligned_word(parts[0], parts, asked)


def _aligned_word(word: str, parts: tuple[str | Slot, ...], asked: tuple[Word, ...]) -> Iterator[tuple[float, Spans]]:
    if asked and (alike := likeness(asked[0].key, word)):
        for gained, spans in _aligned(parts[1:], asked[1:]):
            yield gained + alike * _weight(word), spans
    if asked and asked[0].key in LIGHT:
        for gained, spans in _aligned(parts, asked[1:]):
            yield gained - _EXTRA_COST, spans
    if word in LIGHT:
        yield from _aligned(parts[1:], asked)
