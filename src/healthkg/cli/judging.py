"""`validate`, `format`: what stewards do with their files."""

from __future__ import annotations

from pathlib import Path

import click

from healthkg.cli.context import Context, deliver, say
from healthkg.cli.mending import mend, propose
from healthkg.cli.storing import storing
from healthkg.cli.verdicts import Judged, alone, beside, compared, rendered, whole

FORMS = ("text", "table", "json", "csv", "md", "html", "sarif", "junit", "github", "turtle")
LEVELS = ("violation", "warning", "info", "none")


@click.command("validate")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--shapes", type=click.Path())
@click.option("--format", "form", type=click.Choice(FORMS), default="text")
@click.option("--out", metavar="FILE")
@click.option("--fail-on", type=click.Choice(LEVELS), default="violation")
@click.option("--anew", is_flag=True)
@click.option("--baseline", metavar="GITREV|REPORT")
@click.option("--only-new", is_flag=True)
@click.option("--fix", is_flag=True)
@click.option("--fix-unsafe", is_flag=True)
@storing
@click.pass_obj
def validate(
    context: Context,
    paths: tuple[str, ...],
    shapes: str | None,
    form: str,
    out: str | None,
    fail_on: str,
    anew: bool,
    baseline: str | None,
    only_new: bool,
    fix: bool,
    fix_unsafe: bool,
) -> int:
    if shapes and (fix or fix_unsafe or not paths):
        raise click.UsageError(context.text("fix-with-shapes" if paths else "usage-missing", name="PATHS"))
    if context.stored and (not paths or shapes or fix or fix_unsafe):
        raise click.UsageError(context.text("store-judges-files"))
    judged = _judged(context, paths, shapes, anew=anew)
    if (fix or fix_unsafe) and mend(context, judged, unsafe=fix_unsafe):
        judged = whole(context, paths, anew=True)
    report = compared(context, judged, baseline or "HEAD", only_new) if baseline or only_new else judged.report
    deliver(rendered(context, report, form, entire=out is not None), out)
    say(context.text("judged-sound" if report.sound else "judged-unsound", **report.counts()))
    if not shapes and not fix_unsafe and not context.stored:
        propose(context, judged)
    return int(fail_on != "none" and bool(report.at_least(fail_on)))


def _judged(context: Context, paths: tuple[str, ...], shapes: str | None, *, anew: bool) -> Judged:
    if context.stored:
        return beside(context, paths)
    return alone(context, paths, shapes) if shapes else whole(context, paths, anew=anew)


@click.command("format")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--check", is_flag=True)
@click.pass_obj
def format_(context: Context, paths: tuple[str, ...], check: bool) -> int:
    from healthkg.contribution import canonical_files
    from healthkg.turtle import write_atomically

    project = context.files()
    wrong = canonical_files(project, [Path(path) for path in paths])
    for path, text in wrong.items():
        name = project.relative(path)
        if check:
            say(f"{name}: {context.text('format-needed', file=name)}")
        else:
            write_atomically(path, text.encode())
            say(name)
    return int(check and bool(wrong))
