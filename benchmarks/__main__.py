"""python -m benchmarks: every goal beside its peer, in the same run; medians and ratios, as Markdown or JSON.

`--sizes` says how large the corpora are that are made for it; `--name` keeps the results in benchmarks/results.
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import contributions, corpora
from benchmarks.goals import asking, cold, loading
from benchmarks.goals.goal import Goal, as_json, markdown
from healthkg.corpus import open_corpus
from healthkg.store import load, open_store

RESULTS = Path(__file__).parent / "results"
_RDFLIB_TO = 200_000  # triples that rdflib is asked about
PARTS = ("cold", "contributions", "loading", "asking")


def measure(parts: list[str], sizes: list[int], rounds: int, aside: Path) -> Iterator[Goal]:
    """Yield the goals of these parts; everything that is made for them lies in `aside`."""
    corpus = open_corpus()
    if "cold" in parts:
        load(corpus, aside / "store")
        yield from cold.goals(corpus.project.root, aside / "store", rounds)
    if "contributions" in parts:
        yield from contributions.measure(corpus, rounds)
    before: tuple[int, dict[str, tuple[float, float]]] | None = None
    for size in sizes:
        made = corpora.make(corpus, aside / f"world-{size}", size)
        if "loading" in parts:
            folder = aside / f"stores-{size}"
            folder.mkdir()
            yield from loading.goals(made.root, made.triples, folder, with_rdflib=made.triples <= _RDFLIB_TO)
        if "asking" in parts:
            store = open_store(open_corpus(made.root))
            taken = dict(asking.library(store, rounds))
            yield asking.beside_oxigraph(taken, made.triples)
            if made.triples <= _RDFLIB_TO:
                yield asking.beside_rdflib(store, taken, made.triples)
            bounded = {query.name for query in asking.list_queries(store.project) if query.parameters}
            held = {name: spent for name, spent in taken.items() if name in bounded}
            if before:
                yield asking.growth(before[1], held, f"from {before[0]:,} to {made.triples:,} triples")
            before = made.triples, held


def main() -> None:
    """Measure, print, and keep a named run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sizes", type=int, nargs="*", default=[100_000])
    parser.add_argument("--only", nargs="*", choices=PARTS, default=list(PARTS))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--name")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as aside:
        goals = []
        for goal in measure(given.only, given.sizes, given.rounds, Path(aside)):
            goals.append(goal)
            print(f"{goal.goal}: {goal.ours:.3g} {goal.unit}", file=sys.stderr, flush=True)
    print(as_json(goals) if given.json else markdown(goals), end="")
    if given.name:
        words = f"# {given.name}\n\nPython {platform.python_version()}, {given.rounds} rounds, medians.\n\n"
        (RESULTS / f"{given.name}.md").write_text(words + markdown(goals), "utf-8")
        (RESULTS / f"{given.name}.json").write_text(as_json(goals), "utf-8")


if __name__ == "__main__":
    main()
