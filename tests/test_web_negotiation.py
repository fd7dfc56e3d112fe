"""What a client prefers: its headers read as RFC 9110 says, and what is sent packed or not accordingly."""

import gzip

import pytest

from healthkg.errors import InputProblem
from healthkg.web.negotiation import accepts, is_known, language, preferred
from healthkg.web.sending import packed
from healthkg.web.sparql.forms import GRAPH, ROWS, wished
from healthkg.web.values import Asked, Reply

OFFERED = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv")
JSON, XML, CSV = OFFERED
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("text/csv", CSV),
        ("TEXT/CSV", CSV),
        ("text/*", CSV),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.5", XML),
        ("text/csv, application/sparql-results+xml", XML),  # equals: the order of the server
        ("text/csv;q=0.5, */*;q=0.1", CSV),
        ("application/sparql-results+json;q=0, */*", XML),  # the most specific range decides
        ("application/*;q=0.1, application/sparql-results+xml;q=0.9", XML),
        ("text/csv; header=present; q=0.9, application/*;q=0.2", CSV),
        ("text/csv;q=0.001, image/png", CSV),
        ("text/csv;Q=1.0", CSV),
        ("text/csv ; q = 0.7, application/*;q=0.6", CSV),
        ("text/csv;q=nan, application/sparql-results+xml;q=0.1", XML),  # no weight is none
        ("text/csv;q=7, application/sparql-results+xml;q=0.1", XML),
        ("text/csv;q=-1, application/sparql-results+xml;q=0.1", XML),
        ("text/csv;q=1_0, application/sparql-results+xml;q=0.1", XML),
        ("text/csv;q=.5", CSV),
        ("image/png", None),
        ("*/*;q=0", None),
        ("text/csv;q=0", None),
        (BROWSER, JSON),
        (";;;,,,q=1;=", None),
    ],
)
def test_the_media_type_that_the_header_prefers_is_chosen(header: str, found: str | None) -> None:
    assert preferred(header, OFFERED) == found


@pytest.mark.parametrize(
    ("chosen", "header", "found"),
    [
        (None, "", "fr"),
        ("en", "fr", "en"),
        ("de", "en-GB,fr;q=0.9", "en"),
        (None, "de, en;q=0.5, fr;q=0.7", "fr"),
        (None, "fr;q=0, en;q=0.1", "en"),
        (None, "*", "fr"),
    ],
)
def test_the_language_is_the_one_chosen_by_hand_else_the_one_preferred(
    chosen: str | None, header: str, found: str
) -> None:
    assert language(chosen, header) == found


@pytest.mark.parametrize(
    ("header", "taken"),
    [("gzip", True), ("deflate, gzip;q=0.5", True), ("*", True), ("gzip;q=0", False), ("*;q=0", False),
     ("gzip;q=0, *", False), ("br", False), ("", False)],
)  # fmt: skip
def test_gzip_is_sent_to_who_takes_it(header: str, taken: bool) -> None:
    assert accepts(header, "gzip") is taken


@pytest.mark.parametrize(
    ("header", "known"),
    [('W/"a"', True), ('"a"', True), ('"b", W/"a"', True), ("*", True), ('W/"b"', False), ("", False), ("a", False)],
)
def test_an_entity_tag_is_known_however_strong_it_is_said_to_be(header: str, known: bool) -> None:
    assert is_known(header, 'W/"a"') is known


@pytest.mark.parametrize(
    ("media", "size", "header", "is_packed"),
    [
        ("text/html; charset=utf-8", 1000, "gzip", True),
        ("application/sparql-results+json", 100_000, "gzip, br", True),
        ("image/svg+xml", 5000, "gzip", True),
        ("text/html", 999, "gzip", False),
        ("text/html", 5000, "", False),
        ("image/png", 5000, "gzip", False),
        ("application/zip", 5000, "gzip", False),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 5000, "gzip", False),
    ],
)
def test_a_reply_is_packed_where_that_is_worth_it(media: str, size: int, header: str, is_packed: bool) -> None:
    reply = Reply(b"a" * size, media, headers={"x": "y"})
    made = packed(reply, Asked(headers={"accept-encoding": header}))
    if is_packed:
        assert (gzip.decompress(made.body), made.headers) == (reply.body, {"x": "y", "content-encoding": "gzip"})
        assert made.body == packed(reply, Asked(headers={"accept-encoding": header})).body  # no clock in it
    else:
        assert made is reply


# ---- The formats of answers ----


@pytest.mark.parametrize(
    ("accept", "query", "media"),
    [
        ("", {}, "application/sparql-results+json"),
        ("application/json", {}, "application/json"),
        ("application/xml", {}, "application/xml"),
        ("text/csv", {"format": "tsv"}, "text/tab-separated-values"),
        ("text/csv", {"output": "xml"}, "application/sparql-results+xml"),
        ("text/csv", {"format": "turtle"}, "text/csv"),  # no format of rows: no wish
        ("application/xml;q=0.9, text/csv;q=0.95", {}, "text/csv"),
    ],
)
def test_rows_come_in_the_form_that_is_wished(accept: str, query: dict[str, str], media: str) -> None:
    assert wished(Asked(headers={"accept": accept}, query=tuple(query.items())), ROWS)[1] == media


@pytest.mark.parametrize(
    ("accept", "query", "media"),
    [
        ("", {}, "text/turtle"),
        ("application/json", {}, "application/json"),
        ("application/rdf+xml", {"format": "jsonld"}, "application/ld+json"),
        ("text/turtle", {"format": "xml"}, "application/rdf+xml"),
        ("application/n-triples, */*;q=0.1", {}, "application/n-triples"),
    ],
)
def test_a_graph_comes_in_the_form_that_is_wished(accept: str, query: dict[str, str], media: str) -> None:
    assert wished(Asked(headers={"accept": accept}, query=tuple(query.items())), GRAPH)[1] == media


def test_what_cannot_be_given_is_said_with_what_can() -> None:
    with pytest.raises(InputProblem) as fault:
        wished(Asked(headers={"accept": "image/png"}), ROWS)
    assert fault.value.sentence("en") == (
        "None of what the client accepts can be given here. Formats offered: application/sparql-results+json, "
        "application/sparql-results+xml, text/csv, text/tab-separated-values."
    )
