"""Analysis: small networks of dependencies, worked by hand; then the miniature world and the founding documents.

In the drawings, `a ──▶ b` reads: b requires a. Other relations bear their name.
"""

import json
import re
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest

from healthkg import analysis, answers, projection
from healthkg.analysis import Element, Place, Stake, Stakes, told, words
from healthkg.analysis.tables import KINDS
from healthkg.corpus import Corpus, only
from healthkg.errors import InputProblem
from healthkg.projection import Edge, Evidence, Network, Node, Relation
from healthkg.projection.bilingual import NOTHING, Bilingual, both
from healthkg.queryfile import read_query
from healthkg.store import Store, open_store
from support import ROOT, Run

FOUNDING = (
    "10-chantiers-ma-sante-2022",
    "bilan-cnr-sante",
    "bilan-sante-numerique-2017-2022",
    "cnr-hauts-de-france",
    "ma-sante-2022-hauts-de-france",
)
KIND = "https://w3id.org/healthkg/def#Measure"
MEASURE = (Bilingual("mesure", "measure"), Bilingual("mesures", "measures"))
DOCUMENT = "le plan"


# ---- Drawing by hand ----


def node(key: str) -> Node:
    return Node(f"id:{key}", both(f"mesure {key.upper()}"), KIND, MEASURE)


def links(drawn: str, **proofs: str) -> Network:
    """Return the network of lines `a requires b` (b requires a); the n-th line is read on line n of the plan.

    A proof is given by the two letters of a link: `ab="inferred"`.
    """
    edges = []
    for line, said in enumerate(drawn.strip().splitlines(), 1):
        source, relation, target = said.split()
        proof = proofs.get(source + target, "stated")
        relation_ = Relation(relation, both(relation), "structure")
        passages = (Evidence(DOCUMENT, line, line),)
        edges.append(Edge(f"id:{source}", f"id:{target}", relation_, both(relation), proof, NOTHING, passages))
    keys = dict.fromkeys(key.removeprefix("id:") for edge in edges for key in (edge.source, edge.target))
    return Network("drawn", NOTHING, NOTHING, NOTHING, (), tuple(map(node, keys)), tuple(edges))


def due(key: str, day: str, fact: str = "", *, what: str = "ouverture", **more: object) -> Stake:
    """Return a deadline of `key`: its last day, or no date when that is empty."""
    latest = date.fromisoformat(day) if day else None
    when = both(day)
    return Stake(f"id:{key}", "deadline", f"id:{fact or key + '-due'}", both(what), when=when, latest=latest,
                 places=(Place("le calendrier", "7"),), **more)  # type: ignore[arg-type]  # fmt: skip


def lead(key: str, actor: str, **more: object) -> Stake:
    return Stake(f"id:{key}", "lead", f"id:{key}-{actor}", both("pilote"), f"id:{actor}", both(actor),
                 places=(Place("les pilotes", "3"),), **more)  # type: ignore[arg-type]  # fmt: skip


def budget(key: str, fact: str, millions: int, *overlaps: str, **more: object) -> Stake:
    value, others = Decimal(millions * 1_000_000), frozenset(f"id:{one}" for one in overlaps)
    return Stake(f"id:{key}", "budget", f"id:{fact}", value=value, overlaps=others,
                 places=(Place("le budget", "9"),), **more)  # type: ignore[arg-type]  # fmt: skip


def state(key: str, what: str, standing: str = "") -> Stake:
    places = (Place("le bilan", "5"),)
    return Stake(f"id:{key}", "state", f"id:{key}-{what}", both(what), standing=standing, places=places)


def stakes(*stated: Stake, more: str = "") -> Stakes:
    """Return these stakes; the elements are those that they concern, and `more` (letters)."""
    keys = dict.fromkeys([*(stake.element for stake in stated), *(f"id:{letter}" for letter in more)])
    elements = (Element(key, both(f"mesure {key.removeprefix('id:').upper()}"), KIND, True) for key in keys)
    return Stakes(tuple(elements), stated)


def letters(things: Iterable[Node]) -> str:
    return "".join(one.key.removeprefix("id:") for one in things)


def drawn(path: Iterable[analysis.Link]) -> str:
    """Return a path as its letters."""
    steps = list(path)
    return letters([*(step.before for step in steps[:1]), *(step.after for step in steps)])


DIAMOND = links("""
a requires b
a requires c
b requires d
c requires d
d requires e
""")

ALTERNATIVES = links("""
r requires e
e oneof f
g oneof f
f enables h
f requires i
""")


# ---- Impact ----


def test_what_requires_a_late_measure_is_blocked_step_by_step() -> None:
    """      ┌─▶ b ─┐
          a ┤      ├─▶ d ──▶ e
            └─▶ c ─┘
    """  # fmt: skip
    result = analysis.impact(DIAMOND, "id:a")
    assert [(drawn(one.path), one.effect) for one in result.reached] == [
        ("ab", "blocked"),
        ("ac", "blocked"),
        ("abd", "blocked"),
        ("abde", "blocked"),
    ]
    assert [one.path[-1].places for one in result.reached] == [
        (Place(DOCUMENT, line),) for line in ("1", "2", "3", "5")
    ]


def test_what_comes_first_is_not_touched_by_what_comes_later() -> None:
    assert [drawn(one.path) for one in analysis.impact(DIAMOND, "id:d").reached] == ["de"]


def test_a_dropped_alternative_endangers_and_does_not_block_as_long_as_another_stands() -> None:
    """r ──▶ e ══oneof══▶ f ◀══oneof══ g;  f ──enables──▶ h;  f ──▶ i"""
    result = analysis.impact(ALTERNATIVES, "id:e")
    assert [(drawn(one.path), one.effect, letters(one.standing)) for one in result.reached] == [
        ("ef", "endangered", "g"),
        ("efh", "endangered", ""),
        ("efi", "endangered", ""),
    ]


def test_when_no_alternative_stands_what_needs_one_is_blocked() -> None:
    """r ──▶ e and r ──▶ g, of which f needs one: without r, none is left."""
    network = links("r requires e\nr requires g\ne oneof f\ng oneof f")
    found = {drawn(one.path)[-1]: (one.effect, one.standing) for one in analysis.impact(network, "id:r").reached}
    assert found == {"e": ("blocked", ()), "g": ("blocked", ()), "f": ("blocked", ())}


def test_what_is_only_enabled_is_endangered_since_nothing_says_that_it_is_required() -> None:
    assert [one.effect for one in analysis.impact(links("a enables b\na prepares c\nb leads d"), "id:a").reached] == [
        "endangered"
    ] * 3


