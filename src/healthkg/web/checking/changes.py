"""What a contribution would change: answers, views, remarks, and the sheet that a reviewer reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from healthkg.answers import Answer
from healthkg.answers.names import label
from healthkg.answers.tables import readable
from healthkg.contribution.differences import AnswerChange, Difference, answer_changes, difference, remark_changes
from healthkg.contribution.review import Sheet, review

if TYPE_CHECKING:
    from healthkg.contribution.differences import Link, Row
    from healthkg.corpus import Corpus
    from healthkg.web.site import Site

ROWS = 5  # rows of each kind that are shown of a query, and links of a view
QUERIES = 60


@dataclass(frozen=True)
class Shown:
    """A few rows as people read them, each with its sign (+ gained, - lost, < before, > after), and how many more."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]
    more: int


@dataclass(frozen=True)
class Moved:
    """A query that answers otherwise: its name and question, the value it was asked with, how many rows of each kind,
    its headings and some rows; for a view, some links that it gains (True) or loses, and how many in all."""

    name: str
    question: str
    values: str
    counts: dict[str, int]
    headings: tuple[str, ...]
    shown: Shown
    links: tuple[tuple[bool, Link], ...] = ()
    linked: int = 0


@dataclass(frozen=True)
class Changes:
    """Statements more and less; queries that answer otherwise, of how many; remarks by what happens to them; the sheets
    of the review."""

    added: int
    removed: int
    moved: tuple[Moved, ...]
    more: int
    queries: int
    total: int
    views: int
    remarks: dict[str, list[str]]
    sheets: tuple[Sheet, ...]


def changes(site: Site, after: Corpus, lang: str) -> Changes:
    """Return what lies between the corpus of `site` and `after`, in words of `lang`."""
    found = difference(site.corpus, after)
    every = answer_changes(found, site.queries.values())
    remarks = {
        name: [label(found.after if name != "closed" else found.before, node, lang) for node in nodes]
        for name, nodes in remark_changes(found).items()
    }
    return Changes(
        len(found.added),
        len(found.removed),
        tuple(_moved(found, one, lang) for one in every[:QUERIES]),
        max(0, len(every) - QUERIES),
        len({one.query.name for one in every}),
        len(site.queries),
        len({one.query.name for one in every if one.links}),
        remarks,
        tuple(review(found, lang)),
    )


def _moved(found: Difference, one: AnswerChange, lang: str) -> Moved:
    rows = [*(("+", row) for row in one.gained[:ROWS]), *(("-", row) for row in one.lost[:ROWS])]
    rows += [pair for old, new in one.changed[:ROWS] for pair in (("<", old), (">", new))]
    headings, said = readable(Answer(one.query, found.after.version, one.columns, tuple(row for _, row in rows)), lang)
    return Moved(
        one.query.name,
        one.query.summary.get(lang, one.query.name),
        ", ".join(label(found.after, value, lang) for _, value in one.values),
        {name: len(getattr(one, name)) for name in ("gained", "lost", "changed")},
        tuple(headings),
        Shown(tuple((sign, tuple(row)) for (sign, _), row in zip(rows, said, strict=True)), _beyond(one)),
        one.links[:ROWS],
        len(one.links),
    )


def _beyond(one: AnswerChange) -> int:
    """Return how many rows are not shown."""
    kinds: Sequence[Sequence[Row] | Sequence[tuple[Row, Row]]] = (one.gained, one.lost, one.changed)
    return sum(max(0, len(rows) - ROWS) for rows in kinds)
