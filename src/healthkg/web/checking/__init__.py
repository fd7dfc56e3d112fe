"""The check page: a contribution judged, and nothing kept."""

from __future__ import annotations

from starlette.routing import Route

ROUTES: list[Route] = []
