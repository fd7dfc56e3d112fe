"""Words and lines of a text → the passage that they are."""

from __future__ import annotations

import re

from healthkg.errors import InputProblem
from healthkg.passages.spans import Passage
from healthkg.passages.texts import QUOTES, Text, digest

MAX_LENGTH = 400


def locate(
    text: Text, slug: str, lines: tuple[int, int], opening: str | None = None, closing: str | None = None
) -> Passage:
    """Return the passage of `lines` (first, last), from the words `opening` to the words `closing` when given.

    Raises InputProblem: no such line, words not found, more than 400 characters, nothing but white space.
    """
    first, last = lines
    count = text.line_of(len(text.words))
    if not 1 <= first <= last <= count:
        raise InputProblem("line-missing", path=text.path, line=first, last=count)
    start, end = _trim(text.words, *text.line_span(first, last))
    start = _find(text, opening, start, end, first)[0] if opening else start
    end = _find(text, closing, start, end, first)[1] if closing else end
    if end <= start:
        raise InputProblem("passage-empty", path=text.path, line=first)
    if end - start > MAX_LENGTH:
        raise InputProblem("passage-too-long", path=text.path, line=first, length=end - start, limit=MAX_LENGTH)
    return passage_at(text, slug, start, end)


def _trim(words: str, start: int, end: int) -> tuple[int, int]:
    span = words[start:end]
    return start + len(span) - len(span.lstrip()), end - (len(span) - len(span.rstrip()))


def _find(text: Text, sought: str, start: int, end: int, line: int) -> tuple[int, int]:
    """Return the first place in [start, end) that reads like `sought`; spaces, apostrophes and case aside."""
    words = (re.escape(word).replace("'", "['’‘]").replace("…", r"(?:…|\.\.\.)") for word in _plain(sought).split())
    pattern = r"\s+".join(words)
    match = re.compile(pattern, re.I).search(text.words, start, end)
    if match is None:
        raise InputProblem("words-missing", path=text.path, line=line, words=sought)
    return match.span()


def _plain(words: str) -> str:
    return words.translate(QUOTES).replace("...", "…")


def passage_at(text: Text, slug: str, start: int, end: int) -> Passage:
    """Return the passage of the characters from `start` to `end` of the text of the document `slug`."""
    first, last = text.line_of(start), text.line_of(end - 1)
    iri = f"id:passage-{slug}-{_place(text, first, last, start, end)}"
    return Passage(iri, f"id:source-{slug}", first, last, start, end, digest(text.words[start:end]))


def _place(text: Text, first: int, last: int, start: int, end: int) -> str:
    """Return `l023`, `l023-c001-118` or `l038-c001-l041-c020`: a name that holds no words and needs no counter."""
    lines = f"l{first:03}" if first == last else f"l{first:03}-l{last:03}"
    if (start, end) == _trim(text.words, *text.line_span(first, last)):
        return lines
    begin, until = start - text.line_span(first, first)[0] + 1, end - text.line_span(last, last)[0]
    return f"l{first:03}-c{begin:03}-{until:03}" if first == last else f"l{first:03}-c{begin:03}-l{last:03}-c{until:03}"
