"""A picture becomes SVG, PNG or PDF, drawn by matplotlib: same picture, same bytes; no clock, no address, own fonts."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any

from healthkg.projection.charts import palette
from healthkg.projection.charts.pictures import WIDE, Picture, fonts, framed
from healthkg.projection.charts.pictures.items import Band, Box, Dot, Item, Line, Paint, Words
from healthkg.projection.charts.tidying import marked, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    from healthkg.projection.charts.values import Chart

_INCH = 72  # points, which are our pixels
_SHARP = 2  # pixels of a PNG for each of ours
_QUIET: Mapping[str, Mapping[str, None]] = {
    "svg": dict.fromkeys(("Date", "Creator", "Format", "Type")),
    "png": {"Software": None},
    "pdf": dict.fromkeys(("CreationDate", "Creator", "Producer")),
}
_SETTINGS: Any = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "healthkg",  # names of patterns do not change
    "pdf.fonttype": 42,
    "hatch.linewidth": 0.9,
    "lines.scale_dashes": False,
    "path.simplify": False,
    "text.usetex": False,
}
_ONE = Lock()  # matplotlib's settings and fonts are shared by threads


def svg(chart: Chart, width: float = WIDE) -> bytes:
    """Return the framed picture of `chart` as SVG: text kept as text, tips as titles, nothing asked of elsewhere."""
    return tidy(_written(framed(chart, width), "svg", palette.themes()[0]), chart.title, chart.alternative)


def png(chart: Chart, width: float = WIDE) -> bytes:
    """Return the framed picture of `chart` as PNG, two pixels a point."""
    return _written(framed(chart, width), "png", palette.themes()[0])


def pdf(chart: Chart, width: float = WIDE) -> bytes:
    """Return the framed picture of `chart` as a page of PDF."""
    return _written(framed(chart, width), "pdf", palette.themes()[0])


def painted(picture: Picture, colours: Mapping[str, str]) -> bytes:
    """Return `picture` as matplotlib's own SVG, in these colours."""
    return _written(picture, "svg", colours)


def _written(picture: Picture, form: str, colours: Mapping[str, str]) -> bytes:
    import matplotlib

    out = io.BytesIO()
    with _ONE, matplotlib.rc_context(_SETTINGS), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a glyph that the font has not; readers of SVG may have it
        figure = _figure(picture, colours)
        dpi = _INCH * (_SHARP if form == "png" else 1)
        figure.savefig(out, format=form, dpi=dpi, metadata=dict(_QUIET[form]))
    return out.getvalue()


def _figure(picture: Picture, colours: Mapping[str, str]) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(picture.width / _INCH, picture.height / _INCH), dpi=_INCH, facecolor="none")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1), frameon=False)
    axes.set_axis_off()
    axes.set_xlim(0, picture.width)
    axes.set_ylim(picture.height, 0)
    for number, item in enumerate(picture.items):
        _add(axes, item, number, colours)
    return figure


def _add(axes: Axes, item: Item, number: int, colours: Mapping[str, str]) -> None:
    if isinstance(item, Words):
        _write(axes, item, number, colours)
        return
    patch = _patch(item, colours)
    patch.set(clip_on=False, zorder=1 + number / 1e6)
    if item.tip:
        patch.set_gid(marked(item.tip))
    axes.add_patch(patch)


def _write(axes: Axes, item: Words, number: int, colours: Mapping[str, str]) -> None:
    from matplotlib.font_manager import FontProperties

    weight = "bold" if item.bold else "normal"
    font = FontProperties(family=fonts.FAMILY, weight=weight, size=item.size, fname=str(fonts.path(bold=item.bold)))
    axes.text(
        item.x,
        item.y,
        item.text,
        fontproperties=font,
        color=colours[item.colour],
        ha={"start": "left", "middle": "center", "end": "right"}[item.anchor],
        va="baseline",
        parse_math=False,  # $ is a sign like others
        zorder=1 + number / 1e6,
    )


def _patch(item: Box | Dot | Line | Band, colours: Mapping[str, str]) -> Patch:
    from matplotlib import patches

    paint = _paint(item.paint, colours)
    match item:
        case Box(radius=radius) if radius:
            style = f"round,pad=0,rounding_size={min(radius, item.width / 2, item.height / 2)}"
            return patches.FancyBboxPatch((item.x, item.y), item.width, item.height, boxstyle=style, **paint)
        case Box():
            return patches.Rectangle((item.x, item.y), item.width, item.height, **paint)
        case Dot():
            return patches.Circle((item.x, item.y), item.radius, **paint)
        case Line():
            return _path(item.points, closed=item.closed, paint=paint)
        case Band():
            return _band(item, paint)


def _paint(paint: Paint, colours: Mapping[str, str]) -> dict[str, Any]:
    return {
        "facecolor": colours[paint.fill] if paint.fill else "none",
        "edgecolor": colours[paint.stroke] if paint.stroke else "none",
        "linewidth": paint.width if paint.stroke else 0,
        "linestyle": (0, paint.dash) if paint.dash else "solid",
        "hatch": "/////" if paint.hatch else None,
        "alpha": paint.opacity if paint.opacity < 1 else None,
    }


def _path(points: tuple[tuple[float, float], ...], *, closed: bool, paint: dict[str, Any]) -> Patch:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    vertices = [*points, points[0]] if closed else [*points]
    codes = [Path.MOVETO, *[Path.LINETO] * (len(points) - 1), *([Path.CLOSEPOLY] if closed else [])]
    return PathPatch(Path(vertices, codes), capstyle="butt", **paint)


def _band(band: Band, paint: dict[str, Any]) -> Patch:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    (x, top, bottom), (far, high, low) = band.left, band.right
    middle = (x + far) / 2
    vertices = [(x, top), (middle, top), (middle, high), (far, high), (far, low), (middle, low), (middle, bottom)]
    vertices += [(x, bottom), (x, top)]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    return PathPatch(Path(vertices, codes), **paint)
