"""Pages about things: one each, and lists of them."""

from __future__ import annotations

from starlette.routing import Route

ROUTES: list[Route] = []
