"""A view in other formats: whole values, the same bytes, nothing from data but text, and files whole or not at all."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pyoxigraph as ox
import pytest

from healthkg.answers import Answer, query
from healthkg.corpus import Validity
from healthkg.projection import Edge, Evidence, Network, Node, Relation, exports, network, text
from healthkg.projection.bilingual import Bilingual, both
from healthkg.projection.drawing import edge_identifier, identifier
from healthkg.projection.exports.colours import themes
from healthkg.projection.exports.lines import middle
from healthkg.projection.placement import place
from healthkg.queryfile import Query
from healthkg.store import Store
from support import ROOT, Run

LANGUAGES = ("fr", "en")
FORMS = {**exports.FILES, **exports.TABLES}
SVG = "{http://www.w3.org/2000/svg}"

# ---- A small network, made by hand ----

PLAN, LEAD = "https://example.org/def#Plan", "https://example.org/def#PublicOrganisation"
PART = Relation("part", Bilingual("comprend", "includes"), "structure")
ROLE = Relation("role", Bilingual("rôle", "role"), "accent")
NONE = Relation("absent", Bilingual("pilote non énoncé", "lead not stated"), "absent")
NAMED_PLAN = (Bilingual("plan", "plan"), Bilingual("plans", "plans"))
NAMED_LEAD = Bilingual("organisme public", "public organisation")
NAMED_ABSENCE = Bilingual("pilote non énoncé", "lead not stated")
P, Q, D, A = "https://example.org/id/p", "https://example.org/id/q", "https://example.org/id/d", "absent p"
NODES = (
    Node(P, both("Ma santé"), PLAN, NAMED_PLAN, size=400.0),
    Node(Q, both("volet"), PLAN, NAMED_PLAN, "2", Bilingual("ajouté", "added"), 1, 100.0),
    Node(D, both("direction"), LEAD, (NAMED_LEAD,) * 2, "DSS", column=2),
    Node(A, NAMED_ABSENCE, "absent", (NAMED_ABSENCE,) * 2, column=2),
)
EDGES = (
    Edge(P, Q, PART, PART.label, "contradicted", Bilingual("selon deux textes", "by two texts"),
         (Evidence("Bilan", 3, 4, "2022-06-30"), Evidence("Note")), known=date(2022, 6, 30)),
    Edge(Q, D, ROLE, Bilingual("pilote", "lead"), "stated", evidence=(Evidence("Bilan", 7, 7),), possible=True,
         validity=Validity((date(2018, 9, 18), date(2018, 9, 30)), (None, None)),
         facets=(("plan", ("Ma santé", "volet")),)),
    Edge(P, A, NONE, NONE.label, "notstated", until=date(2019, 1, 1)),
)  # fmt: skip
SMALL = Network(
    "essai", Bilingual("Qui ?", "Who?"), Bilingual("Qui fait quoi ?", "Who does what?"), Bilingual("Peu.", "Little."),
    (Bilingual("Plan", "Plan"), Bilingual("Volets", "Parts"), Bilingual("Acteurs", "Actors")), NODES, EDGES,
    facets=(("plan", Bilingual("plan", "plan")),), hidden=3, limit=4, version="0.1.0 (abc)", lens=("known-at=2022-12-31",),
    parameters=(("plan", P),),
)  # fmt: skip
EMPTY = Network("essai", both("Qui ?"), both("Qui ?"), both(""), (), (), ())
IDS = {key: identifier(key) for key in (P, Q, D)}
LINKS = [edge_identifier(edge) for edge in EDGES[:2]]
BOXES = {box.key: box for box in place(exports.graphs.present(SMALL)).boxes}


def about(lang: str) -> dict[str, object]:
    """What a graph says of the whole."""
    french = lang == "fr"
    return {
        "title": "Qui ?" if french else "Who?",
        "summary": "Qui fait quoi ?" if french else "Who does what?",
        "caveats": "Peu." if french else "Little.",
        "view": "essai",
        "parameters": f"plan={P}",
        "lens": "known-at=2022-12-31",
        "data": "0.1.0 (abc)",
        "documents": "Bilan ; Note",
        "language": lang,
        "layout": "columns",
        "hidden": 3,
    }


def things(lang: str) -> dict[str, dict[str, object]]:
    """What each node of a graph says, but its place."""
    french = lang == "fr"
    plan = {"kind": "Plan", "kind_name": "plan"}
    return {
        IDS[P]: {"label": "Ma santé", "iri": P, **plan, "size": 400.0, "column": 0, "column_name": "Plan"},
        IDS[Q]: {"label": "volet", "iri": Q, **plan, "short": "2", "note": "ajouté" if french else "added",
                 "size": 100.0, "column": 1, "column_name": "Volets" if french else "Parts"},
        IDS[D]: {"label": "direction", "iri": D, "kind": "PublicOrganisation", "short": "DSS", "column": 2,
                 "kind_name": "organisme public" if french else "public organisation",
                 "column_name": "Acteurs" if french else "Actors"},
    }  # fmt: skip


def links(lang: str) -> list[tuple[str, str, str, dict[str, object]]]:
    """What each edge of a graph says."""
    french = lang == "fr"
    first = {
        "source_label": "Ma santé",
        "relation": "part",
        "label": "comprend" if french else "includes",
        "target_label": "volet",
        "proof": "contradicted",
        "proof_name": "contredit" if french else "contradicted",
        "note": "selon deux textes" if french else "by two texts",
        "judged": False,
        "known": "2022-06-30",
        "possible": False,
        "evidence": "Bilan, l. 3-4 ; Note",
    }
    second = {
        "source_label": "volet",
        "relation": "role",
        "label": "pilote" if french else "lead",
        "target_label": "direction",
        "proof": "stated",
        "proof_name": "énoncé" if french else "stated",
        "judged": True,
        "start_earliest": "2018-09-18",
        "start_latest": "2018-09-30",
        "possible": True,
        "evidence": "Bilan, l. 7",
        "filter_plan": "Ma santé ; volet",
    }
    return [(IDS[P], IDS[Q], LINKS[0], first), (IDS[Q], IDS[D], LINKS[1], second)]


def both_languages(name: str, french: str, english: str) -> dict[str, str]:
    return {f"{name}_fr": french, f"{name}_en": english}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_gexf_is_the_network_as_it_is_drawn(lang: str) -> None:
    graph = nx.read_gexf(io.BytesIO(exports.gexf(SMALL, lang)), version="1.2draft")
    looks = {P: ((11, 29, 49), 40.0), Q: ((11, 29, 49), 25.0), D: ((168, 106, 0), 10.0)}
    expected = {
        IDS[key]: {
            **things(lang)[IDS[key]],
            "viz": {
                "color": dict(zip("rgba", (*colour, 1.0), strict=True)),
                "size": size,
                "shape": None,  # networkx writes the shape as GEXF has it, and looks for it elsewhere
                "position": {"x": float(BOXES[key].x), "y": -float(BOXES[key].y), "z": 0.0},
            },
        }
        for key, (colour, size) in looks.items()
    }
    assert dict(graph.nodes(data=True)) == expected
    found = [(source, target, dict(said)) for source, target, said in graph.edges(data=True)]
    assert found == [(source, target, {**said, "id": key}) for source, target, key, said in links(lang)]


def test_gexf_says_what_it_shows_and_neither_a_day_nor_a_library() -> None:
    content = exports.gexf(SMALL, "en")
    meta = next(ET.fromstring(content).iter("{http://www.gexf.net/1.2draft}meta"))  # noqa: S314  our own
    said = dict(line.split(": ", 1) for line in (meta[1].text or "").splitlines())
    caption = said.pop("caption")
    assert (meta.attrib, meta[0].text, said) == (
        {},
        "healthkg",
        {name: str(value) for name, value in about("en").items()},
    )
    assert caption.startswith("This view shows 2 plans and 1 public organisation.")
    assert b"NetworkX" not in content and b"networkx" not in content


def test_gexf_draws_things_by_kind_and_links_by_how_firm_they_are() -> None:
    root = ET.fromstring(exports.gexf(SMALL))  # noqa: S314  our own
    shapes = [shape.get("value") for shape in root.iter("{http://www.gexf.net/1.2draft/viz}shape")]
    assert shapes == ["square", "square", "disc", "double", "solid"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_graphml_says_all_in_one_language_and_its_words_in_both(lang: str) -> None:
    graph = nx.read_graphml(io.BytesIO(exports.graphml(SMALL, lang)), force_multigraph=True)
    more = {
        IDS[P]: both_languages("label", "Ma santé", "Ma santé") | both_languages("kind_name", "plan", "plan"),
        IDS[Q]: both_languages("label", "volet", "volet") | both_languages("kind_name", "plan", "plan")
        | both_languages("note", "ajouté", "added"),
        IDS[D]: both_languages("label", "direction", "direction")
        | both_languages("kind_name", "organisme public", "public organisation"),
    }  # fmt: skip
    places = {IDS[key]: {"x": BOXES[key].x, "y": -BOXES[key].y} for key in (P, Q, D)}
    assert dict(graph.nodes(data=True)) == {key: things(lang)[key] | places[key] | more[key] for key in more}
    words = [
        both_languages("label", "comprend", "includes") | both_languages("note", "selon deux textes", "by two texts"),
        both_languages("label", "pilote", "lead"),
    ]
    expected = [(*ends, said | more) for (*ends, said), more in zip(links(lang), words, strict=True)]
    found = [(source, target, key, said) for source, target, key, said in graph.edges(keys=True, data=True)]
    for *_, key, said in found:
        assert said.pop("id") == key
    assert found == expected
    whole = dict(graph.graph)
    assert whole.pop("caption").startswith("Cette vue montre" if lang == "fr" else "This view shows")
    del whole["node_default"], whole["edge_default"]
    assert whole == about(lang) | both_languages("title", "Qui ?", "Who?") | both_languages(
        "summary", "Qui fait quoi ?", "Who does what?"
    ) | both_languages("caveats", "Peu.", "Little.")


def test_graphml_writes_truth_as_graphml_does() -> None:
    content = exports.graphml(SMALL)
    assert (content.count(b">true<"), content.count(b">false<"), content.count(b">True<")) == (2, 2, 0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_json_holds_both_languages_and_says_its_version(lang: str) -> None:
    said = json.loads(exports.json(SMALL, lang))
    placed = place(exports.graphs.present(SMALL))
    caption = said["graph"].pop("caption")
    assert caption["en"][0] == "This view shows 2 plans and 1 public organisation."
    assert {name: said[name] for name in ("format", "version", "directed", "multigraph", "graph")} == {
        "format": "healthkg-network",
        "version": 1,
        "directed": True,
        "multigraph": True,
        "graph": {
            "view": "essai",
            "title": {"fr": "Qui ?", "en": "Who?"},
            "summary": {"fr": "Qui fait quoi ?", "en": "Who does what?"},
            "caveats": {"fr": "Peu.", "en": "Little."},
            "layout": "columns",
            "columns": [
                {"fr": "Plan", "en": "Plan"},
                {"fr": "Volets", "en": "Parts"},
                {"fr": "Acteurs", "en": "Actors"},
            ],
            "filters": {"plan": {"fr": "plan", "en": "plan"}},
            "parameters": {"plan": P},
            "lens": ["known-at=2022-12-31"],
            "documents": ["Bilan", "Note"],
            "hidden": 3,
            "limit": 4,
            "data": "0.1.0 (abc)",
            "language": lang,
            "size": [placed.width, placed.height],
        },
    }
    box = BOXES[Q]
    assert said["nodes"][1] == {
        "id": IDS[Q],
        "key": Q,
        "label": {"fr": "volet", "en": "volet"},
        "kind": PLAN,
        "kind_name": {"fr": "plan", "en": "plan"},
        "short": "2",
        "note": {"fr": "ajouté", "en": "added"},
        "size": 100.0,
        "column": 1,
        "alone": False,
        "box": [box.x, box.y, box.width, box.height],
    }
    assert [node["key"] for node in said["nodes"]] == [P, Q, D]
    assert said["edges"] == [
        {
            "key": LINKS[0],
            "source": IDS[P],
            "target": IDS[Q],
            "relation": "part",
            "label": {"fr": "comprend", "en": "includes"},
            "style": "structure",
            "proof": "contradicted",
            "note": {"fr": "selon deux textes", "en": "by two texts"},
            "validity": None,
            "known": "2022-06-30",
            "possible": False,
            "evidence": [
                {"document": "Bilan", "first": 3, "last": 4, "known": "2022-06-30"},
                {"document": "Note", "first": None, "last": None, "known": None},
            ],
            "filters": {},
        },
        {
            "key": LINKS[1],
            "source": IDS[Q],
            "target": IDS[D],
            "relation": "role",
            "label": {"fr": "pilote", "en": "lead"},
            "style": "accent",
            "proof": "stated",
            "note": {"fr": "", "en": ""},
            "validity": {"start": ["2018-09-18", "2018-09-30"], "end": [None, None]},
            "known": None,
            "possible": True,
            "evidence": [{"document": "Bilan", "first": 7, "last": 7, "known": None}],
            "filters": {"plan": ["Ma santé", "volet"]},
        },
    ]


def test_json_is_read_by_networkx() -> None:
    graph = nx.node_link_graph(json.loads(exports.json(SMALL)), edges="edges")
    assert list(graph.edges(keys=True)) == [ends[:3] for ends in links("fr")]


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def test_csv_is_a_table_of_things_and_a_table_of_links() -> None:
    boxes = [[str(BOXES[key].x), str(BOXES[key].y)] for key in (P, Q, D)]
    assert table(exports.nodes(SMALL, "en")) == [
        [
            "id",
            "label",
            "iri",
            "kind",
            "kind_name",
            "short",
            "note",
            "size",
            "column",
            "column_name",
            "group",
            "x",
            "y",
        ],
        [IDS[P], "Ma santé", P, "Plan", "plan", "", "", "400", "0", "Plan", "", *boxes[0]],
        [IDS[Q], "volet", Q, "Plan", "plan", "2", "added", "100", "1", "Parts", "", *boxes[1]],
        [
            IDS[D],
            "direction",
            D,
            "PublicOrganisation",
            "public organisation",
            "DSS",
            "",
            "",
            "2",
            "Actors",
            "",
            *boxes[2],
        ],
    ]
    assert table(exports.links(SMALL, "fr")) == [
        ["id", "source", "source_label", "relation", "label", "target", "target_label", "proof", "proof_name", "note",
         "judged", "start_earliest", "start_latest", "end_earliest", "end_latest", "known", "possible", "evidence",
         "filter_plan"],
        [LINKS[0], IDS[P], "Ma santé", "part", "comprend", IDS[Q], "volet", "contradicted", "contredit",
         "selon deux textes", "false", "", "", "", "", "2022-06-30", "false", "Bilan, l. 3-4 ; Note", ""],
        [LINKS[1], IDS[Q], "volet", "role", "pilote", IDS[D], "direction", "stated", "énoncé", "", "true",
         "2018-09-18", "2018-09-30", "", "", "", "true", "Bilan, l. 7", "Ma santé ; volet"],
    ]  # fmt: skip
    assert exports.nodes(SMALL).endswith(b"\r\n") and not exports.nodes(SMALL).startswith(b"\xef\xbb\xbf")


# ---- The picture ----


def words(root: ET.Element) -> list[str]:
    """The texts of a picture, their lines joined."""
    texts = root.iter(f"{SVG}text")
    return [said.text or " ".join(line.text or "" for line in said.iter(f"{SVG}tspan")) for said in texts]


def test_the_picture_says_its_title_its_boxes_its_legend_and_its_source() -> None:
    root = ET.fromstring(exports.svg(SMALL, "en"))  # noqa: S314  our own
    said = [text for text in words(root) if text]
    assert (root.get("role"), root.get("lang"), root.findtext(f"{SVG}title")) == ("img", "en", "Who?")
    assert (root.findtext(f"{SVG}desc") or "").startswith("This view shows 2 plans and 1 public organisation.")
    assert said == [
        "Who?",
        "Who does what?",
        "This view shows 2 plans and 1 public organisation.",
        "Corpus seen through: known-at=2022-12-31.",
        "Things",
        "Links",
        "Line, by how it is stated",
        "Good to know: Little.",
        "3 elements hidden (beyond 4).",
        "Documents: Bilan; Note.",
        f"Parameters: plan = {P}.",
        "healthkg, essai. Data 0.1.0 (abc).",
        "Plan",
        "Parts",
        "Actors",
        "lead ?",
        "Ma santé",
        "volet",
        "DSS",
        "plan (2)",
        "public organisation (1)",
        "the longest bar: 400",
        "includes (1)",
        "lead (1)",
        "?",
        "possible on the chosen date",
        "stated (1)",
        "contradicted (1)",
    ]
    titles = [title.text for group in root.iter(f"{SVG}g") for title in group.findall(f"{SVG}title")]
    assert titles == [
        "Ma santé → volet: includes (contradicted)\nby two texts\nBilan, l. 3-4 ; Note",
        "volet → direction: lead (stated, possible)\nBilan, l. 7",
        "Ma santé · plan",
        "volet · plan · added",
        "direction · public organisation",
    ]


def test_the_picture_marks_sizes_doubts_and_what_goes_back() -> None:
    budget, words_said = (
        "https://example.org/def#Budget",
        (Bilingual("enveloppe", "budget"), Bilingual("enveloppes", "budgets")),
    )
    nodes = [Node("p", both("plan"), PLAN, NAMED_PLAN)]
    nodes += [Node(f"b{size}", both(f"b{size}"), budget, words_said, size=size) for size in (8.0, 2.5, 0.0, None)]
    edges = [Edge("p", node.key, PART, PART.label, possible=node.size == 8) for node in nodes[1:]]
    edges += [Edge("b8.0", "p", PART, PART.label)]
    found = Network("v", both("t"), both("t"), both(""), (), tuple(nodes), tuple(edges), layout="layers")
    root = ET.fromstring(exports.svg(found, "en"))  # noqa: S314  our own
    said = words(root)
    assert [one for one in said if one.startswith(("the longest", "size not", "link that", "possible"))] == [
        "the longest bar: 8", "size not stated", "possible on the chosen date", "link that goes back",
    ]  # fmt: skip
    rooms = {box.width - 22 for box in place(found).boxes[1:]}
    bars = [float(one.get("width", 0)) for one in root.iter(f"{SVG}rect") if one.get("class") == "hk-violet-text"]
    (room,) = rooms
    assert bars == [room, room, room, round(room * 2.5 / 8, 1), room, 1.0]
    assert len([one for one in root.iter(f"{SVG}path") if one.get("class") == "hk-violet-mark"]) == 1
    assert len(list(root.iter(f"{SVG}circle"))) == 2  # the doubt, and its entry in the legend
    assert len(list(root.iter(f"{SVG}polygon"))) == 2  # the tip of what goes back, and its entry


def test_the_middle_of_a_line_is_that_of_its_longest_part() -> None:
    assert middle("M0 0L10 0L10 40") == (10.0, 20.0)
    assert middle("M0 0C40 0 40 80 80 80L90 80") == (40.0, 40.0)
    assert middle("M12 5L12 10Q12 50 60 50") == (24.0, 40.0)


def test_the_picture_asks_for_nothing_and_runs_nothing() -> None:
    content = exports.svg(SMALL)
    tags = {element.tag.removeprefix(SVG) for element in ET.fromstring(content).iter()}  # noqa: S314  our own
    assert tags <= {"svg", "title", "desc", "style", "rect", "g", "path", "polygon", "circle", "text", "tspan"}
    assert b"href" not in content and b"url(" not in content and b"@import" not in content and b"var(" not in content


def test_each_colour_of_the_picture_is_dark_where_the_reader_is() -> None:
    root = ET.fromstring(exports.svg(SMALL))  # noqa: S314  our own
    rules = root.findtext(f"{SVG}style") or ""
    classes = {name for element in root.iter() for name in (element.get("class") or "").split()}
    assert classes and [name for name in sorted(classes) if f":root .{name} {{" not in rules] == []
    light, dark = themes()
    assert (light["back"], dark["back"]) == ("#ffffff", "#12171c")


@pytest.mark.parametrize("room", [40, 90, 264])
def test_wrapped_text_takes_as_many_lines_as_were_counted(room: int) -> None:
    for said in ("un", "régulation et soins non programmés", "feuille de route du numérique en santé 2019-2022", ""):
        lines = text.wrap(said, room, 13)
        assert "".join(lines).replace(" ", "") == said.replace(" ", "")
        if all(text.width(word, 13) <= room for word in said.split()):
            assert len(lines) == text.lines(said, room, 13)


def test_a_word_wider_than_its_room_is_broken_and_what_is_too_long_ends_with_an_ellipsis() -> None:
    lines = text.wrap("a " + "x" * 300, 100, 13)
    assert "".join(lines) == "a" + "x" * 300 and len(lines) <= text.lines("a " + "x" * 300, 100, 13)
    assert text.wrap("un deux trois quatre", 40, 13, most=2) == ["un", "deu…"]


# ---- Nothing from data but text ----

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><script>alert(1)</script>",
    "]]><script>alert(1)</script><![CDATA[",
    '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>&x;',
    "javascript:alert(1)",
    '=HYPERLINK("http://example.org";"x")',
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "'=1+1",
    "\t@SUM(A1:A9)\r\n",
    "a\u202eb\u2066c\u200bd\x00e\ufffef\x1b[31m",
    "{{ 7*7 }}{% raw %}${x}#{y}",
    "--><svg/onload=alert(1)>&#0;&amp;",
    "x" * 2000,
]
VIEW = {
    "title": "label",
    "columns": [{"fr": "De", "en": "From"}, {"fr": "Vers", "en": "To"}],
    "source": {"id": "source", "label": "label", "kind": "kind", "short": "label", "note": "label"},
    "target": {"id": "target", "label": "other", "kind": "kind", "column": "column"},
    "edge": {"relation": "label", "label": "label", "note": "label"},
    "evidence": {"document": "label", "label": "label"},
    "filters": {"plan": {"column": "label", "fr": "plan", "en": "plan"}},
}


def hostile(said: str) -> Network:
    """A network that has `said` wherever data can be."""
    columns = ("source", "label", "kind", "target", "other", "column")
    row = tuple(ox.Literal(one) for one in (f"k {said}", said, f"https://example.org/{said}", "t", "autre", "1"))
    asked = Query("essai", "views", "", {"view": VIEW, "summary": {"fr": said, "en": said}, "caveats": {"fr": said}})
    return network(Answer(asked, f"0 (a; documents={said})", columns, (row,)))


@pytest.mark.parametrize("said", HOSTILE)
def test_a_hostile_label_is_text_in_every_graph(said: str) -> None:
    found, clean = hostile(said), text.clean(said)
    gexf = nx.read_gexf(io.BytesIO(exports.gexf(found)), version="1.2draft")
    graphml = nx.read_graphml(io.BytesIO(exports.graphml(found)))
    linked = json.loads(exports.json(found))
    assert [gexf.nodes[key]["label"] for key in gexf] == [clean, "autre"]
    assert [graphml.nodes[key]["label"] for key in graphml] == [clean, "autre"]
    assert [node["label"]["fr"] for node in linked["nodes"]] == [clean, "autre"]
    assert [edge["evidence"] for edge in linked["edges"]] == [
        [{"document": clean, "first": None, "last": None, "known": None}]
    ]
    for content in (exports.gexf(found), exports.graphml(found)):
        tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(content).iter()}  # noqa: S314  our own
        assert not tags & {"script", "img", "svg", "title"}


@pytest.mark.parametrize("said", HOSTILE)
def test_a_hostile_label_is_text_in_the_picture(said: str) -> None:
    root, plain = (ET.fromstring(exports.svg(hostile(one))) for one in (said, "autre mot"))  # noqa: S314  our own
    assert {element.tag for element in root.iter()} <= {element.tag for element in plain.iter()}
    assert root.findtext(f"{SVG}style") == plain.findtext(f"{SVG}style")
    assert {name for element in root.iter() for name in element.attrib} <= {
        name for element in plain.iter() for name in element.attrib
    } | {"text-anchor"}
    assert root.findtext(f"{SVG}title") == text.clean(said)


@pytest.mark.parametrize("said", HOSTILE)
def test_a_hostile_label_is_no_formula_in_a_table(said: str) -> None:
    cells = [cell for make in exports.TABLES.values() for row in table(make(hostile(said), "fr")) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert text.clean(said) in [read_back(cell) for cell in cells]


def read_back(cell: str) -> str:
    """What a cell said before an apostrophe was put before it, as the module says to read it."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(("=", "+", "-", "@")) else cell


