"""The entry point: the language, the commands, and what each fault prints and returns (exit codes: HOUSE 7)."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import click

from healthkg import messages
from healthkg.cli.context import Context, say
from healthkg.cli.language import Commands, Entry, chosen, helped
from healthkg.errors import HealthkgError, LimitReached

_MADE = 50_000  # objects before Python looks for circles among them: a command makes many, and few in circles
# Each with its home, which is imported when the command is chosen: the others then cost nothing.
_COMMANDS = {
    "query": "asking:query",
    "ask": "questioning:ask",
    "show": "asking:show",
    "view": "viewing:view",
    "chart": "charting:chart",
    "analyse": "analysing:analyse",
    "evidence": "citing:evidence",
    "proof": "citing:proof",
    "cite": "citing:cite",
    "rerun": "citing:rerun",
    "validate": "judging:validate",
    "format": "judging:format_",
    "diff": "changing:diff",
    "build": "building:build",
    "docs": "building:docs",
    "sources": "documents:sources",
    "shapes": "auditing:shapes",
    "template": "intaking:template",
    "import": "intaking:import_",
    "load": "storing:load",
    "status": "storing:status",
    "serve": "serving:serve",
}


@click.group(
    name="healthkg",
    cls=Entry,
    commands=Commands({name: f"healthkg.cli.{home}" for name, home in _COMMANDS.items()}),
)
@click.option("--lang", type=click.Choice(messages.LANGUAGES), expose_value=False)
@click.option("--project", type=click.Path(file_okay=False))
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, _, on: _version(ctx) if on else None,
)
@click.pass_context
def healthkg(ctx: click.Context, project: str | None) -> None:
    ctx.obj = Context(ctx.obj, project)


helped(healthkg)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code. Without `arguments` the process is our own, from beginning to
    end."""
    if arguments is None:
        gc.set_threshold(_MADE)
    given = list(sys.argv[1:] if arguments is None else arguments)
    lang = chosen(given, os.environ)
    code = _attended(given, lang) if "validate" in given else _run(given, lang)
    if arguments is None:
        gc.freeze()  # all is let go in a moment: a last look for circles takes longer than that
    sys.exit(code)


def _attended(arguments: list[str], lang: str) -> int:
    """Run a command that may want more memory than there is, so that somebody is left to say so."""
    from healthkg.isolation import attended

    try:
        return attended(lambda: _run(arguments, lang))
    except HealthkgError as error:
        return _told(error, lang)


def _run(arguments: list[str], lang: str) -> int:
    with suppress(MemoryError):
        return _ran(arguments, lang)
    # Only now is what filled the memory let go, and there is room to speak.
    return _told(LimitReached("judging-memory" if "validate" in arguments else "memory"), lang)


def _ran(arguments: list[str], lang: str) -> int:
    try:
        code = healthkg.main(arguments, "healthkg", standalone_mode=False, obj=lang)
        return code if isinstance(code, int) else 0
    except HealthkgError as error:
        return _told(error, lang)
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.format_message())
        return 2
    except click.UsageError as error:
        say(_usage(error, lang))
        return 2
    except (click.Abort, KeyboardInterrupt):
        say(messages.text("interrupted", lang))
        return 130
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has left: nothing more to say, and nowhere to say it
        return 0
    except MemoryError:
        raise
    except Exception as error:  # our own fault: one line for the user, a traceback for who asks
        return _own_fault(error, lang)


def _told(error: HealthkgError, lang: str) -> int:
    say(": ".join(part for part in (error.place(), messages.text("error-word", lang), error.sentence(lang)) if part))
    if error.excerpt and error.column:
        say(f"    {error.excerpt}\n    {' ' * (error.column - 1)}^")
    return error.exit_code


def _usage(error: click.UsageError, lang: str) -> str:
    command = error.ctx.command_path if error.ctx else "healthkg"
    return messages.text("usage", lang, cause=_cause(error, lang), command=command)


def _cause(error: click.UsageError, lang: str) -> str:
    if isinstance(error, click.NoSuchOption):
        return messages.text("usage-no-option", lang, name=error.option_name)
    if isinstance(error, click.MissingParameter):
        return messages.text("usage-missing", lang, name=_name(error))
    if isinstance(error, click.BadParameter):
        return messages.text("usage-value", lang, name=_name(error), cause=error.message)
    if isinstance(error, click.exceptions.NoSuchCommand):
        return messages.text("usage-no-command", lang, name=error.command_name)
    return error.format_message()


def _name(error: click.BadParameter) -> str:
    return max(error.param.opts, key=len) if error.param else "?"


def _own_fault(error: Exception, lang: str) -> int:
    import hashlib
    import traceback

    trace = "".join(traceback.format_exception(error))
    if os.environ.get("HEALTHKG_DEBUG"):
        say(trace)
    reference = f"{type(error).__name__}-{hashlib.sha256(trace.encode()).hexdigest()[:8]}"
    say(messages.text("own-fault", lang, reference=reference))
    return 70


def _version(ctx: click.Context) -> None:
    from healthkg.layout import software_version

    corpus = Context(ctx.obj, ctx.params.get("project")).corpus()
    click.echo(messages.text("version", ctx.obj, software=software_version(), data=corpus.version))
    ctx.exit()
