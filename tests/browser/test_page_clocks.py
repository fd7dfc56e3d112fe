"""The two clocks of the page show, day by day, what the clocks of Python show."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from browsing import RICH, Look, Sight
from healthkg.answers import list_queries
from healthkg.answers.answer import answer
from healthkg.corpus import Corpus
from healthkg.layout import find_project
from healthkg.projection import Network, drawing, network
from healthkg.projection.networks import known_at, present, valid_at
from healthkg.store import Store
from support import ROOT

pytestmark = pytest.mark.browser

VIEWS = [query for query in list_queries(find_project(ROOT)) if query.view]
every_view = pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
DAY = timedelta(days=1)
SHOWN = """(state) => new Promise((done) => {
  location.hash = state;
  addEventListener("hashchange", () => setTimeout(() => {
    const more = document.querySelector("#more");
    while (!more.hidden) more.firstElementChild.click();
    const rows = [...document.querySelectorAll("#table tbody tr[id]")];
    done(rows.map((row) => row.id.slice(2) + (row.cells[3] && /possible$/.test(row.cells[3].innerText) ? " possible" : "")));
  }), { once: true });
})"""


def on_the_page(sight: Sight, state: str) -> set[str]:
    """The links that the page shows, and what stands alone; which of them are only possible."""
    return set(sight.page.evaluate(SHOWN, state))


def in_python(shown: Network) -> set[str]:
    """The same, of a network."""
    linked = {key for edge in shown.edges for key in (edge.source, edge.target)}
    alone = {drawing.identifier(node.key) for node in shown.nodes if node.key not in linked}
    return {drawing.edge_identifier(edge) + " possible" * edge.possible for edge in shown.edges} | alone


def ticks(whole: Network) -> list[date]:
    """The days on which a document became public, and the day before the first."""
    days = {day for edge in whole.edges for day in (edge.known, edge.until) if day}
    days |= {date.fromisoformat(one.known) for edge in whole.edges for one in edge.evidence if one.known}
    days |= {node.known for node in whole.nodes if node.alone and node.known}
    return [min(days) - DAY, *sorted(days)] if days else []


def turns(whole: Network) -> Iterable[date]:
    """The days on which a link begins or ends to hold, and the days around them."""
    bounds = {day for edge in whole.edges if edge.validity for day in (*edge.validity.start, *edge.validity.end) if day}
    return sorted({day + step for day in bounds for step in (-DAY, 0 * DAY, DAY)})


def agree(sight: Sight, whole: Network) -> None:
    for day in ticks(whole):
        assert on_the_page(sight, f"known={day}") == in_python(known_at(whole, day)), day
    for day in list(turns(whole))[:: 1 + len(whole.edges) // 300]:
        assert on_the_page(sight, f"valid={day}") == in_python(valid_at(present(whole), day)), day
    for day in ticks(whole)[-3:]:
        for other in list(turns(whole))[::7]:
            both = on_the_page(sight, f"known={day}&valid={other}")
            assert both == in_python(valid_at(known_at(whole, day), other)), (day, other)


def test_a_network_with_all_sorts_of_times(look: Look) -> None:
    agree(look(RICH), RICH)


@every_view
def test_every_view_agrees_with_the_clocks_of_python(view: object, look: Look, store: Store, corpus: Corpus) -> None:
    whole = network(answer(store, view, {}))
    sight = look(whole)
    assert on_the_page(sight, "known=2200-01-01") == in_python(known_at(whole, date(2200, 1, 1)))
    agree(sight, whole)


def test_the_slider_stops_at_the_days_when_documents_became_public(look: Look) -> None:
    sight = look(RICH)
    sight.page.click("#clocks summary")
    said = [sight.text("#known-said")]
    sight.page.focus("#known-range")
    for key in ("Home", "ArrowRight"):
        sight.page.keyboard.press(key)
        said.append(sight.text("#known-said"))
    assert said == ["toutes dates", "31 décembre 2018", "1er juin 2021"]
    assert sight.page.get_attribute("#known-range", "aria-valuetext") == "1er juin 2021"
    assert (sight.text("#clocks-state"), sight.state) == ("connu au 1er juin 2021", "#known=2021-06-01")
    sight.page.click("[data-clock=known] [data-any]")
    assert (sight.text("#known-said"), sight.state) == ("toutes dates", "")


def test_buttons_step_from_day_to_day_and_from_month_to_month(look: Look) -> None:
    sight = look(RICH)
    sight.page.click("#clocks summary")
    said = []
    for which, step in (("known", -1), ("known", -1), ("known", 1), ("valid", 1), ("valid", 1), ("valid", -1)):
        sight.page.click(f"[data-clock={which}] [data-step='{step}']")
        said.append(sight.text(f"#{which}-said"))
    assert said == [
        "1er juin 2021",
        "31 décembre 2018",
        "1er juin 2021",
        "1er janvier 2019",
        "1er février 2019",
        "1er janvier 2019",
    ]


def test_an_exact_day_is_typed(look: Look) -> None:
    sight = look(RICH)
    sight.page.click("#clocks summary")
    sight.page.fill("#valid-day", "2019-02-15")
    assert sight.state == "#valid=2019-02-15"
    assert sight.text("#valid-said") == "15 février 2019"


def test_an_absence_that_a_document_filled_is_there_before(look: Look) -> None:
    sight = look(RICH)
    absences = [row for row in sight.rows if "non énoncé |" in row]
    sight.go("known=2019-06-01")
    assert absences == ["3 formation | pilote non énoncé | pilote non énoncé"]
    assert [row for row in sight.rows if "non énoncé |" in row] == [
        "1 numérique | pilote non énoncé | pilote non énoncé",
        *absences,
    ]
    sight.click("c1")
    assert "non énoncé jusqu’au 1er juin 2021" in sight.text("#details")


def test_what_is_only_possible_is_drawn_so_and_named_in_the_legend(look: Look) -> None:
    sight = look(RICH)
    assert not sight.page.locator("#possible-mark").is_visible()
    before = sight.page.screenshot(clip=sight.page.locator("#picture").bounding_box())
    sight.go("valid=2019-02-15")
    assert sight.text("#possible-mark") == "? possible à la date choisie"
    assert before != sight.page.screenshot(clip=sight.page.locator("#picture").bounding_box())
    sight.click("c1")
    assert "énoncé · possible" in sight.text("#details")


def test_a_passage_of_a_later_document_says_that_it_is_later(look: Look) -> None:
    sight = look(RICH, state="#known=2019-06-01")
    sight.click("c2")
    assert "public depuis le 1er juin 2021, après la date choisie" in sight.text("#details")
