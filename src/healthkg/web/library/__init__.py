"""The library of queries: what can be asked, its answers, views and charts; questions in French."""

from __future__ import annotations

from starlette.routing import Route

ROUTES: list[Route] = []
