"""A network as two tables: its things, and its links.

CSV as our answers have it: UTF-8, commas, CRLF; the headings are stable names. No cell is taken for a formula: one that
would be begins with an apostrophe. So to read a table back into another program than a spreadsheet, take one apostrophe
off what begins with apostrophes and then `=`, `+`, `-` or `@`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from healthkg.answers.spreadsheets import harmless
from healthkg.projection.exports import flat
from healthkg.projection.exports.flat import Plain, Values
from healthkg.projection.networks.clocks import present
from healthkg.projection.placement import place
from healthkg.projection.text import clean

if TYPE_CHECKING:
    from healthkg.projection.networks import Network

_THINGS = ["id", "label", "iri", "kind", "kind_name", "short", "note", "size", "column", "column_name", "group"]
_THINGS += ["x", "y"]
_LINKS = ["id", "source", "source_label", "relation", "label", "target", "target_label", "proof", "proof_name", "note"]
_LINKS += ["judged", "start_earliest", "start_latest", "end_earliest", "end_latest", "known", "possible", "evidence"]


def nodes(network: Network, lang: str = "fr") -> bytes:
    """Return the table of things, in `lang`."""
    network = present(network)
    return _csv(_THINGS, flat.things(network, place(network), lang))


def links(network: Network, lang: str = "fr") -> bytes:
    """Return the table of links, in `lang`, with a column for each filter of the view."""
    network = present(network)
    filters = [f"filter_{clean(name)}" for name, _ in network.facets]
    return _csv([*_LINKS, *filters], flat.links(network, lang))


def _csv(headings: Sequence[str], rows: Sequence[Values]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(heading) for heading in headings])
    writer.writerows([_cell(row.get(heading)) for heading in headings] for row in rows)
    return out.getvalue().encode("utf-8", "replace")


def _cell(value: Plain) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.15g}"
    return harmless(value) if isinstance(value, str) else str(value)
