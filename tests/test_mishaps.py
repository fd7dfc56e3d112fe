"""A Turtle file that cannot be read: the likely cause, where to look, and the cure, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthkg import messages, turtle
from healthkg.errors import InputProblem

HEAD = "PREFIX id: <https://w3id.org/healthkg/id/>\nPREFIX hkg: <https://w3id.org/healthkg/def#>\n"

# What a person wrote after the prefixes, the cause, and the place: line and column, from 1.
MISHAPS = [
    ("id:a a hkg:Plan\nid:b a hkg:Plan .", "turtle-dot", 3, 16),
    ("id:a a hkg:Plan\n", "turtle-end", 3, 16),
    ("id:a a hkg:Plan ; hkg:unit", "turtle-end", 3, 27),
    ("id:a a hkg:Plan\n  hkg:unit id:b .", "turtle-semicolon", 3, 16),
    ('id:a hkg:section "x"@fr "y"@fr .', "turtle-comma", 3, 24),
    ('id:a hkg:section "x@fr .\nid:b a hkg:Plan .', "turtle-open-string", 3, 18),
    ('id:a hkg:section "x\ny"@fr .', "turtle-open-string", 3, 18),
    ('id:a hkg:section """x"@fr .\nid:b a hkg:Plan .', "turtle-open-string", 3, 18),
    ('id:a hkg:section "C:\\data"@fr .', "turtle-escape", 3, 21),
    ('id:a hkg:section "le "plan" x"@fr .', "turtle-inner-quote", 3, 22),
    ("zz:a a hkg:Plan .", "turtle-prefix", 3, 1),
    ('id:a hkg:date "2020"^^xsd:date .', "turtle-prefix", 3, 23),
    ("PREFIX ex <https://example.org/>\nid:a a hkg:Plan .", "turtle-prefix-colon", 3, 8),
    ("id:a/b a hkg:Plan .", "turtle-local-name", 3, 5),
    ("id:l'an a hkg:Plan .", "turtle-local-name", 3, 5),
    ("id:a hkg:section “x”@fr .", "turtle-quotes", 3, 18),
    ("id:a hkg:section « x »@fr .", "turtle-quotes", 3, 18),
    ("id:a\u00a0a hkg:Plan .", "turtle-invisible", 3, 5),
    ("id:a a hkg:Plan\u202f.", "turtle-invisible", 3, 16),
    ("id:a\u202e a hkg:Plan .", "turtle-invisible", 3, 5),
    ("<https://w3id.org/a b> a hkg:Plan .", "turtle-iri-space", 3, 20),
    ('<https://w3id.org/a"b> a hkg:Plan .', "turtle-iri", 3, 20),
    ("<https://w3id.org/a%zz> a hkg:Plan .", "turtle-iri-escape", 3, 20),
    ("id:a%zz a hkg:Plan .", "turtle-iri-escape", 3, 5),
    ("id:a a <https://w3id.org/he", "turtle-iri-open", 3, 8),
    ("id:a a <https://w3id.org/he\n .", "turtle-iri-open", 3, 8),
    ("<a> a hkg:Plan .", "turtle-relative", 3, 1),
    ('id:a hkg:section "x"@fr_FR .', "turtle-language", 3, 24),
    ('id:a hkg:section "x"@fr^^hkg:Plan .', "turtle-tag-and-type", 3, 24),
    ("<<<<<<< HEAD\nid:a a hkg:Plan .\n=======\nid:b a hkg:Plan .\n>>>>>>> x", "turtle-conflict", 3, 1),
    ("{ id:a a hkg:Plan } => { id:b a hkg:Plan } .", "turtle-graph", 3, 1),
    ("GRAPH id:g { id:a a hkg:Plan }", "turtle-graph", 3, 1),
    ("id:a hkg:date 2020-01-02 .", "turtle-bare-date", 3, 15),
    ("id:a hkg:amount 1 000 .", "turtle-bare-number", 3, 17),
    ("id:a hkg:section plan .", "turtle-bare-word", 3, 18),
    ("id:a a .", "turtle-object", 3, 8),
    ("id:a a hkg:Plan ..", "turtle-extra-dot", 3, 18),
    ("id:a hkg:line [ a hkg:Plan .", "turtle-bracket", 3, 27),
    ("// note\nid:a a hkg:Plan .", "turtle-comment", 3, 1),
    ('"x" a hkg:Plan .', "turtle-syntax", 3, 1),
]
FOREIGN = [
    ("<!DOCTYPE html>\n<html><body>x</body></html>", "HTML"),
    ('<?xml version="1.0"?><rdf:RDF/>', "XML"),
    ('{"@context": {}}', "JSON"),
    ("nom;pilote;date\nCPTS;DGOS;2019", "CSV"),
    ("INSERT DATA { <a:b> <a:c> <a:d> }", "SPARQL"),
]