def test_what_was_not_cleaned_breaks_no_xml() -> None:
    raw = Node("\ud800\x00 &<", both("a\x00b\ufffec\ud800"), "k\x01", (both("n\x02"),) * 2, alone=True)
    found = Network("v", raw.label, raw.label, raw.label, (), (raw,), ())
    for form in ("svg", "gexf", "graphml"):
        ET.fromstring(FORMS[form](found, "fr"))  # noqa: S314  our own
    for form in ("json", "nodes", "links"):
        FORMS[form](found, "fr").decode()


# ---- The same bytes; few things, many things ----


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_a_view_without_rows_is_whole_in_every_format(form: str, lang: str) -> None:
    content = FORMS[form](EMPTY, lang)
    if form in exports.TABLES:
        assert len(table(content)) == 1
    elif form == "json":
        assert (json.loads(content)["nodes"], json.loads(content)["edges"]) == ([], [])
    elif form == "svg":
        said = words(ET.fromstring(content))[1]  # noqa: S314  our own
        assert said.startswith("Rien à montrer" if lang == "fr" else "Nothing to show")
    else:
        read = nx.read_gexf if form == "gexf" else nx.read_graphml
        assert len(read(io.BytesIO(content))) == 0


SCRIPT = """
import hashlib
from healthkg import network, open_corpus, open_store, query
from healthkg.projection import exports
found = network(query(open_store(open_corpus()), "plan_whole"))
for name, make in (exports.FILES | exports.TABLES).items():
    print(name, hashlib.sha256(make(found, "fr")).hexdigest())
"""


