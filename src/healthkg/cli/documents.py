"""`sources new|locate|verify|coverage`: documents and their passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from healthkg.cli.context import Context, say
from healthkg.cli.language import Group
from healthkg.cli.mending import mend_passages, told
from healthkg.errors import InputProblem

if TYPE_CHECKING:
    from healthkg.corpus import Corpus
    from healthkg.passages import Coverage, Passage, Text

texts = click.option("--texts", required=True, type=click.Path(), metavar="DIR")


@click.group("sources", cls=Group)
def sources() -> None:
    """Nothing of its own: the help comes from the catalogue."""


@sources.command("new")
@click.argument("slug")
@click.option("--title", required=True)
@click.option("--published", required=True)
@click.option("--text", type=click.Path())
@click.pass_obj
def new(context: Context, slug: str, title: str, published: str, text: str | None) -> None:
    from healthkg.contribution import new_source

    made = new_source(context.corpus(), slug, title, published, Path(text) if text else None)
    click.echo(context.text("source-created", slug=slug, files=", ".join(made)))


@sources.command("locate")
@click.argument("slug")
@click.argument("line")
@click.option("--from", "opening", metavar="WORD")
@click.option("--to", "closing", metavar="WORD")
@click.option("--section")
@texts
@click.pass_obj
def locate(
    context: Context,
    slug: str,
    line: str,
    opening: str | None,
    closing: str | None,
    section: str | None,
    texts: str,
) -> None:
    from healthkg import passages

    lines = _lines(line)
    corpus = context.corpus()
    document = corpus.registry[f"id:source-{slug}"]
    if not any(quad.subject == document for quad in corpus.statements):
        raise InputProblem("document-unknown", slug=slug)
    text = passages.text_of(document, corpus.statements, corpus.registry, passages.read_texts(Path(texts)))
    if text is None:
        raise InputProblem("text-missing", path=texts, slug=slug)
    found = passages.locate(text, slug, lines, opening, closing)
    click.echo(passages.to_turtle(found, corpus.registry, section), nl=False)


def _lines(text: str) -> tuple[int, int]:
    first, dash, last = text.partition("-")
    if not first.isdecimal() or (dash and not last.isdecimal()):
        raise InputProblem("line-form", text=text)
    return int(first), int(last) if dash else int(first)


@sources.command("verify")
@texts
@click.option("--fix", is_flag=True)
@click.option("--fix-unsafe", is_flag=True)
@click.pass_obj
def verify(context: Context, texts: str, fix: bool, fix_unsafe: bool) -> int:
    from healthkg import passages
    from healthkg.contribution.fixes import passage_fixes

    held = passages.read_texts(Path(texts))
    corpus, judged = _verified(context, held)
    found = passage_fixes(corpus, judged, held)
    wanted = [one for one in found if fix_unsafe or (fix and one.safe)]
    for passage, state in judged:
        if state != "intact":
            click.echo(context.text("passage-state", state=context.text(f"state-{state}"), passage=passage.iri))
    if wanted:
        mend_passages(context, corpus, wanted)
        _, judged = _verified(context, held)
    counts = {name: sum(state == name for _, state in judged) for name in passages.STATES}
    say(context.text("passages-judged", total=len(judged), **counts))
    left = [one for one in found if one not in wanted]
    told(context, len(left), sum(one.safe for one in left))
    return int(any(state != "intact" for _, state in judged))


def _verified(context: Context, held: Mapping[str, Text]) -> tuple[Corpus, list[tuple[Passage, str]]]:
    from healthkg import passages

    corpus = context.corpus()
    return corpus, passages.verify(corpus.statements, corpus.registry, held)


@sources.command("coverage")
@texts
@click.option("--check", is_flag=True)
@click.pass_obj
def coverage(context: Context, texts: str, check: bool) -> int:
    from healthkg import passages
    from healthkg.publication import coverage as published
    from healthkg.turtle import write_atomically

    corpus = context.corpus()
    covered = passages.coverage(corpus.statements, corpus.registry, passages.read_texts(Path(texts)))
    reasons = passages.read_reasons(published.reasons_path(corpus.project))
    told = _tell_unmatched(context, covered, reasons)
    path, page = published.coverage_path(corpus.project), published.coverage_page(covered, reasons)
    stale = not path.is_file() or path.read_text("utf-8") != page
    name = corpus.project.relative(path)
    if stale and check:
        say(f"{name}: {context.text('coverage-stale')}")
    elif stale:
        write_atomically(path, page.encode())
        say(name)
    return int(check and (stale or told))


def _tell_unmatched(context: Context, covered: Sequence[Coverage], reasons: Mapping[tuple[str, str], str]) -> bool:
    """Name the runs without a reason and the reasons without a run; say whether there was any."""
    from healthkg.passages import unmatched

    new, left = unmatched(covered, reasons)
    lengths = {(document.slug, run.place): run.length for document in covered for run in document.runs}
    for slug, place in new:
        say(context.text("coverage-new", document=slug, place=place, length=lengths[slug, place]))
    for slug, place in left:
        say(context.text("coverage-left", document=slug, place=place))
    return bool(new or left)