def test_a_thing_required_and_enabled_by_the_same_is_blocked_without_it() -> None:
    (one,) = analysis.impact(links("a enables b\na requires b"), "id:a").reached
    assert (one.effect, one.path[0].word.fr, one.path[0].places) == (
        "blocked", "enables, requires", (Place(DOCUMENT, "1, 2"),)
    )  # fmt: skip


def test_things_come_by_distance_then_by_deadline_then_by_label() -> None:
    known = stakes(due("c", "2020-01-31"), due("b", "2021-01-31"), due("e", "2019-01-31"))
    assert [drawn(one.path)[-1] for one in analysis.impact(DIAMOND, "id:a", known).reached] == ["c", "b", "d", "e"]


def test_a_delay_makes_missed_what_is_due_before_it_ends() -> None:
    """a is due on 30 June 2020; six months later is 30 December."""
    known = stakes(
        due("a", "2020-06-30"),
        due("b", "2020-12-31"),
        due("c", "2020-12-29"),
        due("d", ""),
        due("e", "2020-03-31"),
    )
    result = analysis.impact(DIAMOND, "id:a", known, delay=analysis.read_delay("P6M"))
    found = {drawn(one.path)[-1]: [(d.slack, d.missed) for d in one.deadlines] for one in result.reached}
    assert found == {"b": [(184, False)], "c": [(182, True)], "d": [(None, None)], "e": [(-91, True)]}
    assert letters(one.node for one in result.missed) == "ce"


def test_without_a_delay_slack_is_counted_and_nothing_is_missed() -> None:
    known = stakes(due("a", "2020-06-30"), due("e", "2020-12-31"))
    (dues,) = [one.deadlines for one in analysis.impact(DIAMOND, "id:a", known).reached if one.deadlines]
    assert [(one.slack, one.missed) for one in dues] == [(184, None)]


def test_slack_is_not_computable_when_the_late_thing_has_no_deadline() -> None:
    known = stakes(due("b", "2020-12-31"))
    result = analysis.impact(links("a requires b"), "id:a", known, delay=analysis.read_delay("P6M"))
    assert [(one.slack, one.missed) for one in result.reached[0].deadlines] == [(None, None)]
    assert result.due == ()


def test_slack_is_counted_from_the_last_deadline_that_is_neither_met_nor_replaced() -> None:
    known = stakes(
        due("a", "2020-01-31", "first"),
        due("a", "2020-06-30", "second"),
        due("a", "2020-09-30", "met", standing="met"),
        due("a", "2021-06-30", "old", standing="replaced"),
        due("b", "2020-07-01", "b-old", standing="replaced"),
        due("b", "2020-07-10"),
        due("b", "2020-07-20", "b-met", standing="met"),
    )
    result = analysis.impact(links("a requires b"), "id:a", known)
    assert [stake.fact for stake in result.due] == ["id:second"]
    assert [(one.stake.fact, one.slack) for one in result.reached[0].deadlines] == [
        ("id:b-due", 10),
        ("id:b-met", None),
    ]


def test_inferred_and_conditional_links_are_marked_and_left_out_on_demand() -> None:
    network = links("a requires b\na requires c\nc requires d", ab="inferred", cd="conditional")
    assert [(drawn(one.path), one.firm) for one in analysis.impact(network, "id:a").reached] == [
        ("ab", False),
        ("ac", True),
        ("acd", False),
    ]
    assert [drawn(one.path) for one in analysis.impact(network, "id:a", firm=True).reached] == ["ac"]


def test_a_link_that_is_only_possible_at_the_date_is_not_firm() -> None:
    network = links("a requires b")
    network = replace(network, edges=tuple(replace(edge, possible=True) for edge in network.edges))
    (one,) = analysis.impact(network, "id:a").reached
    assert (one.firm, one.path[0].possible) == (False, True)
    assert analysis.impact(network, "id:a", firm=True).reached == ()


def test_marks_of_absence_are_no_dependencies() -> None:
    network = links("a requires b")
    absent = Node("absent a", both("non énoncé"), "absent", (NOTHING, NOTHING))
    edge = replace(network.edges[0], target=absent.key, proof="notstated", evidence=())
    network = replace(network, nodes=(*network.nodes, absent), edges=(*network.edges, edge))
    assert letters(one.node for one in analysis.impact(network, "id:a").reached) == "b"


def test_a_thing_is_late_with_those_of_its_milestones_that_come_first() -> None:
    """m ──▶ n ──▶ b, where m and n are milestones of p: what p touches is n, which waits for m, and b."""
    known = stakes(due("p", "2020-01-31", "m"), due("p", "2020-06-30", "n"), lead("p", "dgos"), budget("p", "money", 5))
    network = links("m requires n\nn requires b")
    result = analysis.impact(network, "id:p", known)
    assert (letters(result.starts), [drawn(one.path) for one in result.reached]) == ("m", ["mn", "mnb"])
    assert result.start.label.fr == "mesure P"
    milestone = result.reached[0]
    assert [one.slack for one in milestone.deadlines] == [151]
    assert [one.actor for one in milestone.leads] == ["id:dgos"]
    assert [one.fact for one in milestone.budgets] == ["id:money"]


def test_in_a_circle_each_thing_touches_the_others_once() -> None:
    network = links("a requires b\nb requires c\nc requires a")
    assert [drawn(one.path) for one in analysis.impact(network, "id:a").reached] == ["ab", "abc"]


def test_what_nothing_depends_on_touches_nothing() -> None:
    result = analysis.impact(DIAMOND, "id:unknown", name="la mesure inconnue")
    assert (result.reached, result.start.label.fr) == ((), "la mesure inconnue")


# ---- Money ----


def test_money_that_may_overlap_is_not_added_up() -> None:
    """w (100) holds v (60); u (20) stands apart: at least 100 + 20, at most 180."""
    found = analysis.money([budget("a", "v", 60, "w"), budget("b", "w", 100, "v"), budget("c", "u", 20)])
    assert (found.least, found.most, found.overlapping) == (120_000_000, 180_000_000, True)
    assert [one.fact for one in found.budgets] == ["id:w", "id:v", "id:u"]


def test_a_budget_for_two_things_counts_once() -> None:
    found = analysis.money([budget("a", "v", 60), budget("b", "v", 60)])
    assert (found.least, found.most, len(found.budgets)) == (60_000_000, 60_000_000, 1)


