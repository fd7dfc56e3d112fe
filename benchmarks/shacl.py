"""python -m benchmarks.shacl: what judging by shapes costs, by compiled rules and by pySHACL, on the corpus or more.

The corpus is enlarged by copies of its documents in which every thing has another name; dates and vocabularies are
shared, and one statement in 500 is left out, so that there is something to find. What both find must be the same.
Seconds are medians of processor time.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from healthkg.corpus import Corpus, open_corpus
from healthkg.turtle import Statement, parse
from healthkg.validation import compiled, shacl
from healthkg.validation.judge import read_shapes

PER_COPY_LOST = 500
BESIDE, MOST = 100_000, 1_000_000
# One constraint on the passages, as a shape and as a query for what breaks it.
ONE_BY_ONE = {
    "sh:minCount 1": ("sh:path hkg:start ; sh:minCount 1", "FILTER NOT EXISTS { ?it hkg:start ?value }"),
    "sh:maxCount 1": ("sh:path hkg:start ; sh:maxCount 1", "?it hkg:start ?value , ?other FILTER(?value != ?other)"),
    "sh:class": (
        "sh:path oa:hasSource ; sh:class hkg:SourceDocument",
        "?it oa:hasSource ?value FILTER NOT EXISTS { ?value a hkg:SourceDocument }",
    ),
    "sh:datatype": (
        "sh:path hkg:start ; sh:datatype xsd:integer",
        "?it hkg:start ?value FILTER(DATATYPE(?value) != xsd:integer)",
    ),
    "sh:pattern": (
        'sh:path hkg:textDigest ; sh:pattern "^[0-9a-f]{64}$"',
        '?it hkg:textDigest ?value FILTER(!REGEX(STR(?value), "^[0-9a-f]{64}$"))',
    ),
    "sh:lessThan": (
        "sh:path hkg:start ; sh:lessThan hkg:end",
        "?it hkg:start ?value ; hkg:end ?other FILTER(!COALESCE(?value < ?other, false))",
    ),
}


@dataclass(frozen=True)
class Row:
    """One judging: by what, of how many triples, with how many results, in how many seconds."""

    by: str
    triples: int
    results: int
    seconds: float


def spent(work: Callable[[], Any], rounds: int = 1) -> tuple[float, Any]:
    """Return the median processor time of `work` in seconds, and what it returned; other work does not count."""
    taken = []
    for _ in range(rounds):
        begin = time.process_time()
        done = work()
        taken.append(time.process_time() - begin)
    return statistics.median(taken), done


def same(what: str, one: object, other: object) -> None:
    """Stop when two ways to one answer do not meet: what is fast and wrong is not measured."""
    if one != other:
        raise SystemExit(f"{what}: {one} is not {other}")


# ---- Data ----


def enlarged(corpus: Corpus, triples: int) -> list[Statement]:
    """Return the corpus and as many copies of its documents as make up so many triples."""
    base = corpus.registry.namespaces["id"]
    facts = [quad for file in corpus.files if file.home != "ontology" for quad in file.triples]
    made = list(corpus.statements)
    for copy in range(1, (triples - len(made)) // len(facts) + 2):
        for number, quad in enumerate(facts):
            if (number + copy) % PER_COPY_LOST:
                subject, object_ = (_renamed(term, base, copy) for term in (quad.subject, quad.object))
                made.append(ox.Quad(subject, quad.predicate, object_))  # type: ignore[arg-type]
    return made[:triples]


def _renamed(term: object, base: str, copy: int) -> object:
    """Return another name of the same form, with the copy's number after the word that says the kind."""
    if not isinstance(term, ox.NamedNode) or not term.value.startswith(base):
        return term
    kind, _, rest = term.value.removeprefix(base).partition("-")
    return term if kind == "temps" or not rest else ox.NamedNode(f"{base}{kind}-x{copy}-{rest}")


# ---- Judging ----


def by_rules(corpus: Corpus, data: Sequence[Statement]) -> Counter[str]:
    """Return how often each finding is there: shapes read, graph made, judged."""
    found, beyond = shacl.judged(data, read_shapes([corpus.project.shapes]), corpus.registry)
    same("shapes left to pySHACL", beyond, ())
    return Counter(map(repr, found))


