"""What the rules find: one Finding a defect, and the Report that holds them in a fixed order."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

SEVERITIES = ("info", "warning", "violation")


@dataclass(frozen=True)
class Finding:
    """One defect: how grave, which rule, about what, where, and the sentence in each language.

    `focus`, `path` and `value` are as SHACL names them, in short form; `file` and `line` are None when unknown.
    `baseline` is new, unchanged or absent (mended) where the report was held against an earlier one. In a spreadsheet,
    `cell` is the place as its reader knows it (Rôles!C12); then `line` and `column` are the cell's.
    """

    severity: str
    rule: str
    focus: str
    message: Mapping[str, str] = field(hash=False)
    path: str | None = None
    value: str | None = None
    component: str | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None
    baseline: str | None = None
    cell: str | None = None
    shape: str | None = field(default=None, compare=False)  # the short IRI of the shape, when it has one

    @property
    def fingerprint(self) -> str:
        """Return what makes a finding the same one when lines move: its rule, file, subject, property and value."""
        said = (self.rule, self.file or "", self.focus, self.path or "", self.value or "")
        return hashlib.sha256("\x1f".join(said).encode()).hexdigest()

    @property
    def place(self) -> str:
        """Return `file:line:column`, as far as it is known; `file:sheet!cell` in a spreadsheet."""
        if self.cell:
            return f"{self.file}:{self.cell}"
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)

    def sort_key(self) -> tuple[str | int, ...]:
        """Return what findings are sorted by: their place, then the rest, so that any two reports are in one order."""
        said = (self.rule, self.focus, self.value, self.path, self.component)
        return (self.file or "", self.line or 0, self.column or 0, *(text or "" for text in said))


@dataclass(frozen=True)
class Report:
    """All findings, sorted by file, line, column and rule.

    `by_pyshacl` names the shapes that compiled rules do not cover, and that pySHACL judged.
    """

    findings: tuple[Finding, ...]
    by_pyshacl: tuple[str, ...] = ()

    def at_least(self, severity: str) -> tuple[Finding, ...]:
        """Return the findings of `severity` or graver."""
        worst = SEVERITIES.index(severity)
        return tuple(finding for finding in self.findings if SEVERITIES.index(finding.severity) >= worst)

    @property
    def sound(self) -> bool:
        """Say whether there is no violation."""
        return not self.at_least("violation")

    def counts(self) -> dict[str, int]:
        """Return severity → number of findings, gravest first."""
        return {name: sum(finding.severity == name for finding in self.findings) for name in reversed(SEVERITIES)}


def report(findings: list[Finding], by_pyshacl: tuple[str, ...] = ()) -> Report:
    """Return the report of `findings`, sorted."""
    return Report(tuple(sorted(findings, key=Finding.sort_key)), by_pyshacl)
