"""What is sent to a page: from whom it is taken, how much of it, for how long; how many may send at once."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.requests import ClientDisconnect, Request

from healthkg.errors import InputProblem, LimitReached
from healthkg.web.values import Asked

_SECONDS = 60  # that a body may take to come, whole
_DRAINING, _DRAINED = 2, 4  # seconds, and times what may be sent


@dataclass(frozen=True)
class Doors:
    """How many requests with a body may be inside at once, be they read, waiting or at work."""

    most: int
    _inside: list[None] = field(default_factory=list, init=False, repr=False, compare=False)

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Be inside. Raises LimitReached("server-full") at once when there are `most`."""
        if len(self._inside) >= self.most:
            raise LimitReached("server-full")
        self._inside.append(None)
        try:
            yield
        finally:
            self._inside.pop()


def refuse_foreign(asked: Asked) -> None:
    """Raises InputProblem for what a page of another site sends through a reader's browser, and for what is packed.

    Nothing is kept of what is sent; but no other site should make this one work. A program says neither.
    """
    site, origin = asked.headers.get("sec-fetch-site", "none"), asked.headers.get("origin")
    if site not in ("none", "same-origin") or (origin and _host(origin) != _host(asked.origin)):
        raise InputProblem("sender-foreign")
    if asked.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise InputProblem("encoding-refused")


def _host(origin: str) -> str:
    """Return the host and port of an origin; the scheme may be another before a proxy than behind it."""
    return origin.partition("://")[2]


async def whole_body(request: Request, most: int, seconds: float = _SECONDS) -> bytes:
    """Return the whole body.

    Raises LimitReached("body-too-large") as soon as there is more than may be, whatever its length was said to be;
    LimitReached("body-late") when it has not come in time, however it drips.
    """
    try:
        async with asyncio.timeout(seconds):
            return await _body(request, most)
    except TimeoutError as error:
        raise LimitReached("body-late", limit=f"{seconds:g}") from error


async def _body(request: Request, most: int) -> bytes:
    said = request.headers.get("content-length", "")
    if said.isdecimal() and (len(said) > len(str(most)) or int(said) > most):
        raise LimitReached("body-too-large", limit=most)
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > most:
            raise LimitReached("body-too-large", limit=most)
    return bytes(content)


async def drain(request: Request, most: int) -> None:
    """Take in what is still being sent of a body that is refused, a little and not for long, and forget it: who sends
    it would else find the connection broken, and not read why."""
    came = 0
    with contextlib.suppress(TimeoutError, ClientDisconnect, RuntimeError):  # the last: there is nothing left to take
        async with asyncio.timeout(_DRAINING):
            async for part in request.stream():
                came += len(part)
                if came > most * _DRAINED:
                    return
