"""Rows become ribbons: what elements of a plan become elsewhere, through what they share; which have no sequel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from healthkg.projection.charts import words
from healthkg.projection.charts.header import Row, merged
from healthkg.projection.charts.values import Drawn, Omitted, Ribbon


def flow(rows: Sequence[Row], lang: str) -> Drawn:
    """Return a ribbon for each element, relation and other end; several rows that say the same make one. A row without
    an element is not drawn."""
    found: dict[Ribbon, Ribbon] = {}
    for row in rows:
        one = _ribbon(row, lang)
        key = replace(one, sources=())
        found[key] = replace(one, sources=merged(found[key].sources if key in found else (), one.sources))
    marks = tuple(one for one in found.values() if one.start and (one.end or one.absent))
    omitted = tuple(
        Omitted(one.start or one.end, words.say("one_end", lang)) for one in found.values() if one not in marks
    )
    return Drawn(marks, omitted, tuple(_caption(marks, lang)))


def _ribbon(row: Row, lang: str) -> Ribbon:
    absent, keys = row.listed("relation", "lost"), row.part("keys")
    relation, end = row.text("relation"), row.text("end")
    return Ribbon(
        start=row.text("start"),
        end=relation if absent else end,
        relation="" if absent else relation,
        via=row.text("via"),
        group=row.text("group"),
        basis=row.text("basis"),
        absent=absent,
        sources=row.source(),
        keys=(keys.raw("start"), keys.raw("via"), keys.raw("end")),
    )


def _caption(marks: Sequence[Ribbon], lang: str) -> Iterator[str]:
    if not marks:
        return
    elements = dict.fromkeys((one.start, one.keys[0]) for one in marks)
    yield words.counted("ribbons", len(elements), lang, links=words.counted("links", _links(marks), lang))
    for relation, count in Counter(spoken(one, lang) for one in marks if not one.absent).items():
        ends = dict.fromkeys(_end(one) for one in marks if not one.absent and spoken(one, lang) == relation)
        yield words.counted("relation_sentence", count, lang, relation=relation, ends=words.listed(list(ends), lang))
    for word in dict.fromkeys(one.end for one in marks if one.absent):
        names = [one.start for one in marks if one.absent and one.end == word]
        labels = words.listed(names, lang, len(names))
        yield words.counted("lost_sentence", len(names), lang, word=words.capital(word), labels=labels)


def _links(marks: Sequence[Ribbon]) -> int:
    return sum(not one.absent for one in marks)


def _end(one: Ribbon) -> str:
    return f"{one.end} ({one.group})" if one.group and one.group != one.end else one.end


def spoken(one: Ribbon, lang: str) -> str:
    """Return the word of a relation, with its basis."""
    return f"{one.relation}, {one.basis}" if one.basis else one.relation
