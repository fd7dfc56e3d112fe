"""`query`, `show`, `view`: what researchers and analysts ask."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from healthkg.cli.context import Context, deliver, say
from healthkg.cli.looking import looking
from healthkg.errors import InputProblem

if TYPE_CHECKING:
    from healthkg.answers import Answer
    from healthkg.corpus import Lens
    from healthkg.queryfile import Query

FORMS = ("table", "csv", "tsv", "json", "xml", "md", "html", "turtle", "jsonld")
listing = click.option("--list", "listing", is_flag=True)
params = click.option("--param", "params", multiple=True, metavar="NAME=VALUE")
out = click.option("--out", metavar="FILE")


@click.command("query")
@click.argument("name", required=False)
@listing
@params
@click.option("--format", "form", type=click.Choice(FORMS))
@out
@looking
@click.pass_obj
def query(
    context: Context,
    name: str | None,
    listing: bool,
    params: tuple[str, ...],
    form: str | None,
    out: str | None,
    lens: Lens,
) -> None:
    if listing or name is None:
        return _list(context, views=False)
    from healthkg.answers import render

    answer = _answer(context, name, params, lens)
    form = form or ("turtle" if answer.triples is not None else "table")
    deliver(render(answer, form, context.lang), out)
    _remind(context, answer)
    return None


def _list(context: Context, views: bool) -> None:
    from healthkg.answers import list_queries
    from healthkg.layout import find_project

    project = find_project(Path(context.project) if context.project else None)
    for asked in list_queries(project):
        if not views or asked.view:
            click.echo(f"{asked.folder}/{asked.name}\n    {asked.summary.get(context.lang, '')}{_parameters(asked)}")


def _parameters(asked: Query) -> str:
    return "".join(f"\n    --param {parameter.name}={parameter.example}" for parameter in asked.parameters)


def _answer(context: Context, name: str, params: tuple[str, ...], lens: Lens) -> Answer:
    from healthkg import answers

    if name == "-" or name.endswith(".rq") or Path(name).is_file():
        asked = _ad_hoc(context, name, params, lens)
    else:
        values = _pairs(params)
        asked = [answers.query(store, name, **values) for store in context.stores(lens)]
    return answers.both(*asked) if len(asked) > 1 else asked[0]


def _ad_hoc(context: Context, name: str, params: tuple[str, ...], lens: Lens) -> list[Answer]:
    from healthkg import answers, turtle

    if params:
        raise InputProblem("param-unknown", name=params[0].partition("=")[0], query=name, known="–")
    text = sys.stdin.read() if name == "-" else turtle.read_text(Path(name))
    try:
        return [answers.sparql(store, text) for store in context.stores(lens)]
    except InputProblem as error:
        error.path = error.path or name
        raise


def _pairs(params: tuple[str, ...]) -> dict[str, str]:
    for text in params:
        if "=" not in text:
            raise InputProblem("param-syntax", text=text)
    return dict(text.split("=", 1) for text in params)


def _remind(context: Context, answer: Answer) -> None:
    """Say, apart from the data, how many rows there are, of which data, and what to know about them."""
    count = len(answer.rows) if answer.triples is None else len(answer.triples)
    say(context.text("rows", count=count, version=answer.version))
    if caveat := answer.query.caveats.get(context.lang):
        say(context.text("caveat", text=caveat))
    for notice in context.notices:
        say(notice)


@click.command("show")
@click.argument("name")
@click.pass_obj
def show(context: Context, name: str) -> None:
    from healthkg.answers import find, label, said_of

    store = context.store()
    thing = find(store, name)
    click.echo(f"{label(store, thing, context.lang)}  ({store.registry.shorten(thing.value)})")
    rows = said_of(store, thing, context.lang)
    if not rows:
        say(context.text("said-nothing"))
    graph = subject = ""
    for row in rows:
        if row.graph != graph or row.subject != subject:
            graph, subject = row.graph, row.subject
            click.echo(f"\n{graph} — {subject}")
        lines = f"  ({context.text('lines-word', lines=row.lines)})" if row.lines else ""
        click.echo(f"    {row.property} : {row.value}{lines}")


@click.command("view")
@click.argument("name", required=False)
@listing
@params
@out
@looking
@click.pass_obj
def view(
    context: Context, lens: Lens, name: str | None, listing: bool, params: tuple[str, ...], out: str | None
) -> None:
    if listing or name is None:
        return _list(context, views=True)
    from healthkg import projection

    answer = _answer(context, name, params, lens)
    if not answer.query.view:
        raise InputProblem("query-not-a-view", name=name)
    network = projection.network(answer, context.lang)
    deliver(projection.html(network, version=answer.version, lang=context.lang).encode(), out or f"{name}.html")
    for notice in (out or f"{name}.html", *context.notices):
        say(notice)
    return None
