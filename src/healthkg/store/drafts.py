"""A draft: a copy of a store on disk that its owner may change, made at once, seen by nobody else, and thrown away.

The tables of a generation never change, so the draft has them by a second name and writes beside them (decision 0007).
Drafts lie in the store's folder, on the same disk; one whose owner was killed is cleared away by the next. A draft gets
its name when it is held, so what has a name and is not held is nobody's.
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
_UNNAMED = "."  # begins the name of a draft that is not held, as far as others can tell
_NEW = 60.0  # seconds that such a one is left alone
_TRIES, _PAUSE = 5, 0.02  # seconds


@contextmanager
def drafted(folder: Path, generation: Path) -> Iterator[ox.Store]:
    """Lend a copy of a generation of the store in `folder`, which may be changed.

    Raises StoreProblem: "store-unwritable" where the folder takes no files, "store-full" where the disk takes no more,
    then or later; and what opening a store raises.
    """
    draft, held = _named(folder)
    try:
        _share(generation, draft, folder)
        yield _opened(draft, folder)
    except (OSError, RuntimeError) as error:  # what the engine cannot write, it says in either way
        if full := _full(folder, error):
            raise full from error
        raise
    finally:
        held.close()
        _remove(draft)


def _remove(draft: Path) -> None:
    """Take a draft away; again where its engine, which lives for as long as anybody has it, adds a file meanwhile."""
    for _ in range(_TRIES):
        shutil.rmtree(draft, ignore_errors=True)
        if not draft.exists():
            return
        time.sleep(_PAUSE)


def _named(folder: Path) -> tuple[Path, locks.Held]:
    """Return a new draft, empty, and the hold on it. Where the system keeps no locks, it stays without a name."""
    drafts, name = folder / _DRAFTS, uuid.uuid4().hex
    draft = drafts / f"{_UNNAMED}{name}"
    try:
        draft.mkdir(parents=True)
        held = locks.Held(draft)
        _clear(drafts)
        return (draft.rename(drafts / name) if locks.is_read(draft) else draft), held
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise _unwritable(folder, error) from error


def _clear(drafts: Path) -> None:
    """Take away drafts that nobody holds; not those without a name of the last minute, which are perhaps held."""
    for draft in drafts.iterdir():
        with suppress(OSError):
            may_be_held = draft.name.startswith(_UNNAMED) and time.time() - draft.stat().st_mtime <= _NEW
            if not may_be_held and not locks.is_read(draft):
                shutil.rmtree(draft, ignore_errors=True)


def _share(generation: Path, draft: Path, folder: Path) -> None:
    try:
        share(generation, draft)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _opened(draft: Path, folder: Path) -> ox.Store:
    try:
        return ox.Store(str(draft))
    except (OSError, RuntimeError) as error:
        raise opening_problem(folder, error) from error


def _unwritable(folder: Path, error: OSError) -> StoreProblem:
    return _full(folder, error) or StoreProblem("store-unwritable", folder=folder, cause=str(error))


def _full(folder: Path, error: Exception) -> StoreProblem | None:
    return StoreProblem("store-full", folder=folder) if "No space left" in str(error) else None
