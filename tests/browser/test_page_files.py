"""What leaves the page: an image of what is shown, a file of the links shown, a link to what is shown."""

import csv
import io
from base64 import b64encode
from pathlib import Path

import pytest

from browsing import HOSTILE, PART, RICH, Look, Sight, network, node, passage
from healthkg.projection import Edge
from healthkg.projection.bilingual import both

pytestmark = pytest.mark.browser


def saved(sight: Sight, button: str) -> tuple[str, bytes]:
    """Click a button that saves a file; return its name and what it holds."""
    with sight.page.expect_download() as download:
        sight.page.click(button)
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def image(sight: Sight, content: bytes) -> tuple[int, int, list[str]]:
    """Return the width and height of a PNG, and its colours, the most frequent first."""
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    return sight.page.evaluate(
        """async (text) => {
          const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
          const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
          const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
          const ctx = canvas.getContext("2d"), counts = new Map();
          ctx.drawImage(image, 0, 0);
          for (const one of new Uint32Array(ctx.getImageData(0, 0, image.width, image.height).data.buffer)) {
            counts.set(one, (counts.get(one) || 0) + 1);
          }
          const colours = [...counts].sort((a, b) => b[1] - a[1]).map(([one]) => one.toString(16));
          return [image.width, image.height, colours];
        }""",
        b64encode(content).decode(),
    )


def test_the_image_holds_the_whole_picture_twice_as_large_on_white(look: Look) -> None:
    sight = look(viewport={"width": 700, "height": 500})
    name, content = saved(sight, "#png")
    width, height, colours = image(sight, content)
    assert name == "healthkg-view-fr.png"
    assert width > 1500 and height > 400
    assert colours[0] == "ffffffff" and len(colours) > 20


def test_the_image_is_light_where_the_page_is_dark(look: Look) -> None:
    sight = look(color_scheme="dark")
    before = sight.pixels(), sight.page.evaluate("getComputedStyle(document.body).backgroundColor")
    _, content = saved(sight, "#png")
    assert content == saved(look(), "#png")[1]
    assert before == (sight.pixels(), sight.page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_image_is_of_what_is_shown_in_the_language_of_the_page(look: Look) -> None:
    sight = look(RICH)
    _, whole = saved(sight, "#png")
    sight.page.click("[data-lang=en]")
    name, english = saved(sight, "#png")
    assert name == "healthkg-view-en.png" and english != whole
    sight.go("lang=en&without=absent&without=PublicOrganisation")
    assert len({whole, english, saved(sight, "#png")[1]}) == 3


def rows(sight: Sight) -> tuple[str, list[list[str]]]:
    name, content = saved(sight, "#csv")
    assert content.startswith(b"\xef\xbb\xbf")
    return name, list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_file_has_a_row_for_each_passage_of_each_link_shown(look: Look) -> None:
    name, (head, *body) = rows(look())
    plan = "https://w3id.org/healthkg/id/plan"
    assert name == "healthkg-view-fr.csv"
    assert head[:6] == ["De", "De – Identifiant", "Lien", "Vers", "Vers – Identifiant", "Énoncé"]
    assert body == [
        ["Ma santé 2022", plan, "comprend", "régulation", "", "énoncé", "", "Bilan", "3", "4", "", ""],
        ["Ma santé 2022", plan, "comprend", HOSTILE, "", "énoncé sans passage", "", "", "", "", "", ""],
        [
            "régulation",
            "",
            "pilote",
            "direction de la sécurité sociale",
            "",
            "sous réserve",
            "éventuel",
            "Bilan",
            "23",
            "23",
            "",
            "",
        ],
    ]


def test_the_file_holds_what_is_shown_and_says_at_which_date(look: Look) -> None:
    _, (_, *body) = rows(look(RICH, state="#valid=2019-02-15&f.actor=DGOS"))
    assert [(row[0], row[3], row[10:]) for row in body[:2]] == [
        ("numérique", "direction générale de l’offre de soins", ["2021-06-01", "possible"]),
        ("urgences", "direction générale de l’offre de soins", ["2021-06-01", "possible"]),
    ]
    assert body[2] == ["mesure seule", ""]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_of_the_file_is_a_formula(look: Look, start: str) -> None:
    label = f'{start}1+1;"a"'
    plan = node("p", "Plan", label)
    found = network(
        [plan, node("m", "Measure", "m")], [Edge("p", "m", PART, both(label), evidence=(passage(label, 1),))]
    )
    _, (_, *body) = rows(look(found))
    assert [body[0][place] for place in (0, 2, 7)] == ["'" + label] * 3


def test_the_link_to_what_is_shown_is_copied(look: Look) -> None:
    sight = look(RICH, state="#f.actor=DSS")
    sight.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sight.page.click("#copy")
    sight.page.locator("#copy", has_text="Lien copié.").wait_for()
    assert sight.page.evaluate("navigator.clipboard.readText()") == sight.url + "#f.actor=DSS"


def test_where_copying_is_refused_the_link_is_shown_to_be_copied_by_hand(look: Look) -> None:
    sight = look(RICH, state="#f.actor=DSS")
    sight.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    sight.page.click("#copy")
    field = sight.page.locator("#address input")
    assert field.input_value() == sight.url + "#f.actor=DSS"
    assert field.evaluate("(one) => one.selectionEnd - one.selectionStart === one.value.length")
