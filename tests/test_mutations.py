"""Each rule that the terms lay down is broken once in the miniature world, and is caught by exactly the rule meant for it.

The table is in `mutations.py`. A shape looks at a node, at its values and at their classes: only what was changed is
judged by shapes, in the ontology and beside the classes of its values. Checks see the whole world. That it comes to the
same as judging all is tested too.
"""

from collections.abc import Iterable
from dataclasses import replace

import pyoxigraph as ox
import pytest
from _pytest.mark import ParameterSet
from rdflib import SH, SKOS, Graph

from healthkg import turtle
from healthkg.corpus import Corpus
from healthkg.turtle import Statement
from healthkg.validation import Report, checks, lexical, shacl, validate
from healthkg.validation.judge import read_shapes
from mutations import CARDS, KINDS, MUTATIONS, NEEDS, Mutation

# It looks at classes alone, and takes as long as all the other checks together.
SLOW_CHECK = "unjudged_node"
BOUNDS = {"1": ("min", "max"), "1..n": ("min",), "0..1": ("max",)}


# ---- Changing ----


def term(name: str, corpus: Corpus) -> ox.NamedNode:
    return corpus.registry["rdf:type" if name == "a" else name]


def pattern(text: str, corpus: Corpus) -> tuple[object, ...]:
    """Return the terms of `text`, which is Turtle for a subject, a predicate and an object, or the first of them."""
    words = text.split(" ", 2)
    if len(words) < 3:
        return tuple(term(word, corpus) for word in words)
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in corpus.registry.namespaces.items())
    (quad,) = turtle.parse(f"{prefixes}{text} .", "mutation")
    return quad.subject, quad.predicate, quad.object


def fits(quad: Statement, wanted: tuple[object, ...]) -> bool:
    return (quad.subject, quad.predicate, quad.object)[: len(wanted)] == wanted


def home_of(corpus: Corpus, wanted: tuple[object, ...]) -> str:
    """Return the last file that says something of the subject by the predicate, else something of the subject."""
    said = [
        file.path
        for length in (1, 2)
        for file in corpus.files
        if any(fits(quad, wanted[:length]) for quad in file.triples)
    ]
    return said[-1]


def without(corpus: Corpus, wanted: tuple[object, ...]) -> Corpus:
    files = [
        replace(file, triples=tuple(quad for quad in file.triples if not fits(quad, wanted))) for file in corpus.files
    ]
    assert any(len(new.triples) < len(old.triples) for new, old in zip(files, corpus.files, strict=True)), wanted
    return replace(corpus, files=tuple(files))


def with_one_more(corpus: Corpus, new: tuple[object, ...], home: str) -> Corpus:
    assert not any(fits(quad, new) for quad in corpus.statements), new
    quad = ox.Quad(*new)  # type: ignore[arg-type]
    files = (replace(file, triples=(*file.triples, quad)) if file.path == home else file for file in corpus.files)
    return replace(corpus, files=tuple(files))


def edited(corpus: Corpus, edit: str) -> Corpus:
    """Return `corpus` after one edit: `- s [p [o]]` drops, `+ s p o` adds, `~ s p o` takes the place of all `s p`."""
    sign, wanted = edit[0], pattern(edit[2:], corpus)
    if sign == "-":
        return without(corpus, wanted)
    base = without(corpus, wanted[:2]) if sign == "~" else corpus
    return with_one_more(base, wanted, home_of(corpus, wanted))


def mutant_of(corpus: Corpus, mutation: Mutation) -> Corpus:
    for edit in mutation.edits:
        corpus = edited(corpus, edit)
    return corpus


# ---- Judging ----


