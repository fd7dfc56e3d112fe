"""python -m benchmarks.serving: 32 clients at once ask the workspace and Oxigraph's own server the same queries.

The mix is the library, its parameters written in; each server runs alone, on the same data, and each client keeps its
connection. Then hostile queries run, and a page (there: a query that costs nothing) is opened again and again.
The workspace forks for each query, under limits; Oxigraph's server does not: the processor's time tells the price.
"""

from __future__ import annotations

import argparse
import http.client
import os
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import pyoxigraph as ox

from benchmarks.crowds import Seen, Server, asking, crowd, measured, opening
from healthkg.answers import list_queries
from healthkg.corpus import open_corpus
from healthkg.queryfile import inline
from healthkg.store import Store, open_store

CLIENTS, HOSTILE_CLIENTS, SECONDS = 32, 8, 60
OPENS, GROWTH = 2.0, 64.0  # bars: seconds that a page may take, MiB that a server may grow by
COLUMNS = (
    "server", "replies a second", "told to come again", "faults", "median, ms", "95 % under, ms",
    "processor, ms a reply", "grew by, MiB", "page under fire: median, ms", "at worst, ms",
)  # fmt: skip
_NUMBERS = " ".join(map(str, range(200)))
HOSTILE = (
    f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'VALUES ?v{i} {{ {_NUMBERS} }}' for i in range(5))} }}",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT (COUNT(*) AS ?n) { ?a (!<x:p>|^!<x:q>)* ?b . ?b (!<x:p>)* ?c }",
)


@dataclass(frozen=True)
class Row:
    """A server: replies a second; how many told to come again, and how many were faults; milliseconds (median and 95th
    percentile), milliseconds of processor a reply, MiB that it grew by; the milliseconds in which a page opens while
    hostile queries run (median, and at worst)."""

    name: str
    rate: float
    busy: int
    faults: int
    median: float
    late: float
    processor: float
    growth: float
    page: float
    worst: float


# ---- The servers ----


@contextmanager
def workspace(_: Store) -> Iterator[Server]:
    """Run `healthkg serve` on the corpus of this checkout."""
    command = [sys.executable, "-m", "healthkg", "--lang", "en", "serve", "--port", "0"]
    with running(command, merged=True) as process:
        lines = iter(process.stdout.readline, b"")  # type: ignore[union-attr]
        opened = next(line for line in lines if line.startswith(b"Open at "))
        threading.Thread(target=lambda: [None for _ in lines], daemon=True).start()  # its log must not fill the pipe
        yield Server("healthkg serve", opened.split()[2].decode()[7:].rstrip("/"), "/sparql", "/", process.pid)


@contextmanager
def oxigraph(store: Store) -> Iterator[Server]:
    """Run Oxigraph's own server on the same quads. Raises FileNotFoundError where it is not installed."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        raise FileNotFoundError("oxigraph (pip install oxigraph)")
    with TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as free:
        data, database = Path(folder) / "data.nq", Path(folder) / "db"
        store.engine.dump(str(data), ox.RdfFormat.N_QUADS)
        load = [program, "load", "--location", str(database), "--file", str(data)]
        subprocess.run(load, check=True, capture_output=True)
        host = f"127.0.0.1:{free.getsockname()[1]}"
        free.close()
        command = [program, "serve-read-only", "--location", database, "--bind", host, "--timeout-s", "10"]
        with running(command) as process:
            yield Server("oxigraph serve-read-only", host, "/query", f"/query?query={quote('ASK {}')}", process.pid)


@contextmanager
def running(command: Sequence[object], *, merged: bool = False) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process, and end it."""
    out = subprocess.PIPE if merged else subprocess.DEVNULL
    process = subprocess.Popen([str(one) for one in command], stdout=out, stderr=subprocess.STDOUT if merged else out)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


# ---- What is measured ----


def processor(pid: int) -> float:
    """Return the seconds of processor that a process and its children, gone ones, have used."""
    said = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, said[11:15])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Return the MiB that a process holds."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def measure(server: Server, texts: Sequence[str], seconds: float) -> Row:
    """Return the row of a server, after a while that is not counted."""
    wait_for(server)
    crowd(asking(server, texts), CLIENTS, min(seconds / 5, 10))
    spent, held, begin = processor(server.pid), memory(server.pid), time.perf_counter()
    seen = crowd(asking(server, texts), CLIENTS, seconds)
    took = time.perf_counter() - begin
    spent, held = processor(server.pid) - spent, memory(server.pid) - held
    page = while_hostile(server, min(seconds, 15))
    return Row(
        server.name, len(seen.seconds) / took, seen.busy, seen.faults, seen.quantile(0.5), seen.quantile(0.95),
        spent / len(seen.seconds) * 1000, held, page.quantile(0.5), page.quantile(1),
    )  # fmt: skip


def while_hostile(server: Server, seconds: float) -> Seen:
    """Return what a client saw that opened a page while others ask what never ends."""
    others = threading.Thread(target=crowd, args=(asking(server, HOSTILE), HOSTILE_CLIENTS, seconds))
    others.start()
    time.sleep(0.5)
    seen = crowd(opening(server), 1, seconds - 0.5)
    others.join()
    return seen


def wait_for(server: Server) -> None:
    """Return when a page opens."""
    for _ in range(100):
        seen = Seen()
        measured(seen, http.client.HTTPConnection(server.host, timeout=10), ("GET", server.page, None, {})).close()
        if not seen.faults and not seen.busy:
            return
        time.sleep(0.1)
    raise TimeoutError(server.name)


def mix(store: Store) -> list[str]:
    """Return the library as any endpoint reads it: its examples written in, its prefixes declared."""
    declared = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in store.registry.namespaces.items())
    return [declared + inline(query, {}) for query in list_queries(store.project)]


def markdown(rows: Sequence[Row]) -> str:
    lines = [f"| {' | '.join(COLUMNS)} |", "|---" + "|---:" * (len(COLUMNS) - 1) + "|"]
    for r in rows:
        cells = [f"{r.rate:.0f}", r.busy, r.faults, f"{r.median:.0f}", f"{r.late:.0f}", f"{r.processor:.1f}"]
        cells += [f"{r.growth:.1f}", f"{r.page:.0f}", f"{r.worst:.0f}"]
        lines.append(f"| {r.name} | {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serving", description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    asked = parser.parse_args()
    store = open_store(open_corpus())
    texts, rows = mix(store), []
    for server in (workspace, oxigraph):
        try:
            with server(store) as runs:
                rows.append(measure(runs, texts, asked.seconds))
        except FileNotFoundError as error:
            print(f"left out: {error}", file=sys.stderr)
    print(markdown(rows))
    mine = rows[0]
    met = not mine.busy and not mine.faults and mine.worst <= OPENS * 1000 and mine.growth <= GROWTH
    machine = f"{os.cpu_count()} cores, load {statistics.fmean(os.getloadavg()):.1f}"
    print(f"\n{len(texts)} queries, {CLIENTS} clients, {asked.seconds:g} s; {machine}", file=sys.stderr)
    bars = f"nobody told to come again, no fault, a page within {OPENS:g} s, no more than {GROWTH:g} MiB of growth"
    print(f"{bars}: {'met' if met else 'not met'}", file=sys.stderr)


if __name__ == "__main__":
    main()
