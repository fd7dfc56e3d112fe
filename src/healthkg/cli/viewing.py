"""`view`: a network as a page, a picture, or a file for another program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from healthkg.cli.asking import asked, listed, listing, out, pairs, params
from healthkg.cli.bounding import Way, asked_there, own_query
from healthkg.cli.context import Context, deliver, say
from healthkg.cli.looking import looking
from healthkg.cli.storing import storing
from healthkg.errors import InputProblem

if TYPE_CHECKING:
    from healthkg.answers import Answer
    from healthkg.corpus import Lens
    from healthkg.projection import Network

FORMS = ("html", "svg", "gexf", "graphml", "csv", "json")
_STDOUT = "-"


@click.command("view")
@click.argument("name", required=False)
@listing
@params
@click.option("--format", "form", type=click.Choice(FORMS))
@out
@click.option("--limit", "things", type=click.IntRange(min=1), metavar="N")
@click.option("--endpoint", metavar="URL")
@looking
@storing
@click.pass_obj
def view(
    context: Context,
    lens: Lens,
    name: str | None,
    listing: bool,
    params: tuple[str, ...],
    form: str | None,
    out: str | None,
    things: int | None,
    endpoint: str | None,
) -> None:
    if listing or name is None:
        return listed(context, views=True)
    form = form or _form_of(out)
    if form == "csv" and out == _STDOUT:
        raise InputProblem("view-two-tables")
    network = _network(_answer(context, name, params, lens, endpoint), things)
    for path, content in _files(network, form, out, context.lang).items():
        deliver(content, path)
        if path != _STDOUT:
            say(path)
    if network.hidden:
        say(context.text("view-cut", shown=len(network.nodes), hidden=network.hidden))
    for notice in context.notices:
        say(notice)
    return None


def _form_of(out: str | None) -> str:
    """Return the format that the name of the file asks for; a page when it asks for none."""
    suffix = Path(out or "").suffix.lower().removeprefix(".")
    if suffix and suffix not in (*FORMS, "htm"):
        raise InputProblem("view-suffix", suffix=f".{suffix}", known=", ".join(f".{form}" for form in FORMS))
    return suffix if suffix in FORMS else FORMS[0]


def _answer(context: Context, name: str, params: tuple[str, ...], lens: Lens, endpoint: str | None) -> Answer:
    if endpoint is None:
        return asked(context, name, params, lens)[1]
    if any(vars(lens).values()):
        raise InputProblem("endpoint-here-only")
    return asked_there(context, name, pairs(params), own_query(name, params), Way(endpoint=endpoint))


def _network(answer: Answer, things: int | None) -> Network:
    from healthkg import projection

    if not answer.query.view:
        raise InputProblem("query-not-a-view", name=answer.query.name)
    return projection.network(answer, limit=things) if things else projection.network(answer)


def _files(network: Network, form: str, out: str | None, lang: str) -> dict[str, bytes]:
    """Return name of file → content. Without a name, it is that of the query, here; two tables share a stem."""
    from healthkg import projection
    from healthkg.projection import exports

    if form == "csv":
        stem = (out or network.name).removesuffix(".csv")
        return {f"{stem}-{name}.csv": make(network, lang) for name, make in exports.TABLES.items()}
    content = projection.html(network, lang).encode() if form == "html" else exports.FILES[form](network, lang)
    return {out or f"{network.name}.{form}": content}
