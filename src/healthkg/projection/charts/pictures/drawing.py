"""A chart becomes a picture: its legend above its marks; framed, it bears its title, its source and its version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from healthkg.projection.charts import words
from healthkg.projection.charts.pictures import breakdowns, bullets, flows, fonts, lanes, marks, timelines
from healthkg.projection.charts.pictures.items import Box, Item, Paint, Picture
from healthkg.projection.charts.pictures.legends import legend
from healthkg.projection.charts.pictures.moving import moved
from healthkg.projection.charts.values import Chart

WIDE, NARROW = 1120.0, 640.0
_MARGIN = 24.0


@dataclass(frozen=True)
class _Kind:
    """How a kind of chart is laid out, and the keys of its legend."""

    draw: Callable[..., Picture]
    legend: Callable[[Any], Iterable[str]]


_KINDS = {
    "timeline": _Kind(timelines.timeline, timelines.legend),
    "bullet": _Kind(bullets.bullets, bullets.legend),
    "breakdown": _Kind(breakdowns.breakdown, breakdowns.legend),
    "flow": _Kind(flows.flow, flows.legend),
    "lanes": _Kind(lanes.lanes, lanes.legend),
}


def drawn(chart: Chart, width: float = WIDE) -> Picture:
    """Return the picture of `chart` alone: its legend and its marks, or a line that says why there is none."""
    if not chart.marks:
        code = "nothing_drawn" if chart.rows else "nothing"
        return _stacked(
            width, [_lines(fonts.wrap(words.say(code, chart.lang), width, fonts.TEXT), fonts.TEXT, "quiet")]
        )
    kind = _KINDS[chart.kind]
    key, height = legend(kind.legend(chart.marks), width, chart.lang)
    body = kind.draw(chart, width, wide=width >= (WIDE + NARROW) / 2)
    return _stacked(width, [Picture(width, height, tuple(key)), body])


def framed(chart: Chart, width: float = WIDE) -> Picture:
    """Return the picture of `chart` as it stands in a report: title, picture, what is not drawn, documents, version."""
    title = _lines(fonts.wrap(chart.title, width, fonts.TITLE, bold=True, most=4), fonts.TITLE, "text", bold=True)
    asked = " · ".join(f"{name} : {value}" if chart.lang == "fr" else f"{name}: {value}" for name, value in chart.asked)
    under = _lines(fonts.wrap(asked, width, fonts.SMALL, most=2) if asked else [], fonts.SMALL, "quiet")
    foot = [words.counted("footnote", len(chart.omitted), chart.lang)] if chart.omitted else []
    cited = (
        words.listed(list(chart.documents), chart.lang, 5) if chart.documents else words.say("no_document", chart.lang)
    )
    source = words.say(
        "source_line", chart.lang, documents=cited, version=words.say("data", chart.lang, version=chart.version)
    )
    foot += [line for text in (source,) for line in fonts.wrap(text, width, fonts.SMALL, most=4)]
    inside = _stacked(width, [title, under, drawn(chart, width), _lines(foot, fonts.SMALL, "quiet")], gap=12)
    size = width + 2 * _MARGIN, ceil(inside.height + 2 * _MARGIN)
    paper = Box(0, 0, *size, Paint(fill="back"))
    return Picture(*size, (paper, *(moved(item, _MARGIN, _MARGIN) for item in inside.items)))


def _lines(texts: Sequence[str], size: float, colour: str, *, bold: bool = False) -> Picture:
    items = marks.lines(0, size, list(texts), size, colour, bold=bold)
    return Picture(0, len(texts) * marks.leading(size), tuple(items))


def _stacked(width: float, pictures: Sequence[Picture], gap: float = 6) -> Picture:
    """Return pictures below each other; those without height leave no gap."""
    items: list[Item] = []
    y = 0.0
    for picture in pictures:
        if picture.height:
            items += [moved(item, 0, y) for item in picture.items]
            y += picture.height + gap
    return Picture(width, ceil(max(y - gap, 1)), tuple(items))
