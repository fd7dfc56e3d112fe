"""How large each box of a network is: widths shared by the boxes of a column, heights from the wrapped labels."""

from __future__ import annotations

import math
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from healthkg.projection import kinds, outlines
from healthkg.projection.text import width, wrapped

if TYPE_CHECKING:
    from healthkg.projection.networks import Node

ROOM = 940  # pixels of a 1,300-pixel window that are left for the picture, beside the panel
INDENT = 26  # of a thing that hangs below another one of its column
BAR = 7  # of the bar that shows how large a thing is, below its text
_MANY, _COMFORT = 4, 130  # columns beyond which a picture may be wider than its window; below what width of each
_MAX_LINES = 5
_LEAST, _MOST, _STEP = 96, 264, 6
_AROUND = 140, 32  # pixels that a box costs in width and height beyond its text, where many boxes share a plane


@dataclass(frozen=True)
class Size:
    """A box in pixels; `lines` is how many lines of text it holds, `lead` the room before the text (its number),
    `bar` the room below it."""

    width: int
    height: int
    lines: int
    lead: int
    bar: int = 0


def lead(node: Node) -> int:
    """Return the room that the number of `node` takes before its text."""
    look = kinds.look(node.kind)
    return width(node.short, look.size + 1, bold=True) + 9 if node.short and look.short == "beside" else 0


def column_widths(columns: Sequence[Sequence[Node]], gaps: int, hanging: Container[str]) -> list[int]:
    """Share what the gaps leave of the room, so that the labels take as few lines as they can in all.

    A column is never narrower than its longest word wants, so a few columns may take more than the room; many take
    what they need to be read, where the room is too small for them.
    """
    room = max(ROOM - gaps, 0)
    if len(columns) > _MANY and room < len(columns) * _COMFORT:
        return free_widths(columns, gaps, hanging)
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


def free_widths(columns: Sequence[Sequence[Node]], gaps: int, hanging: Container[str]) -> list[int]:
    """Return the widths that make each column take the least of a plane, whatever they and the gaps add up to."""

    def area(option: tuple[int, int], nodes: Sequence[Node]) -> tuple[int, int]:
        wide, count = option
        return (wide + _AROUND[0]) * (17 * count + _AROUND[1] * len(nodes)), wide

    return [min(_options(nodes, hanging), key=lambda option: area(option, nodes))[0] for nodes in columns]


def _options(nodes: Sequence[Node], hanging: Container[str]) -> list[tuple[int, int]]:
    """Return (width, lines of all labels) of a column, from the narrowest that holds its longest word."""
    found: list[tuple[int, int]] = []
    texts = [(_text(node), INDENT * (node.key in hanging)) for node in nodes]
    least = min(_MOST, max(text.least + indent for text, indent in texts))
    for wide in range(max(_LEAST, least), _MOST + 1, _STEP):
        count = sum(text.lines(wide - indent) for text, indent in texts)
        if not found or count < found[-1][1]:
            found.append((wide, count))
        if count == len(texts):
            break
    return found


@dataclass(frozen=True)
class _Text:
    """What a box says, measured: the widths of the words in each language, of a space, of what stands around, and of
    the longer wording on one line."""

    wordings: tuple[tuple[int, ...], ...]
    space: int
    frame: int
    whole: int

    @property
    def least(self) -> int:
        """Return the width that holds the longest word."""
        return max((need for words in self.wordings for need in words), default=0) + self.frame

    def lines(self, wide: int) -> int:
        """Return how many lines the longer wording takes in a box this wide."""
        room = max(40, wide - self.frame)
        if self.whole <= room:
            return 1
        return min(_MAX_LINES, max(wrapped(words, self.space, room) for words in self.wordings))


@lru_cache(maxsize=4096)
def _measured(wordings: tuple[str, ...], size: int, bold: bool, frame: int) -> _Text:
    words = tuple(tuple(width(word, size, bold=bold) for word in said.split()) for said in wordings)
    space = width(" ", size, bold=bold)
    return _Text(words, space, frame, max(sum(said) + space * (len(said) - 1) for said in words))


def _text(node: Node) -> _Text:
    look = kinds.look(node.kind)
    bold = look.bold or (look.short == "instead" and bool(node.short))
    frame = lead(node) + 2 * outlines.padding(look.outline)
    return _measured(tuple(dict.fromkeys(node.name)), look.size, bold, frame)


def size(node: Node, wide: int) -> Size:
    """Return the size of `node`'s box, this wide: as high as its text needs, in both languages."""
    count, bar = _text(node).lines(wide), BAR if node.size is not None else 0
    return Size(wide, math.ceil(count * kinds.look(node.kind).size * 1.3) + 16 + bar, count, lead(node), bar)


def by_column(nodes: Sequence[Node]) -> Mapping[int, list[Node]]:
    """Return column → nodes, columns in order, nodes in the order given."""
    found: dict[int, list[Node]] = {column: [] for column in sorted({node.column for node in nodes})}
    for node in nodes:
        found[node.column].append(node)
    return found
