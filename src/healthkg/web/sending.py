"""How a reply goes out: packed in the child that made it, in parts as its client takes them, and not for ever."""

from __future__ import annotations

import asyncio
import gzip
from dataclasses import replace
from typing import ClassVar

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from healthkg.errors import LimitReached
from healthkg.web.negotiation import accepts
from healthkg.web.values import Asked, Reply

_SMALL = 1000  # bytes that are not worth packing
_LEVEL = 5
_PACKABLE = ("text/", "application/", "image/svg")
_PACKED = ("zip", "officedocument", "pdf")  # what a media type says of content that is packed already
_PART = 1 << 18
_SECONDS, _RATE = 60, 32 << 10  # a client may take so long for a reply, and longer for a large one: bytes a second
_MOST = 256 << 20  # bytes that may wait for clients, all together


def packed(reply: Reply, asked: Asked) -> Reply:
    """Return `reply` as gzip, when that is worth it and its client takes it.

    Not a middleware's task: one thread of the server must not be busy with it, and a second one must not be.
    """
    media = reply.media.partition(";")[0]
    worth = len(reply.body) >= _SMALL and media.startswith(_PACKABLE) and not any(word in media for word in _PACKED)
    if not worth or not accepts(asked.headers.get("accept-encoding", ""), "gzip"):
        return reply
    body = gzip.compress(reply.body, _LEVEL, mtime=0)
    return replace(reply, body=body, headers={**reply.headers, "content-encoding": "gzip"})


class Sending(Response):
    """A response of which the system holds one part at a time. A client that takes too long gets no more of it."""

    waiting: ClassVar[int] = 0  # bytes of all such responses under way

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the head and the body; when time is over, end without the rest, which the server takes for a fault."""
        Sending.waiting += len(self.body)
        try:
            async with asyncio.timeout(_SECONDS + len(self.body) / _RATE):
                await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
                await self._in_parts(send)
        except TimeoutError:
            return
        finally:
            Sending.waiting -= len(self.body)

    async def _in_parts(self, send: Send) -> None:
        view = memoryview(self.body)
        for begin in range(0, max(len(view), 1), _PART):
            more = begin + _PART < len(view)
            await send({"type": "http.response.body", "body": bytes(view[begin : begin + _PART]), "more_body": more})


def room_for(reply: Reply) -> Reply:
    """Return `reply`. Raises LimitReached("server-full") when too much waits already for clients to take it."""
    if Sending.waiting + len(reply.body) > _MOST:
        raise LimitReached("server-full")
    return reply
