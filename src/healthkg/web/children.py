"""Work in children of the server, some at once: the loop goes on while they work, and nobody's work can harm it.

The server has one thread. It holds the corpus, forks, and passes bytes on; what computes is a child (`isolation`).
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from healthkg.errors import LimitReached
from healthkg.isolation import (
    Child,
    Limits,
    bury,
    can_isolate,
    isolated,
    outcome,
    started,
    stop,
    too_large,
    too_late,
)

_PART = 1 << 20


@dataclass(frozen=True)
class Gate:
    """So many at once; who comes later waits `patience` seconds at most."""

    width: int
    patience: float
    _places: asyncio.Semaphore = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the places."""
        object.__setattr__(self, "_places", asyncio.Semaphore(self.width))

    async def passed(self, work: Callable[[], bytes], limits: Limits) -> bytes:
        """Return what `work` returns. Raises what `isolated` raises, and LimitReached("server-busy").

        Cancelled, it leaves no child behind.
        """
        try:
            async with asyncio.timeout(self.patience):
                await self._places.acquire()
        except TimeoutError as error:
            raise LimitReached("server-busy", limit=f"{self.patience:g}") from error
        try:
            return await _apart(work, limits)
        finally:
            self._places.release()


async def _apart(work: Callable[[], bytes], limits: Limits) -> bytes:
    if not can_isolate():
        return isolated(work, limits)
    child = started(work, limits)
    try:
        content = await _received(child)
    except BaseException:
        stop(child)
        _bury_later(child)
        raise
    return outcome(child, content)


async def _received(child: Child) -> bytearray:
    """Return what the child sends until it closes its end. Raises LimitReached ("limit-time", "limit-size")."""
    content = bytearray()
    try:
        async with asyncio.timeout(None if child.deadline is None else child.deadline - time.monotonic()):
            while part := await _part(child):
                content += part
                if child.is_beyond(content):
                    raise too_large(child.limits)
    except TimeoutError:
        raise too_late(child.limits) from None
    return content


async def _part(child: Child) -> bytes:
    """Return what the child has sent since; nothing when it has closed its end."""
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()
    loop.add_reader(child.receiving, _wake, ready)
    try:
        await ready
    finally:
        loop.remove_reader(child.receiving)
    return os.read(child.receiving, _PART)


def _wake(ready: asyncio.Future[None]) -> None:
    if not ready.done():
        ready.set_result(None)


def _bury_later(child: Child) -> None:
    """Bury a child that was stopped once it is gone: giving back much memory takes time, which is not the loop's."""
    loop = asyncio.get_running_loop()

    def look() -> None:
        if not os.read(child.receiving, _PART):
            loop.remove_reader(child.receiving)
            bury(child)

    loop.add_reader(child.receiving, look)
