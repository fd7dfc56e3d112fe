"""python -m benchmarks: what cold commands cost beside `import rdflib`, in the same run; medians and ratios.

Each round runs every command once, in turn, so that a drift of the machine meets all of them alike.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass

PYTHON = sys.executable
PEER = "import rdflib"
COMMANDS = {
    PEER: [PYTHON, "-c", "import rdflib"],
    "healthkg --help": [PYTHON, "-m", "healthkg", "--help"],
    "healthkg query chantiers_of_plan": [PYTHON, "-m", "healthkg", "query", "chantiers_of_plan"],
    "healthkg query who_pilots_what --known-at": [
        PYTHON, "-m", "healthkg", "query", "who_pilots_what", "--known-at", "2022-12-31",
    ],
    "healthkg validate": [PYTHON, "-m", "healthkg", "validate"],
    "healthkg validate --anew": [PYTHON, "-m", "healthkg", "validate", "--anew"],
}  # fmt: skip
# command → (what it must stay under, in seconds or as a multiple of the peer's wall time)
BARS = {
    "healthkg query chantiers_of_plan": ("ratio", 2.5),
    "healthkg validate": ("seconds", 3.0),
    "healthkg validate --anew": ("seconds", 3.0),
}


@dataclass(frozen=True)
class Row:
    """One command: median wall time in seconds, its ratio to the peer's, and its bar where there is one."""

    command: str
    seconds: float
    ratio: float
    bar: str
    met: bool | None


def seconds(command: list[str]) -> float:
    """Return the wall time of one run, in a process of its own."""
    begin = time.perf_counter()
    subprocess.run(command, check=False, capture_output=True, env=os.environ | {"PYTHONHASHSEED": "0"})
    return time.perf_counter() - begin


def measure(rounds: int) -> list[Row]:
    """Return a row for each command, after one round that is not counted."""
    runs: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for number in range(rounds + 1):
        for name, command in COMMANDS.items():
            spent = seconds(command)
            if number:
                runs[name].append(spent)
    medians = {name: statistics.median(spent) for name, spent in runs.items()}
    return [row(name, medians[name], medians[PEER]) for name in COMMANDS]


def row(name: str, median: float, peer: float) -> Row:
    kind, bar = BARS.get(name, ("", 0.0))
    value = {"ratio": median / peer, "seconds": median}.get(kind)
    words = {"ratio": f"≤ {bar} × {PEER}", "seconds": f"< {bar} s"}.get(kind, "")
    return Row(name, median, median / peer, words, None if value is None else value <= bar)


def markdown(rows: list[Row]) -> str:
    lines = ["| command | seconds (median) | × import rdflib | bar | met |", "|---|---:|---:|---|---|"]
    met = {None: "", True: "yes", False: "no"}
    lines += [f"| `{r.command}` | {r.seconds:.2f} | {r.ratio:.2f} | {r.bar} | {met[r.met]} |" for r in rows]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows = measure(asked.rounds)
    print(json.dumps([vars(r) for r in rows], indent=1) if asked.json else markdown(rows))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"\n{asked.rounds} rounds; largest process {peak} MiB; Python {sys.version.split()[0]}", file=sys.stderr)


if __name__ == "__main__":
    main()
