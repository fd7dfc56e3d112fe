"""Five hundred mutants of the miniature world are judged alike by the compiled rules and by pySHACL, result by result."""

from collections import Counter

import pyoxigraph as ox
import pytest

from healthkg.corpus import Corpus
from healthkg.turtle import Statement
from healthkg.validation.auditing.defects import Defect, sampled
from healthkg.validation.auditing.ground import Ground
from healthkg.validation.auditing.kinds import KINDS
from healthkg.validation.auditing.mentions import bounds
from healthkg.validation.compiled import compile_shapes
from healthkg.validation.compiled.literals import well_formed
from healthkg.validation.judge import read_shapes
from test_compiled_shacl import ORDERED, Lent

EACH = 32  # mutants of a kind, where there are as many


@pytest.fixture(scope="module")
def ground(mini_corpus: Corpus) -> Ground:
    return Ground(mini_corpus)


@pytest.fixture(scope="module")
def rules(mini_corpus: Corpus) -> list[Statement]:
    return read_shapes([mini_corpus.project.shapes])


@pytest.fixture(scope="module")
def lent(mini_corpus: Corpus, rules: list[Statement]) -> Lent:
    return Lent([quad for file in mini_corpus.files if file.home == "ontology" for quad in file.triples], rules)


@pytest.fixture(scope="module")
def mutants(ground: Ground, rules: list[Statement]) -> dict[str, tuple[Defect, ...]]:
    laid_down = set(bounds(compile_shapes(rules)))
    return {kind: sampled(seeding(ground, laid_down), EACH) for kind, seeding in KINDS.items()}


def neighbourhood(ground: Ground, defect: Defect) -> list[Statement]:
    """What is said of the mutant's nodes, of what cites them, and of which class the values are: what shapes read."""
    lost = {quad.triple for quad in defect.removed}
    near = {*defect.nodes, *(quad.subject for node in defect.nodes for quad in ground.citing.get(node, ()))}
    near |= {quad.subject for quad in defect.added}
    own = {quad.triple for node in near for quad in ground.about.get(node, ()) if quad.triple not in lost}
    own |= {quad.triple for quad in defect.added}
    kinds = {
        quad.triple for triple in own for quad in ground.about.get(triple.object, ()) if quad.predicate == ground.type
    }
    every = own | {triple for triple in kinds if triple not in lost}
    return [ox.Quad(triple.subject, triple.predicate, triple.object) for triple in sorted(every, key=str)]  # type: ignore[misc]


def test_there_are_five_hundred_mutants(mutants: dict[str, tuple[Defect, ...]]) -> None:
    assert sum(map(len, mutants.values())) >= 500


@pytest.mark.slow
# rdflib 7 compares what is no date by `if NotImplemented`.
@pytest.mark.filterwarnings("ignore:NotImplemented should not be used in a boolean context:DeprecationWarning")
@pytest.mark.parametrize("kind", KINDS)
def test_a_mutant_is_judged_alike(
    kind: str, mutants: dict[str, tuple[Defect, ...]], ground: Ground, lent: Lent
) -> None:
    broken = 0
    for defect in mutants[kind]:
        own = neighbourhood(ground, defect)
        ours, theirs = lent.both(own, quick=True)
        ill_formed = any(isinstance(quad.object, ox.Literal) and not well_formed(quad.object) for quad in own)
        assert Counter({row: ours[row] for row in ours if not (ill_formed and row[2] in ORDERED)}) == theirs, defect
        broken += bool(ours)
    assert broken  # in so small a part of the world, even the sound ones lack something
