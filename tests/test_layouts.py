"""Layouts: layers follow the links, groups gather what is linked; nothing overlaps, whatever is open or closed."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise

import networkx as nx
import pytest

from healthkg.answers import query
from healthkg.projection import Network, network, shelves
from healthkg.projection.bilingual import Bilingual
from healthkg.projection.placement import Area, Box, Placement, place
from healthkg.projection.routes import Line, between
from healthkg.store import Store
from pictured import ROLE, digests, linked, node, pictured, scattered
from support import ROOT

LAYOUTS = ("columns", "layers", "groups")
_NUMBER = r"-?\d+"


@pytest.fixture(scope="module")
def large() -> tuple[Network, Placement]:
    """A network of 700 things, and its places."""
    found = scattered(700, 1200, "groups")
    return found, place(found)


@pytest.fixture(scope="module")
def huge() -> Placement:
    """The places of a network of 3,000 things."""
    return place(scattered(3000, 5000, "groups"))


def columns(found: Network) -> dict[str, int]:
    """The column of each thing, where it is placed."""
    return {box.key: box.column for box in place(found).boxes}


def frame(box: Box) -> Area:
    return Area(box.x - box.width // 2, box.y - box.height // 2, box.width, box.height)


def overlap(one: Area, other: Area) -> bool:
    """Do two rectangles share more than a border? Half-pixels of odd sizes do not count."""
    wide = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    high = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return min(wide, high) > 1


def overlaps(areas: list[Area]) -> list[tuple[Area, Area]]:
    """Every pair that overlaps: swept from left to right, since there are many."""
    found, near = [], []
    for area in sorted(areas, key=lambda area: area.left):
        near = [other for other in near if other.left + other.width > area.left]
        found += [(other, area) for other in near if overlap(other, area)]
        near.append(area)
    return found


def points(path: str) -> Iterator[tuple[float, float]]:
    """Points along an SVG path of M, L and C."""
    here = (0.0, 0.0)
    for command, said in re.findall(r"([MLC])([^MLC]+)", path):
        numbers = [float(one) for one in re.findall(_NUMBER, said)]
        (x0, y0), (*_, x3, y3) = here, numbers
        x1, y1, x2, y2 = numbers[:4] if command == "C" else (x0, y0, x3, y3)
        for step in range(13) if command != "M" else (12,):
            t = step / 12
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            if command == "L":
                a, b, c, d = 1 - t, 0.0, 0.0, t
            yield a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3
        here = (x3, y3)


def crossed(path: str, areas: dict[str, Area], ends: set[str]) -> set[str]:
    """The rectangles, but those at its ends, that a path runs behind."""
    along = list(points(path))
    low, high = min(y for _, y in along), max(y for _, y in along)
    near = {key: a for key, a in areas.items() if key not in ends and a.top < high and a.top + a.height > low}
    return {
        key
        for key, area in near.items()
        for x, y in along
        if area.left + 1 < x < area.left + area.width - 1 and area.top + 1 < y < area.top + area.height - 1
    }


def test_each_thing_stands_right_of_the_farthest_that_points_to_it() -> None:
    assert columns(linked("ab bc ac cd")) == {"a": 0, "b": 1, "c": 2, "d": 3}


def test_what_points_to_a_thing_far_right_stands_next_to_it() -> None:
    assert columns(linked("ab bc cd ed"))["e"] == 2


def test_a_link_that_closes_a_cycle_goes_back() -> None:
    found = linked("ab bc ca cd")
    assert columns(found) == {"a": 0, "b": 1, "c": 2, "d": 3}
    assert [line.tip[2] for line in place(found).lines] == [1, 1, -1, 1]


def test_of_a_cycle_the_link_that_goes_back_follows_from_the_order_of_the_rows() -> None:
    assert columns(linked("bc ca ab")) == {"b": 0, "c": 1, "a": 2}


def test_two_things_that_point_to_each_other_stand_side_by_side() -> None:
    placed = place(linked("ab ba"))
    assert ([box.column for box in placed.boxes], [line.tip[2] for line in placed.lines]) == ([0, 1], [1, -1])


def test_a_link_to_itself_changes_no_column() -> None:
    found = linked("ab bb")
    assert (columns(found), len(place(found).lines)) == ({"a": 0, "b": 1}, 2)


def test_only_links_of_cycles_go_back() -> None:
    found = scattered(150, 260, "layers")
    placed, graph = place(found), nx.DiGraph((edge.source, edge.target) for edge in found.edges)
    home = {key: number for number, part in enumerate(nx.strongly_connected_components(graph)) for key in part}
    column = {box.key: box.column for box in placed.boxes}
    back = [edge for edge in found.edges if column[edge.source] >= column[edge.target]]
    assert back and all(home[edge.source] == home[edge.target] for edge in back)
    for edge, line in zip(found.edges, placed.lines, strict=True):
        assert line.tip[2] == (1 if column[edge.source] < column[edge.target] else -1)


def test_without_cycles_every_link_goes_right() -> None:
    found = scattered(150, 260, "layers", cycles=False)
    boxes = {box.key: box for box in place(found).boxes}
    assert found.edges
    for edge in found.edges:
        source, target = boxes[edge.source], boxes[edge.target]
        assert source.x + source.width / 2 < target.x - target.width / 2


def test_parts_that_are_not_linked_stand_one_under_another_the_largest_first() -> None:
    placed = place(linked("xy ab bc cd de fg gh hi", alone="rst"))
    spans = []
    for part in ("abcde", "fghi", "xy", "rst"):
        areas = [frame(box) for box in placed.boxes if box.key in part]
        spans.append((min(area.top for area in areas), max(area.top + area.height for area in areas)))
    assert all(upper[1] <= lower[0] for upper, lower in pairwise(spans[:3]))
    assert spans[3][0] >= spans[2][0] and placed.height < 400


def test_things_alone_stand_in_rows_in_their_order() -> None:
    placed = place(linked("", alone="abcdefg"))
    rows: dict[int, str] = {}
    for box in placed.boxes:
        rows[box.y] = rows.get(box.y, "") + box.key
    assert list(rows.values()) == ["abcd", "efg"]


def test_a_long_chain_is_as_readable_as_a_short_one() -> None:
    label = "déploiement de la messagerie sécurisée de santé"
    keys = "abcdefghijkl"
    placed = place(pictured([node(key, label) for key in keys], pairwise(keys), "layers"))
    assert [box.column for box in placed.boxes] == list(range(12))
    assert max(box.lines for box in placed.boxes) <= 3 and len({box.y for box in placed.boxes}) == 1


def test_no_column_of_layers_is_longer_than_a_person_reads() -> None:
    leaves = [f"n{number}" for number in range(100)]
    found = pictured([node("hub"), *map(node, leaves)], [("hub", leaf) for leaf in leaves], "layers")
    held = [list(columns(found).values()).count(column) for column in range(4)]
    assert held == [1, 40, 40, 20]


def test_where_too_many_lines_bend_the_longest_run_straight() -> None:
    keys = [f"n{number}" for number in range(40)]
    found = pictured([node(key) for key in keys], combinations(keys, 2), "layers")
    bends = {
        (e.source, e.target): line.path.count("C") for e, line in zip(found.edges, place(found).lines, strict=True)
    }
    assert bends["n0", "n39"] == 1 and bends["n0", "n5"] > 1


@pytest.mark.parametrize("layout", LAYOUTS)
def test_boxes_do_not_overlap_and_lines_run_behind_none(layout: str) -> None:
    found = scattered(240, 330, layout)
    placed = place(found)
    areas = {box.key: frame(box) for box in placed.boxes}
    assert overlaps(list(areas.values())) == []
    home = {key: group.key for group in placed.groups for key in group.members}
    column = {box.key: (home.get(box.key), box.column) for box in placed.boxes}
    for edge, line in zip(found.edges, placed.lines, strict=True):
        one, other = column[edge.source], column[edge.target]
        if one[0] == other[0] and one != other:  # not between groups, nor beside a column
            assert crossed(line.path, areas, {edge.source, edge.target}) == set(), edge


def test_every_thing_is_in_one_group_and_its_box_in_the_frame_of_that_group(large: tuple[Network, Placement]) -> None:
    found, placed = large
    assert sorted(key for group in placed.groups for key in group.members) == sorted(n.key for n in found.nodes)
    assert [box.key for box in placed.boxes] == [n.key for n in found.nodes]
    frames = {key: group.opened for group in placed.groups for key in group.members}
    for box in placed.boxes:
        one, area = frame(box), frames[box.key]
        assert 24 <= one.left - area.left <= area.width - one.width - 23  # half a pixel is rounded
        assert 57 <= one.top - area.top <= area.height - one.height - 23
    assert overlaps([frame(box) for box in placed.boxes]) == []


def test_groups_do_not_overlap_whichever_are_open(large: tuple[Network, Placement]) -> None:
    groups = large[1].groups
    rows = [[n for n, group in enumerate(groups) if group.row == row] for row in range(groups[-1].row + 1)]
    closed, opened = [group.closed for group in groups], [group.opened for group in groups]
    for count in (0, 1, 3, len(groups)):
        sizes = [opened[n] if n % len(groups) < count else closed[n] for n in range(len(groups))]
        areas = shelves.areas([(area.width, area.height) for area in sizes], rows)
        assert overlaps(areas) == []
        assert count or areas == closed
        assert count < len(groups) or areas == opened


def test_the_overview_is_readable_in_a_window_of_1300_pixels(huge: Placement) -> None:
    assert huge.overview[0] <= 940 and 20 < len(huge.groups) <= 61
    assert {group.closed.width for group in huge.groups} == {162}
    assert max(group.closed.height for group in huge.groups) <= 100
    order = [(group.closed.top, group.closed.left) for group in huge.groups]
    assert order == sorted(order)


def test_the_lines_between_closed_groups_run_behind_none(huge: Placement) -> None:
    areas = {group.key: group.closed for group in huge.groups}
    assert len(huge.links) > 50
    for link in huge.links:
        assert crossed(link.path, areas, {link.source, link.target}) == set(), link


def test_links_between_groups_are_counted_the_strongest_first(large: tuple[Network, Placement]) -> None:
    found, placed = large
    home = {key: group.key for group in placed.groups for key in group.members}
    across = [frozenset((home[e.source], home[e.target])) for e in found.edges if home[e.source] != home[e.target]]
    assert {frozenset((link.source, link.target)): link.count for link in placed.links} == {
        pair: across.count(pair) for pair in across
    }
    counts = [link.count for link in placed.links]
    assert counts == sorted(counts, reverse=True) and placed.links[0].main
    ends = [(link.main, key) for link in placed.links for key in (link.source, link.target)]
    assert {key for main, key in ends if main} == {key for _, key in ends}


def test_a_group_is_called_by_its_most_linked_thing() -> None:
    keys = {hub: [f"{hub}{number}" for number in range(9)] for hub in "ab"}
    within = [(keys[hub][4], key) for hub in "ab" for key in keys[hub] if key != keys[hub][4]]
    rings = [pair for hub in "ab" for pair in pairwise(keys[hub])]
    nodes = [node(key) for hub in "ab" for key in keys[hub]]
    placed = place(pictured(nodes, [*within, *rings, ("a1", "b1"), ("b2", "a2")], "groups"))
    said = {(group.key, group.label, group.kind, group.members) for group in placed.groups}
    assert said == {(f"{hub}4", Bilingual(f"{hub}4", f"{hub}4"), "community", tuple(keys[hub])) for hub in "ab"}
    assert [({link.source, link.target}, link.count, link.main) for link in placed.links] == [({"a4", "b4"}, 2, True)]


def test_what_is_hardly_linked_is_the_last_group_and_has_no_name() -> None:
    rest = place(linked("ab ac bc cd xy", "groups", alone="uv")).groups[-1]
    assert (rest.kind, rest.label, rest.members) == ("rest", Bilingual(), ("x", "y", "u", "v"))


def test_however_many_parts_there_are_the_groups_are_few() -> None:
    keys = [f"{part}-{number}" for part in range(100) for number in range(6)]
    links = [pair for start in range(0, 600, 6) for pair in pairwise(keys[start : start + 6])]
    groups = place(pictured(map(node, keys), links, "groups")).groups
    assert (len(groups), groups[-1].kind, len(groups[-1].members)) == (61, "rest", 240)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_more_than_500_things_are_in_groups_whatever_is_asked(layout: str) -> None:
    assert place(scattered(501, 700, layout)).groups
    assert bool(place(scattered(500, 700, layout)).groups) == (layout == "groups")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_takes_no_place(layout: str) -> None:
    placed = place(linked("", layout))
    assert placed == Placement((), (), {}, 0, 0)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_one_thing_has_one_place(layout: str) -> None:
    placed = place(linked("", layout, alone="a"))
    assert [(box.key, box.width >= 96) for box in placed.boxes] == [("a", True)]
    assert [group.members for group in placed.groups] == ([("a",)] if layout == "groups" else [])


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("label", ["x" * 2000, "soins " * 333])
def test_a_label_of_2000_characters_keeps_its_box_small(layout: str, label: str) -> None:
    nodes = [node(key, label) for key in "abcdef"]
    placed = place(pictured(nodes, pairwise("abcdef"), layout, ROLE))
    assert max(box.width for box in placed.boxes) <= 264 and max(box.lines for box in placed.boxes) == 5
    assert overlaps([frame(box) for box in placed.boxes]) == []
    assert all(group.closed.height <= 100 for group in placed.groups)


def test_a_box_has_room_for_the_longer_language_and_for_the_bar_of_its_size() -> None:
    plain, long, sized = node("a", "soins"), node("b"), node("c", "soins", size=1.0)
    long = replace(long, label=Bilingual("soins", "care that people need without having planned it"))
    boxes = place(pictured([plain, long, sized], [], "layers")).boxes
    assert [(box.lines > 1, box.bar) for box in boxes] == [(False, 0), (True, 0), (False, 7)]
    assert boxes[2].height == boxes[0].height + 7


def test_the_words_of_many_lines_at_one_box_are_left_to_the_pointer() -> None:
    sources = [f"n{number}" for number in range(80)]
    few = pictured([node("hub"), *map(node, sources[:9])], [(key, "hub") for key in sources[:9]], "layers", ROLE)
    many = pictured([node("hub"), *map(node, sources)], [(key, "hub") for key in sources], "layers", ROLE)
    assert all(line.word for line in place(few).lines)
    assert not any(line.word for line in place(many).lines) and place(many).boxes[0].height < 800


def test_the_line_of_two_boxes_leaves_on_the_right_and_arrives_on_the_left() -> None:
    one, other = Box("a", 50, 10, 100, 20, 1, 0), Box("b", 250, 30, 100, 20, 1, 0)
    assert between(one, other, worded=True) == Line("M100 10C150 10 150 30 200 30", (200, 30, 1), (150, 20, "center"))
    assert between(other, one) == Line("M100 10C150 10 150 30 200 30", (100, 10, -1))
    assert between(one, replace(other, y=10)).path == "M100 10L200 10"


def test_the_line_of_two_boxes_one_above_the_other_goes_out_on_the_right_and_back() -> None:
    one, other = Box("a", 50, 10, 100, 20, 1, 0), Box("b", 60, 90, 100, 20, 1, 0)
    assert between(one, other, worded=True) == Line("M100 10C140 10 140 90 110 90", (110, 90, -1), (131, 50, "center"))


def test_the_same_network_has_the_same_places_whatever_the_hashes() -> None:
    said = []
    for seed in ("1", "2"):
        env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "tests")}
        command = [sys.executable, "-c", "import pictured; print(*pictured.digests(), sep='\\n')"]
        said.append(subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout.split("\n"))
    assert said[0] == said[1] == [*digests(), ""]


def test_the_whole_corpus_is_a_picture_of_groups(store: Store) -> None:
    found = network(query(store, "everything"))
    placed = place(found)
    areas = [frame(box) for box in placed.boxes]
    assert 10 <= len(placed.groups) <= 40 and overlaps(areas) == []
    assert overlaps([group.opened for group in placed.groups]) == overlaps([g.closed for g in placed.groups]) == []
    assert placed.overview[0] <= 940 and placed.overview[1] <= 1300
