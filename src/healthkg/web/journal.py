"""The log: one line of JSON a request, and one for each fault of ours; nothing that a client sent can start a line."""

from __future__ import annotations

import json
import logging
import sys
import time
from datetime import UTC, datetime
from typing import TextIO

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from healthkg.web.mishaps import Mishap

_LONGEST = 500  # letters of a path


def write(out: TextIO | None = None, /, **said: object) -> None:
    """Write one line of JSON: when, and what is said."""
    line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), **said}
    print(json.dumps(line), file=out or sys.stderr, flush=True)


def fault(mishap: Mishap, path: str) -> None:
    """Write what went wrong by a fault of ours, with the reference that the client was given."""
    write(level="error", reference=mishap.reference, path=path[:_LONGEST], trace=mishap.trace)


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
        write(
            self.out,
            client=(scope.get("client") or ("-",))[0],
            method=scope["method"],
            path=scope["path"][:_LONGEST],
            **seen,
            ms=round(seconds * 1000, 1),
        )


class Lines(logging.Handler):
    """What the server and its libraries warn of, as lines of the same log."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record; of an exception, its reference and trace too."""
        error = record.exc_info[1] if record.exc_info else None
        mishap = Mishap.of(error) if error is not None else None
        more = {"reference": mishap.reference, "trace": mishap.trace} if mishap else {}
        write(level=record.levelname.lower(), by=record.name, said=record.getMessage(), **more)
