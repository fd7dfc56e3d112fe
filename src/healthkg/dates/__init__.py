"""A date as a person writes it ↔ a Span: slug, labels, EDTF, earliest and latest day."""

from healthkg.dates.nodes import triples
from healthkg.dates.slugs import from_slug
from healthkg.dates.spans import Span
from healthkg.dates.typed import read

__all__ = ["Span", "from_slug", "read", "triples"]
