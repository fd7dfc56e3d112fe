"""Lanes as a picture: an element, below it who holds a role towards it, in time; hatched what no document states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from healthkg.projection.charts import words
from healthkg.projection.charts.lanes import times, title
from healthkg.projection.charts.pictures import axes, fonts, marks
from healthkg.projection.charts.pictures.items import Box, Item, Line, Paint, Picture
from healthkg.projection.charts.pictures.scales import TimeScale, over
from healthkg.projection.charts.pictures.tips import tip
from healthkg.projection.charts.values import Chart, Lane, Stay, Time

_GUTTER, _INDENT = 0.38, 18.0
_STUB = 30.0


@dataclass(frozen=True)
class _Frame:
    """How wide the picture is, where the plot begins, its scale; None where no time is stated at all."""

    width: float
    gutter: float
    left: float
    scale: TimeScale | None
    lang: str

    @property
    def right(self) -> float:
        return self.width - 6

    @property
    def room(self) -> float:
        return self.gutter - 16 if self.gutter else self.width


def lanes(chart: Chart, width: float, *, wide: bool) -> Picture:
    """Return the picture of lanes: an element below another, under the headings of their groups."""
    found, lang = cast("tuple[Lane, ...]", chart.marks), chart.lang
    gutter = round(width * _GUTTER) if wide else 0
    days = [day for one in found for stay in one.stays for time in _times(stay) for day in time.days]
    scale = over(_widened(days), gutter + 6, width - 6) if days else None
    frame = _Frame(width, gutter, gutter + 6, scale, lang)
    items: list[Item] = []
    top = y = axes.HEIGHT if scale else 0
    group = ""
    for one in found:
        if one.group != group:
            group = one.group
            items += axes.heading(words.capital(group), y, width)
            y += axes.HEADING
        row, bottom = _lane(one, y, frame)
        items += [axes.rule(y, width), *row]
        y = bottom
    grid = axes.time_axis(scale, top, y, lang) if scale else []
    return Picture(width, y + (24 if y - top > 560 else 4), (*grid, axes.rule(y, width), *items))


def legend(found: Sequence[Lane]) -> Iterator[str]:
    """Yield the keys of the legend of these lanes."""
    stays = [stay for one in found for stay in one.stays]
    if any(_held(stay) for stay in stays):
        yield "held"
    if any(stay.attested for stay in stays):
        yield "attested"
    if any(not (stay.begins and stay.ends) for stay in stays):
        yield "unknown"
    if any(one.gap for one in found):
        yield "gap"


def _times(stay: Stay) -> list[Time]:
    return [time for time in (stay.begins, stay.ends, stay.attested) if time]


def _widened(days: Sequence[date]) -> tuple[date, date]:
    """Return the first and last of `days`, with room about them for what is not stated."""
    first, last = min(days), max(days)
    room = timedelta(max(60, (last - first).days // 5))
    return max(first, date.min + room) - room, min(last, date.max - room) + room


def _lane(one: Lane, y: float, frame: _Frame) -> tuple[list[Item], float]:
    """Return the items of an element whose top is at `y`, and where they end."""
    label = fonts.wrap(title(one), frame.room, fonts.TEXT, bold=bool(one.stays), most=3)
    text = marks.lines(0, y + 17, label, bold=bool(one.stays))
    items = text if frame.gutter else marks.on_paper(text)
    bottom = y + 17 * len(label) + 8
    if one.gap:
        middle = y + 13 if frame.gutter else bottom + 8
        items += _gap(one, middle, frame)
        return items, max(bottom, middle + 13)
    for stay in one.stays:
        more, bottom = _stay(one, stay, bottom, frame)
        items += more
    return items, bottom + 4


def _gap(one: Lane, y: float, frame: _Frame) -> list[Item]:
    hint = tip(f"{title(one)} – {one.gap}", one.sources, frame.lang)
    text = marks.said(frame.left + 14, y + 4.3, one.gap, fonts.SMALL, "quiet")
    return [*marks.lightly_hatched(frame.left, frame.right, y, hint, 18), *marks.on_paper([text])]


def _stay(lane: Lane, stay: Stay, y: float, frame: _Frame) -> tuple[list[Item], float]:
    """Return an actor's row below its element: who, with which word, from when to when."""
    room = frame.room - _INDENT
    who = fonts.wrap(stay.actor, room, fonts.TEXT, most=2)
    word = fonts.wrap(", ".join(part for part in (stay.word, stay.note) if part), room, fonts.SMALL, most=2)
    text = marks.lines(_INDENT, y + 13, who)
    text += marks.lines(_INDENT, y + 12 + 17 * len(who), word, fonts.SMALL, "quiet")
    items = text if frame.gutter else marks.on_paper(text)
    high = 17 * len(who) + 16 * len(word) + 4
    middle = y + 9 if frame.gutter else y + high + 11
    hint = tip(f"{title(lane)} – {stay.actor} ({stay.word}) – {times(stay, frame.lang)}", stay.sources, frame.lang)
    drawn = _marks(stay, middle, frame, hint)
    lowest = marks.lowest(drawn) + 5
    return [*items, *drawn], max(y + high, middle + 12, lowest)


