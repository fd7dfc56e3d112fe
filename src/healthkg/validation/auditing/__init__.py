"""The rules put to the test: what they look at, and how many seeded defects they catch."""

from __future__ import annotations

from dataclasses import dataclass

from healthkg.corpus import Corpus
from healthkg.validation import checks
from healthkg.validation.auditing.coverage import Coverage, coverage
from healthkg.validation.auditing.defects import Defect, sampled
from healthkg.validation.auditing.ground import Ground
from healthkg.validation.auditing.kinds import KINDS, UNSEEN
from healthkg.validation.auditing.mentions import bounds
from healthkg.validation.auditing.telling import FORMS, render
from healthkg.validation.auditing.trying import World
from healthkg.validation.judge import read_shapes

__all__ = ["FORMS", "Audit", "Coverage", "Seeded", "audit", "render"]

SAMPLE, MORE = 20, 200  # defects of each kind


@dataclass(frozen=True)
class Seeded:
    """How a kind of defect fared: how many were seeded, how many a rule caught, which rules they were, and where those
    that none caught were put (node, then the sort of place). `seen` is False for what no rule can see."""

    kind: str
    seen: bool
    seeded: int
    caught: int
    rules: tuple[str, ...]
    missed: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Audit:
    """What the rules of a corpus look at, and what they catch; `version` is the corpus's."""

    version: str
    coverage: Coverage
    seeded: tuple[Seeded, ...]


def audit(corpus: Corpus, *, more: bool = False) -> Audit:
    """Put the project's own rules to the test on its own corpus: SAMPLE defects of each kind, MORE when asked.

    Nothing is drawn by lot: the same corpus gives the same audit.
    """
    shapes = read_shapes([corpus.project.shapes])
    rules = checks.read_checks(corpus.project.queries / "checks")
    ground = Ground(corpus)
    world = World(corpus, shapes, rules)
    laid_down = set(bounds(world.compiled))
    seeds = {kind: sampled(seeding(ground, laid_down), MORE if more else SAMPLE) for kind, seeding in KINDS.items()}
    return Audit(
        corpus.version,
        coverage(ground, shapes, world),
        tuple(_seeded(kind, defects, world) for kind, defects in seeds.items()),
    )


def _seeded(kind: str, defects: tuple[Defect, ...], world: World) -> Seeded:
    tried = {defect: world.tried(defect) for defect in defects}
    return Seeded(
        kind=kind,
        seen=kind not in UNSEEN,
        seeded=len(tried),
        caught=sum(bool(rules) for rules in tried.values()),
        rules=tuple(sorted({rule for rules in tried.values() for rule in rules})),
        missed=tuple(
            (world.registry.shorten(one.nodes[0].value), *one.sort) for one, rules in tried.items() if not rules
        ),
    )
