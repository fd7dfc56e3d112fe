"""A SPARQL text as its words (SPARQL 1.1, section 19.8), each where it stands; spaces and comments are no words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

# In this order: the longest first. A string that is not closed is `broken`, to the end of its line.
# Every repetition is bounded or cannot begin again: the time is linear in the text, whatever the text.
_WORDS = re.compile(
    r"""
    (?P<space>\s+|\#[^\n\r]*)
  | (?P<string>(?:\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')(?:@[A-Za-z]+(?:-\w+)*)?)
  | (?P<iri><[^<>"{}|^`\\\s]*>)
  | (?P<variable>[?$]\w+)
  | (?P<blank>_:\w[\w.-]*)
  | (?P<name>(?:[^\W\d_](?:[\w.-]{0,60}[\w-])?)?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[^\w\s])
        (?:[\w:-]|%[0-9A-Fa-f]{2}|\\[^\w\s]|\.(?=[\w:.%\\-]))*)?)
  | (?P<number>\d*\.?\d+(?:[eE][+-]?\d+)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<broken>["'][^\n\r]*)
  | (?P<sign>\^\^|&&|\|\||[<>!]=|.)
    """,
    re.X | re.S,
)
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")


@dataclass(frozen=True)
class Token:
    """One word of a SPARQL text: its kind (string, iri, variable, blank, name, number, word, broken, sign), its
    text, and the offset at which it starts."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def keyword(self) -> str:
        """Return the word in capitals; empty when this is not a bare word."""
        return self.text.upper() if self.kind == "word" else ""


def tokens(text: str) -> list[Token]:
    """Return the words of `text`, in order. Nothing is refused: what is not SPARQL comes back as signs."""
    return [
        Token(str(match.lastgroup), match.group(), match.start())
        for match in _WORDS.finditer(text)
        if match.lastgroup != "space"
    ]


def form_of(words: Sequence[Token]) -> str:
    """Return the first word that says what is asked (SELECT, ASK…) or changed (INSERT, LOAD…); else nothing."""
    return next((word.keyword for word in words if word.keyword in FORMS + UPDATES), "")


def declared_prefixes(words: Sequence[Token]) -> list[str]:
    """Return the prefixes that the text itself declares, without their colon."""
    return [
        after.text[:-1]
        for word, after in pairwise(words)
        if word.keyword == "PREFIX" and after.kind == "name" and after.text.endswith(":")
    ]


def place(text: str, offset: int) -> tuple[int, int, str]:
    """Return line and column (from 1) of `offset`, and that line as it stands."""
    before = text[:offset]
    line = before.count("\n") + 1
    begin = before.rfind("\n") + 1
    return line, offset - begin + 1, text[begin:].split("\n", 1)[0].rstrip("\r")
