"""A path, a page and a way: one route. Each package of pages lists its own in ROUTES."""

from __future__ import annotations

from starlette.routing import Route

from healthkg.web.handling import PAGE, Page, Way, answering


def route(path: str, page: Page, way: Way = PAGE, methods: tuple[str, ...] = ("GET",)) -> Route:
    """Return the route that lets `page` reply at `path` (GET brings HEAD along)."""
    return Route(path, answering(page, way), methods=list(methods))
