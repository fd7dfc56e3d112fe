"""python -m benchmarks.paints: the workspace on the corpus of this checkout: how soon it answers, and each page paints.

The server is started as a user starts it; pages are opened one after another in Chromium, each in a window of its own
that holds nothing yet. Times are those of this machine as busy as it is: the processor time of the start is said too.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from shutil import which
from typing import IO, Any

from benchmarks.panning import QUIET

BAR = 1000  # milliseconds until something is seen
PAGES = (
    "/",
    "/search?q=urgences",
    "/plans",
    "/actors",
    "/page/plan-ma-sante-2022",
    "/documents",
    "/queries",
    "/queries/chantiers_of_plan",
    "/queries/who_pilots_what",
    "/views",
    "/views/plan_whole",
    "/ask",
    "/check",
    "/editor",
    "/dataset",
    "/rapport",
)
PAINTED = """() => new Promise((tell) => new PerformanceObserver((seen) => {
  const first = seen.getEntriesByName("first-contentful-paint")[0];
  if (first) tell(first.startTime);
}).observe({ type: "paint", buffered: true }))"""


@dataclass(frozen=True)
class Row:
    """A page: bytes of its document, milliseconds until its first byte and until something is seen (medians)."""

    path: str
    size: int
    answers: float
    paints: float


@contextmanager
def server() -> Iterator[tuple[str, float, float]]:
    """Yield the address of a workspace, the seconds that its first page took from the start, and those of its processor
    until then."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "healthkg", "--lang", "en", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            address = _told(process.stderr or io.StringIO())
            _fetch(address)
            yield address, time.perf_counter() - began, _spent(process.pid)
        finally:
            process.terminate()


def _told(said: IO[str]) -> str:
    address = next(line.split()[2].rstrip("/") for line in said if line.startswith("Open at "))
    threading.Thread(target=said.read, daemon=True).start()  # the log goes on; nobody keeps it
    return address


def _fetch(address: str) -> None:
    from urllib.request import urlopen

    with urlopen(address + "/", timeout=120) as reply:  # noqa: S310 - our own server
        reply.read()


def _spent(pid: int) -> float:
    """Return the processor seconds of a process and of its children that are gone; 0 where the system does not tell."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as said:  # noqa: PTH123 - no file
            return sum(map(int, said.read().rpartition(")")[2].split()[11:15])) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return 0.0


def opened(browser: Any, address: str, path: str, rounds: int) -> Row:
    """Return what opening a page takes."""
    seen = [_once(browser, address + path) for _ in range(rounds)]
    return Row(path, seen[0][0], *(statistics.median(column) for column in list(zip(*seen, strict=True))[1:]))


def _once(browser: Any, address: str) -> tuple[int, float, float]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    try:
        page = context.new_page()
        size = len(page.goto(address).body())
        first = page.evaluate("performance.getEntriesByType('navigation')[0].responseStart")
        return size, float(first), float(page.evaluate(PAINTED))
    finally:
        context.close()


def main() -> None:
    """Start, open every page, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.paints", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    from playwright.sync_api import sync_playwright

    with server() as (address, first, spent), sync_playwright() as playwright:
        print(f"First page after {first:.1f} s ({spent:.1f} s of the processor).\n")
        print(f"| page | kB | first byte (ms) | painted (ms; bar: {BAR}) |\n| --- | --: | --: | --: |")
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=QUIET)
        for path in PAGES:
            row = opened(browser, address, path, rounds)
            print(f"| {row.path} | {row.size / 1000:.0f} | {row.answers:.0f} | {row.paints:.0f} |", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
