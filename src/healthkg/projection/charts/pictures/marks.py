"""The small shapes of pictures: days, spans, open ends, arrows, diamonds; and words measured as they are set."""

from __future__ import annotations

from collections.abc import Iterable

from healthkg.projection.charts.pictures import fonts
from healthkg.projection.charts.pictures.items import Box, Dot, Item, Line, Paint, Words

HEIGHT = 12.0  # of a bar
OPEN = 42.0  # how far an open end reaches
DASHES = (4.0, 3.0)
DOTS = (1.5, 2.5)


def said(
    x: float,
    y: float,
    text: str,
    size: float = fonts.TEXT,
    colour: str = "text",
    *,
    bold: bool = False,
    anchor: str = "start",
) -> Words:
    """Return one line of text, with the room that it takes."""
    return Words(x, y, text, size, colour, bold, anchor, fonts.width(text, size, bold=bold))


def lines(
    x: float, y: float, texts: list[str], size: float = fonts.TEXT, colour: str = "text", *, bold: bool = False
) -> list[Item]:
    """Return lines of text below each other, the first on the baseline `y`."""
    return [said(x, y + i * leading(size), text, size, colour, bold=bold) for i, text in enumerate(texts)]


def leading(size: float) -> float:
    """Return how far apart the lines of a text of this size are."""
    return round(size * 1.32)


def day(x: float, y: float, colour: str, tip: str = "", *, hollow: bool = False, unsure: bool = False) -> list[Item]:
    """Return the dot of one day."""
    fill = "back" if hollow or unsure else colour
    return [Dot(x, y, 5.5, Paint(fill, colour, 1.8, DOTS if unsure else ()), tip)]


def span(
    left: float, right: float, y: float, colour: str, fill: str, tip: str = "", *, unsure: bool = False
) -> list[Item]:
    """Return the bar of a time between two days, wide enough to be seen."""
    wide = max(right - left, 6)
    paint = Paint(fill, colour, 1.6, DOTS if unsure else ())
    return [Box((left + right - wide) / 2, y - HEIGHT / 2, wide, HEIGHT, paint, min(4, wide / 2), tip)]


def until(x: float, y: float, colour: str, tip: str = "") -> list[Item]:
    """Return a limit that nothing begins: dashes that lead to an upright stroke."""
    return [_dashes(x - OPEN, x, y, colour, tip), upright(x, y, colour, tip)]


def since(x: float, y: float, colour: str, tip: str = "") -> list[Item]:
    """Return a beginning that nothing ends: an upright stroke, dashes, an arrow head."""
    return [upright(x, y, colour, tip), _dashes(x, x + OPEN, y, colour, tip), head(x + OPEN + 4, y, colour)]


def upright(x: float, y: float, colour: str, tip: str) -> Line:
    """Return the upright stroke of a limit."""
    return Line(((x, y - 8), (x, y + 8)), Paint(stroke=colour, width=3), tip=tip)


def _dashes(left: float, right: float, y: float, colour: str, tip: str) -> Line:
    return Line(((left, y), (right, y)), Paint(stroke=colour, width=2, dash=DASHES), tip=tip)


def head(x: float, y: float, colour: str, *, left: bool = False, size: float = 7) -> Line:
    """Return the head of an arrow whose tip is at (x, y)."""
    back = x + size if left else x - size
    return Line(((back, y - size * 0.7), (x, y), (back, y + size * 0.7)), Paint(colour, colour, 0.5), closed=True)


def arrow(left: float, right: float, y: float, colour: str) -> list[Item]:
    """Return an arrow from one place to another, either way."""
    back = right - (6 if right > left else -6)
    shaft = Line(((left, y), (back, y)), Paint(stroke=colour, width=2))
    return [shaft, head(right, y, colour, left=right < left)]


def diamond(x: float, y: float, colour: str, tip: str = "") -> list[Item]:
    """Return the diamond of what was done."""
    points = ((x, y - 7.5), (x + 7.5, y), (x, y + 7.5), (x - 7.5, y))
    return [Line(points, Paint(colour, colour, 1), closed=True, tip=tip)]


def hatched(left: float, right: float, y: float, tip: str = "", height: float = HEIGHT) -> list[Item]:
    """Return the hatched, dashed box of what is not stated."""
    paint = Paint("back", "absent", 1.2, DASHES, hatch=True)
    return [Box(left, y - height / 2, max(right - left, 2), height, paint, 2, tip)]


def lightly_hatched(left: float, right: float, y: float, tip: str = "", height: float = HEIGHT) -> list[Item]:
    """Return the same for a long stretch: its hatching is as thin as a rule."""
    place = (left, y - height / 2, right - left, height)
    outline = Paint("", "absent", 1.2, DASHES)
    return [Box(*place, Paint("back", "rule", 0.5, hatch=True), 2, tip), Box(*place, outline, 2, tip)]


def on_paper(items: Iterable[Item]) -> list[Item]:
    """Return items, a patch of the background below each line of words: they are read where lines or hatching pass."""
    found: list[Item] = []
    for item in items:
        if isinstance(item, Words):
            found.append(Box(item.left - 4, item.y - item.size + 1, item.room + 8, item.size + 3, Paint(fill="back")))
        found.append(item)
    return found


def beside(text: str, left: float, right: float, bounds: tuple[float, float], y: float, colour: str) -> list[Item]:
    """Return words right of a mark that reaches from `left` to `right`; left of it, or below, for want of room."""
    found = said(right + 9, y + 4.3, text, fonts.SMALL, colour)
    if found.right <= bounds[1]:
        return [found]
    found = said(left - 9, y + 4.3, text, fonts.SMALL, colour, anchor="end")
    if found.left >= bounds[0]:
        return [found]
    text = fonts.cut(text, bounds[1] - bounds[0], fonts.SMALL)
    middle = said(0, y + 22, text, fonts.SMALL, colour)
    x = min(max(left, bounds[0]), bounds[1] - middle.room)
    return [said(x, y + 22, text, fonts.SMALL, colour)]


def lowest(items: Iterable[Item]) -> float:
    """Return the lowest baseline of words among items; zero when there are none."""
    return max((item.y for item in items if isinstance(item, Words)), default=0.0)
