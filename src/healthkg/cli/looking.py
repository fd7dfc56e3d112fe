"""`--documents`, `--known-at`, `--valid-at`: the filters that several commands share, as one Lens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

import click

from healthkg.errors import InputProblem


def looking(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the three options to `command`, which receives them as its argument `lens`."""

    @wraps(command)
    def with_lens(*args: Any, documents: str | None, known_at: str | None, valid_at: str | None, **more: Any) -> Any:
        from healthkg.corpus import Lens

        slugs = tuple(slug.strip() for slug in (documents or "").split(",") if slug.strip())
        return command(*args, lens=Lens(slugs, day(known_at), day(valid_at)), **more)

    for name, kind in (("--valid-at", "DATE"), ("--known-at", "DATE"), ("--documents", "SLUG,…")):
        with_lens = click.option(name, metavar=kind)(with_lens)
    return with_lens


def day(text: str | None) -> date | None:
    """Return the one day that a person means. Raises InputProblem when it is a longer time, or none."""
    from healthkg import dates

    if text is None:
        return None
    span = dates.read(text)
    if span.earliest is None or span.earliest != span.latest:
        raise InputProblem("date-not-a-day", text=text)
    return span.earliest
