"""`chart`: an answer as a picture, or as a page that holds the picture, its words and its data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from healthkg.cli.asking import asked, listed, listing, out, params
from healthkg.cli.context import Context, deliver, say
from healthkg.cli.looking import looking
from healthkg.cli.storing import storing

if TYPE_CHECKING:
    from healthkg.corpus import Lens
    from healthkg.projection.charts import Chart

FORMS = ("html", "svg", "png", "pdf")


@click.command("chart")
@click.argument("name", required=False)
@listing
@params
@click.option("--format", "form", type=click.Choice(FORMS))
@out
@looking
@storing
@click.pass_obj
def chart(
    context: Context,
    lens: Lens,
    name: str | None,
    listing: bool,
    params: tuple[str, ...],
    form: str | None,
    out: str | None,
) -> None:
    if listing or name is None:
        return listed(context, views=False, charts=True)
    from healthkg import projection
    from healthkg.projection.charts import lexicon

    store, answer = asked(context, name, params, lens)
    drawn = projection.chart(answer, context.lang, lexicon(store, answer, context.lang))
    form = form or _form(out)
    target = out or f"{name}.{form}"
    deliver(_written(drawn, form), target)
    for notice in (target, *context.notices):
        say(notice)
    return None


def _form(out: str | None) -> str:
    """Return the format that the name of the file asks for; HTML where it asks for none."""
    suffix = Path(out or "").suffix.removeprefix(".").lower()
    return suffix if suffix in FORMS else "html"


def _written(drawn: Chart, form: str) -> bytes:
    from healthkg.projection import charts

    if form == "html":
        return charts.html(drawn).encode()
    return {"svg": charts.svg, "png": charts.png, "pdf": charts.pdf}[form](drawn)
