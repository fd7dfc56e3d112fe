"""`validate`, `format`: what stewards do with their files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from healthkg.cli.context import Context, deliver, say

if TYPE_CHECKING:
    from healthkg.corpus import Corpus, DataFile
    from healthkg.validation import Report

FORMS = ("text", "json", "csv", "md")
LEVELS = ("violation", "warning", "info", "none")


@click.command("validate")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--shapes", type=click.Path())
@click.option("--format", "form", type=click.Choice(FORMS), default="text")
@click.option("--out", metavar="FILE")
@click.option("--fail-on", type=click.Choice(LEVELS), default="violation")
@click.option("--anew", is_flag=True)
@click.pass_obj
def validate(
    context: Context, paths: tuple[str, ...], shapes: str | None, form: str, out: str | None, fail_on: str, anew: bool
) -> int:
    from healthkg.validation.reports import render

    report = _judged_alone(context, paths, shapes) if shapes else _judged(context, paths, anew)
    deliver(render(report, form, context.lang), out)
    say(context.text("judged-sound" if report.sound else "judged-unsound", **report.counts()))
    return int(fail_on != "none" and bool(report.at_least(fail_on)))


def _judged(context: Context, paths: tuple[str, ...], anew: bool) -> Report:
    """Return the report on the corpus with `paths` in it, which take the place of files of the same name; on them alone
    when there are any. Without paths a kept verdict answers as long as nothing has changed, unless `anew`."""
    from healthkg import validation

    corpus = context.corpus()
    files = _files(corpus, paths)
    replaced = {file.path for file in files}
    corpus = replace(corpus, files=(*(file for file in corpus.files if file.path not in replaced), *files))
    if not paths:
        return validation.judged_anew(corpus) if anew else validation.judged(corpus)
    report = validation.validate(corpus)
    return validation.Report(tuple(finding for finding in report.findings if finding.file in replaced))


def _judged_alone(context: Context, paths: tuple[str, ...], shapes: str) -> Report:
    from healthkg import validation

    corpus = context.corpus()
    if not paths:
        raise click.UsageError(context.text("usage-missing", name="PATHS"))
    return validation.judge(_files(corpus, paths), [Path(shapes)], corpus.registry)


def _files(corpus: Corpus, paths: tuple[str, ...]) -> tuple[DataFile, ...]:
    from healthkg.corpus import read_file

    return tuple(read_file(Path(path), corpus.project, corpus.registry) for path in paths)


@click.command("format")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--check", is_flag=True)
@click.pass_obj
def format_(context: Context, paths: tuple[str, ...], check: bool) -> int:
    from healthkg.contribution import canonical_files
    from healthkg.layout import find_project
    from healthkg.turtle import write_atomically

    project = find_project(Path(context.project) if context.project else None)
    wrong = canonical_files(project, [Path(path) for path in paths])
    for path, text in wrong.items():
        name = project.relative(path)
        if check:
            say(f"{name}: {context.text('format-needed', file=name)}")
        else:
            write_atomically(path, text.encode())
            say(name)
    return int(check and bool(wrong))
