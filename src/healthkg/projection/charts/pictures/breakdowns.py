"""Envelopes as a picture: each with its lines as steps below its bar, and hatched what nothing states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from healthkg.projection.charts import words
from healthkg.projection.charts.pictures import axes, fonts, marks
from healthkg.projection.charts.pictures.items import Box, Item, Line, Paint, Picture
from healthkg.projection.charts.pictures.scales import NumberScale, round_steps, rounded_up
from healthkg.projection.charts.pictures.tips import tip
from healthkg.projection.charts.values import Chart, Cut, Envelope, Sum

_GUTTER, _SIDE = 0.4, 150.0
_UNKNOWN = 90.0  # pixels of an amount that is not stated
_BAR = 15.0
_INDENT = 18.0


@dataclass(frozen=True)
class _Frame:
    """How wide the picture is, its one scale of euros, and whether words stand above their bars."""

    width: float
    gutter: float
    scale: NumberScale
    lang: str

    @property
    def room(self) -> float:
        return self.gutter - 16 if self.gutter else self.width


def breakdown(chart: Chart, width: float, *, wide: bool) -> Picture:
    """Return the picture of envelopes, all on one scale: euros compare, which is not to say that they add up."""
    found, lang = cast("tuple[Envelope, ...]", chart.marks), chart.lang
    gutter = round(width * _GUTTER) if wide else 0
    amounts = [line.amount for one in found for line in _sums(one) if line.amount is not None]
    most = max([*amounts, *(_filled(cut) for one in found for cut in one.cuts), Decimal(1)])
    frame = _Frame(width, gutter, NumberScale(most, gutter + 2, width - _SIDE), lang)
    items: list[Item] = []
    y = axes.HEIGHT
    for one in found:
        row, bottom = _envelope(one, y, frame)
        items += [axes.rule(y, width), *row]
        y = bottom + 10
    return Picture(width, y + 4, (*_grid(frame, axes.HEIGHT, y), *items, axes.rule(y, width)))


def legend(found: Sequence[Envelope]) -> Iterator[str]:
    """Yield the keys of the legend of these envelopes."""
    sums = [line for one in found for line in _sums(one)]
    yield "total"
    if any(one.cuts for one in found):
        yield "line"
    cuts = [cut for one in found for cut in one.cuts]
    if any(not cut.stated for cut in cuts):
        yield "maybe"
    if any(_leaves(cut) for cut in cuts) or any(one.amount is None for one in sums):
        yield "rest"
    if any(one.overlaps for one in found):
        yield "overlap"
    yield from (bound for bound in ("atleast", "atmost", "about") if any(one.bound == bound for one in sums))


def _leaves(cut: Cut) -> bool:
    """Do the lines of a cut leave something, or nobody knows what?"""
    return bool(cut.rest) or (cut.rest is None and cut.stated and not cut.complete)


def _sums(one: Envelope) -> list[Sum]:
    return [one.total, *(line for cut in one.cuts for line in cut.lines)]


def _filled(cut: Cut) -> Decimal:
    return sum((line.amount for line in cut.lines if line.amount is not None), Decimal(0))


def _grid(frame: _Frame, top: float, bottom: float) -> list[Item]:
    scale, items = frame.scale, list[Item]()
    widest = fonts.width(words.money(rounded_up(scale.most), frame.lang), fonts.SMALL) + 24
    for value in round_steps(rounded_up(scale.most), min(5, int((scale.right - scale.left) / widest))):
        if value <= scale.most:
            x = scale.at(value)
            anchor = "start" if x < 20 else "middle"
            text = marks.said(x, top - 8, words.money(value, frame.lang), fonts.SMALL, "quiet", anchor=anchor)
            items += [Line(((x, top), (x, bottom)), Paint(stroke="rule", width=1)), text]
    return items


def _envelope(one: Envelope, y: float, frame: _Frame) -> tuple[list[Item], float]:
    """Return the items of an envelope whose top is at `y`, and where they end."""
    hint = tip(f"{one.total.label} – {one.total.words}", one.total.sources, frame.lang)
    notes = [(words.say("within", frame.lang, whole=one.within), "quiet")] if one.within else []
    notes += [(words.say("overlap", frame.lang, others=one.overlaps), "accent")] if one.overlaps else []
    items, bottom = _line(one.total, y + 8, 0, Decimal(0), frame, hint, whole=one)
    for note, colour in notes:
        lines = fonts.wrap(note, frame.width - _INDENT, fonts.SMALL, most=3)
        items += marks.on_paper(marks.lines(_INDENT, bottom + 13, lines, fonts.SMALL, colour))
        bottom += 16 * len(lines) + 3
    for number, cut in enumerate(one.cuts, 1):
        more, bottom = _cut(one, cut, number, bottom, frame)
        items += more
    return items, bottom


def _cut(one: Envelope, cut: Cut, number: int, y: float, frame: _Frame) -> tuple[list[Item], float]:
    """Return a cut: what it is, its lines as steps, what they leave."""
    head = _head(cut, number if len(one.cuts) > 1 else 0, frame.lang)
    head = fonts.cut(head, frame.width - _INDENT, fonts.SMALL)
    items = marks.on_paper([marks.said(_INDENT, y + 16, head, fonts.SMALL, "quiet")])
    y += 24
    for line, start in zip(cut.lines, _starts(cut), strict=True):
        hint = tip(f"{line.label} – {line.words}", line.sources, frame.lang)
        more, y = _line(line, y, 2 * _INDENT, start, frame, hint, dash=() if cut.stated else marks.DOTS)
        items += more
    if _leaves(cut):
        more, y = _rest(one, cut, y, frame)
        items += more
    return items, y


def _head(cut: Cut, number: int, lang: str) -> str:
    """Return what a cut is called: its number where there are several, and whether it is complete."""
    if not cut.stated:
        return words.say("unstated_head", lang)
    kind = words.say("cut_kind_complete" if cut.complete else "cut_kind_partial", lang)
    return words.say("cut_head" if number else "only_cut_head", lang, number=number, kind=kind)


def _starts(cut: Cut) -> list[Decimal]:
    """Return where each line begins: where the one before ends; from zero where that is not known or not stated."""
    starts, start = [], Decimal(0)
    for line in cut.lines:
        starts.append(start)
        start = Decimal(0) if line.amount is None or not cut.stated else start + line.amount
    return starts


def _line(
    one: Sum,
    y: float,
    indent: float,
    start: Decimal,
    frame: _Frame,
    hint: str,
    *,
    whole: Envelope | None = None,
    dash: tuple[float, ...] = (),
) -> tuple[list[Item], float]:
    """Return an amount: its words, and its bar from `start` on."""
    label = fonts.wrap(one.label, frame.room - indent, fonts.TEXT, bold=whole is not None, most=3)
    text = marks.lines(indent, y + 12, label, bold=whole is not None)
    items = text if frame.gutter else marks.on_paper(text)
    middle = y + 8 if frame.gutter else y + 17 * len(label) + 10
    bar, right = _bar(one, start, middle, frame, hint, whole, dash)
    amount = fonts.cut(one.words, frame.width - right - 8, fonts.SMALL, bold=whole is not None)
    items += [*bar, marks.said(right + 8, middle + 4.3, amount, fonts.SMALL, bold=whole is not None)]
    return items, max(y + 17 * len(label), middle + 9) + 5


def _bar(
    one: Sum,
    start: Decimal,
    y: float,
    frame: _Frame,
    hint: str,
    whole: Envelope | None,
    dash: tuple[float, ...],
) -> tuple[list[Item], float]:
    """Return the bar of an amount and where its words may begin; hatched where the amount is not stated."""
    left = frame.scale.at(start)
    if one.amount is None:
        left = min(left, frame.scale.right - _UNKNOWN)
        return marks.hatched(left, left + _UNKNOWN, y, hint, _BAR), left + _UNKNOWN
    right = max(frame.scale.at(start + one.amount), left + 2)
    paint = Paint("blue-border", "blue-border", 1) if whole else Paint("pale-fill", "blue-border", 1.4, dash)
    items: list[Item] = [Box(left, y - _BAR / 2, right - left, _BAR, paint, min(2, (right - left) / 2), hint)]
    if whole and whole.overlaps:
        items.append(
            Box(left - 3, y - _BAR / 2 - 3, right - left + 6, _BAR + 6, Paint("", "accent", 1.8, marks.DOTS), 3)
        )
        right += 4
    if one.bound == "atleast":
        return [*items, *marks.arrow(right, right + 16, y, "blue-border")], right + 17
    if one.bound == "atmost":
        return [*items, *marks.arrow(right + 18, right + 2, y, "blue-border")], right + 20
    return items, right


def _rest(one: Envelope, cut: Cut, y: float, frame: _Frame) -> tuple[list[Item], float]:
    """Return what the lines leave, hatched, with its word; or by how much they exceed the total."""
    lang, scale, start = frame.lang, frame.scale, _filled(cut)
    left = min(scale.at(start), scale.right - _UNKNOWN)
    text, right = words.say("rest_unknown_short", lang), left + _UNKNOWN
    if cut.rest is not None:
        code = "excess_short" if cut.rest < 0 else "gap_short" if cut.complete else "rest_short"
        text = words.say(code, lang, amount=words.money(abs(cut.rest), lang))
        left, right = sorted((scale.at(start), scale.at(start + cut.rest)))
    middle = y + 8
    label = fonts.cut(text, frame.room - 2 * _INDENT, fonts.SMALL)
    items: list[Item] = [marks.said(2 * _INDENT, y + 12, label, fonts.SMALL, "quiet")]
    if not frame.gutter:
        middle = y + 26
    hint = f"{one.total.label} – {text}"
    if cut.rest is not None and cut.rest < 0:
        excess = Paint("", "accent", 1.6, marks.DASHES)
        items.append(Box(left, middle - _BAR / 2, max(right - left, 3), _BAR, excess, 2, hint))
    else:
        items += marks.hatched(left, max(right, left + 3), middle, hint, _BAR)
    return items, middle + 14
