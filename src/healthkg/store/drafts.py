"""A draft: a copy of a store on disk that its owner may change, made at once, seen by nobody else, and thrown away.

The tables of a generation never change, so the draft has them by a second name and writes beside them (decision 0007).
Drafts lie in the store's folder, on the same disk; one whose owner was killed is cleared away by the next.
"""

from __future__ import annotations

import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph as ox

from healthkg.errors import StoreProblem
from healthkg.store import locks
from healthkg.store.sharing import share
from healthkg.store.stored import opening_problem

_DRAFTS = "drafts"
_NEW = 60.0  # seconds


@contextmanager
def drafted(folder: Path, generation: Path) -> Iterator[ox.Store]:
    """Lend a copy of a generation of the store in `folder`, which may be changed.

    Raises StoreProblem: "store-unwritable" where the folder takes no files, and what opening a store raises.
    """
    drafts = folder / _DRAFTS
    draft = drafts / uuid.uuid4().hex
    try:
        draft.mkdir(parents=True)
        held = locks.Held(draft)
        _clear(drafts)
        share(generation, draft)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise StoreProblem("store-unwritable", folder=folder, cause=str(error)) from error
    try:
        yield _opened(draft, folder)
    finally:
        held.close()
        shutil.rmtree(draft, ignore_errors=True)


def _opened(draft: Path, folder: Path) -> ox.Store:
    try:
        return ox.Store(str(draft))
    except (OSError, RuntimeError) as error:
        raise opening_problem(folder, error) from error


def _clear(drafts: Path) -> None:
    """Take away drafts that nobody holds; not those of the last minute, which are perhaps about to be held."""
    for draft in drafts.iterdir():
        with suppress(OSError):
            if time.time() - draft.stat().st_mtime > _NEW and not locks.is_read(draft):
                shutil.rmtree(draft, ignore_errors=True)
