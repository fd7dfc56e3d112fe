"""`build`: the corpus published as files."""

from __future__ import annotations

from pathlib import Path

import click

from healthkg.cli.context import Context


@click.command("build")
@click.option("--out", default="build", metavar="DIR")
@click.pass_obj
def build(context: Context, out: str) -> None:
    from healthkg.publication import build as publish

    made = publish(context.corpus(), Path(out), context.lang)
    click.echo(context.text("build-done", **made))