def test_a_budget_that_was_replaced_is_not_at_stake() -> None:
    known = stakes(budget("b", "old", 100, "new", standing="replaced"), budget("b", "new", 90, "old"))
    result = analysis.impact(links("a requires b"), "id:a", known)
    assert (result.money.least, result.money.most) == (90_000_000, 90_000_000)


def test_no_money_stated_is_not_zero() -> None:
    said = analysis.text(analysis.tell(analysis.impact(links("a requires b"), "id:a")))
    assert "Aucune enveloppe n’est énoncée pour ces éléments : le montant en jeu n’est pas connu." in said.replace(
        "\u202f", " "
    ).replace("\n", " ")
    assert not re.search(r"\b0\b", said)


# ---- Prerequisites ----


def test_prerequisites_come_with_what_is_not_known_to_be_met_first() -> None:
    """a ──▶ b ──▶ d ◀── c: a is in service, c was stopped; of b nothing is said."""
    network = links("a requires b\nb requires d\nc requires d")
    known = stakes(state("a", "en service", "met"), state("c", "supprimé", "stopped"), state("b", "en cours"))
    result = analysis.blockers(network, "id:d", known)
    assert [(drawn(need.path), need.standing) for need in result.needs] == [
        ("cd", "stopped"),
        ("bd", ""),
        ("abd", "met"),
    ]
    assert letters(need.node for need in result.unmet) == "cb"


def test_a_milestone_that_an_event_achieved_is_met() -> None:
    known = stakes(due("p", "2020-01-31", "m", standing="met"))
    (need,) = analysis.blockers(links("m requires n"), "id:n", known).needs
    assert need.standing == "met"


def test_of_alternatives_each_names_the_others_and_what_only_helps_comes_last() -> None:
    network = links("e oneof f\ng oneof f\nb enables f\na requires f")
    result = analysis.blockers(network, "id:f")
    assert [(drawn(need.path), need.required, letters(need.others)) for need in result.needs] == [
        ("af", True, ""),
        ("ef", True, "g"),
        ("gf", True, "e"),
        ("bf", False, ""),
    ]


def test_prerequisites_of_a_thing_are_those_of_its_last_milestone() -> None:
    known = stakes(due("p", "2020-01-31", "m"), due("p", "2020-06-30", "n"))
    result = analysis.blockers(links("a requires m\nm requires n"), "id:p", known)
    assert (letters(result.starts), [drawn(need.path) for need in result.needs]) == ("n", ["mn", "amn"])


def test_prerequisites_known_by_firm_links_alone() -> None:
    network = links("a requires b\nc requires b", ab="inferred")
    assert [drawn(need.path) for need in analysis.blockers(network, "id:b", firm=True).needs] == ["cb"]


# ---- Circles ----


def test_every_elementary_circle_is_found_the_shortest_first() -> None:
    """a ⇄ b, and a ──▶ b ──▶ c ──▶ a; d ──▶ d."""
    network = links("a requires b\nb requires a\nb requires c\nc requires a\nd requires d")
    assert [drawn(circle.links) for circle in analysis.cycles(network).circles] == ["dd", "aba", "abca"]


def test_where_there_is_no_circle_it_is_said() -> None:
    result = analysis.cycles(DIAMOND)
    assert result == analysis.Cycles()
    assert analysis.text(analysis.tell(result, "fr")).replace("\u202f", " ") == (
        "Aucun cercle : d’après ce que les documents énoncent, rien ne dépend de soi-même.\n"
    )
    assert analysis.text(analysis.tell(result, "en")) == (
        "No circle: by what the documents state, nothing depends on itself.\n"
    )


def test_a_circle_is_told_as_a_chain_of_words_with_its_proofs() -> None:
    network = links("a requires b\nb requires c\nc requires a", bc="inferred")
    said = analysis.text(analysis.tell(analysis.cycles(network))).replace("\u202f", " ").replace("\u00a0", " ")
    assert said == (
        "1 cercle de dépendances.\n\n"
        "1. « mesure A » dépend de « mesure C », qui dépend de « mesure B », qui dépend de « mesure A ».\n"
        "   « mesure A » requiert « mesure C », énoncé [le plan, l. 3].\n"
        "   « mesure C » requiert « mesure B », déduit [le plan, l. 2].\n"
        "   « mesure B » requiert « mesure A », énoncé [le plan, l. 1].\n"
    )


def test_a_circle_that_rests_on_an_alternative_blocks_nothing_by_itself() -> None:
    required, either = links("a requires b\nb requires a"), links("a requires b\nb oneof a\nc oneof a")
    assert [analysis.cycles(network).circles[0].avoidable for network in (required, either)] == [False, True]


def test_a_circle_by_an_inferred_link_is_left_out_on_demand() -> None:
    assert analysis.cycles(links("a requires b\nb requires a", ba="inferred"), firm=True).circles == ()


def test_more_circles_than_asked_for_are_announced() -> None:
    result = analysis.cycles(links("a requires b\nb requires a\nc requires d\nd requires c"), most=1)
    assert (len(result.circles), result.cut) == (1, True)


# ---- Chains ----


def test_the_longest_chain_to_each_last_thing_comes_with_its_deadlines() -> None:
    network = links("a requires b\nb requires c\na requires c\nx requires y")
    result = analysis.chains(network, stakes(due("b", "2020-01-31")))
    assert [(drawn(chain.links), [[d.fact for d in dues] for dues in chain.deadlines]) for chain in result.chains] == [
        ("abc", [[], ["id:b-due"], []]),
        ("xy", [[], []]),
    ]
    assert (result.inversions, result.circular, result.cut) == ((), 0, False)


def test_a_prerequisite_due_after_what_needs_it_is_an_inversion() -> None:
    known = stakes(due("a", "2020-03-31"), due("b", "2020-01-31"))
    (one,) = analysis.chains(links("a requires b"), known).inversions
    assert (drawn(one.links), one.first.fact, one.last.fact, one.days) == ("ab", "id:a-due", "id:b-due", 60)


def test_an_inversion_is_seen_across_a_thing_without_a_date() -> None:
    known = stakes(due("a", "2020-03-31"), due("b", ""), due("c", "2020-01-31"), due("d", "2019-01-31"))
    network = links("a requires b\nb requires c\nc requires d")
    assert [(drawn(one.links), one.days) for one in analysis.chains(network, known).inversions] == [
        ("cd", 365),
        ("abc", 60),
    ]


