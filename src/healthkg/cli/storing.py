"""`--store`, `load`, `status`: a store on disk or an endpoint, filled with a judged corpus; one on disk is asked, and
held against its files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from healthkg.cli.context import Context, say
from healthkg.cli.pointing import changeable, pointed, turn
from healthkg.errors import InputProblem, Refused

if TYPE_CHECKING:
    from healthkg.corpus import Corpus, Listing
    from healthkg.store import Loaded, Sent
    from healthkg.validation import Report

_Files = TypeVar("_Files", bound="Listing")
SECONDS = 60.0  # for each request to an endpoint


def storing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--store` to `command`, whose context then answers from that folder."""
    kind = click.Path(file_okay=True)
    return click.option("--store", "stored", type=kind, metavar="DIR", expose_value=False, callback=_remember)(command)


def _remember(ctx: click.Context, _: click.Parameter, folder: str | None) -> None:
    if folder is not None:
        ctx.obj = replace(ctx.obj, stored=folder)


@click.command("load")
@click.argument("folder", type=click.Path(), metavar="[DIR]", required=False)
@click.option("--endpoint", "target", metavar="URL")
@click.option("--update", metavar="URL")
@click.option("--anew", "afresh", is_flag=True)
@click.option("--take-over", "over", is_flag=True)
@click.option("--wait", "patience", type=click.FloatRange(min=0), default=0.0, metavar="SECONDS")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=SECONDS, metavar="SECONDS")
@click.pass_obj
def load(
    context: Context,
    folder: str | None,
    target: str | None,
    update: str | None,
    afresh: bool,
    over: bool,
    patience: float,
    timeout: float,
) -> None:
    if bool(folder) == bool(target) or ((update or over) and not target):
        raise InputProblem("load-where")
    if folder:
        from healthkg.store import load as loaded

        _say_done(context, loaded(_sound(context), Path(folder), anew=afresh, patience=patience), folder)
    elif target:
        from healthkg.store import send

        there, change = pointed(context, target, timeout), changeable(update or target, timeout)
        _say_done(context, send(_judged(context), there, change, anew=afresh, turn=turn(patience, over)), target)


def _sound(context: Context) -> Listing:
    """Return what is to be loaded, which is sound: the files as they lie. Only where no verdict on just these is kept
    are they read whole, to be judged. Raises Refused when there is a violation."""
    from healthkg.corpus import list_corpus
    from healthkg.validation import kept

    files = list_corpus(context.files().root)
    if report := kept(files):
        return _unless_unsound(files, report)
    read = _judged(context)
    return files if files.digest == read.digest else read


def _judged(context: Context) -> Corpus:
    """Return the corpus, judged. Raises Refused when it has a violation."""
    from healthkg.validation import judged

    corpus = context.corpus()
    return _unless_unsound(corpus, judged(corpus))


def _unless_unsound(corpus: _Files, report: Report) -> _Files:
    if not report.sound:
        raise Refused("load-refused", violation=report.counts()["violation"])
    return corpus


def _say_done(context: Context, made: Loaded | Sent, where: str) -> None:
    if made.recovered:
        say(context.text("store-recovered"))
    code = "load-anew" if made.anew else "load-changed" if made.graphs else "load-nothing"
    click.echo(context.text(code, count=len(made.graphs), version=made.version, folder=where))


@click.command("status")
@click.argument("folder", type=click.Path(), metavar="DIR")
@click.pass_obj
def status(context: Context, folder: str) -> int:
    """Print what the store holds, and how it differs from the files; 1 when it does."""
    from healthkg.store import open_stored

    store = open_stored(Path(folder), context.files())
    click.echo(context.text("store-holds", version=store.version, count=len(store.manifest.files), folder=folder))
    changed = store.outdated()
    for path in changed:
        graph = store.manifest.files.get(path, ("",))[0]
        click.echo(context.text("store-file-differs" if graph else "store-file-new", file=path, graph=graph))
    click.echo(context.text("store-differs" if changed else "store-same", folder=folder))
    return int(bool(changed))
