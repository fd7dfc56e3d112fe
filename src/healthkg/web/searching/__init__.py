"""The search: things by any of their names, misprints included, with facets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from healthkg.web.routing import route
from healthkg.web.searching.index import index_of
from healthkg.web.searching.pages import opensearch, results

if TYPE_CHECKING:
    from healthkg.web.site import Site

__all__ = ["ROUTES", "prepare"]

ROUTES: list[Route] = [route("/search", results), route("/opensearch.xml", opensearch)]


def prepare(site: Site) -> None:
    """Read what can be found, and sort it by its words."""
    index = index_of(site)
    _ = index.places, index.words, index.begins
