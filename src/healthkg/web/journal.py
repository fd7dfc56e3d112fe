"""The access log: one line of JSON a request, in which nothing that a client sent can start a line of its own."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from typing import TextIO

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LONGEST = 500  # letters of a path


class Journal:
    """An ASGI application around another, which writes when, what, how it ended, and how long it took (milliseconds).

    What was asked in a query or sent in a body is not written: it is the reader's own business.
    """

    def __init__(self, app: ASGIApp, out: TextIO | None = None) -> None:
        self.app = app
        self.out = out

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and write its line at the end."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        began, seen = time.perf_counter(), {"status": 0, "bytes": 0}

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
            seen["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            return await self.app(scope, receive, noting)
        finally:
            self._write(scope, seen, time.perf_counter() - began)

    def _write(self, scope: Scope, seen: dict[str, int], seconds: float) -> None:
        said = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "client": (scope.get("client") or ("-",))[0],
            "method": scope["method"],
            "path": scope["path"][:_LONGEST],
            **seen,
            "ms": round(seconds * 1000, 1),
        }
        print(json.dumps(said), file=self.out or sys.stderr, flush=True)
