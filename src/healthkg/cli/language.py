"""Which language the user reads, and the help in it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import click

from healthkg import messages


def chosen(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return fr or en: `--lang`, else HEALTHKG_LANG, else the locale, else French, the language of the corpus."""
    asked = [text for name, text in itertools.pairwise(arguments) if name == "--lang"]
    asked += [argument.removeprefix("--lang=") for argument in arguments if argument.startswith("--lang=")]
    asked += [environment.get(name, "") for name in ("HEALTHKG_LANG", "LC_ALL", "LC_MESSAGES", "LANG")]
    return next((text[:2] for text in asked if text[:2] in messages.LANGUAGES), "fr")


class Group(click.Group):
    """A group whose list of commands has its heading in the user's language (Click's own is English)."""

    heading = ""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, self.commands[name].get_short_help_str(80)) for name in self.list_commands(ctx)]
        with formatter.section(self.heading):
            formatter.write_dl(rows)


def translate(command: click.Command, lang: str) -> None:
    """Give `command`, its options and what is below it their help in `lang`."""
    command.help = messages.text(f"help-{command.name}", lang)
    command.short_help = command.help.split("\n")[0]
    if command.add_help_option:
        command.add_help_option = False
        command.params.append(_help_option())
    for option in (parameter for parameter in command.params if isinstance(parameter, click.Option)):
        option.help = messages.text(f"opt-{option.name}", lang)
    if isinstance(command, Group):
        command.heading = messages.text("commands-word", lang)
        for child in command.commands.values():
            translate(child, lang)


def _help_option() -> click.Option:
    """Return `--help` as an option like the others, so that it is translated like them."""

    def show(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
        if asked:
            click.echo(ctx.get_help())
            ctx.exit()

    return click.Option(["-h", "--help", "help"], is_flag=True, is_eager=True, expose_value=False, callback=show)
