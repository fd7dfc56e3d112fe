"""python -m benchmarks.contributions: what judging a contribution costs, beside judging the whole corpus with it.

The contribution is a new document of a hundred statements: facts of a document of the corpus, with their passages,
under other names. It is judged as it is, and with faults: names that nothing bears, a property that is not declared.
Cold is a command, from start to end; warm is a judge that was opened before, and the text that it is given. Both ways
must find the same. Seconds are medians of processor time, which is what the clock shows where nothing else runs.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from benchmarks.goals.goal import Goal, markdown
from benchmarks.shacl import same, spent
from healthkg.contribution import Judge, admit, open_judge, read_contribution
from healthkg.contribution.gate import judged
from healthkg.corpus import Corpus, open_corpus
from healthkg.validation import Report

STATEMENTS = 100
COLD, WARM = 1.5, 0.1  # seconds that judging must stay under
NAME = "x1"  # what the copy's names have after the word that says the kind
FAULTS = {"id/plan-": "id/plam-", "def#statedIn": "def#statdIn"}


# ---- A contribution ----


def contribution(corpus: Corpus, copy: str = NAME) -> str:
    """Return a document of STATEMENTS statements or some more, in N-Triples; `copy` is in the names of what is new."""
    source = next(file for file in corpus.files if file.home == "sources")
    kind, cited = corpus.registry["rdf:type"], corpus.registry["hkg:statedIn"]
    described = next(file for file in corpus.files if file.path.endswith("reference/documents.ttl"))
    about = {quad.subject: [q for q in source.triples if q.subject == quad.subject] for quad in source.triples}
    own = {quad.subject for quad in source.triples if quad.predicate == kind} | {source.graph}
    chosen = {quad.triple: None for quad in described.triples if quad.subject == source.graph}
    for fact, said in about.items():
        passages = [quad.object for quad in said if quad.predicate == cited]
        if len(chosen) < STATEMENTS and passages and fact in own:
            chosen |= {quad.triple: None for quad in (*said, *(q for one in passages for q in about.get(one, ())))}
    return "".join(f"{_renamed(triple, own, corpus, copy)} .\n" for triple in chosen)


def _renamed(triple: ox.Triple, own: set[object], corpus: Corpus, copy: str) -> str:
    base = corpus.registry.namespaces["id"]

    def name(term: object) -> str:
        kind, _, rest = str(term).removeprefix(f"<{base}").partition("-")
        return f"<{base}{kind}-{copy}-{rest}" if term in own else str(term)

    return f"{name(triple.subject)} {triple.predicate} {name(triple.object)}"


def spoilt(text: str) -> str:
    """Return a contribution with faults in some of its statements."""
    for right, wrong in FAULTS.items():
        text = text.replace(right, wrong, 5)
    return text


# ---- Measuring ----


def of_command(arguments: list[str], rounds: int) -> float:
    """Return the median processor time of a `healthkg` command in seconds, in a process of its own each time."""
    taken = []
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "healthkg", *arguments], check=False, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(taken)


def cold(judge: Judge, text: str, name: str, goal: str, rounds: int) -> Goal:
    """Measure commands: `validate FILE`, and `validate --anew` of the corpus without it."""
    project = ["--project", str(judge.corpus.project.root)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, "utf-8")
        ours = of_command([*project, "validate", str(path)], rounds)
    whole = of_command([*project, "validate", "--anew"], rounds)
    return _goal(f"{goal}, cold", ours, whole, "healthkg validate --anew", COLD)


def warm(judge: Judge, text: str, name: str, goal: str, rounds: int) -> Goal:
    """Measure in one process; stop when the two ways do not find the same."""

    def alone() -> Report:
        return judge.report_on(read_contribution(name, text, judge.corpus))

    def in_full() -> Report:
        file = read_contribution(name, text, judge.corpus)
        return judged(admit(judge.corpus, file), file)

    same(goal, *([asdict(one) for one in way().findings] for way in (alone, in_full)))
    (ours, found), (whole, _) = spent(alone, 5 * rounds), spent(in_full, rounds)
    return _goal(f"{goal}: {len(found.findings)} findings, judge opened", ours, whole, "judging all", WARM)


def _goal(goal: str, ours: float, whole: float, against: str, bar: float) -> Goal:
    """Return the goal that ours is less than `bar` seconds, whatever judging all takes."""
    return Goal(goal, ours, whole, ours / whole, "s", against, f"< {bar:g} s", ours < bar)


def measure(corpus: Corpus, rounds: int) -> Iterator[Goal]:
    judge = open_judge(corpus).rehearsed()
    source = next(file for file in corpus.files if file.home == "sources")
    sound = contribution(corpus)
    for goal, text in (("as it is", sound), ("with faults", spoilt(sound))):
        yield cold(judge, text, f"{NAME}-{source.slug}.ttl", goal, rounds)
        yield warm(judge, text, f"{NAME}-{source.slug}.ttl", goal, rounds)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.contributions", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    corpus = open_corpus()
    count = contribution(corpus).count("\n")
    opening, _ = spent(lambda: open_judge(corpus), rounds)
    print(f"{count} statements brought to {len(corpus.statements):,}; a judge is opened in {opening:.2f} s\n")
    print(markdown(measure(corpus, rounds)))
    print(f"{rounds} rounds; Python {sys.version.split()[0]}", file=sys.stderr)


if __name__ == "__main__":
    main()
