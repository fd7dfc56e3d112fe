"""The network page: search, choose, walk, read; with the pointer and with the keyboard alone."""

from pathlib import Path

import pytest

from browsing import HOSTILE, RICH, ROLE, SMALL, Look, network, node
from healthkg.projection import Edge
from healthkg.projection.bilingual import both

pytestmark = pytest.mark.browser


def test_a_label_with_markup_is_shown_as_text(look: Look) -> None:
    sight = look()
    assert sight.page.locator("img").count() == 0
    assert HOSTILE in sight.text("#table")


def test_a_name_is_found_without_accents_and_chosen(look: Look) -> None:
    sight = look()
    sight.page.keyboard.press("/")
    sight.page.keyboard.type("securite")
    assert sight.texts("#results li") == ["DSS direction de la sécurité sociale organisme public"]
    sight.page.keyboard.press("Enter")
    assert sight.chosen == "direction de la sécurité sociale"


def test_a_name_is_found_by_its_acronym_by_its_number_and_in_the_other_language(look: Look) -> None:
    sight = look()
    for words, name in (("dss", "direction de la sécurité sociale"), ("2", HOSTILE), ("regulation", "régulation")):
        sight.seek(words)
        assert sight.chosen == name


def test_a_search_says_how_many_it_found_and_how_many_are_hidden(look: Look) -> None:
    sight = look(RICH, state="#without=Budget")
    sight.page.fill("#search", "00")
    assert sight.texts("#results li") == ["2 autres, masqués"]
    sight.page.fill("#search", "zzz")
    assert sight.texts("#results li") == ["Aucun résultat."]


def test_a_click_tells_what_is_said_and_where(look: Look) -> None:
    sight = look()
    sight.click("c1")
    assert sight.text("#details") == (
        "chantier · 1 régulation × VERS pilote DSS sous réserve · éventuel Bilan, ligne 23"
        " DEPUIS comprend Ma santé 2022 énoncé Bilan, lignes 3–4 En anglais regulation Lien court "
        + sight.state
        + " Chemin depuis ici…"
    )


def test_the_details_say_sizes_dates_and_since_when_it_is_known(look: Look) -> None:
    sight = look(RICH)
    sight.seek("500 000")
    assert sight.text("#details") == (
        "enveloppe 500 000 € × DEPUIS comprend urgences contredit Note d’étape, ligne 7 · public depuis le 1er juin 2021"
        " Début : entre le 1er janvier 2019 et le 31 mars 2019 Fin : entre le 1er juin 2020 et le 30 septembre 2020"
        " Grandeur 500 000 Lien court " + sight.state + " Chemin depuis ici…"
    )
    sight.seek("montant")
    assert "Grandeur non énoncée" in sight.text("#details")


def test_our_identifiers_are_links_that_tell_nothing_to_where_they_lead(look: Look) -> None:
    sight = look()
    sight.click("https://w3id.org/healthkg/id/plan")
    anchor = sight.page.locator("#details a[href^=https]")
    assert anchor.get_attribute("href") == "https://w3id.org/healthkg/id/plan"
    assert (anchor.get_attribute("target"), anchor.get_attribute("rel")) == ("_blank", "noopener noreferrer")


def test_what_is_chosen_is_marked_in_the_table_and_in_the_outline(look: Look) -> None:
    sight = look()
    sight.click("w")
    assert sight.page.locator("#table tr.on").count() == 1
    assert "pilote" in sight.text("#table tr.on")
    assert sight.text("#outline li.on > button") == "DSS direction de la sécurité sociale"
    sight.page.keyboard.press("Escape")
    assert sight.page.locator("#table tr.on, #outline li.on").count() == 0
    assert sight.page.locator("#details").is_hidden()


def test_arrows_walk_along_the_links(look: Look) -> None:
    sight = look()
    sight.page.focus("#picture")
    walked = []
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowDown", "ArrowLeft"):
        sight.page.keyboard.press(key)
        walked.append(sight.chosen)
    assert walked == [
        "Ma santé 2022",
        "régulation",
        "direction de la sécurité sociale",
        "régulation",
        HOSTILE,
        "Ma santé 2022",
    ]
    sight.page.keyboard.press("Enter")
    assert sight.page.evaluate("document.activeElement.id") == "details-title"
    sight.page.keyboard.press("Escape")
    assert sight.page.evaluate("document.activeElement.id") == "picture"


