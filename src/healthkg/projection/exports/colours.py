"""The colours of our pages, read where they stand: in the style sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from healthkg.projection.page import asset


@cache
def themes() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the light and the dark colours, by the names of `page.css`: back, text, quiet, structure, accent…"""
    blocks = re.findall(r":root[^{]*\{([^}]*)\}", asset("page.css"))
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in blocks[:2])
    return light, light | dark
