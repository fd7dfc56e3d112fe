"""Which language the user reads, and the help in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from healthkg import messages


def chosen(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return fr or en: `--lang`, else HEALTHKG_LANG, else the locale, else French, the language of the corpus."""
    asked = [text for name, text in zip(arguments, [*arguments[1:], ""], strict=True) if name == "--lang"]
    asked += [argument.removeprefix("--lang=") for argument in arguments if argument.startswith("--lang=")]
    asked += [environment.get(name, "") for name in ("HEALTHKG_LANG", "LC_ALL", "LC_MESSAGES", "LANG")]
    return next((text[:2] for text in asked if text[:2] in messages.LANGUAGES), "fr")


def translate(command: click.Command, lang: str) -> None:
    """Give `command`, its options and what is below it their help in `lang`."""
    command.help = messages.text(f"help-{command.name}", lang)
    command.short_help = command.help.split("\n")[0]
    for option in (parameter for parameter in command.params if isinstance(parameter, click.Option)):
        option.help = messages.text(f"opt-{option.name}", lang)
    for child in getattr(command, "commands", {}).values():
        translate(child, lang)
