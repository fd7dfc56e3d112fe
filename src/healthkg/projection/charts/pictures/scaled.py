"""One indicator on its own scale from zero: targets as upright strokes, figures as bars with a dot, and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from healthkg.projection.charts import words
from healthkg.projection.charts.pictures import fonts, marks
from healthkg.projection.charts.pictures.items import Box, Item, Line, Paint, Words
from healthkg.projection.charts.pictures.legends import around
from healthkg.projection.charts.pictures.scales import NumberScale, rounded_up
from healthkg.projection.charts.pictures.tips import tip
from healthkg.projection.charts.values import Bullet, Figure

_TRACK = 10.0
_LINE = 17.0  # between the levels of captions
_APART = 14.0


@dataclass(frozen=True)
class _Caption:
    """The words of a number, their place, and how many levels they stand away from the scale."""

    text: str
    left: float
    right: float
    level: int = 0


def most(one: Bullet) -> Decimal:
    """Return where the scale of an indicator ends: a hundred for a share, else a round number beyond the largest."""
    largest = max(figure.value for figure in (*one.targets, *one.figures))
    return Decimal(100) if one.share and largest <= 100 else rounded_up(largest * Decimal("1.04"))


def scaled(one: Bullet, top: float, scale: NumberScale, width: float, lang: str) -> tuple[list[Item], float, float]:
    """Return the items of an indicator, targets said above its scale and figures below; its middle and its bottom."""
    above = _captions([(figure, _said(figure, one, lang)) for figure in one.targets], scale, scale.right + 10)
    below = _captions([(figure, _said(figure, one, lang)) for figure in one.figures], scale, width)
    middle = top + _LINE * (1 + max(caption.level for caption in above)) + 12
    hint = tip(f"{one.label} – {', '.join(caption.text for caption in (*above, *below))}", one.sources, lang)
    items = _track(one, middle, scale, hint)
    items += [item for figure in one.figures for item in _figure(figure, middle, scale, hint)]
    items += [item for target in one.targets for item in _target(target, middle, scale, hint)]
    items += [marks.said(one.left, middle - 16 - _LINE * one.level, one.text, fonts.SMALL) for one in above]
    items += [
        marks.said(one.left, middle + 24 + _LINE * one.level, one.text, fonts.SMALL, "blue-border") for one in below
    ]
    items += _ends(middle, scale, below, lang)
    return items, middle, middle + 24 + _LINE * max((caption.level for caption in below), default=0)


def _captions(said: Sequence[tuple[Figure, str]], scale: NumberScale, right: float) -> list[_Caption]:
    """Return the captions of numbers: one that would touch another goes a level further out."""
    placed: list[_Caption] = []
    for figure, words_ in said:
        text = fonts.cut(words_, right - scale.left, fonts.SMALL)
        room = fonts.width(text, fonts.SMALL)
        left = min(max(scale.at(figure.value) - room / 2, scale.left), right - room)
        near = {one.level for one in placed if left < one.right + _APART and one.left < left + room + _APART}
        level = next(level for level in range(len(placed) + 1) if level not in near)
        placed.append(_Caption(text, left, left + room, level))
    return placed


def _said(figure: Figure, one: Bullet, lang: str) -> str:
    number = words.quantity(figure.words, "%" if one.share else "", lang)
    return " · ".join(part for part in (number, figure.date, figure.label if figure in one.figures else "") if part)


def _track(one: Bullet, y: float, scale: NumberScale, hint: str) -> list[Item]:
    """Return the scale's own bar; hatched where no figure lies on it."""
    if one.figures:
        return [
            Box(scale.left, y - _TRACK / 2, scale.right - scale.left, _TRACK, Paint("grey-fill", "rule", 1), 2, hint)
        ]
    return marks.lightly_hatched(scale.left, scale.right, y, hint, 14)


def _figure(figure: Figure, y: float, scale: NumberScale, hint: str) -> list[Item]:
    """Return the bar up to an observed value and its dot, with the mark of how it is meant."""
    x = scale.at(figure.value)
    bar = Paint(
        "pale-fill" if figure.reserve else "blue-border", "blue-border", 1.2, marks.DASHES if figure.reserve else ()
    )
    items: list[Item] = [Box(scale.left, y - 4, max(x - scale.left, 1), 8, bar, 1, hint)]
    return [
        *items,
        *marks.day(x, y, "blue-border", hint, hollow=figure.reserve),
        *_bound(figure, x, y, "blue-border", 7, above=11),
    ]


def _target(target: Figure, y: float, scale: NumberScale, hint: str) -> list[Item]:
    x = scale.at(target.value)
    mark = Line(((x, y - 12), (x, y + 12)), Paint(stroke="text", width=3.2), tip=hint)
    return [mark, *_bound(target, x, y, "text", 2)]


def _bound(figure: Figure, x: float, y: float, colour: str, edge: float, *, above: float = 0) -> list[Item]:
    """Return the mark of a number that is at least, at most, or about right (which stands `above` a bar)."""
    if figure.bound == "about":
        return around(x, y - above, colour, whole=above > 0)
    if figure.bound == "atleast":
        return marks.arrow(x + edge, x + edge + 18, y, colour)
    return marks.arrow(x - edge, x - edge - 18, y, colour) if figure.bound == "atmost" else []


def _ends(y: float, scale: NumberScale, taken: Sequence[_Caption], lang: str) -> list[Item]:
    """Return the numbers at the ends of a scale, where no caption stands."""
    first = marks.said(scale.left, y + 24, "0", fonts.SMALL, "quiet")
    last = marks.said(scale.right, y + 24, words.number(scale.most, lang), fonts.SMALL, "quiet", anchor="end")
    return [end for end in (first, last) if not any(_touch(end, one) for one in taken if not one.level)]


def _touch(end: Words, one: _Caption) -> bool:
    return one.left - 8 < end.right and end.left < one.right + 8
