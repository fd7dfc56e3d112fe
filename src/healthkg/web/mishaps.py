"""Faults of our own: the client gets a reference, the log what led to it; a page's child hands it to the server."""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Callable

from healthkg.errors import HealthkgError

_MISHAP = b"!"  # what a child sends is JSON first, and no JSON begins so


class Mishap(Exception):
    """What went wrong (a traceback), and the short name under which it is found again."""

    def __init__(self, reference: str, trace: str) -> None:
        super().__init__(reference)
        self.reference = reference
        self.trace = trace

    @staticmethod
    def of(error: BaseException) -> Mishap:
        """Return the mishap that `error` is; the same fault has the same reference."""
        if isinstance(error, Mishap):
            return error
        trace = "".join(traceback.format_exception(error))
        return Mishap(f"{type(error).__name__}-{hashlib.sha256(trace.encode()).hexdigest()[:8]}", trace)


def sent(work: Callable[[], bytes]) -> bytes:
    """Return what `work` returns; what it stumbled over, when that is a fault of ours."""
    try:
        return work()
    except (HealthkgError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the server is told of it rather than of a dead child
        mishap = Mishap.of(error)
        return _MISHAP + json.dumps([mishap.reference, mishap.trace]).encode()


def received(content: bytes) -> bytes:
    """Return what a child sent. Raises Mishap when that is one."""
    if content.startswith(_MISHAP):
        raise Mishap(*json.loads(content[1:]))
    return content
