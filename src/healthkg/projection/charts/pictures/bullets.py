"""Targets against figures as a picture: a small scale of its own for each indicator, never one for several units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from healthkg.projection.charts import words
from healthkg.projection.charts.pictures import axes, fonts, marks
from healthkg.projection.charts.pictures.items import Item, Picture
from healthkg.projection.charts.pictures.scaled import most, scaled
from healthkg.projection.charts.pictures.scales import NumberScale
from healthkg.projection.charts.values import Bullet, Chart

_GUTTER, _SIDE = 0.34, 116.0
_PAD = 10.0


@dataclass(frozen=True)
class _Frame:
    """How wide the picture is, where plots begin and end, and whether words stand above them."""

    width: float
    left: float
    right: float
    lang: str

    @property
    def stacked(self) -> bool:
        return self.left < 20

    @property
    def room(self) -> float:
        return self.right if self.stacked else self.left - 24


def bullets(chart: Chart, width: float, *, wide: bool) -> Picture:
    """Return the picture of targets against figures: an indicator below another, each on a scale from zero."""
    found, lang = cast("tuple[Bullet, ...]", chart.marks), chart.lang
    frame = _Frame(width, round(width * _GUTTER) if wide else 8, width - _SIDE, lang)
    items: list[Item] = []
    y = 0.0
    if any(one.progress for one in found):
        text = fonts.wrap(words.say("progress", lang), _SIDE - 16, fonts.SMALL, most=2)
        items += [
            marks.said(width, y + 12 + i * 16, line, fonts.SMALL, "quiet", anchor="end") for i, line in enumerate(text)
        ]
        y += 16 * len(text) + 6
    for one in found:
        row, height = _row(one, y, frame)
        items += [axes.rule(y, width), *row]
        y += height
    return Picture(width, y + 2, (*items, axes.rule(y, width)))


def legend(found: Sequence[Bullet]) -> Iterator[str]:
    """Yield the keys of the legend of these bullets."""
    figures = [figure for one in found for figure in one.figures]
    every = [*figures, *(target for one in found for target in one.targets)]
    yield "target"
    if any(not one.reserve for one in figures):
        yield "observed"
    if any(one.reserve for one in figures):
        yield "reserve"
    yield from (bound for bound in ("atleast", "atmost", "about") if any(one.bound == bound for one in every))
    if any(not one.figures for one in found):
        yield "nofigure"


def _row(one: Bullet, y: float, frame: _Frame) -> tuple[list[Item], float]:
    """Return the items of an indicator's row whose top is at `y`, and its height."""
    label = fonts.wrap(one.label, frame.room, fonts.TEXT, bold=True, most=3)
    unit = [fonts.cut(one.unit, frame.room, fonts.SMALL)] if one.unit else []
    high = _PAD + 17.0 * len(label) + 16 * len(unit)
    scale = NumberScale(most(one), frame.left, frame.right - 10)
    drawn, middle, bottom = scaled(one, y + (high + 4 if frame.stacked else 4), scale, frame.width, frame.lang)
    items: list[Item] = [
        *marks.lines(0, y + _PAD + 11, label, bold=True),
        *marks.lines(0, y + _PAD + 10 + 17 * len(label), unit, fonts.SMALL, "quiet"),
        *drawn,
        *_aside(one, middle, frame),
    ]
    return items, max(bottom - y, high) + _PAD


def _aside(one: Bullet, y: float, frame: _Frame) -> list[Item]:
    """Return what stands right of a scale: how far the target has come, or that no figure compares with it."""
    if fonts.width(one.progress, fonts.TEXT, bold=True) <= _SIDE - 24 and one.progress:
        return [marks.said(frame.width, y + 4.3, one.progress, fonts.TEXT, bold=True, anchor="end")]
    text = one.progress if one.figures else words.say("no_figure", frame.lang)
    lines = fonts.wrap(text, _SIDE - 24, fonts.SMALL, most=2) if text else []
    top = y + 4.3 - 8 * (len(lines) - 1)
    return [
        marks.said(frame.width, top + 16 * i, line, fonts.SMALL, "quiet", anchor="end") for i, line in enumerate(lines)
    ]
