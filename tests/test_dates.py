"""A date as a person writes it ↔ a Span."""

from __future__ import annotations

import string
from datetime import date
from pathlib import Path

import edtf
import pyoxigraph as ox
import pytest
from edtf.convert import struct_time_to_date
from hypothesis import assume, given
from hypothesis import strategies as st

from healthkg.dates import Span, from_slug, read, triples
from healthkg.dates.moments import EDGES, PARTS, Moment, day, month, part, third, year
from healthkg.dates.spans import between, during, since, until, yearless
from healthkg.errors import HealthkgError, InputProblem
from healthkg.prefixes import read_prefixes

PREFIXES = Path(__file__).parents[1] / "ontology" / "prefixes.ttl"


def span(slug: str, fr: str, en: str, notation: str | None, earliest: str | None, latest: str | None) -> Span:
    bounds = (date.fromisoformat(bound) if bound else None for bound in (earliest, latest))
    return Span(slug, fr, en, notation, *bounds)


# ---- What is read: the table of the model, then the rest, each as a whole Span ----

SPANS = {
    "avril 2019": span("temps-2019-04", "avril 2019", "April 2019", "2019-04", "2019-04-01", "2019-04-30"),
    "dernier trimestre 2018": span(
        "temps-2018-t4", "4e trimestre 2018", "4th quarter of 2018", "2018-36", "2018-10-01", "2018-12-31"
    ),
    "premier semestre 2020": span(
        "temps-2020-s1", "1er semestre 2020", "1st half of 2020", "2020-40", "2020-01-01", "2020-06-30"
    ),
    "été 2020": span("temps-2020-ete", "été 2020", "summer 2020", "2020-22", "2020-06-01", "2020-09-30"),
    "d'ici 2025": span("temps-avant-2025", "d'ici 2025", "by 2025", "../2025", None, "2025-12-31"),
    "en 2025": span("temps-2025", "2025", "2025", "2025", "2025-01-01", "2025-12-31"),
    "au plus tard le 31 juillet 2022": span(
        "temps-avant-2022-07-31",
        "au plus tard le 31 juillet 2022",
        "by 31 July 2022",
        "../2022-07-31",
        None,
        "2022-07-31",
    ),
    "début 2022": span("temps-debut-2022", "début 2022", "early 2022", None, "2022-01-01", "2022-03-31"),
    "fin 2018": span("temps-fin-2018", "fin 2018", "late 2018", None, "2018-10-01", "2018-12-31"),
    "rentrée 2020": span(
        "temps-rentree-2020",
        "rentrée 2020",
        "start of the 2020 school year",
        None,
        "2020-09-01",
        "2020-09-30",
    ),
    "mi-2021": span("temps-mi-2021", "mi-2021", "mid-2021", None, "2021-05-01", "2021-08-31"),
    "de 2004 à mi-2021": span(
        "temps-2004-a-mi-2021",
        "de 2004 à mi-2021",
        "from 2004 to mid-2021",
        "2004/2021-06",
        "2004-01-01",
        "2021-08-31",
    ),
    "T1 à T2 2020": span(
        "temps-2020-t1-a-2020-t2",
        "du 1er trimestre 2020 au 2e trimestre 2020",
        "from the 1st quarter of 2020 to the 2nd quarter of 2020",
        None,
        "2020-01-01",
        "2020-06-30",
    ),
    "dès 2020": span("temps-depuis-2020", "dès 2020", "from 2020 onwards", "2020/..", "2020-01-01", None),
    "dès le 1er juillet 2021": span(
        "temps-depuis-2021-07-01",
        "dès le 1er juillet 2021",
        "from 1 July 2021 onwards",
        "2021-07-01/..",
        "2021-07-01",
        None,
    ),
    "depuis la fin de l'année 2019": span(
        "temps-depuis-fin-2019", "dès fin 2019", "from late 2019 onwards", None, "2019-10-01", None
    ),
    "lundi 17 septembre 2018": span(
        "temps-2018-09-17", "17 septembre 2018", "17 September 2018", "2018-09-17", "2018-09-17", "2018-09-17"
    ),
    "17 septembre": span("temps-sans-annee-09-17", "17 septembre", "17 September", "XXXX-09-17", None, None),
    "d'ici fin mai 2023": span(
        "temps-avant-2023-05", "d'ici mai 2023", "by May 2023", "../2023-05", None, "2023-05-31"
    ),
    "fin mai 2023": span("temps-fin-2023-05", "fin mai 2023", "late May 2023", None, "2023-05-21", "2023-05-31"),
    "2019 à 2022": span(
        "temps-2019-a-2022", "de 2019 à 2022", "from 2019 to 2022", "2019/2022", "2019-01-01", "2022-12-31"
    ),
    "septembre à décembre 2018": span(
        "temps-2018-09-a-2018-12",
        "de septembre à décembre 2018",
        "from September to December 2018",
        "2018-09/2018-12",
        "2018-09-01",
        "2018-12-31",
    ),
    "du 17 au 19 septembre 2018": span(
        "temps-2018-09-17-a-2018-09-19",
        "du 17 au 19 septembre 2018",
        "from 17 to 19 September 2018",
        "2018-09-17/2018-09-19",
        "2018-09-17",
        "2018-09-19",
    ),
    "d'avril à l'automne 2019": span(
        "temps-2019-04-a-2019-automne",
        "d'avril 2019 à l'automne 2019",
        "from April 2019 to autumn 2019",
        None,
        "2019-04-01",
        "2019-12-31",
    ),
    "hiver 2020-2021": span(
        "temps-2020-hiver", "hiver 2020-2021", "winter 2020-2021", "2020-24", "2020-12-01", "2021-03-31"
    ),
    "2004/": span(
        "temps-2004-a-inconnu",
        "de 2004 à une date inconnue",
        "from 2004 to an unknown date",
        "2004/",
        "2004-01-01",
        None,
    ),
    "/2004": span(
        "temps-inconnu-a-2004",
        "d'une date inconnue à 2004",
        "from an unknown date to 2004",
        "/2004",
        None,
        "2004-12-31",
    ),
}