def test_several_deadlines_make_an_inversion_only_when_all_are_inverted() -> None:
    known = stakes(due("a", "2019-12-31", "early"), due("a", "2020-03-31", "late"), due("b", "2020-01-31"))
    assert analysis.chains(links("a requires b"), known).inversions == ()


def test_links_within_a_circle_belong_to_no_chain() -> None:
    result = analysis.chains(links("a requires b\nb requires a\nb requires c\nc requires d"))
    assert ([drawn(chain.links) for chain in result.chains], result.circular) == (["bcd"], 2)


def test_more_chains_than_asked_for_are_announced() -> None:
    result = analysis.chains(links("a requires b\nc requires d"), most=1)
    assert ([drawn(chain.links) for chain in result.chains], result.cut) == (["ab"], True)


# ---- Bottlenecks ----


def test_things_rank_by_how_much_depends_on_them_then_by_what_cannot_do_without() -> None:
    """In the diamond: a reaches b, c, d, e; b and c reach d and e (each lies on half of the two paths a–d and a–e);
    d reaches e, and lies on the paths from a, b and c to it. Of p and q, each with two dependents, q's are required.
    """
    network = links(
        "a requires b\na requires c\nb requires d\nc requires d\nd requires e\n"
        "p enables r\np enables s\nq requires t\nq requires u"
    )
    result = analysis.bottlenecks(network)
    assert [(letters([one.node]), one.reached, one.blocked, one.between) for one in result.things] == [
        ("a", 4, 4, 0),
        ("b", 2, 2, 1),
        ("c", 2, 2, 1),
        ("q", 2, 2, 0),
        ("p", 2, 0, 0),
        ("d", 1, 1, 3),
    ]


def test_actors_rank_by_what_depends_on_anything_they_lead() -> None:
    """dgos leads a and b, on which c and d depend besides; dns leads p, by its milestone c, on which d depends."""
    network = links("a requires b\nb requires c\nc requires d")
    known = stakes(lead("a", "dgos"), lead("b", "dgos"), lead("p", "dns"), due("p", "", "c"), lead("d", "dss"))
    result = analysis.bottlenecks(network, known)
    assert [(actor.name.fr, [held.element.key for held in actor.held], actor.reached) for actor in result.actors] == [
        ("dgos", ["id:a", "id:b"], 2),
        ("dns", ["id:p"], 1),
    ]
    assert [drawn(path) for path in result.actors[0].paths] == ["bc", "bcd"]


def test_what_is_not_shown_is_counted() -> None:
    result = analysis.bottlenecks(DIAMOND, stakes(lead("a", "dgos"), lead("b", "dns")), most=1)
    assert (len(result.things), result.more_things, len(result.actors), result.more_actors) == (1, 3, 1, 1)


# ---- Spans ----


def test_each_actor_leads_its_things_once_and_those_with_reserve_are_told_apart() -> None:
    known = stakes(
        lead("a", "dgos"),
        lead("b", "dgos", proof="conditional"),
        lead("c", "dss"),
        more="d",
    )
    result = analysis.span(known)
    assert [(one.name.fr, [held.element.key for held in one.held], one.firm) for one in result.actors] == [
        ("dgos", ["id:a", "id:b"], 1),
        ("dss", ["id:c"], 1),
    ]
    assert (result.led, result.elements) == (3, 4)
    assert [(one.name.fr, len(one.held)) for one in analysis.span(known, firm=True).actors] == [("dgos", 1), ("dss", 1)]


# ---- What stands alone ----


def test_what_lacks_a_dependency_a_lead_a_deadline_and_money_stands_alone() -> None:
    known = stakes(lead("a", "dgos"), due("b", "2020-01-31"), due("c", ""), budget("d", "money", 5), more="efz")
    result = analysis.isolated(links("e requires f"), known)
    assert {gap.element.key.removeprefix("id:"): gap.lacks for gap in result.gaps} == {
        "a": ("dependency", "deadline", "budget"),
        "b": ("dependency", "lead", "budget"),
        "c": ("dependency", "lead", "deadline", "budget"),
        "d": ("dependency", "lead", "deadline"),
        "e": ("lead", "deadline", "budget"),
        "f": ("lead", "deadline", "budget"),
        "z": ("dependency", "lead", "deadline", "budget"),
    }
    assert [gap.element.key for gap in result.alone] == ["id:c", "id:z"]
    assert result.counts(KIND) == {"all": 7, "dependency": 5, "lead": 6, "deadline": 6, "budget": 6, "alone": 2}


def test_the_links_of_its_milestones_are_those_of_a_thing() -> None:
    known = stakes(due("p", "", "m"))
    assert [gap.lacks for gap in analysis.isolated(links("m requires n"), known).gaps] == [
        ("lead", "deadline", "budget")
    ]


def test_what_is_not_firm_is_lacking_on_demand() -> None:
    known = stakes(lead("a", "dgos", proof="conditional"), due("b", "2020-01-31", proof="inferred"), more="e")
    result = analysis.isolated(links("e requires f", ef="inferred"), known, firm=True)
    assert [gap.element.key for gap in result.alone] == ["id:a", "id:b", "id:e"]


# ---- In words ----


def spoken(result: analysis.Result, lang: str = "fr") -> str:
    """Return the words of a result with plain spaces, each paragraph on one line."""
    plain = analysis.text(analysis.tell(result, lang)).replace("\u202f", " ").replace("\u00a0", " ")
    return "\n".join(" ".join(block.split()) for block in plain.split("\n\n"))


LATE = analysis.impact(
    links("a requires b\nb requires c\ne oneof b\na oneof d\ne oneof d", bc="conditional"),
    "id:a",
    stakes(
        due("a", "2020-06-30"),
        due("b", "2020-10-31"),
        lead("b", "DGOS"),
        budget("b", "v", 60, "w"),
        budget("c", "w", 100, "v", proof="conditional"),
        state("c", "en cours"),
    ),
    delay=analysis.read_delay("P6M"),
)


