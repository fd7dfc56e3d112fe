"""The first page: what is in here, and where to start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from healthkg.web.rendering import render
from healthkg.web.values import Asked, Reply

if TYPE_CHECKING:
    from healthkg.web.site import Site


def home(site: Site, asked: Asked) -> Reply:
    """Return the first page."""
    return render(site, asked, "home")
