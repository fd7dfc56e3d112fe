"""A report as rows for programs: JSON (`healthkg-report-2`) and CSV.

The second version adds what explains a finding: `found_…` and `allowed_…` in each language (empty where nothing is
known), `page` (the rule's, from the root of the project), and `others`: the statements that it clashes with, each
`{focus, path, value, file, line, column}`; in CSV their places alone, with a space between. A report of the first
version can still be held against (`--baseline`).
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict

from healthkg import messages
from healthkg.validation.findings import Finding, Report

SCHEMA = "healthkg-report-2"
SCHEMAS = ("healthkg-report-1", SCHEMA)  # those that can be read again
TOLD = ("message", "found", "allowed")  # the fields that are said in each language
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
    "found_fr",
    "found_en",
    "allowed_fr",
    "allowed_en",
    "others",
    "page",
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
    for finding in report.findings:
        writer.writerow({**row(finding), "others": " ".join(other.place for other in finding.others)})
    return out.getvalue()


def row(finding: Finding) -> dict[str, object]:
    """Return column → value of one finding."""
    said = asdict(finding)
    for part in TOLD:
        said |= {f"{part}_{lang}": getattr(finding, part).get(lang, "") for lang in messages.LANGUAGES}
    return {name: said[name] for name in COLUMNS}
