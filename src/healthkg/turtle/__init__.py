"""One Turtle file ↔ its triples, with positions and in canonical form."""

from healthkg.turtle.formats import parse_any
from healthkg.turtle.positions import Position, positions
from healthkg.turtle.reading import Statement, decode, parse, read_bytes, read_text
from healthkg.turtle.writing import canonical, comment_lines, write_atomically

__all__ = [
    "Position",
    "Statement",
    "canonical",
    "comment_lines",
    "decode",
    "parse",
    "parse_any",
    "positions",
    "read_bytes",
    "read_text",
    "write_atomically",
]
