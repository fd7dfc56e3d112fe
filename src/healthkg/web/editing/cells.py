"""An answer as the table of the page: each thing by its label, with the way to its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.answers.names import label_of
from healthkg.answers.reading import in_words
from healthkg.answers.values import is_number

if TYPE_CHECKING:
    from healthkg.answers import Answer
    from healthkg.store import Term
    from healthkg.web.site import Site

_XSD = "http://www.w3.org/2001/XMLSchema#"
_TRIPLE = ("subject", "predicate", "object")


@dataclass(frozen=True)
class Cell:
    """What is shown, the address that it leads to, the term as SPARQL writes it, what is said quietly beside it (a
    language, a datatype), and whether it is a number."""

    text: str = ""
    href: str | None = None
    term: str = ""
    note: str = ""
    number: bool = False


def table(site: Site, answer: Answer, lang: str) -> tuple[Sequence[str], list[list[Cell]]]:
    """Return the columns and the cells of a SELECT; of a graph, its triples. Each distinct term is looked up once."""
    rows = answer.rows if answer.triples is None else [tuple(one) for one in answer.triples]
    cells = {term: cell(site, term, lang) for term in {term for row in rows for term in row}}
    return answer.columns if answer.triples is None else _TRIPLE, [[cells[term] for term in row] for row in rows]


def cell(site: Site, term: Term | None, lang: str) -> Cell:
    """Return the cell of a term; an empty one for none."""
    if term is None:
        return Cell()
    if isinstance(term, ox.NamedNode):
        return _thing(site, term, lang)
    if isinstance(term, ox.Literal):
        return Cell(in_words(term, lang), term=str(term), note=_note(site, term), number=is_number(term))
    return Cell(str(term), term=str(term))


def _thing(site: Site, node: ox.NamedNode, lang: str) -> Cell:
    short = site.store.registry.shorten(node.value)
    label = label_of(site.store, node, lang)
    elsewhere = node.value if node.value.startswith(("http://", "https://")) else None
    return Cell(label.value if label else short, site.addresses.path_of(node.value) or elsewhere, short)


def _note(site: Site, literal: ox.Literal) -> str:
    """Return the language of a text, the datatype of what is neither a plain text, a number, a day nor yes or no."""
    if literal.language:
        return literal.language
    kind = literal.datatype.value
    usual = kind.startswith(_XSD) and kind.removeprefix(_XSD) in ("string", "integer", "decimal", "date", "boolean")
    return "" if usual else site.store.registry.shorten(kind)
