"""`--documents`, `--known-at`, `--valid-at`: the filters that several commands share, as one Lens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

import click


def looking(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the three options to `command`, which receives them as its argument `lens`."""

    @wraps(command)
    def with_lens(*args: Any, documents: str | None, known_at: str | None, valid_at: str | None, **more: Any) -> Any:
        from healthkg.corpus import wished

        return command(*args, lens=wished(documents or "", known_at or "", valid_at or ""), **more)

    for name, kind in (("--valid-at", "DATE"), ("--known-at", "DATE"), ("--documents", "SLUG,…")):
        with_lens = click.option(name, metavar=kind)(with_lens)
    return with_lens


def day(text: str | None) -> date | None:
    """Return the one day that a person means. Raises InputProblem when it is a longer time, or none."""
    from healthkg import corpus

    return corpus.day(text) if text is not None else None
