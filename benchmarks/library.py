"""python -m benchmarks.library: what each query of the library costs in process, then with labels, then with evidence.

Bars: 50 ms a query; labels and evidence add at most the same again plus 50 ms. Medians of several rounds.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

from healthkg.answers import list_queries, with_evidence, with_labels
from healthkg.answers.answer import answer
from healthkg.corpus import open_corpus
from healthkg.store import Store, open_store

QUERY_MS, ADDED_MS = 50.0, 50.0


def median_ms(work: Callable[[], object], rounds: int) -> float:
    """Return the median wall time of `work` in milliseconds, after one run that is not counted."""
    work()
    spent = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begin) * 1000)
    return statistics.median(spent)


def measure(store: Store, rounds: int) -> list[tuple[str, int, float, float, bool]]:
    """Return for each query: name, rows, ms to ask, ms added by labels and evidence, and whether both bars are met."""
    rows = []
    for query in list_queries(store.project):
        found = answer(store, query, {})
        asked = median_ms(lambda query=query: answer(store, query, {}), rounds)
        added = median_ms(lambda found=found: with_evidence(store, with_labels(store, found, "fr")), rounds)
        rows.append((query.name, len(found.rows), asked, added, asked <= QUERY_MS and added <= asked + ADDED_MS))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.library", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rows = measure(open_store(open_corpus()), parser.parse_args().rounds)
    print("| query | rows | ms | + labels and evidence, ms | met |\n|---|---:|---:|---:|---|")
    for name, count, asked, added, met in sorted(rows, key=lambda row: -row[2]):
        print(f"| `{name}` | {count} | {asked:.1f} | {added:.1f} | {'yes' if met else 'no'} |")


if __name__ == "__main__":
    main()
