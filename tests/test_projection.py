"""Rows become a network; a network becomes a page: whole values, no overlap, no markup from data, the same bytes."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from itertools import combinations, pairwise
from types import SimpleNamespace

import pytest
from pyoxigraph import Literal, NamedNode

from healthkg.answers import query
from healthkg.corpus import Validity
from healthkg.projection import (
    Edge,
    Evidence,
    Network,
    Node,
    Relation,
    as_graph,
    html,
    kinds,
    network,
    outlines,
    text,
    wording,
)
from healthkg.projection.bilingual import Bilingual, both
from healthkg.projection.networks import known_at, present, valid_at
from healthkg.projection.page import page
from healthkg.projection.placement import place
from healthkg.projection.ranks import settle
from healthkg.store import Store

PLAN, STEP, WHO = "https://example.org/def#Plan", "https://example.org/def#Chantier", "https://example.org/def#Person"
VIEW = {
    "title": "title",
    "columns": [{"fr": "Plan", "en": "Plan"}, {"fr": "Chantiers", "en": "Steps"}, {"fr": "Acteurs", "en": "Actors"}],
    "source": {"id": "source", "label": "sourceLabel", "kind": "sourceKind", "column": "sourceColumn"},
    "target": {"id": "target", "label": "targetLabel", "kind": "targetKind", "short": "short", "column": "column"},
    "edge": {"relation": "relation", "label": {"fr": "roleFr", "en": "roleEn"}, "proof": "proof"},
    "evidence": {"document": "document", "label": "documentLabel", "first": "first", "last": "last"},
    "relations": {
        "part": {"fr": "comprend", "en": "includes", "style": "structure"},
        "role": {"fr": "rôle", "en": "role", "style": "accent"},
        "absent": {"fr": "pilote non énoncé", "en": "no lead stated", "style": "absent"},
    },
    "kinds": {"absent": {"fr": "pilote non énoncé", "en": "no lead stated"}},
}
COLUMNS = ["title", "source", "sourceLabel", "sourceKind", "sourceColumn", "relation", "roleFr", "roleEn", "proof"]
COLUMNS += ["target", "targetLabel", "targetKind", "short", "column", "document", "documentLabel", "first", "last"]
COLUMNS += ["size", "judged", "from", "to", "known", "until", "plan"]
PART = {"title": "Ma santé", "source": "p", "sourceLabel": "Ma santé", "sourceKind": PLAN, "sourceColumn": 0}
PART |= {"relation": "part", "proof": "stated", "targetKind": STEP, "column": 1, "documentLabel": "Bilan"}
ROLE = {"title": "Ma santé", "source": "c1", "sourceLabel": "numérique", "sourceKind": STEP, "sourceColumn": 1}
ROLE |= {"relation": "role", "roleFr": "pilote", "roleEn": "lead", "targetKind": WHO, "column": 2}
ROWS = [
    PART | {"target": "c1", "targetLabel": "numérique", "short": "1", "first": 10, "last": 10},
    PART | {"target": "c1", "targetLabel": "numérique", "short": "1", "first": 3, "last": 4},
    PART | {"target": "c2", "targetLabel": "qualité", "short": "2", "first": 11, "last": 11},
    ROLE | {"target": "w", "targetLabel": "Anne", "proof": "conditional", "documentLabel": "Note", "first": 7},
    ROLE
    | {"source": "c2", "sourceLabel": "qualité", "relation": "absent", "roleFr": None, "roleEn": None}
    | {"target": "absent c2", "targetKind": "absent", "proof": "notstated"},
]


def answer(rows: list[dict], view: dict | None = None, **said: object) -> SimpleNamespace:
    """What a view's query brings back."""
    asked = SimpleNamespace(
        name="view",
        summary={"fr": "Qui fait quoi ?", "en": "Who does what?"},
        caveats={},
        view=view or VIEW,
        parameters=(),
    )
    terms = [tuple(None if row.get(name) is None else Literal(str(row[name])) for name in COLUMNS) for row in rows]
    return SimpleNamespace(
        version="0", query=asked, columns=tuple(COLUMNS), rows=tuple(terms), coverage=(), lens=(), values={}, **said
    )


