"""Do recorded passages still stand where they are cited?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from healthkg import turtle
from healthkg.passages.spans import Passage, read_passages
from healthkg.passages.texts import Text, digest, text_of
from healthkg.prefixes import Registry

STATES = ("intact", "moved", "changed", "absent")


def verify(
    quads: Sequence[turtle.Statement], registry: Registry, texts: Mapping[str, Text]
) -> list[tuple[Passage, str]]:
    """Return each passage with its state: intact, moved (found elsewhere in its text), changed or absent (no text)."""
    recorded = read_passages(quads, registry)
    documents = {passage.document for passage in recorded}
    by_document = {name: text_of(registry[name], quads, registry, texts) for name in documents}
    return [(passage, state(passage, by_document[passage.document])) for passage in recorded]


def state(passage: Passage, text: Text | None) -> str:
    """Return the state of one passage in `text`; its lines count as part of it."""
    if text is None:
        return "absent"
    lines = (text.line_of(passage.start), text.line_of(max(passage.start, passage.end - 1)))
    if digest(text.words[passage.start : passage.end]) == passage.digest:
        return "intact" if lines == (passage.first_line, passage.last_line) else "moved"
    return "moved" if _moved(passage, text.words) else "changed"


def _moved(passage: Passage, words: str) -> bool:
    """Say whether a window as long as the passage has its digest anywhere in `words`; no look-alike will do."""
    length = passage.end - passage.start
    return any(digest(words[start : start + length]) == passage.digest for start in range(len(words) - length + 1))


def worst(states: Iterable[str]) -> str:
    """Return the most alarming of `states`; intact when there is none."""
    return max(states, key=STATES.index, default="intact")
