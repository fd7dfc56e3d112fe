"""What is found in what was brought: a text and its findings, or sheets and theirs; and the corpus with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from healthkg import passages
from healthkg.contribution import read_contribution, with_dates
from healthkg.contribution.fixes import Fix, applied, fixes, in_form, sound
from healthkg.contribution.intake import Intake, grids, import_content
from healthkg.corpus import Corpus, DataFile
from healthkg.corpus.listing import graph_of
from healthkg.errors import InputProblem
from healthkg.turtle import parse
from healthkg.validation import Report
from healthkg.web.checking.bringing import Brought, document_of, text_of
from healthkg.web.checking.judging import judging

if TYPE_CHECKING:
    from healthkg.contribution import Judge
    from healthkg.contribution.intake.tables import Grid
    from healthkg.web.site import Site

MENDED = 300  # findings that mends are looked for, one by one


@dataclass(frozen=True)
class Outcome:
    """What was judged: the document, the Turtle that says it (None where some cell is unread), the report, the corpus
    with it in (None for no Turtle, and where it was not asked for), the mends; for rows, what they were read as and the
    sheets as they are."""

    slug: str
    text: str | None = field(repr=False)
    report: Report
    corpus: Corpus | None = field(repr=False)
    mends: tuple[Fix, ...] = field(default=(), repr=False)
    intake: Intake | None = field(default=None, repr=False)
    grids: tuple[Grid, ...] = field(default=(), repr=False)

    @property
    def file(self) -> str:
        """Return what the document's file is called."""
        return f"{self.slug}.ttl"


def judged(site: Site, one: Brought) -> Outcome:
    """Return what is found in what was brought. Raises what reading it and `judging` raise; nothing of it is kept."""
    return _rows(site, one) if one.is_table else of_text(site, *_said(one))


def judged_in_all(site: Site, one: Brought) -> Outcome:
    """Return the same, with the corpus that has it in; all its files are read for that where they were not before."""
    return _rows(site, one) if one.is_table else found_by(site.judge, *_said(one))


def _said(one: Brought) -> tuple[str, str]:
    text = text_of(one)
    return document_of(one, text), text


def of_text(site: Site, slug: str, text: str) -> Outcome:
    """Return what is found in Turtle that is handed in as a document's."""
    with judging(site) as judge:
        return replace(found_by(judge, slug, text), corpus=None)  # what is lent is not kept


def found_by(judge: Judge, slug: str, text: str) -> Outcome:
    """Return what a judge finds in Turtle that is handed in as a document's, and the corpus with it."""
    file = read_contribution(f"{slug}.ttl", text, judge.corpus)
    found = judge.judged(file)
    first = Report(found.report.findings[:MENDED])
    mends = fixes(found.corpus, first, judge.opened.known(found.corpus)) if first.findings else []
    own = [one for one in mends if set(one.files) == {file.path}]
    return Outcome(slug, text, found.report, found.corpus, tuple(sound({file.path: text}, own)))


def _rows(site: Site, one: Brought) -> Outcome:
    if not one.slug:
        raise InputProblem("check-which-document", known="–")
    sheets = tuple(grids(one.name, one.content))
    read = import_content(site.corpus, one.name, one.content, one.slug, one.sheet or None, _text(site, one.slug))
    after = None if read.turtle is None else _with(site.corpus, one.slug, read.turtle)
    return Outcome(one.slug, read.turtle, read.report, after, intake=read, grids=sheets)


def _text(site: Site, slug: str) -> passages.Text | None:
    """Return the text of a document that is on this machine."""
    document = site.corpus.registry[f"id:source-{slug}"]
    return passages.text_of(document, site.corpus.statements, site.corpus.registry, site.texts)


def _with(corpus: Corpus, slug: str, text: str) -> Corpus:
    """Return `corpus` with a document's file in the place of the one that it has."""
    path = corpus.project.relative(corpus.project.data / "sources" / f"{slug}.ttl")
    file = DataFile(path, "sources", graph_of(slug, "sources", corpus.registry), text, parse(text, path))
    return with_dates(corpus.changed_by([file]))


# ---- Mends ----


def key_of(fix: Fix) -> str:
    """Return what a form calls a mend: it holds for one text."""
    said = [(edit.start, edit.end, edit.text) for change in fix.changes for edit in change.edits]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]


def mended(outcome: Outcome, chosen: Iterable[Fix]) -> str:
    """Return the text with some of its mends."""
    text = outcome.text or ""
    return applied({outcome.file: text}, list(chosen)).get(outcome.file, text)


def chosen(outcome: Outcome, wish: str) -> list[Fix]:
    """Return the mends that a button means: the safe ones, all, or the one of that key."""
    taken: Mapping[str, bool] = {"safe": False, "all": True}
    if wish in taken:
        return [one for one in outcome.mends if one.safe or taken[wish]]
    return [one for one in outcome.mends if key_of(one) == wish]


def formed(site: Site, outcome: Outcome) -> str | None:
    """Return the text in canonical form; None where it is in it, or would lose something."""
    return in_form({outcome.file: outcome.text or ""}, site.store.registry).get(outcome.file)
