"""Mends of passages, where the texts are at hand: the digest that their words have, the place where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from healthkg import messages, passages, turtle
from healthkg.contribution.fixes.fix import Change, Edit, Fix
from healthkg.contribution.fixes.terms import offset_of, span_at, spans_of
from healthkg.corpus import Corpus, DataFile
from healthkg.passages import Passage, Renewal, Text
from healthkg.prefixes import Registry
from healthkg.validation import Finding

_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_XSD_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def passage_fixes(corpus: Corpus, judged: Sequence[tuple[Passage, str]], texts: Mapping[str, Text]) -> list[Fix]:
    """Return the mends of the passages that are judged moved or changed, in their order.

    Safe are those whose words surely are the ones that were cited; the note of any other says what it supposes.
    """
    renewals = [(passage, _renewal(corpus, passage, texts)) for passage, state in judged if state != "intact"]
    wanted = [(passage, renewal) for passage, renewal in renewals if renewal]
    spoken = _spoken_of(corpus, {corpus.registry[passage.iri] for passage, _ in wanted})
    return [_fix(spoken, passage, renewal, corpus.registry) for passage, renewal in wanted]


def _renewal(corpus: Corpus, passage: Passage, texts: Mapping[str, Text]) -> Renewal | None:
    document = corpus.registry[passage.document], corpus.statements, corpus.registry, texts
    text = passages.text_of(*document)
    return passages.renew(passage, text, declared=passages.is_declared(*document)) if text else None


@dataclass(frozen=True)
class _File:
    """A file, what it says of each passage that is to be mended, and, once it is asked for, where."""

    file: DataFile
    said: Mapping[ox.NamedNode, list[ox.Triple]]

    @cached_property
    def places(self) -> Mapping[ox.Triple, turtle.Position]:
        """Return triple → place of its object."""
        return turtle.positions(self.file.text, self.file.triples)


def _spoken_of(corpus: Corpus, nodes: Container[object]) -> list[_File]:
    found = []
    for file in corpus.files:
        said = defaultdict[ox.NamedNode, list[ox.Triple]](list)
        for quad in file.triples:
            for term in (quad.subject, quad.object):
                if isinstance(term, ox.NamedNode) and term in nodes:
                    said[term].append(quad.triple)
        found.append(_File(file, said))
    return found


def _fix(files: Iterable[_File], old: Passage, renewal: Renewal, registry: Registry) -> Fix:
    """Return the mend of a passage; the first file that it changes is the one that describes it."""
    node, new = registry[old.iri], renewal.passage
    safe, code = renewal.why in passages.SURE, f"fix-passage-{renewal.why}"
    said = {lang: messages.text(code, lang, passage=old.iri, line=new.first_line) for lang in messages.LANGUAGES}
    telling = sorted((file for file in files if node in file.said), key=lambda file: file.said[node][0].subject != node)
    changes = tuple(_change(file, old, new, registry) for file in telling)
    finding = Finding("info" if safe else "warning", code, old.iri, said, file=changes[0].file)
    return Fix(finding, safe, changes, None if safe else said)


def _change(file: _File, old: Passage, new: Passage, registry: Registry) -> Change:
    """Return what a file says otherwise: the name of the passage wherever it stands, and its own values."""
    meant = {triple: _renewed(triple, old, new, registry) for triple in file.said[registry[old.iri]]}
    changed = {before: after for before, after in meant.items() if before != after}
    valued = {before: after.object for before, after in changed.items() if isinstance(after.object, ox.Literal)}
    edits = (*_renamed(file.file.text, old, new, registry), *_revalued(file, valued))
    return Change(file.file.path, edits, tuple(changed), tuple(changed.values()))


def _renewed(triple: ox.Triple, old: Passage, new: Passage, registry: Registry) -> ox.Triple:
    if triple.subject != registry[old.iri]:
        return ox.Triple(triple.subject, triple.predicate, registry[new.iri])
    value = _values(new, registry).get(triple.predicate, triple.object)
    same = (
        isinstance(triple.object, ox.Literal) and isinstance(value, ox.Literal) and triple.object.value == value.value
    )
    return ox.Triple(registry[new.iri], triple.predicate, triple.object if same else value)


def _values(passage: Passage, registry: Registry) -> dict[ox.NamedNode, _Term]:
    return {
        registry["hkg:firstLine"]: ox.Literal(passage.first_line),
        registry["hkg:lastLine"]: ox.Literal(passage.last_line),
        registry["hkg:start"]: ox.Literal(passage.start),
        registry["hkg:end"]: ox.Literal(passage.end),
        registry["hkg:textDigest"]: ox.Literal(passage.digest),
    }


def _renamed(text: str, old: Passage, new: Passage, registry: Registry) -> Iterator[Edit]:
    if old.iri == new.iri:
        return
    for start, end in spans_of(text, old.iri, f"<{registry[old.iri].value}>"):
        yield Edit(start, end, f"<{registry[new.iri].value}>" if text[start] == "<" else new.iri)


def _revalued(file: _File, changed: Mapping[ox.Triple, ox.Literal]) -> Iterator[Edit]:
    """Yield what to write in place of the values that are others now."""
    for triple, value in changed.items():
        at = file.places.get(triple) if value != triple.object else None
        span = span_at(file.file.text, offset_of(file.file.text, at.line, at.column)) if at else None
        if span:
            yield Edit(*span, value.value if value.datatype.value == _XSD_INTEGER else str(value))
