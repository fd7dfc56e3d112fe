"""The legend of a picture: the marks that it uses, each once, with its words, in lines that wrap."""

from __future__ import annotations

from collections.abc import Iterable

from healthkg.projection.charts import words
from healthkg.projection.charts.pictures import fonts, marks
from healthkg.projection.charts.pictures.items import Band, Box, Item, Line, Paint

_SAMPLE, _GAP, _LINE = 44.0, 22.0, 24.0


def legend(keys: Iterable[str], width: float, lang: str) -> tuple[list[Item], float]:
    """Return the items of a legend for these marks, and how high it is."""
    items: list[Item] = []
    x, y = 0.0, 12.0
    for key in dict.fromkeys(keys):
        text = fonts.cut(words.say(f"legend_{key}", lang), width - _SAMPLE, fonts.SMALL)
        wide = _SAMPLE + fonts.width(text, fonts.SMALL)
        if x and x + wide > width:
            x, y = 0.0, y + _LINE
        items += [*_sample(key, x, y), marks.said(x + _SAMPLE, y + 4.3, text, fonts.SMALL, "quiet")]
        x += wide + _GAP
    return items, (y + 16 if items else 0.0)


def _sample(key: str, x: float, y: float) -> list[Item]:
    """Return the sample of a mark, some 36 pixels wide."""
    right, middle = x + 34, x + 17
    blue, accent = "blue-border", "accent"
    samples: dict[str, list[Item]] = {
        "day": marks.day(middle, y, blue),
        "span": marks.span(x, right, y, blue, "pale-fill"),
        "by": [
            Line(((x, y), (right, y)), Paint(stroke=blue, width=2, dash=marks.DASHES)),
            Line(((right, y - 7), (right, y + 7)), Paint(stroke=blue, width=3)),
        ],
        "from": [
            Line(((x + 2, y - 7), (x + 2, y + 7)), Paint(stroke=blue, width=3)),
            Line(((x + 2, y), (right - 4, y)), Paint(stroke=blue, width=2, dash=marks.DASHES)),
            marks.head(right + 2, y, blue),
        ],
        "moved": [
            *marks.day(x + 6, y, "absent", hollow=True),
            *marks.arrow(x + 13, right - 9, y, accent),
            *marks.day(right - 2, y, accent),
        ],
        "done": marks.diamond(middle, y, "mint-border"),
        "unsure": marks.span(x, right, y, blue, "back", unsure=True),
        "target": [Line(((middle, y - 9), (middle, y + 9)), Paint(stroke="text", width=3))],
        "observed": marks.day(middle, y, blue),
        "reserve": marks.day(middle, y, blue, hollow=True),
        "atleast": [Line(((x + 4, y), (right - 8, y)), Paint(stroke=blue, width=2)), marks.head(right, y, blue)],
        "atmost": [Line(((x + 12, y), (right, y)), Paint(stroke=blue, width=2)), marks.head(x + 4, y, blue, left=True)],
        "about": [*marks.day(middle, y, blue), *around(middle, y, blue)],
        "nofigure": marks.lightly_hatched(x, right, y, "", 14),
        "total": [Box(x, y - 7, 34, 14, Paint(blue, blue, 1), 2)],
        "line": [Box(x, y - 6, 34, 12, Paint("pale-fill", blue, 1.5), 2)],
        "maybe": [Box(x, y - 6, 34, 12, Paint("pale-fill", blue, 1.5, marks.DOTS), 2)],
        "rest": marks.hatched(x, right, y),
        "overlap": [Box(x, y - 7, 34, 14, Paint("back", accent, 1.8, marks.DOTS), 2)],
        "stated": [
            Band((x, y - 7, y + 3), (right, y - 3, y + 7), Paint("blue-border", "blue-border", 1, opacity=0.75))
        ],
        "inferred": [
            Band((x, y - 7, y + 3), (right, y - 3, y + 7), Paint("pale-fill", "blue-border", 1.3, marks.DASHES))
        ],
        "lost": marks.hatched(x, right, y),
        "held": [Box(x, y - 6, 34, 12, Paint(accent, accent, 1), 2)],
        "attested": marks.span(x, right, y, accent, "accent-wash"),
        "unknown": marks.hatched(x, right, y),
        "gap": marks.lightly_hatched(x, right, y, "", 16),
    }
    return samples[key]


def around(x: float, y: float, colour: str, *, whole: bool = False) -> list[Item]:
    """Return the strokes about a number that is only about right; joined when they are `whole`, as above a bar."""
    thin = Paint(stroke=colour, width=1.6)
    joins = [((x - 13, y), (x + 13, y))] if whole else [((x - 13, y), (x - 8, y)), ((x + 8, y), (x + 13, y))]
    ends = [((x - 13, y - 4), (x - 13, y + 4)), ((x + 13, y - 4), (x + 13, y + 4))]
    return [Line(points, thin) for points in (*joins, *ends)]
