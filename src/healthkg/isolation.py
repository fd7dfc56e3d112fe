"""A query in its own limits: work done in a forked child, with bounded time, memory and result, and no network.

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
from pathlib import Path
from typing import NoReturn

from healthkg import errors
from healthkg.errors import HealthkgError, LimitReached, StoreProblem

_DONE, _FAULT, _MEMORY = b"=", b"!", b"m"
_GRACE = 0.5  # seconds after which the parent no longer counts on the child's own alarm
_MEBI = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Seconds by the clock on the wall (None: no limit), bytes of memory beyond what the parent holds, bytes of the
    result; `niceness` is how much the child yields to others, `reads` whether it may open files, which only work of our
    own may."""

    seconds: float | None = 60
    memory: int = 1024 * _MEBI
    size: int = 64 * _MEBI
    niceness: int = 0
    reads: bool = False


@dataclass(frozen=True)
class Child:
    """Work under way: the process, the file descriptor that its result comes from, its limits, and the moment (as
    `time.monotonic` says) after which nobody waits for it."""

    pid: int
    receiving: int
    limits: Limits
    deadline: float | None


def can_isolate() -> bool:
    """Whether this machine can fork; where it cannot, only the size of the result is limited, and callers say so."""
    return hasattr(os, "fork")


def isolated(work: Callable[[], bytes], limits: Limits) -> bytes:
    """Return what `work` returns, done in a child that cannot outlive its limits nor harm this process.

    Raises LimitReached ("limit-time", "limit-memory", "limit-size"), StoreProblem("store-crashed") when the child died
    otherwise, and any HealthkgError that `work` raised. Where there is no fork, `work` runs in this process.
    """
    if not can_isolate():
        return _sized(work(), limits)
    child = started(work, limits)
    content, late = b"", True
    try:
        content, late = _receive(child)
    finally:
        ending = _ended(child, content, late)
    return _outcome(content, ending, late, limits)


def started(work: Callable[[], bytes], limits: Limits) -> Child:
    """Return the child that does `work`; who starts one waits for what it sends, and ends it with `outcome`."""
    receiving, sending = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12: other threads, none of which the child needs
        pid = os.fork()
    if pid == 0:
        os.close(receiving)
        _be_child(work, limits, sending)
    os.close(sending)
    deadline = None if limits.seconds is None else time.monotonic() + limits.seconds + _GRACE
    return Child(pid, receiving, limits, deadline)


def outcome(child: Child, content: bytes, late: bool) -> bytes:
    """Return the result in `content`, all that `child` sent; the child is gone afterwards, whatever it was doing.

    Raises what `isolated` raises; LimitReached("limit-time") when nobody waited for the end (`late`).
    """
    return _outcome(content, _ended(child, content, late), late, child.limits)


def _sized(content: bytes, limits: Limits) -> bytes:
    if len(content) > limits.size:
        raise LimitReached("limit-size", limit=limits.size // _MEBI)
    return content


# ---- The child ----


def _be_child(work: Callable[[], bytes], limits: Limits, sending: int) -> NoReturn:
    """Do the work, send what came of it, and end without running anything of the parent's (no handlers, no flush)."""
    code = 1
    try:
        _confine(limits)
        _send(sending, _said(work))
        code = 0
    finally:
        os._exit(code)


def _confine(limits: Limits) -> None:
    """Set the limits of this process: its clock, its memory, no core file, and not one more open file or socket."""
    import faulthandler
    import resource

    faulthandler.disable()
    os.nice(limits.niceness)
    _leave_sockets()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    if limits.seconds is not None:
        signal.setitimer(signal.ITIMER_REAL, max(limits.seconds, 0.001))
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)  # an engine that aborts says so there; the parent says it better
    with contextlib.suppress(ValueError, OSError):  # not every system limits the address space
        resource.setrlimit(resource.RLIMIT_AS, (_address_space() + limits.memory,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not limits.reads:
        lowest_free = os.dup(silent)
        os.close(lowest_free)
        resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free, lowest_free))


def _leave_sockets() -> None:
    """Close the sockets of the parent: a server's connections are its own to end."""
    import stat

    for name in os.listdir("/dev/fd"):  # noqa: PTH208
        with contextlib.suppress(OSError):  # the one that listed the folder is closed already
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                os.close(int(name))


def _address_space() -> int:
    """Return how many bytes of addresses this process holds; 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _said(work: Callable[[], bytes]) -> bytes:
    try:
        return _DONE + work()
    except HealthkgError as error:
        place = {"path": error.path and str(error.path), "line": error.line, "column": error.column}
        data = {name: value if isinstance(value, int) else str(value) for name, value in error.data.items()}
        said = [type(error).__name__, error.code, {**place, "excerpt": error.excerpt}, data]
        return _FAULT + json.dumps(said).encode()
    except MemoryError:
        return _MEMORY


def _send(sending: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(sending, view[:_MEBI]) :]


# ---- The parent ----


def _ended(child: Child, content: bytes, late: bool) -> int:
    """Return how the child ended (as `os.waitstatus_to_exitcode` says); one that did not send all is killed."""
    os.close(child.receiving)
    if late or len(content) > child.limits.size + 1:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child.pid, 0)[1])


def _receive(child: Child) -> tuple[bytes, bool]:
    """Return what comes until the child closes its end, one byte more than may be, and whether the deadline passed."""
    import selectors

    content = bytearray()
    with selectors.DefaultSelector() as ready:
        ready.register(child.receiving, selectors.EVENT_READ)
        while len(content) <= child.limits.size + 1:
            left = None if child.deadline is None else child.deadline - time.monotonic()
            if (left is not None and left <= 0) or not ready.select(left):
                return bytes(content), True
            part = os.read(child.receiving, _MEBI)
            if not part:
                break
            content += part
    return bytes(content), False


def _outcome(content: bytes, ended: int, late: bool, limits: Limits) -> bytes:
    if late or ended == -signal.SIGALRM:
        raise LimitReached("limit-time", limit=f"{limits.seconds:g}")
    if len(content) > limits.size + 1:
        raise LimitReached("limit-size", limit=limits.size // _MEBI)
    if content == _MEMORY or ended in (-signal.SIGABRT, -signal.SIGKILL):  # Rust aborts, the kernel kills
        raise LimitReached("limit-memory", limit=limits.memory // _MEBI)
    if ended == -signal.SIGINT:
        raise KeyboardInterrupt
    if ended or not content:
        raise StoreProblem("store-crashed", ended=ended)
    if content[:1] == _FAULT:
        kind, code, place, data = json.loads(content[1:])
        raise getattr(errors, kind)(code, **place, **data)
    return content[1:]
