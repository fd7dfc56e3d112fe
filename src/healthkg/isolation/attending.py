"""A whole command done in a child that its parent attends: where memory runs out, it is the child that ends, and there
is still somebody to say so. The child prints by itself; nothing but its exit code comes back."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from healthkg.errors import LimitReached, StoreProblem
from healthkg.isolation.confinement import go_first


def attended(work: Callable[[], int]) -> int:
    """Return the exit code that `work` returns, done in a child; here, where there is no fork. It is begun before
    anything large is: what the parent holds then, it holds twice.

    Raises LimitReached("judging-memory") when the child was ended for want of memory, StoreProblem("judging-crashed")
    when it crashed.
    """
    if not hasattr(os, "fork"):
        return work()
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12: other threads, none that a child needs
        pid = os.fork()
    if pid == 0:
        _work(work)
    with _forwarding(pid):
        ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return _code(ended)


def _work(work: Callable[[], int]) -> NoReturn:
    """Do the work as the child, and end without running anything of the parent's."""
    code = 70
    try:
        faulthandler.disable()
        os.setpgid(0, 0)  # what a terminal sends comes once, by way of the parent
        go_first()
        _hush_the_engine()
        code = work()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _hush_the_engine() -> None:
    """Keep our own way to standard error, and close the engine's: one that aborts says so there, and the parent says
    it better."""
    if sys.stderr is None:
        return
    own = os.dup(2)
    sys.stderr = open(own, "w", buffering=1, encoding=sys.stderr.encoding, errors=sys.stderr.errors)  # noqa: SIM115, PTH123
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)
    os.close(silent)


@contextmanager
def _forwarding(pid: int) -> Iterator[None]:
    """Send on to the child what stops a command, as long as it works."""

    def forward(number: int, _: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)

    in_main = threading.current_thread() is threading.main_thread()  # no other may change what a signal does
    heard = [number for number in _forwarded() if in_main and signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, forward) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _forwarded() -> list[signal.Signals]:
    return [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


def _code(ended: int) -> int:
    if ended >= 0:
        return ended
    if -ended in (signal.SIGABRT, signal.SIGKILL):  # Rust aborts, the kernel kills
        raise LimitReached("judging-memory")
    if -ended in _forwarded():
        return 128 - ended
    raise StoreProblem("judging-crashed", ended=ended)
