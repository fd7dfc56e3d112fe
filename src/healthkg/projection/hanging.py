"""What hangs from a box: things linked to one thing of their own column only, drawn above and below it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from healthkg.projection.measures import Size
    from healthkg.projection.networks import Network

_BELOW, _CAPTION = 10, 17  # pixels between two boxes, and for the word between them


def hosts_of(network: Network) -> dict[str, str]:
    """Return thing → the one thing, of its own column, that it is linked to; a host hangs nowhere itself."""
    column = {node.key: node.column for node in network.nodes}
    near: dict[str, set[str]] = {node.key: set() for node in network.nodes}
    for edge in network.edges:
        near[edge.source].add(edge.target)
        near[edge.target].add(edge.source)
    alone = {key: next(iter(others)) for key, others in near.items() if len(others) == 1}
    held = {key: host for key, host in alone.items() if column[key] == column[host] and key != host}
    return {key: host for key, host in held.items() if host not in held or key > host}


def sides(hosts: Mapping[str, str]) -> dict[str, tuple[list[str], list[str]]]:
    """Return host → (what hangs above it, what hangs below it), both from the top; few things all hang below."""
    held: dict[str, list[str]] = {}
    for key, host in hosts.items():
        held.setdefault(host, []).append(key)
    halves = {host: len(keys) // 2 if len(keys) > 2 else 0 for host, keys in held.items()}
    return {host: (keys[: halves[host]], keys[halves[host] :]) for host, keys in held.items()}


def extents(hosts: Mapping[str, str], sizes: Mapping[str, Size]) -> dict[str, tuple[float, float]]:
    """Return how far each box reaches above and below its centre, with what hangs from it."""
    sides_of = sides(hosts)
    found = {}
    for key, size in sizes.items():
        if key not in hosts:
            above, below = (
                sum(_BELOW + _CAPTION + sizes[one].height for one in side) for side in sides_of.get(key, ((), ()))
            )
            found[key] = (size.height / 2 + above, size.height / 2 + below)
    return found


def hung(hosts: Mapping[str, str], sizes: Mapping[str, Size], places: Mapping[str, float]) -> dict[str, float]:
    """Return the vertical centre of each thing that hangs from another."""
    found = {}
    for host, (above, below) in sides(hosts).items():
        y = places[host] - sizes[host].height / 2
        for key in reversed(above):
            found[key] = y - _BELOW - sizes[key].height / 2
            y -= _BELOW + _CAPTION + sizes[key].height
        y = places[host] + sizes[host].height / 2
        for key in below:
            y += _BELOW + _CAPTION + sizes[key].height
            found[key] = y - sizes[key].height / 2
    return found
