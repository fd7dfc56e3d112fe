"""The SPARQL editor: a plain form, and what a script adds to it."""

from __future__ import annotations

from starlette.routing import Route

ROUTES: list[Route] = []
