"""A report as lines that people read: as compilers write and editors read, as a table, as Markdown."""

from __future__ import annotations

from healthkg import messages
from healthkg.validation.findings import Finding, Report, Statement

_GAP = "  "
_INDENT = "    "


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


def explained(finding: Finding, lang: str, *, page: bool = True) -> list[str]:
    """Return what was found, what is allowed, what it clashes with and, if wanted, where the rule is explained: a line
    for each that is known."""
    said = [
        messages.text(f"finding-{part}", lang, **{part: words[lang]})
        for part, words in (("found", finding.found), ("allowed", finding.allowed))
        if words.get(lang)
    ]
    said += [messages.text("finding-other", lang, place=one.place, statement=stated(one)) for one in finding.others]
    return [*said, messages.text("finding-page", lang, page=finding.page)] if page and finding.page else said


def stated(statement: Statement) -> str:
    """Return a statement in short form: subject, property, value."""
    return " ".join(part for part in (statement.focus, statement.path, statement.value) if part)


def text(report: Report, lang: str) -> str:
    """Return one line for each finding, and under it, indented, what explains it; the page of a rule once."""
    seen: set[str] = set()
    lines = []
    for finding in report.findings:
        more = explained(finding, lang, page=finding.rule not in seen)
        lines += [sentence(finding, lang), *(f"{_INDENT}{_on_one_line(one)}" for one in more)]
        seen.add(finding.rule)
    return "".join(f"{line}\n" for line in lines)


def _on_one_line(said: str) -> str:
    return " ".join(said.split())


def table(report: Report, lang: str) -> str:
    """Return columns for a terminal: place, severity, rule, message; nothing for a report without findings."""
    rows = [(one.place, severity(one, lang), one.rule, told(one, lang)) for one in report.findings]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    cells = ([cell.ljust(width) for cell, width in zip(row, widths, strict=False)] for row in rows)
    return "".join(_GAP.join([*said, row[3]]) + "\n" for said, row in zip(cells, rows, strict=True))


def markdown(report: Report, lang: str) -> str:
    """Return what a pull request shows: how many of each, then a list; what a message holds stays text."""
    counts = messages.text("judged-sound" if report.sound else "judged-unsound", lang, **report.counts())
    found = "".join(_item(one, lang) for one in report.findings)
    return f"{counts}\n" + (f"\n{found}" if found else "")


def _item(finding: Finding, lang: str) -> str:
    head = f"- `{finding.place}` **{severity(finding, lang)}** {_plain(told(finding, lang))} `{finding.rule}`\n"
    return head + "".join(f"  - {_plain(said)}\n" for said in explained(finding, lang))


def _plain(text: str) -> str:
    """Return a text on one line, with the signs that Markdown and HTML read made harmless."""
    said = _on_one_line(text)
    for sign in "\\`*_[]<>|#":
        said = said.replace(sign, f"\\{sign}")
    return said
