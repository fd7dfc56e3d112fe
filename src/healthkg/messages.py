"""The sentences that a user reads, in French and English, by code; their home is `messages.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LANGUAGES = ("fr", "en")


class _Gaps(dict[str, object]):
    """Leaves a placeholder standing when its value is missing: a message must never fail."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Return code → language → sentence. The catalogue is read once."""
    return tomllib.loads(files("healthkg").joinpath("messages.toml").read_text("utf-8"))


def text(code: str, lang: str, **data: object) -> str:
    """Return the sentence of `code` in `lang` (English when that language is missing), filled with `data`."""
    sentences = catalogue()[code]
    return fill(sentences.get(lang, sentences["en"]), data)


def fill(sentence: str, data: Mapping[str, object]) -> str:
    """Return `sentence` with its {placeholders} filled; one without a value stays as it is written."""
    return sentence.format_map(_Gaps(data))
