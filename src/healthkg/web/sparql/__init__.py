"""The SPARQL 1.1 endpoint: it is asked, never changed (SPARQL 1.1 Protocol, Service Description, result formats)."""

from __future__ import annotations

from healthkg.queryfile import guarding
from healthkg.web.handling import Way
from healthkg.web.routing import route
from healthkg.web.sparql.description import prepare
from healthkg.web.sparql.endpoint import ALLOWED, CHANGING, answered, options, refused

__all__ = ["ROUTES", "prepare"]

# Any page may read what is asked here: nothing of a reader goes along (no credentials), and nothing can be changed.
_OPEN = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Retry-After, Healthkg-Data",
    "allow": ", ".join(ALLOWED),
}
_BODY = 3 * guarding.MAX_BYTES + 4096  # a form writes a byte as three, and names graphs
_ASKING = Way(gate="questions", limits=None, body=_BODY, for_machines=True, patience=5, headers=_OPEN)
_AT_ONCE = Way(gate=None, body=_BODY, for_machines=True, patience=5, headers=_OPEN)

ROUTES = [
    route("/sparql", answered, _ASKING, ("GET", "POST")),
    route("/sparql", options, _AT_ONCE, ("OPTIONS",)),
    route("/sparql", refused, _AT_ONCE, CHANGING),
]