def test_the_same_network_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    said = [
        subprocess.run([sys.executable, "-c", SCRIPT], check=True, capture_output=True, text=True, cwd=ROOT,
                       env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert said[0] == said[1] and len(said[0].splitlines()) == len(FORMS)


def test_links_that_share_their_words_keep_an_identifier_each() -> None:
    twice = (EDGES[1], Edge(Q, D, ROLE, EDGES[1].label, validity=Validity((None, None), (date(2020, 1, 1),) * 2)))
    found = Network("v", both("t"), both("t"), both(""), (), NODES[:3], twice)
    graph = nx.read_graphml(io.BytesIO(exports.graphml(found)), force_multigraph=True)
    assert [key for _, _, key in graph.edges(keys=True)] == [LINKS[1], f"{LINKS[1]}-2"]


def test_groups_are_all_open_in_the_picture_and_named_in_graphs() -> None:
    keys = [f"https://example.org/id/{number}" for number in range(12)]
    nodes = tuple(Node(key, both(f"chose {key[-2:]}"), PLAN, NAMED_PLAN) for key in keys)
    pairs = [(keys[start + i], keys[start + j]) for start in (0, 6) for i in range(6) for j in range(i)]
    edges = tuple(Edge(a, b, PART, PART.label) for a, b in [*pairs, (keys[0], keys[6])])
    found = Network("v", both("t"), both("t"), both(""), (), nodes, edges, layout="groups")
    graph = nx.read_graphml(io.BytesIO(exports.graphml(found)))
    groups = {said["group"] for _, said in graph.nodes(data=True)}
    root = ET.fromstring(exports.svg(found))  # noqa: S314  our own
    assert len(groups) == 2 and {f"{group} (6)" for group in groups} <= set(words(root))
    assert set(words(root)) >= {node.label.fr for node in nodes}


def test_the_whole_plan_is_exported_from_the_corpus(store: Store) -> None:
    found = exports.graphs.present(network(query(store, "plan_whole")))
    graph = nx.read_gexf(io.BytesIO(exports.gexf(found)), version="1.2draft")
    assert (len(graph), graph.number_of_edges()) == (len(found.nodes), len(found.edges))
    assert found.parameters == (("plan", "https://w3id.org/healthkg/id/plan-ma-sante-2022"),)


# ---- The command ----

VIEW_OF_A_PLAN = ("view", "plan_whole", "--param", "plan=id:plan-alpha")


@pytest.mark.parametrize(("lang", "word"), [("fr", "Cette vue montre"), ("en", "This view shows")])
@pytest.mark.parametrize("form", ["svg", "gexf", "graphml", "json"])
def test_the_name_of_the_file_says_the_format(
    run: Run, miniature: Path, tmp_path: Path, form: str, lang: str, word: str
) -> None:
    path = tmp_path / f"vue.{form.upper()}"
    outcome = run("--project", miniature, "--lang", lang, *VIEW_OF_A_PLAN, "--out", path)
    assert (outcome.code, outcome.out, outcome.err.splitlines()[0]) == (0, "", str(path))
    content = path.read_text("utf-8")
    assert word in content
    if form == "json":
        assert json.loads(content)["graph"]["language"] == lang
    else:
        assert ET.fromstring(content).tag.endswith(form)  # noqa: S314  our own


def test_a_format_that_is_given_is_written_whatever_the_name(run: Run, miniature: Path, tmp_path: Path) -> None:
    path = tmp_path / "vue.txt"
    assert run("--project", miniature, *VIEW_OF_A_PLAN, "--format", "svg", "--out", path).code == 0
    assert path.read_bytes().startswith(b"<?xml")
    assert run("--project", miniature, *VIEW_OF_A_PLAN, "--format", "gexf", "--out", "-").out.startswith("<?xml")


@pytest.mark.parametrize("arguments", [["--out", "{}/vue.csv"], ["--format", "csv", "--out", "{}/vue"]])
def test_a_view_in_csv_is_two_files_and_both_are_said(
    run: Run, miniature: Path, tmp_path: Path, arguments: list[str]
) -> None:
    outcome = run("--project", miniature, *VIEW_OF_A_PLAN, *(one.format(tmp_path) for one in arguments))
    names = [str(tmp_path / "vue-nodes.csv"), str(tmp_path / "vue-links.csv")]
    assert (outcome.code, outcome.err.splitlines()[:2]) == (0, names)
    assert {str(path) for path in tmp_path.iterdir()} == set(names)


REFUSED = [
    (["--out", "vue.png"], "fr", "Aucun format de vue ne se nomme « .png »"),
    (["--out", "vue.png"], "en", "No format of a view is named “.png”"),
    (["--format", "csv", "--out", "-"], "fr", "Une vue en CSV fait deux tables"),
    (["--format", "csv", "--out", "-"], "en", "A view in CSV makes two tables"),
    (["--format", "pdf"], "fr", "valeur refusée pour « --format »"),
    (["--limit", "0"], "en", "value refused for “--limit”"),
    (["--param", "plan=../../x"], "fr", "Rien ne porte le nom « ../../x »."),
    (["--param", "plan=../../x"], "en", "Nothing bears the name “../../x”."),
]


@pytest.mark.parametrize(("arguments", "lang", "said"), REFUSED)
def test_what_cannot_be_written_is_refused_and_leaves_nothing(
    run: Run,
    miniature: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    lang: str,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run("--project", miniature, "--lang", lang, "view", "plan_whole", *arguments)
    assert (outcome.code, said in outcome.err, list(tmp_path.iterdir())) == (2, True, [])


@pytest.mark.parametrize("name", ["../../etc/x", "../plan_whole", "/etc/plan_whole", "plan_whole/../x", "..", ""])
def test_a_name_that_is_a_path_makes_no_file(
    run: Run, miniature: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    here = tmp_path / "deep" / "here"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    outcome = run("--project", miniature, "view", name, "--format", "svg")
    assert (outcome.code, [path.name for path in tmp_path.rglob("*")]) == (2, ["deep", "here"])


def test_without_a_file_the_name_is_that_of_the_query(
    run: Run, miniature: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("--project", miniature, *VIEW_OF_A_PLAN, "--format", "svg").code == 0
    assert run("--project", miniature, *VIEW_OF_A_PLAN, "--format", "csv").code == 0
    names = ["plan_whole-links.csv", "plan_whole-nodes.csv", "plan_whole.svg"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names


@pytest.mark.parametrize(("lang", "said"), [("fr", "2 élément(s) montré(s)"), ("en", "2 element(s) shown")])
def test_a_limit_keeps_the_first_things_and_says_what_is_hidden(
    run: Run, miniature: Path, tmp_path: Path, lang: str, said: str
) -> None:
    path = tmp_path / "vue.json"
    outcome = run("--project", miniature, "--lang", lang, *VIEW_OF_A_PLAN, "--limit", 2, "--out", path)
    whole = json.loads(path.read_bytes())
    assert (outcome.code, said in outcome.err, len(whole["nodes"])) == (0, True, 2)
    assert whole["graph"]["hidden"] > 0


@pytest.mark.parametrize(("lang", "said"), [("fr", "Écriture impossible"), ("en", "Cannot write there")])
def test_a_place_that_cannot_be_written_is_said(
    run: Run, miniature: Path, tmp_path: Path, lang: str, said: str
) -> None:
    (tmp_path / "file").write_bytes(b"")
    path = tmp_path / "file" / "below.svg"
    outcome = run("--project", miniature, "--lang", lang, *VIEW_OF_A_PLAN, "--out", path)
    assert (outcome.code, said in outcome.err) == (2, True)


@pytest.mark.parametrize("form", ["svg", "gexf", "csv"])
def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(miniature: Path, tmp_path: Path, form: str) -> None:
    resource = pytest.importorskip("resource")
    target = tmp_path / ("vue-nodes.csv" if form == "csv" else f"vue.{form}")
    target.write_bytes(b"old")
    command = [sys.executable, "-m", "healthkg", "--lang", "en", "--project", str(miniature), *VIEW_OF_A_PLAN]
    child = subprocess.run(
        [*command, "--out", str(tmp_path / f"vue.{form}")],
        check=False,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200)),
    )
    assert (child.returncode, "Cannot write there" in child.stderr) == (2, True)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(target.name, b"old")]


def test_an_export_that_is_stopped_leaves_the_old_file_and_nothing_beside_it(
    run: Run, miniature: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    target = tmp_path / "vue.svg"
    target.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", stop)
    assert run("--project", miniature, *VIEW_OF_A_PLAN, "--out", target).code == 130
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("vue.svg", b"old")]


def test_a_device_is_written_to_and_stays_a_device(run: Run, miniature: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.svg"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        outcome = run("--project", miniature, *VIEW_OF_A_PLAN, "--out", pipe)
        content = reader.communicate(timeout=30)[0]
    assert (outcome.code, content.startswith(b"<?xml"), pipe.is_fifo()) == (0, True, True)
