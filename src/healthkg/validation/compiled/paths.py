"""Property paths (SHACL 2.3.1): what they reach from many nodes at a time, turned round, and step by step."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Protocol

import pyoxigraph as ox

from healthkg.validation.compiled.graph import Graph

Reached = Mapping[int, Collection[int]]


class Path(Protocol):
    """A way from a node to others. A path of no step, HERE, leads to the node itself."""

    def reached(self, graph: Graph, nodes: Set[int]) -> Reached:
        """Return node → what the path reaches from it, each once; nodes from which it reaches nothing are absent."""

    def turned(self) -> Path:
        """Return the path that leads back."""

    def reads(self) -> Iterator[tuple[Path, Step]]:
        """Yield each step, with the path that leads to where it is taken."""

    def text(self, shorten: Callable[[str], str]) -> str:
        """Return the path as SPARQL writes it (SPARQL 1.1, 9.1)."""


@dataclass(frozen=True)
class Step:
    """A predicate path, or its inverse (SHACL 2.3.1.1, 2.3.1.4)."""

    predicate: ox.NamedNode
    backwards: bool = False

    def reached(self, graph: Graph, nodes: Set[int]) -> Reached:
        predicate = graph.number(self.predicate)
        table = graph.subjects(predicate) if self.backwards else graph.objects(predicate)
        if len(table) < len(nodes):
            return {node: ends for node, ends in table.items() if node in nodes}
        return {node: table[node] for node in nodes if node in table}

    def turned(self) -> Path:
        return Step(self.predicate, not self.backwards)

    def reads(self) -> Iterator[tuple[Path, Step]]:
        yield HERE, self

    def text(self, shorten: Callable[[str], str]) -> str:
        return "^" * self.backwards + shorten(self.predicate.value)


@dataclass(frozen=True)
class Sequence:
    """One path after another (SHACL 2.3.1.2)."""

    parts: tuple[Path, ...]

    def reached(self, graph: Graph, nodes: Set[int]) -> Reached:
        if not self.parts:
            return {node: (node,) for node in nodes}
        first, *rest = self.parts
        found = first.reached(graph, nodes)
        for part in rest:
            found = _joined(found, part.reached(graph, _ends(found)))
        return found

    def turned(self) -> Path:
        return Sequence(tuple(part.turned() for part in reversed(self.parts)))

    def reads(self) -> Iterator[tuple[Path, Step]]:
        for place, part in enumerate(self.parts):
            for before, step in part.reads():
                yield then(Sequence(self.parts[:place]), before), step

    def text(self, shorten: Callable[[str], str]) -> str:
        return "/".join(_bracketed(part, shorten) for part in self.parts)


@dataclass(frozen=True)
class Alternative:
    """Any of several paths (SHACL 2.3.1.3)."""

    parts: tuple[Path, ...]

    def reached(self, graph: Graph, nodes: Set[int]) -> Reached:
        found: dict[int, set[int]] = {}
        for part in self.parts:
            for node, ends in part.reached(graph, nodes).items():
                found.setdefault(node, set()).update(ends)
        return found

    def turned(self) -> Path:
        return Alternative(tuple(part.turned() for part in self.parts))

    def reads(self) -> Iterator[tuple[Path, Step]]:
        for part in self.parts:
            yield from part.reads()

    def text(self, shorten: Callable[[str], str]) -> str:
        return "|".join(_bracketed(part, shorten) for part in self.parts)


@dataclass(frozen=True)
class Repeated:
    """A path taken again and again, at least `least` times: zero or more, one or more (SHACL 2.3.1.5, 2.3.1.6)."""

    part: Path
    least: int

    def reached(self, graph: Graph, nodes: Set[int]) -> Reached:
        onwards = self._onwards(graph, nodes)
        found = {}
        for node in nodes:
            near = list(onwards.get(node, ()))
            ends = set(near) if self.least else {node, *near}
            while near:
                new = [end for end in onwards.get(near.pop(), ()) if end not in ends]
                ends.update(new)
                near += new
            if ends:
                found[node] = ends
        return found

    def _onwards(self, graph: Graph, nodes: Set[int]) -> Reached:
        """Return what one turn of the path reaches, from `nodes` and from all that can be reached from them."""
        onwards: dict[int, Collection[int]] = {}
        known: set[int] = set()
        near: Set[int] = nodes
        while near:
            known |= near
            reached = self.part.reached(graph, near)
            onwards |= reached
            near = _ends(reached) - known
        return onwards

    def turned(self) -> Path:
        return Repeated(self.part.turned(), self.least)

    def reads(self) -> Iterator[tuple[Path, Step]]:
        for before, step in self.part.reads():
            yield then(Repeated(self.part, 0), before), step

    def text(self, shorten: Callable[[str], str]) -> str:
        return _bracketed(self.part, shorten) + "*+"[self.least]


@dataclass(frozen=True)
class Optional:
    """A path taken once or not at all (SHACL 2.3.1.7)."""

    part: Path

    def reached(self, graph: Graph, nodes: Set[int]) -> Reached:
        reached = self.part.reached(graph, nodes)
        return {node: {node, *reached.get(node, ())} for node in nodes}

    def turned(self) -> Path:
        return Optional(self.part.turned())

    def reads(self) -> Iterator[tuple[Path, Step]]:
        return self.part.reads()

    def text(self, shorten: Callable[[str], str]) -> str:
        return _bracketed(self.part, shorten) + "?"


HERE = Sequence(())


def then(first: Path, second: Path) -> Path:
    """Return the path that takes one after the other."""
    parts = [part for path in (first, second) for part in (path.parts if isinstance(path, Sequence) else (path,))]
    return parts[0] if len(parts) == 1 else Sequence(tuple(parts))


def _ends(reached: Reached) -> set[int]:
    return set().union(*reached.values())


def _joined(reached: Reached, onwards: Reached) -> Reached:
    joined = {node: {end for middle in ends for end in onwards.get(middle, ())} for node, ends in reached.items()}
    return {node: ends for node, ends in joined.items() if ends}


def _bracketed(path: Path, shorten: Callable[[str], str]) -> str:
    text = path.text(shorten)
    return text if isinstance(path, Step) else f"({text})"
