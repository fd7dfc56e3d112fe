"""A report as rows for programs: JSON (`healthkg-report-1`) and CSV."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict

from healthkg import messages
from healthkg.validation.findings import Finding, Report

SCHEMA = "healthkg-report-1"
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
    "baseline",
    "message_fr",
    "message_en",
)


def as_json(report: Report, lang: str) -> str:
    """Return `{schema, sound, counts, by_pyshacl, findings: [{COLUMNS}]}`; both languages stand in it."""
    value = {
        "schema": SCHEMA,
        "sound": report.sound,
        "counts": report.counts(),
        "by_pyshacl": report.by_pyshacl,
        "findings": [row(finding) for finding in report.findings],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def as_csv(report: Report, lang: str) -> str:
    """Return the findings under COLUMNS (RFC 4180)."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(row(finding) for finding in report.findings)
    return out.getvalue()


def row(finding: Finding) -> dict[str, object]:
    """Return column → value of one finding."""
    said = asdict(finding)
    said |= {f"message_{lang}": finding.message[lang] for lang in messages.LANGUAGES}
    return {name: said[name] for name in COLUMNS}
