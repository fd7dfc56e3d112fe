"""Text measured as DejaVu Sans sets it, the widest of the usual sans-serifs, and wrapped at words."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

FAMILY = "DejaVu Sans"
TITLE, TEXT, SMALL = 19.0, 13.0, 12.0
_UNIT = 100  # pixels an em, to measure at
_MISSING = 1.05  # em, of a glyph that the font has not: as wide as the widest


@cache
def path(*, bold: bool) -> Path:
    """Return the file of the font, which comes with matplotlib."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"DejaVuSans{'-Bold' if bold else ''}.ttf"


@cache
def _font(*, bold: bool) -> FT2Font:
    from matplotlib.ft2font import FT2Font

    font = FT2Font(str(path(bold=bold)))
    font.set_size(_UNIT, 72)
    return font


@cache
def _advance(char: str, *, bold: bool) -> float:
    """Return how far `char` moves the pen, in em."""
    from matplotlib.ft2font import LoadFlags

    font = _font(bold=bold)
    if not font.get_char_index(ord(char)):
        return 0.0 if unicodedata.combining(char) else _MISSING
    return float(font.load_char(ord(char), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / _UNIT


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide `text` is, in pixels."""
    return sum(_advance(char, bold=bold) for char in text) * size


def wrap(text: str, room: float, size: float, *, bold: bool = False, most: int = 3) -> list[str]:
    """Return `text` in lines that fit `room`, at most `most` of them: what is left out leaves « … »."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold=bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _broken(word, room, size, bold=bold)
        lines += whole
        if len(lines) > most:
            break
    lines.append(line)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], cut(f"{lines[most - 1]} …", room, size, bold=bold, always=True)]


def _broken(word: str, room: float, size: float, *, bold: bool) -> list[str]:
    """Return a word in pieces that fit `room`; most words are one."""
    pieces, piece = [], ""
    for char in word:
        if piece and width(piece + char, size, bold=bold) > room:
            pieces.append(piece)
            piece = ""
        piece += char
    return [*pieces, piece]


def cut(text: str, room: float, size: float, *, bold: bool = False, always: bool = False) -> str:
    """Return `text`, or as much of it as fits `room` with « … »."""
    if width(text, size, bold=bold) <= room and not always:
        return text
    text = text.rstrip(" …")
    while text and width(f"{text}…", size, bold=bold) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"
