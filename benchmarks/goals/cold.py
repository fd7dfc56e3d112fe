"""What cold commands cost beside `import rdflib`: whole processes, wall time.

All are compiled, as an installed package is: what Python compiles lies in a folder of this measure's own, which the
round before those that count fills.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.goals.goal import Goal, at_most, in_turn, within

_PEER = [sys.executable, "-c", "import rdflib"]


def goals(project: Path, store: Path, rounds: int) -> Iterator[Goal]:
    """Yield the goals of cold commands on the project and on its store on disk."""
    healthkg = [sys.executable, "-m", "healthkg"]
    said = {
        "`healthkg --help`": [*healthkg, "--help"],
        "`healthkg query` on a stored graph": [*healthkg, "query", "chantiers_of_plan", "--store", str(store)],
        "`healthkg query` on the files": [*healthkg, "query", "chantiers_of_plan"],
        "`healthkg validate`, verdict kept": [*healthkg, "validate"],
        "`healthkg validate --anew`": [*healthkg, "--project", str(project), "validate", "--anew"],
    }
    with tempfile.TemporaryDirectory() as compiled:
        works = [partial(_run, one, compiled) for one in (_PEER, *said.values())]
        peer, *ours = in_turn(works, rounds)
    taken = dict(zip(said, ours, strict=True))
    for (name, spent), bar in zip(taken.items(), (0.6, 1.0, 2.5), strict=False):
        yield at_most(name, spent, peer, bar, "import rdflib")
    for name in list(taken)[3:]:
        yield within(name, taken[name], 3.0)


def _run(command: list[str], compiled: str) -> None:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env = kept | {"PYTHONHASHSEED": "0", "PYTHONPYCACHEPREFIX": compiled}
    subprocess.run(command, check=True, capture_output=True, env=env)
