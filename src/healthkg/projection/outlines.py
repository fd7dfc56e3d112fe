"""The outlines of kinds of things, as SVG paths: the canvas, the legend and the print draw the same ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence

_Point = tuple[float, float]


def path(outline: str, width: float, height: float) -> tuple[str, str]:
    """Return (closed outline, inner strokes) of a box of this size, from its top left corner.

    An unknown outline is a rectangle.
    """
    return _OUTLINES.get(outline, _rect)(width, height)


def padding(outline: str) -> int:
    """Return the room in pixels that text leaves on the left and right of this outline."""
    return {"hexagon": 18, "slant": 18, "arrow": 18, "pill": 14, "doublepill": 16, "slot": 14}.get(outline, 11)


def drop(outline: str) -> int:
    """Return the height in pixels that the top of this outline takes from its text."""
    return {"drum": 7, "tab": 5}.get(outline, 0)


def _polygon(*points: _Point) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points) + "Z"


def _strokes(*lines: Sequence[_Point]) -> str:
    return "".join("M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in line) for line in lines)


def _round(width: float, height: float, radius: float, inset: float = 0) -> str:
    left, top, right, bottom = inset, inset, width - inset, height - inset
    r = min(radius, (right - left) / 2, (bottom - top) / 2)
    arc = f"A{_n(r)} {_n(r)} 0 0 1 "
    return (
        f"M{_n(left + r)} {_n(top)}L{_n(right - r)} {_n(top)}{arc}{_n(right)} {_n(top + r)}"
        f"L{_n(right)} {_n(bottom - r)}{arc}{_n(right - r)} {_n(bottom)}"
        f"L{_n(left + r)} {_n(bottom)}{arc}{_n(left)} {_n(bottom - r)}"
        f"L{_n(left)} {_n(top + r)}{arc}{_n(left + r)} {_n(top)}Z"
    )


def _rect(w: float, h: float) -> tuple[str, str]:
    return _polygon((0, 0), (w, 0), (w, h), (0, h)), ""


def _rounded(w: float, h: float) -> tuple[str, str]:
    return _round(w, h, 6), ""


def _pill(w: float, h: float) -> tuple[str, str]:
    return _round(w, h, min(h / 2, 18)), ""


def _doublepill(w: float, h: float) -> tuple[str, str]:
    return _round(w, h, min(h / 2, 18)), _round(w, h, min(h / 2, 18) - 3, 3)


def _double(w: float, h: float) -> tuple[str, str]:
    return _rect(w, h)[0], _polygon((3, 3), (w - 3, 3), (w - 3, h - 3), (3, h - 3))


def _hexagon(w: float, h: float) -> tuple[str, str]:
    cut = min(11, h / 2)
    return _polygon((cut, 0), (w - cut, 0), (w, h / 2), (w - cut, h), (cut, h), (0, h / 2)), ""


def _notch(w: float, h: float) -> tuple[str, str]:
    cut = min(7, h / 3)
    points = ((cut, 0), (w - cut, 0), (w, cut), (w, h - cut), (w - cut, h), (cut, h), (0, h - cut), (0, cut))
    return _polygon(*points), ""


def _fold(w: float, h: float) -> tuple[str, str]:
    cut = min(10, h / 2)
    return (
        _polygon((0, 0), (w - cut, 0), (w, cut), (w, h), (0, h)),
        _strokes(((w - cut, 0), (w - cut, cut), (w, cut))),
    )


def _tab(w: float, h: float) -> tuple[str, str]:
    tab = min(34, w / 2)
    return _polygon((0, 0), (tab, 0), (tab + 5, 5), (w, 5), (w, h), (0, h)), ""


def _slant(w: float, h: float) -> tuple[str, str]:
    lean = min(9, h / 2)
    return _polygon((lean, 0), (w, 0), (w - lean, h), (0, h)), ""


def _arrow(w: float, h: float) -> tuple[str, str]:
    tip = min(11, h / 2)
    return _polygon((0, 0), (w - tip, 0), (w, h / 2), (w - tip, h), (0, h)), ""


def _slot(w: float, h: float) -> tuple[str, str]:
    return _round(w, h, 6), _strokes(((5, 0), (5, h)), ((w - 5, 0), (w - 5, h)))


def _stack(w: float, h: float) -> tuple[str, str]:
    under = ((5, h - 4), (5, h - 0.5), (w - 0.5, h - 0.5), (w - 0.5, 5), (w - 4, 5))
    return _round(w - 4, h - 4, 5), _strokes(under)


def _drum(w: float, h: float) -> tuple[str, str]:
    ry = 5
    arc = f"A{_n(w / 2)} {ry} 0 0 "
    body = f"M0 {ry}{arc}1 {_n(w)} {ry}L{_n(w)} {_n(h - ry)}{arc}1 0 {_n(h - ry)}Z"
    return body, f"M0 {ry}{arc}0 {_n(w)} {ry}"


def _n(value: float) -> str:
    return f"{round(value, 1):g}"


_OUTLINES: dict[str, Callable[[float, float], tuple[str, str]]] = {
    "rect": _rect,
    "rounded": _rounded,
    "pill": _pill,
    "doublepill": _doublepill,
    "double": _double,
    "hexagon": _hexagon,
    "notch": _notch,
    "fold": _fold,
    "tab": _tab,
    "slant": _slant,
    "arrow": _arrow,
    "slot": _slot,
    "stack": _stack,
    "drum": _drum,
}
OUTLINES = frozenset(_OUTLINES)