SAME = {
    "temps-2018": [
        "2018",
        "en 2018",
        "courant 2018",
        "l'an 2018",
        "dans le courant de l'année 2018",
        "2018/2018",
    ],
    "temps-2018-09": [
        "2018-09",
        "Septembre 2018",
        "sept. 2018",
        "September 2018",
        "début à fin septembre 2018",
    ],
    "temps-2018-09-17": ["2018-09-17", "17 Septembre 2018", "le 17 septembre 2018", "September 17, 2018"],
    "temps-2021-07-01": [
        "1er juillet 2021",
        "1ᵉʳ juillet 2021",
        "le 1er\u00a0juillet\u202f2021",
        "1st July 2021",
    ],
    "temps-2018-t4": [
        "T4 2018",
        "2018-T4",
        "Q4 2018",
        "2018-36",
        "4e trimestre 2018",
        "fourth quarter of 2018",
    ],
    "temps-2020-s1": ["S1 2020", "2020-40", "1er semestre de l'année 2020", "first half of 2020", "H1 2020"],
    "temps-2020-ete": ["ETE 2020", "l’été 2020", "pour l'été 2020", "2020-22", "summer 2020"],
    "temps-fin-2019": ["la fin de l'année 2019", "à la fin 2019", "end of 2019", "late 2019"],
    "temps-mi-2021": ["à mi-2021", "mi 2021", "mi\u20112021", "mid-2021", "milieu de l'année 2021"],
    "temps-rentree-2020": ["à la rentrée 2020", "rentrée scolaire 2020"],
    "temps-avant-2022": [
        "d’ici à 2022",
        "d'ici fin 2022",
        "jusqu'à fin 2022",
        "avant 2022",
        "../2022",
        "by the end of 2022",
    ],
    "temps-avant-2023-06": [
        "d'ici juin 2023",
        "d'ici à juin 2023",
        "au plus tard en juin 2023",
        "../2023-06",
    ],
    "temps-avant-2023-12-31": ["jusqu'au 31 décembre 2023", "au plus tard jusqu'au 31 décembre 2023"],
    "temps-depuis-2004": [
        "depuis 2004",
        "à partir de 2004",
        "à compter de 2004",
        "2004/..",
        "since 2004",
        "from 2004",
    ],
    "temps-2019-a-2022": [
        "2019-2022",
        "2019–2022",
        "2019 - 2022",
        "entre 2019 et 2022",
        "from 2019 to 2022",
        "2019/2022",
    ],
    "temps-2018-09-a-2018-12": ["septembre-décembre 2018", "2018-09/2018-12", "2018-09 à 2018-12"],
    "temps-2018-09-17-a-2018-09-19": ["17-19 septembre 2018", "lundi 17 au mercredi 19 septembre 2018"],
    "temps-sans-annee-09-17": ["XXXX-09-17", "le 17 septembre", "17 September"],
}


@pytest.mark.parametrize("text", SPANS)
def test_a_date_is_read_as_a_whole_span(text: str) -> None:
    assert read(text) == SPANS[text]


@pytest.mark.parametrize(("slug", "text"), [(slug, text) for slug, texts in SAME.items() for text in texts])
def test_many_spellings_make_one_span(slug: str, text: str) -> None:
    assert read(text) == read(slug) == from_slug(slug)


# ---- What is refused, and why ----

