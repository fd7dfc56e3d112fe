"""The server: one thread, one socket, an end that waits for whoever is being answered."""

from __future__ import annotations

import socket

import uvicorn
from starlette.applications import Starlette

from healthkg.errors import InputProblem

_PATIENCE = 5  # seconds that a stop waits, and that an idle connection is kept
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
    except OSError as error:
        listening.close()
        raise InputProblem("address-taken", host=host, port=port, cause=error.strerror) from error
    return listening


def serve(app: Starlette, listening: socket.socket) -> None:
    """Answer at `listening` until the process is told to stop (SIGINT, SIGTERM)."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="on",
        server_header=False,
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=_PATIENCE,
        timeout_graceful_shutdown=_PATIENCE,
    )
    uvicorn.Server(config).run(sockets=[listening])
