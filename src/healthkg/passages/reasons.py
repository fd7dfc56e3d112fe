"""Why a run of a document needs no passage: a table that people write, one reason a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from healthkg import turtle
from healthkg.errors import InputProblem
from healthkg.passages.covering import Coverage

# `to-encode` is no reason but a debt: the run says something, and no fact says it yet.
REASONS = ("title", "navigation", "credit", "repetition", "remark", "to-encode")
Key = tuple[str, str]


def read_reasons(path: Path) -> dict[Key, str]:
    """Return (document slug, place) → reason from a table of tab-separated lines; none when there is no such file.

    Raises InputProblem: a line that is not slug, place, reason; a reason that is not in REASONS; a place given twice.
    """
    reasons: dict[Key, str] = {}
    lines = turtle.read_text(path).splitlines() if path.is_file() else []
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 3 or cells[2] not in REASONS or (cells[0], cells[1]) in reasons:
            raise InputProblem("coverage-reason", path=path, line=number, reasons=", ".join(REASONS))
        reasons[cells[0], cells[1]] = cells[2]
    return reasons


def unmatched(documents: Iterable[Coverage], reasons: Mapping[Key, str]) -> tuple[list[Key], list[Key]]:
    """Return the runs that have no reason, and the reasons that have no run, each as (slug, place)."""
    runs = [(document.slug, run.place) for document in documents for run in document.runs]
    return [run for run in runs if run not in reasons], [key for key in reasons if key not in runs]
