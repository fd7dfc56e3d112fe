"""The application: its routes, its gates, what is around every reply, and what is made ready before it starts."""

from __future__ import annotations

from dataclasses import replace

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from healthkg import answers, corpus, dates, queryfile, store
from healthkg.errors import HealthkgError, InputProblem
from healthkg.exports import import_all
from healthkg.messages import LANGUAGES
from healthkg.validation import checks, lexical, shacl, texts
from healthkg.web import (
    assets,
    checking,
    editing,
    faults,
    home,
    library,
    linked,
    rendering,
    searching,
    sparql,
    things,
)
from healthkg.web.children import Gate
from healthkg.web.handling import AT_ONCE, read, respond
from healthkg.web.journal import Journal
from healthkg.web.mishaps import Mishap
from healthkg.web.receiving import Doors
from healthkg.web.routing import route
from healthkg.web.site import Site, settle
from healthkg.web.watching import Watch

import_all(answers, corpus, dates, queryfile, store)  # a child can open nothing
_JUDGING = (checks, lexical, shacl, texts)  # no more to import when a child judges

# In this order: linked data takes what is left.
_PACKAGES = (library, searching, things, checking, editing, sparql, linked)


def create_app(site: Site, watch: Watch | None = None) -> Starlette:
    """Return the ASGI application that serves `site`, and what it becomes when its files change, if they are watched.

    Its children need what they do to be loaded: see `prepared`, without which the first of each kind is slow.
    """
    app = Starlette(
        routes=routes(),
        middleware=[Middleware(Journal)],
        exception_handlers={HTTPException: _refused, Exception: _broken},
        lifespan=None if watch is None else watch.lifespan,
    )
    app.state.site = site
    app.state.kept_because = None
    app.state.pages = Gate(8, patience=20)
    app.state.questions = Gate(4, patience=3)
    app.state.checks = Gate(2, patience=20)
    app.state.senders = Doors(12)
    return app


def prepared(site: Site) -> Site:
    """Return `site` when everything is loaded that children need, or would else load each anew."""
    preparations = [one.prepare for one in (*_PACKAGES, home) if hasattr(one, "prepare")]
    settle(site, (lambda _: rendering.prepare(), *preparations))
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
    """Say which data is served; and why not that of the files, when they changed and cannot be served."""
    site: Site = request.app.state.site
    said = {"status": "ok", "version": site.version, "sound": site.report.sound}
    refusal: HealthkgError | None = request.app.state.kept_because
    if refusal is not None:
        said["kept-because"] = {lang: refusal.sentence(lang) for lang in LANGUAGES} | {"place": refusal.place()}
    return JSONResponse(said, headers={"cache-control": "no-store"})


async def _refused(request: Request, error: Exception) -> Response:
    """Say what Starlette refuses (no such path, not by this method) as every other fault is said."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    code = "method-refused" if status == 405 else "page-missing"
    nowhere = replace(read(request), path="/")  # what is no path of ours is not said again
    headers = dict(getattr(error, "headers", None) or {})
    return respond(faults.reply(request.app.state.site, nowhere, InputProblem(code)), headers=headers)


async def _broken(request: Request, error: Exception) -> Response:
    """Say that something outside of any page broke; the server logs it, under the same reference."""
    return PlainTextResponse(f"{Mishap.of(error).reference}\n", 500)
