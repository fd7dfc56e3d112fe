"""Filters: what each hides, how many links each value has, and the sentence that says what is hidden."""

import pytest

from browsing import RICH, Look

pytestmark = pytest.mark.browser

ALL = "Aucun filtre : 10 liens, 11 éléments."


def options(sight: object, selector: str) -> list[str]:
    return [option.replace("\u202f", " ") for option in sight.page.locator(f"{selector} option").all_inner_texts()]


def test_nothing_is_hidden_at_opening_and_the_page_says_so(look: Look) -> None:
    sight = look(RICH)
    assert (sight.text("#status"), len(sight.rows)) == (ALL, 11)
    assert not sight.page.locator("#clear").is_visible()


def test_the_legend_hides_a_kind_of_things(look: Look) -> None:
    sight = look(RICH)
    sight.page.click("label:has([data-kind=Budget])")
    assert sight.text("#status") == "3 liens et 3 éléments masqués : sans enveloppes."
    assert sight.rows == [
        "plan | comprend | 1 numérique",
        "plan | comprend | 2 urgences",
        "plan | comprend | 3 formation",
        "1 numérique | pilote | DGOS direction générale de l’offre de soins",
        "2 urgences | pilote | DSS direction de la sécurité sociale",
        "2 urgences | pilote | DGOS direction générale de l’offre de soins",
        "3 formation | pilote non énoncé | pilote non énoncé",
        "mesure seule | Aucun lien.",
    ]
    sight.page.click("#clear")
    assert sight.text("#status") == ALL


def test_the_legend_hides_a_kind_of_links(look: Look) -> None:
    sight = look(RICH)
    sight.page.locator("[data-link='role pilote']").uncheck(force=True)
    assert sight.text("#status") == "3 liens et 2 éléments masqués : sans lien « pilote »."
    assert not [row for row in sight.rows if "| pilote |" in row]


def test_the_legend_hides_a_proof(look: Look) -> None:
    sight = look(RICH)
    sight.page.locator("[data-proof=inferred]").uncheck(force=True)
    sight.page.locator("[data-proof=contradicted]").uncheck(force=True)
    assert sight.text("#status") == "2 liens et 2 éléments masqués : sans lien « déduit » et « contredit »."


def test_a_filter_keeps_the_links_that_have_its_value(look: Look) -> None:
    sight = look(RICH)
    sight.page.click("#filters summary")
    assert options(sight, "#facet-0") == ["toutes valeurs", "DGOS (2)", "DSS (1)"]
    sight.page.select_option("#facet-0", "DGOS")
    assert sight.text("#status") == "8 liens et 7 éléments masqués : filtre acteur = DGOS."
    assert (sight.text("#filters-state"), sight.state) == ("DGOS", "#f.actor=DGOS")
    assert sight.rows == [
        "1 numérique | pilote | DGOS direction générale de l’offre de soins",
        "2 urgences | pilote | DGOS direction générale de l’offre de soins",
        "mesure seule | Aucun lien.",
    ]


def test_a_document_keeps_the_links_that_rest_on_it(look: Look) -> None:
    sight = look(RICH)
    sight.page.click("#filters summary")
    assert options(sight, "#of-document") == ["toutes valeurs", "Bilan (3)", "Note d’étape (6)"]
    sight.page.select_option("#of-document", "Bilan")
    assert sight.text("#status") == "7 liens et 6 éléments masqués : filtre document = Bilan."
    assert options(sight, "#facet-0") == ["toutes valeurs", "DGOS (0)", "DSS (1)"]


def test_filters_are_told_together_and_cleared_at_once(look: Look) -> None:
    sight = look(RICH, state="#f.actor=DSS&without=Budget&known=2019-06-01")
    assert sight.text("#status") == (
        "9 liens et 9 éléments masqués : sans enveloppes ; filtre acteur = DSS ; connu au 1er juin 2019."
    )
    sight.page.click("#clear")
    assert (sight.text("#status"), sight.state, len(sight.rows)) == (ALL, "", 11)


def test_a_filter_that_hides_nothing_says_so(look: Look) -> None:
    sight = look(RICH, state="#known=2024-01-01")
    assert sight.text("#status") == "Rien n’est masqué par : connu au 1er janvier 2024."


def test_the_counts_of_the_legend_follow_the_filters(look: Look) -> None:
    sight = look(RICH, state="#f.actor=DGOS")
    assert sight.texts("li:has([data-kind]) .count") == ["0", "2", "1", "0", "1", "0"]
    assert sight.texts("li:has([data-link]) .count") == ["0", "2", "0"]
    assert sight.texts("li:has([data-proof]) .count") == ["2", "0", "0", "0", "0", "0"]


def test_what_is_hidden_is_neither_found_nor_hit(look: Look) -> None:
    sight = look(RICH, state="#f.actor=DGOS")
    sight.click("dss")
    assert not sight.page.locator("#details").is_visible()
    sight.page.fill("#search", "DSS")
    assert sight.texts("#results li") == ["1 autre, masqué"]


def test_what_is_hidden_is_told_to_a_screen_reader_as_it_changes(look: Look) -> None:
    assert look(RICH).page.get_attribute("#status", "role") == "status"
