"""The charts of a publication: each answer whose query describes one, as a picture and as a page."""

from __future__ import annotations

from collections.abc import Iterable

from healthkg.answers import Answer
from healthkg.corpus import Corpus
from healthkg.projection import charts
from healthkg.store import open_store


def graphics(corpus: Corpus, answers: Iterable[Answer], lang: str) -> dict[str, bytes]:
    """Return path in the publication → content, of the charts of `answers`, which `corpus` gave."""
    store = open_store(corpus)
    files: dict[str, bytes] = {}
    for answer in (one for one in answers if one.query.chart):
        chart = charts.chart(answer, lang, charts.lexicon(store, answer, lang))
        files[f"graphiques/{chart.name}.svg"] = charts.svg(chart)
        files[f"graphiques/{chart.name}.html"] = charts.html(chart, "../index.html").encode()
    return files
