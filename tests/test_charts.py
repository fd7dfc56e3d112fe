"""Answers become charts: whole marks, the words that say the same, pictures that hide nothing, the same bytes."""

import re
import tomllib
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import Literal, NamedNode

from healthkg.answers import Answer, list_queries, query
from healthkg.answers.answer import answer as answered
from healthkg.errors import InputProblem
from healthkg.projection import chart, charts, pdf, png, svg
from healthkg.projection.charts import palette, rendering, words
from healthkg.projection.charts.pictures import NARROW, WIDE, drawn, fonts, framed
from healthkg.projection.charts.pictures.items import Box, Item, Paint, Words
from healthkg.projection.charts.pictures.scales import over, rounded_up
from healthkg.projection.charts.values import (
    Bullet,
    Chart,
    Cut,
    Envelope,
    Figure,
    Lane,
    Moment,
    Omitted,
    Ribbon,
    Source,
    Stay,
    Sum,
    Time,
)
from healthkg.projection.page import asset
from healthkg.queryfile import Query
from healthkg.store import Store
from support import ROOT, Run

PARAMETERS = tomllib.loads((ROOT / "tests/expected/miniature/params.toml").read_text("utf-8"))
HOSTILE = '<img src=x onerror=alert(1)> & "$x^2$" \\frac{1} \u202eabc\u202c\u0000\u200b 漢字 🙂 ' + "a" * 2000
XSD = "http://www.w3.org/2001/XMLSchema#"


def made(store: Store, name: str, lang: str = "fr") -> Chart:
    """The chart of a query of the library on the miniature world."""
    found = query(store, name, **PARAMETERS.get(name, {}))
    return chart(found, lang, charts.lexicon(store, found, lang))


def term(value: object) -> Literal | NamedNode | None:
    if value is None:
        return None
    if isinstance(value, NamedNode):
        return value
    if isinstance(value, bool):
        return Literal(str(value).lower(), datatype=NamedNode(f"{XSD}boolean"))
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=NamedNode(f"{XSD}date"))
    return Literal(
        str(value), datatype=NamedNode(f"{XSD}{'decimal' if isinstance(value, (int, Decimal)) else 'string'}")
    )


def answer(said: dict, *rows: dict) -> Answer:
    """What a query with this `chart:` brings back."""
    columns = tuple(dict.fromkeys(name for row in rows for name in row)) or ("item",)
    header = {
        "summary": {"fr": "Quoi, et quand ?", "en": "What, and when?"},
        "columns": {name: {"fr": name, "en": name} for name in columns},
        "caveats": {"fr": "À lire avec soin.", "en": "To be read with care."},
        "chart": said,
    }
    terms = tuple(tuple(term(row.get(name)) for name in columns) for row in rows)
    return Answer(Query("made", "reports", "", header), "1", columns, terms)


TIMELINE = {
    "kind": "timeline",
    "item": "item",
    "word": "word",
    "said": "date",
    "start": "start",
    "end": "end",
    "moved": {"said": "newDate", "start": "newStart", "end": "newEnd"},
    "evidence": {"document": "document", "lines": "lines"},
}
BREAKDOWN = {
    "kind": "breakdown",
    "envelope": "envelope",
    "total": {"label": "envelope", "amount": "amount", "precision": "precision"},
    "cut": "cut",
    "complete": "complete",
    "line": {"key": "line", "label": "line", "amount": "lineAmount"},
    "evidence": {"document": "document", "lines": "lines"},
}
SPAN = {"item": "guichet", "word": "ouverture", "date": "2020", "start": date(2020, 1, 1), "end": date(2020, 12, 31)}
SPAN |= {"newDate": None, "newStart": None, "newEnd": None, "document": "Bilan", "lines": "3"}


def plain(text: str) -> str:
    return re.sub("[\u00a0\u202f]", " ", text)


def said(found: Chart) -> list[str]:
    return [plain(sentence) for sentence in found.caption]


