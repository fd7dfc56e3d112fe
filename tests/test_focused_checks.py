"""Checks asked about some nodes: circles and like names are found as among all, whatever the graph is like beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthkg.corpus import Corpus
from healthkg.queryfile import Query
from healthkg.validation import checks, focusing
from healthkg.validation.alike import Alike, entries
from healthkg.validation.nearness import Names, turned_round
from healthkg.validation.unswept import unswept

CALM = settings(max_examples=25, deadline=None, derandomize=True, database=None)
Rules = list[tuple[Query, str]]


@pytest.fixture(scope="module")
def rules(mini_corpus: Corpus) -> Rules:
    return checks.read_checks(mini_corpus.project.queries / "checks")


def named(rules: Rules, *names: str) -> Rules:
    return [(query, severity) for query, severity in rules if query.name in names]


def store_of(triples: Iterable[tuple[ox.NamedNode, ox.NamedNode, object]]) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)  # type: ignore[arg-type]
    return store


def found(store: ox.Store, asked: Rules, corpus: Corpus, foci: set[ox.NamedNode]) -> Counter[str]:
    """What is found about some nodes, as among all."""
    names = {corpus.registry.shorten(node.value) for node in foci}
    return Counter(repr(one) for one in checks.in_store(store, asked, corpus.registry) if one.focus in names)


# ---- Circles ----

LINKS = st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6), st.booleans()), max_size=14)


@CALM
@given(LINKS, st.sets(st.integers(0, 6), max_size=3))
def test_a_circle_is_found_from_each_of_its_nodes(
    mini_corpus: Corpus, rules: Rules, links: set[tuple[int, int, bool]], chosen: set[int]
) -> None:
    name = mini_corpus.registry
    nodes = [name[f"id:plan-{number}"] for number in range(7)]
    part, revision = name["dcterms:isPartOf"], name["prov:wasRevisionOf"]
    store = store_of((nodes[one], part if kind else revision, nodes[other]) for one, other, kind in links)
    asked, foci = named(rules, "circular_chain"), {nodes[number] for number in chosen}
    focused = checks.about(store, asked, name, foci, lambda: Names([]))
    assert Counter(map(repr, focused)) == found(store, asked, mini_corpus, foci)


def test_a_circle_of_links_that_are_nodes_themselves_is_followed(mini_corpus: Corpus, rules: Rules) -> None:
    name = mini_corpus.registry
    asked = named(rules, "dependency_cycle")
    store = ox.Store()
    for link, one, other in (("1", "a", "b"), ("2", "b", "c"), ("3", "c", "a"), ("4", "d", "a")):
        for said, value in (
            ("linkType", "ref:lien-requiert"),
            ("concerns", f"id:plan-{one}"),
            ("object", f"id:plan-{other}"),
        ):
            store.add(ox.Quad(name[f"id:lien-{link}"], name[f"hkg:{said}"], name[value]))
    told = {
        link: [
            one.message["en"] for one in checks.about(store, asked, name, {name[f"id:lien-{link}"]}, lambda: Names([]))
        ]
        for link in ("2", "4")
    }
    assert told["4"] == []
    assert [message.count("id:plan-") for message in told["2"]] == [4]


# ---- Like names ----

WORDS = st.sampled_from(["Dgos", "DGOS", "dgos", "DGS", "Ségur  de la santé", "SÉGUR de la santé", "ſ", "s", "İ"])


@CALM
@given(st.lists(st.tuples(st.integers(0, 5), WORDS, st.sampled_from(["fr", "en"])), max_size=12), st.booleans())
def test_names_that_are_alike_are_found_in_a_list_as_in_the_graph(
    mini_corpus: Corpus, rules: Rules, said: list[tuple[int, str, str]], clear: bool
) -> None:
    name = mini_corpus.registry
    asked = named(rules, "acronym_clash", "probable_duplicate")
    properties = checks.named_alike(asked, name)
    assert properties == [name["hkg:acronym"], name["skos:prefLabel"]]
    nodes = [name[f"id:organisation-{number}"] for number in range(6)]
    triples = {
        (nodes[number], one, ox.Literal(word, language=lang)) for number, word, lang in said for one in properties
    }
    if clear:
        triples.add((nodes[1], name["hkg:notToBeConfusedWith"], nodes[2]))  # type: ignore[arg-type]
    store = store_of(triples)
    every = list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    old, new = every[::2], every[1::2]
    alike = Alike(sorted({*entries(old, properties)})).changed(entries(new, properties), ())  # type: ignore[arg-type]
    foci = {*nodes[:4]}
    expected = found(store, asked, mini_corpus, foci)
    for listed in (alike, None):
        focused = checks.about(store, asked, name, foci, lambda: Names([]), listed)
        assert Counter(map(repr, focused)) == expected


def test_a_name_that_is_gone_is_alike_to_none() -> None:
    label, a, b = (ox.NamedNode(f"https://example.org/{word}") for word in ("label", "a", "b"))
    quads = [ox.Quad(a, label, ox.Literal("Un Nom")), ox.Quad(b, label, ox.Literal("un  nom"))]
    store = store_of([(a, label, ox.Literal("Un Nom"))])
    listed = sorted(entries(quads, [label]))  # type: ignore[arg-type]
    assert listed == [f"{label.value}\tun nom\t{node.value}" for node in (a, b)]
    both = Alike(listed)
    assert list(both.pairs(store, [a], label)) == [(a, b)]
    assert list(both.changed([], listed[1:]).pairs(store, [a], label)) == []


def test_pairs_stand_in_for_the_sub_select_that_looks_for_them() -> None:
    a, b = (ox.NamedNode(f"https://example.org/{word}") for word in "ab")
    text = "SELECT ?focus { { SELECT ?focus ?other { ?focus ?p ?v . ?other ?p ?v } } ?focus ?p ?value }"
    asked = focusing.paired(text, [(a, b)])
    assert asked and asked.text == f"SELECT ?focus {{ VALUES (?focus ?other) {{ ({a} {b}) }} ?focus ?p ?value }}"
    assert focusing.paired(text, []) is None


# ---- Near names, and what is put off ----

LISTED = st.lists(st.text("abc:-", max_size=7), max_size=12)


@CALM
@given(LISTED, LISTED, LISTED, st.text("abc:-", max_size=7))
def test_names_after_a_change_are_told_as_those_that_were_so_from_the_start(
    names: list[str], come: list[str], gone: list[str], name: str
) -> None:
    listed = sorted({*names})
    before = Names(listed, sorted(map(turned_round, listed)))
    assert before.nearest(name) == Names(names).nearest(name)
    anew = Names(({*names} - {*gone}) | {*come})
    assert before.changed(come, gone).nearest(name) == anew.nearest(name)


def test_a_misspelt_name_is_found_among_thousands() -> None:
    names = [f"id:{kind}-x{number}-ma-sante-2022" for kind in ("plan", "role", "mesure") for number in range(2000)]
    known = Names([*names, "hkg:statedIn"])
    assert known.nearest("hkg:statdIn") == "hkg:statedIn"
    assert known.near("hkg:statdIn", 0.85, begins="hkg:") == ["hkg:statedIn"]
    assert known.near("hkg:statdIn", 0.85, begins="id:") == known.near("hkg:statdIn", 0.99) == []
    assert known.nearest("id:plam-x977-ma-sante-2022").split(", ")[0] == "id:plan-x977-ma-sante-2022"
    assert known.nearest("id:mesure-x977-ma-santé-2022").split(", ")[0] == "id:mesure-x977-ma-sante-2022"


def test_the_search_for_cycles_is_put_off_and_taken_up_again() -> None:
    import gc

    was, seen = gc.isenabled(), []
    with pytest.raises(ZeroDivisionError), unswept():
        with unswept():
            pass
        seen.append(gc.isenabled())
        raise ZeroDivisionError
    assert (seen, gc.isenabled()) == ([False], was)
