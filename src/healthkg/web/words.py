"""The words of the pages, by page and language: `templates/web/<page>.toml`, over those that all pages share."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

_SHARED = "site"


@cache
def words(page: str, lang: str) -> Mapping[str, Any]:
    """Return the words of `page` in `lang` (fr or en), those of every page included."""
    own = {} if page == _SHARED else _table(page)[lang]
    return {**_table(_SHARED)[lang], **own}


@cache
def _table(page: str) -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files("healthkg").joinpath("templates", "web", f"{page}.toml").read_text("utf-8"))
