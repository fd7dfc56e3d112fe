"""Who works on a store's folder: one writer at a time, and readers whose generation is not taken away under them."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from healthkg.errors import StoreProblem

_WRITER, _READERS = "lock", "readers"
_PAUSE = 0.1  # seconds between two tries


@contextmanager
def writing(folder: Path, patience: float) -> Iterator[None]:
    """Hold the folder as its only writer. Raises StoreProblem("store-busy") when another holds it for longer than
    `patience` seconds."""
    with (folder / _WRITER).open("a+b") as file:
        deadline = time.monotonic() + patience
        while not _held(file, exclusive=True):
            if time.monotonic() >= deadline:
                file.seek(0)
                raise StoreProblem("store-busy", folder=folder, process=file.read(20).decode("ascii", "replace") or "?")
            time.sleep(_PAUSE)
        file.truncate(0)
        file.write(str(os.getpid()).encode())
        file.flush()
        yield


class Held:
    """A generation that a reader holds, for as long as this lives or until it is closed."""

    def __init__(self, generation: Path) -> None:
        self._file: BinaryIO | None = None
        with contextlib.suppress(OSError):  # what cannot be written to cannot be taken away either
            self._file = (generation / _READERS).open("ab")
            _held(self._file, exclusive=False)

    def close(self) -> None:
        """Let the generation go."""
        if self._file is not None:
            self._file.close()

    __del__ = close


def is_read(generation: Path) -> bool:
    """Return whether some process holds the generation."""
    with contextlib.suppress(OSError), (generation / _READERS).open("ab") as file:
        return not _held(file, exclusive=True)
    return False


def _held(file: BinaryIO, *, exclusive: bool) -> bool:
    """Return whether the lock was taken; where the system knows no such locks, whoever comes is trusted."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(file, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
