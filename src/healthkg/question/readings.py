"""A match whose slots are filled: one way to take a question, and which of two is the better."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from healthkg.question.matching import Match
from healthkg.question.slots import Filling, fill, kind_of_slot
from healthkg.question.templates import Slot, Template
from healthkg.question.things import Lexicon
from healthkg.question.words import LIGHT, Word


@dataclass(frozen=True)
class Reading:
    """A match, and what its slots were filled with (None: nothing)."""

    match: Match
    fillings: tuple[Filling | None, ...]

    @property
    def template(self) -> Template:
        return self.match.template

    @property
    def whole(self) -> bool:
        return None not in self.fillings

    @property
    def rivals(self) -> tuple[ox.NamedNode, ...]:
        """Return the things among which a parameter does not choose; rows may be kept for several things."""
        filled = zip(self.template.slots, self.fillings, strict=True)
        return tuple(
            rival
            for slot, filling in filled
            if filling and kind_of_slot(slot, self.template) != "column"
            for rival in filling.rivals
        )

    @property
    def score(self) -> float:
        score = self.match.score
        for filling in self.fillings:
            score *= filling.certainty if filling else 0.0
        return score


def read(match: Match, text: str, lexicon: Lexicon) -> Reading:
    slots = zip(match.template.slots, match.spans, strict=True)
    return Reading(match, tuple(fill(slot, said, match.template, text, lexicon) for slot, said in slots))


def rank(reading: Reading) -> tuple[float, bool, int, str, str]:
    """Return what makes a reading come first: sureness, no rivals, words of its template; then the alphabet."""
    said = sum(word not in LIGHT for word in reading.template.literals)
    return -round(reading.score, 2), bool(reading.rivals), -said, reading.template.query.name, reading.template.text


def unnamed(reading: Reading) -> tuple[Reading, tuple[Word, ...], Slot] | None:
    """Return the words that should name a thing and name none, when all other words of the question fit."""
    for slot, said, filling in zip(reading.template.slots, reading.match.spans, reading.fillings, strict=True):
        if filling is None and kind_of_slot(slot, reading.template) in ("iri", "column"):
            return reading, said, slot
    return None


def fit(left: tuple[Reading, tuple[Word, ...], Slot]) -> tuple[float, int, str]:
    reading, said, _ = left
    return -round(reading.match.score, 3), len(said), reading.template.text


def written(text: str, said: tuple[Word, ...]) -> str:
    return text[said[0].start : said[-1].end]
