"""A property path as SPARQL writes it → as SHACL's RDF syntax has it (SHACL 2.3.1)."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"<[^>]*>|[\w-]*:[\w.%-]*[\w%-]|[()^/|*+?]|\S")
_REPEATED = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


def as_shacl(path: str) -> str:
    """Return the Turtle of a path: `a/b` as `( a b )`, `^a` as `[ sh:inversePath a ]`, and so on."""
    words = _TOKEN.findall(path)
    found = _alternative(words)
    return found if not words else f"<{path}>"


def _alternative(words: list[str]) -> str:
    parts = [_sequence(words)]
    while words[:1] == ["|"]:
        del words[0]
        parts.append(_sequence(words))
    return parts[0] if len(parts) == 1 else f"[ sh:alternativePath ( {' '.join(parts)} ) ]"


def _sequence(words: list[str]) -> str:
    parts = [_step(words)]
    while words[:1] == ["/"]:
        del words[0]
        parts.append(_step(words))
    return parts[0] if len(parts) == 1 else f"( {' '.join(parts)} )"


def _step(words: list[str]) -> str:
    if words[:1] == ["^"]:
        del words[0]
        return f"[ sh:inversePath {_step(words)} ]"
    found = _primary(words)
    while words and words[0] in _REPEATED:
        found = f"[ sh:{_REPEATED[words.pop(0)]} {found} ]"
    return found


def _primary(words: list[str]) -> str:
    if not words:
        return ""
    word = words.pop(0)
    if word != "(":
        return word
    found = _alternative(words)
    if words[:1] == [")"]:
        del words[0]
    return found
