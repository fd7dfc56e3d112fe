"""`template`, `import`: what a steward brings without writing Turtle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from healthkg.cli.context import Context, deliver, say
from healthkg.errors import InputProblem

if TYPE_CHECKING:
    from healthkg.contribution.intake import Intake
    from healthkg.corpus import Corpus

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
    _tell_things(context, corpus, read)
    if read.turtle is None or not (read.report.sound or draft):
        say(context.text("intake-unwritten" if read.turtle is None else "intake-unwritten-rules"))
        return 1
    if out and (out.endswith("/") or Path(out).is_dir()):
        _write_files(context, read, Path(out))
    else:
        _write_one(context, read, out, corpus.project.relative(corpus.project.data / "sources" / f"{source}.ttl"))
    return int(not read.report.sound)


def _write_files(context: Context, read: Intake, folder: Path) -> None:
    """Write each file in its place below a folder, as they lie in data/turtle."""
    from healthkg.turtle import write_atomically

    for name, text in read.files.items():
        write_atomically(folder / name, text.encode())
    say(context.text("intake-written-files", folder=folder, files=", ".join(read.files)))


def _write_one(context: Context, read: Intake, out: str | None, place: str) -> None:
    """Write all that was read as one file."""
    deliver((read.turtle or "").encode(), out)
    if out and out != "-":
        code = "intake-written-whole" if read.things else "intake-written"
        say(context.text(code, file=out, place=place, count=len(read.things)))


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


def _tell_things(context: Context, corpus: Corpus, read: Intake) -> None:
    """Say what each new thing is called, and where it is described."""
    for thing in read.things:
        iri = corpus.registry.shorten(thing.node.value)
        file = f"reference/{thing.kind.file}.ttl"
        cell = thing.row.cells["name"].place.cell
        kind = thing.row.text("class")
        say(context.text("intake-thing", place=cell, text=thing.name, kind=kind, iri=iri, file=file))


def _ranges(numbers: tuple[int, ...]) -> str:
    """Return numbers in order as a person writes them: 4-6, 9."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in found)
