"""The server: one thread, one socket, an end that waits for whoever is being answered, but not for long."""

from __future__ import annotations

import asyncio
import logging
import socket

import uvicorn
from starlette.applications import Starlette

from healthkg.errors import InputProblem
from healthkg.web.journal import Lines

_PATIENCE = 3  # seconds that a stop waits for replies under way
_CLEARING = 1  # seconds that what was given up may take to end its child
_IDLE = 5  # seconds that a connection on which nobody asks is kept
_CONNECTIONS = 256


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at `host` (an address of this machine) and `port` (0: any that is free).

    Raises InputProblem("address-taken") when it cannot.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(_CONNECTIONS)  # who comes before all is loaded waits
    except OSError as error:
        listening.close()
        raise InputProblem("address-taken", host=host, port=port, cause=error.strerror) from error
    return listening


def serve(app: Starlette, listening: socket.socket) -> None:
    """Answer at `listening` until the process is told to stop (SIGINT, SIGTERM), which is then what ends it."""
    logging.getLogger().addHandler(Lines(logging.WARNING))
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="on",
        server_header=False,
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=_PATIENCE,
    )
    _Server(config).run(sockets=[listening])


class _Server(uvicorn.Server):
    """The server of uvicorn, which when it is stopped lets what it gives up end too: the signal then ends all."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop taking requests, wait for replies, give up those that are late."""
        await super().shutdown(sockets)
        if given_up := set(self.server_state.tasks):
            await asyncio.wait(given_up, timeout=_CLEARING)