REFUSED: dict[str, tuple[str, dict[str, object]]] = {
    "": ("date-unreadable", {"text": ""}),
    "bientôt": ("date-unreadable", {"text": "bientôt"}),
    "été": ("date-unreadable", {"text": "été"}),
    "septembre 18": ("date-unreadable", {"text": "septembre 18"}),
    "2023-W05-1": ("date-unreadable", {"text": "2023-W05-1"}),
    "../..": ("date-unreadable", {"text": "../.."}),
    "2016-02-30": ("date-impossible", {"text": "2016-02-30"}),
    "30 février 2016": ("date-impossible", {"text": "2016-02-30"}),
    "31 avril": ("date-impossible", {"text": "2000-04-31"}),
    "2023-13": ("date-impossible", {"text": "2023-13"}),
    "mardi 17 septembre 2018": (
        "date-wrong-weekday",
        {
            "text": "2018-09-17",
            "given_fr": "mardi",
            "given_en": "Tuesday",
            "true_fr": "lundi",
            "true_en": "Monday",
        },
    ),
    "2022 à 2019": ("date-end-before-start", {"start": "2022-01-01", "end": "2019-12-31"}),
    "décembre à février 2019": ("date-end-before-start", {"start": "2019-12-01", "end": "2019-02-28"}),
    "9999-12-31": ("date-out-of-range", {"year": "9999", "first": 1789, "last": 2100}),
    "0016": ("date-out-of-range", {"year": "0016", "first": 1789, "last": 2100}),
    "hiver 2100-2101": ("date-out-of-range", {"year": "2101", "first": 1789, "last": 2100}),
    "hiver 2020": ("date-which-winter", {"before": 2019, "year": 2020, "after": 2021}),
    "26/01/2016": ("date-not-iso", {"text": "26/01/2016", "iso": "2016-01-26"}),
    "20160126": ("date-not-iso", {"text": "20160126", "iso": "2016-01-26"}),
    "23": ("date-short-year", {"text": "23"}),
    "2018-09-17T10:00:00": ("date-with-time", {"text": "2018-09-17T10:00:00"}),
    "2018-09-17Z": ("date-with-time", {"text": "2018-09-17Z"}),
    "2018~": ("date-uncertain", {"text": "2018~"}),
    "vers 2020": ("date-uncertain", {"text": "vers 2020"}),
    "d'une date inconnue à une date inconnue": ("date-without-bounds", {}),
    "temps-avant-fin-2023": (
        "date-slug-not-canonical",
        {"text": "temps-avant-fin-2023", "slug": "temps-avant-2023"},
    ),
    "temps-bientot": ("date-slug-unreadable", {"text": "temps-bientot"}),
}


def refusal(error: HealthkgError) -> tuple[str, dict[str, object]]:
    return error.code, error.data


@pytest.mark.parametrize("text", REFUSED)
def test_a_text_that_is_no_date_is_refused_with_its_cause(text: str) -> None:
    with pytest.raises(InputProblem) as caught:
        read(text)
    assert refusal(caught.value) == REFUSED[text]


def test_a_long_text_is_refused_without_being_read() -> None:
    with pytest.raises(InputProblem) as caught:
        read("d'ici " * 100_000 + "2022")
    assert caught.value.code == "date-unreadable"


@pytest.mark.parametrize("slug", ["2018", "temps-", "temps-2018 ", "temps-2018\n", "temps-2018-T4", "Temps-2018"])
def test_only_an_exact_slug_is_a_slug(slug: str) -> None:
    with pytest.raises(InputProblem) as caught:
        from_slug(slug)
    assert caught.value.code == "date-slug-unreadable"


# ---- Properties ----

YEARS = st.integers(1789, 2100)
DAYS = st.dates(date(1789, 1, 1), date(2100, 12, 31))
MOMENTS: st.SearchStrategy[Moment] = st.one_of(
    st.builds(year, YEARS),
    st.builds(month, st.integers(1, 12), YEARS),
    DAYS.map(lambda d: day(d.day, d.month, d.year)),
    st.builds(part, st.sampled_from(sorted(PARTS)), st.integers(1789, 2099)),
    st.builds(third, st.sampled_from(EDGES), st.integers(1, 12), YEARS),
)


@st.composite
def periods(draw: st.DrawFn, moments: st.SearchStrategy[Moment] = MOMENTS) -> Span:
    start, end = draw(moments), draw(moments)
    assume(start.earliest <= end.latest)
    return between(start, end)


SPANS_OF_ALL_KINDS: st.SearchStrategy[Span] = st.one_of(
    MOMENTS.map(during),
    MOMENTS.map(until),
    MOMENTS.map(since),
    periods(),
    MOMENTS.map(lambda start: between(start, None)),
    MOMENTS.map(lambda end: between(None, end)),
    st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda d: yearless(d.day, d.month)),
)
# What dates are made of, so that chance meets the grammar.
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "d'ici",
                "dès",
                "de",
                "du",
                "à",
                "au",
                "et",
                "entre",
                "jusqu'à",
                "-",
                "/",
                "..",
                "2018",
                "09",
                "17",
            ),
            *(
                "1er",
                "lundi",
                "mai",
                "septembre",
                "été",
                "hiver",
                "fin",
                "mi-",
                "début",
                "T4",
                "s1",
                "premier",
            ),
            *("trimestre", "rentrée", "XXXX-", "temps-", "inconnu"),
        ]
    )
    | st.text(string.printable, max_size=3),
    max_size=8,
)


