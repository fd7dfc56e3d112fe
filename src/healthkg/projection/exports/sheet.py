"""What stands around the picture: its title and caption above, the legend and what to know of it below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from healthkg.messages import fill
from healthkg.projection import legend, wording
from healthkg.projection.exports.lines import any_goes_back
from healthkg.projection.exports.texts import LEADING, Text, centred
from healthkg.projection.exports.words import words
from healthkg.projection.text import clean, width, wrap

if TYPE_CHECKING:
    from healthkg.projection.networks import Network
    from healthkg.projection.placed import Placement

MARGIN = 28
_LEAST = 640  # of a sheet's width
_LONGEST, _ROW = 900, 1240  # of a line of text, beyond which the eye loses it; of a row of the legend
_SWATCH = (30, 18)
_ENTRY = 13


@dataclass(frozen=True)
class Entry:
    """An entry of the legend: its words, and what is drawn before them: a kind of thing, a style of line, a mark."""

    text: Text
    x: float = 0
    y: float = 0
    thing: dict[str, Any] | None = None
    style: str = ""
    dash: str = ""
    hollow: bool = False
    mark: str = ""


@dataclass(frozen=True)
class Sheet:
    """The size of the sheet, where the picture begins, the texts, and the entries of the legend."""

    width: int
    height: int
    left: float
    top: float
    texts: Sequence[Text]
    legend: Sequence[Entry]


class _Column:
    """Stacks texts and entries from the top: each one begins where the one before it ended."""

    def __init__(self, wide: float) -> None:
        self.wide, self.y = wide, float(MARGIN)
        self.texts: list[Text] = []
        self.entries: list[Entry] = []

    def say(self, said: str, size: int, ink: str, *, bold: bool = False, after: float = 6) -> None:
        """Add a paragraph."""
        if said:
            lines = wrap(said, min(round(self.wide), _LONGEST), size, bold=bold)
            self.texts.append(Text(lines, MARGIN, round(self.y + size), size, ink, bold=bold))
            self.y += len(lines) * size * LEADING + after

    def show(self, heading: str, entries: Iterable[Entry]) -> None:
        """Add entries of the legend under their heading, in rows."""
        self.say(heading, 12, "quiet", bold=True, after=4)
        x, high = 0.0, _SWATCH[1] + 8
        for entry in entries:
            need = _SWATCH[0] + 8 + width(entry.text.lines[0], _ENTRY)
            if x and x + need > min(self.wide, _ROW):
                x, self.y = 0.0, self.y + high
            self.entries.append(replace(entry, x=MARGIN + x, y=round(self.y, 1)))
            x += need + 22
        self.y += high + 6


def arrange(network: Network, placement: Placement, lang: str, wide: float, high: float) -> Sheet:
    """Return the sheet of a picture of this size."""
    column = _Column(max(wide, _LEAST - 2 * MARGIN))
    _head(column, network, lang)
    top = column.y + 8
    if network.nodes:
        column.y = top + high + 28
        _legend(column, network, placement, lang)
    _foot(column, network, lang)
    size = round(column.wide + 2 * MARGIN), round(column.y + MARGIN - 6)
    return Sheet(*size, MARGIN, top, column.texts, column.entries)


def _head(column: _Column, network: Network, lang: str) -> None:
    column.say(network.title.said(lang), 20, "text", bold=True)
    if network.summary != network.title:
        column.say(network.summary.said(lang), 15, "quiet")
    column.say(wording.caption(network, lang)[0], 13, "text", after=10)
    if network.lens:
        filters = wording.listed([clean(one) for one in network.lens], lang)
        column.say(fill(words(lang)["lens"], {"filters": filters}), 13, "accent", bold=True, after=10)


def _legend(column: _Column, network: Network, placement: Placement, lang: str) -> None:
    said, panel = wording.words(lang), legend.panel(network)
    column.show(said["things_legend"], [*_things(panel, lang), *_sizes(network, panel, lang)])
    if network.edges:
        column.show(said["links_legend"], [*_links(panel, lang), *_marks(network, placement, lang)])
        column.show(said["proofs_legend"], _proofs(panel, lang))


def _things(panel: dict[str, Any], lang: str) -> list[Entry]:
    return [Entry(_counted(entry, lang), thing=entry) for entry in panel["kinds"]]


def _sizes(network: Network, panel: dict[str, Any], lang: str) -> Iterable[Entry]:
    if panel["sized"]:
        largest = max(node.size or 0 for node in network.nodes)
        yield Entry(_text(fill(wording.words(lang)["bar_mark"], {"max": _amount(largest, lang)})), mark="bar")
    if panel["gaps"]:
        yield Entry(_text(wording.words(lang)["gap_mark"]), mark="gap")


def _amount(size: float, lang: str) -> str:
    """Return a number as it is written in `lang`."""
    whole, _, part = f"{size:.9f}".rstrip("0").partition(".")
    mark = "," if lang == "fr" else "."
    return wording.number(int(whole), lang) + (mark + part if part else "")


def _links(panel: dict[str, Any], lang: str) -> list[Entry]:
    """Return the words of links, by style; that of an absence is dashed as an absence is."""
    return [Entry(_counted(one, lang), style=one["style"], dash=one["dashes"]) for one in panel["links"]]


def _marks(network: Network, placement: Placement, lang: str) -> Iterable[Entry]:
    if any(edge.possible for edge in network.edges):
        yield Entry(_text(wording.words(lang)["possible_mark"]), mark="possible")
    if any_goes_back(network, placement):
        yield Entry(_text(wording.words(lang)["back_mark"]), mark="back")


def _proofs(panel: dict[str, Any], lang: str) -> list[Entry]:
    return [
        Entry(_counted(one, lang), style="text", dash=one["dashes"], hollow=one["key"] == "contradicted")
        for one in panel["proofs"]
    ]


def _counted(entry: dict[str, Any], lang: str) -> Text:
    return _text(f"{entry['name'].said(lang)} ({wording.number(entry['count'], lang)})")


def _text(said: str) -> Text:
    return centred(wrap(said, 400, _ENTRY, most=1), _SWATCH[0] + 8, _SWATCH[1] / 2, _ENTRY, "text")


def _foot(column: _Column, network: Network, lang: str) -> None:
    said = wording.words(lang)
    column.y += 4
    if network.caveats:
        column.say(f"{said['caveats']}{said['colon']}{network.caveats.said(lang)}", 12, "text")
    hidden = wording.counted(said["hidden"], network.hidden, lang, limit=wording.number(network.limit, lang))
    column.say(hidden if network.hidden else said["none_hidden"], 12, "quiet", after=2)
    documents = network.documents
    named = f"{said['documents'][len(documents) > 1]}{said['colon']}{said['semicolon'].join(documents)}."
    column.say(named if documents else said["no_document"], 12, "quiet", after=2)
    if network.parameters:
        values = said["semicolon"].join(f"{name} = {clean(value)}" for name, value in network.parameters)
        column.say(fill(words(lang)["parameters"], {"values": values}), 12, "quiet", after=2)
    column.say(f"healthkg, {clean(network.name)}. {fill(said['version'], {'version': network.version})}", 12, "quiet")
