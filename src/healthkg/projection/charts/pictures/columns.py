"""The nodes of a column, one below another: level with what leads to them as far as their room allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

THICK = 11.0  # of a ribbon
_GAP = 10.0


@dataclass(frozen=True)
class Node:
    """A thing of a column: its words, how many ribbons meet it, whether it is an absence; then its top.

    The words stand `inside` its box, or beside it.
    """

    key: tuple[str, ...]
    lines: tuple[str, ...]
    under: tuple[str, ...]
    count: int
    absent: bool = False
    inside: bool = False
    top: float = 0

    @property
    def words(self) -> float:
        """Return how high its words are."""
        return 17.0 * len(self.lines) + 16.0 * len(self.under)

    @property
    def height(self) -> float:
        """Return how high the node is: as its ribbons or its words want."""
        return max(self.count * THICK, self.words + (12 if self.inside else 0))


def height(nodes: Sequence[Node]) -> float:
    """Return the least height of a column."""
    return sum(node.height for node in nodes) + _GAP * max(len(nodes) - 1, 0)


def placed(nodes: Sequence[Node], high: float, aims: Mapping[tuple[str, ...], float]) -> list[Node]:
    """Return nodes with their tops: level with their aims, in the order of these; without aims, from the top down.

    A node never overlaps the one above; where the column would pass `high`, it moves up as far as it can.
    """
    order = sorted(nodes, key=lambda node: aims.get(node.key, 0)) if aims else list(nodes)
    tops: list[float] = []
    lowest = 0.0
    for node in order:
        top = max(lowest, aims[node.key] - node.height / 2 if aims else lowest)
        tops.append(top)
        lowest = top + node.height + _GAP
    limit = max(high, height(order))
    for i in range(len(order) - 1, -1, -1):
        tops[i] = max(0.0, min(tops[i], limit - order[i].height))
        limit = tops[i] - _GAP
    return [replace(node, top=top) for node, top in zip(order, tops, strict=True)]