def test_an_impact_is_told_in_french() -> None:
    assert spoken(LATE).splitlines() == [
        "Si « mesure A » prend 6 mois de retard, 3 éléments en dépendent. 2 ne peuvent s’en passer. 1 est en danger, "
        "sans être bloqué. 1 n’y tient que par un lien sous réserve ou déduit, marqué comme tel. Dernière échéance "
        "énoncée de « mesure A » : ouverture, 2020-06-30 [le calendrier, l. 7]. Les marges se comptent de son dernier "
        "jour à celui de chaque échéance.",
        "1. « mesure B » (mesure), à 1 pas : ne peut s’en passer. « mesure B » requiert « mesure A », énoncé [le plan, "
        "l. 1]. Échéance : ouverture, 2020-10-31 [le calendrier, l. 7], marge de 123 jours, manquée avec ce retard. "
        "Pilote : DGOS, pilote [les pilotes, l. 3]. Enveloppe : 60 M€ [le budget, l. 9].",
        "2. « mesure D » (mesure), à 1 pas : en danger, sans être bloqué. « mesure D » requiert au moins un de "
        "plusieurs, dont « mesure A », énoncé [le plan, l. 4]. Il en faut au moins un de plusieurs ; restent : "
        "« mesure E ». Échéance : non énoncée. Pilote : non énoncé. Enveloppe : non énoncée.",
        "3. « mesure C » (mesure), à 2 pas : ne peut s’en passer. « mesure C » requiert « mesure B », sous réserve "
        "[le plan, l. 2]. Échéance : non énoncée. Pilote : non énoncé. Enveloppe : 100 M€ (sous réserve) [le budget, "
        "l. 9]. État énoncé : en cours [le bilan, l. 5].",
        "Ce retard ferait manquer 1 échéance énoncée : « mesure B » (ouverture, 2020-10-31).",
        "2 éléments n’ont aucune échéance qui se compare : on ne sait pas.",
        "En jeu, 2 enveloppes énoncées : 100 M€ (sous réserve) (« mesure C ») et 60 M€ (« mesure B »). Certaines "
        "peuvent se recouvrir et ne s’additionnent pas : de 100 M€ à 160 M€.",
        "1 élément n’a pas d’enveloppe énoncée.",
        "Pilotes énoncés : DGOS (1 élément).",
        "2 éléments n’ont pas de pilote énoncé.",
    ]


def test_an_impact_is_told_in_english() -> None:
    found = spoken(LATE, "en").splitlines()
    assert found[0] == (
        "If “mesure A” is 6 months late, 3 things depend on it. 2 cannot do without it. 1 is endangered, not blocked. "
        "1 hangs on it only by a link that is conditional or inferred, marked as such. Last stated deadline of "
        "“mesure A”: ouverture, 2020-06-30 [le calendrier, l. 7]. Slack is counted from its last day to that of each "
        "deadline."
    )
    assert found[2] == (
        "2. “mesure D” (measure), distance 1: endangered, not blocked. “mesure D” requires at least one of several, "
        "“mesure A” among them, stated [le plan, l. 4]. At least one of several is required; there remain: "
        "“mesure E”. Deadline: not stated. Lead: not stated. Budget: not stated."
    )
    assert found[6] == (
        "At stake, 2 stated budgets: €100m (with reservation) (“mesure C”) and €60m (“mesure B”). Some may overlap and "
        "are not added up: from €100m to €160m."
    )


def test_what_nothing_depends_on_is_told_without_saying_that_nothing_does() -> None:
    assert spoken(analysis.impact(DIAMOND, "id:e")) == (
        "Aucun document du corpus n’énonce que quelque chose dépende de « mesure E ». Cela ne veut pas dire que rien "
        "n’en dépend."
    )
    assert spoken(analysis.blockers(DIAMOND, "id:a"), "en") == (
        "No document of the corpus states a prerequisite of “mesure A”. That does not mean that there is none."
    )


def test_budgets_that_nothing_says_to_overlap_are_added_up_with_that_reserve() -> None:
    known = stakes(budget("b", "v", 60), budget("c", "u", 20))
    assert (
        "En jeu, 2 enveloppes énoncées, 80 M€ en tout si elles ne se recouvrent pas, ce que rien n’indique : "
        "60 M€ (« mesure B ») et 20 M€ (« mesure C »)."
    ) in spoken(analysis.impact(links("a requires b\na requires c"), "id:a", known)).splitlines()


def test_prerequisites_are_told_from_what_comes_first() -> None:
    known = stakes(state("e", "en service", "met"), due("g", "2020-01-31", proof="inferred"))
    result = analysis.blockers(links("e oneof f\ng oneof f"), "id:f", known)
    assert spoken(result).splitlines() == [
        "« mesure F » dépend de 2 éléments, de proche en proche. 2 sont au choix : un au moins de plusieurs est requis. "
        "1 n’est pas énoncé atteint. 1 est énoncé atteint.",
        "1. « mesure G » (mesure), à 1 pas : rien n’énonce que ce soit atteint. « mesure G » est l’un de plusieurs dont "
        "« mesure F » requiert au moins un, énoncé [le plan, l. 2]. Un seul suffit ; les autres : « mesure E ». "
        "Échéance : ouverture, 2020-01-31 (déduit) [le calendrier, l. 7]. Pilote : non énoncé.",
        "2. « mesure E » (mesure), à 1 pas : énoncé atteint. « mesure E » est l’un de plusieurs dont « mesure F » "
        "requiert au moins un, énoncé [le plan, l. 1]. Un seul suffit ; les autres : « mesure G ». État énoncé : en "
        "service [le bilan, l. 5]. Échéance : non énoncée. Pilote : non énoncé.",
    ]


def test_a_chain_is_told_with_its_deadlines_and_its_inversion() -> None:
    known = stakes(due("a", "2020-03-31"), due("b", "2020-01-31"))
    assert spoken(analysis.chains(links("a requires b"), known)).splitlines() == [
        "La plus longue chaîne a 1 lien.",
        "1. « mesure A » → « mesure B ». « mesure B » requiert « mesure A », énoncé [le plan, l. 1]. Échéance de "
        "« mesure A » : ouverture, 2020-03-31 [le calendrier, l. 7]. Échéance de « mesure B » : ouverture, 2020-01-31 "
        "[le calendrier, l. 7]. 2 éléments sur 2 y ont une échéance avec un dernier jour.",
        "1 inversion : un préalable est dû après ce qui en dépend.",
        "1. « mesure A » est dû 60 jours après « mesure B », qui en dépend : ouverture, 2020-03-31 [le calendrier, "
        "l. 7] ; ouverture, 2020-01-31 [le calendrier, l. 7]. « mesure B » requiert « mesure A », énoncé [le plan, "
        "l. 1].",
    ]