def by_pyshacl(corpus: Corpus, data: Sequence[Statement]) -> Counter[str]:
    """Return the same, found by pySHACL on an rdflib graph."""
    shapes = shacl.to_rdflib(read_shapes([corpus.project.shapes]))
    return Counter(map(repr, shacl.findings(shacl.to_rdflib(data), shapes, corpus.registry)))


def measure(corpus: Corpus, rounds: int, most: int) -> Iterator[Row]:
    """Yield the rows of the first table, and hold the findings of the two against each other."""
    for triples, times in ((len(corpus.statements), rounds), (BESIDE, 1)):
        data = corpus.statements if triples == len(corpus.statements) else enlarged(corpus, triples)
        fast, ours = spent(lambda data=data: by_rules(corpus, data), rounds)
        slow, theirs = spent(lambda data=data: by_pyshacl(corpus, data), times)
        same("findings", ours, theirs)
        yield Row("compiled rules", len(data), ours.total(), fast)
        yield Row("pySHACL", len(data), theirs.total(), slow)
    data = enlarged(corpus, most)
    fast, ours = spent(lambda: by_rules(corpus, data), rounds)
    yield Row("compiled rules", len(data), ours.total(), fast)


def one_by_one(corpus: Corpus, data: Sequence[Statement], rounds: int) -> Iterator[tuple[str, int, float, float]]:
    """Yield each constraint with what breaks it, and the milliseconds it takes as sets and as a query."""
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in corpus.registry.namespaces.items())
    prefixes += "PREFIX sh: <http://www.w3.org/ns/shacl#>\n"
    graph, store = compiled.Graph(data), ox.Store()
    store.bulk_extend(data)  # type: ignore[arg-type]
    for name, (shape, query) in ONE_BY_ONE.items():
        text = f"{prefixes}hkg:S sh:targetClass hkg:Passage ; sh:property hkg:P . hkg:P {shape} ."
        rules = compiled.compile_shapes(parse(text, name))
        asked = f"{prefixes}SELECT DISTINCT ?it {{ ?it a hkg:Passage . {query} }}"
        sets, judgement = spent(lambda rules=rules: compiled.judge(rules, graph), rounds)
        sparql, rows = spent(lambda asked=asked: list(store.query(asked)), rounds)  # type: ignore[arg-type]
        same(name, len(judgement), len(rows))
        yield name, len(rows), sets * 1000, sparql * 1000


def after_a_change(corpus: Corpus, data: Sequence[Statement], rounds: int) -> tuple[int, float]:
    """Return how many triples of one document are taken away, and the seconds that it takes to judge what is left."""
    rules, graph = compiled.compile_shapes(read_shapes([corpus.project.shapes])), compiled.Graph(data)
    before = compiled.judge(rules, graph)
    there = set(data)
    source = next(file for file in corpus.files if file.home == "sources")
    gone = [quad for quad in source.triples[:100] if quad in there]
    seconds, _ = spent(lambda: compiled.rejudged(before, rules, graph.changed((), gone), (), gone), rounds)
    return len(gone), seconds


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.shacl", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--most", type=int, default=MOST)
    asked = parser.parse_args()
    corpus = open_corpus()
    print("| judged by | triples | results | seconds |\n|---|---:|---:|---:|")
    for row in measure(corpus, asked.rounds, asked.most):
        print(f"| {row.by} | {row.triples:,} | {row.results:,} | {row.seconds:.2f} |", flush=True)
    data = enlarged(corpus, asked.most)
    print(f"\n| one constraint, {len(data):,} triples | break it | as sets, ms | as a query on Oxigraph, ms |")
    print("|---|---:|---:|---:|")
    for name, count, sets, sparql in one_by_one(corpus, data, asked.rounds):
        print(f"| `{name}` | {count:,} | {sets:.0f} | {sparql:.0f} |", flush=True)
    count, seconds = after_a_change(corpus, data, asked.rounds)
    print(f"\n{count} triples fewer among {len(data):,}: judged again in {seconds * 1000:.0f} ms")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak {peak} MiB; Python {sys.version.split()[0]}", file=sys.stderr)


if __name__ == "__main__":
    main()
