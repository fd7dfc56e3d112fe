"""The page of a network of 10,000 things beside pyvis's: the same things and links, each way in processes of its own.

Two goals. Writing: ours makes the page of a network that has its places, and pyvis, as its documentation shows, adds
every thing and link one by one and generates its page; neither computes a place. Placing and writing: ours computes
the places of boxes and lines too, once; pyvis still computes none, as its page leaves them to the reader's browser at
each opening. That second goal is told against the same bar, though the two then do not do the same.

Ours also holds what pyvis's page has not: both languages, the captions, and the table and the outline of all links in
words, where no script runs. Processor time of making the text of the page; the first making in a process, so that
what is read and compiled at the first page counts on both sides.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.goals.goal import Goal, faster

NODES, LINKS, BAR = 10_000, 20_000, 20
_ROOT = Path(__file__).parents[2]
_MAKE = """
import sys, time
from benchmarks import networks, worlds
made = worlds.world(int(sys.argv[2]), int(sys.argv[3]))
places = (networks.place(made),) if sys.argv[1] == "written" else ()
begin = time.process_time()
page = getattr(networks, sys.argv[1])(made, *places)
print(time.process_time() - begin)
"""
_WAYS = {"written": "writing the page of", "ours": "placing and writing"}  # way of benchmarks.networks → what it is


def goals(rounds: int) -> Iterator[Goal]:
    """Yield the goals of a large network's page; few rounds do, as each takes seconds."""
    turns = [{way: _make(way) for way in (*_WAYS, "pyvis")} for _ in range(min(rounds, 3))]
    spent = {way: statistics.median(turn[way] for turn in turns) for way in turns[0]}
    for way, what in _WAYS.items():
        said = f"HTML, {what} {NODES:,} things and {LINKS:,} links"
        yield faster(said, spent[way], spent["pyvis"], BAR, "pyvis, places left to the browser")


def _make(way: str) -> float:
    """Return the processor seconds that one way takes."""
    command = [sys.executable, "-c", _MAKE, way, str(NODES), str(LINKS)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True, cwd=_ROOT).stdout)
