"""Any number of quads → an engine, in a memory that does not grow with them."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

SMALL = 100_000  # quads in a call, where the engine is in memory: it keeps a journal of each call
BATCH = 1_000_000  # quads that the engine makes a table of each index of; on disk a call of fewer makes smaller tables
LARGE = 5 * BATCH  # quads in a call on disk: its tables are merged with those of the calls before it


def fill(engine: ox.Store, quads: Iterable[ox.Quad], size: int = SMALL) -> None:
    """Add `quads` to `engine`, so many in a call."""
    for part in _parts(quads, size):
        engine.bulk_extend(part)


def pour(engine: ox.Store, quads: Iterable[ox.Quad]) -> None:
    """Add `quads` to `engine`, which is on disk.

    As a call begins, the engine sees how many processors this thread may use, and will hold a batch for each. So it is
    shown one: then it fills one batch while it sorts the one before, on another processor once the call has begun.
    Where it cannot be shown, a call is a batch.
    """
    if not hasattr(os, "sched_setaffinity"):
        fill(engine, quads, BATCH)
        return
    usable = os.sched_getaffinity(0)
    for part in _parts(quads, LARGE):
        _allow({min(usable)})
        try:
            engine.bulk_extend(_with(usable, part))
        finally:
            _allow(usable)


def _parts(quads: Iterable[ox.Quad], size: int) -> Iterator[Iterator[ox.Quad]]:
    left = iter(quads)
    return (itertools.chain((first,), itertools.islice(left, size - 1)) for first in left)


def _with(usable: set[int], quads: Iterator[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield `quads`, with all processors from the first one on."""
    _allow(usable)
    yield from quads


def _allow(processors: set[int]) -> None:
    with contextlib.suppress(OSError):  # where a system forbids it, memory is all that is lost
        os.sched_setaffinity(0, processors)
