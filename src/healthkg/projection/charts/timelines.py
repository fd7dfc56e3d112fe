"""Rows become the moments of a timeline: what is due or happened, the date it was moved to, when it was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from healthkg.projection.charts import words
from healthkg.projection.charts.header import Row, merged
from healthkg.projection.charts.values import Drawn, Moment, Omitted, Time


def timeline(rows: Sequence[Row], lang: str) -> Drawn:
    """Return a moment for each thing, word and date; several rows that say the same make one. What has no date bound is
    not drawn."""
    moments = _together(_moment(row, lang) for row in rows)
    dated = tuple(one for one in moments if one.when.days or (one.moved and one.moved.days))
    undated = [one for one in moments if one not in dated]
    return Drawn(dated, tuple(_omitted(undated, lang)), tuple(_caption(dated, undated, lang)))


def _moment(row: Row, lang: str) -> Moment:
    when, moved = row.time() or Time(""), row.part("moved").time()
    return Moment(
        label=row.text("item") or words.say("unlabelled", lang),
        word=_word(row, lang),
        group=row.text("group"),
        when=when,
        moved=None if moved and moved.words == when.words else moved,
        done=row.part("done").time(),
        sure=row.flag("sure") is not False,
        sources=row.source(),
        key=row.raw("key"),
    )


def _word(row: Row, lang: str) -> str:
    """Return what is due, with its number where the header names one."""
    said, value = row.part("figure"), row.part("figure").number("value")
    if value is None:
        return row.text("word")
    number = words.measured(words.number(value, lang), said.text("precision"), lang)
    return words.say("number_of", lang, what=row.text("word"), number=words.quantity(number, said.text("unit"), lang))


def _together(moments: Iterator[Moment]) -> list[Moment]:
    """Return moments, those that differ by their sources alone made one; a group after another, as they first come."""
    found: dict[Moment, Moment] = {}
    for one in moments:
        key = replace(one, sources=())
        before = found.get(key)
        found[key] = replace(one, sources=merged(before.sources if before else (), one.sources))
    groups = list(dict.fromkeys(one.group for one in found.values()))
    return sorted(found.values(), key=lambda one: groups.index(one.group))


def _omitted(undated: Sequence[Moment], lang: str) -> Iterator[Omitted]:
    for one in undated:
        label = f"{one.label} ({one.word})" if one.word else one.label
        code = "unbounded" if one.when.words else "undated"
        yield Omitted(label, words.say(code, lang, said=one.when.words))


# ---- In words ----


def _caption(dated: Sequence[Moment], undated: Sequence[Moment], lang: str) -> Iterator[str]:
    days = [day for one in dated for time in (one.when, one.moved, one.done) if time for day in time.days]
    if days:
        first, last = min(days).year, max(days).year
        code = "moments" if first != last else "moments_one_year"
        yield words.counted(code, len(dated), lang, first=first, last=last)
    yield from _bounds(dated, lang)
    yield from (_moved(one, one.moved, lang) for one in dated if one.moved)
    yield from (
        words.say("done_sentence", lang, label=one.label, date=one.done.words or words.say("date_unknown", lang))
        for one in dated
        if one.done
    )
    if undated:
        yield words.counted("undated_count", len(undated), lang)


def _bounds(dated: Sequence[Moment], lang: str) -> Iterator[str]:
    vague = sum(not one.when.exact for one in dated if one.when.days)
    if vague:
        yield words.counted("vague_count", vague, lang)
    unsure = sum(not one.sure for one in dated)
    if unsure:
        yield words.counted("unsure_count", unsure, lang)


def _moved(one: Moment, moved: Time, lang: str) -> str:
    old = one.when.words or words.say("date_unknown", lang)
    new, more = moved.words, gap(one, lang)
    return words.say("moved_sentence", lang, label=one.label, word=one.word, old=old, new=new, gap=more)


def gap(one: Moment, lang: str) -> str:
    """Return in words by how many months a moment was moved, from last day to last day, and the new date's reserve."""
    if one.moved is None:
        return ""
    count = words.months(one.when.end, one.moved.end) if one.when.end and one.moved.end else 0
    later = " " + words.counted("later" if count > 0 else "earlier", abs(count), lang) if count else ""
    return later + (f" · {one.moved.note}" if one.moved.note else "")
