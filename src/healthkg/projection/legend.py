"""What the panel of a page lists: kinds of things, kinds of links, ways of drawing them, filters and their values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from healthkg.projection import kinds, outlines, wording
from healthkg.projection.bilingual import Bilingual
from healthkg.projection.drawing import forms, hue
from healthkg.projection.networks import present

if TYPE_CHECKING:
    from datetime import date

    from healthkg.projection.networks import Edge, Network, Node

_SWATCH = (30, 18)
MANY, SHOWN = 8, 6  # entries of a list that is folded; entries of it that are not


def panel(network: Network) -> dict[str, Any]:
    """Return all that the panel lists."""
    shown = present(network)
    return {
        "many": MANY,
        "shown": SHOWN,
        "kinds": _kinds(network, shown),
        "links": _links(network, shown),
        "proofs": _proofs(network, shown),
        "facets": _facets(network, shown),
        "documents": _documents(network, shown),
        "days": _days(network),
        "bounded": any(day for edge in network.edges for day in _bounds(edge)),
        "sized": any(node.size is not None for node in network.nodes),
        "gaps": _gaps(network),
    }


def _kinds(network: Network, shown: Network) -> list[dict[str, Any]]:
    """Return the kinds of things in order of appearance: words, count, look, and a swatch's outline."""
    counts = Counter(kinds.segment(node.kind) for node in shown.nodes)
    first: dict[str, list[Node]] = {}
    for node in network.nodes:
        first.setdefault(kinds.segment(node.kind), []).append(node)
    return _ordered(_kind(name, nodes, counts[name]) for name, nodes in first.items())


def _kind(name: str, nodes: list[Node], count: int) -> dict[str, Any]:
    look = kinds.look(nodes[0].kind)
    outline, inner = outlines.path(look.outline, *_SWATCH)
    return {
        "key": name,
        "name": nodes[0].kind_names[0],
        "count": count,
        "hue": hue(look),
        "dashed": look.dashed,
        "outline": outline,
        "inner": inner,
        "badge": look.short == "beside" and any(node.short for node in nodes),
    }


def others(count: int, key: str = "more") -> Bilingual:
    """Return how many entries are folded, in words."""
    return Bilingual(*(wording.counted(wording.words(lang)[key], count, lang) for lang in Bilingual._fields))


def link_key(edge: Edge) -> str:
    """Return the key of the kind of a link: its relation, and the word it goes by."""
    return f"{edge.relation.key} {edge.label.fr}"


def _links(network: Network, shown: Network) -> list[dict[str, Any]]:
    """Return the kinds of links: words, style, count; what is never stated is dashed as that is drawn."""
    counts = Counter(link_key(edge) for edge in shown.edges)
    found = {link_key(edge): (edge.label, edge.relation.style) for edge in network.edges}
    return _ordered(
        {
            "key": key,
            "name": name,
            "style": style,
            "dashes": dashes("notstated") if style == "absent" else "",
            "count": counts[key],
        }
        for key, (name, style) in found.items()
    )


def _ordered(entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a few entries as they come; many with the most frequent first, as the others are folded."""
    found = list(entries)
    return sorted(found, key=lambda entry: -entry["count"]) if len(found) >= MANY else found


def _proofs(network: Network, shown: Network) -> list[dict[str, Any]]:
    """Return how firmly links are stated, from the firmest: words, dashes, count."""
    counts = Counter(edge.proof for edge in shown.edges)
    there = {edge.proof for edge in network.edges}
    order = [*(proof for proof in forms() if proof in there), *sorted(there - forms().keys())]
    return [
        {
            "key": proof,
            "name": proof_name(proof),
            "style": "plain-line",
            "dashes": dashes(proof),
            "count": counts[proof],
        }
        for proof in order
    ]


def dashes(proof: str) -> str:
    """Return the dashes of a line as SVG wants them."""
    return " ".join(f"{one:g}" for one in forms().get(proof, ()))


@lru_cache(maxsize=64)
def proof_name(proof: str) -> Bilingual:
    """Return what a proof is called; one that is not in the catalogue is called by its key."""
    return Bilingual(*(str(wording.words(lang)["proofs"].get(proof, proof)) for lang in Bilingual._fields))


def _facets(network: Network, shown: Network) -> list[dict[str, Any]]:
    """Return the filters that some link has a value for: name, words, values with their counts."""
    found = []
    for index, (name, words) in enumerate(network.facets):
        counts = Counter(value for edge in shown.edges for value in dict(edge.facets).get(name, ()))
        values = {value for edge in network.edges for value in dict(edge.facets).get(name, ())}
        if values:
            found.append({"index": index, "name": words, "values": _sorted(values, counts)})
    return found


def _documents(network: Network, shown: Network) -> list[tuple[str, int]]:
    """Return the documents that links rest on, each with how many do."""
    counts = Counter(document for edge in shown.edges for document in {one.document for one in edge.evidence})
    return _sorted(network.documents, counts)


def _sorted(values: Iterable[str], counts: Counter[str]) -> list[tuple[str, int]]:
    from healthkg.projection.text import fold

    return [(value, counts[value]) for value in sorted(values, key=lambda value: (fold(value), value))]


def _days(network: Network) -> list[str]:
    """Return the days on which a document became public, or filled an absence."""
    of_links = {day for edge in network.edges for day in (edge.known, edge.until) if day}
    of_things = {node.known for node in network.nodes if node.alone and node.known}
    said = {one.known for edge in network.edges for one in edge.evidence if one.known}
    return sorted({day.isoformat() for day in of_links | of_things} | said)


def _bounds(edge: Edge) -> tuple[date | None, ...]:
    """Return the days that bound when a link holds; none where that is not judged."""
    return (*edge.validity.start, *edge.validity.end) if edge.validity else ()


def _gaps(network: Network) -> bool:
    """Is there a thing without a size, of a kind whose other things have one?"""
    sized = {node.kind for node in network.nodes if node.size is not None}
    return any(node.size is None and node.kind in sized for node in network.nodes)
