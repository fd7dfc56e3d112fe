"""Rows become marks, whole values of each kind, and sentences that say the same in both languages."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from charting import SPAN, TIMELINE, answer, made, plain, said
from healthkg.answers import query
from healthkg.errors import InputProblem
from healthkg.projection import chart
from healthkg.projection.charts import Lexicon, words
from healthkg.projection.charts.values import (
    Bullet,
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
from healthkg.store import Store

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
        "11,1\u00a0%",
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
            keys=(iri("mesure-referentiel-zeta"), iri("dispositif-referentiel-zeta"), iri("article-theta-4")),
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
        "Déplacé : maison Delta (généralisation prévue), de « date non énoncée » à « fin 2021 » · sous condition.",
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


def test_a_name_is_not_translated_by_a_term_of_the_same_words() -> None:
    row = SPAN | {"item": "ouverture"}
    found = chart(answer(TIMELINE, row), "en", Lexicon({"ouverture": "opening"})).marks[0]
    assert (found.label, found.word, found.when.words) == ("ouverture", "opening", "2020")


def test_numbers_amounts_and_days_are_written_as_the_language_does() -> None:
    assert words.money(Decimal("1234500000.00"), "fr") == "1\u202f234,5\u00a0M€"
    assert words.money(Decimal("1234500000.00"), "en") == "€1,234.5m"
    assert words.money(Decimal(80_000), "fr") == "80\u202f000\u00a0€"
    assert words.number(Decimal("-1234.50"), "en") == "-1,234.5"
    assert words.quantity("12,5", "% de la population", "fr") == "12,5\u00a0% de la population"
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


# ---- Refusals ----


def test_a_query_without_a_chart_a_kind_that_is_none_and_a_missing_column_are_refused(mini_store: Store) -> None:
    short = answer(TIMELINE, SPAN)
    for found, code in (
        (query(mini_store, "who_pilots_what"), "query-not-a-chart"),
        (answer(TIMELINE | {"kind": "pie"}, SPAN), "chart-kind"),
        (replace(short, columns=short.columns[:-1], rows=(short.rows[0][:-1],)), "chart-column"),
    ):
        with pytest.raises(InputProblem) as fault:
            chart(found)
        assert fault.value.code == code
