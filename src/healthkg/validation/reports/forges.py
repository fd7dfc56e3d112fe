"""A report as the tools of a forge read it: SARIF 2.1.0, JUnit, the annotations of GitHub's workflows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from xml.etree import ElementTree as ET

from healthkg.layout import software_version
from healthkg.validation.findings import Finding, Report, Statement
from healthkg.validation.reports.lines import explained, stated, told

_SARIF = {"violation": "error", "warning": "warning", "info": "note"}
_GITHUB = {"violation": "error", "warning": "warning", "info": "notice"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(report: Report, lang: str) -> str:
    """Return a SARIF 2.1.0 log of one run: the rules that were broken, and a result for each finding."""
    pages = {finding.rule: finding.page for finding in report.findings}
    rules = sorted(pages)
    driver = {"name": "healthkg", "version": software_version(), "rules": [_rule(name, pages[name]) for name in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, rules.index(finding.rule), lang) for finding in report.findings],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(name: str, page: str | None) -> dict[str, object]:
    """Return the descriptor of a rule; `helpUri` would want the address of a site, and a page has none but in one."""
    return {"id": name, "help": {"text": page}} if page else {"id": name}


def _result(finding: Finding, rule: int, lang: str) -> dict[str, object]:
    said: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": _SARIF[finding.severity],
        "message": {"text": _whole(finding, lang)},
        "partialFingerprints": {"healthkg/v1": finding.fingerprint},
    }
    if finding.baseline:
        said["baselineState"] = finding.baseline
    if finding.file:
        said["locations"] = [_location(finding)]
    if finding.others:
        others = enumerate(finding.others, 1)
        said["relatedLocations"] = [
            {"id": number, **_location(other), "message": {"text": stated(other)}} for number, other in others
        ]
    return said


def _location(place: Finding | Statement) -> dict[str, object]:
    region = {"startLine": place.line, "startColumn": place.column}
    where: dict[str, object] = {"artifactLocation": {"uri": place.file}}
    if place.line:
        where["region"] = {name: value for name, value in region.items() if value}
    return {"physicalLocation": where}


def _whole(finding: Finding, lang: str) -> str:
    """Return the message, then what was found and what is allowed, a line each; the rest has fields of its own."""
    return "\n".join([told(finding, lang), *explained(replace(finding, others=()), lang, page=False)])


def junit(report: Report, lang: str) -> str:
    """Return one suite a file, one case a finding; violations are failures, the rest passes with its words."""
    suites = ET.Element("testsuites", name="healthkg")
    for file in sorted({finding.file or "" for finding in report.findings}):
        held = [finding for finding in report.findings if (finding.file or "") == file]
        failures = sum(finding.severity == "violation" for finding in held)
        suite = ET.SubElement(suites, "testsuite", name=file, tests=str(len(held)), failures=str(failures))
        _cases(suite, held, lang)
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode", xml_declaration=False) + "\n"


def _cases(suite: ET.Element, findings: Iterable[Finding], lang: str) -> None:
    for finding in findings:
        case = ET.SubElement(suite, "testcase", classname=finding.rule, name=_xml(f"{finding.place} {finding.focus}"))
        grave = finding.severity == "violation"
        said = (
            ET.SubElement(case, "failure", message=_xml(told(finding, lang)))
            if grave
            else ET.SubElement(case, "system-out")
        )
        said.text = _xml("\n".join([told(finding, lang), *explained(finding, lang)]))


def _xml(text: str) -> str:
    """Return `text` without the characters that XML 1.0 cannot hold (2.2)."""
    return "".join(char for char in text if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff"))


def github(report: Report, lang: str) -> str:
    """Return a workflow command for each finding, which GitHub shows beside the line."""
    return "".join(_command(finding, lang) for finding in report.findings)


def _command(finding: Finding, lang: str) -> str:
    places = (("file", finding.file), ("line", finding.line), ("col", finding.column), ("title", finding.rule))
    where = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in places if value)
    said = "\n".join([told(finding, lang), *explained(finding, lang)])
    return f"::{_GITHUB[finding.severity]} {where}::{_escaped(said)}\n"


def _escaped(text: str, more: str = "") -> str:
    """Return `text` with the signs of a workflow command written as % codes."""
    return "".join(f"%{ord(char):02X}" if char in f"%\r\n{more}" else char for char in text)
