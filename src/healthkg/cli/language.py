"""Which language the user reads, and the help in it."""

from __future__ import annotations

import itertools
from collections import UserDict
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from healthkg import messages

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def chosen(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return fr or en: `--lang`, else HEALTHKG_LANG, else the locale, else French, the language of the corpus."""
    asked = [text for name, text in itertools.pairwise(arguments) if name == "--lang"]
    asked += [argument.removeprefix("--lang=") for argument in arguments if argument.startswith("--lang=")]
    asked += [environment.get(name, "") for name in ("HEALTHKG_LANG", "LC_ALL", "LC_MESSAGES", "LANG")]
    return next((text[:2] for text in asked if text[:2] in messages.LANGUAGES), "fr")


class Group(click.Group):
    """A group that has its words, and the help of its commands, in the user's language (Click's own is English)."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, with our `--help` in the place of Click's; with all its words for a shell (nothing is run
        then)."""
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            helped(command)
            if ctx.resilient_parsing:
                translate(command, _lang(ctx))
        return command

    def get_help(self, ctx: click.Context) -> str:
        """Return the help in the language of the user, whether it was asked for or is the answer to no arguments."""
        translate(self, _lang(ctx))
        return super().get_help(ctx)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return what may stand here, with the words for it, for a shell that completes names."""
        translate(self, _lang(ctx))
        return super().shell_complete(ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        lang = _lang(ctx)
        rows = [(name, messages.text(self.code_of(name), lang).partition("\n")[0]) for name in self.list_commands(ctx)]
        with formatter.section(messages.text("commands-word", lang)):
            formatter.write_dl(rows)

    def code_of(self, name: str) -> str:
        """Return the code of the help of a command below."""
        return _code(self.commands[name])


class Entry(Group):
    """The group of all commands, which needs none of their modules to say what each does."""

    def code_of(self, name: str) -> str:
        """Return the code of the help of a command below: each is known by its name."""
        return f"help-{name}"


class Commands(UserDict[str, Any]):
    """Name → command, where some commands are still `module:name`: a module is imported when its command is chosen."""

    def __getitem__(self, name: str) -> click.Command:
        """Return the command `name`."""
        found = self.data[name]
        if isinstance(found, str):
            module, _, attribute = found.partition(":")
            found = self.data[name] = getattr(import_module(module), attribute)
        command: click.Command = found
        return command


def translate(command: click.Command, lang: str) -> None:
    """Give `command` and its options their help in `lang`."""
    command.help = messages.text(_code(command), lang)
    command.short_help = command.help.partition("\n")[0]
    for option in (parameter for parameter in command.params if isinstance(parameter, click.Option)):
        option.help = messages.text(f"opt-{option.name}", lang)


def helped(command: click.Command) -> None:
    """Give `command` its `--help` as an option like the others, so that it is translated like them."""

    def show(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
        if asked:
            translate(ctx.command, _lang(ctx))
            click.echo(ctx.get_help())
            ctx.exit()

    if command.add_help_option:
        command.add_help_option = False
        option = click.Option(["-h", "--help", "help"], is_flag=True, is_eager=True, expose_value=False, callback=show)
        command.params.append(option)


def _lang(ctx: click.Context) -> str:
    """Return the language of the user: what the entry is given, and what its Context then holds."""
    lang: str = getattr(ctx.obj, "lang", ctx.obj)
    return lang


def _code(command: click.Command) -> str:
    return f"help-{command.name}"
