"""How each kind of thing looks and is called: the table `templates/kinds.toml`, with a fallback for unknown kinds."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from healthkg.projection.bilingual import NOTHING, Bilingual, both

FALLBACK = "other"


@dataclass(frozen=True)
class Look:
    """A kind's outline, hue, font size in pixels, and what its short label does (beside, instead, or nothing)."""

    outline: str = "rect"
    hue: str = "grey"
    size: int = 13
    bold: bool = False
    dashed: bool = False
    short: str = ""


@cache
def table() -> Mapping[str, Any]:
    """Return the table of looks, as it is written."""
    return tomllib.loads(files("healthkg").joinpath("templates/kinds.toml").read_text("utf-8"))


@lru_cache(maxsize=1024)
def segment(kind: str) -> str:
    """Return the last segment of an IRI (`…/def#Plan` → `Plan`); a plain word is itself."""
    return re.split(r"[/#]", kind.rstrip("/#"))[-1]


@lru_cache(maxsize=1024)
def look(kind: str) -> Look:
    """Return the look of `kind` (an IRI, or a word such as `absent`); the fallback's when it is unknown."""
    row = table()["kinds"].get(segment(kind)) or table()["kinds"][FALLBACK]
    return Look(**{name: value for name, value in row.items() if name not in ("fr", "en")})


def names(kind: str, said: Bilingual = NOTHING) -> tuple[Bilingual, Bilingual]:
    """Return what one and many of `kind` are called: the table's words, else what the rows said, else its segment."""
    row = table()["kinds"].get(segment(kind))
    if row:
        (french, frenches), (english, englishes) = row["fr"], row["en"]
        return Bilingual(french, english), Bilingual(frenches, englishes)
    other = table()["kinds"][FALLBACK]
    plain = said or both(segment(kind)) or Bilingual(other["fr"][0], other["en"][0])
    return plain, plain