def test_whatever_is_chosen_is_told_to_a_screen_reader(look: Look) -> None:
    sight = look()
    sight.click("c1")
    assert sight.text("#live") == "Choisi : 1 régulation, chantier"


def test_all_is_reached_with_the_keyboard_alone(look: Look) -> None:
    sight = look(RICH)
    reached = []
    for _ in range(80):
        sight.page.keyboard.press("Tab")
        reached.append(
            sight.page.evaluate(
                "() => { const one = document.activeElement; return one.id || Object.keys(one.dataset)[0] || one.className || one.tagName; }"
            )
        )
    assert {"search", "kind", "link", "proof", "path", "png", "csv", "copy", "ask-help", "picture", "zoom"} <= set(
        reached
    )
    assert {"lang", "SUMMARY", "column", "scroller needs-script"} <= set(reached)


def test_a_list_of_shortcuts_opens_and_closes_and_single_keys_can_be_turned_off(look: Look) -> None:
    sight = look()
    sight.page.keyboard.press("?")
    assert "Raccourcis clavier" in sight.text("#help") and "chercher un nom" in sight.text("#help")
    sight.page.uncheck("#single-keys")
    sight.page.keyboard.press("Escape")
    assert not sight.page.locator("#help").is_visible()
    sight.page.keyboard.press("?")
    assert not sight.page.locator("#help").is_visible()


def test_the_picture_is_drawn_and_readable_at_opening(look: Look) -> None:
    sight = look()
    assert sight.pixels() > 20
    assert sight.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_focus_can_be_seen(look: Look) -> None:
    sight = look()
    for selector in ("#search", "#picture", "#png", "[data-kind]"):
        sight.page.focus(selector)
        sight.page.keyboard.press("Shift+Tab")
        sight.page.keyboard.press("Tab")
        outlined = sight.page.evaluate(
            "(selector) => [document.activeElement, document.activeElement.closest('label')].some((one) => one && getComputedStyle(one).outlineStyle === 'solid')",
            selector,
        )
        assert outlined, selector


def test_the_same_network_is_the_same_page(look: Look) -> None:
    one, other = look(SMALL), look(SMALL)
    assert one.page.content() == other.page.content()


def test_the_page_says_through_which_corpus_what_is_beyond_its_limit_and_its_caption_in_short(look: Look) -> None:
    actors = [node(f"a{number}", "PublicOrganisation", f"acteur {number}" * 5, f"A{number}", 1) for number in range(9)]
    roles = [
        Edge("p", one.key, ROLE, both(f"rôle {number} tenu de longue date envers tout ce que le plan comprend"))
        for number, one in enumerate(actors)
    ]
    lens = ("documents=a,b", "known-at=2022-06-01")
    sight = look(network([node("p", "Plan", "plan"), *actors], roles, lens=lens, hidden=6, limit=10))
    foot = sight.text("footer")
    assert "Corpus regardé : documents a, b ; connu au 1er juin 2022." in foot
    assert "6 éléments masqués (au-delà de 10)." in foot
    assert sight.text("#status") == "Montrés : 9 liens, 10 éléments. 6 éléments masqués (au-delà de 10)."
    read = sight.page.locator(".words p.data").filter(visible=True)
    assert read.count() == 6 and sight.text("#rest-of-words summary") == "4 phrases de plus"
    sight.page.click("#rest-of-words summary")
    assert read.count() == 10


def test_the_page_works_in_the_frame_of_a_notebook(look: Look, tmp_path: Path) -> None:
    sight = look()
    notebook = tmp_path / "notebook.html"
    notebook.write_text(SMALL._repr_html_(), encoding="utf-8")
    sight.page.goto(notebook.as_uri())
    frame = sight.page.frame_locator("iframe")
    frame.locator("#picture[data-ready=yes]").wait_for()
    frame.locator("#table button:has-text('DSS')").first.click()
    assert frame.locator("#details-title").inner_text() == "direction de la sécurité sociale"
    sight.asked = [sight.url]
