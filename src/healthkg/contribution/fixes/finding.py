"""Which findings can be mended, where, and by what."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import pyoxigraph as ox

from healthkg import turtle
from healthkg.contribution.fixes import mends
from healthkg.contribution.fixes.fix import Edit, Fix, single
from healthkg.contribution.fixes.terms import offset_of, span_at
from healthkg.corpus import Corpus, DataFile
from healthkg.layout import Project
from healthkg.prefixes import Registry
from healthkg.queryfile import read_query
from healthkg.turtle import Statement
from healthkg.validation import Finding, Report
from healthkg.validation.checks import TYPE, names
from healthkg.validation.judge import read_shapes
from healthkg.validation.nearness import Names

_ALWAYS = {"literal-form": "value", "text-form": "printable"}  # the rules that stand in no file


def fixes(corpus: Corpus, report: Report, known: Names | None = None) -> list[Fix]:
    """Return the mends of a report on `corpus`, by file and place; where two would write at one place, the first.
    `known` are the names of what it describes, where they are at hand: the corpus is then not gone through."""
    shapes = read_shapes([corpus.project.shapes])
    rules = declared(corpus.project, corpus.registry, shapes)
    files = {file.path: _Placed.of(file) for file in _whole(corpus, {one.file for one in report.findings})}
    named = _described(corpus) if known is None else known
    world = mends.World(corpus.registry, named, _classes(shapes, corpus.registry))
    found: dict[tuple[str, int], Fix] = {}
    for finding in report.findings:
        if finding.rule in rules and finding.file in files:
            for fix in _fix(finding, rules[finding.rule], files[finding.file], world):
                found.setdefault(fix.place, fix)
    return [found[place] for place in sorted(found)]


def _whole(corpus: Corpus, paths: Container[str | None]) -> Iterable[DataFile]:
    """Return the files at these paths, each with all its statements: the gate puts a contributed one in two graphs."""
    found: dict[str, DataFile] = {}
    for file in corpus.files:
        if file.path in paths:
            before = found.get(file.path)
            found[file.path] = replace(file, triples=(*before.triples, *file.triples)) if before else file
    return found.values()


def declared(project: Project, registry: Registry, shapes: Iterable[Statement]) -> dict[str, str]:
    """Return rule → the mend that its shape (`hsh:mend`) or its check (`mend:`) declares."""
    mend = registry["hsh:mend"]
    found = dict(_ALWAYS)
    found |= {quad.subject.value.rpartition("#")[2]: quad.object.value for quad in shapes if quad.predicate == mend}
    headers = ((path.stem, read_query(path).header) for path in sorted((project.queries / "checks").glob("*.rq")))
    return found | {name: str(header["mend"]) for name, header in headers if "mend" in header}


def _described(corpus: Corpus) -> Names:
    return Names(names((quad.subject for quad in corpus.statements if quad.predicate == TYPE), corpus.registry))


def _classes(shapes: Iterable[Statement], registry: Registry) -> tuple[tuple[re.Pattern[str], ox.NamedNode], ...]:
    """Return (form of an identifier, class) of each shape that says what the identifiers of a class look like."""
    targets, forms = registry["sh:targetClass"], registry["sh:pattern"]
    every = list(shapes)
    kinds = {quad.subject: quad.object for quad in every if quad.predicate == targets}
    found = (
        (quad.object.value, kinds[quad.subject]) for quad in every if quad.predicate == forms and quad.subject in kinds
    )
    return tuple((re.compile(form), kind) for form, kind in found if isinstance(kind, ox.NamedNode))


@dataclass(frozen=True)
class _Placed:
    """A file with the place of each of its triples."""

    file: DataFile
    triples: Mapping[tuple[int, int], ox.Triple]

    @classmethod
    def of(cls, file: DataFile) -> _Placed:
        placed = turtle.positions(file.text, file.triples)
        return cls(file, {(at.line, at.column): triple for triple, at in placed.items()})


def _fix(finding: Finding, name: str, placed: _Placed, world: mends.World) -> Iterator[Fix]:
    """Yield the mend of one finding, if what it refuses stands at its place and can be mended."""
    written = placed.triples.get((finding.line or 0, finding.column or 0))
    if written is None or not isinstance(written.subject, ox.NamedNode):
        return
    start = offset_of(placed.file.text, finding.line or 1, finding.column or 1)
    if name == mends.INSERTED:
        yield from _inserted(finding, placed.file, written.subject, start, world)
    elif finding.value == world.registry.shorten(written.predicate.value):
        yield from _renamed(finding, placed.file, written, start, world)
    else:
        yield from _replaced(finding, name, placed.file, written, start, world)


def _inserted(finding: Finding, file: DataFile, node: ox.NamedNode, before: int, world: mends.World) -> Iterator[Fix]:
    """Yield the type of a node that has none, after its name."""
    name, kind = world.registry.shorten(node.value), world.class_of(node)
    start = file.text.rfind(name, 0, before) + len(name)
    if kind and start >= len(name):
        come = ox.Triple(node, world.registry["rdf:type"], kind)
        text = f" a {world.registry.shorten(kind.value)} ;"
        yield single(finding, file.path, Edit(start, start, text), None, come, safe=False)


def _renamed(finding: Finding, file: DataFile, written: ox.Triple, before: int, world: mends.World) -> Iterator[Fix]:
    """Yield the property that was surely meant by one that is not declared."""
    name = world.registry.shorten(written.predicate.value)
    start, text = file.text.rfind(name, 0, before), mends.nearest(written.predicate, world)
    if text and start >= 0:
        come = ox.Triple(written.subject, world.registry[text], written.object)
        yield single(finding, file.path, Edit(start, start + len(name), text), written, come, safe=False)


def _replaced(
    finding: Finding, name: str, file: DataFile, written: ox.Triple, start: int, world: mends.World
) -> Iterator[Fix]:
    """Yield the value that was meant by one that is refused."""
    span, term = span_at(file.text, start), written.object
    mend = mends.SAFE.get(name) or mends.UNSAFE[name]
    text = mend(term, world) if span and isinstance(term, ox.Literal | ox.NamedNode) else None
    if text and span:
        come = ox.Triple(written.subject, written.predicate, _read(text, world.registry))
        yield single(finding, file.path, Edit(*span, text), written, come, safe=name in mends.SAFE)


def _read(text: str, registry: Registry) -> ox.Literal | ox.NamedNode | ox.BlankNode:
    """Return the term that a piece of Turtle writes."""
    prefixes = "".join(f"PREFIX {name}: <{begin}>\n" for name, begin in registry.namespaces.items())
    (quad,) = turtle.parse(f"{prefixes}<x:s> <x:p> {text} .", "")
    return quad.object
