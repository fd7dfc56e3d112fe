"""The rules that contributions are judged by, as a page explains them: what each asks, how grave it is, its mend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg import messages
from healthkg.prefixes import Registry
from healthkg.validation import SEVERITIES
from healthkg.web.words import words

if TYPE_CHECKING:
    from healthkg.queryfile import Query
    from healthkg.turtle import Statement
    from healthkg.web.site import Site

GROUPS = ("shapes", "checks", "gate", "forms")
_FORMS = ("literal-form", "text-form", "date-form")  # what is asked of any value, and stands in no file of rules
Said = Mapping[str, str]
Term = ox.NamedNode | ox.BlankNode | ox.Literal


@dataclass(frozen=True)
class Rule:
    """A rule: its name, the group it stands in, how grave a breach is, what it says in each language, then what to do
    and what else to know (each may be empty), the properties that it looks at (short)."""

    name: str
    group: str
    severity: str
    problem: Said
    solution: Said
    caveats: Said
    about: str = ""


def rules(site: Site) -> Mapping[str, Rule]:
    """Return rule name → rule, in the order of the groups and of the names."""
    found = [
        *_of_shapes(site.rules.book.shapes, site.store.registry),
        *(_of_check("checks", query, severity) for query, severity in site.rules.book.checks),
        *(_of_check("gate", query, severity) for query, severity in site.rules.gate.rules),
        *(_of_form(name) for name in _FORMS),
    ]
    ordered = sorted(found, key=lambda rule: (GROUPS.index(rule.group), rule.name.casefold(), rule.name))
    return {rule.name: rule for rule in ordered}


def _of_shapes(shapes: Iterable[Statement], registry: Registry) -> Iterator[Rule]:
    """Yield each shape that says something when it is broken."""
    said: dict[object, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for quad in shapes:
        said[quad.subject][registry.shorten(quad.predicate.value)].append(quad.object)
    for shape, held in said.items():
        if isinstance(shape, ox.NamedNode) and held["sh:message"]:
            yield Rule(
                shape.value.rpartition("#")[2],
                "shapes",
                _severity(held["sh:severity"]),
                _languages(held["sh:message"]),
                {},
                _languages(held["sh:description"] or held["rdfs:comment"]),
                ", ".join(sorted(_short(term, registry) for term in held["sh:path"] + held["sh:targetClass"])),
            )


def _severity(terms: Iterable[Term]) -> str:
    names = [term.value.rpartition("#")[2].lower() for term in terms]
    return next((name for name in names if name in SEVERITIES), SEVERITIES[-1])


def _languages(terms: Iterable[Term]) -> Said:
    return {term.language or "fr": term.value for term in terms if isinstance(term, ox.Literal)}


def _short(term: Term, registry: Registry) -> str:
    return registry.shorten(term.value) if isinstance(term, ox.NamedNode) else "…"


def _of_check(group: str, query: Query, severity: str) -> Rule:
    header = query.header
    return Rule(
        query.name,
        group,
        severity,
        _open(header.get("problem") or query.summary),
        _open(header.get("solution")),
        _open(header.get("caveats")),
    )


def _of_form(name: str) -> Rule:
    said = {lang: words("check-rules", lang)["forms"][name] for lang in messages.LANGUAGES}
    return Rule(name, "forms", "violation", said, {}, {})


def _open(said: Said | None) -> Said:
    """Return what a check says, with a sign in place of what it fills in."""
    blanks = dict.fromkeys(("focus", "path", "value", "other", "nearest", "cycle", "label"), "…")
    return {lang: messages.fill(text, blanks) for lang, text in (said or {}).items()}
