"""The sentences that a user reads, in French and English, by code; their home is `messages.toml`.

A command says a handful of the catalogue's sentences, and most commands say none that parsing all of it would be worth:
what is asked for is found by its heading, and only that is parsed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

LANGUAGES = ("fr", "en")


class _Gaps(dict[str, object]):
    """Leaves a placeholder standing when its value is missing: a message must never fail."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Return code → language → sentence, the whole of it."""
    return tomllib.loads(_written())


@cache
def sentences(code: str) -> Mapping[str, str]:
    """Return language → sentence of `code`. Raises KeyError for a code that the catalogue has not."""
    written, heading = _written(), f"\n[{code}]\n"
    start = written.find(heading)
    if start < 0:
        raise KeyError(code)
    start += len(heading)
    return tomllib.loads(written[start : written.find("\n[", start) + 1 or None])


@cache
def _written() -> str:
    """Return the catalogue as it is written. A heading stands alone on its line, and no sentence on two."""
    with open(f"{__file__.removesuffix('.py')}.toml", encoding="utf-8") as file:  # noqa: PTH123 (slower to import)
        return file.read()


def text(code: str, lang: str, **data: object) -> str:
    """Return the sentence of `code` in `lang` (English when that language is missing), filled with `data`."""
    said = sentences(code)
    return fill(said.get(lang, said["en"]), data)


def fill(sentence: str, data: Mapping[str, object]) -> str:
    """Return `sentence` with its {placeholders} filled; one without a value stays as it is written."""
    return sentence.format_map(_Gaps(data))
