"""A report as lines that people read: as compilers write and editors read, as a table, as Markdown."""

from __future__ import annotations

from healthkg import messages
from healthkg.validation.findings import Finding, Report

_GAP = "  "


def sentence(finding: Finding, lang: str) -> str:
    """Return `file:line:column: severity: message [rule]`, as compilers write and editors read."""
    parts = (finding.place, severity(finding, lang), told(finding, lang) + f" [{finding.rule}]")
    return ": ".join(part for part in parts if part)


def severity(finding: Finding, lang: str) -> str:
    """Return the word for how grave a finding is."""
    return messages.text(f"severity-{finding.severity}", lang)


def told(finding: Finding, lang: str) -> str:
    """Return the message, with what it is about where it does not say so."""
    said = finding.message[lang]
    return said if finding.focus in said else f"{finding.focus}: {said}"


def text(report: Report, lang: str) -> str:
    """Return one line for each finding."""
    return "".join(sentence(finding, lang) + "\n" for finding in report.findings)


def table(report: Report, lang: str) -> str:
    """Return columns for a terminal: place, severity, rule, message; nothing for a report without findings."""
    rows = [(one.place, severity(one, lang), one.rule, told(one, lang)) for one in report.findings]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    cells = ([cell.ljust(width) for cell, width in zip(row, widths, strict=False)] for row in rows)
    return "".join(_GAP.join([*said, row[3]]) + "\n" for said, row in zip(cells, rows, strict=True))


def markdown(report: Report, lang: str) -> str:
    """Return what a pull request shows: how many of each, then a list; what a message holds stays text."""
    counts = messages.text("judged-sound" if report.sound else "judged-unsound", lang, **report.counts())
    found = "".join(
        f"- `{one.place}` **{severity(one, lang)}** {_plain(one, lang)} `{one.rule}`\n" for one in report.findings
    )
    return f"{counts}\n" + (f"\n{found}" if found else "")


def _plain(finding: Finding, lang: str) -> str:
    """Return the message with the signs that Markdown and HTML read made harmless."""
    said = " ".join(told(finding, lang).split())
    for sign in "\\`*_[]<>|#":
        said = said.replace(sign, f"\\{sign}")
    return said
