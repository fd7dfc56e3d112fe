"""Charts as pictures and pages: nothing unknown is hidden, no label is cut, the same bytes, nothing fetched or run."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from charting import (
    BREAKDOWN,
    HOSTILE,
    SPAN,
    SVG,
    TIMELINE,
    Page,
    answer,
    library,
    made,
    overlaps,
    parsed,
    plain,
    said,
    shapes,
)
from healthkg.projection import chart, charts, pdf, png, svg
from healthkg.projection.charts import palette
from healthkg.projection.charts.pictures import NARROW, WIDE, drawn, fonts
from healthkg.projection.charts.pictures.items import Box, Words
from healthkg.projection.charts.pictures.scales import over, rounded_up
from healthkg.projection.charts.values import Chart, Sum
from healthkg.store import Store

# ---- What is not known is drawn as such ----


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
    asked = {"kind": "lanes", "lane": "lane", "actor": "actor", "absent": {"fr": "pilote non énoncé", "en": "no lead"}}
    found = chart(answer(asked, {"lane": "un", "actor": "Anne"}, {"lane": "deux", "actor": None}))
    texts = [item.text for item in drawn(found).items if isinstance(item, Words)]
    assert ("date non énoncée" in texts, "pilote non énoncé" in texts) == (True, True)
    assert sum(isinstance(item, Box) and item.paint.hatch for item in shapes(found)) >= 2


def test_a_number_that_is_only_about_right_or_a_bound_says_so() -> None:
    asked = {"kind": "bullet", "item": "item", "unit": "unit", "target": {"value": "target", "precision": "precision"}}
    rows = [
        {"item": word or "exact", "unit": "lits", "target": 10, "precision": word}
        for word in ("au moins", "presque", None)
    ]
    assert [(one.targets[0].words, one.targets[0].bound) for one in chart(answer(asked, *rows)).marks] == [
        ("au moins 10", "atleast"),
        ("presque 10", "about"),
        ("10", "exact"),
    ]


def test_two_indicators_of_different_units_have_each_their_own_scale() -> None:
    asked = {"kind": "bullet", "item": "item", "unit": "unit", "target": {"value": "target"}}
    rows = [{"item": "lits", "unit": "lits", "target": 40_000}, {"item": "part", "unit": "pour cent", "target": 50}]
    texts = [item.text for item in drawn(chart(answer(asked, *rows))).items if isinstance(item, Words)]
    assert [text for text in texts if text in ("50\u202f000", "100")] == ["50\u202f000", "100"]


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
    assert parsed(svg(found)).tag == f"{SVG}svg"
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
    root = parsed(content.encode())
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert {"relais Sigma", "1er trimestre 2019 → mars 2020 (+ 12 mois)"} <= set(texts)
    assert root.findtext(f"{SVG}desc") == found.alternative
    assert root.get("role") == "img"
    assert b"CreationDate" not in pdf(found)


def test_a_mark_tells_what_it_stands_for_and_where_that_is_read(mini_store: Store) -> None:
    root = parsed(svg(made(mini_store, "deadlines_and_moves")))
    tips = [element.text for element in root.iter(f"{SVG}title")]
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
    lines = fonts.wrap("un deux trois quatre cinq", 60, 13, most=9)
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
