"""python -m benchmarks: every goal beside its peer, in the same run; medians and ratios, as Markdown or JSON.

`--sizes` says how large the corpora are that are made for it, `--only` what is measured; `--name` keeps the results
in benchmarks/results.
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import contributions, corpora
from benchmarks.goals import asking, changing, cold, judging, loading, networks, pages
from benchmarks.goals.goal import Goal, as_json, markdown
from healthkg.corpus import Corpus, open_corpus
from healthkg.store import load, open_store, open_stored

RESULTS = Path(__file__).parent / "results"
# Triples: what rdflib is asked about, what pySHACL judges (it takes six minutes for a million), what is held in memory.
RDFLIB_TO, PYSHACL_TO, MEMORY_TO = 200_000, 200_000, 2_000_000
ONCE = ("cold", "contributions", "networks")
SIZED = ("loading", "asking", "judging", "changing", "pages")


@dataclass
class Before:
    """What was taken at the last size."""

    triples: int = 0
    asked: dict[str, asking.Taken] = field(default_factory=dict)
    changed: changing.Taken = field(default_factory=dict)
    paged: pages.Taken | None = None


def measure(parts: list[str], sizes: list[int], rounds: int, aside: Path) -> Iterator[Goal]:
    """Yield the goals of these parts; everything that is made for them lies in `aside`."""
    corpus, before = open_corpus(), Before()
    if "cold" in parts:
        load(corpus, aside / "store")
        yield from cold.goals(corpus.project.root, aside / "store", rounds)
    if "contributions" in parts:
        yield from contributions.measure(corpus, rounds)
    if "networks" in parts:
        yield from networks.goals(rounds)
    for size in sizes if set(parts) & set(SIZED) else ():
        made = corpora.make(corpus, aside / f"world-{size}", size)
        yield from at_size(parts, corpus, made, rounds, before)


def at_size(parts: list[str], corpus: Corpus, made: corpora.Made, rounds: int, before: Before) -> Iterator[Goal]:
    """Yield the goals of a corpus of one size, and how what is bounded has grown since the size before."""
    stores, pyshacl = made.root.with_name(f"stores-{made.triples}"), None
    stores.mkdir()
    small = made.triples <= MEMORY_TO
    if "loading" in parts:
        yield from loading.goals(made.root, made.triples, stores, with_rdflib=made.triples <= RDFLIB_TO)
    else:
        load(open_corpus(made.root), stores / "ours")
    if "judging" in parts and small:
        for goal in judging.goals(made.root, made.triples, rounds, with_pyshacl=made.triples <= PYSHACL_TO):
            pyshacl = goal.peer * 1000 if goal.peer else pyshacl
            yield goal
    if "changing" in parts:
        yield from _changing(corpus, stores / "ours", made.triples, rounds, before, pyshacl)
    if "asking" in parts:
        yield from _asking(made, stores / "ours", rounds, before, small=small)
    if "pages" in parts:
        before.paged = yield from pages.goals(stores / "ours", corpus.project, made.triples, rounds, before.paged)
    before.triples = made.triples


def _changing(
    corpus: Corpus, store: Path, triples: int, rounds: int, before: Before, pyshacl: float | None
) -> Iterator[Goal]:
    taken = changing.take(corpus, store, 3 * rounds)
    yield from changing.goals(taken, triples, pyshacl)
    if before.changed:
        yield from changing.growth(before.changed, taken, f"from {before.triples:,} to {triples:,} triples")
    before.changed = taken


def _asking(made: corpora.Made, folder: Path, rounds: int, before: Before, *, small: bool) -> Iterator[Goal]:
    """Yield the goals of the library in memory, and the growth of what is bounded on disk."""
    stored = open_stored(folder, open_corpus().project)
    if small:
        store = open_store(open_corpus(made.root))
        yield from asking.goals(store, made.triples, rounds, with_rdflib=made.triples <= RDFLIB_TO)
    asked = asking.library(stored, rounds, bounded=True)
    if before.asked:
        yield asking.growth(before.asked, asked, f"on disk, from {before.triples:,} to {made.triples:,} triples")
    before.asked = asked


def main() -> None:
    """Measure, print, and keep a named run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sizes", type=int, nargs="*", default=[100_000])
    parser.add_argument("--only", nargs="*", choices=(*ONCE, *SIZED), default=[*ONCE, *SIZED])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--name")
    given = parser.parse_args()
    goals: list[Goal] = []
    with tempfile.TemporaryDirectory() as aside:
        for goal in measure(given.only, given.sizes, given.rounds, Path(aside)):
            goals.append(goal)
            print(f"{goal.goal}: {goal.ours:.3g} {goal.unit}", file=sys.stderr, flush=True)
            if given.name:
                _keep(goals, given.name, given.rounds)
    print(as_json(goals) if given.json else markdown(goals), end="")


def _keep(goals: list[Goal], name: str, rounds: int) -> None:
    """Write what has been measured so far: a run that is stopped leaves what it found."""
    words = f"# {name}\n\nPython {platform.python_version()}, {rounds} rounds, medians.\n\n"
    (RESULTS / f"{name}.md").write_text(words + markdown(goals), "utf-8")
    (RESULTS / f"{name}.json").write_text(as_json(goals), "utf-8")


if __name__ == "__main__":
    main()
