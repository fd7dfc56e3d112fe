"""What is wrong with a SPARQL text that the engine cannot read: where a person would look, and a likely cause.

The engine reports how far it read, plus the length of the longest keyword it tried there; in a text whose words stand
far apart, that place lies between the word that stopped it and the next one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping

import pyoxigraph as ox

from healthkg.errors import InputProblem
from healthkg.queryfile.causes import CAUSES, Stop
from healthkg.queryfile.tokens import Token, place, tokens

_POSITION = re.compile(r"error at (\d+):(\d+): ?(.*)", re.S)
_APART = " " * 40  # longer than any keyword
_BRACKETS = "{}()[]"


def syntax_problem(text: str, said: str, prefixes: Mapping[str, str], base: str | None = None) -> InputProblem:
    """Return the fault of `text`, of which the engine `said` what it says; its code names the likely cause."""
    words = tokens(text)
    at, said = _where_it_stops(words, said, prefixes, base)
    stop = Stop(tuple(words), at, said, frozenset(prefixes), text)
    for cause in CAUSES:
        if (found := cause(stop)) is not None:
            line, column, excerpt = place(text, found.offset)
            return InputProblem(found.code, line=line, column=column, excerpt=excerpt, **found.data)
    raise AssertionError("the last cause fits everything")


def _where_it_stops(words: list[Token], said: str, prefixes: Mapping[str, str], base: str | None) -> tuple[int, str]:
    """Return the index of the word that stops the engine (their number when it is the end), and its words about it."""
    apart, starts = _set_apart(words)
    try:
        ox.Store().query(apart, base_iri=base, prefixes=dict(prefixes))
    except SyntaxError as error:
        said = str(error)
    match = _POSITION.match(said)
    if match is None:
        return len(words), said
    offset = _offset(apart, int(match[1]), int(match[2]))
    return (len(words) if offset >= len(apart) else max(bisect_right(starts, offset) - 1, 0)), match[3]


def _set_apart(words: list[Token]) -> tuple[str, list[int]]:
    """Return the words far from each other (those that touch and are no brackets stay so), and where each starts."""
    text, starts, end = "", [], -1
    for i, word in enumerate(words):
        touches = word.start == end and not {word.text, words[i - 1].text} & set(_BRACKETS)
        text += "" if touches or not i else _APART
        starts.append(len(text))
        text, end = text + word.text, word.end
    return text + _APART, starts


def _offset(text: str, line: int, column: int) -> int:
    return sum(len(before) + 1 for before in text.split("\n")[: line - 1]) + column - 1
