"""A chart as a page, and the command that draws it: words, table and pictures in one file that fetches nothing."""

import re
from pathlib import Path

from charting import Page, library, made
from healthkg.projection import charts, svg
from healthkg.projection.charts import palette
from healthkg.projection.page import asset
from healthkg.store import Store
from support import Run

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
    assert outcome.code == 0 and "plan Gamma – Qui pilote" in outcome.out
    english = run("--lang", "en", "--project", miniature, *arguments)
    assert "plan Gamma – Who leads" in english.out and "guichet unique" not in english.out


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
