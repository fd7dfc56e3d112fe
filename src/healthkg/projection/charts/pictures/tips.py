"""What a mouse over a mark is told: what it stands for, then the documents and lines that it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from healthkg.projection.charts import words
from healthkg.projection.charts.values import Source

_LONG = 400


def tip(text: str, sources: Sequence[Source], lang: str) -> str:
    """Return the words of a tip: a line for the mark, a line for each document."""
    text = text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"
    return "\n".join([text, *(where(source, lang) for source in sources)])


def where(source: Source, lang: str) -> str:
    """Return a document and its lines."""
    if not source.lines:
        return source.document
    return words.say("tip_lines", lang, document=source.document, lines=source.lines)
