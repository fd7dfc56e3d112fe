"""What an aggregate rests on: of the things that it is about, how many state what it adds up or counts.

A query's header declares it as data, and the engine counts by walking the store:

    coverage:
      class: hkg:Measure                      what there is to count
      within: {plan: ^dcterms:isPartOf+}      (optional) only those that this path reaches from a parameter
      property: ^hkg:concerns/hkg:amount      the path to what each should state
      to: ref:role-pilotage                   (optional) only if the path leads there
      fr: "{stated} mesures sur {all} énoncent un budget : le total est un minimum."
      en: "{stated} measures of {all} state a budget: the total is a minimum."

Several declarations make a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import pyoxigraph as ox

from healthkg.answers.names import classes
from healthkg.answers.paths import read_path
from healthkg.errors import InputProblem
from healthkg.messages import fill
from healthkg.queryfile import Query
from healthkg.store import Store, Term


@dataclass(frozen=True)
class Coverage:
    """`stated` of `total` things state what the aggregate needs; `words` says so, by language, with placeholders."""

    stated: int
    total: int
    words: Mapping[str, str]

    def sentence(self, lang: str) -> str:
        """Return what the answer rests on, in `lang`."""
        return fill(self.words.get(lang, self.words["fr"]), {"stated": self.stated, "all": self.total})


def coverage_of(store: Store, query: Query, values: Mapping[str, Term]) -> tuple[Coverage, ...]:
    """Return what the header of `query` declares, counted with `values` for its parameters (else their examples).

    Raises InputProblem for a declaration that cannot be read.
    """
    said = query.header.get("coverage") or []
    declared = [said] if isinstance(said, Mapping) else said
    try:
        return tuple(_counted(store, query, values, one) for one in declared)
    except (AttributeError, KeyError, TypeError) as error:
        raise InputProblem("query-coverage", path=query.path, cause=str(error)) from error


def _counted(store: Store, query: Query, values: Mapping[str, Term], said: Mapping[str, Any]) -> Coverage:
    path, to = _path(store, said["property"]), store.registry[said["to"]] if "to" in said else "?value"
    things = _things(
        store,
        said["class"],
        within=[
            (_path(store, path), _value(store, query, values, name))
            for name, path in (said.get("within") or {}).items()
        ],
    )
    stated = _number(store, f"?thing {path} {to} . {things}")
    return Coverage(stated, _number(store, things), {lang: said[lang] for lang in ("fr", "en")})


def _path(store: Store, text: str) -> str:
    """Return a property path as it is written. Raises InputProblem for what is none."""
    read_path(text, store.registry)
    return f"({text})"


def _things(store: Store, name: str, within: list[tuple[str, Term]]) -> str:
    """Return the pattern of the things of a class: those that paths reach from some terms, where there are such; it is
    there that the engine begins, not at the class."""
    kinds = " ".join(sorted(map(str, classes(store, store.registry[name]))))
    of_kind = f"VALUES ?kind {{ {kinds} }} ?thing a ?kind ."
    reached = " ".join(f"?thing ^{path} {term} ." for path, term in within)
    return f"{reached} FILTER EXISTS {{ {of_kind} }}" if within else of_kind


def _number(store: Store, pattern: str) -> int:
    """Return how many things fit a pattern."""
    rows = store.run(f"SELECT (COUNT(DISTINCT ?thing) AS ?many) WHERE {{ {pattern} }}")
    return sum(int(row[0].value) for row in cast("Iterable[tuple[ox.Literal]]", rows))


def _value(store: Store, query: Query, values: Mapping[str, Term], name: str) -> Term:
    """Return the term of parameter `name`: the one that was given, else the example."""
    examples = {parameter.name: parameter.example for parameter in query.parameters}
    found: ox.NamedNode | Term | None = values.get(name) or store.registry.expand(examples[name])
    if found is None:
        raise KeyError(name)
    return found
