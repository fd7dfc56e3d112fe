"""How a chart shows itself: a short line in a terminal, its picture in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from healthkg.projection.charts.values import Chart


class Shown:
    """Gives a Chart its two representations."""

    def __repr__(self) -> str:
        chart = cast("Chart", self)
        return f"<Chart {chart.name}, {chart.kind}, {len(chart.marks)} marks, {len(chart.omitted)} not drawn>"

    def _repr_svg_(self) -> str:
        """Return the picture, as a notebook shows it."""
        from healthkg.projection.charts.rendering import svg

        return svg(cast("Chart", self)).decode()
