"""Constraints that a value node meets or breaks as the term that it is: its kind, type, range, length, form, language.

Each function reads one component's parameters from a shape, and yields the constraints that they make.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Set
from dataclasses import dataclass

import pyoxigraph as ox

from healthkg.validation.compiled.constraints import Constraint, EachValue, Judge
from healthkg.validation.compiled.graph import Term
from healthkg.validation.compiled.literals import order, well_formed
from healthkg.validation.compiled.parameters import SH, Parameters, ill_formed

_KINDS = {
    "IRI": (ox.NamedNode,),
    "BlankNode": (ox.BlankNode,),
    "Literal": (ox.Literal,),
    "BlankNodeOrIRI": (ox.BlankNode, ox.NamedNode),
    "BlankNodeOrLiteral": (ox.BlankNode, ox.Literal),
    "IRIOrLiteral": (ox.NamedNode, ox.Literal),
}
# What a value may be beside the bound: before, with or after it.
_RANGES = {"minExclusive": (1,), "minInclusive": (0, 1), "maxExclusive": (-1,), "maxInclusive": (-1, 0)}
_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE, "q": re.NOFLAG}
# `$` outside a class of characters and not escaped.
_END = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|(\$)", re.S)


@dataclass(frozen=True, eq=False)
class OnTerm(EachValue):
    """A constraint on a term alone."""

    holds: Callable[[Term], bool]

    def failing(self, judge: Judge, nodes: Set[int]) -> Collection[int]:
        term, holds = judge.graph.term, self.holds
        return {node for node in nodes if not holds(term(node))}


def datatype(said: Parameters) -> Iterator[Constraint]:
    """4.1.2 sh:datatype: a literal of that datatype, and well formed."""
    if (kind := said.one("datatype")) is not None:
        yield OnTerm("Datatype", (kind,), lambda term: _is_of(term, kind))


def _is_of(term: Term, datatype: Term) -> bool:
    return isinstance(term, ox.Literal) and term.datatype == datatype and well_formed(term)


def node_kind(said: Parameters) -> Iterator[Constraint]:
    """4.1.3 sh:nodeKind: an IRI, a blank node, a literal, or one of two of these."""
    if (name := said.one("nodeKind")) is not None:
        kinds = _KINDS.get(name.value.removeprefix(SH))
        if kinds is None:
            raise ill_formed(said.node, "nodeKind", name)
        yield OnTerm("NodeKind", (name,), lambda term: isinstance(term, kinds))


def ranges(said: Parameters) -> Iterator[Constraint]:
    """4.3 sh:minExclusive, sh:minInclusive, sh:maxExclusive, sh:maxInclusive: what cannot be compared is outside."""
    for name, places in _RANGES.items():
        for bound in said.literals(name):
            yield OnTerm(_titled(name), (bound,), _within(bound, places))


def _within(bound: ox.Literal, places: tuple[int, ...]) -> Callable[[Term], bool]:
    return lambda term: isinstance(term, ox.Literal) and order(term, bound) in places


def min_length(said: Parameters) -> Iterator[Constraint]:
    """4.4.1 sh:minLength: at least so many characters, in an IRI or a literal."""
    if (least := said.integer("minLength")) is not None:
        length = int(least.value)
        yield OnTerm("MinLength", (least,), lambda term: (text := _text(term)) is not None and len(text) >= length)


def max_length(said: Parameters) -> Iterator[Constraint]:
    """4.4.2 sh:maxLength: so many characters at most, in an IRI or a literal."""
    if (most := said.integer("maxLength")) is not None:
        length = int(most.value)
        yield OnTerm("MaxLength", (most,), lambda term: (text := _text(term)) is not None and len(text) <= length)


def pattern(said: Parameters) -> Iterator[Constraint]:
    """4.4.3 sh:pattern, sh:flags: the text of an IRI or a literal has a part of that form."""
    flags = said.one("flags")
    for form in said.literals("pattern"):
        try:
            matches = _compiled(form.value, flags.value if flags is not None else "").search
        except (KeyError, re.error) as error:
            raise ill_formed(said.node, "pattern", form) from error
        yield OnTerm("Pattern", (form,), _matching(matches))


def _matching(matches: Callable[[str], re.Match[str] | None]) -> Callable[[Term], bool]:
    # No function is called that can be spared: this is asked of more terms than anything else.
    return lambda term: not isinstance(term, ox.BlankNode) and matches(term.value) is not None


def _compiled(form: str, flags: str) -> re.Pattern[str]:
    """Return a regular expression of SPARQL's (SPARQL 1.1, 17.4.3.14), where `$` is not before a last line break."""
    if "q" in flags:
        form = re.escape(form)
    elif "m" not in flags:
        form = _END.sub(lambda found: r"\Z" if found[1] else found[0], form)
    return re.compile(form, sum(_FLAGS[flag] for flag in set(flags)))


def language_in(said: Parameters) -> Iterator[Constraint]:
    """4.4.4 sh:languageIn: a language tag in one of the ranges (RFC 4647, 3.3.1)."""
    if (list_ := said.one("languageIn")) is not None:
        members = said.members(list_, "languageIn")
        ranges = [member.value.lower() for member in members]
        yield OnTerm("LanguageIn", members, lambda term: _speaks(term, ranges))


def _speaks(term: Term, ranges: list[str]) -> bool:
    language = isinstance(term, ox.Literal) and term.language
    return bool(language) and any(range_ == "*" or f"{language}-".startswith(f"{range_}-") for range_ in ranges)


def in_(said: Parameters) -> Iterator[Constraint]:
    """4.8.3 sh:in: one of the members of a list."""
    if (list_ := said.one("in")) is not None:
        members = said.members(list_, "in")
        yield OnTerm("In", members, set(members).__contains__)


def _text(term: Term) -> str | None:
    """Return what SPARQL's STR does, as it was written; a blank node has no text."""
    return None if isinstance(term, ox.BlankNode) else term.value


def _titled(name: str) -> str:
    return name[0].upper() + name[1:]


READERS = (datatype, node_kind, ranges, min_length, max_length, pattern, language_in, in_)
