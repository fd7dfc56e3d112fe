"""Sorted lines in a file that are looked at one by one: a list of any length, of which memory holds nothing."""

from __future__ import annotations

import mmap
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, islice
from pathlib import Path
from typing import overload


class Lines(Sequence[str]):
    """The lines that `write_lines` wrote, in their order."""

    def __init__(self, path: Path) -> None:
        self._text = _mapped(path)
        self._ends = memoryview(_mapped(_ends(path))).cast("Q")  # where each line ends, in eight bytes

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return [self[i] for i in range(*place.indices(len(self)))]
        begin = self._ends[place - 1] + 1 if place else 0
        return bytes(self._text[begin : self._ends[place]]).decode()

    def __len__(self) -> int:
        return len(self._ends)


def write_lines(lines: Iterable[str], path: Path) -> None:
    """Write lines, none of which has a break in it, in order, and beside them where each ends."""
    content = [line.encode() for line in sorted(lines)]
    path.write_bytes(b"".join(line + b"\n" for line in content))
    lengths = accumulate((len(line) + 1 for line in content), initial=-1)
    _ends(path).write_bytes(array("Q", islice(lengths, 1, None)).tobytes())


def _ends(path: Path) -> Path:
    return path.with_name(f"{path.name}.ends")


def _mapped(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""
