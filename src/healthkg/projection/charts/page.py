"""A chart as one HTML file that opens from a disk: the picture for wide and narrow windows, the words, the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from healthkg.projection.charts import palette, words
from healthkg.projection.charts.pictures import NARROW, WIDE, drawn
from healthkg.projection.charts.rendering import painted
from healthkg.projection.charts.tidying import tidy
from healthkg.projection.page import asset, policy, templates

if TYPE_CHECKING:
    from healthkg.projection.charts.values import Chart

_WORDS = "alternative"  # the list that says in words what the picture shows


def html(chart: Chart, home: str = "") -> str:
    """Return the page of `chart`; `home` is where its contents link leads, where there is one.

    The same chart gives the same text. Write it as UTF-8.
    """
    light, dark = palette.themes()
    hues = templates().get_template("chart.css.j2").render(light=light, dark=dark)
    styles = [asset("page.css"), asset("chart.css"), Markup(hues)]  # noqa: S704  our own tables
    return (
        templates()
        .get_template("chart.html.j2")
        .render(
            chart=chart,
            lang=chart.lang,
            said=words.words(chart.lang),
            rows=words.counted("rows", len(chart.rows), chart.lang),
            wide=inline(chart, WIDE, "wide-"),
            narrow=inline(chart, NARROW, "narrow-"),
            version=chart.version,
            home=home,
            styles=styles,
            policy=policy(styles, []),
        )
    )


def inline(chart: Chart, width: float, prefix: str) -> Markup:
    """Return the picture of `chart` as an SVG element whose colours are those of the page that holds it.

    `prefix` begins the names of its patterns, which are the whole page's.
    """
    marks = {name: f"#01{number:04x}" for number, name in enumerate(palette.themes()[0])}
    names = {mark: f"var(--{name})" for name, mark in marks.items()}
    content = tidy(painted(drawn(chart, width), marks), chart.title, _WORDS, prefix=prefix, names=names)
    return Markup(content.decode())  # noqa: S704  made of elements and attributes, not of text
