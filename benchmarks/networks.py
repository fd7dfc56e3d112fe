"""python -m benchmarks.networks: what a network's page costs beside pyvis's own export, in the same run; medians.

Both are given the same things and links. Ours computes the places; pyvis leaves them to the browser, at each opening.
pyvis is measured as it comes (its page then fetches its scripts) and with everything in the page, as ours is. Each
round makes every page once, in turn, so that a drift of the machine meets all of them alike.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.worlds import world
from healthkg.projection import html
from healthkg.projection.networks import Network
from healthkg.projection.page import page
from healthkg.projection.placed import Placement
from healthkg.projection.placement import place

SIZES = ((500, 1_000), (5_000, 10_000))
PLACE_SECONDS = {500: 2.0, 5_000: 6.0}  # what placing must stay under
PROBES: dict[str, Callable[[str], float]] = {}  # what else is measured of a page, once: title of the column → measure


@dataclass(frozen=True)
class Row:
    """One way of making a page of so many things: median seconds, size of the page in bytes, what the probes say."""

    things: int
    way: str
    seconds: float
    size: int
    probed: tuple[float, ...] = ()


def ours(network: Network) -> str:
    """Return our page: the places are computed too."""
    return html(network)


def written(network: Network, placement: Placement) -> str:
    """Return our page of a network that has its places."""
    return page(network, placement)


def pyvis(network: Network, resources: str = "local") -> str:
    """Return the page of pyvis: every thing and link added one by one, as its documentation shows."""
    from pyvis.network import Network as Picture

    picture = Picture(directed=True, cdn_resources=resources)
    for node in network.nodes:
        picture.add_node(node.key, label=node.name.fr, title=node.label.fr, group=node.kind)
    for edge in network.edges:
        picture.add_edge(edge.source, edge.target, label=edge.label.fr)
    return str(picture.generate_html(notebook=False))


WAYS: dict[str, Callable[[Network], str]] = {
    "healthkg": ours,
    "pyvis, as it comes": pyvis,
    "pyvis, in one file": lambda network: pyvis(network, "in_line"),
}


def measure(networks: dict[int, Network], rounds: int) -> list[Row]:
    """Return a row for each size and way, after one round that is not counted."""
    spent: dict[tuple[int, str], list[float]] = {}
    pages: dict[tuple[int, str], str] = {}
    for number in range(rounds + 1):
        for things, network in networks.items():
            for way, make in WAYS.items():
                begin = time.perf_counter()
                pages[things, way] = make(network)
                if number:
                    spent.setdefault((things, way), []).append(time.perf_counter() - begin)
    return [
        Row(*key, statistics.median(spent[key]), len(page.encode()), tuple(probe(page) for probe in PROBES.values()))
        for key, page in pages.items()
    ]


def placing(network: Network, rounds: int) -> float:
    """Return the median seconds that placing takes."""
    spent = []
    for _ in range(rounds):
        begin = time.perf_counter()
        place(network)
        spent.append(time.perf_counter() - begin)
    return statistics.median(spent)


def markdown(rows: list[Row]) -> str:
    heads = ["things", "page", "seconds (median)", "kB", *PROBES]
    lines = [f"| {' | '.join(heads)} |", "|---:|---|" + "---:|" * (len(heads) - 2)]
    for row in rows:
        probed = "".join(f" {value:.1f} |" for value in row.probed)
        lines.append(f"| {row.things:,} | {row.way} | {row.seconds:.2f} | {row.size / 1000:,.0f} |{probed}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.networks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    networks = {things: world(things, links) for things, links in SIZES}
    print(markdown(measure(networks, rounds)))
    print("\n| things | links | places, seconds (median) | bar | met |\n|---:|---:|---:|---:|---|")
    for things, network in networks.items():
        seconds, bar = placing(network, rounds), PLACE_SECONDS[things]
        said = f"| {things:,} | {len(network.edges):,} | {seconds:.2f} | < {bar:.0f} s |"
        print(f"{said} {'yes' if seconds < bar else 'no'} |")
    print(f"\n{rounds} rounds; Python {sys.version.split()[0]}", file=sys.stderr)


if __name__ == "__main__":
    main()
