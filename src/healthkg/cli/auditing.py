"""`shapes audit`: the rules put to the test."""

from __future__ import annotations

import click

from healthkg.cli.context import Context, deliver
from healthkg.cli.language import Group

FORMS = ("text", "json", "md")


@click.group("shapes", cls=Group)
def shapes() -> None:
    """Nothing of its own: the help comes from the catalogue."""


@shapes.command("audit")
@click.option("--format", "form", type=click.Choice(FORMS), default="text")
@click.option("--all", "more_defects", is_flag=True)
@click.option("--out", metavar="FILE")
@click.pass_obj
def audit(context: Context, form: str, more_defects: bool, out: str | None) -> None:
    from healthkg.validation import auditing

    found = auditing.audit(context.corpus(), more=more_defects)
    deliver(auditing.render(found, form, context.lang), out)
