"""The application: its routes, its gates, what is around every reply, and what is made ready before it starts."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from healthkg.errors import InputProblem
from healthkg.web import assets, checking, editing, faults, home, library, linked, rendering, sparql, things
from healthkg.web.children import Gate
from healthkg.web.handling import AT_ONCE, read, respond
from healthkg.web.journal import Journal
from healthkg.web.routing import route
from healthkg.web.site import Site, settle

_SMALL = 1000  # bytes that are not worth compressing
_PACKAGES = (library, things, checking, editing, sparql, linked)  # in this order: linked data takes what is left


def create_app(site: Site) -> Starlette:
    """Return the ASGI application that serves `site`.

    Its children need what they do to be loaded: see `prepared`, without which the first of each kind is slow.
    """
    app = Starlette(
        routes=routes(),
        middleware=[Middleware(Journal), Middleware(GZipMiddleware, minimum_size=_SMALL, compresslevel=5)],
        exception_handlers={HTTPException: _refused},
    )
    app.state.site = site
    app.state.pages = Gate(8, patience=20)
    app.state.questions = Gate(4, patience=3)
    return app


def prepared(site: Site) -> Site:
    """Return `site` when everything is loaded that children would else load each anew."""
    settle(site, (lambda _: rendering.prepare(), *(one.prepare for one in _PACKAGES if hasattr(one, "prepare"))))
    return site


def routes() -> list[Route]:
    """Return every route."""
    own = [
        route("/", home.home),
        route("/static/{digest}/{name}", assets.asset, AT_ONCE),
        Route("/healthz", _health, methods=["GET"]),
    ]
    return own + [one for package in _PACKAGES for one in package.ROUTES]


async def _health(request: Request) -> Response:
    site: Site = request.app.state.site
    return JSONResponse({"status": "ok", "version": site.version, "sound": site.report.sound})


async def _refused(request: Request, error: Exception) -> Response:
    """Say what Starlette refuses (no such path, not by this method) as every other fault is said."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    code = "method-refused" if status == 405 else "page-missing"
    headers = dict(getattr(error, "headers", None) or {})
    return respond(faults.reply(request.app.state.site, read(request), InputProblem(code)), headers=headers)
