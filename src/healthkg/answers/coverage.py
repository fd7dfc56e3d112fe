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

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from healthkg.answers.names import instances
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
    leads = read_path(said["property"], store.registry)
    things = frozenset[Term](instances(store, store.registry[said["class"]]))
    for name, path in (said.get("within") or {}).items():
        things &= read_path(path, store.registry)(store, frozenset({_value(store, query, values, name)}))
    wanted = frozenset[Term]({store.registry[said["to"]]}) if "to" in said else None
    reached = (leads(store, frozenset({thing})) for thing in things)
    stated = sum(bool(found if wanted is None else found & wanted) for found in reached)
    return Coverage(stated, len(things), {lang: said[lang] for lang in ("fr", "en")})


def _value(store: Store, query: Query, values: Mapping[str, Term], name: str) -> Term:
    """Return the term of parameter `name`: the one that was given, else the example."""
    examples = {parameter.name: parameter.example for parameter in query.parameters}
    found: ox.NamedNode | Term | None = values.get(name) or store.registry.expand(examples[name])
    if found is None:
        raise KeyError(name)
    return found