class Judge:
    """The rules, read once; a store of the sound world and a graph of the ontology, lent to each judgement."""

    def __init__(self, corpus: Corpus) -> None:
        self.registry = corpus.registry
        self.checks = checks.read_checks(corpus.project.queries / "checks")
        self.quads = set(corpus.quads())
        self.store = ox.Store()
        self.store.extend(self.quads)
        self.words = shacl.to_rdflib(quad for file in corpus.files if file.home == "ontology" for quad in file.triples)
        self.rules = {"ref": rules_of(corpus), "id": rules_of(corpus)}
        for concept in (SKOS.Concept, SKOS.ConceptScheme):  # or the whole vocabulary is judged each time
            self.rules["id"].remove((None, SH.targetClass, concept))

    def found(self, mutant: Corpus, edits: tuple[str, ...]) -> set[str]:
        """Return the names of the rules that `mutant` breaks."""
        near = neighbours(mutant, edits)
        own = [quad for quad in mutant.statements if quad.subject in near]
        lexical_faults = {finding.rule for finding in lexical.findings(own, self.registry)}
        return lexical_faults | self._broken_checks(mutant, edits) | self._broken_shapes(mutant, own)

    def _broken_checks(self, mutant: Corpus, edits: tuple[str, ...]) -> set[str]:
        quads = set(mutant.quads())
        wanted = [check for check in self.checks if check[0].name != SLOW_CHECK or touches_class(edits)]
        exchange(self.store, self.quads - quads, quads - self.quads)
        try:
            return {finding.rule for finding in checks.in_store(self.store, wanted, self.registry)}
        finally:
            exchange(self.store, quads - self.quads, self.quads - quads)

    def _broken_shapes(self, mutant: Corpus, own: list[Statement]) -> set[str]:
        values, kind = {quad.object for quad in own}, term("a", mutant)
        classes = [quad for quad in mutant.statements if quad.subject in values and quad.predicate == kind]
        extra = [triple for triple in shacl.to_rdflib([*own, *classes]) if triple not in self.words]
        names = {self.registry.shorten(quad.subject.value) for quad in own}
        rules = self.rules["ref" if any(name.startswith("ref:") for name in names) else "id"]
        self.words.addN((*triple, self.words) for triple in extra)
        try:
            found = list(shacl.findings(self.words, rules, self.registry))
        finally:
            for triple in extra:
                self.words.remove(triple)
        return {finding.rule for finding in found if finding.focus in names}


def rules_of(corpus: Corpus) -> Graph:
    return shacl.to_rdflib(read_shapes([corpus.project.shapes]))


def exchange(store: ox.Store, gone: Iterable[ox.Quad], come: Iterable[ox.Quad]) -> None:
    for quad in gone:
        store.remove(quad)
    store.extend(come)


def touches_class(edits: tuple[str, ...]) -> bool:
    """Say whether an edit changes what a node is, or takes it away."""
    return any(edit.split(" ")[2:3] in ([], ["a"]) for edit in edits)


def neighbours(mutant: Corpus, edits: tuple[str, ...]) -> set[object]:
    """Return the nodes that were changed; with those that point at them, when it is their class that was changed."""
    changed = {term(edit.split(" ")[1], mutant) for edit in edits}
    pointing = (quad.subject for quad in mutant.statements if quad.object in changed)
    return {*changed, *pointing} if touches_class(edits) else {*changed}


@pytest.fixture(scope="module")
def judge(mini_corpus: Corpus) -> Judge:
    return Judge(mini_corpus)


# ---- The table ----


def cases() -> list[ParameterSet]:
    """Return the mutations; one that nothing catches yet is expected to fail, with its reason."""
    return [
        pytest.param(
            mutation,
            id=f"{mutation.cells} [{' '.join(mutation.edits)}]",
            marks=[pytest.mark.xfail(strict=True, reason=mutation.missing)] if mutation.missing else [],
        )
        for mutation in MUTATIONS
    ]


@pytest.mark.slow
# rdflib 7 compares what is no date by `if NotImplemented`.
@pytest.mark.filterwarnings("ignore:NotImplemented should not be used in a boolean context:DeprecationWarning")
@pytest.mark.parametrize("mutation", cases())
def test_a_mutation_is_caught_by_exactly_the_rules_meant_for_it(
    mutation: Mutation, mini_corpus: Corpus, judge: Judge
) -> None:
    assert judge.found(mutant_of(mini_corpus, mutation), mutation.edits) == set(mutation.caught.split())


def test_the_world_that_is_mutated_breaks_no_rule(mini_corpus: Corpus) -> None:
    assert validate(mini_corpus) == Report(())


@pytest.mark.slow
@pytest.mark.parametrize("mutation", MUTATIONS[::60], ids=lambda mutation: mutation.cells)
def test_judging_among_neighbours_is_judging_all(mutation: Mutation, mini_corpus: Corpus, judge: Judge) -> None:
    mutant = mutant_of(mini_corpus, mutation)
    assert judge.found(mutant, mutation.edits) == {finding.rule for finding in validate(mutant).findings}


def test_every_bound_of_the_terms_is_broken_once() -> None:
    bounds = {f"{cell} {bound}" for cell, card in (NEEDS | CARDS).items() for bound in BOUNDS.get(card, ())}
    broken = {cell for mutation in MUTATIONS for cell in mutation.cells.split(" / ")}
    assert sorted(bounds - broken) == []
    assert sorted(cell for cell in broken - bounds if cell.split(":")[0] not in KINDS) == []


def test_every_kind_of_defect_is_tried() -> None:
    assert {mutation.cells.split(":")[0] for mutation in MUTATIONS} >= set(KINDS)


def test_two_rules_for_one_mutation_have_their_reason() -> None:
    assert [mutation for mutation in MUTATIONS if (" " in mutation.caught) != bool(mutation.why)] == []


def test_no_mutation_is_listed_twice() -> None:
    edits = [mutation.edits for mutation in MUTATIONS]
    assert sorted(edit for edit in edits if edits.count(edit) > 1) == []
