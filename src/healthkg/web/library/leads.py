"""Where what a row names leads to: the pages of things, the lines of documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.web import linking
from healthkg.web.clocks import clocks

if TYPE_CHECKING:
    from healthkg.store import Term
    from healthkg.web.site import Site
    from healthkg.web.values import Asked

_LINES = re.compile(r"\d+(?:–\d+)?")


@dataclass(frozen=True)
class Part:
    """A piece of a cell, and where it leads (nowhere when empty)."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Leads:
    """Where things lead to, for who asks, through the same clocks."""

    site: Site
    asked: Asked

    def to(self, term: Term | None) -> str:
        """Return the address of the page about a thing; empty when there is none."""
        if not isinstance(term, ox.NamedNode):
            return ""
        path = self.site.addresses.path_of(term.value)
        if path is not None:
            return linking.here(self.asked, path, **clocks(self.asked))
        return term.value if term.value.startswith(("http://", "https://")) else ""

    def is_thing(self, term: Term | None) -> bool:
        """Say whether a term is a thing of ours, or a fact; not a word of the vocabularies."""
        if not isinstance(term, ox.NamedNode):
            return False
        return (self.site.addresses.local_of(term.value) or "").startswith("id/")

    def passage(self, document: ox.NamedNode, line: int | str) -> str:
        """Return the address of a line of a document."""
        path = self.site.addresses.path_of(document.value)
        return self.to(document) if path is None else linking.here(self.asked, f"{path}#l{line}")


def linked(text: str, leads: Leads, document: ox.NamedNode) -> Iterator[Part]:
    """Yield « 6, 23–25 » in pieces, each number of a line leading to it."""
    end = 0
    for match in _LINES.finditer(text):
        if match.start() > end:
            yield Part(text[end : match.start()])
        yield Part(match.group(), leads.passage(document, match.group().partition("–")[0]))
        end = match.end()
    if text[end:]:
        yield Part(text[end:])