def _marks(stay: Stay, y: float, frame: _Frame, hint: str) -> list[Item]:
    """Return the marks of a role in time: certain between what is stated, hatched beyond where nothing is."""
    known = [time for time in _times(stay) if time.days]
    if not known or frame.scale is None:
        text = marks.said(frame.left + 12, y + 4.3, times(stay, frame.lang), fonts.SMALL, "quiet")
        return [*marks.hatched(frame.left, frame.right, y, hint), *marks.on_paper([text])]
    scale = frame.scale
    first = scale.at(min(day for time in known for day in time.days))
    last = scale.after(max(day for time in known for day in time.days))
    items: list[Item] = []
    left, right = first, last
    if stay.begins is None or not stay.begins.days:
        left = max(first - _STUB, frame.left)
        items += marks.hatched(left, first, y, hint) if first - left > 3 else []
    if stay.ends is None or not stay.ends.days:
        right = min(last + _STUB, frame.right)
        items += marks.hatched(last, right, y, hint) if right - last > 3 else []
    items += _inside(stay, y, scale, hint)
    return [*items, *marks.beside(times(stay, frame.lang), left, right, (frame.left, frame.right), y, "quiet")]


def _inside(stay: Stay, y: float, scale: TimeScale, hint: str) -> list[Item]:
    """Return what is stated of a role: vague edges pale, what lies between them solid, attested moments on top."""
    items: list[Item] = []
    for time in (stay.begins, stay.ends, stay.attested):
        if time and time.days and not time.exact:
            items += marks.span(scale.at(time.days[0]), scale.after(time.days[-1]), y, "accent", "accent-wash", hint)
    if held := _held(stay):
        left, right = scale.at(held[0]), scale.after(held[1])
        items.append(Box(left, y - 6, max(right - left, 2), 12, Paint("accent", "accent", 1), 2, hint))
    if stay.attested and stay.attested.exact and stay.attested.start:
        middle = (scale.at(stay.attested.start) + scale.after(stay.attested.start)) / 2
        items += marks.day(middle, y, "accent", hint)
    for time, edge in ((stay.begins, 0), (stay.ends, 1)):
        if time and time.exact and time.start:
            x = scale.after(time.start) if edge else scale.at(time.start)
            items.append(Line(((x, y - 9), (x, y + 9)), Paint(stroke="accent", width=3), tip=hint))
    return items


def _held(stay: Stay) -> tuple[date, date] | None:
    """Return the days between which a role is certain: from the last day that it may begin on to the first that it may
    end on, what is attested in between being no bound; None when there are no two such days."""
    starts = [time.end for time in (stay.begins,) if time and time.end]
    ends = [time.start for time in (stay.ends,) if time and time.start]
    sure = stay.attested if stay.attested and stay.attested.exact else None
    days = [*starts, *ends, *((sure.start,) if sure and sure.start else ())]
    return (min(days), max(days)) if len(days) > 1 and min(days) < max(days) else None
