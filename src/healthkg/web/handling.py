"""From a request to a page's function, in a child, and back: language, conditions, faults, and clients that leave."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from healthkg.errors import HealthkgError, LimitReached
from healthkg.isolation import Limits
from healthkg.layout import software_version
from healthkg.web import faults
from healthkg.web.negotiation import language
from healthkg.web.site import Site
from healthkg.web.values import Asked, Reply

Page = Callable[[Site, Asked], Reply]
Endpoint = Callable[[Request], Awaitable[Response]]
_VARY = "Accept, Accept-Language"
_OWN = Limits(seconds=30, reads=True)


@dataclass(frozen=True)
class Way:
    """How a page is made: through which gate of the application (None: at once, in the server itself), within which
    limits (None: those of a stranger's query), from how many bytes of body at most; its faults are told as JSON when it
    is `for_machines`."""

    gate: str | None = "pages"
    limits: Limits | None = _OWN
    body: int = 0
    for_machines: bool = False


PAGE, AT_ONCE = Way(), Way(gate=None)


def answering(page: Page, way: Way = PAGE) -> Endpoint:
    """Return the endpoint that lets `page` reply."""

    async def endpoint(request: Request) -> Response:
        site: Site = request.app.state.site
        asked = read(request)
        tag = _tag(site, asked)
        if tag and tag in (each.strip() for each in request.headers.get("if-none-match", "").split(",")):
            return respond(Reply(status=304), tag)
        try:
            asked = replace(asked, body=await _body(request, way.body))
            reply = await _while_there(request, _replied(request, page, site, asked, way))
        except ClientDisconnect:
            return Response(status_code=499)  # nobody reads it; the log does
        except HealthkgError as error:
            return respond(faults.reply(site, asked, error, for_machines=way.for_machines), "")
        return respond(reply, tag if reply.status == 200 else "")

    return endpoint


async def _replied(request: Request, page: Page, site: Site, asked: Asked, way: Way) -> Reply:
    if way.gate is None:
        return page(site, asked)
    gate = getattr(request.app.state, way.gate)
    limits = way.limits or site.limits
    return Reply.unpacked(await gate.passed(lambda: page(site, asked).packed(), limits))


async def _while_there(request: Request, work: Awaitable[Reply]) -> Reply:
    """Return what `work` returns, unless the client leaves before: then nothing goes on for it."""
    working, leaving = asyncio.ensure_future(work), asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return working.result()
    finally:
        for task in (working, leaving):
            task.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


async def _left(request: Request) -> None:
    """Return when the client has left (its body has been read before)."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def read(request: Request) -> Asked:
    """Return the request as a value, without its body."""
    return Asked(
        path=request.url.path,
        parts=dict(request.path_params),
        query=tuple(request.query_params.multi_items()),
        lang=language(request.query_params.get("lang"), request.headers.get("accept-language", "")),
        method=request.method,
        headers=dict(request.headers),
        origin=f"{request.url.scheme}://{request.url.netloc}",
    )


async def _body(request: Request, most: int) -> bytes:
    """Return the whole body. Raises LimitReached("body-too-large") as soon as there is more than may be, whatever its
    length was said to be."""
    said = request.headers.get("content-length", "")
    content = bytearray()
    if said.isdigit() and int(said) > most:
        raise LimitReached("body-too-large", limit=most)
    async for part in request.stream():
        content += part
        if len(content) > most:
            raise LimitReached("body-too-large", limit=most)
    return bytes(content)


def _tag(site: Site, asked: Asked) -> str:
    """Return the entity tag of what is asked: it holds for as long as data and software do. None for what is sent."""
    if asked.method not in ("GET", "HEAD"):
        return ""
    accepted = asked.headers.get("accept", "")
    said = (site.version, software_version(), asked.lang, accepted, asked.origin, asked.address())
    return f'W/"{hashlib.sha256(repr(said).encode()).hexdigest()[:20]}"'


def respond(reply: Reply, tag: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """Return the response that carries `reply`, with its entity tag and what every reply says."""
    shared = {"cache-control": "no-cache", "vary": _VARY, "x-content-type-options": "nosniff"}
    shared |= {"referrer-policy": "same-origin", **({"etag": tag} if tag else {})}
    return Response(reply.body, reply.status, {**shared, **reply.headers, **(headers or {})}, reply.media)
