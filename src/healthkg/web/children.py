"""Work in children of the server, some at once: the loop goes on while they work, and nobody's work can harm it.

The server has one thread. It holds the corpus, forks, and passes bytes on; what computes is a child (`isolation`).
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass, field

from healthkg.errors import LimitReached
from healthkg.isolation import Child, Limits, can_isolate, isolated, outcome, started

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
    content, late = bytearray(), True
    try:
        async with asyncio.timeout_at(None if child.deadline is None else child.deadline):
            await _received(child, content)
        late = False
    except TimeoutError:
        pass
    except asyncio.CancelledError:
        _discarded(child)
        raise
    return outcome(child, bytes(content), late)


async def _received(child: Child, content: bytearray) -> None:
    """Add to `content` what the child sends until it ends, or has sent more than may be."""
    loop = asyncio.get_running_loop()
    while len(content) <= child.limits.size + 1:
        ready = loop.create_future()
        loop.add_reader(child.receiving, _wake, ready)
        try:
            await ready
        finally:
            loop.remove_reader(child.receiving)
        part = os.read(child.receiving, _PART)
        if not part:
            return
        content += part


def _wake(ready: asyncio.Future[None]) -> None:
    if not ready.done():
        ready.set_result(None)


def _discarded(child: Child) -> None:
    """End a child that nobody waits for any more."""
    try:
        outcome(child, b"", late=True)
    except LimitReached:
        return
