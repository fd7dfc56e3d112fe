"""Full judging: all our shapes beside pySHACL with what both find compared, and everything, checks and places included.

Each way runs in a process of its own. Seconds are processor time: what pySHACL takes at a million triples is minutes,
in which other work on the machine comes and goes. Files have been read before; a result is compared by focus node,
path, value, constraint component, shape and severity, each as often as it is there.
"""

from __future__ import annotations

import hashlib
import json
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from benchmarks.goals.goal import Goal, faster, within
from benchmarks.shacl import same, spent
from healthkg.corpus import Corpus, open_corpus
from healthkg.validation import Finding, validate

TIMES, SECONDS = 100, 60  # how much faster than pySHACL judging by shapes is to be; how long all judging may take


def goals(project: Path, triples: int, rounds: int, *, with_pyshacl: bool) -> Iterator[Goal]:
    """Yield what it takes to judge a project of so many triples."""
    words = f"{triples:,} triples"
    ours, _, found = _measured(project, "shapes", rounds)
    if with_pyshacl:
        theirs, _, reference = _measured(project, "pyshacl", 1)
        same("findings by shapes", found, reference)
        yield faster(f"judging by all shapes, {words}, identical findings", ours, theirs, TIMES, "pySHACL")
    whole, memory, _ = _measured(project, "whole", rounds)
    yield within(f"judging by shapes and checks, with places, {words}", whole, SECONDS)
    yield Goal(f"memory of that, the files read included, {words}", memory, None, None, "MiB", "", "", None)


def _measured(project: Path, way: str, rounds: int) -> tuple[float, float, str]:
    """Return the seconds and the MiB that one way takes, and what it finds in one word."""
    command = [sys.executable, "-m", "benchmarks.goals.judging", str(project), way, str(rounds)]
    seconds, memory, found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return seconds, memory, found


# ---- In the child ----


def by_shapes(corpus: Corpus) -> list[Finding]:
    """Return what the compiled rules find: shapes read, graph made, judged."""
    from healthkg.validation import shacl
    from healthkg.validation.judge import read_shapes

    found, beyond = shacl.judged(corpus.statements, read_shapes([corpus.project.shapes]), corpus.registry)
    same("shapes left to pySHACL", beyond, ())
    return found


def by_pyshacl(corpus: Corpus) -> list[Finding]:
    """Return what pySHACL finds on an rdflib graph of the same statements."""
    from healthkg.validation import shacl
    from healthkg.validation.judge import read_shapes

    shapes = shacl.to_rdflib(read_shapes([corpus.project.shapes]))
    return [*shacl.findings(shacl.to_rdflib(corpus.statements), shapes, corpus.registry)]


def in_all(corpus: Corpus) -> Iterable[Finding]:
    """Return all that judging finds."""
    return validate(corpus).findings


WAYS: dict[str, Callable[[Corpus], Iterable[Finding]]] = {
    "shapes": by_shapes,
    "pyshacl": by_pyshacl,
    "whole": in_all,
}


def digest(findings: Iterable[Finding]) -> str:
    """Return how many findings there are, and one word for all of them, whatever their order."""
    said = Counter(repr((one.focus, one.path, one.value, one.component, one.shape, one.severity)) for one in findings)
    lines = "".join(f"{count} {line}\n" for line, count in sorted(said.items()))
    return f"{said.total()} {hashlib.sha256(lines.encode()).hexdigest()}"


def main() -> None:
    """Measure one way, and print the seconds, the MiB and the digest."""
    project, way, rounds = sys.argv[1:]
    corpus = open_corpus(Path(project))
    seconds, found = spent(lambda: WAYS[way](corpus), int(rounds))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([seconds, memory, digest(found)]))


if __name__ == "__main__":
    main()
