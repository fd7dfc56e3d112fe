"""A mend as a value: what it writes where, the triples that go and those that come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from healthkg.validation import Finding


@dataclass(frozen=True, order=True)
class Edit:
    """The characters of a file from `start` to `end`, and what to write there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Change:
    """What a mend does in one file: the characters that it writes, the triples that it takes away and brings."""

    file: str
    edits: tuple[Edit, ...]
    gone: tuple[ox.Triple, ...]
    come: tuple[ox.Triple, ...]


@dataclass(frozen=True)
class Fix:
    """A mend: the finding that asks for it, its changes, which are made together or not at all, and whether it surely
    keeps what was said; `note` is what its reader must know before taking it."""

    finding: Finding
    safe: bool
    changes: tuple[Change, ...]
    note: Mapping[str, str] | None = field(default=None, hash=False)

    @property
    def files(self) -> tuple[str, ...]:
        """Return the files that it changes."""
        return tuple(change.file for change in self.changes)

    @property
    def place(self) -> tuple[str, int]:
        """Return where it begins to write: a file, and an offset."""
        return self.changes[0].file, min(edit.start for edit in self.changes[0].edits)


def single(finding: Finding, file: str, edit: Edit, gone: ox.Triple | None, come: ox.Triple, *, safe: bool) -> Fix:
    """Return the mend that writes in one place, takes away one triple (None: it only adds), and brings one."""
    return Fix(finding, safe, (Change(file, (edit,), (gone,) if gone else (), (come,)),))
