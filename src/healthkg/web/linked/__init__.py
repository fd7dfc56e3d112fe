"""Linked data: every IRI of ours answers, for people and for machines."""

from __future__ import annotations

from starlette.routing import Route

ROUTES: list[Route] = []
