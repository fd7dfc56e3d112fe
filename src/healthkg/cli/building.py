"""`build` and `docs`: the corpus published as files, and the indexes that a checkout keeps of itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from healthkg.cli.context import Context, say
from healthkg.cli.looking import looking

if TYPE_CHECKING:
    from healthkg.corpus import Lens


@click.command("build")
@click.option("--out", default="build", metavar="DIR")
@looking
@click.pass_obj
def build(context: Context, lens: Lens, out: str) -> None:
    from healthkg.publication import build as publish

    made = publish(context.corpus(), Path(out), context.lang, lens)
    click.echo(context.text("build-done", **made))


@click.command("docs")
@click.option("--check", is_flag=True)
@click.pass_obj
def docs(context: Context, check: bool) -> int:
    from healthkg.publication.indexes import stale_indexes
    from healthkg.turtle import write_atomically

    corpus = context.corpus()
    stale = stale_indexes(corpus)
    for path, text in stale.items():
        name = corpus.project.relative(path)
        if check:
            say(f"{name}: {context.text('docs-stale')}")
        else:
            write_atomically(path, text.encode())
            say(name)
    return int(check and bool(stale))
