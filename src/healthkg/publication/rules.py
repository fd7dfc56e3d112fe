"""The index of the shapes: each rule under an anchor of its name, with what it is about, what it allows, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from healthkg import messages
from healthkg.corpus import Corpus
from healthkg.publication.markdown import page
from healthkg.validation.compiled import Graph, compile_shapes
from healthkg.validation.compiled.constraints import Shape, Targets
from healthkg.validation.compiled.on_shapes import Property
from healthkg.validation.explaining import Names, allowed
from healthkg.validation.judge import read_shapes


@dataclass(frozen=True)
class Rule:
    """A shape that findings name: what it is about, and what it says, by language."""

    name: str
    on: tuple[str, ...]
    severity: Mapping[str, str]
    allowed: Mapping[str, str]
    message: Mapping[str, str]


@dataclass(frozen=True)
class RuleFile:
    """A file of shapes, and the rules that stand in it."""

    name: str
    rules: tuple[Rule, ...]


def shape_index(corpus: Corpus) -> str:
    """Return the Markdown page of the shapes: every rule that SHACL Core can judge, by file, each once."""
    folder = corpus.project.shapes
    shapes = read_shapes([folder])
    ontology = [quad for file in corpus.files if file.home == "ontology" for quad in file.triples]
    names = Names(Graph(ontology), corpus.registry, shapes)
    rules = {rule.name: rule for rule in _rules(compile_shapes(shapes).shapes, names)}
    files = [RuleFile(path.name, tuple(_in_file(path, rules, names))) for path in sorted(folder.glob("*.ttl"))]
    return page("shapes.md.j2", files=files)


def _in_file(path: Path, rules: Mapping[str, Rule], names: Names) -> Iterator[Rule]:
    """Yield the rules of a file, in its order."""
    for subject in dict.fromkeys(quad.subject for quad in read_shapes([path])):
        name = names.short(subject).partition(":")[2]
        if name in rules:
            yield rules[name]


def _rules(shapes: Iterable[Shape], names: Names) -> Iterator[Rule]:
    """Yield what the shapes judge: themselves and their properties, each with all the targets that lead to it."""
    found: dict[Shape, list[Targets]] = {}
    for shape in shapes:
        for inner in _judging(shape):
            found.setdefault(inner, []).append(shape.targets)
    return (_rule(shape, targets, names) for shape, targets in found.items() if isinstance(shape.node, ox.NamedNode))


def _judging(shape: Shape) -> Iterator[Shape]:
    if any(not isinstance(constraint, Property) for constraint in shape.constraints):
        yield shape
    for constraint in shape.constraints:
        if isinstance(constraint, Property):
            yield from _judging(constraint.members[0])


def _rule(shape: Shape, targets: Iterable[Targets], names: Names) -> Rule:
    own = [constraint for constraint in shape.constraints if not isinstance(constraint, Property)]
    said = {lang: [allowed(shape, one, names, lang) for one in own] for lang in messages.LANGUAGES}
    severity = f"severity-{shape.severity.lower()}"
    return Rule(
        name=names.short(shape.node).partition(":")[2],
        on=tuple(dict.fromkeys(on for one in targets for on in _on(one, shape, names))),
        severity={lang: messages.text(severity, lang) for lang in messages.LANGUAGES},
        allowed={lang: ", ".join(dict.fromkeys(parts)) for lang, parts in said.items()},
        message={literal.language or "": literal.value for literal in shape.messages},
    )


def _on(targets: Targets, shape: Shape, names: Names) -> Iterator[str]:
    """Yield what a shape is about, as a path from each target: `hkg:Plan/hkg:date`, `^hkg:date` for its objects."""
    step = shape.path.text(lambda iri: names.short(ox.NamedNode(iri)))
    for node in (*targets.classes, *targets.nodes, *targets.subjects_of):
        yield "/".join(part for part in (names.short(node), step) if part)
    for node in targets.objects_of:
        yield "/".join(part for part in (f"^{names.short(node)}", step) if part)