def test_bottlenecks_are_told_with_what_hangs_on_them() -> None:
    result = analysis.bottlenecks(links("a requires b\nb enables c"), stakes(lead("b", "DGOS"), lead("c", "DSS")))
    assert spoken(result).splitlines() == [
        "2 éléments ont au moins un dépendant.",
        "Éléments dont dépend le plus, de proche en proche :",
        "1. « mesure A » (mesure) : 2 éléments en dépendent. 1 ne peut s’en passer. « mesure B » requiert « mesure A », "
        "énoncé [le plan, l. 1]. « mesure B » permet « mesure C », énoncé [le plan, l. 2].",
        "2. « mesure B » (mesure) : 1 élément en dépend. Aucun document ne l’énonce requis. 1 chemin entre deux autres "
        "éléments y passe. « mesure B » permet « mesure C », énoncé [le plan, l. 2].",
        "Acteurs dont les éléments pilotés commandent le plus :",
        "1. « DGOS » : 1 élément dépend de ce qu’il pilote. Pilote : « mesure B » : pilote [les pilotes, l. 3]. En "
        "dépendent : « mesure C » (à 1 pas).",
    ]


def test_a_span_is_told_by_kind() -> None:
    known = stakes(lead("a", "DGOS"), lead("b", "DGOS", proof="conditional", note=both("possible")), more="z")
    assert spoken(analysis.span(known)).splitlines() == [
        "1 acteur pilote au moins un élément. 2 éléments de politique publique sur 3 ont un pilote énoncé : les autres "
        "ne comptent pour personne.",
        "1. « DGOS » pilote 2 éléments : 2 mesures. 1 l’est sous réserve. « mesure A » : pilote [les pilotes, l. 3] "
        "« mesure B » : pilote (sous réserve, possible) [les pilotes, l. 3]",
    ]


def test_isolated_things_are_told_by_kind() -> None:
    result = analysis.isolated(links("a requires b"), stakes(more="abz"))
    assert spoken(result, "en").splitlines() == [
        "1 element of 3 has no dependency, lead, deadline or budget stated.",
        "1. Measures (3): without dependency 1, without lead 3, without deadline 3, without budget 3; without any of "
        "the four 1. Without any of the four: “mesure Z”.",
    ]


def test_quotation_marks_within_a_label_become_inner_ones() -> None:
    assert words.quoted(both("AAP « Accompagnement »"), "fr").replace("\u202f", " ") == "« AAP “Accompagnement” »"
    assert words.quoted(both("AAP « Accompagnement »"), "en") == "“AAP ‘Accompagnement’”"


def test_a_relation_that_the_catalogue_does_not_know_is_told_by_its_own_word() -> None:
    assert "« mesure B » dépend de « mesure A » (« nourrit »), énoncé [le plan, l. 1]." in spoken(
        analysis.impact(links("a nourrit b"), "id:a")
    )


def test_nothing_in_a_label_becomes_markup() -> None:
    hostile = "<script>alert(1)</script> [x](y) `z` {count} | *"
    said = told.Told((hostile,), (told.Section((told.Item(hostile, (hostile,)),), hostile),), (hostile,))
    assert "<script" not in told.html(said)
    assert "\\<script\\>" in told.markdown(said)
    assert "{count}" in told.text(said)


def _leaves(table: object, path: str = "") -> dict[str, list[str]]:
    """Return the placeholders of each phrase, by its path."""
    if isinstance(table, dict):
        return {key: found for name, below in table.items() for key, found in _leaves(below, f"{path}.{name}").items()}
    phrases = table if isinstance(table, list) else [table]
    return {path: sorted({name for phrase in phrases for name in re.findall(r"\{(\w+)\}", phrase)})}


def test_both_languages_have_the_same_phrases_with_the_same_placeholders() -> None:
    assert _leaves(words.table()["fr"]) == _leaves(words.table()["en"])


def test_every_relation_of_the_view_has_its_words() -> None:
    view = read_query(ROOT / "queries" / "views" / f"{analysis.DEPENDENCIES}.rq").view
    assert view
    assert set(view["relations"]) == set(words.table()["fr"]["relations"]) - {"other"}
    assert words.links("required") | words.links("either") <= set(view["relations"])


# ---- Delays ----


@pytest.mark.parametrize(
    ("text", "moved", "french", "english"),
    [
        ("P6M", date(2021, 2, 28), "6 mois", "6 months"),
        ("p1y6m", date(2022, 2, 28), "1 an et 6 mois", "1 year and 6 months"),
        ("P2W", date(2020, 9, 14), "2 semaines", "2 weeks"),
        ("P1M1D", date(2020, 10, 1), "1 mois et 1 jour", "1 month and 1 day"),
    ],
)
def test_a_delay_moves_a_day_by_the_calendar(text: str, moved: date, french: str, english: str) -> None:
    delay = analysis.read_delay(text)
    assert (delay.after(date(2020, 8, 31)), delay.said("fr"), delay.said("en")) == (moved, french, english)


@pytest.mark.parametrize("text", ["", "6 mois", "P", "P0M", "P6", "-P6M", "P6M1Y", "PT5H", "P99999D"])
def test_what_is_no_delay_is_refused(text: str) -> None:
    with pytest.raises(InputProblem) as refusal:
        analysis.read_delay(text)
    assert refusal.value.code == "delay-form"


# ---- As tables ----

RESULTS: dict[str, analysis.Result] = {
    "impact": LATE,
    "blockers": analysis.blockers(ALTERNATIVES, "id:f"),
    "cycles": analysis.cycles(links("a requires b\nb requires a")),
    "chains": analysis.chains(links("a requires b"), stakes(due("a", "2020-03-31"), due("b", "2020-01-31"))),
    "bottlenecks": analysis.bottlenecks(DIAMOND, stakes(lead("a", "dgos"))),
    "span": analysis.span(stakes(lead("a", "dgos"))),
    "isolated": analysis.isolated(DIAMOND, stakes(more="az")),
}
each = pytest.mark.parametrize("name", RESULTS)


def test_each_row_of_an_impact_is_one_statement_with_its_evidence() -> None:
    found = analysis.tabled(LATE, "fr")
    kept = ("rank", "distance", "thing", "effect", "statement", "object", "value", "latest", "slack", "missed",
            "proof", "document", "lines")  # fmt: skip
    places = [found.columns.index(name) for name in kept]
    rows = [tuple("" if row[i] is None else row[i].value for i in places) for row in found.rows]
    assert rows[:4] == [
        ("1", "1", "id:b", "blocked", "link", "id:a", "", "", "", "", "stated", "le plan", "1"),
        ("1", "1", "id:b", "blocked", "deadline", "id:b-due", "", "2020-10-31", "123", "true", "stated",
         "le calendrier", "7"),
        ("1", "1", "id:b", "blocked", "lead", "id:DGOS", "", "", "", "", "stated", "les pilotes", "3"),
        ("1", "1", "id:b", "blocked", "budget", "id:v", "60000000", "", "", "", "stated", "le budget", "9"),
    ]  # fmt: skip
    assert rows[5] == ("2", "1", "id:d", "endangered", "deadline", "", "", "", "", "", "notstated", "", "")
    assert len(rows) == 13


