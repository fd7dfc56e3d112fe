"""Which thing, and which word of a list, a cell means: never guessed, but told with what is near."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from healthkg.answers.names import fold, instances, label, names
from healthkg.contribution.intake.lists import List
from healthkg.contribution.intake.rules import Rule
from healthkg.store import Store

_NEAR = 60  # of 100: below this, a name is another name
_ALIKE = 90  # of 100: from here on, two names may well be those of one thing
_MOST_NEAR = 3


@dataclass(frozen=True)
class Doubt:
    """Why a text could not be read: the code of the message, and what it names."""

    code: str
    data: dict[str, object]


@dataclass(frozen=True)
class Reconciler:
    """The names of a corpus, gathered once."""

    store: Store = field(repr=False)
    _members: dict[ox.NamedNode, frozenset[ox.NamedNode]] = field(default_factory=dict, repr=False)

    @cached_property
    def _known(self) -> dict[str, list[ox.NamedNode]]:
        """Return folded name → the things of the base that bear it; words of lists and classes are none."""
        begin = self.store.registry.namespaces["id"]
        every = names(self.store).items()
        ours = {name: [node for node in nodes if node.value.startswith(begin)] for name, nodes in every}
        return {name: nodes for name, nodes in ours.items() if nodes}

    @cached_property
    def _documents(self) -> frozenset[ox.NamedNode]:
        return self._of(self.store.registry["hkg:SourceDocument"])

    @cached_property
    def _misprints(self) -> frozenset[tuple[str, ox.NamedNode | ox.BlankNode]]:
        hidden = self.store.matches(None, self.store.registry["skos:hiddenLabel"], None)
        return frozenset((fold(quad.object.value), quad.subject) for quad in hidden)

    def is_misprint(self, text: str, node: ox.NamedNode) -> bool:
        """Say whether `text` is known as a wrong spelling of the name of `node`."""
        return (fold(text), node) in self._misprints

    def thing(self, text: str, rule: Rule) -> ox.NamedNode | Doubt:
        """Return the one thing that `text` names and that `rule` takes.

        Of several bearers, those that it does not take are no rivals, nor is a document, whose title often is the name
        of what it is about. A thing that it does not take is returned when it alone bears the name: the rule says so.
        """
        if (node := self.store.registry.expand(text)) is not None:
            if self._exists(node):
                return node
            return Doubt("intake-iri-unknown", {"text": text, "near": self._near_iris(node)})
        bearers = self._known.get(fold(text), [])
        fitting = [node for node in bearers if self._fits(node, rule)] or bearers
        fitting = [node for node in fitting if node not in self._documents] or fitting
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            bearers = sorted(fitting, key=lambda node: node.value)
            return Doubt("intake-name-ambiguous", {"text": text, "candidates": self.told(bearers)})
        return Doubt("intake-name-unknown", {"text": text, "near": self.told(self._near(text, rule))})

    def bearers(self, text: str, kind: ox.NamedNode, begins: str) -> list[ox.NamedNode]:
        """Return the things that bear the name `text` and are of class `kind`, or called as its things are."""
        return self._alike(self._known.get(fold(text), []), kind, begins)

    def resembling(self, text: str, kind: ox.NamedNode, begins: str) -> list[ox.NamedNode]:
        """Return the things of such a kind whose names are so near to `text` that they may well be meant by it."""
        every = {name: self._alike(nodes, kind, begins) for name, nodes in self._known.items()}
        return _closest(fold(text), every, _ALIKE)

    def _alike(self, nodes: Iterable[ox.NamedNode], kind: ox.NamedNode, begins: str) -> list[ox.NamedNode]:
        begin = self.store.registry[f"id:{begins}-"].value
        return [node for node in nodes if node in self._of(kind) or node.value.startswith(begin)]

    def word(self, text: str, words: List) -> ox.NamedNode | Doubt:
        """Return the one word of a list that `text` names: a label in any language, or an identifier."""
        node = self.store.registry.expand(text)
        found = [word.node for word in words.words if node == word.node or fold(text) in word.names]
        if len(found) == 1:
            return found[0]
        every = {name: [word.node] for word in words.words for name in word.names}
        near = found or _closest(fold(text), every)
        return Doubt("intake-word-unknown", {"text": text, "list": words.key, "near": self.told(near)})

    def _exists(self, node: ox.NamedNode) -> bool:
        begin = self.store.registry.namespaces["id"]
        return node.value.startswith(begin) and any(self.store.matches(node, None, None))

    def _fits(self, node: ox.NamedNode, rule: Rule) -> bool:
        wanted = not rule.classes or any(node in self._of(kind) for kind in rule.classes)
        return wanted and not any(node in self._of(kind) for kind in rule.barred)

    def _of(self, kind: ox.NamedNode) -> frozenset[ox.NamedNode]:
        if kind not in self._members:
            self._members[kind] = frozenset(instances(self.store, kind))
        return self._members[kind]

    def _near(self, text: str, rule: Rule) -> list[ox.NamedNode]:
        """Return the things that `rule` takes whose names are nearest to `text`."""
        fitting = {name: [node for node in nodes if self._fits(node, rule)] for name, nodes in self._known.items()}
        return _closest(fold(text), fitting)

    def _near_iris(self, node: ox.NamedNode) -> str:
        shorten = self.store.registry.shorten
        every = {shorten(one.value): [one] for nodes in self._known.values() for one in nodes}
        return self.told(_closest(shorten(node.value), every))

    def told(self, nodes: Iterable[ox.NamedNode]) -> str:
        """Return things as a person can tell them apart: each label with its identifier."""
        shorten = self.store.registry.shorten
        return ", ".join(f"{label(self.store, node)} ({shorten(node.value)})" for node in nodes) or "–"


def _closest(text: str, every: Mapping[str, list[ox.NamedNode]], least: int = _NEAR) -> list[ox.NamedNode]:
    """Return the first few different bearers of the names that are nearest to `text`: in words, and in letters."""
    names = [name for name, bearers in every.items() if bearers]
    found: dict[ox.NamedNode, None] = {}
    for name, *_ in process.extract(text, names, scorer=fuzz.token_ratio, score_cutoff=least, limit=_MOST_NEAR * 3):
        found |= dict.fromkeys(every[name])
    return list(found)[:_MOST_NEAR]
