"""Rows become envelopes: each with its cuts, what the lines leave, what it is counted in, what it may overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from healthkg.projection.charts import words
from healthkg.projection.charts.header import Row, merged
from healthkg.projection.charts.values import Cut, Drawn, Envelope, Omitted, Sum


def breakdown(rows: Sequence[Row], lang: str) -> Drawn:
    """Return an envelope for each one that is cut, or that no other one holds; the lines of others are drawn there
    alone, so that no amount stands twice."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.raw("envelope"), []).append(row)
    found = [_envelope(group, lang) for group in groups.values()]
    drawn = tuple(one for one in found if one.cuts or not one.within)
    omitted = tuple(_omitted([one for one in found if one not in drawn], lang))
    return Drawn(drawn, omitted, tuple(_caption(drawn, lang)))


def _envelope(rows: Sequence[Row], lang: str) -> Envelope:
    total = _sum([row.part("total") for row in rows], rows, lang)
    cuts: dict[str, list[Row]] = {}
    for row in rows:
        if row.part("line").raw("key"):
            cuts.setdefault(row.raw("cut"), []).append(row)
    overlaps = dict.fromkeys(said for row in rows if (said := row.text("overlaps")))
    return Envelope(
        total=total,
        cuts=tuple(_cut(total, group, lang) for group in cuts.values()),
        within=rows[0].text("within"),
        overlaps=words.with_money(" ; ".join(overlaps), lang),
    )


def _sum(said: Sequence[Row], rows: Sequence[Row], lang: str) -> Sum:
    """Return the amount that a part of the header names, alike in all these rows."""
    value, precision = said[0].number("amount"), said[0].text("precision")
    known = words.say("amount_unknown", lang)
    if value is not None:
        known = words.measured(words.money(value, lang), precision, lang)
    label = said[0].text("label") or words.say("unlabelled", lang)
    return Sum(label, value, known, words.bound(precision), merged(*(row.source() for row in rows)))


def _cut(total: Sum, rows: Sequence[Row], lang: str) -> Cut:
    lines: dict[str, list[Row]] = {}
    for row in rows:
        lines.setdefault(row.part("line").raw("key"), []).append(row)
    sums = tuple(_sum([row.part("line") for row in group], group, lang) for group in lines.values())
    stated = bool(rows[0].raw("cut"))
    return Cut(rows[0].flag("complete") is True, sums, _rest(total, sums) if stated else None, stated)


def _rest(total: Sum, lines: Sequence[Sum]) -> Decimal | None:
    """Return the total minus its lines; None when an amount is not stated."""
    amounts = [line.amount for line in lines if line.amount is not None]
    if total.amount is None or len(amounts) < len(lines):
        return None
    return total.amount - sum(amounts)


def _omitted(lines: Sequence[Envelope], lang: str) -> Iterator[Omitted]:
    for one in lines:
        label = f"{one.total.label} ({one.total.words})"
        yield Omitted(label, words.say("drawn_within", lang, whole=one.within))


# ---- In words ----


def _caption(marks: Sequence[Envelope], lang: str) -> Iterator[str]:
    if not marks:
        return
    yield words.counted(
        "envelopes", len(marks), lang, cut=words.number(Decimal(sum(bool(one.cuts) for one in marks)), lang)
    )
    yield words.say("never_add", lang)
    for one in marks:
        yield from (_said(one, cut, lang) for cut in one.cuts)
    if unknown := [one.total.label for one in marks if one.total.amount is None]:
        yield words.counted("unknown_amounts", len(unknown), lang, labels=words.listed(unknown, lang))
    if plain := [one for one in marks if not one.cuts and one.total.amount is not None]:
        labels = [f"{one.total.label} ({one.total.words})" for one in plain]
        yield words.counted("uncut", len(plain), lang, labels=words.listed(labels, lang, len(labels)))


def _said(one: Envelope, cut: Cut, lang: str) -> str:
    said = rest(cut, lang, minimum=one.total.bound == "atleast")
    lines = words.listed([f"{line.label} ({line.words})" for line in cut.lines], lang, len(cut.lines))
    data = {"label": one.total.label, "amount": one.total.words, "lines": lines, "rest": said}
    code = "cut_complete" if cut.complete else "cut_partial" if cut.stated else "cut_unstated"
    return words.say(code, lang, **data)


def rest(cut: Cut, lang: str, *, minimum: bool = False) -> str:
    """Return in words what the lines of a cut leave, or by how much they exceed a total (which may be a minimum)."""
    if cut.rest is None:
        return words.say("rest_unknown", lang)
    if cut.rest < 0:
        return words.say("excess_minimum" if minimum else "excess", lang, amount=words.money(-cut.rest, lang))
    code = "gap_complete" if cut.complete else "rest"
    return words.say(code, lang, amount=words.money(cut.rest, lang)) if cut.rest else words.say("rest_none", lang)