class Page(HTMLParser):
    """The elements of a page, and its visible text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] != "style":
            self.words += data


# ---- The marks of each kind, on the miniature world ----


def iri(name: str) -> str:
    return f"https://w3id.org/healthkg/id/{name}"


ALPHA, REVIEW, STATE = "Plan Alpha", "Bilan du Plan Alpha", "Où en est le Plan Alpha\u202f?"


def test_a_timeline_shows_when_to_when_moved_and_when_done(mini_store: Store) -> None:
    epsilon = "création de la plateforme Epsilon, plateforme Epsilon"
    march = Time("mars 2020", date(2020, 3, 1), date(2020, 3, 31))
    end = Time("fin 2021", date(2021, 10, 1), date(2021, 12, 31))
    assert made(mini_store, "deadlines_and_moves").marks == (
        Moment(
            epsilon,
            "ouverture prévue",
            "",
            Time("1er trimestre 2019", date(2019, 1, 1), date(2019, 3, 31)),
            moved=march,
            sources=(Source(ALPHA, "14"), Source(STATE, "6")),
            key=iri("jalon-ouverture-epsilon-2019"),
        ),
        Moment(
            epsilon,
            "ouverture prévue",
            "",
            march,
            done=Time("2 mars 2020", date(2020, 3, 2), date(2020, 3, 2)),
            sources=(Source(REVIEW, "7"),),
            key=iri("jalon-ouverture-epsilon-2020--bilan"),
        ),
        Moment(
            "relais Sigma",
            "évaluation prévue",
            "",
            end,
            sources=(Source(REVIEW, "19"),),
            key=iri("jalon-evaluation-relais-sigma"),
        ),
        Moment(
            "maison Delta",
            "généralisation prévue",
            "",
            Time(""),
            moved=Time("fin 2021", end.start, end.end, "sous condition"),
            sources=(Source(ALPHA, "20"), Source(STATE, "12")),
            key=iri("jalon-generalisation-maisons-delta"),
        ),
    )


def test_what_has_no_date_is_not_drawn_and_says_why(mini_store: Store) -> None:
    assert made(mini_store, "deadlines_and_moves").omitted == (
        Omitted("formation (mise en place prévue)", "date non énoncée"),
        Omitted("maison Delta, ouverture de maisons Delta (prochaine étape, évaluation prévue)", "date non énoncée"),
        Omitted("relais Sigma (généralisation prévue)", "date non énoncée"),
        Omitted("référentiel Zêta (généralisation prévue)", "date non énoncée"),
    )


def test_a_target_stands_against_the_figures_that_compare_with_it(mini_store: Store) -> None:
    found = made(mini_store, "targets_against_figures")
    assert found.marks[1] == Bullet(
        "relais Sigma ouverts",
        "structures",
        (Figure(Decimal(90), "90", date="fin 2023", label="ouverture de relais Sigma"),),
        (Figure(Decimal(10), "10", date="fin 2019"),),
        "11,1 %",
        sources=(Source(REVIEW, "18"),),
        key=iri("indicateur-relais-sigma"),
    )
    assert found.marks[0].figures == (
        Figure(Decimal(60), "60", date="31 mars 2020"),
        Figure(
            Decimal(30),
            "30",
            date="fin septembre 2019",
            label="maisons Delta ouvertes avec un conseiller",
            reserve=True,
        ),
    )
    assert [bool(one.figures) for one in found.marks] == [True, True, False, False, False]
    assert found.omitted[3] == Omitted(
        "population couverte par des relais Sigma\u202f: 40 (cible\u202f: nouveaux relais Sigma)",
        "non comparable\u202f: autre indicateur du même objet",
    )


def test_an_envelope_has_its_cuts_and_what_they_leave(mini_store: Store) -> None:
    lines = (
        Sum("maison Delta", Decimal(60_000_000), "60\u00a0M€", sources=(Source(ALPHA, "24"),)),
        Sum("plateforme Epsilon", Decimal(40_000_000), "40\u00a0M€", sources=(Source(ALPHA, "24"),)),
    )
    part = Sum("maison Delta", Decimal(15_000_000), "15\u00a0M€", sources=(Source(ALPHA, "25"),))
    whole = Sum("maison Delta", Decimal(60_000_000), "60\u00a0M€", sources=(Source(ALPHA, "25"),))
    total = Sum(
        "Plan Alpha, annoncé, de 2018 à 2022, publique",
        Decimal(100_000_000),
        "100\u00a0M€",
        sources=(Source(ALPHA, "24"),),
    )
    assert made(mini_store, "lines_of_envelope").marks == (
        Envelope(total, (Cut(True, lines, Decimal(0)),)),
        Envelope(whole, (Cut(False, (part,), Decimal(45_000_000)),)),
    )


def test_the_lines_of_an_envelope_are_drawn_once(mini_store: Store) -> None:
    found = made(mini_store, "envelopes_and_breakdowns")
    assert [(one.total.label, one.total.words, plain(one.overlaps)) for one in found.marks] == [
        ("Plan Alpha, annoncé, de 2018 à 2022, publique", "100\u00a0M€", ""),
        ("Plan Alpha, exécuté, mixte", "95\u00a0M€", "Plan Alpha, autorisé : 90 M€"),
        ("Plan Alpha, autorisé", "90\u00a0M€", "Plan Alpha, exécuté, mixte : 95 M€"),
        ("maison Delta", "60\u00a0M€", ""),
        ("programme Mu", "20\u00a0M€", ""),
    ]
    assert plain(found.omitted[0].why) == "dessinée comme ligne de : Plan Alpha, exécuté, mixte"


def test_a_flow_leads_from_an_element_to_what_it_becomes_or_to_no_sequel(mini_store: Store) -> None:
    found = made(mini_store, "continuity_between_plans")
    assert found.marks[2:4] == (
        Ribbon(
            "écriture du référentiel Zêta",
            "article 4 de la loi Thêta",
            "vient d'un texte",
            "référentiel Zêta",
            sources=(Source(ALPHA, "15"),),
            keys=(iri("mesure-referentiel-zeta"), iri("dispositif-referentiel-zeta"), iri("loi-theta-article-4")),
        ),
        Ribbon(
            "création de la plateforme Epsilon",
            "sans suite énoncée",
            "",
            absent=True,
            sources=(Source(ALPHA, "14"),),
            keys=(iri("mesure-plateforme-epsilon"), "", ""),
        ),
    )
    assert [one.start for one in found.marks if one.absent] == [
        "création de la plateforme Epsilon",
        "formation",
        "guichet unique",
        "partage des données",
        "écriture du référentiel Zêta",
    ]


def test_a_lane_shows_who_from_when_to_when_or_that_nobody_is_stated(mini_store: Store) -> None:
    found = {one.label: one for one in made(mini_store, "leads_over_time").marks}
    autumn = Time("d'octobre à décembre 2019", date(2019, 10, 1), date(2019, 12, 31))
    april = Time("avril 2018", date(2018, 4, 1), date(2018, 4, 30))
    assert found["guichet unique"].stays == (
        Stay(
            "agence Alpha",
            "pilote",
            begins=april,
            ends=Time("30 juin 2019", date(2019, 6, 30), date(2019, 6, 30)),
            sources=(Source(REVIEW, "3–4"),),
        ),
        Stay("agence Alpha", "pilote", "annoncée", begins=april, sources=(Source(ALPHA, "7"),)),
        Stay(
            "office Bêta",
            "pilote",
            begins=Time("1er juillet 2019", date(2019, 7, 1), date(2019, 7, 1)),
            sources=(Source(REVIEW, "4"),),
        ),
        Stay("office Bêta", "pilote", attested=autumn, sources=(Source(STATE, "7"),)),
    )
    assert found["Plan Alpha"].stays[1].note == "possible, pour chaque chantier"
    assert found["formation"] == Lane(
        "formation",
        "3",
        "chantiers",
        gap="pilote non énoncé",
        sources=(Source(ALPHA, "9"),),
        key=iri("chantier-alpha-03"),
    )


# ---- The words that say the same ----


def test_the_alternative_of_a_timeline_says_what_moved_and_what_is_done(mini_store: Store) -> None:
    assert said(made(mini_store, "deadlines_and_moves")) == [
        "4 repères, de 2019 à 2021.",
        "3 dates ne sont pas un jour précis : une barre va du premier au dernier jour possible.",
        "Déplacé : création de la plateforme Epsilon, plateforme Epsilon (ouverture prévue), "
        "de « 1er trimestre 2019 » à « mars 2020 » (+ 12 mois).",
        "Déplacé : maison Delta (généralisation prévue), de « date non énoncée » à « fin 2021 », sous condition.",
        "Réalisé : création de la plateforme Epsilon, plateforme Epsilon, 2 mars 2020.",
        "4 lignes sans date ne sont pas dessinées.",
    ]


def test_the_alternative_of_lanes_names_who_and_where_nobody(mini_store: Store) -> None:
    found = said(made(mini_store, "leads_over_time"))
    assert found[0] == "8 éléments, dont 4 avec un acteur énoncé."
    assert found[3] == (
        "2. partage des données : office Bêta (pilote, ferme, attesté : 15 mars 2018) ; "
        "office Bêta (pilote, à titre principal, attesté : d'octobre à décembre 2019)."
    )
    assert found[-1] == (
        "Pilote non énoncé pour 4 éléments : 3. formation, 1.1. ouverture de maisons Delta, "
        "1.2. création de la plateforme Epsilon et 2.1. écriture du référentiel Zêta."
    )


def test_a_chart_speaks_english_of_times_terms_and_amounts(mini_store: Store) -> None:
    moments, lanes = made(mini_store, "deadlines_and_moves", "en"), made(mini_store, "leads_over_time", "en")
    assert [(one.word, one.when.words) for one in moments.marks[:2]] == [
        ("planned opening", "1st quarter of 2019"),
        ("planned opening", "March 2020"),
    ]
    assert [(stay.word, stay.note) for stay in lanes.marks[0].stays] == [
        ("coordinator", ""),
        ("lead", "possible, for each chantier"),
    ]
    assert made(mini_store, "lines_of_envelope", "en").marks[0].total.words == "€100m"
    assert (
        lanes.title
        == "Plan Alpha – Who leads a plan and each of its parts, at which time, and where is no lead stated?"
    )
    assert lanes.asked == (("plan", "Plan Alpha"),)


def test_numbers_amounts_and_days_are_written_as_the_language_does() -> None:
    assert words.money(Decimal("1234500000.00"), "fr") == "1\u202f234,5\u00a0M€"
    assert words.money(Decimal("1234500000.00"), "en") == "€1,234.5m"
    assert words.money(Decimal(80_000), "fr") == "80\u202f000\u00a0€"
    assert words.number(Decimal("-1234.50"), "en") == "-1,234.5"
    assert words.quantity("12,5", "% de la population", "fr") == "12,5 % de la population"
    assert words.when("", date(2020, 4, 1), date(2020, 6, 30), "fr") == "2e trimestre 2020"
    assert words.when("été 2020", date(2020, 6, 1), date(2020, 9, 30), "en") == "summer 2020"
    assert words.when("", date(2020, 1, 5), date(2021, 2, 3), "en") == "from 5 January 2020 to 3 February 2021"
    assert words.when("", date(2020, 1, 5), None, "fr") == "dès le 5 janvier 2020"
    assert words.when("", date(1, 1, 1), date(1, 1, 1), "fr") == "0001-01-01"


def test_the_catalogue_says_the_same_keys_in_both_languages() -> None:
    table = words.table()
    assert set(table["fr"]) == set(table["en"])
    gaps = {
        key: {lang: set(re.findall(r"\{\w+\}", str(table[lang][key]))) for lang in ("fr", "en")} for key in table["fr"]
    }
    assert {key: found for key, found in gaps.items() if found["fr"] != found["en"]} == {}


# ---- What is not known is drawn as such ----


def shapes(found: Chart, width: float = WIDE) -> list[Item]:
    return [item for item in drawn(found, width).items if not isinstance(item, Words)]


def test_an_amount_that_is_not_stated_is_hatched_and_never_zero() -> None:
    row = {
        "envelope": "fonds",
        "amount": 100_000_000,
        "cut": "c",
        "complete": False,
        "line": "a",
        "lineAmount": 30_000_000,
    }
    found = chart(
        answer(BREAKDOWN, row, row | {"line": "b", "lineAmount": None}, {"envelope": "sans montant", "amount": None})
    )
    lines = found.marks[0].cuts[0].lines
    assert [(line.amount, plain(line.words)) for line in lines] == [
        (Decimal(30_000_000), "30 M€"),
        (None, "montant non énoncé"),
    ]
    assert found.marks[0].cuts[0].rest is None
    assert found.marks[1].total == Sum("sans montant", None, "montant non énoncé")
    hatched = [item for item in shapes(found) if isinstance(item, Box) and item.paint.hatch and item.tip]
    assert [item.tip.split("\n")[0] for item in hatched] == [
        "b – montant non énoncé",
        "fonds – reste inconnu",
        "sans montant – montant non énoncé",
    ]
    assert all(item.width == 90 for item in hatched)
    assert "Montant non énoncé : sans montant." in said(found)


def test_what_no_cut_states_is_neither_stacked_nor_subtracted() -> None:
    row = {"envelope": "fonds", "amount": 100_000_000, "cut": None, "complete": None}
    row |= {"line": "a", "lineAmount": 30_000_000}
    found = chart(answer(BREAKDOWN, row, row | {"line": "b", "lineAmount": 20_000_000}))
    assert (found.marks[0].cuts[0].stated, found.marks[0].cuts[0].rest) == (False, None)
    bars = [item for item in shapes(found) if isinstance(item, Box) and item.tip[:2] in ("a ", "b ")]
    assert len({bar.x for bar in bars}) == 1 and all(bar.paint.dash for bar in bars)


def test_lines_that_exceed_a_minimum_are_no_error() -> None:
    row = {"envelope": "fonds", "amount": 20_000_000, "precision": "au moins", "cut": "c", "complete": False}
    found = chart(answer(BREAKDOWN, row | {"line": "a", "lineAmount": 23_000_000}))
    assert said(found)[2] == (
        "fonds, au moins 20 M€ : découpe incomplète, dont a (23 M€) ; "
        "les lignes dépassent de 3 M€ le total, énoncé comme un minimum."
    )


def test_a_role_without_end_is_hatched_where_nothing_is_stated(mini_store: Store) -> None:
    found = made(mini_store, "leads_over_time")
    mine = [item for item in shapes(found) if isinstance(item, Box) and "agence Alpha (pilote)" in item.tip]
    ended = [item for item in mine if "jusqu" in item.tip]
    open_ = [item for item in mine if "jusqu" not in item.tip]
    assert [item.paint.hatch for item in ended] == [False, False]
    assert [item.paint.hatch for item in open_] == [True, False]


def test_a_role_that_nothing_dates_and_an_element_without_role_are_drawn() -> None:
    header = {"kind": "lanes", "lane": "lane", "actor": "actor", "absent": {"fr": "pilote non énoncé", "en": "no lead"}}
    found = chart(answer(header, {"lane": "un", "actor": "Anne"}, {"lane": "deux", "actor": None}))
    texts = [item.text for item in drawn(found).items if isinstance(item, Words)]
    assert ("date non énoncée" in texts, "pilote non énoncé" in texts) == (True, True)
    assert sum(isinstance(item, Box) and item.paint.hatch for item in shapes(found)) >= 2


def test_a_number_that_is_only_about_right_or_a_bound_says_so() -> None:
    header = {"kind": "bullet", "item": "item", "unit": "unit", "target": {"value": "target", "precision": "precision"}}
    rows = [
        {"item": word or "exact", "unit": "lits", "target": 10, "precision": word}
        for word in ("au moins", "presque", None)
    ]
    assert [(one.targets[0].words, one.targets[0].bound) for one in chart(answer(header, *rows)).marks] == [
        ("au moins 10", "atleast"),
        ("presque 10", "about"),
        ("10", "exact"),
    ]


def test_two_indicators_of_different_units_have_each_their_own_scale() -> None:
    header = {"kind": "bullet", "item": "item", "unit": "unit", "target": {"value": "target"}}
    rows = [{"item": "lits", "unit": "lits", "target": 40_000}, {"item": "part", "unit": "pour cent", "target": 50}]
    texts = [item.text for item in drawn(chart(answer(header, *rows))).items if isinstance(item, Words)]
    assert [text for text in texts if text in ("50\u202f000", "100")] == ["50\u202f000", "100"]


# ---- Refusals ----


def test_a_query_without_a_chart_a_kind_that_is_none_and_a_missing_column_are_refused(mini_store: Store) -> None:
    for said_, code in (
        ({}, "query-not-a-chart"),
        (TIMELINE | {"kind": "pie", "item": "item"}, "chart-kind"),
        ({"kind": "timeline", "item": "absent", "moved": {"start": "item"}}, "chart-column"),
    ):
        with pytest.raises(InputProblem) as fault:
            chart(answer(said_, SPAN))
        assert fault.value.code == code


def test_an_answer_without_rows_is_a_picture_and_a_page_that_say_so() -> None:
    empty = chart(answer({"kind": "timeline", "item": "item"}))
    assert said(empty) == ["Rien à montrer : la question n’a pas de réponse dans ces données."]
    assert empty.caption[0] in svg(empty).decode() and empty.caption[0] in Page(charts.html(empty)).words
    assert png(empty).startswith(b"\x89PNG")


def test_rows_that_cannot_be_drawn_are_all_in_the_table() -> None:
    found = chart(answer(TIMELINE, SPAN | {"start": None, "end": None, "date": None}))
    assert (found.marks, len(found.rows)) == ((), 1)
    assert "Aucune ligne de la réponse ne peut être dessinée" in Page(charts.html(found)).words


# ---- Pictures ----


def overlaps(found: Chart, width: float) -> list[str]:
    """Return the words that touch others or leave the picture."""
    wrong = []
    for picture in (drawn(found, width), framed(found, width)):
        texts = [item for item in picture.items if isinstance(item, Words)]
        for one, other in combinations(texts, 2):
            beside = one.left < other.right - 1 and other.left < one.right - 1
            if beside and abs(one.y - other.y) < 0.95 * max(one.size, other.size):
                wrong.append(f"{one.text} | {other.text}")
        wrong += [one.text for one in texts if one.left < -1 or one.right > picture.width + 1]
        wrong += [one.text for one in texts if one.y < 0.7 * one.size or one.y > picture.height - 1]
    return wrong


def library(store: Store, lang: str) -> list[Chart]:
    """Every chart of the library, on the corpus of this checkout."""
    found = [answered(store, one, {}) for one in list_queries(store.project) if one.chart]
    return [chart(one, lang, charts.lexicon(store, one, lang)) for one in found]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_label_of_the_library_touches_another_or_is_cut_off_wide_or_narrow(store: Store, lang: str) -> None:
    found = library(store, lang)
    assert {one.kind for one in found} == set(charts.KINDS)
    assert [
        (one.name, width, overlaps(one, width)) for one in found for width in (WIDE, NARROW) if overlaps(one, width)
    ] == []


def hostile() -> list[Chart]:
    """A chart of each kind, made of rows that would break a careless one."""
    day, far = date(1900, 1, 1), date(9999, 12, 31)
    row = SPAN | {"item": HOSTILE, "word": HOSTILE, "date": HOSTILE, "document": HOSTILE, "lines": HOSTILE}
    kinds = [
        answer(
            TIMELINE, row, row | {"start": day, "end": far}, row | {"newStart": far, "newEnd": far, "newDate": HOSTILE}
        ),
        answer(
            {
                "kind": "bullet",
                "item": "item",
                "unit": "unit",
                "target": {"value": "target", "said": "item", "label": "item"},
            },
            {"item": HOSTILE, "unit": HOSTILE, "target": Decimal("1e30")},
            {"item": "négatif", "unit": HOSTILE, "target": -5},
        ),
        answer(
            BREAKDOWN,
            {
                "envelope": HOSTILE,
                "amount": Decimal("1e24"),
                "cut": "c",
                "complete": True,
                "line": HOSTILE,
                "lineAmount": 1,
            },
            {"envelope": "rien", "amount": 0, "cut": "c", "complete": False, "line": "l", "lineAmount": None},
        ),
        answer(
            {"kind": "flow", "start": "item", "via": "via", "end": "end", "relation": "word"},
            {"item": HOSTILE, "via": HOSTILE, "end": HOSTILE, "word": HOSTILE},
            {"item": "autre", "via": None, "end": HOSTILE, "word": HOSTILE},
        ),
        answer(
            {
                "kind": "lanes",
                "lane": "item",
                "number": "item",
                "group": "item",
                "actor": "word",
                "attested": {"said": "date", "start": "start"},
            },
            {"item": HOSTILE, "word": HOSTILE, "date": HOSTILE, "start": far},
        ),
    ]
    return [chart(one, lang) for one in kinds for lang in ("fr", "en")]


@pytest.mark.parametrize("found", hostile(), ids=lambda found: f"{found.kind}-{found.lang}")
def test_no_label_breaks_a_picture_or_a_page(found: Chart) -> None:
    assert [text for width in (WIDE, NARROW) for text in overlaps(found, width)] == []
    ET.fromstring(svg(found))
    assert png(found).startswith(b"\x89PNG")
    source = charts.html(found)
    assert not [tag for tag, _ in Page(source).tags if tag in ("img", "script")]
    assert not re.search("[\u202a-\u202e\u0000]", source + svg(found).decode())
    assert "$x^2$" in Page(source).words


def test_the_same_chart_gives_the_same_bytes(mini_store: Store) -> None:
    for name in ("deadlines_and_moves", "lines_of_envelope"):
        one, other = made(mini_store, name), made(mini_store, name)
        assert [write(one) for write in (svg, png, pdf)] == [write(other) for write in (svg, png, pdf)]
        assert charts.html(one) == charts.html(other)
        assert one == other


def test_a_picture_bears_no_date_and_no_address_and_its_text_is_text(mini_store: Store) -> None:
    found = made(mini_store, "deadlines_and_moves")
    content = svg(found).decode()
    assert re.findall(r"https?://[^\"<]+", content) == ["http://www.w3.org/2000/svg"]
    assert "style=" not in content and "<metadata" not in content and "<!DOCTYPE" not in content
    root = ET.fromstring(content)
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "relais Sigma" in texts and "1er trimestre 2019 → mars 2020 (+\u202f12\u202fmois)" in map(
        lambda text: str(text).replace("(+ 12 mois)", "(+\u202f12\u202fmois)"), texts
    )
    assert root.findtext("{http://www.w3.org/2000/svg}desc") == found.alternative
    assert root.get("role") == "img"
    assert b"CreationDate" not in pdf(found)


def test_a_mark_tells_what_it_stands_for_and_where_that_is_read(mini_store: Store) -> None:
    root = ET.fromstring(svg(made(mini_store, "deadlines_and_moves")))
    tips = [element.text for element in root.iter("{http://www.w3.org/2000/svg}title")]
    assert [plain(tip) for tip in tips if tip and tip.startswith("relais")] == [
        "relais Sigma – fin 2021\nBilan du Plan Alpha, l. 19"
    ]


def test_pyplot_is_never_imported(mini_store: Store) -> None:
    sources = (path.read_text("utf-8") for path in Path(charts.__file__).parent.rglob("*.py"))
    assert not any("pyplot" in source for source in sources)


def ratio(one: str, other: str) -> float:
    """Return the contrast of two colours. Source: WCAG 2.2, relative luminance."""

    def luminance(colour: str) -> float:
        parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_shapes_and_words_stand_out_in_light_and_dark(store: Store) -> None:
    items = [item for one in library(store, "fr") for item in drawn(one).items]
    outlines = {item.paint.stroke for item in items if not isinstance(item, Words)} - {"", "rule"}
    inks = {item.colour for item in items if isinstance(item, Words)}
    for theme in palette.themes():
        assert {
            name: round(ratio(theme[name], theme["back"]), 1)
            for name in outlines
            if ratio(theme[name], theme["back"]) < 3
        } == {}
        assert {name for name in inks if ratio(theme[name], theme["back"]) < 4.5} == set()


def test_words_are_wrapped_where_they_fit_and_cut_where_they_cannot() -> None:
    lines = fonts.wrap("un deux trois quatre cinq", 60, 13)
    assert " ".join(lines) == "un deux trois quatre cinq"
    assert all(fonts.width(line, 13) <= 60 for line in lines)
    short = fonts.wrap("anticonstitutionnellement " * 9, 80, 13, most=2)
    assert (len(short), short[-1][-1]) == (2, "…")
    assert all(fonts.width(line, 13) <= 80 for line in short)


def test_a_scale_ends_on_a_round_number_or_a_whole_year() -> None:
    assert [rounded_up(Decimal(value)) for value in ("0", "1", "1040", "36400", "0.03")] == [
        Decimal(value) for value in ("1", "1", "1500", "40000", "0.03")
    ]
    scale = over([date(2018, 5, 2), date(2021, 2, 3)], 0, 800)
    assert (scale.first, scale.last, [tick.words for tick in scale.ticks("fr")]) == (
        date(2018, 1, 1),
        date(2022, 1, 1),
        ["2018", "2019", "2020", "2021"],
    )
    short = over([date(2020, 2, 2), date(2020, 3, 3)], 0, 800)
    assert [tick.words for tick in short.ticks("en")] == ["Jan 2020", "Feb", "Mar"]


# ---- The page ----


def test_a_page_holds_both_pictures_the_words_the_table_and_what_to_know(mini_store: Store) -> None:
    found = made(mini_store, "deadlines_and_moves")
    page = Page(charts.html(found))
    pictures = [attributes for tag, attributes in page.tags if tag == "svg"]
    assert [(one["role"], one["aria-label"], one["aria-describedby"]) for one in pictures] == [
        ("img", found.title, "alternative")
    ] * 2
    for text in (*found.caption, *found.notes, *found.documents, *found.headings, found.version):
        assert text in page.words
    for row in found.rows:
        assert all(cell in page.words for cell in row)
    assert [attributes["id"] for tag, attributes in page.tags if tag == "section"] == [
        "mots",
        "savoir",
        "non-dessine",
        "donnees",
        "documents",
    ]


def test_a_page_runs_and_asks_for_nothing_and_its_policy_allows_no_style_attribute(mini_store: Store) -> None:
    for name in ("deadlines_and_moves", "envelopes_and_breakdowns", "leads_over_time"):
        source = charts.html(made(mini_store, name))
        page = Page(source)
        assert not [tag for tag, _ in page.tags if tag in ("script", "link", "img", "use", "image")]
        assert not [attributes for _, attributes in page.tags if {"style", "href", "src"} & set(attributes)]
        policy = next(str(attributes["content"]) for tag, attributes in page.tags if attributes.get("http-equiv"))
        assert "default-src 'none'" in policy and "script-src 'none'" in policy and "unsafe" not in policy
        names = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert len(names) == len(set(names))
        drawn_with = set(re.findall(r"(?:fill|stroke)=\"([^\"]+)\"", source))
        assert all(colour == "none" or colour.startswith(("var(--", "url(#")) for colour in drawn_with)
        assert set(re.findall(r"url\(#([^)]+)\)", source)) <= set(names)


def test_a_page_links_home_only_where_there_is_one(mini_store: Store) -> None:
    found = made(mini_store, "lines_of_envelope")
    links = [attributes["href"] for tag, attributes in Page(charts.html(found, "../index.html")).tags if tag == "a"]
    assert links == ["../index.html"]


def test_every_page_of_the_library_is_light(store: Store) -> None:
    sizes = {one.name: len(charts.html(one).encode()) for one in library(store, "fr")}
    assert {name: size for name, size in sizes.items() if size >= 300_000} == {}


def test_a_notebook_shows_the_picture(mini_store: Store) -> None:
    found = made(mini_store, "lines_of_envelope")
    assert repr(found) == "<Chart lines_of_envelope, breakdown, 2 marks, 0 not drawn>"
    assert found._repr_svg_() == svg(found).decode()


def test_the_palette_is_that_of_the_pages() -> None:
    light, dark = palette.themes()
    assert f"--text: {light['text']};" in asset("page.css") and f"--text: {dark['text']};" in asset("page.css")
    assert set(light) == set(dark)
    assert rendering.painted(drawn(chart(answer(TIMELINE, SPAN))), light)
    assert Paint().fill == ""


# ---- The command ----


def test_the_command_writes_the_form_that_the_file_asks_for(run: Run, miniature: Path, tmp_path: Path) -> None:
    for form, begins in (("html", b"<!doctype html>"), ("svg", b"<svg "), ("png", b"\x89PNG"), ("pdf", b"%PDF")):
        out = tmp_path / f"jalons.{form}"
        outcome = run("--project", miniature, "chart", "deadlines_and_moves", "--out", out)
        assert (outcome.code, outcome.out, outcome.err.splitlines()[0]) == (0, "", str(out))
        assert out.read_bytes().startswith(begins)


def test_the_command_draws_what_it_is_asked_of_and_to_standard_output(run: Run, miniature: Path) -> None:
    arguments = ("chart", "leads_over_time", "--param", "plan=plan Gamma", "--format", "svg", "--out", "-")
    outcome = run("--project", miniature, *arguments)
    assert outcome.code == 0 and "plan Gamma – Qui pilote" in outcome.out and "Plan Alpha" not in outcome.out
    english = run("--lang", "en", "--project", miniature, *arguments)
    assert "plan Gamma – Who leads" in english.out


def test_the_command_sees_through_filters_and_says_so(run: Run, miniature: Path) -> None:
    arguments = ("chart", "leads_over_time", "--param", "plan=id:plan-alpha", "--format", "html", "--out", "-")
    outcome = run("--project", miniature, *arguments, "--documents", "plan-alpha")
    assert "Bilan du Plan Alpha" not in outcome.out and "documents=plan-alpha" in outcome.out


def test_the_command_lists_the_charts_and_refuses_what_is_none(run: Run, miniature: Path) -> None:
    listed = run("--project", miniature, "chart", "--list").out
    assert "reports/deadlines_and_moves" in listed and "competency/who_pilots_what" not in listed
    refused = run("--project", miniature, "chart", "who_pilots_what")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("erreur: La requête « who_pilots_what » ne décrit pas de graphique.")
    for lang, word in (("fr", "Exemple"), ("en", "Example")):
        assert word in run("--lang", lang, "chart", "--help").out
