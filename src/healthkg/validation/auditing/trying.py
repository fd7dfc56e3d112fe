"""A sound world and its rules: a defect is put in, judged where it was put, and taken out again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

import pyoxigraph as ox

from healthkg.corpus import Corpus
from healthkg.queryfile import Query
from healthkg.turtle import Statement
from healthkg.validation import checks, compiled, lexical, shacl, texts
from healthkg.validation.auditing.defects import Defect
from healthkg.validation.auditing.ground import Stated
from healthkg.validation.findings import Finding


class World:
    """A corpus as it was judged. Nothing of it is changed for longer than a defect is tried."""

    def __init__(self, corpus: Corpus, shapes: Collection[Statement], rules: Sequence[tuple[Query, str]]) -> None:
        self.registry = corpus.registry
        self.checks = rules
        self.compiled = compiled.compile_shapes(shapes)
        self.graph = compiled.Graph(corpus.statements)
        self.judgement = compiled.judge(self.compiled, self.graph)
        self.store = ox.Store()
        self.store.extend(corpus.quads())
        self.known = Counter(one.fingerprint for one in checks.in_store(self.store, rules, self.registry))

    def tried(self, defect: Defect) -> tuple[str, ...]:
        """Return the rules that say of a node of `defect` what they did not say before.

        Forms are judged first, then shapes, then checks; the first of the three that says anything answers.
        """
        for found in (self._by_form, self._by_shapes, self._by_checks):
            if rules := found(defect):
                return rules
        return ()

    def _by_form(self, defect: Defect) -> tuple[str, ...]:
        added = [_bare(quad) for quad in defect.added]
        return _rules([*lexical.findings(added, self.registry), *texts.findings(added, self.registry)])

    def _by_shapes(self, defect: Defect) -> tuple[str, ...]:
        gone, come = self._in_all(defect)
        after = compiled.rejudged(self.judgement, self.compiled, self.graph.changed(come, gone), come, gone)
        old, new = (
            [shacl.finding(one, self.registry) for node in defect.nodes for one in judged.get(node, ())]
            for judged in (self.judgement, after)
        )
        return _rules(_new(new, Counter(one.fingerprint for one in old)))

    def _by_checks(self, defect: Defect) -> tuple[str, ...]:
        gone, come = self._in_all(defect)
        self._exchange((*defect.removed, *gone), (*defect.added, *come))
        try:
            found = [
                one for node in defect.nodes for one in checks.in_store(self.store, self.checks, self.registry, node)
            ]
        finally:
            self._exchange((*defect.added, *come), (*defect.removed, *gone))
        return _rules(_new(found, self.known))

    def _in_all(self, defect: Defect) -> tuple[list[Statement], list[Statement]]:
        """Return what the set of all triples loses and gains: not what another graph still states, or stated before."""
        lost, won = (Counter(quad.triple for quad in quads) for quads in (defect.removed, defect.added))
        gone = {t: q for q in defect.removed if (t := q.triple) not in won and self._stated(q) == lost[t]}
        come = {t: q for q in defect.added if (t := q.triple) not in lost and not self._stated(q)}
        return [_bare(quad) for quad in gone.values()], [_bare(quad) for quad in come.values()]

    def _stated(self, quad: Stated) -> int:
        every = self.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        return sum(isinstance(one.graph_name, ox.NamedNode) for one in every)

    def _exchange(self, gone: Iterable[Statement | Stated], come: Iterable[Statement | Stated]) -> None:
        for quad in gone:
            self.store.remove(quad)  # type: ignore[arg-type]
        self.store.extend(come)  # type: ignore[arg-type]


def _bare(quad: Stated) -> Statement:
    return ox.Quad(quad.subject, quad.predicate, quad.object)  # type: ignore[return-value]


def _new(found: Iterable[Finding], known: Counter[str]) -> Iterator[Finding]:
    """Yield the findings that were not there before; of several alike, those beyond the number that were."""
    seen: Counter[str] = Counter()
    for one in found:
        seen[one.fingerprint] += 1
        if seen[one.fingerprint] > known[one.fingerprint]:
            yield one


def _rules(found: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(sorted({one.rule for one in found}))
