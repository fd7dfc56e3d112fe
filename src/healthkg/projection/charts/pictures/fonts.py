"""Text measured as DejaVu Sans sets it, the widest of the usual sans-serifs, and wrapped at words."""

from __future__ import annotations

import logging
import unicodedata
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

FAMILY = "DejaVu Sans"
TITLE, TEXT, SMALL = 19.0, 13.0, 12.0
_ONE = Lock()  # a font reads one glyph at a time
_UNIT = 100  # pixels an em, to measure at
_MISSING = 1.05  # em, of a glyph that the font has not: as wide as the widest


@cache
def path(*, bold: bool) -> Path:
    """Return the file of the font, which comes with matplotlib."""
    logger = logging.getLogger("matplotlib")
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.ERROR)  # where it keeps its cache is no news for who asks for a chart
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"DejaVuSans{'-Bold' if bold else ''}.ttf"


@cache
def _font(*, bold: bool) -> FT2Font:
    file = path(bold=bold)
    from matplotlib.ft2font import FT2Font

    font = FT2Font(str(file))
    font.set_size(_UNIT, 72)
    return font


@cache
def _advance(char: str, *, bold: bool) -> float:
    """Return how far `char` moves the pen, in em."""
    font = _font(bold=bold)
    from matplotlib.ft2font import LoadFlags

    if not font.get_char_index(ord(char)):
        return 0.0 if unicodedata.combining(char) else _MISSING
    with _ONE:
        glyph = font.load_char(ord(char), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / _UNIT


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
    pieces = []
    while word:
        count = max(_fitting(word, room / size, bold=bold), 1)
        pieces.append(word[:count])
        word = word[count:]
    return pieces or [""]


def _fitting(text: str, room: float, *, bold: bool) -> int:
    """Return how many characters of `text` fit `room`, in em."""
    used = 0.0
    for count, char in enumerate(text):
        used += _advance(char, bold=bold)
        if used > room:
            return count
    return len(text)


def cut(text: str, room: float, size: float, *, bold: bool = False, always: bool = False) -> str:
    """Return `text`, or as much of it as fits `room` with « … »."""
    if not always and _fitting(text, room / size, bold=bold) == len(text):
        return text
    count = _fitting(text, room / size - _advance("…", bold=bold), bold=bold)
    return f"{text[:count].rstrip(' …')}…"
