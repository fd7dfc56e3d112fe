"""Rows become lanes: one per element, with who holds a role towards it and when, or that nobody is stated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from healthkg.projection.charts import words
from healthkg.projection.charts.header import Row, merged
from healthkg.projection.charts.values import Drawn, Lane, Omitted, Stay
from healthkg.projection.wording import typeset


def lanes(rows: Sequence[Row], lang: str) -> Drawn:
    """Return a lane for each element, in the order in which they come; several rows that say the same role make one."""
    groups: dict[tuple[str, str, str, str], list[Row]] = {}
    for row in rows:
        said = (row.text("lane"), row.text("number"), row.text("group"), row.raw("key"))
        groups.setdefault(said, []).append(row)
    marks = tuple(_lane(*said, group, lang) for said, group in groups.items() if said[0])
    unnamed = [Omitted(row.text("actor"), words.say("unlabelled", lang)) for row in rows if not row.text("lane")]
    return Drawn(marks, tuple(unnamed), tuple(_caption(marks, lang)))


def _lane(label: str, number: str, group: str, key: str, rows: Sequence[Row], lang: str) -> Lane:
    found: dict[Stay, Stay] = {}
    for row in rows:
        if row.text("actor"):
            one = _stay(row, lang)
            bare = replace(one, sources=())
            found[bare] = replace(one, sources=merged(found[bare].sources if bare in found else (), one.sources))
    gap = str((rows[0].said.get("absent") or {}).get(lang) or words.say("not_stated", lang))
    sources = merged(*(row.source() for row in rows))
    return Lane(label, number, group, tuple(found.values()), "" if found else typeset(gap, lang), sources, key)


def _stay(row: Row, lang: str) -> Stay:
    each = row.text("each")
    note = [row.texts("note"), words.say("for_each", lang, kind=each) if each else ""]
    return Stay(
        actor=row.text("actor"),
        word=row.text("word"),
        note=", ".join(part for part in note if part),
        begins=row.part("from").time(),
        ends=row.part("to").time(),
        attested=row.part("attested").time(),
        sources=row.source(),
    )


# ---- In words ----


def _caption(marks: Sequence[Lane], lang: str) -> Iterator[str]:
    if not marks:
        return
    held, empty = [one for one in marks if one.stays], [one for one in marks if not one.stays]
    yield words.counted("lanes", len(marks), lang, held=words.number(Decimal(len(held)), lang))
    for one in held:
        yield words.say("lane_sentence", lang, label=title(one), stays=_spoken(one.stays, lang))
    for gap in dict.fromkeys(one.gap for one in empty):
        names = [title(one) for one in empty if one.gap == gap]
        labels = words.listed(names, lang, len(names))
        yield words.counted("gap_sentence", len(names), lang, word=words.capital(gap), labels=labels)


def _spoken(stays: Sequence[Stay], lang: str) -> str:
    return str(words.words(lang)["semicolon"]).join(spoken(stay, lang) for stay in stays)


def title(one: Lane) -> str:
    """Return a lane's label after its number."""
    return f"{one.number}. {one.label}" if one.number else one.label


def spoken(stay: Stay, lang: str) -> str:
    """Return an actor, the word of the role, and its times."""
    said = ", ".join(part for part in (stay.word, stay.note, times(stay, lang)) if part)
    return f"{stay.actor} ({said})"


def times(stay: Stay, lang: str) -> str:
    """Return in words since when, until when, and when attested; or that none of it is stated."""
    known = (("since", stay.begins), ("until", stay.ends), ("attested", stay.attested))
    said = [words.say(code, lang, date=time.words) for code, time in known if time and time.words]
    return ", ".join(said) or words.say("undated", lang)