@given(SPANS_OF_ALL_KINDS)
def test_a_slug_leads_back_to_its_span(found: Span) -> None:
    assert from_slug(found.slug) == found


@given(SPANS_OF_ALL_KINDS)
def test_a_label_is_read_back_as_its_span(found: Span) -> None:
    assert (read(found.label_fr), read(found.label_en)) == (found, found)


@given(SPANS_OF_ALL_KINDS)
def test_edtf_is_read_back_as_its_span_but_for_the_middle_of_a_year(found: Span) -> None:
    assume(found.edtf is not None and "mi-" not in found.slug)
    assert read(str(found.edtf)) == found


@given(SPANS_OF_ALL_KINDS)
def test_bounds_are_in_order_and_in_range(found: Span) -> None:
    earliest, latest = found.earliest or date(1789, 1, 1), found.latest or date(2100, 12, 31)
    assert date(1789, 1, 1) <= earliest <= latest <= date(2100, 12, 31)


@given(PIECES, st.sampled_from(["", " "]))
def test_any_text_is_a_span_that_its_slug_recalls_or_an_input_problem(pieces: list[str], space: str) -> None:
    try:
        found = read(space.join(pieces))
    except InputProblem:
        return
    assert from_slug(found.slug) == found


@given(DAYS)
def test_a_day_accepts_its_own_weekday_alone(when: date) -> None:
    weekdays = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
    accepted = []
    for weekday in weekdays:
        try:
            read(f"{weekday} {when.isoformat()}")
        except InputProblem:
            continue
        accepted.append(weekday)
    assert accepted == [weekdays[when.weekday()]]


# ---- EDTF, judged by the edtf package ----


@given(SPANS_OF_ALL_KINDS)
def test_the_edtf_package_accepts_every_notation(found: Span) -> None:
    assume(found.edtf is not None)
    assert str(edtf.parse_edtf(found.edtf)) == found.edtf


# Seasons, and an interval that ends in the middle of a year, follow a convention of ours.
WITHOUT_CONVENTION = st.one_of(
    st.builds(year, YEARS),
    st.builds(month, st.integers(1, 12), YEARS),
    DAYS.map(lambda d: day(d.day, d.month, d.year)),
)
QUARTERS_AND_HALVES = st.builds(part, st.sampled_from(["t1", "t2", "t3", "t4", "s1", "s2"]), YEARS)


@given((WITHOUT_CONVENTION | QUARTERS_AND_HALVES).map(during) | periods(WITHOUT_CONVENTION))
def test_the_edtf_package_finds_the_same_bounds(found: Span) -> None:
    notation = edtf.parse_edtf(found.edtf)
    bounds = (struct_time_to_date(notation.lower_strict()), struct_time_to_date(notation.upper_strict()))
    assert bounds == (found.earliest, found.latest)


# ---- The node ----


def test_a_span_becomes_a_time_span_node() -> None:
    iri = read_prefixes(PREFIXES)
    node, xsd_date = iri["id:temps-2020-ete"], iri["xsd:date"]
    assert triples(read("été 2020"), iri) == [
        ox.Triple(node, iri["rdf:type"], iri["hkg:TimeSpan"]),
        ox.Triple(node, iri["hkg:earliest"], ox.Literal("2020-06-01", datatype=xsd_date)),
        ox.Triple(node, iri["hkg:edtf"], ox.Literal("2020-22")),
        ox.Triple(node, iri["hkg:latest"], ox.Literal("2020-09-30", datatype=xsd_date)),
        ox.Triple(node, iri["skos:prefLabel"], ox.Literal("summer 2020", language="en")),
        ox.Triple(node, iri["skos:prefLabel"], ox.Literal("été 2020", language="fr")),
    ]


def test_a_bound_that_is_not_known_is_not_written() -> None:
    iri = read_prefixes(PREFIXES)
    node = iri["id:temps-sans-annee-09-17"]
    assert triples(read("17 septembre"), iri) == [
        ox.Triple(node, iri["rdf:type"], iri["hkg:TimeSpan"]),
        ox.Triple(node, iri["hkg:edtf"], ox.Literal("XXXX-09-17")),
        ox.Triple(node, iri["skos:prefLabel"], ox.Literal("17 September", language="en")),
        ox.Triple(node, iri["skos:prefLabel"], ox.Literal("17 septembre", language="fr")),
    ]
