"""One Turtle file ↔ its triples, with positions and in canonical form."""

from healthkg.turtle.formats import parse_any
from healthkg.turtle.positions import Position, positions, positions_about
from healthkg.turtle.reading import Statement, decode, parse, read_bytes, read_text, stream
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
    "positions_about",
    "read_bytes",
    "read_text",
    "stream",
    "write_atomically",
]
