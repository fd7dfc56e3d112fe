"""The header of a query file is YAML: the part of it that is read without a library is read as the library reads it."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from healthkg.errors import InputProblem
from healthkg.queryfile import headers
from healthkg.queryfile.headers import read_header
from support import ROOT

QUERIES = sorted((ROOT / "queries").glob("*/*.rq"))


def lines(text: str) -> str:
    return "".join(f"#+ {line}\n" for line in text.split("\n"))


def by_the_library(text: str) -> object:
    said = "\n".join(line.removeprefix("#+").removeprefix(" ") for line in text.split("\n") if line.startswith("#+"))
    try:
        return yaml.load(said, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 (as in `headers`)
    except yaml.YAMLError:
        return InputProblem


def read(text: str) -> object:
    try:
        return read_header(text, None)
    except InputProblem:
        return InputProblem


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_header_of_the_library_says_what_yaml_says(path: Path) -> None:
    text = path.read_text("utf-8")
    assert repr(read(text)) == repr(by_the_library(text) or {})


def test_nearly_all_headers_are_read_without_a_library(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[str] = []
    monkeypatch.setattr(headers, "_by_the_library", lambda text, path: left.append(text) or {})
    for path in QUERIES:
        read_header(path.read_text("utf-8"), path)
    assert len(left) < len(QUERIES) / 10


@pytest.mark.parametrize(
    "text",
    [
        "a: b",
        "a:",
        "a: {b: c, d: [e, f], g: {h: i}}",
        "a: {}\nb: []",
        "a: {b: c,}",
        "a:\n  b: c\n  d:\n    - e\n    - {f: g}\nh: i",
        "a:\n- b",
        "a: b\n  c",
        "a: true\nb: True\nc: yes\nd: no\ne: ~\nf: null\ng: off",
        "no: a\n2: b\ntrue: c",
        "a: 1\nb: 1.5\nc: 2018-01-01\nd: 0x1F\ne: 1_000",
        'a: "b: c # d"\n"e f": g',
        'a: "b\\nc"',
        "a: 'b'",
        "a: b # c\nd: e#f",
        "a: b: c",
        "a: b:",
        "a: ^b:c/d*\ne: ^f:",
        "a: {b: c:d, e: f?}",
        "a: {b, c}",
        "a: {b c, d: e}",
        "a: [b: c]",
        "a: {b: –, c: d}",
        "a: &b c\nd: *b",
        "a: |\n  b\n  c",
        "a: >\n  b",
        "a: !!str 1",
        "a:  b  \nc:   {d:  e }  ",
        "a: b\n\n\nc: d",
        "a:\tb",
        "a: b\u2028c: d",
        "a: l'été – « quoi ? »",
        "a: b\na: c",
        "a: {b: c, b: d}",
        "a:\n    b: c\n  d: e",
        "a: [b, c",
        "a: b]",
        "- a\n- b",
        "a",
        "",
        "# a\nb: c",
        "---\na: b",
        "? a\n: b",
        "<<: {a: b}",
        "a: =",
    ],
)
def test_whatever_yaml_says_is_said(text: str) -> None:
    wanted = by_the_library(lines(text))
    wanted = {} if wanted is None else wanted if isinstance(wanted, dict) else InputProblem
    assert repr(read(lines(text))) == repr(wanted)


PIECES = ["a", "b c", "é", "–", "^a", "1", "true", "no", '"x"', "'y'", "x:y", ": ", ":", "- ", ",", " ", "\n", "\n  "]
SIGNS = ["{", "}", "[", "]", "?", "#", " #", "&", "*", "|", "%", "@"]


@given(st.lists(st.sampled_from(PIECES + SIGNS), max_size=14).map("".join))
def test_no_text_is_read_otherwise_than_yaml_reads_it(text: str) -> None:
    wanted = by_the_library(lines(text))
    wanted = {} if wanted is None else wanted if isinstance(wanted, dict) else InputProblem
    assert repr(read(lines(text))) == repr(wanted)
