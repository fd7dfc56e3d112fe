"""Answers for Excel and pandas: numbers are numbers, days are days, and nothing is a formula."""

import csv
import io
import sys
import zipfile
from datetime import date
from types import ModuleType
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

from healthkg.answers import Answer, render, sparql
from healthkg.errors import InputProblem
from healthkg.queryfile import Query
from healthkg.store import Store
from support import Run

XSD = "http://www.w3.org/2001/XMLSchema#"
PARTS = ("sharedStrings", "worksheets/sheet1", "worksheets/sheet2")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def typed(text: str, kind: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x")']
ROWS = [
    *((ox.Literal(text), None) for text in DANGEROUS),
    (typed("-3", "integer"), typed("2019-09-01", "date")),
    (typed("1.50", "decimal"), typed("0800-12-25", "date")),
    (typed("12345678901234567890", "integer"), typed("true", "boolean")),
    (ox.NamedNode("https://example.org/a"), ox.Literal("été", language="fr")),
]
ANSWER = Answer(
    Query("essai", "competency", "", {"summary": {"fr": "Quoi ?"}, "columns": {"a": {"fr": "valeur"}}}),
    "0.1.0 (abc)", ("a", "b"), tuple(ROWS), values={"plan": ox.NamedNode("https://example.org/p")},
)  # fmt: skip


def test_csv_for_a_french_excel_has_a_mark_semicolons_and_no_formula() -> None:
    content = render(ANSWER, "excel-fr", "fr")
    assert content.startswith(b"\xef\xbb\xbfa;b\r\n")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))[1:]
    assert [row[0] for row in rows[: len(DANGEROUS)]] == [f"'{text}" for text in DANGEROUS]
    assert rows[len(DANGEROUS) :] == [
        ["-3", "2019-09-01"],
        ["1,50", "0800-12-25"],
        ["12345678901234567890", "true"],
        ["https://example.org/a", "été"],
    ]


def sheets(content: bytes) -> tuple[list[list[tuple[str, str]]], ...]:
    """Return for each sheet its rows: (type, value) of each cell; a string by its text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        words, *roots = (ET.parse(archive.open(f"xl/{name}.xml")).getroot() for name in PARTS)  # noqa: S314  our own
    strings = ["".join(one.itertext()) for one in words]
    return tuple([[_cell(cell, strings) for cell in row] for row in root.iter(f"{MAIN}row")] for root in roots)


def _cell(cell: ET.Element, strings: list[str]) -> tuple[str, str]:
    assert cell.find(f"{MAIN}f") is None
    kind, value = cell.get("t", "n"), cell.findtext(f"{MAIN}v") or ""
    return (kind, strings[int(value)].replace("_x000D_", "\r") if kind == "s" else value)  # ECMA-376: ST_Xstring


def test_a_workbook_keeps_numbers_and_days_and_writes_all_else_as_text() -> None:
    rows, about = sheets(render(ANSWER, "xlsx", "fr"))
    assert rows[0] == [("s", "valeur"), ("s", "b")]
    assert rows[1 : len(DANGEROUS) + 1] == [[("s", text)] for text in DANGEROUS]
    assert rows[len(DANGEROUS) + 1 :] == [
        [("n", "-3"), ("n", "43709")],
        [("n", "1.5"), ("s", "0800-12-25")],
        [("s", "12345678901234567890"), ("b", "1")],
        [("s", "https://example.org/a"), ("s", "été")],
    ]
    assert [[text for _, text in row] for row in about] == [
        ["question", "Quoi ?"], ["requête", "essai"], ["données", "0.1.0 (abc)"], ["plan", "https://example.org/p"],
    ]  # fmt: skip


def test_the_same_answer_gives_the_same_workbook() -> None:
    assert render(ANSWER, "xlsx", "fr") == render(ANSWER, "xlsx", "fr")


@pytest.mark.parametrize("form", ["xlsx", "excel-fr"])
def test_a_yes_or_no_is_no_spreadsheet(store: Store, form: str) -> None:
    with pytest.raises(InputProblem) as fault:
        render(sparql(store, "ASK {}"), form, "fr")
    assert fault.value.code == "format-unsuited"


def test_n_triples_read_back_as_the_same_triples(store: Store) -> None:
    answer = sparql(store, "CONSTRUCT { ?s skos:prefLabel ?o } { ?s a hkg:Chantier ; skos:prefLabel ?o }")
    content = render(answer, "nt", "fr")
    assert {quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES)} == set(answer.triples or ())
    assert content.splitlines() == sorted(content.splitlines())


def test_the_command_line_writes_both(run: Run) -> None:
    outcome = run("query", "who_pilots_what", "--excel-fr")
    assert outcome.out.startswith("\N{ZERO WIDTH NO-BREAK SPACE}broader;actor;")
    refused = run("query", "who_pilots_what", "--excel-fr", "--format", "json")
    assert (refused.code, "excel-fr" in refused.err) == (2, True)


# ---- pandas ----


def test_a_data_frame_holds_plain_values(monkeypatch: pytest.MonkeyPatch) -> None:
    stub = ModuleType("pandas")
    stub.DataFrame = lambda rows, columns: (rows, columns)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pandas", stub)
    rows, columns = ANSWER.to_pandas()
    assert columns == ["a", "b"]
    assert rows[len(DANGEROUS) :] == [
        [-3, date(2019, 9, 1)],
        [1.5, date(800, 12, 25)],
        [12345678901234567890, True],
        ["https://example.org/a", "été"],
    ]


def test_without_pandas_the_cure_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InputProblem, match="pip install pandas"):
        ANSWER.to_pandas()
