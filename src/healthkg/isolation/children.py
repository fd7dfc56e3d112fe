"""What happens in the parent: a child is started, what it sends is read within its limits, and it is never left behind.

The engine cannot be interrupted, and a small query can crash it or exhaust the memory; so it happens to a child. The
work is a callable that returns bytes; what it needs must be imported before (a child can open nothing).
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass

from healthkg import errors
from healthkg.errors import LimitReached, StoreProblem
from healthkg.isolation.confinement import FAULT, MEBI, MEMORY, Limits, be_child, lead

_GRACE = 0.5  # seconds after which the parent no longer counts on the child's own alarm


@dataclass(frozen=True)
class Child:
    """Work under way: the process, the file descriptor that its result comes from, its limits, and the moment (as
    `time.monotonic` says) after which nobody waits for it."""

    pid: int
    receiving: int
    limits: Limits
    deadline: float | None

    def is_beyond(self, content: bytes | bytearray) -> bool:
        """Whether the child has sent more than may be (one byte says which kind of outcome it is)."""
        return len(content) > self.limits.size + 1


def can_isolate() -> bool:
    """Whether this machine can fork; where it cannot, only the size of the result is limited, and callers say so."""
    return hasattr(os, "fork")


def isolated(work: Callable[[], bytes], limits: Limits) -> bytes:
    """Return what `work` returns, done in a child that cannot outlive its limits nor harm this process.

    Raises LimitReached ("limit-time", "limit-memory", "limit-size", "fork-refused"), StoreProblem("store-crashed") when
    the child died otherwise, and any HealthkgError that `work` raised. Where there is no fork, `work` runs in this
    process.
    """
    if not can_isolate():
        return _sized(work(), limits)
    child = started(work, limits)
    try:
        content = _receive(child)
    except BaseException:
        stop(child)
        bury(child)
        raise
    return outcome(child, content)


def started(work: Callable[[], bytes], limits: Limits) -> Child:
    """Return the child that does `work`. Who starts one reads what it sends and gets its `outcome` at the end, or ends
    it before (`stop`, then `bury`). Raises LimitReached("fork-refused") when the system has no room for it."""
    try:
        receiving, sending = os.pipe()
    except OSError as error:
        raise LimitReached("fork-refused", cause=error.strerror) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12: other threads, none that a child needs
            pid = os.fork()
    except OSError as error:
        os.close(receiving)
        os.close(sending)
        raise LimitReached("fork-refused", cause=error.strerror) from error
    if pid == 0:
        os.close(receiving)
        be_child(work, limits, sending)
    os.close(sending)
    lead(pid, limits)
    deadline = None if limits.seconds is None else time.monotonic() + limits.seconds + _GRACE
    return Child(pid, receiving, limits, deadline)


def outcome(child: Child, content: bytes | bytearray) -> bytes:
    """Return the result in `content`, all that `child` sent until it closed its end; the child is gone afterwards.

    Raises what `isolated` raises.
    """
    return _outcome(content, bury(child), child.limits)


def stop(child: Child) -> None:
    """Kill a child, whatever it is doing, and what it may have started."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(child.pid, signal.SIGKILL)


def bury(child: Child) -> int:
    """Return how a child ended (as `os.waitstatus_to_exitcode` says), when it has: it leaves nothing behind."""
    os.close(child.receiving)
    return os.waitstatus_to_exitcode(os.waitpid(child.pid, 0)[1])


def too_late(limits: Limits) -> LimitReached:
    """Return the fault of a child that has not ended in time."""
    return LimitReached("limit-time", limit=f"{limits.seconds:g}")


def too_large(limits: Limits) -> LimitReached:
    """Return the fault of a child that sends more than may be."""
    return LimitReached("limit-size", limit=limits.size // MEBI)


def _sized(content: bytes, limits: Limits) -> bytes:
    if len(content) > limits.size:
        raise too_large(limits)
    return content


def _receive(child: Child) -> bytearray:
    """Return what comes until the child closes its end. Raises LimitReached ("limit-time", "limit-size")."""
    import selectors

    content = bytearray()
    with selectors.DefaultSelector() as ready:
        ready.register(child.receiving, selectors.EVENT_READ)
        while True:
            left = None if child.deadline is None else child.deadline - time.monotonic()
            if (left is not None and left <= 0) or not ready.select(left):
                raise too_late(child.limits)
            part = os.read(child.receiving, MEBI)
            if not part:
                return content
            content += part
            if child.is_beyond(content):
                raise too_large(child.limits)


def _outcome(content: bytes | bytearray, ended: int, limits: Limits) -> bytes:
    if ended == -signal.SIGALRM:
        raise too_late(limits)
    if content == MEMORY or ended in (-signal.SIGABRT, -signal.SIGKILL):  # Rust aborts, the kernel kills
        raise LimitReached("limit-memory", limit=limits.memory // MEBI)
    if ended or not content:
        raise StoreProblem("store-crashed", ended=ended)
    if content[:1] == FAULT:
        kind, code, place, data = json.loads(content[1:])
        raise getattr(errors, kind)(code, **place, **data)
    return bytes(memoryview(content)[1:])  # one copy: it may be large
