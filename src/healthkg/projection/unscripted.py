"""The table and the outline of a page where no script runs, as HTML: patterns, filled with the texts of each link.

What is said of one link is said of thousands alike, so a macro is called once for each set of texts that are there.
Every text is made HTML by `_html` where it is taken from what is drawn; what the methods pass on is HTML.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from jinja2.environment import TemplateModule

    from healthkg.projection.networks import Node
    from healthkg.projection.twin import Chapter, Passages, Row

_SLOT = "\x1f"  # the templates hold none; what fills a pattern is never searched for it
_BESIDE = " · "


class Unscripted:
    """Writes rows and chapters in one language, with the macros of `network/unscripted.html.j2`."""

    def __init__(self, macros: TemplateModule, since: str, lang: str) -> None:
        self._macros, self._since, self._lang = macros, since, lang
        self._patterns: dict[tuple[object, ...], str] = {}
        self._cells: dict[str, str] = {}

    def table(self, rows: Iterable[Row]) -> Markup:
        """Return the rows of the table."""
        return Markup("".join(map(self._row, rows)))  # noqa: S704  HTML

    def outline(self, chapters: Iterable[Chapter]) -> list[tuple[str, Markup]]:
        """Return each heading of the outline with the things below it."""
        return [
            (chapter.heading, Markup("".join([self._thing(*one) for one in chapter.things])))  # noqa: S704  HTML
            for chapter in chapters
        ]

    def _row(self, row: Row) -> str:
        edge, lang = row.edge, self._lang
        if edge is None or row.target is None:
            return self._filled("alone", self._cell(row.source))
        return self._filled(
            "row",
            row.id,
            self._cell(row.source),
            _html(edge.label.said(lang)),
            _html(edge.note.said(lang)),
            self._cell(row.target),
            _html(row.proof),
            "".join(map(self._passage, row.passages)),
            role=edge.relation.style == "accent",
        )

    def _cell(self, node: Node) -> str:
        """Return the words of a thing, made once: many links meet in it."""
        found = self._cells.get(node.key)
        if found is None:
            label, stated = node.label.said(self._lang), node.stated
            short = node.short if stated and node.short != label else ""
            small = _said(node.kind_names[0].said(self._lang) if stated else "", node.note.said(self._lang))
            found = self._filled("cell", _html(short), _html(label), _html(small), void=not stated)
            self._cells[node.key] = found
        return found

    def _passage(self, passage: Passages) -> str:
        since = self._since.format(day=passage.known) if passage.known else ""
        return self._filled("passage", _html(passage.document), _html(_said(passage.lines, since)))

    def _thing(self, node: Node, leaving: Iterable[Row], coming: Iterable[Row]) -> str:
        label = node.label.said(self._lang)
        name = f"{node.short} {label}" if node.short and label and node.short != label else label or node.short
        links = [*map(self._leaving, leaving), *map(self._coming, coming)]
        return self._filled("thing", _html(name), "".join(links))

    def _leaving(self, row: Row) -> str:
        edge, other, lang = row.edge, row.target, self._lang
        if edge is None or other is None:
            return ""
        sure = _said(row.proof, edge.note.said(lang), *[one.document for one in row.passages])
        return self._filled("leaving", *map(_html, (edge.label.said(lang), other.name.said(lang), sure)))

    def _coming(self, row: Row) -> str:
        edge, lang = row.edge, self._lang
        if edge is None:
            return ""
        return self._filled("coming", *map(_html, (row.source.name.said(lang), edge.label.said(lang), row.proof)))

    def _filled(self, name: str, *texts: str, **flags: bool) -> str:
        """Return what a macro says with these texts, as HTML; those that are empty are known to it as such."""
        key = (name, *map(bool, texts), *flags.values())
        pattern = self._patterns.get(key)
        if pattern is None:
            slots = (Markup(_SLOT) if text else "" for text in texts)  # noqa: S704  our own mark
            said = str(getattr(self._macros, name)(*slots, **flags))
            pattern = self._patterns[key] = said.replace("%", "%%").replace(_SLOT, "%s")
        return pattern % tuple(filter(None, texts))


@lru_cache(maxsize=1 << 15)
def _html(text: str) -> str:
    """Return `text` as HTML; most are said many times."""
    return str(escape(text))


def _said(*words: str) -> str:
    """Return the words that are there, set beside one another."""
    return _BESIDE.join(filter(None, words))
