"""What a picture is made of: boxes, dots, lines, shapes and words at their places, in pixels from the top left."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True)
class Paint:
    """How a shape is painted: names of the palette, a width in pixels, dashes (on, off), hatching."""

    fill: str = ""
    stroke: str = ""
    width: float = 1.5
    dash: tuple[float, ...] = ()
    hatch: bool = False
    opacity: float = 1.0


@dataclass(frozen=True)
class Box:
    """A rectangle, its corners rounded by `radius`; `tip` is what a mouse over it is told."""

    x: float
    y: float
    width: float
    height: float
    paint: Paint
    radius: float = 0
    tip: str = ""


@dataclass(frozen=True)
class Dot:
    """A circle about a point."""

    x: float
    y: float
    radius: float
    paint: Paint
    tip: str = ""


@dataclass(frozen=True)
class Line:
    """A line through points; `closed` makes it a polygon."""

    points: tuple[Point, ...]
    paint: Paint
    closed: bool = False
    tip: str = ""


@dataclass(frozen=True)
class Band:
    """A ribbon from the left edge (x, top, bottom) to the right one, with a level start and a level end."""

    left: tuple[float, float, float]
    right: tuple[float, float, float]
    paint: Paint
    tip: str = ""


@dataclass(frozen=True)
class Words:
    """One line of text: (x, y) is its anchor (start, middle, end) on the baseline; `room` is how wide it is."""

    x: float
    y: float
    text: str
    size: float
    colour: str = "text"
    bold: bool = False
    anchor: str = "start"
    room: float = 0

    @property
    def left(self) -> float:
        """Return the left edge of the text."""
        return self.x - {"start": 0.0, "middle": self.room / 2, "end": self.room}[self.anchor]

    @property
    def right(self) -> float:
        """Return the right edge of the text."""
        return self.left + self.room


Item = Box | Dot | Line | Band | Words


@dataclass(frozen=True)
class Picture:
    """Items in the order in which they are painted, in a frame of this size."""

    width: float
    height: float
    items: tuple[Item, ...]
