"""What happens in the child: its limits are set, the work is done, what came of it is sent, and it ends."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from healthkg import errors
from healthkg.errors import HealthkgError

DONE, FAULT, MEMORY = b"=", b"!", b"m"  # the first byte of what a child sends
MEBI = 1 << 20
_STACK = 8 * MEBI  # of the thread that works: what the guard of queries was measured with
_THREAD = _STACK + 72 * MEBI  # what the addresses of one more thread take, with the arena of its own
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET of Linux
_inside = False  # whether this process is such a child


@dataclass(frozen=True)
class Limits:
    """Seconds by the clock on the wall (None: no limit), bytes of memory beyond what the parent holds, bytes of the
    result; `niceness` is how much the child yields to others, `reads` whether it may open files. A child that may not
    cannot open a socket either; one that is `offline` is kept from the network too, where the system can do that."""

    seconds: float | None = 60
    memory: int = 1024 * MEBI
    size: int = 64 * MEBI
    niceness: int = 0
    reads: bool = False
    offline: bool = False


def lead(pid: int, limits: Limits) -> None:
    """Give a child, and what it starts, a group of its own: it is stopped as one, and what a terminal sends to the
    parent's group does not reach it. One without a limit of time stays where it ends with its parent."""
    if limits.seconds is not None and not _inside:
        with contextlib.suppress(OSError):  # it has done so itself, or is gone
            os.setpgid(pid, pid)


def be_child(work: Callable[[], bytes], limits: Limits, sending: int) -> NoReturn:
    """Do the work, send what came of it, and end without running anything of the parent's (no handlers, no flush)."""
    global _inside  # noqa: PLW0603 - a process is one or is none
    code = 1
    try:
        lead(os.getpid(), limits)
        _inside = True
        _confine(limits)
        _send(sending, _in_a_new_thread(lambda: _said(work)))
        code = 0
    finally:
        os._exit(code)


def _in_a_new_thread(work: Callable[[], bytes]) -> bytes:
    """Return what `work` returns, done in a thread of its own: the engine draws its chance (UUID, RAND, blank nodes)
    from a source that each thread opens, and that all children of one process would else share."""
    made: list[bytes] = []

    def run() -> None:
        with contextlib.suppress(BaseException):  # nobody would read of it here: the parent finds nothing made
            made.append(work())

    threading.stack_size(_STACK)
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return made[0]


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
    go_first()
    if limits.offline:
        _leave_network()
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)  # an engine that aborts says so there; the parent says it better
    with contextlib.suppress(ValueError, OSError):  # not every system limits the address space
        resource.setrlimit(resource.RLIMIT_AS, (_address_space() + _THREAD + limits.memory,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not limits.reads:
        lowest_free = os.dup(silent)
        os.close(lowest_free)
        resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free, lowest_free))


def _leave_network() -> None:
    """Move to a network of its own, which leads nowhere (Linux: unshare(2)), where the system lets this process."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError):  # no such call here
        unshare = ctypes.CDLL(None).unshare
        if unshare(_NEW_NETWORK) != 0:
            unshare(_NEW_USER | _NEW_NETWORK)


def go_first() -> None:
    """Where memory runs out on the whole machine, let the system end this process before its parent."""
    with contextlib.suppress(OSError):  # a system that does not ask
        Path("/proc/self/oom_score_adj").write_text("800", "ascii")


def _leave_sockets() -> None:
    """Close the sockets of the parent: a server's connections are its own to end."""
    import stat

    for number in _open_files():
        with contextlib.suppress(OSError):  # it is not open; the one that listed the folder no longer is
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                os.close(number)


def _open_files() -> Iterable[int]:
    """Return the numbers of open files, others perhaps among them."""
    try:
        return [int(name) for name in os.listdir("/dev/fd")]  # noqa: PTH208
    except OSError:  # a system that does not tell
        return range(3, os.sysconf("SC_OPEN_MAX"))


def _address_space() -> int:
    """Return how many bytes of addresses this process holds; 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _said(work: Callable[[], bytes]) -> bytes:
    try:
        return DONE + work()
    except HealthkgError as error:
        place = {"path": error.path and str(error.path), "line": error.line, "column": error.column}
        data = {name: value if isinstance(value, int) else str(value) for name, value in error.data.items()}
        kind = next(one.__name__ for one in type(error).__mro__ if hasattr(errors, one.__name__))
        said = [kind, error.code, {**place, "excerpt": error.excerpt}, data]
        return FAULT + json.dumps(said).encode()
    except MemoryError:
        return MEMORY


def _send(sending: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(sending, view[:MEBI]) :]
