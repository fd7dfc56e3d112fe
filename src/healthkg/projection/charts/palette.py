"""The colours of pictures, by name: those of the style sheet of pages, and the hues of kinds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from healthkg.projection import kinds
from healthkg.projection.page import asset

_RULE = re.compile(r":root[^{]*\{(.*?)\}", re.S)
_VARIABLE = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6});")


@cache
def themes() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return name → colour in the light and in the dark theme."""
    light, dark = (dict(_VARIABLE.findall(rule)) for rule in _RULE.findall(asset("page.css"))[:2])
    for hue, themed in kinds.table()["hues"].items():
        light |= {f"{hue}-{part}": colour for part, colour in themed["light"].items()}
        dark |= {f"{hue}-{part}": colour for part, colour in themed["dark"].items()}
    return light, dark


def variables() -> Mapping[str, str]:
    """Return name → `var(--name)`, as the style sheet of a page resolves it in each theme."""
    return {name: f"var(--{name})" for name in themes()[0]}
