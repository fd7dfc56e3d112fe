"""`query` and `show`: what researchers and analysts ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from healthkg.cli.bounding import PLAIN, Way, asked_there, bounding, note, own_query, placed
from healthkg.cli.context import Context, deliver, say
from healthkg.cli.enriching import Extras, enriching
from healthkg.cli.looking import looking
from healthkg.cli.storing import storing
from healthkg.errors import InputProblem

if TYPE_CHECKING:
    from healthkg.answers import Answer, Bounds
    from healthkg.corpus import Lens
    from healthkg.queryfile import Query
    from healthkg.store import Store

FORMS = ("table", "csv", "tsv", "json", "xml", "md", "html", "xlsx", "turtle", "nt", "jsonld")
listing = click.option("--list", "listing", is_flag=True)
params = click.option("--param", "params", multiple=True, metavar="NAME=VALUE")
out = click.option("--out", metavar="FILE")


@click.command("query")
@click.argument("name", required=False)
@listing
@params
@click.option("--format", "form", type=click.Choice(FORMS))
@click.option("--excel-fr", is_flag=True)
@out
@bounding
@enriching
@looking
@storing
@click.pass_obj
def query(
    context: Context,
    name: str | None,
    listing: bool,
    params: tuple[str, ...],
    form: str | None,
    excel_fr: bool,
    out: str | None,
    way: Way,
    extras: Extras,
    lens: Lens,
) -> None:
    if listing or name is None:
        return listed(context, views=False)
    from healthkg.answers import render

    if way.endpoint:
        _refuse_here_only(lens, extras)
        answer = asked_there(context, name, pairs(params), own_query(name, params), way)
    else:
        store, answer = asked(context, name, params, lens, way)
        answer = extras.added_to(answer, store, context.lang)
    deliver(render(answer, _form(form, excel_fr, answer), context.lang), out)
    remind(context, answer)
    return None


def _form(form: str | None, excel_fr: bool, answer: Answer) -> str:
    """Return the format to write; `--excel-fr` is a CSV, and goes with no other format."""
    if excel_fr and form not in (None, "csv"):
        raise InputProblem("format-unsuited", form="excel-fr", query=answer.query.name, suited="csv")
    return "excel-fr" if excel_fr else form or ("turtle" if answer.triples is not None else "table")


def listed(context: Context, views: bool, *, charts: bool = False) -> None:
    """Print the library (its `views`, or its `charts`): what each query asks, and an example of its parameters."""
    from healthkg.answers import list_queries

    for asked in list_queries(context.files()):
        if (asked.view or not views) and (asked.chart or not charts):
            click.echo(f"{asked.folder}/{asked.name}\n    {asked.summary.get(context.lang, '')}{_parameters(asked)}")


def _parameters(asked: Query) -> str:
    return "".join(f"\n    --param {parameter.name}={parameter.example}" for parameter in asked.parameters)


def _refuse_here_only(lens: Lens, extras: Extras) -> None:
    """Raise InputProblem for what only the corpus here can give."""
    if any(vars(lens).values()) or any(vars(extras).values()):
        raise InputProblem("endpoint-here-only")


def asked(context: Context, name: str, params: tuple[str, ...], lens: Lens, way: Way = PLAIN) -> tuple[Store, Answer]:
    """Return the answer, and the store that it came from: of a validity, that of what is possible."""
    from healthkg import answers

    own = own_query(name, params)
    stores = context.stores(lens)
    bounds = way.bounds(own is not None, len(stores) > 1)
    with placed(name, own is not None):
        found = [_answered(store, name, own, params, bounds) for store in stores]
    if own is not None:
        note(context, stores[-1], own)
    answer = answers.both(*found) if len(found) > 1 else found[0]
    return stores[-1], way.finished(context, stores[-1], answer)


def _answered(store: Store, name: str, own: Query | None, params: tuple[str, ...], bounds: Bounds) -> Answer:
    from healthkg import answers
    from healthkg.answers.answer import answer

    query = own or answers.find_query(store.project, name)
    return answer(store, query, {} if own else answers.values_of(store, query, pairs(params)), bounds)


def pairs(params: tuple[str, ...]) -> dict[str, str]:
    """Return name → value of the parameters as they are given. Raises InputProblem for one without `=`."""
    for text in params:
        if "=" not in text:
            raise InputProblem("param-syntax", text=text)
    return dict(text.split("=", 1) for text in params)


def remind(context: Context, answer: Answer) -> None:
    """Say, apart from the data, how many rows there are, of which data, what they rest on and what to know of them."""
    count = len(answer.rows) if answer.triples is None else len(answer.triples)
    say(context.text("rows", count=count, version=answer.version))
    for one in answer.coverage:
        say(context.text("coverage-notice", text=one.sentence(context.lang)))
    if caveat := answer.query.caveats.get(context.lang):
        say(context.text("caveat", text=caveat))
    for notice in context.notices:
        say(notice)


@click.command("show")
@click.argument("name")
@storing
@click.pass_obj
def show(context: Context, name: str) -> None:
    from healthkg.answers import find, label, said_of

    store = context.store()
    thing = find(store, name)
    click.echo(f"{label(store, thing, context.lang)}  ({store.registry.shorten(thing.value)})")
    rows = said_of(store, thing, context.lang)
    if not rows:
        say(context.text("said-nothing"))
    block = ("", "")
    for row in rows:
        if (row.graph, row.node) != block:
            block = (row.graph, row.node)
            click.echo(f"\n{row.graph} — {row.kind}  ({row.node})")
        lines = f"  ({context.text('lines-word', lines=row.lines)})" if row.lines else ""
        click.echo(f"    {row.property} : {row.value}{lines}")