def test_people_read_words_where_the_table_has_codes() -> None:
    found = analysis.tabled(LATE, "fr")
    page = answers.render(found, "md", "fr").decode().replace("\u202f", " ")
    assert "| 2 | 1 | mesure D | mesure | en danger | échéance | NON ÉNONCÉ |" in page
    assert "| 1 | 1 | mesure B | mesure | ne peut s’en passer | dépend de | mesure A | requires |" in page


@each
def test_every_result_has_a_table_in_every_format_of_answers(name: str) -> None:
    for lang in ("fr", "en"):
        found = analysis.tabled(RESULTS[name], lang, "1.0 (abc)")
        assert (found.query.name, found.version, bool(found.rows)) == (f"analyse_{name}", "1.0 (abc)", True)
        for form in ("table", "csv", "tsv", "json", "xml", "md", "html", "xlsx", "excel-fr"):
            assert answers.render(found, form, lang)


@each
def test_no_row_says_what_its_table_has_no_column_for(name: str) -> None:
    """But for a role, whose kind of statement, holder and day are told by other columns of a table of actors."""
    said = {column for row in KINDS[type(RESULTS[name])].rows(RESULTS[name]) for column in row}
    spared = {"latest", "object", "objectLabel", "statement"} if name in ("span", "bottlenecks") else set()
    assert said - set(words.table()["tables"][name]["columns"]) <= spared


def test_every_column_has_its_words_in_both_languages() -> None:
    columns = words.table()["columns"]
    used = {name for table in words.table()["tables"].values() for name in table["columns"]}
    assert used == set(columns)
    assert {name for name, said in columns.items() if not {"fr", "en"} <= set(said)} == set()


def test_a_table_says_what_was_asked_and_stands_for_the_queries_that_it_rests_on() -> None:
    query = read_query(ROOT / "queries" / "reports" / f"{analysis.STAKES}.rq")
    found = analysis.tabled(LATE, "fr", origins=[query])
    assert found.query.summary["en"] == "What does a delay or the abandonment of “mesure A” affect?"
    assert found.query.digest != analysis.tabled(LATE, "fr").query.digest
    assert {name: term.value for name, term in found.values.items()} == {
        "thing": "id:a",
        "delay": "P6M",
        "firm": "false",
    }
    assert analysis.command_of(found.query) == "healthkg analyse impact id:a --delay P6M"


def test_a_workbook_says_in_words_what_the_table_comes_to() -> None:
    content = analysis.rendered(LATE, analysis.tabled(LATE, "fr"), "xlsx", "fr")
    with zipfile.ZipFile(BytesIO(content)) as book:
        strings = book.read("xl/sharedStrings.xml").decode().replace("\u202f", " ")
    assert "Ce retard ferait manquer 1 échéance énoncée" in strings


# ---- The miniature world ----


def read(store: Store) -> tuple[Network, Stakes]:
    """Return the network of dependencies and the stakes of a corpus."""
    network = projection.network(answers.query(store, analysis.DEPENDENCIES))
    return network, analysis.read_stakes(answers.query(store, analysis.STAKES))


def iri(name: str) -> str:
    return f"https://w3id.org/healthkg/id/{name}"


def short(things: Iterable[str]) -> list[str]:
    return [key.removeprefix(iri("")) for key in things]


def test_in_the_miniature_world_an_accord_or_a_decree_is_needed(mini_store: Store) -> None:
    """Plan Alpha, l. 20: the maisons Delta need the decree or a local agreement."""
    network, known = read(mini_store)
    needs = analysis.blockers(network, iri("dispositif-maison-delta"), known).needs
    assert [(*short([need.node.key]), need.required, short(one.key for one in need.others)) for need in needs] == [
        ("dispositif-accord-local", True, ["texte-decret-theta"]),
        ("texte-decret-theta", True, ["dispositif-accord-local"]),
    ]
    (one,) = analysis.impact(network, iri("texte-decret-theta"), known).reached
    assert (one.effect, short(other.key for other in one.standing)) == ("endangered", ["dispositif-accord-local"])
    assert {stake.fact.removeprefix(iri("")): stake.value for stake in one.budgets} == {
        "budget-alpha-maisons": 60_000_000,
        "budget-alpha-maisons-region-delta": 15_000_000,
    }
    total = analysis.money(one.budgets)
    assert (total.least, total.most) == (60_000_000, 75_000_000)  # the 15 are part of the 60: l. 24 and 25


def test_in_the_miniature_world_what_iota_requires_is_in_service(mini_store: Store) -> None:
    """Bilan, l. 10 and 11: the programme Iota requires the référentiel Zêta, in service since January 2020."""
    network, known = read(mini_store)
    (need,) = analysis.blockers(network, iri("programme-iota"), known).needs
    assert (*short([need.node.key]), need.standing, need.required) == ("dispositif-referentiel-zeta", "met", True)


def test_in_the_miniature_world_office_beta_leads_the_most(mini_store: Store) -> None:
    """Two chantiers, a measure and the plan Gamma; the agence Alpha and the others lead less."""
    first, *_ = analysis.span(read(mini_store)[1]).actors
    assert (first.name.fr, short(held.element.key for held in first.held)) == (
        "office Bêta",
        ["chantier-alpha-01", "chantier-alpha-02", "mesure-relais-sigma", "plan-gamma"],
    )


# ---- The founding documents ----


@pytest.fixture(scope="module")
def founding(corpus: Corpus) -> tuple[Network, Stakes]:
    """The dependencies and the stakes that the five founding documents state."""
    return read(open_store(only(corpus, FOUNDING)))


