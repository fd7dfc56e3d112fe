"""The page that says what no passage covers: by place, with the reason, never with the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from healthkg import messages
from healthkg.layout import Project
from healthkg.passages import MIN_LENGTH, Coverage, Run
from healthkg.publication.markdown import page


def coverage_path(project: Project) -> Path:
    """Return where a checkout keeps the page."""
    return project.root / "docs" / "coverage.md"


def reasons_path(project: Project) -> Path:
    """Return where a checkout keeps the reasons."""
    return project.root / "docs" / "coverage-reasons.tsv"


def coverage_page(documents: Sequence[Coverage], reasons: Mapping[tuple[str, str], str]) -> str:
    """Return the Markdown page; a run without a reason is shown with a dash."""
    rows = [(one.slug, run, _reason(one.slug, run, reasons)) for one in documents for run in one.runs]
    return page("coverage.md.j2", documents=documents, rows=rows, limit=MIN_LENGTH)


def _reason(slug: str, run: Run, reasons: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """Return language → the reason's words."""
    reason = reasons.get((slug, run.place))
    return {lang: messages.text(f"coverage-{reason}", lang) if reason else "–" for lang in messages.LANGUAGES}
