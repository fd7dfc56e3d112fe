"""`--labels`, `--evidence`, `--texts`: what is added to the rows of an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from healthkg.answers import Answer
    from healthkg.passages import Text
    from healthkg.store import Store


@dataclass(frozen=True)
class Extras:
    """The columns that a person asks for beside those of the query; passages are checked in the folder `texts`."""

    labels: bool
    evidence: bool
    texts: str | None

    def added_to(self, answer: Answer, store: Store, lang: str) -> Answer:
        """Return `answer` with these columns, looked up in the store that it came from."""
        from healthkg import answers

        if self.labels:
            answer = answers.with_labels(store, answer, lang)
        if self.evidence:
            answer = answers.with_evidence(store, answer, lang, read_texts(self.texts))
        return answer


def read_texts(folder: str | None) -> Mapping[str, Text] | None:
    """Return the texts of `folder`, in which passages are checked; None when none was named."""
    from healthkg import passages

    return passages.read_texts(Path(folder)) if folder else None


def enriching(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the three options to `command`, which receives them as its argument `extras`."""

    @wraps(command)
    def with_extras(*args: Any, labels: bool, evidence: bool, texts: str | None, **more: Any) -> Any:
        return command(*args, extras=Extras(labels, evidence or bool(texts), texts), **more)

    with_extras = click.option("--texts", type=click.Path(), metavar="DIR")(with_extras)
    for name in ("--evidence", "--labels"):
        with_extras = click.option(name, is_flag=True)(with_extras)
    return with_extras
