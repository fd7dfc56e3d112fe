"""From a request to a page's function, in a child, and back: language, conditions, faults, and clients that leave."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from healthkg.errors import HealthkgError, LimitReached
from healthkg.isolation import Limits
from healthkg.layout import software_version
from healthkg.web import faults, journal, mishaps
from healthkg.web.mishaps import Mishap
from healthkg.web.negotiation import is_known, language
from healthkg.web.receiving import drain, refuse_foreign, whole_body
from healthkg.web.sending import Sending, packed, room_for
from healthkg.web.site import Site
from healthkg.web.values import Asked, Reply

Page = Callable[[Site, Asked], Reply]
Told = Callable[[Site, Asked, HealthkgError], Reply]
Endpoint = Callable[[Request], Awaitable[Response]]
_VARY = "Accept, Accept-Language, Accept-Encoding"
_OWN = Limits(seconds=30, reads=True)


@dataclass(frozen=True)
class Way:
    """How a page is made: through which gate of the application (None: at once, in the server itself), within which
    limits (None: those of a stranger's query), from how many bytes of body at most; its faults are told as JSON when it
    is `for_machines`, and by a page of its own where there is one (`told`). With `doors`, those of the application,
    only so many may send at once; with `own_forms`, no page of another site may send anything. A body may take
    `patience` seconds to come; `headers` go with whatever is replied, faults included."""

    gate: str | None = "pages"
    limits: Limits | None = _OWN
    body: int = 0
    for_machines: bool = False
    told: Told | None = None
    doors: str | None = None
    own_forms: bool = False
    patience: float = 60
    headers: Mapping[str, str] = field(default_factory=dict)


PAGE, AT_ONCE = Way(), Way(gate=None)


def answering(page: Page, way: Way = PAGE) -> Endpoint:
    """Return the endpoint that lets `page` reply."""

    async def endpoint(request: Request) -> Response:
        site: Site = request.app.state.site
        asked = read(request)
        tag = _tag(site, asked)
        if tag and is_known(asked.headers.get("if-none-match", ""), tag):
            return respond(Reply(status=304), tag, way.headers)
        try:
            with _entered(request, asked, way):
                asked = replace(asked, body=await whole_body(request, way.body, way.patience))
                reply = room_for(await _while_there(request, _replied(request, page, site, asked, way)))
        except ClientDisconnect:
            return Response(status_code=499)  # nobody reads it; the log does
        except asyncio.CancelledError:  # nobody cancels but a server that is told to stop
            return respond(_told(site, asked, LimitReached("server-stopping"), way), headers=way.headers)
        except HealthkgError as error:
            await drain(request, way.body)
            return respond(_told(site, asked, error, way), headers=way.headers)
        except Exception as error:  # noqa: BLE001 - a fault of ours: the log has it, the client its reference
            return respond(_told(site, asked, noted(Mishap.of(error), asked.path), way), headers=way.headers)
        return respond(reply, tag if reply.status == 200 else "", way.headers)

    return endpoint


def _entered(request: Request, asked: Asked, way: Way) -> AbstractContextManager[None]:
    """Return what a request passes before its body is read. Raises what `refuse_foreign` and `Doors.entered` raise."""
    if way.own_forms:
        refuse_foreign(asked)
    return nullcontext() if way.doors is None else getattr(request.app.state, way.doors).entered()


async def _replied(request: Request, page: Page, site: Site, asked: Asked, way: Way) -> Reply:
    if way.gate is None:
        return packed(page(site, asked), asked)
    gate = getattr(request.app.state, way.gate)
    limits = way.limits or site.limits
    content = await gate.passed(lambda: mishaps.sent(lambda: packed(page(site, asked), asked).packed()), limits)
    return Reply.unpacked(mishaps.received(content))


def _told(site: Site, asked: Asked, error: HealthkgError, way: Way) -> Reply:
    """Return what a client is told of a fault, in the way of the page where that has one."""
    if way.told is not None and not isinstance(error, OurFault):
        return way.told(site, asked, error)
    return faults.reply(site, asked, error, for_machines=way.for_machines)


class OurFault(HealthkgError):
    """A fault of ours, as a client is told of it."""


def noted(mishap: Mishap, path: str) -> OurFault:
    """Return what to tell of a mishap, which the log then holds."""
    journal.fault(mishap, path)
    return OurFault("page-fault", reference=mishap.reference)


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
        headers=_joined(request.headers.items()),
        origin=f"{request.url.scheme}://{request.url.netloc}",
    )


def _joined(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return name → value; the values of a header that comes several times are one list (RFC 9110, 5.3)."""
    joined: dict[str, str] = {}
    for name, value in headers:
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


def _tag(site: Site, asked: Asked) -> str:
    """Return the entity tag of what is asked: it holds for as long as data and software do. None for what is sent."""
    if asked.method not in ("GET", "HEAD"):
        return ""
    accepted = asked.headers.get("accept", "")
    said = (site.version, site.edition, software_version(), asked.lang, accepted, asked.origin, asked.address())
    return f'W/"{hashlib.sha256(repr(said).encode()).hexdigest()[:20]}"'


def respond(reply: Reply, tag: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """Return the response that carries `reply`, with its entity tag and what every reply says."""
    shared = {"cache-control": "no-cache", "vary": _VARY, "x-content-type-options": "nosniff"}
    shared |= {"referrer-policy": "same-origin", **({"etag": tag} if tag else {})}
    return Sending(reply.body, reply.status, {**shared, **reply.headers, **(headers or {})}, reply.media)
