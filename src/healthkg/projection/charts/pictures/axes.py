"""The axis of a picture whose rows lie in time: ticks above the rows, thin lines through them."""

from __future__ import annotations

from healthkg.projection.charts.pictures import fonts, marks
from healthkg.projection.charts.pictures.items import Box, Item, Line, Paint
from healthkg.projection.charts.pictures.scales import TimeScale

HEIGHT = 26.0
HEADING = 26.0
_GRID = Paint(stroke="rule", width=1)


def time_axis(scale: TimeScale, top: float, bottom: float, lang: str) -> list[Item]:
    """Return the grid between `top` and `bottom`, its words above; below as well where that is far away."""
    ticks = scale.ticks(lang)
    grid: list[Item] = [Line(((tick.x, top), (tick.x, bottom)), _GRID) for tick in ticks]
    grid.append(Line(((scale.right, top), (scale.right, bottom)), _GRID))
    heights = [top - 8] + ([bottom + 17] if bottom - top > 560 else [])
    for y in heights:
        for i, tick in enumerate(ticks):
            room = (ticks[i + 1].x if i + 1 < len(ticks) else scale.right) - tick.x
            grid.append(_tick(tick.words, tick.x, room, y))
    return grid


def _tick(text: str, x: float, room: float, y: float) -> Item:
    """Return a tick's words in the middle of the time that they name; from its start where there is little room."""
    if fonts.width(text, fonts.SMALL) + 6 <= room:
        return marks.said(x + room / 2, y, text, fonts.SMALL, "quiet", anchor="middle")
    return marks.said(x + 2, y, fonts.cut(text, room, fonts.SMALL), fonts.SMALL, "quiet")


def rule(y: float, width: float) -> Item:
    """Return the thin line above a row."""
    return Line(((0, y), (width, y)), _GRID)


def heading(text: str, y: float, width: float) -> list[Item]:
    """Return the heading of a group of rows, on a shade."""
    text = fonts.cut(text, width - 12, fonts.TEXT, bold=True)
    shade = Box(0, y, width, HEADING, Paint(fill="panel"))
    return [shade, marks.said(6, y + 17.5, text, fonts.TEXT, bold=True)]
