"""The boxes of a placed network, the frames of its groups and the headings of its columns, for a static picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from healthkg.projection import drawing, kinds, outlines, wording
from healthkg.projection.exports.texts import LEADING, Text, centred
from healthkg.projection.placed import REST
from healthkg.projection.text import wrap

if TYPE_CHECKING:
    from healthkg.projection.networks import Network, Node
    from healthkg.projection.placed import Box, Group, Placement

BAR = 4
_ABOVE, _HEAD, _GROUP = 16, 12, 13


@dataclass(frozen=True)
class Bar:
    """What stands at the foot of a box whose kind has sizes: its room, and how much is full (None: not stated)."""

    x: float
    y: float
    room: float
    full: float | None

    @property
    def hatch(self) -> str:
        """Return the strokes that say that the size is not stated."""
        return "".join(f"M{self.x + at:g} {self.y + BAR:g}l{BAR} -{BAR}" for at in range(0, round(self.room) - BAR, 6))


@dataclass(frozen=True)
class Shape:
    """A box: its top left corner, its outline and inner strokes, its texts, its bar, what it is."""

    x: float
    y: float
    outline: str
    inner: str
    hue: str
    dashed: bool
    texts: Sequence[Text]
    bar: Bar | None
    title: str


@dataclass(frozen=True)
class Frame:
    """The frame of a group, and its title."""

    left: int
    top: int
    width: int
    height: int
    title: Text


def shapes(network: Network, placement: Placement, lang: str) -> list[Shape]:
    """Return the boxes, in the order of the nodes."""
    largest = max((node.size or 0 for node in network.nodes), default=0)
    sized = {node.kind for node in network.nodes if node.size is not None}
    pairs = zip(network.nodes, placement.boxes, strict=True)
    return [_shape(node, box, _bar(node, box, largest) if node.kind in sized else None, lang) for node, box in pairs]


def _bar(node: Node, box: Box, largest: float) -> Bar:
    pad = outlines.padding(kinds.look(node.kind).outline)
    room = box.width - 2 * pad
    full = None if node.size is None else max(1.0, round(room * node.size / (largest or 1), 1))
    return Bar(pad, box.height - BAR - 3, room, full)


def _shape(node: Node, box: Box, bar: Bar | None, lang: str) -> Shape:
    look = kinds.look(node.kind)
    outline, inner = outlines.path(look.outline, box.width, box.height)
    said = [node.label.said(lang), node.kind_names[0].said(lang), node.note.said(lang)]
    title = " · ".join(one for one in dict.fromkeys(said) if one)
    left, top = box.x - box.width / 2, box.y - box.height / 2
    return Shape(left, top, outline, inner, drawing.hue(look), look.dashed, _texts(node, box, lang), bar, title)


def _texts(node: Node, box: Box, lang: str) -> list[Text]:
    """Return a box's number and its name, as the page draws them."""
    look = kinds.look(node.kind)
    pad, ink = outlines.padding(look.outline), f"{drawing.hue(look)}-text"
    middle = (box.height - box.bar + outlines.drop(look.outline)) / 2
    bold = look.bold or (look.short == "instead" and bool(node.short))
    room = box.width - box.lead - 2 * pad
    lines = wrap(node.name.said(lang), room, look.size, bold=bold, most=box.lines)
    if not box.lead and len(lines) == 1:
        return [centred(lines, box.width / 2, middle, look.size, ink, bold=bold, anchor="middle")]
    texts = [centred(lines, pad + box.lead, middle, look.size, ink, bold=bold)]
    if box.lead:
        texts.append(centred([node.short], pad + box.lead - 9, middle, look.size + 1, ink, bold=True, anchor="end"))
    return texts


def heads(network: Network, placement: Placement, lang: str) -> list[Text]:
    """Return the headings of the columns, standing on one line above the picture."""
    said = {} if placement.groups else dict(enumerate(network.columns))
    spans = list(placement.columns.items())
    found = []
    for (column, (left, wide)), after in zip_longest(spans, spans[1:]):
        if column in said:
            room = after[1][0] - left - 10 if after else max(wide, 150)
            lines = wrap(said[column].said(lang), room, _HEAD, bold=True)
            y = -_ABOVE - (len(lines) - 1) * _HEAD * LEADING
            found.append(Text(lines, left, round(y, 1), _HEAD, "quiet", bold=True))
    return found


def frames(placement: Placement, lang: str) -> list[Frame]:
    """Return the frames of the groups."""
    return [_frame(group, lang) for group in placement.groups]


def _frame(group: Group, lang: str) -> Frame:
    area, count = group.opened, len(group.members)
    said = f"{group.label.said(lang)} ({wording.number(count, lang)})"
    if group.kind == REST:
        said = wording.counted(wording.words(lang)["rest"], count, lang)
    lines = wrap(said, area.width - 32, _GROUP, bold=True, most=1)
    title = centred(lines, area.left + 16, area.top + 17, _GROUP, "text", bold=True)
    return Frame(area.left, area.top, area.width, area.height, title)