def of_nodes(*labels: str) -> Network:
    """A network of a plan and its chantiers, with these labels."""
    rows = [PART | {"target": f"c{number}", "targetLabel": label} for number, label in enumerate(labels)]
    return network(answer(rows))


def named(one: str, many: str, single: str, several: str) -> tuple[Bilingual, Bilingual]:
    return Bilingual(one, single), Bilingual(many, several)


STEPS = named("chantier", "chantiers", "chantier", "chantiers")
COMPRISES, UNLED = Bilingual("comprend", "includes"), Bilingual("pilote non énoncé", "no lead stated")


def unscripted(source: str) -> list[str]:
    """The table and the outline of a page where no script runs."""
    return re.findall("<noscript>(.*?)</noscript>", source.partition('id="twin"')[2], re.DOTALL)


class Page(HTMLParser):
    """The elements of a page, its scripts and its visible text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.data = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        tag, attributes = self.tags[-1] if self.tags else ("", {})
        if attributes.get("type") == "application/json":
            self.data += data
        elif tag not in ("script", "style"):
            self.words += data


def test_rows_become_things_links_and_their_passages() -> None:
    part, role = Relation("part", COMPRISES, "structure"), Relation("role", Bilingual("rôle", "role"), "accent")
    absent = Relation("absent", UNLED, "absent")
    found = network(answer(ROWS))
    assert found.nodes == (
        Node("p", both("Ma santé"), PLAN, named("plan", "plans", "plan", "plans")),
        Node("c1", both("numérique"), STEP, STEPS, "1", column=1),
        Node("c2", both("qualité"), STEP, STEPS, "2", column=1),
        Node("w", both("Anne"), WHO, named("personne", "personnes", "person", "persons"), column=2),
        Node("absent c2", UNLED, "absent", (UNLED, UNLED), column=2),
    )
    assert found.edges == (
        Edge("p", "c1", part, COMPRISES, evidence=(Evidence("Bilan", 3, 4), Evidence("Bilan", 10, 10))),
        Edge("p", "c2", part, COMPRISES, evidence=(Evidence("Bilan", 11, 11),)),
        Edge("c1", "w", role, Bilingual("pilote", "lead"), "conditional", evidence=(Evidence("Note", 7, 7),)),
        Edge("c2", "absent c2", absent, UNLED, "notstated"),
    )
    assert (found.title, found.columns, found.documents, found.layout) == (
        both("Ma santé"),
        (both("Plan"), Bilingual("Chantiers", "Steps"), Bilingual("Acteurs", "Actors")),
        ("Bilan", "Note"),
        "columns",
    )


def test_a_header_names_the_columns_of_sizes_times_and_filters() -> None:
    view = VIEW | {
        "layout": "layers",
        "source": VIEW["source"] | {"size": "size"},
        "time": {"judged": "judged", "startLatest": "from", "endEarliest": "to"},
        "evidence": VIEW["evidence"] | {"known": "known", "until": "until"},
        "filters": {"plan": {"column": "plan", "fr": "plan", "en": "plan"}},
    }
    row = ROLE | {"target": "w", "targetLabel": "Anne", "size": "1500.5", "judged": "true", "plan": "Ségur"}
    row |= {"from": "2020-01-01", "to": "2021-01-01", "known": "2021-03-01", "documentLabel": "Note"}
    found = network(answer([row, row | {"plan": "Ma santé", "known": "2019-02-01", "first": 4}], view))
    edge = found.edges[0]
    assert (found.layout, found.facets, [node.size for node in found.nodes]) == (
        "layers", (("plan", both("plan")),), [1500.5, None],
    )  # fmt: skip
    assert edge.validity == Validity((None, date(2020, 1, 1)), (date(2021, 1, 1), None))
    assert (edge.known, edge.facets) == (date(2019, 2, 1), (("plan", ("Ma santé", "Ségur")),))
    assert edge.evidence == (Evidence("Note", 0, 0, "2021-03-01"), Evidence("Note", 4, 4, "2019-02-01"))


def test_a_link_stated_without_a_passage_says_so() -> None:
    bare = PART | {"target": "c1", "targetLabel": "numérique", "documentLabel": None}
    assert [edge.proof for edge in network(answer([bare])).edges] == ["unsourced"]


def test_an_absence_that_a_document_filled_is_shown_before_that_day_only() -> None:
    filled = ROWS[4] | {"until": "2021-06-01"}
    view = VIEW | {"evidence": VIEW["evidence"] | {"until": "until"}}
    found = network(answer([*ROWS[:4], filled], view))
    assert [node.key for node in present(found).nodes] == ["p", "c1", "c2", "w"]
    assert "absent c2" in [node.key for node in known_at(found, date(2021, 5, 31)).nodes]
    assert known_at(found, date(2021, 6, 1)) == present(found)


def test_what_a_validity_excludes_is_left_out_and_what_it_does_not_prove_is_possible() -> None:
    view = VIEW | {"time": {"judged": "judged", "startEarliest": "from", "startLatest": "from", "endEarliest": "to"}}
    row = ROLE | {"target": "w", "targetLabel": "Anne", "judged": "true", "from": "2020-01-01", "to": "2021-01-01"}
    found = network(answer([ROWS[0], row], view))
    held = {day: [edge.possible for edge in valid_at(found, date(day, 6, 1)).edges] for day in (2019, 2020, 2022)}
    assert held == {2019: [False], 2020: [False, False], 2022: [False, True]}


def test_the_caption_says_things_links_roles_and_absences() -> None:
    assert [re.sub("[\u00a0\u202f]", " ", said) for said in wording.caption(network(answer(ROWS)), "fr")] == [
        "Cette vue montre 1 plan, 2 chantiers et 1 personne.",
        "2 liens « comprend ».",
        "Pilote (sous réserve) : Anne (numérique).",
        "Pilote non énoncé : 1 chantier sur 2 (2).",
        "1 lien n’est pas énoncé ferme : trait différent.",
    ]


def test_the_caption_speaks_english() -> None:
    assert wording.caption(network(answer(ROWS)), "en")[:3] == (
        "This view shows 1 plan, 2 chantiers and 1 person.",
        "2 “includes” links.",
        "Lead (with reservation): Anne (numérique).",
    )


def test_an_answer_without_rows_is_a_page_that_says_so() -> None:
    empty = network(answer([]))
    page = Page(html(empty))
    assert wording.caption(empty, "fr") == ("Rien à montrer\u00a0: la question n’a pas de réponse dans ces données.",)
    assert wording.caption(empty, "fr")[0] in page.words and empty.title.fr == "Qui fait quoi\u202f?"
    assert not [tag for tag, _ in page.tags if tag in ("script", "table", "input")]


def test_a_row_without_a_target_is_a_thing_alone() -> None:
    alone = network(answer([PART | {"relation": None}]))
    assert [(node.key, node.label.fr) for node in alone.nodes] == [("p", "Ma santé")]
    assert alone.edges == () and "Aucun lien" in Page(html(alone)).words


def test_things_beyond_the_limit_are_counted() -> None:
    rows = [PART | {"target": f"c{number}", "targetLabel": f"chantier {number}"} for number in range(9)]
    kept = network(answer(rows), limit=4)
    assert ([node.key for node in kept.nodes], len(kept.edges), kept.hidden) == (["p", "c0", "c1", "c2"], 3, 6)
    assert "6 éléments masqués (au-delà de 4)." in Page(html(kept)).words


def test_a_network_is_a_networkx_graph() -> None:
    graph = as_graph(network(answer(ROWS)))
    assert sorted(graph.edges()) == [("c1", "w"), ("c2", "absent c2"), ("p", "c1"), ("p", "c2")]
    assert graph.nodes["w"]["node"].label.fr == "Anne"


def test_the_same_rows_give_the_same_bytes() -> None:
    assert html(network(answer(ROWS))) == html(network(answer(ROWS)))


@pytest.mark.parametrize(
    "label",
    [
        "<img src=x onerror=alert(1)>",
        "</script><script>alert(1)</script>",
        "\"'`{{ 7*7 }}${x}",
        "\u2028\u2029&amp;",
        "x" * 2000,
    ],
)
def test_a_label_is_text_wherever_it_stands(label: str) -> None:
    plain = Page(html(of_nodes("autre")))
    page = Page(html(of_nodes(label)))
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in plain.tags]
    assert text.clean(label) in page.words
    assert [node["label"] for node in json.loads(page.data)["nodes"]] == ["Ma santé", text.clean(label)]
    assert "<" not in page.data


def test_where_no_script_runs_the_table_and_the_outline_say_every_link_as_it_is() -> None:
    rows = [
        PART | {"target": "c1", "targetLabel": "100 % <b>", "short": "%s", "first": 3, "last": 4},
        PART | {"target": "c2", "targetLabel": "{x} & %(y)s", "proof": "conditional", "documentLabel": "A & <B>"},
    ]
    table, outline = (re.sub(r"\s+", " ", said) for said in unscripted(html(network(answer(rows)))))
    assert re.findall(r'<tr id="l-x\w{10}"> (.*?) </tr>', table) == [
        '<td><span class="data">Ma santé</span> <small class="data">plan</small> </td> '
        '<td><span class="data">comprend</span> </td> '
        '<td><b>%s</b> <span class="data">100 % &lt;b&gt;</span> <small class="data">chantier</small> </td> '
        '<td>énoncé</td> <td class="proof"> <div class="data">Bilan<small>lignes 3–4</small></div> </td>',
        '<td><span class="data">Ma santé</span> <small class="data">plan</small> </td> '
        '<td><span class="data">comprend</span> </td> '
        '<td><span class="data">{x} &amp; %(y)s</span> <small class="data">chantier</small> </td> '
        '<td>sous réserve</td> <td class="proof"> <div class="data">A &amp; &lt;B&gt;<small></small></div> </td>',
    ]
    assert re.findall('<b class="data">(.*?)</b>', outline) == ["Ma santé", "%s 100 % &lt;b&gt;", "{x} &amp; %(y)s"]
    assert re.findall('<small class="data">(.*?)</small>', outline) == [
        "(énoncé · Bilan)",
        "(sous réserve · A &amp; &lt;B&gt;)",
    ]


def test_the_page_of_a_network_that_has_its_places_is_the_page() -> None:
    found = network(answer(ROWS))
    assert page(found, place(found), "en") == html(found, "en")


def test_control_and_bidi_characters_never_reach_the_page() -> None:
    found = of_nodes("a\u202eb\u2066c\u200bd\x00e\nf\tg", "", " \u200b ")
    assert [node.label.fr for node in found.nodes[1:]] == ["abcde f g", "(sans libellé)", "(sans libellé)"]


def test_the_page_asks_for_nothing_and_runs_only_what_it_holds() -> None:
    source = html(network(answer(ROWS)))
    page = Page(source)
    policy = next(said["content"] for tag, said in page.tags if said.get("http-equiv") == "Content-Security-Policy")
    assert source.startswith("<!doctype html>") and ("html", {"lang": "fr"}) in page.tags
    assert policy and "default-src 'none'" in policy and "unsafe" not in policy
    assert not [said for _, said in page.tags if {"src", "style", "onclick"} & said.keys()]
    assert all(said["href"].startswith("#") for _, said in page.tags if said.get("href"))
    assert len(source.encode()) < 2_000_000


def test_boxes_do_not_overlap_and_lines_run_behind_none() -> None:
    rows = [
        PART | {"target": f"c{number}", "targetLabel": "soins et parcours " * (number % 4 + 1)} for number in range(12)
    ]
    rows += [
        ROLE | {"source": f"c{number}", "target": f"w{number % 5}", "targetLabel": f"Anne {number % 5}"}
        for number in range(9)
    ]
    rows += [
        PART | {"relation": "role", "target": f"w{number}", "targetLabel": f"Anne {number}", "column": 2}
        for number in range(3)
    ]
    found = network(answer(rows))
    placed = place(found)
    for one, other in combinations(placed.boxes, 2):
        apart = (
            abs(one.x - other.x) >= (one.width + other.width) / 2
            or abs(one.y - other.y) >= (one.height + other.height) / 2
        )
        assert apart, (one, other)
    for edge, line in zip(found.edges, placed.lines, strict=True):
        level = [tuple(map(int, point)) for point in re.findall(r"(-?\d+) (-?\d+)(?=[LC]|$)", line.path)]
        crossed = [box for box in placed.boxes if box.key not in (edge.source, edge.target) and _behind(level, box)]
        assert crossed == [], (edge, crossed)


def _behind(points: list[tuple[int, int]], box: object) -> bool:
    """Does the level part of a line that crosses the column of `box` run behind it?"""
    left, right = box.x - box.width // 2, box.x + box.width // 2
    return any(
        y0 == y1 and x0 <= left and x1 >= right and abs(y0 - box.y) < box.height / 2
        for (x0, y0), (x1, y1) in pairwise(points)
    )


def test_places_settle_as_near_as_the_gaps_allow() -> None:
    assert settle([0, 0, 30], [10, 10], [1, 1, 1]) == [-5, 5, 30]
    assert settle([5, 0], [4], [3, 1]) == [2.75, 6.75]


def test_an_unknown_kind_has_a_look_and_its_own_name() -> None:
    rows = [PART | {"target": "x", "targetLabel": "x", "targetKind": "https://example.org/def#Chose"}]
    assert network(answer(rows)).nodes[1].kind_names == (both("Chose"), both("Chose"))
    assert kinds.look("https://example.org/def#Chose") == kinds.Look("rect", "grey")


def test_every_outline_and_hue_of_the_table_exists() -> None:
    looks = [kinds.look(name) for name in kinds.table()["kinds"]]
    assert {look.outline for look in looks} <= outlines.OUTLINES
    assert {look.hue for look in looks} <= set(kinds.table()["hues"])


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    """WCAG 2.1, contrast ratio."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("theme", "back"), [("light", "#ffffff"), ("dark", "#12171c")])
def test_text_and_shapes_stand_out(theme: str, back: str) -> None:
    for name, hue in kinds.table()["hues"].items():
        assert _contrast(hue[theme]["text"], hue[theme]["fill"]) >= 4.5, name
        assert max(_contrast(hue[theme]["border"], back), _contrast(hue[theme]["fill"], back)) >= 3, name


