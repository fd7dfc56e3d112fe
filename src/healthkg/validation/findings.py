"""What the rules find: one Finding a defect, and the Report that holds them in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SEVERITIES = ("info", "warning", "violation")


@dataclass(frozen=True)
class Finding:
    """One defect: how grave, which rule, about what, where, and the sentence in each language.

    `focus`, `path` and `value` are as SHACL names them, in short form; `file` and `line` are None when unknown.
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

    @property
    def place(self) -> str:
        """Return `file:line:column`, as far as it is known."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)

    def sort_key(self) -> tuple[str, int, int, str, str, str]:
        return (self.file or "", self.line or 0, self.column or 0, self.rule, self.focus, self.value or "")


@dataclass(frozen=True)
class Report:
    """All findings, sorted by file, line, column and rule."""

    findings: tuple[Finding, ...]

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


def report(findings: list[Finding]) -> Report:
    """Return the report of `findings`, sorted."""
    return Report(tuple(sorted(findings, key=Finding.sort_key)))
