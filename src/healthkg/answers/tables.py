"""The rows of an answer as people read them: a table in a terminal, or in Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from healthkg.answers.reading import in_words

if TYPE_CHECKING:
    from healthkg.answers.answer import Answer
    from healthkg.store import Term


def readable(answer: Answer, lang: str) -> tuple[list[str], list[list[str]]]:
    """Return headings and rows as people read them: columns that the header calls technical left out, what it calls
    absent, and the codes whose `values` it gives, said in words, IRIs short."""
    shown = shown_columns(answer)
    headings = [answer.heading(answer.columns[i], lang) for i in shown]
    rows = [[in_cell(answer, answer.columns[i], row[i], lang) for i in shown] for row in answer.rows]
    return headings, rows


def shown_columns(answer: Answer) -> list[int]:
    """Return the places of the columns that the header does not call technical."""
    return [i for i, name in enumerate(answer.columns) if not _said_of(answer, name).get("technical")]


def plain_text(term: Term | None) -> str:
    """Return the words of a term, without its type or language; nothing for none."""
    if term is None:
        return ""
    return str(term) if isinstance(term, ox.BlankNode) else term.value


def _said_of(answer: Answer, name: str) -> Mapping[str, Any]:
    return answer.query.columns.get(name) or {}


def in_cell(answer: Answer, name: str, term: Term | None, lang: str) -> str:
    """Return what a person reads in column `name` for `term`, None being said in the header's words."""
    if term is None:
        return str((_said_of(answer, name).get("absent") or {}).get(lang, ""))
    words = (_said_of(answer, name).get("values") or {}).get(term.value) or {}
    said = in_words(term, lang) if isinstance(term, ox.Literal) else plain_text(term)
    return str(words.get(lang) or said.removeprefix("https://w3id.org/healthkg/"))


def as_table(answer: Answer, lang: str) -> bytes:
    """Return columns as wide as what stands in them, under a line."""
    if answer.holds is not None:
        return f"{str(answer.holds).lower()}\n".encode()
    headings, rows = readable(answer, lang)
    widths = [max(len(row[i]) for row in [headings, *rows]) for i in range(len(headings))]
    ruled = [headings, ["─" * width for width in widths], *rows]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in ruled)
    return ("\n".join(lines) + "\n").encode()


def as_markdown(answer: Answer, lang: str) -> bytes:
    """Return a table of GitHub's Markdown."""
    if answer.holds is not None:
        return as_table(answer, lang)
    headings, rows = readable(answer, lang)
    ruled = [headings, ["---"] * len(headings), *([_in_a_cell(cell) for cell in row] for row in rows)]
    return "".join("| " + " | ".join(row) + " |\n" for row in ruled).encode()


def _in_a_cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
