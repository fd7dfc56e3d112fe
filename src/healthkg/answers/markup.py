"""The rows of an answer in markup: the results format of SPARQL in XML (W3C), a table in HTML for people."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from healthkg.answers.results import binding
from healthkg.answers.tables import readable

if TYPE_CHECKING:
    from healthkg.answers.answer import Answer

_RESULTS = "http://www.w3.org/2005/sparql-results#"


def as_xml(answer: Answer, lang: str) -> bytes:
    """SPARQL Query Results XML Format (Second Edition)."""
    root = ET.Element("sparql", xmlns=_RESULTS)
    head = ET.SubElement(root, "head")
    for name in answer.columns:
        ET.SubElement(head, "variable", name=name)
    if answer.holds is not None:
        ET.SubElement(root, "boolean").text = str(answer.holds).lower()
    else:
        _xml_rows(ET.SubElement(root, "results"), answer)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _xml_rows(results: ET.Element, answer: Answer) -> None:
    for row in answer.rows:
        result = ET.SubElement(results, "result")
        for name, term in zip(answer.columns, row, strict=True):
            if term is not None:
                said = binding(term)
                kind, value = said.pop("type"), said.pop("value")
                cell = ET.SubElement(result, "binding", name=name)
                ET.SubElement(cell, kind, said).text = value


def as_html(answer: Answer, lang: str) -> bytes:
    """An HTML table (a fragment), escaped by the XML writer."""
    headings, rows = readable(answer, lang)
    table = ET.Element("table")
    if answer.coverage:
        ET.SubElement(table, "caption").text = " ".join(one.sentence(lang) for one in answer.coverage)
    for row, tag in [(headings, "th"), *((row, "td") for row in rows)]:
        line = ET.SubElement(table, "tr")
        for cell in row:
            ET.SubElement(line, tag).text = cell
    text: bytes = ET.tostring(table, encoding="utf-8", method="html")
    return text + b"\n"
