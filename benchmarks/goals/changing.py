"""A change of a hundred triples, judged in a store on disk that holds the rest: what it takes, and how that grows.

The change is the contribution of `benchmarks.contributions`, as it is and with faults, under new names each time, as
people bring new things. The judge was opened before, on a store of a project of that size; at each size the same is
found as at the smallest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import cycle
from pathlib import Path

from benchmarks.contributions import contribution, spoilt
from benchmarks.goals.goal import Goal, at_most, faster, in_turn, within
from healthkg.contribution import Judge, judge_on_disk, read_contribution
from healthkg.corpus import Corpus

_COPY = "apport"  # a name that no copy of the documents has
LIMIT = 40.0  # milliseconds

# What a contribution is called → milliseconds, and what was found: how often by each rule.
Taken = Mapping[str, tuple[float, Mapping[str, int]]]


def take(corpus: Corpus, store: Path, rounds: int) -> Taken:
    """Return what judging takes in a store, with the rules of `corpus`."""
    source = next(file for file in corpus.files if file.home == "sources")
    texts = {f"{_COPY}{n}": contribution(corpus, f"{_COPY}{n}") for n in range(rounds + 1)}
    with judge_on_disk(store, corpus.project) as judge:

        def way(change: Callable[[str], str]) -> Callable[[], Mapping[str, int]]:
            said = cycle([(f"{name}-{source.slug}.ttl", change(text)) for name, text in texts.items()])
            return lambda: _found(judge, *next(said))

        works = {"as it is": way(str), "with faults": way(spoilt)}
        spent = in_turn(works.values(), rounds)
        return {name: (1000 * taken, works[name]()) for name, taken in zip(works, spent, strict=True)}


def _found(judge: Judge, name: str, text: str) -> Mapping[str, int]:
    report = judge.report_on(read_contribution(name, text, judge.corpus))
    rules = [one.rule for one in report.findings]
    return {rule: rules.count(rule) for rule in sorted(set(rules))}


def goals(taken: Taken, triples: int, pyshacl: float | None) -> Iterator[Goal]:
    """Yield what a change takes in a store of so many triples; beside pySHACL's judging of all, in milliseconds."""
    for name, (spent, found) in taken.items():
        words = f"a change of 100 triples, {name} ({sum(found.values())} findings), in a store of {triples:,}"
        yield within(words, spent, LIMIT, "ms")
        if pyshacl:
            yield faster(words, spent, pyshacl, 1000, "pySHACL judging all", "ms")


def growth(small: Taken, large: Taken, words: str) -> Iterator[Goal]:
    """Yield how that grows; raises ValueError when not the same is found."""
    for name, (spent, found) in large.items():
        if found != small[name][1]:
            raise ValueError(f"{name}: {small[name][1]} in the smaller store, {found} in the larger")
        yield at_most(f"a change of 100 triples, {name}, {words}", spent, small[name][0], 1.3, "the smaller", "ms")