def fault(text: str) -> InputProblem:
    with pytest.raises(InputProblem) as found:
        turtle.parse(text, "f.ttl")
    return found.value


@pytest.mark.parametrize(("written", "code", "line", "column"), MISHAPS)
def test_a_mishap_is_named_where_a_person_should_look(written: str, code: str, line: int, column: int) -> None:
    found = fault(HEAD + written)
    assert (found.code, found.line, found.column) == (code, line, column)


@pytest.mark.parametrize(("written", "kind"), FOREIGN)
def test_what_is_no_turtle_is_told_by_how_it_looks(written: str, kind: str) -> None:
    found = fault(written)
    assert (found.code, found.line, found.column, found.data) == ("turtle-foreign", 1, 1, {"kind": kind})


@pytest.mark.parametrize("code", sorted({code for _, code, _, _ in MISHAPS}))
@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_each_mishap_has_its_sentence_and_nothing_is_left_to_fill(code: str, lang: str) -> None:
    written = next(text for text, named, _, _ in MISHAPS if named == code)
    said = fault(HEAD + written).sentence(lang)
    assert said.endswith((".", ")")) and "{" not in said.replace("{ ", "").replace("“{”", "").replace("« { »", "")


def test_the_sentence_names_what_was_written_and_what_to_write() -> None:
    assert fault(HEAD + "id:a hkg:amount 1 000 .").sentence("fr") == "Nombre mal écrit : « 1 000 » ; écrivez 1000."
    assert fault(HEAD + "id:a a hkg:Plan\nid:b a hkg:Plan .").sentence("en") == (
        "A full stop is missing at the end of this statement."
    )


def test_a_windows_line_end_is_read_and_never_shown() -> None:
    assert len(turtle.parse((HEAD + "id:a a hkg:Plan .\n").replace("\n", "\r\n"), "f.ttl")) == 1
    found = fault((HEAD + "id:a a hkg:Plan\nid:b a hkg:Plan .\n").replace("\n", "\r\n"))
    assert (found.line, found.column, found.excerpt) == (3, 16, "id:a a hkg:Plan")


SOUND = (
    HEAD
    + 'id:a a hkg:Plan ;\n  hkg:section "x"@fr, """y\nz"""@en ;\n  hkg:amount 1.5 .\n<https://e.org/%20> a id:b .\n'
)


@given(st.integers(0, len(SOUND)), st.integers(0, 3), st.text("\"'<>.;,:@^é «\u00a0\n\\%[](){}1a", max_size=3))
def test_whatever_is_cut_or_typed_in_a_fault_has_a_place_in_the_text(at: int, cut: int, typed: str) -> None:
    text = SOUND[:at] + typed + SOUND[at + cut :]
    try:
        turtle.parse(text, "f.ttl")
    except InputProblem as found:
        lines = text.split("\n")
        assert found.code.startswith(("turtle-", "triple-"))
        if found.line and found.column:
            assert found.line <= len(lines) and found.column <= len(lines[found.line - 1]) + 1
            assert found.excerpt == lines[found.line - 1]
