"""Which facts a document's file states already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from healthkg.contribution.intake.stating import Pair, Stated
from healthkg.prefixes import Registry
from healthkg.turtle import Statement


@dataclass(frozen=True)
class Known:
    """The nodes of a file by what they say, and what they say by node."""

    registry: Registry = field(repr=False)
    said: Mapping[ox.NamedNode, set[Pair]] = field(repr=False)
    bearers: Mapping[Pair, set[ox.NamedNode]] = field(repr=False)

    @classmethod
    def of(cls, triples: Iterable[Statement], registry: Registry) -> Known:
        """Return what `triples` say."""
        said, bearers = defaultdict[ox.NamedNode, set[Pair]](set), defaultdict[Pair, set[ox.NamedNode]](set)
        for quad in triples:
            if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.BlankNode):
                said[quad.subject].add((quad.predicate, quad.object))
                bearers[quad.predicate, quad.object].add(quad.subject)
        return cls(registry, said, bearers)

    def describes(self, node: ox.NamedNode) -> bool:
        """Say whether the file says anything of `node`."""
        return node in self.said

    def states(self, triple: ox.Triple) -> bool:
        """Say whether the file states a triple."""
        held = self.said.get(triple.subject, set()) if isinstance(triple.subject, ox.NamedNode) else set()
        return (triple.predicate, triple.object) in held

    def node_of(self, fact: Stated) -> ox.NamedNode | None:
        """Return the node that states this fact: the same, be it read elsewhere; or this and more of what its sheet has
        no column for, read in the same passages. None when there is none."""
        return next((node for node in self.saying(fact) if self._is_that(node, fact)), None)

    def saying(self, fact: Stated) -> list[ox.NamedNode]:
        """Return the nodes that say all that this fact does, wherever it is read."""
        bearers = sorted((self.bearers.get(pair, set()) for pair in fact.pairs), key=len)
        common = set.intersection(*bearers) if bearers else set()
        return sorted(common, key=lambda node: node.value)

    def _is_that(self, node: ox.NamedNode, fact: Stated) -> bool:
        stated = self.registry["hkg:statedIn"]
        extras = {predicate for predicate, _ in self.said[node] - fact.pairs} - {stated}
        columns = {self.registry[column.property] for column in fact.row.sheet.columns if column.property}
        if not extras:
            return True
        return not extras & columns and all((stated, passage) in self.said[node] for passage in fact.passages)
