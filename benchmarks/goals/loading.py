"""Turtle to queryable, in memory and on disk, beside rdflib and beside Oxigraph alone; each in a process of its own.

What each is given to do, and what is fair in it, stands in `reading`. Ratios are of processor seconds, which other work
on the machine does not lengthen; the seconds in which the largest corpus is to be loaded are those of the clock.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.goals.goal import Goal, at_most, faster, within

LARGEST = 10_000_000
_OPENINGS = 7


class Taken(NamedTuple):
    """What one way took: seconds of the clock, seconds of processors, MiB at most."""

    clock: float
    processor: float
    memory: float


def goals(project: Path, triples: int, aside: Path, *, with_rdflib: bool) -> Iterator[Goal]:
    """Yield what it takes to read a project of so many triples; folders for stores are made in `aside`."""
    if triples < LARGEST:
        yield from _in_memory(project, triples, aside, with_rdflib=with_rdflib)
    ours = _taken("ours_on_disk", project, aside / "ours")
    yield from _on_disk(project, triples, aside, ours)
    yield from _reopened(project, triples, aside / "ours")


def _in_memory(project: Path, triples: int, aside: Path, *, with_rdflib: bool) -> Iterator[Goal]:
    name = f"Turtle to queryable, {triples:,} triples"
    ours = _taken("ours", project, aside)
    for way, said in (("oxigraph_bulk", "Oxigraph's bulk load"), ("oxigraph_load", "Oxigraph's load")):
        yield at_most(name, ours.processor, _taken(way, project, aside).processor, 1.3, said)
    if with_rdflib:
        slow = _taken("rdflib", project, aside)
        yield faster(name, ours.processor, slow.processor, 15, "rdflib")
        yield at_most(f"memory of that, {triples:,} triples", ours.memory, slow.memory, 0.6, "rdflib", "MiB")


def _on_disk(project: Path, triples: int, aside: Path, ours: Taken) -> Iterator[Goal]:
    raw = _taken("oxigraph_on_disk", project, aside / "raw")
    name = f"Turtle to a store on disk, {triples:,} triples"
    yield at_most(name, ours.processor, raw.processor, 1.3, "Oxigraph alone")
    if triples >= LARGEST:
        yield within(f"{triples:,} triples on disk, loaded", ours.clock, 150)
        yield within(f"{triples:,} triples on disk, memory of loading", ours.memory, 2000, "MiB")


def _reopened(project: Path, triples: int, folder: Path) -> Iterator[Goal]:
    """Yield what a first answer takes a fresh process, from its first import of ours."""
    taken = [_taken("ours_reopened", project, folder) for _ in range(_OPENINGS)]
    first = statistics.median(each.clock for each in taken) * 1000
    yield within(f"{triples:,} triples on disk, reopened and first answer", first, 100, "ms")


def _taken(way: str, project: Path, folder: Path) -> Taken:
    command = [sys.executable, "-m", "benchmarks.goals.reading", way, str(project), str(folder)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return Taken(*json.loads(said))
