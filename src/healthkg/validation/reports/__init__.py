"""A report for people, for editors, for the tools of a forge and for programs; same report, same bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from healthkg.validation.findings import Report
from healthkg.validation.reports import forges, lines, tables

__all__ = ["FORMS", "render", "sentence"]

sentence = lines.sentence
_FORMS: Mapping[str, Callable[[Report, str], str]] = {
    "text": lines.text,
    "table": lines.table,
    "json": tables.as_json,
    "csv": tables.as_csv,
    "md": lines.markdown,
    "sarif": forges.sarif,
    "junit": forges.junit,
    "github": forges.github,
}
FORMS = tuple(_FORMS)


def render(report: Report, form: str, lang: str) -> bytes:
    """Return `report` in one of FORMS, UTF-8, in the order of its findings."""
    return _FORMS[form](report, lang).encode()
