"""`evidence`, `proof`, `cite`, `rerun`: what it takes to rely on an answer, and to come back to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from healthkg.cli.asking import asked, params, remind
from healthkg.cli.bounding import SECONDS
from healthkg.cli.context import Context, deliver, say
from healthkg.cli.enriching import read_texts
from healthkg.cli.looking import day, looking
from healthkg.cli.storing import storing
from healthkg.errors import InputProblem

if TYPE_CHECKING:
    from healthkg.answers import Told
    from healthkg.corpus import Lens
    from healthkg.prefixes import Registry
    from healthkg.store import Term

texts = click.option("--texts", type=click.Path(), metavar="DIR")
STYLES = ("sentence", "bibtex", "csl")


@click.command("evidence")
@click.argument("name")
@texts
@storing
@click.pass_obj
def evidence(context: Context, name: str, texts: str | None) -> None:
    from healthkg.answers import find, label, told_of

    store = context.store()
    thing = find(store, name)
    click.echo(f"{label(store, thing, context.lang)}  ({store.registry.shorten(thing.value)})")
    document = ""
    blocks = told_of(store, thing, context.lang, read_texts(texts))
    for block in blocks:
        if block.document != document:
            document = block.document
            click.echo("\n" + " — ".join(part for part in (document, block.published) if part))
        _tell(context, block)
    if not blocks:
        say(context.text("said-nothing"))


def _tell(context: Context, block: Told) -> None:
    from healthkg.answers.evidence import state_words

    first = block.said[0]
    state = state_words(block.state)[context.lang] if block.state else ""
    proof = context.text("evidence-proof", lines=block.lines, state=state) if state else context.text("evidence-none")
    click.echo(f"  {first.kind}  ({first.node})  {proof}")
    for row in block.said:
        click.echo(f"    {row.property} : {row.value}")


@click.command("proof")
@click.argument("name", metavar="QUERY")
@params
@click.option("--out", required=True, metavar="FILE")
@texts
@looking
@click.pass_obj
def proof(context: Context, name: str, params: tuple[str, ...], out: str, texts: str | None, lens: Lens) -> None:
    from healthkg.publication.proof import proof as make

    store, answer = asked(context, name, params, lens)
    deliver(make(store, answer, context.lang, read_texts(texts)), out)
    remind(context, answer)


@click.command("cite")
@click.argument("path", type=click.Path(), metavar="RESULT.json")
@click.option("--format", "form", type=click.Choice(STYLES), default="sentence")
@click.option("--date", "on", metavar="DATE")
@click.option("--out", metavar="FILE")
@click.pass_obj
def cite(context: Context, path: str, form: str, on: str | None, out: str | None) -> None:
    from healthkg import answers

    saved = answers.read_saved(Path(path))
    consulted = day(on) or date.today()
    deliver(answers.STYLES[form](answers.cite(saved, context.registry(), consulted, context.lang)).encode(), out)


@click.command("rerun")
@click.argument("path", type=click.Path(), metavar="RESULT.json")
@click.pass_obj
def rerun(context: Context, path: str) -> int:
    from healthkg import answers
    from healthkg.analysis import command_of
    from healthkg.isolation import Limits

    saved = answers.read_saved(Path(path))
    if command := command_of(saved.answer.query):
        raise InputProblem("rerun-analysis", command=command)
    stores = context.stores(saved.lens)
    now = answers.ask_again(stores, saved, Limits(SECONDS))
    change = answers.changed(saved.answer, now)
    for mark, rows in (("+", change.gained), ("-", change.lost)):
        for row in rows:
            click.echo(f"{mark} {_line(row, stores[0].registry)}")
    versions = {"then": saved.answer.version, "now": now.version, "count": len(now.rows)}
    code = "rerun-same" if change.same else "rerun-changed"
    say(context.text(code, gained=len(change.gained), lost=len(change.lost), **versions))
    for notice in context.notices:
        say(notice)
    return int(not change.same)


def _line(row: Mapping[str, Term], registry: Registry) -> str:
    """Return a row on one line: each column with its value, identifiers short."""
    import pyoxigraph as ox

    shown = ((name, registry.shorten(t.value) if isinstance(t, ox.NamedNode) else t.value) for name, t in row.items())
    return "  ".join(f"{name}={value}" for name, value in shown)
