"""What stands where a rule is broken, in words; and the other statements that have a part in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

import pyoxigraph as ox

from healthkg import messages
from healthkg.validation.compiled.constraints import Constraint, Shape
from healthkg.validation.compiled.graph import TYPE, Term
from healthkg.validation.compiled.judging import Result
from healthkg.validation.compiled.on_shapes import Class, Property
from healthkg.validation.compiled.paths import HERE, Path, Step
from healthkg.validation.explaining.names import Names
from healthkg.validation.findings import Statement

_OF_ALL = ("MinCount", "MaxCount", "HasValue", "QualifiedMinCount", "QualifiedMaxCount")
_OF_KIND = ("Class", "Node", "Or", "And", "Xone", "Not")
_OF_FORM = ("Pattern", "MinLength", "MaxLength", "NodeKind")
_PAIRED = ("Equals", "Disjoint", "LessThan", "LessThanOrEquals")
_CLASHING = ("Not", "Xone")  # of a whole node: what it has and should not have together
_SHOWN = 4


def found(result: Result, names: Names, lang: str) -> str:
    """Return what stands there: the value; all values of the property; or what a node has by the properties that the
    rule is about."""
    component = result.constraint.component
    if component == "UniqueLang":
        return _listed(_alike(values(result, names), names), names, lang)
    if component in _OF_ALL or result.value is None:
        return _listed(values(result, names), names, lang)
    about = _mentioned(result.constraint) if result.path is None else []
    if about:
        return ", ".join(_of_path(path, result.focus, names, lang) for path in about)
    named = isinstance(result.value, ox.NamedNode) and component in _OF_FORM
    said = names.short(result.value) if named else names.word(result.value, lang)
    return _with_kind(result.value, said, names, lang) if component in _OF_KIND else said


def _listed(terms: Collection[Term], names: Names, lang: str) -> str:
    if not terms:
        return messages.text("found-none", lang)
    return messages.text("found-values", lang, count=len(terms), values=names.listed(terms, lang))


def _with_kind(term: Term, said: str, names: Names, lang: str) -> str:
    """Return a value with its classes; that it is not described, when it has none."""
    if not isinstance(term, ox.NamedNode):
        return said
    kinds = names.kinds(term, lang)
    return messages.text("found-kind" if kinds else "found-undescribed", lang, value=said, kinds=", ".join(kinds))


def _of_path(path: Path, focus: Term, names: Names, lang: str) -> str:
    terms = _reached(path, focus, names)
    said = names.listed(terms, lang) if terms else messages.text("found-none", lang)
    return messages.text("found-of-property", lang, path=path.text(lambda iri: _short(iri, names)), values=said)


def values(result: Result, names: Names) -> list[Term]:
    """Return all that the focus node has by the path of the rule, in the order of their text."""
    return _reached(result.path or HERE, result.focus, names)


def _reached(path: Path, focus: Term, names: Names) -> list[Term]:
    number = names.graph.number(focus)
    return sorted(map(names.graph.term, path.reached(names.graph, {number}).get(number, ())), key=str)


def _alike(terms: list[Term], names: Names) -> list[Term]:
    """Return the texts whose language another one has."""
    languages = Counter(getattr(term, "language", None) for term in terms)
    return [term for term in terms if isinstance(term, ox.Literal) and term.language and languages[term.language] > 1]


def _mentioned(constraint: Constraint) -> list[Path]:
    """Return the paths that a constraint on a node is about, each once; its type, where a class is asked for."""
    return list(dict.fromkeys(path for shape in constraint.shapes() for path in _paths(shape)))


def _paths(shape: Shape) -> Iterator[Path]:
    for constraint in shape.constraints:
        if isinstance(constraint, Property):
            yield from (inner.path for inner in constraint.shapes())
        elif isinstance(constraint, Class):
            yield Step(TYPE)
        else:
            yield from _mentioned(constraint)


# ---- The other statements ----


def others(result: Result, names: Names) -> tuple[Statement, ...]:
    """Return the statements that a broken rule sets against one another; none where one statement breaks it alone."""
    component = result.constraint.component
    if component in ("MaxCount", "QualifiedMaxCount"):
        terms = values(result, names)
    elif component == "UniqueLang":
        terms = _alike(values(result, names), names)
    elif component in _PAIRED:
        return tuple(_statements(result.focus, Step(_predicate(result.constraint)), names))
    elif result.path is None and component in _CLASHING:
        paths = _mentioned(result.constraint)
        return tuple(one for path in paths for one in _statements(result.focus, path, names))[:_SHOWN]
    else:
        return ()
    return tuple(_statement(result.focus, result.path, term, names) for term in terms)


def _predicate(constraint: Constraint) -> ox.NamedNode:
    (predicate,) = constraint.expected
    return ox.NamedNode(predicate.value)


def _statements(focus: Term, path: Path, names: Names) -> Iterator[Statement]:
    return (_statement(focus, path, term, names) for term in _reached(path, focus, names))


def _statement(focus: Term, path: Path | None, value: Term, names: Names) -> Statement:
    """Return a statement in short form; by an inverse property, it is the value that says it."""
    subject, object_ = focus, value
    if isinstance(path, Step) and path.backwards:
        path, subject, object_ = path.turned(), value, focus
    said = None if path is None else path.text(lambda iri: _short(iri, names))
    return Statement(names.key(subject), said, names.key(object_))


def _short(iri: str, names: Names) -> str:
    return names.short(ox.NamedNode(iri))
