"""A fault → the status and the words that a client gets: a page for people, a problem (RFC 9457) for machines."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from healthkg import errors
from healthkg.errors import HealthkgError
from healthkg.web.negotiation import preferred
from healthkg.web.rendering import render
from healthkg.web.values import Asked, Reply

if TYPE_CHECKING:
    from healthkg.web.site import Site

PROBLEM = "application/problem+json"
_RETRY = 10  # seconds after which a client may ask again
# By code, else by class; what is not here is our own fault.
_BY_CODE = {
    "page-missing": 404,
    "query-unknown": 404,
    "query-not-a-chart": 404,
    "method-refused": 405,
    "media-refused": 415,
    "not-acceptable": 406,
    "query-service": 403,
    "query-update": 403,
    "query-load": 403,
    "query-too-large": 400,
    "body-too-large": 413,
    "limit-size": 413,
    "limit-memory": 413,
    "limit-time": 503,
    "check-time": 503,
    "check-full": 503,
    "server-busy": 503,
    "server-stopping": 503,
    "server-full": 503,
    "body-late": 408,
    "sender-foreign": 403,
    "encoding-refused": 415,
    "format-unknown": 415,
    "fork-refused": 503,
    "format-unable": 406,
    "store-query": 400,  # what the engine does not know: a function, say
    "store-crashed": 500,
}
_BY_CLASS = {errors.InputProblem: 400, errors.Refused: 422, errors.LimitReached: 413, errors.RemoteProblem: 502}


def status_of(error: HealthkgError) -> int:
    """Return the HTTP status of a fault."""
    return _BY_CODE.get(error.code) or _BY_CLASS.get(type(error), 500)


def reply(site: Site, asked: Asked, error: HealthkgError, *, for_machines: bool = False) -> Reply:
    """Return what a client is told of a fault: never a traceback, never what was sent back as it was sent."""
    status = status_of(error)
    if for_machines or preferred(asked.headers.get("accept", ""), ("text/html", PROBLEM)) != "text/html":
        made = Reply(_problem(asked, error, status), PROBLEM, status)
    else:
        known = replace(asked, path="/", query=()) if status == 404 else asked  # a page repeats no address in vain
        made = render(site, known, "fault", status=status, error=error, status_code=status)
    return replace(made, headers={**made.headers, "retry-after": str(_RETRY)}) if status == 503 else made


def _problem(asked: Asked, error: HealthkgError, status: int) -> bytes:
    """Return the problem details (RFC 9457, 3): the sentence in both languages, and the place in a query."""
    place = {"line": error.line, "column": error.column}
    said = {
        "type": f"urn:healthkg:{error.code}",
        "title": error.code,
        "status": status,
        "detail": error.sentence(asked.lang),
        "fr": error.sentence("fr"),
        "en": error.sentence("en"),
        **{name: value for name, value in place.items() if value is not None},
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"
