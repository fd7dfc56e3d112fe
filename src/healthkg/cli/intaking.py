"""`template`, `import`: what a steward brings without writing Turtle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from healthkg.cli.context import Context, deliver, say
from healthkg.errors import InputProblem

if TYPE_CHECKING:
    from healthkg.contribution.intake import Intake

SHOWN = 100  # findings in a terminal: whoever has more begins with these


@click.command("template")
@click.option("--xlsx", metavar="FILE")
@click.pass_obj
def template(context: Context, xlsx: str | None) -> None:
    from healthkg.contribution import intake

    file = xlsx or intake.default_file()
    if file != "-" and Path(file).exists():
        raise InputProblem("template-there", path=file)
    deliver(intake.template(context.corpus(), context.lang), file)
    if file != "-":
        say(context.text("template-written", file=file, help=intake.help_sheet(context.lang)))


@click.command("import")
@click.argument("path", type=click.Path(), metavar="FILE")
@click.option("--source", required=True, metavar="SLUG")
@click.option("--sheet", metavar="KIND")
@click.option("--texts", type=click.Path(), metavar="DIR")
@click.option("--out", metavar="FILE")
@click.option("--draft", is_flag=True)
@click.pass_obj
def import_(
    context: Context, path: str, source: str, sheet: str | None, texts: str | None, out: str | None, draft: bool
) -> int:
    from healthkg.contribution.intake import import_facts

    corpus = context.corpus()
    read = import_facts(corpus, Path(path), source, sheet, Path(texts) if texts else None)
    _tell(context, read)
    if read.turtle is None or not (read.report.sound or draft):
        say(context.text("intake-unwritten" if read.turtle is None else "intake-unwritten-rules"))
        return 1
    deliver(read.turtle.encode(), out)
    if out and out != "-":
        place = corpus.project.relative(corpus.project.data / "sources" / f"{source}.ttl")
        say(context.text("intake-written", file=out, place=place))
    return int(not read.report.sound)


def _tell(context: Context, read: Intake) -> None:
    """Say what was found, cell by cell; which rows are in the corpus already; and how many of each."""
    from healthkg.validation.reports import sentence

    for finding in read.report.findings[:SHOWN]:
        say(sentence(finding, context.lang))
    if (more := len(read.report.findings) - SHOWN) > 0:
        say(context.text("intake-more", count=more))
    for title, rows in read.there:
        say(context.text("intake-there", sheet=title or "CSV", rows=_ranges(rows)))
    there = sum(len(rows) for _, rows in read.there)
    counts = read.report.counts()
    say(context.text("intake-read", new=read.new, more=read.more, there=there, passed=read.passed, **counts))


def _ranges(numbers: tuple[int, ...]) -> str:
    """Return numbers in order as a person writes them: 4-6, 9."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in found)
