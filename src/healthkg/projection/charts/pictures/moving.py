"""Items of a picture, moved."""

from __future__ import annotations

from dataclasses import replace

from healthkg.projection.charts.pictures.items import Band, Box, Dot, Item, Line, Words


def moved(item: Item, right: float, down: float) -> Item:
    """Return an item moved right and down."""
    match item:
        case Line():
            return replace(item, points=tuple((x + right, y + down) for x, y in item.points))
        case Band(left=(x, top, bottom), right=(far, high, low)):
            left = (x + right, top + down, bottom + down)
            return replace(item, left=left, right=(far + right, high + down, low + down))
        case Box() | Dot() | Words():
            return replace(item, x=item.x + right, y=item.y + down)
