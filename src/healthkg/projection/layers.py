"""Columns from the direction of the links: what others point to stands to their right.

Links are walked depth first, from things that nothing points to, then from the others, in the order of the rows. One
that comes back to a thing on its own way goes back: it is turned for the columns, and its line points left. Then each
thing stands one column right of the farthest that points to it (the longest path), and what points to more than
points to it moves up to what it points to. Parts that are not linked stand one under another, the largest first; small
ones side by side. A column holds so many boxes and no more.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from healthkg.projection import measures
from healthkg.projection.columns import Draft, Part, Sharing, heights, sizes_of, spans_of

if TYPE_CHECKING:
    from healthkg.projection.networks import Edge, Network

_TURNS = 60
_LONGEST, _FEW = 40, 8  # boxes of a column at most; however few there are in all
_LEAST = 4  # columns over which small parts are spread
_APART, _ALONE = 34, 14  # pixels between parts one under another, between things alone
_ASPECT = 3.4  # boxes of a column for one column, where a picture is a little wider than high

Links = Sequence[Sequence[int]]


def draft(network: Network, share: Sharing = measures.column_widths, *, square: bool = False) -> Draft:
    """Return the draft of a network in columns that follow from its links.

    No column is much longer than a person reads: what is too much for one goes further right. A `square` draft is
    about as wide as high.
    """
    at = {node.key: place for place, node in enumerate(network.nodes)}
    after = _after(len(at), ((at[edge.source], at[edge.target]) for edge in network.edges))
    parts = sorted(_parts(after), key=lambda part: (-len(part), part[0]))
    most = max(_FEW, round(math.sqrt(len(parts[0]) * _ASPECT))) if square and parts else _LONGEST
    columns = _columns(after, parts, most)
    rows, columns = _side_by_side(parts, columns, math.ceil(math.sqrt(len(at) / _ASPECT)) if square else _LEAST)
    nodes = tuple(replace(node, column=columns[place]) for place, node in enumerate(network.nodes))
    return _stacked(replace(network, nodes=nodes), rows, share)


def _after(count: int, links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return what each thing points to, once, without links to itself, those that go back turned."""
    said: list[dict[int, None]] = [{} for _ in range(count)]
    for source, target in links:
        if source != target:
            said[source][target] = None
    back = _back(said)
    found: list[dict[int, None]] = [{} for _ in range(count)]
    for source, targets in enumerate(said):
        for target in targets:
            one, other = (target, source) if (source, target) in back else (source, target)
            found[one][other] = None
    return [list(targets) for targets in found]


def _back(after: Sequence[Iterable[int]]) -> set[tuple[int, int]]:
    """Return the links that come back to a thing on the way on which they were reached."""
    pointed = {target for targets in after for target in targets}
    roots = sorted(range(len(after)), key=lambda one: (one in pointed, one))
    found: set[tuple[int, int]] = set()
    seen: set[int] = set()
    for root in roots:
        if root not in seen:
            found |= _walk(root, after, seen)
    return found


def _walk(root: int, after: Sequence[Iterable[int]], seen: set[int]) -> set[tuple[int, int]]:
    """Walk depth first from `root` over what is not `seen`, and return the links that go back."""
    way, on_way, found = [(root, iter(after[root]))], {root}, set()
    seen.add(root)
    while way:
        here, rest = way[-1]
        target = next(rest, None)
        if target is None:
            on_way.discard(way.pop()[0])
        elif target in on_way:
            found.add((here, target))
        elif target not in seen:
            seen.add(target)
            on_way.add(target)
            way.append((target, iter(after[target])))
    return found


def _before(after: Links) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in after]
    for source, targets in enumerate(after):
        for target in targets:
            found[target].append(source)
    return found


