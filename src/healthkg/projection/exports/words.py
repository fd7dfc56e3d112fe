"""The words that only exports say: `templates/exports.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words(lang: str) -> Mapping[str, Any]:
    """Return the words of `lang` (French when it is missing)."""
    table = tomllib.loads(files("healthkg").joinpath("templates/exports.toml").read_text("utf-8"))
    found: Mapping[str, Any] = table.get(lang, table["fr"])
    return found
