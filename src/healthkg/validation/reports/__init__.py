"""A report for people and for programs: text that editors can click on, JSON, CSV, Markdown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict

from healthkg import messages
from healthkg.validation.findings import Finding, Report

COLUMNS = (
    "file",
    "line",
    "column",
    "severity",
    "rule",
    "focus",
    "path",
    "value",
    "component",
    "message_fr",
    "message_en",
)


def render(report: Report, form: str, lang: str) -> bytes:
    """Return `report` as text, json, csv or md, UTF-8."""
    return _FORMS[form](report, lang).encode()


def sentence(finding: Finding, lang: str) -> str:
    """Return `file:line:column: severity: message [rule]`, as compilers write and editors read."""
    said = finding.message[lang]
    subject = "" if finding.focus in said else finding.focus
    parts = (finding.place, messages.text(f"severity-{finding.severity}", lang), subject, f"{said} [{finding.rule}]")
    return ": ".join(part for part in parts if part)


def _text(report: Report, lang: str) -> str:
    return "".join(sentence(finding, lang) + "\n" for finding in report.findings)


def _row(finding: Finding) -> dict[str, object]:
    said = asdict(finding)
    said |= {f"message_{lang}": finding.message[lang] for lang in messages.LANGUAGES}
    return {name: said[name] for name in COLUMNS}


def _json(report: Report, lang: str) -> str:
    value = {
        "schema": "healthkg-report-1",
        "sound": report.sound,
        "counts": report.counts(),
        "findings": [_row(f) for f in report.findings],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _csv(report: Report, lang: str) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_row(finding) for finding in report.findings)
    return out.getvalue()


def _markdown(report: Report, lang: str) -> str:
    return "".join(f"- {sentence(finding, lang)}\n" for finding in report.findings)


_FORMS: Mapping[str, Callable[[Report, str], str]] = {
    "text": _text,
    "json": _json,
    "csv": _csv,
    "md": _markdown,
}