def test_the_decision_on_the_sas_and_its_general_roll_out_wait_for_the_evaluation(
    founding: tuple[Network, Stakes],
) -> None:
    """Bilan of digital health, l. 164: the 22 pilot sites are to be evaluated before any decision; l. 159: general
    roll-out in 2022. That the roll-out needs the decision is inferred."""
    network, known = founding
    result = analysis.impact(network, iri("dispositif-sas"), known, delay=analysis.read_delay("P6M"))
    assert short(one.key for one in result.starts) == ["jalon-sas-evaluation-pilotes"]
    assert [(*short([one.node.key]), one.effect, one.path[0].places) for one in result.reached] == [
        (
            "jalon-sas-generalisation",
            "blocked",
            (Place("bilan des actions en santé numérique 2017-2022 (H&TI)", "164"),),
        ),
        (
            "jalon-sas-decision-extension-generalisation",
            "blocked",
            (Place("bilan des actions en santé numérique 2017-2022 (H&TI)", "164"),),
        ),
    ]
    (deadline,) = result.reached[0].deadlines
    assert (deadline.stake.when.fr, deadline.stake.latest, deadline.slack) == ("2022", date(2022, 12, 31), None)
    assert (result.money.budgets, result.reached[0].leads) == ((), ())
    assert "Aucun dernier jour n’est énoncé pour « évaluation prévue : service d'accès aux soins" in spoken(result)


def test_new_dmp_had_to_stop_before_mon_espace_sante_and_did(founding: tuple[Network, Stakes]) -> None:
    """Bilan of digital health, l. 86: no new DMP since 1 July 2021, which Mon espace santé needed."""
    (need,) = analysis.blockers(founding[0], iri("dispositif-mon-espace-sante"), founding[1]).needs
    assert (*short([need.node.key]), need.standing, need.states[0].when.en) == (
        "evenement-arret-creation-dmp",
        "met",
        "1 July 2021",
    )


def test_the_founding_documents_hold_no_circle(founding: tuple[Network, Stakes]) -> None:
    assert analysis.cycles(founding[0]) == analysis.Cycles()


def test_nine_chantiers_of_ten_have_no_lead_stated(founding: tuple[Network, Stakes]) -> None:
    """10 chantiers, l. 23 names leads for « régulation et soins non programmés » alone."""
    counts = analysis.isolated(*founding).counts("https://w3id.org/healthkg/def#Chantier")
    assert (counts["all"], counts["lead"]) == (10, 9)


def test_the_dss_leads_a_chantier_and_a_forfait_and_the_dgos_perhaps_the_plan(founding: tuple[Network, Stakes]) -> None:
    """10 chantiers, l. 23 and l. 6 (each chantier may have its leads in the DGOS: with reserve)."""
    actors = {one.name.fr: one for one in analysis.span(founding[1]).actors}
    dss, dgos = actors["direction de la sécurité sociale"], actors["direction générale de l'offre de soins"]
    assert [(*short([held.element.key]), held.firm) for held in dss.held] == [
        ("chantier-ma-sante-2022-02", True),
        ("mesure-forfait-coordination-urgences", True),
    ]
    assert [(*short([held.element.key]), held.firm) for held in dgos.held] == [
        ("chantier-ma-sante-2022-02", True),
        ("plan-ma-sante-2022", False),
    ]


# ---- On the command line ----

COMMANDS = ("impact SAS", "blockers SAS", "cycles", "chains", "bottlenecks", "span", "isolated")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("lang", "note"), [("fr", "À savoir : "), ("en", "Note: ")])
def test_each_analysis_tells_its_result_and_what_to_know_of_it(run: Run, command: str, lang: str, note: str) -> None:
    outcome = run("--lang", lang, "analyse", *command.split())
    assert outcome.code == 0
    assert outcome.out.strip()
    assert note in outcome.err


@pytest.mark.parametrize("command", COMMANDS)
def test_each_analysis_has_its_help_and_an_example_in_both_languages(run: Run, command: str) -> None:
    for lang, word in (("fr", "Exemple : healthkg analyse"), ("en", "Example: healthkg analyse")):
        outcome = run("--lang", lang, "analyse", command.split()[0], "--help")
        assert (outcome.code, word in outcome.out) == (0, True)


def test_a_thing_is_named_by_label_acronym_or_iri(run: Run) -> None:
    names = ("SAS", "service d’accès aux soins", "id:dispositif-sas", iri("dispositif-sas"))
    assert len({run("analyse", "impact", name).out for name in names}) == 1


def test_a_table_is_data_alone_and_its_sentences_stand_beside_it(run: Run) -> None:
    outcome = run("analyse", "impact", "SAS", "--delay", "P6M", "--format", "csv")
    assert outcome.out.startswith("rank,distance,thing,thingLabel,")
    assert "2 éléments en dépendent" in outcome.err


def test_a_saved_analysis_is_cited_and_says_how_to_do_it_again(run: Run, tmp_path: Path) -> None:
    saved = tmp_path / "impact.json"
    assert run("analyse", "impact", "SAS", "--firm", "--format", "json", "--out", saved).code == 0
    assert json.loads(saved.read_text("utf-8"))["head"]["healthkg"]["query"] == "analyse_impact"
    assert "Que touche un retard ou un abandon de" in run("cite", saved).out
    again = run("rerun", saved)
    assert (again.code, again.out) == (2, "")
    assert again.err == (
        "erreur: C'est le résultat d'une analyse. Refaites-la : healthkg analyse impact "
        f"{iri('dispositif-sas')} --firm\n"
    )


def test_an_analysis_looks_through_the_lens_that_it_is_given(run: Run) -> None:
    """What the CNR states of 2023 was not known in 2021; who leads the chantiers was, since 2018."""
    then, now = run("analyse", "span", "--known-at", "2021-01-01"), run("analyse", "span")
    assert ("direction de la sécurité sociale" in then.out, "conseils territoriaux" in then.out) == (True, False)
    assert "conseils territoriaux" in now.out
    assert "known-at=2021-01-01" in then.err


def test_what_is_only_possible_at_a_date_says_so(run: Run) -> None:
    """Roles of 2018 without a stated end may still hold in 2021."""
    outcome = run("analyse", "span", "--valid-at", "2021-01-01")
    assert "possible à la date demandée" in " ".join(outcome.out.split())


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        (["impact", "Plan Mars"], "erreur: Rien ne porte le nom « Plan Mars »."),
        (["impact", "SAS", "--delay", "6 mois"], "erreur: « 6 mois » n'est pas une durée."),
        (["impact"], "Commande mal formée : "),
        (["chains", "--most", "0"], "Commande mal formée : "),
        (["span", "--format", "pdf"], "Commande mal formée : valeur refusée pour « --format »"),
        (["guess"], "Commande mal formée : commande « guess » inconnue."),
    ],
)
def test_a_fault_of_usage_is_one_sentence(run: Run, arguments: list[str], begins: str) -> None:
    outcome = run("analyse", *arguments)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert outcome.err.startswith(begins)