def _longest(after: Links) -> tuple[list[int], list[int]]:
    """Return the things in an order that every link follows, and the longest path that ends at each."""
    waiting = [len(sources) for sources in _before(after)]
    ordered = [one for one, count in enumerate(waiting) if not count]
    columns = [0] * len(after)
    for one in ordered:  # grows while it is read
        for target in after[one]:
            columns[target] = max(columns[target], columns[one] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                ordered.append(target)
    return ordered, columns


def _columns(after: Links, parts: Links, most: int) -> list[int]:
    """Return the column of each thing, right of all that point to it, near what it points to.

    A column holds at most so many of a part.

    Source: list scheduling (Coffman and Graham 1972): those that the longest path goes on from come first.
    """
    ordered, longest = _longest(after)
    before, wished, ahead = _before(after), list(longest), [0] * len(after)
    for one in reversed(ordered):
        ahead[one] = max((ahead[target] + 1 for target in after[one]), default=0)
        if len(after[one]) > len(before[one]):
            wished[one] = min(wished[target] for target in after[one]) - 1
    part_of = {one: number for number, part in enumerate(parts) for one in part}
    columns, held = [0] * len(after), Counter[tuple[int, int]]()
    for one in sorted(ordered, key=lambda one: (longest[one], -ahead[one], one)):
        column = max([wished[one], *(columns[source] + 1 for source in before[one])])
        while held[part_of[one], column] >= most:
            column += 1
        columns[one] = column
        held[part_of[one], column] += 1
    return columns


def _parts(after: Links) -> list[list[int]]:
    """Return the sets of things that links hold together, each sorted, in the order of their first."""
    near = [[*targets, *sources] for targets, sources in zip(after, _before(after), strict=True)]
    found, seen = [], set()
    for one in range(len(after)):
        if one not in seen:
            seen.add(one)
            part = [one]
            for here in part:  # grows while it is read
                fresh = [other for other in near[here] if other not in seen]
                seen.update(fresh)
                part += dict.fromkeys(fresh)
            found.append(sorted(part))
    return found


def _side_by_side(
    parts: Sequence[list[int]], columns: Sequence[int], least: int
) -> tuple[list[list[list[int]]], list[int]]:
    """Return rows of parts, as many side by side as the columns of the widest hold, and the columns they then have."""
    firsts = [min(columns[one] for one in part) for part in parts]
    wides = [max(columns[one] for one in part) - first + 1 for part, first in zip(parts, firsts, strict=True)]
    room = max([least, *wides])
    found, moved, used = [], list(columns), room
    for part, first, wide in zip(parts, firsts, wides, strict=True):
        if used + wide > room:
            found.append([part])
            used = 0
        else:
            found[-1].append(part)
        for one in part:
            moved[one] = columns[one] - first + used
        used += wide
    return found, moved


def _stacked(network: Network, rows: Sequence[Sequence[Sequence[int]]], share: Sharing) -> Draft:
    """Return the draft of a network whose nodes have columns, its rows of parts one under another."""
    spans = spans_of(network, {}, share)
    sizes = sizes_of(network, spans, {})
    links = _links(network)
    places: dict[str, float] = {}
    top = 0.0
    for row in rows:
        low, apart = top, _APART if any(len(members) > 1 for members in row) else _ALONE
        for members in row:
            nodes = [network.nodes[one] for one in members]
            part = Part(nodes, [link for node in nodes for link in links[node.key]])
            _, found = heights(part, {}, sizes, turns=_TURNS, free=True)
            places |= {key: y + top for key, y in found.items()}
            reach = (y + (sizes[key].height / 2 if key in sizes else 0) for key, y in found.items())
            low = max(low, top + max(reach))
        top = low + apart
    return Draft(network, {}, spans, sizes, places)


def _links(network: Network) -> dict[str, list[tuple[int, Edge]]]:
    """Return the links that leave each thing, with their numbers."""
    found: dict[str, list[tuple[int, Edge]]] = {node.key: [] for node in network.nodes}
    for index, edge in enumerate(network.edges):
        found[edge.source].append((index, edge))
    return found
