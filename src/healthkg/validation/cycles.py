"""Links → the circles that they make, each told whole: a SPARQL path says that there is one, and not by which way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

# A link, as a check returns it: column → term.
Link = Mapping[str, object]


def cycles(links: Iterable[Link], start: str, end: str) -> Iterator[tuple[Link, Sequence[Link]]]:
    """Yield each link that is on a circle, with the shortest one that it closes: itself first, then the others in turn.

    The columns `start` and `end` say what a link leads from and to; those of one circle have the same `path`.
    """
    every = list(links)
    for path in dict.fromkeys(link.get("path") for link in every):
        alike = sorted((link for link in every if link.get("path") == path), key=_order)
        onward: dict[object, dict[object, Link]] = {}
        for link in alike:
            onward.setdefault(link[start], {}).setdefault(link[end], link)
        circular = _circular(onward)
        for link in alike:
            back = _way(circular, link[end], link[start]) if link[start] in circular else None
            if back is not None:
                yield link, (link, *back)


def _order(link: Link) -> tuple[str, ...]:
    return tuple(str(link.get(name)) for name in ("focus", "value", "other"))


def _circular(onward: dict[object, dict[object, Link]]) -> dict[object, dict[object, Link]]:
    """Return the links without those that lead where nothing goes on: they are on no circle."""
    while True:
        kept = {node: {end: link for end, link in ends.items() if end in onward} for node, ends in onward.items()}
        kept = {node: ends for node, ends in kept.items() if ends}
        if sum(map(len, kept.values())) == sum(map(len, onward.values())):
            return kept
        onward = kept


def _way(onward: Mapping[object, Mapping[object, Link]], start: object, end: object) -> Sequence[Link] | None:
    """Return the links of the shortest way from `start` to `end`; None when there is none."""
    ways: dict[object, tuple[Link, ...]] = {start: ()}
    near = [start]
    while near and end not in ways:
        steps = [(node, next_, link) for node in near for next_, link in onward.get(node, {}).items()]
        near = []
        for node, next_, link in steps:
            if next_ not in ways:
                ways[next_] = (*ways[node], link)
                near.append(next_)
    return ways.get(end)
