"""The SPARQL 1.1 endpoint, read-only."""

from __future__ import annotations

from starlette.routing import Route

ROUTES: list[Route] = []
