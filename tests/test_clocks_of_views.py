"""The clocks of every view: what its page hides at a date is what the corpus, filtered at that date, does not say."""

from datetime import date, timedelta

import pytest

from healthkg.answers import both, list_queries
from healthkg.answers.answer import answer
from healthkg.corpus import Corpus, Lens
from healthkg.layout import find_project
from healthkg.projection import Network, network
from healthkg.projection.networks import known_at, present, valid_at
from healthkg.queryfile import Query
from healthkg.store import Store, open_store
from support import ROOT

VIEWS = [query for query in list_queries(find_project(ROOT)) if query.view]
every_view = pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
DAYS = ("2018-12-31", "2019-06-15", "2020-07-01", "2022-03-01")


OPENED: dict[Lens, tuple[Store, ...]] = {}


def stores(corpus: Corpus, lens: Lens) -> tuple[Store, ...]:
    """The corpus looked at through `lens`, opened once for all views."""
    if lens not in OPENED:
        OPENED[lens] = tuple(open_store(one) for one in lens.corpora(corpus))
    return OPENED[lens]


def drawn(corpus: Corpus, view: Query, lens: Lens) -> Network:
    """The network of a view, asked of the corpus looked at through `lens`."""
    found = [answer(store, view, {}) for store in stores(corpus, lens)]
    return network(both(*found) if len(found) > 1 else found[0])


def links(found: Network) -> set[tuple[object, ...]]:
    """What a picture shows: its links, and what stands alone."""
    edges = {(e.source, e.relation.key, e.label.fr, e.target, e.proof, e.note.fr, e.possible) for e in found.edges}
    return edges | {(node.key,) for node in found.nodes if node.alone}


def publications(corpus: Corpus) -> list[date]:
    """The days on which a document that is held became public, at the latest."""
    registry = corpus.registry
    held = {file.graph for file in corpus.files if file.home == "sources"}
    dates = {q.object for q in corpus.statements if q.subject in held and q.predicate == registry["hkg:publishedOn"]}
    latest = (q.object for q in corpus.statements if q.subject in dates and q.predicate == registry["hkg:latest"])
    return sorted({date.fromisoformat(term.value) for term in latest})


@every_view
def test_a_view_known_at_a_date_is_the_view_of_what_was_known(view: Query, corpus: Corpus) -> None:
    whole = drawn(corpus, view, Lens())
    days = publications(corpus)
    assert len(days) > 2
    for day in (days[0] - timedelta(days=1), *days):
        then = present(drawn(corpus, view, Lens(known=day)))
        assert links(known_at(whole, day)) == links(then), day


@every_view
def test_a_view_valid_at_a_date_is_the_view_of_what_is_valid(view: Query, corpus: Corpus) -> None:
    whole = present(drawn(corpus, view, Lens()))
    for day in map(date.fromisoformat, DAYS):
        then = present(drawn(corpus, view, Lens(valid=day)))
        # An absence that only an uncertain role denies is a row of what is certain: a page that holds both corpora in
        # one picture shows the uncertain role, and not its absence beside it.
        doubted = {link for link in links(then) if "notstated" in link and link[-1] is True}
        assert links(valid_at(whole, day)) == links(then) - doubted, day
