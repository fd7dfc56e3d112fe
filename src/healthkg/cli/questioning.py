"""`ask`: a question in French or English."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from healthkg.cli.asking import FORMS, out, remind
from healthkg.cli.context import Context, deliver, say
from healthkg.cli.looking import looking
from healthkg.cli.storing import storing

if TYPE_CHECKING:
    from healthkg.corpus import Lens
    from healthkg.question import NotUnderstood


@click.command("ask")
@click.argument("text", metavar="QUESTION")
@click.option("--show-query", "show_query", is_flag=True)
@click.option("--format", "form", type=click.Choice(FORMS))
@out
@looking
@storing
@click.pass_obj
def ask(context: Context, text: str, show_query: bool, form: str | None, out: str | None, lens: Lens) -> None:
    from healthkg.answers import both, render
    from healthkg.queryfile import inline
    from healthkg.question import NotUnderstood, ask

    stores = context.stores(lens)
    try:
        replies = [ask(store, text, context.lang) for store in stores]
    except NotUnderstood as error:
        _offer(context, error)
        raise click.exceptions.Exit(error.exit_code) from error
    understood = replies[-1].understood
    say(understood.sentence)
    say(context.text("understood-command", command=understood.command) + "\n")
    if show_query:
        lines = inline(understood.query, understood.values).splitlines()
        say("\n".join(line for line in lines if not line.startswith("#+")) + "\n")
    answer = both(*replies) if len(replies) > 1 else replies[0]
    deliver(render(answer, form or "table", context.lang), out)
    if not answer.rows:
        say(context.text("said-nothing"))
    remind(context, answer)


def _offer(context: Context, error: NotUnderstood) -> None:
    """Say what was not understood, and what can be asked instead."""
    say(f"{context.text('error-word')}: {error.sentence(context.lang)}")
    for offer in error.offers:
        say(f"  {offer.summary}\n      {offer.command}")
