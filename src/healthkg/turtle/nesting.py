"""How deep a Turtle text is nested, and where it cites a triple: read outside its strings, IRIs and comments."""

from __future__ import annotations

import re

# Every repetition is bounded by its mark: the time is linear in the text.
_WORDS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''|'(?:[^'\\\n]|\\.)*'"
    r"|<<(?P<cited>)|<[^<>\n]*>|#[^\n]*|(?P<bracket>[\[\](){}])",
    re.DOTALL,
)


def deepest(text: str) -> int:
    """Return how deep brackets are nested."""
    depth = found = 0
    for word in _WORDS.finditer(text):
        if bracket := word["bracket"]:
            depth += 1 if bracket in "[({" else -1
            found = max(found, depth)
    return found


def first_cited(text: str) -> int:
    """Return the offset of the first triple that is cited (`<<`); 0 when there is none."""
    return next((word.start() for word in _WORDS.finditer(text) if word["cited"] is not None), 0)