def test_the_whole_plan_is_drawn_from_the_corpus(store: Store) -> None:
    found = present(network(query(store, "plan_whole")))
    labels = {node.key: node.name.fr for node in found.nodes}
    leads = [
        (labels[edge.source], labels[edge.target], [(proof.first, proof.last) for proof in edge.evidence])
        for edge in found.edges
        if edge.label.fr == "pilote" and edge.proof == "stated" and "chantier-ma-sante-2022-02" in edge.source
    ]
    numbers = [node.short for node in found.nodes if node.kind.endswith("#Chantier")]
    assert numbers == [str(number) for number in range(1, 11)]
    assert leads == [
        ("régulation et soins non programmés", "DSS", [(23, 23)]),
        ("régulation et soins non programmés", "DGOS", [(23, 23)]),
    ]
    assert sum(not node.stated for node in found.nodes) == 9


def test_another_plan_gives_another_network(store: Store) -> None:
    plan = "https://w3id.org/healthkg/id/plan-feuille-de-route-ma-sante-2022-douze-mois"
    found = network(query(store, "plan_whole", plan=plan))
    assert not any("plan-ma-sante-2022" in node.key for node in found.nodes)


def test_terms_of_any_sort_are_read() -> None:
    said = answer([])
    said.columns, said.rows = ("source", "target"), ((NamedNode("https://example.org/a"), None),)
    assert [node.key for node in network(said).nodes] == ["https://example.org/a"]


def test_a_network_shows_itself_in_a_terminal_and_in_a_notebook(store: Store) -> None:
    shown = network(query(store, "plan_whole"))
    assert repr(shown).startswith("<Network plan_whole, ")
    frame = shown._repr_html_()
    assert frame.startswith('<iframe srcdoc="<!doctype html&gt;')
    assert store.version in frame
