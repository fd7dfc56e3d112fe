"""An endpoint as a user points at it: an address on the command line, user and password in the environment."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from healthkg.cli.context import Context
from healthkg.errors import InputProblem

if TYPE_CHECKING:
    from healthkg.store import Endpoint, Remote, Turn

NAMES = ("HEALTHKG_ENDPOINT_USER", "HEALTHKG_ENDPOINT_PASSWORD")


def credentials() -> tuple[str, str] | None:
    """Return user and password; None when there are none. Raises InputProblem for one without the other."""
    user, password = (os.environ.get(name, "") for name in NAMES)
    if bool(user) != bool(password):
        raise InputProblem("endpoint-credentials", names=", ".join(NAMES))
    return (user, password) if user else None


def pointed(context: Context, url: str, seconds: float) -> Remote:
    """Return the endpoint at `url`, to be asked with the prefixes and queries of the project."""
    from healthkg.store import open_remote

    return open_remote(url, context.registry(), context.files(), seconds, credentials())


def changeable(url: str, seconds: float) -> Endpoint:
    """Return the endpoint at `url`, to be sent updates."""
    from healthkg.store import open_endpoint

    return open_endpoint(url, seconds, credentials())


def turn(patience: float, over: bool) -> Turn:
    """Return who loads, as others see it until the load ends: the user, the machine, the process; and since when."""
    import getpass
    import platform
    from datetime import UTC, datetime

    from healthkg.store import Turn

    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):  # a number without a name, in a container
        user = "?"
    return Turn(f"{user}@{platform.node()} ({os.getpid()})", datetime.now(UTC), patience, over)
