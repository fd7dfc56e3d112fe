"""A Span → its hkg:TimeSpan node."""

from __future__ import annotations

from datetime import date

import pyoxigraph as ox

from healthkg.dates.spans import Span
from healthkg.prefixes import Registry


def triples(span: Span, registry: Registry) -> list[ox.Triple]:
    """Return the node `id:<slug>`: type, bounds as xsd:date, EDTF as a plain string, two labels."""
    described: list[tuple[str, ox.NamedNode | ox.Literal | None]] = [
        ("rdf:type", registry["hkg:TimeSpan"]),
        ("hkg:earliest", _day(span.earliest, registry)),
        ("hkg:edtf", ox.Literal(span.edtf) if span.edtf else None),
        ("hkg:latest", _day(span.latest, registry)),
        ("skos:prefLabel", ox.Literal(span.label_en, language="en")),
        ("skos:prefLabel", ox.Literal(span.label_fr, language="fr")),
    ]
    node = registry[f"id:{span.slug}"]
    return [ox.Triple(node, registry[name], value) for name, value in described if value is not None]


def _day(day: date | None, registry: Registry) -> ox.Literal | None:
    return None if day is None else ox.Literal(day.isoformat(), datatype=registry["xsd:date"])
