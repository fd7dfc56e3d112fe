"""How large each box of a network is: widths shared by the boxes of a column, heights from the wrapped labels."""

from __future__ import annotations

import math
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from healthkg.projection import kinds, outlines
from healthkg.projection.text import lines, width

if TYPE_CHECKING:
    from healthkg.projection.networks import Node

ROOM = 940  # pixels of a 1,300-pixel window that are left for the picture, beside the panel
INDENT = 26  # of a thing that hangs below another one of its column
_MAX_LINES = 5
_LEAST, _MOST, _STEP = 96, 264, 6


@dataclass(frozen=True)
class Size:
    """A box in pixels; `lines` is how many lines of text it holds, `lead` the room before the text (its number)."""

    width: int
    height: int
    lines: int
    lead: int


def lead(node: Node) -> int:
    """Return the room that the number of `node` takes before its text."""
    look = kinds.look(node.kind)
    return width(node.short, look.size + 1, bold=True) + 9 if node.short and look.short == "beside" else 0


def column_widths(columns: Sequence[Sequence[Node]], gaps: int, hanging: Container[str]) -> list[int]:
    """Share what the gaps leave of the room, so that the labels take as few lines as they can in all.

    A column is never narrower than its longest word wants, so many columns may take more than the room.
    """
    room = max(ROOM - gaps, 0)
    best: dict[int, tuple[int, list[int]]] = {0: (0, [])}
    for nodes in columns:
        options = _options(nodes, hanging)
        found: dict[int, tuple[int, list[int]]] = {}
        for used, (count, widths) in best.items():
            for wide, more in options:
                kept = found.get(used + wide)
                if (used + wide <= room or wide == options[0][0]) and (kept is None or count + more < kept[0]):
                    found[used + wide] = (count + more, [*widths, wide])
        best = found
    fitting = {used: one for used, one in best.items() if used <= room} or {min(best): best[min(best)]}
    return min((count, used, widths) for used, (count, widths) in fitting.items())[2]


def _options(nodes: Sequence[Node], hanging: Container[str]) -> list[tuple[int, int]]:
    """Return (width, lines of all labels) of a column, from the narrowest that holds its longest word."""
    found: list[tuple[int, int]] = []
    least = min(_MOST, max(_word(node) + INDENT * (node.key in hanging) for node in nodes))
    for wide in range(max(_LEAST, least), _MOST + 1, _STEP):
        count = sum(_lines(node, wide - INDENT * (node.key in hanging)) for node in nodes)
        if not found or count < found[-1][1]:
            found.append((wide, count))
    return found


def _frame(node: Node) -> int:
    return lead(node) + 2 * outlines.padding(kinds.look(node.kind).outline)


def _word(node: Node) -> int:
    look = kinds.look(node.kind)
    return max(
        (width(word, look.size, bold=_bold(node)) for name in node.name for word in name.split()), default=0
    ) + _frame(node)


def _lines(node: Node, wide: int) -> int:
    look = kinds.look(node.kind)
    room = max(40, wide - _frame(node))
    return min(_MAX_LINES, max(lines(name, room, look.size, bold=_bold(node)) for name in node.name))


def _bold(node: Node) -> bool:
    look = kinds.look(node.kind)
    return look.bold or (look.short == "instead" and bool(node.short))


def size(node: Node, wide: int) -> Size:
    """Return the size of `node`'s box, this wide: as high as its text needs."""
    count = _lines(node, wide)
    return Size(wide, math.ceil(count * kinds.look(node.kind).size * 1.3) + 16, count, lead(node))


def by_column(nodes: Sequence[Node]) -> Mapping[int, list[Node]]:
    """Return column → nodes, columns in order, nodes in the order given."""
    found: dict[int, list[Node]] = {column: [] for column in sorted({node.column for node in nodes})}
    for node in nodes:
        found[node.column].append(node)
    return found
