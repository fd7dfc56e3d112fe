"""What a placement is made of: boxes, lines, columns; for large networks, groups and how they are linked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from healthkg.projection.bilingual import Bilingual
from healthkg.projection.routes import Line

COMMUNITY, REST = "community", "rest"


@dataclass(frozen=True)
class Box:
    """A node's box: its centre and size in pixels, its lines of text, the room before them and below them, its column.

    The column is that of the picture, from the left; in groups, that of the group.
    """

    key: str
    x: int
    y: int
    width: int
    height: int
    lines: int
    lead: int
    bar: int = 0
    column: int = 0


@dataclass(frozen=True)
class Area:
    """A rectangle in pixels: its top left corner and its size."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Group:
    """Things that are linked among themselves more than with others; the rest is what is hardly linked.

    `key` and `label` are those of the most linked member; the rest has no label: its kind says what it is. `row` is
    its row, from 0. `closed` is its card where all groups are closed, `opened` its frame where all are open.
    """

    key: str
    label: Bilingual
    kind: str
    members: tuple[str, ...]
    row: int
    closed: Area
    opened: Area


@dataclass(frozen=True)
class GroupLink:
    """How many links there are between two groups, whether they are among the strongest of one of the two, and their
    line where all groups are closed."""

    source: str
    target: str
    count: int
    main: bool
    path: str


@dataclass(frozen=True)
class Placement:
    """Boxes in the order of the nodes, lines in the order of the edges, (left, width) of columns, size of the whole.

    With groups, boxes and lines stand where all groups are open, in rows: a row is as high as its highest group, each
    of its groups begins at its top, and what is closed takes the room of its card. `overview` is the size of the
    whole where all are closed.
    """

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    columns: Mapping[int, tuple[int, int]]
    width: int
    height: int
    groups: tuple[Group, ...] = ()
    links: tuple[GroupLink, ...] = ()
    overview: tuple[int, int] = (0, 0)
