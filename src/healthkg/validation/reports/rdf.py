"""A report as a `sh:ValidationReport` in Turtle (SHACL 3.6), for whatever reads RDF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from healthkg import messages
from healthkg.validation.findings import Finding, Report
from healthkg.validation.reports.paths import as_shacl

_SH = "http://www.w3.org/ns/shacl#"
_SEVERITIES = {"violation": "sh:Violation", "warning": "sh:Warning", "info": "sh:Info"}
_NAME = re.compile(r"[\w-]*:[\w.%:-]+|<[^>]*>|_:\w+")


def turtle(report: Report, namespaces: Mapping[str, str]) -> str:
    """Return the report, with the prefixes that its names use; `sh:conforms` is false for any result (SHACL 3.6.1).

    A finding of a check, which is no SHACL shape, names the constraint component of a SPARQL constraint, and no shape.
    """
    results = [_result(finding) for finding in report.findings]
    body = f"[] a sh:ValidationReport ;\n    sh:conforms {'false' if results else 'true'}"
    body += "".join(f" ;\n    sh:result [\n{result}    ]" for result in results) + " .\n"
    used = set(re.findall(r"(?<![\w<\"])([\w-]+):", body))
    known = {"sh": _SH, "hsh": "https://w3id.org/healthkg/shapes#", **namespaces}
    return "".join(f"PREFIX {name}: <{known[name]}>\n" for name in sorted(used & known.keys())) + "\n" + body


def _result(finding: Finding) -> str:
    said = [("a", "sh:ValidationResult"), *_said(finding)]
    return "".join(f"        {name} {value} ;\n" for name, value in said)


def _said(finding: Finding) -> Iterator[tuple[str, str]]:
    yield "sh:focusNode", _term(finding.focus)
    yield "sh:resultSeverity", _SEVERITIES[finding.severity]
    if finding.path:
        yield "sh:resultPath", as_shacl(finding.path)
    if finding.value is not None:
        yield "sh:value", _term(finding.value)
    component = f"{finding.component or 'SPARQL'}ConstraintComponent"
    yield "sh:sourceConstraintComponent", f"sh:{component}"
    if finding.shape:
        yield "sh:sourceShape", finding.shape
    for lang in messages.LANGUAGES:
        yield "sh:resultMessage", f"{_quoted(finding.message[lang])}@{lang}"


def _term(text: str) -> str:
    """Return a short name, an IRI or a literal as Turtle writes it; a blank node without its label."""
    if text == "[]" or text.startswith("_:"):
        return "[]"
    return text if _NAME.fullmatch(text) or text.startswith('"') else _quoted(text)


def _quoted(text: str) -> str:
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(escapes.get(char, char) for char in text) + '"'
