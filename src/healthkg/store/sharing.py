"""A generation of a store, begun as another one: what never changes is shared, not copied."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from healthkg.store.lists import FILES as LISTS
from healthkg.store.manifest import FILES, MANIFEST
from healthkg.store.written import FILE as WRITTEN

_OWN = {"LOCK", "LOG", "readers", MANIFEST, FILES, WRITTEN, *LISTS}  # what is each generation's own


def share(base: Path, generation: Path) -> None:
    """Begin `generation` with what `base` holds: its tables by a second name where the disk knows such; the rest as
    copies. The folder may be there, empty."""
    generation.mkdir(exist_ok=True)
    for file in base.iterdir():
        if file.suffix == ".sst":
            try:
                os.link(file, generation / file.name)
                continue
            except OSError:
                pass  # a file system without second names: copied
        if file.name not in _OWN:
            shutil.copy2(file, generation / file.name)
