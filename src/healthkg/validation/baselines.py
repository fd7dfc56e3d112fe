"""A report held against an earlier one: what is new, what was there, what was mended."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

from healthkg import messages
from healthkg.errors import InputProblem
from healthkg.turtle import read_text
from healthkg.validation.findings import Finding, Report, report, restored
from healthkg.validation.reports.tables import SCHEMA, SCHEMAS, TOLD

_FIELDS = {field.name for field in fields(Finding)}


def against(now: Report, before: Report) -> Report:
    """Return the findings of both, each marked: `new`, `unchanged`, or `absent` for what `now` no longer holds.

    A finding is the same one when its rule, file, subject, property and value are (not its line); of several alike,
    as many are unchanged as there were.
    """
    found = [*_marked(now, _counted(before), "unchanged", "new"), *_gone(now, before)]
    return report(found)


def _counted(held: Report) -> Counter[str]:
    return Counter(finding.fingerprint for finding in held.findings)


def _marked(held: Report, others: Counter[str], known: str, unknown: str) -> Iterator[Finding]:
    for finding in held.findings:
        others[finding.fingerprint] -= 1
        yield replace(finding, baseline=known if others[finding.fingerprint] >= 0 else unknown)


def _gone(now: Report, before: Report) -> Iterator[Finding]:
    every = _marked(before, _counted(now), "unchanged", "absent")
    return (finding for finding in every if finding.baseline == "absent")


def of(held: Report, *states: str) -> Report:
    """Return the findings of `held` that are in one of these states."""
    return Report(tuple(finding for finding in held.findings if finding.baseline in states))


def read_report(path: Path) -> Report:
    """Return the report that `validate --format json` wrote. Raises InputProblem for a file that is none."""
    try:
        said = json.loads(read_text(path))
        if said["schema"] not in SCHEMAS:
            raise ValueError(said["schema"])
        return Report(tuple(_finding(row) for row in said["findings"]))
    except (ValueError, KeyError, TypeError) as error:
        raise InputProblem("report-unreadable", path=path, schema=SCHEMA) from error


def _finding(row: dict[str, object]) -> Finding:
    """Return the finding of a row; a column that its version had not is empty."""
    said = {"message": {lang: str(row[f"message_{lang}"]) for lang in messages.LANGUAGES}}
    for part in TOLD[1:]:
        words = {lang: str(row.get(f"{part}_{lang}", "")) for lang in messages.LANGUAGES}
        said[part] = words if any(words.values()) else {}
    return restored({name: row[name] for name in _FIELDS & row.keys()} | said)
