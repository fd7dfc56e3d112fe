"""A timeline as a picture: one row per moment, its words left (or above), its mark in time; an arrow to a new date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from healthkg.projection.charts import words
from healthkg.projection.charts.pictures import axes, fonts, marks
from healthkg.projection.charts.pictures.items import Item, Picture
from healthkg.projection.charts.pictures.scales import TimeScale, over
from healthkg.projection.charts.pictures.tips import tip
from healthkg.projection.charts.timelines import gap
from healthkg.projection.charts.values import Chart, Moment, Time

_GUTTER = 0.37  # of the width, for the words of rows
_PAD = 7.0


@dataclass(frozen=True)
class _Frame:
    """How wide the picture is, where the plot begins, and whether words stand above their marks."""

    width: float
    gutter: float
    lang: str

    @property
    def stacked(self) -> bool:
        return self.gutter == 0

    @property
    def room(self) -> float:
        return self.width if self.stacked else self.gutter - 18


def timeline(chart: Chart, width: float, *, wide: bool) -> Picture:
    """Return the picture of a timeline: a row for each moment, under the headings of their groups."""
    moments, lang = cast("tuple[Moment, ...]", chart.marks), chart.lang
    frame = _Frame(width, round(width * _GUTTER) if wide else 0, lang)
    days = [day for one in moments for time in (one.when, one.moved, one.done) if time for day in time.days]
    scale = over(days, frame.gutter + 6, width - 6)
    items: list[Item] = []
    top = y = axes.HEIGHT
    group = ""
    for one in moments:
        if one.group != group:
            group = one.group
            items += axes.heading(words.capital(group), y, width)
            y += axes.HEADING
        row, height = _row(one, y, scale, frame)
        items += [axes.rule(y, width), *row]
        y += height
    grid = axes.time_axis(scale, top, y, lang)
    return Picture(width, y + (24 if y - top > 560 else 4), (*grid, axes.rule(y, width), *items))


def legend(moments: Sequence[Moment]) -> Iterator[str]:
    """Yield the keys of the legend of these moments."""
    times = [time for one in moments for time in (one.when,) if time.days]
    yield from (key for key in ("day", "span", "by", "from") if any(_shape(time) == key for time in times))
    if any(one.moved for one in moments):
        yield "moved"
    if any(one.done for one in moments):
        yield "done"
    if any(not one.sure and one.when.start and one.when.end for one in moments):
        yield "unsure"


def _shape(time: Time) -> str:
    if time.start is None:
        return "by"
    if time.end is None:
        return "from"
    return "day" if time.exact else "span"


def _row(one: Moment, y: float, scale: TimeScale, frame: _Frame) -> tuple[list[Item], float]:
    """Return the items of a row whose top is at `y`, and its height."""
    label = fonts.wrap(one.label, frame.room, fonts.TEXT, most=3)
    more = " · ".join(part for part in (one.word, one.when.note) if part)
    under = fonts.wrap(more, frame.room, fonts.SMALL, most=2) if more else []
    text: list[Item] = [
        *marks.lines(0, y + _PAD + 11, label),
        *marks.lines(0, y + _PAD + 10 + len(label) * marks.leading(fonts.TEXT), under, fonts.SMALL, "quiet"),
    ]
    high = len(label) * marks.leading(fonts.TEXT) + len(under) * marks.leading(fonts.SMALL)
    middle = y + _PAD + high + 12 if frame.stacked else y + _PAD + 8
    drawn = _marks(one, middle, scale, frame.lang)
    lowest = marks.lowest(drawn) + 4
    text = marks.on_paper(text) if frame.stacked else text
    return [*text, *drawn], max(middle + 10 - y, y + _PAD + high - y, lowest - y) + _PAD


def _marks(one: Moment, y: float, scale: TimeScale, lang: str) -> list[Item]:
    hint = tip(f"{one.label} – {said(one, lang)}", one.sources, lang)
    colour = "absent" if one.moved else "blue-border"
    items = _time(one.when, y, scale, colour, hint, unsure=not one.sure, old=one.moved is not None)
    edges = [_edges(one.when, scale)] if one.when.days else []
    if one.moved and one.moved.days:
        new = _edges(one.moved, scale)
        if _shape(one.moved) == "by" and edges:
            new = (new[1] - 4, new[1])  # the arrow leads to it, in the place of dashes
            items.append(marks.upright(new[1] - 2, y, "accent", hint))
        else:
            items += _time(one.moved, y, scale, "accent", hint)
        items += _arrow(edges[-1], new, y) if edges else []
        edges.append(new)
    if one.done and one.done.days:
        x = scale.at(one.done.days[0])
        items += marks.diamond(x, y, "mint-border", hint)
        edges.append((x - 8, x + 8))
    left, right = min(edge[0] for edge in edges), max(edge[1] for edge in edges)
    colour = "accent" if one.moved else "quiet"
    return [*items, *marks.beside(said(one, lang), left, right, (scale.left, scale.right), y, colour)]


def said(one: Moment, lang: str) -> str:
    """Return in words when a moment is, to when it was moved, and when it was done."""
    text = one.when.words or words.say("undated", lang)
    if one.moved:
        text = f"{text} → {one.moved.words}{gap(one, lang)}"
    if not one.sure:
        text += " · " + words.say("perhaps", lang)
    if one.done:
        text += " · " + words.say("done", lang, date=one.done.words or words.say("date_unknown", lang))
    return text


def _time(
    time: Time, y: float, scale: TimeScale, colour: str, hint: str, *, unsure: bool = False, old: bool = False
) -> list[Item]:
    """Return the mark of a time; that of an `old` one, which another replaced, is hollow."""
    fill = {"accent": "accent-wash", "absent": "back"}.get(colour, "back" if unsure else "pale-fill")
    match _shape(time), time.days:
        case _, ():
            return []
        case "day", (first, *_):
            return marks.day(_middle(first, scale), y, colour, hint, hollow=old, unsure=unsure)
        case "span", (first, last):
            return marks.span(scale.at(first), scale.after(last), y, colour, fill, hint, unsure=unsure)
        case "by", (last,):
            return marks.until(scale.after(last), y, colour, hint)
        case _, (first, *_):
            return marks.since(scale.at(first), y, colour, hint)
    return []


def _middle(day: date, scale: TimeScale) -> float:
    return (scale.at(day) + scale.after(day)) / 2


def _edges(time: Time, scale: TimeScale) -> tuple[float, float]:
    """Return the left and right edge of a time's mark."""
    first, last = time.days[0], time.days[-1]
    match _shape(time):
        case "day":
            return _middle(first, scale) - 6, _middle(first, scale) + 6
        case "by":
            return scale.after(last) - marks.OPEN, scale.after(last) + 2
        case "from":
            return scale.at(first) - 2, scale.at(first) + marks.OPEN + 4
    return scale.at(first), max(scale.after(last), scale.at(first) + 6)


def _arrow(old: tuple[float, float], new: tuple[float, float], y: float) -> list[Item]:
    """Return the arrow from an old mark to the new one; above them where they touch."""
    if new[0] - old[1] >= 9:
        return marks.arrow(old[1] + 1, new[0] - 1, y, "accent")
    if old[0] - new[1] >= 9:
        return marks.arrow(old[0] - 1, new[1] + 1, y, "accent")
    return marks.arrow(sum(old) / 2, sum(new) / 2, y - 11, "accent") if old != new else []
