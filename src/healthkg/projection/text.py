"""Text as a picture needs it: one line without control characters, and an estimate of the room it takes."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Advance widths in em of DejaVu Sans, the widest of the usual sans-serifs: an estimate that errs on the wide side.
_ADVANCES = {
    char: em
    for em, chars in (
        (0.32, " iljI.,;:'’|!"),
        (0.41, "frtJ()[]-–·/"),
        (0.55, "sczkvxyL"),
        (0.64, "abdeghnopqu0123456789FEPSTYZ"),
        (0.98, "mwMWœæŒÆ%@—…"),
    )
    for char in chars
}


def clean(text: str) -> str:
    """Return `text` on one line, in NFC, without control, bidi-control, zero-width and private characters."""
    kept = (" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    return " ".join("".join(char for char in kept if _shown(char)).split())


def _shown(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")


def fold(text: str) -> str:
    """Return `text` without case and accents, for searching and sorting."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def width(text: str, size: float, *, bold: bool = False) -> int:
    """Return the estimated width of `text`, in pixels, at a font of `size` pixels."""
    em = sum(_advance(char) for char in text)
    return math.ceil(em * size * (1.08 if bold else 1.0))


@lru_cache(maxsize=4096)
def _advance(char: str) -> float:
    base = unicodedata.normalize("NFD", char)[0]
    if base in _ADVANCES:
        return _ADVANCES[base]
    if unicodedata.east_asian_width(char) in "WF":
        return 1.05
    return 0.75 if char.isupper() else 0.64


def lines(text: str, room: int, size: float, *, bold: bool = False) -> int:
    """Return how many lines `text` takes when wrapped at words in `room` pixels; at least one."""
    words = (width(word, size, bold=bold) for word in text.split())
    return wrapped(words, width(" ", size, bold=bold), room)


def wrapped(words: Iterable[int], space: int, room: int) -> int:
    """Return how many lines words of these widths take in `room` pixels; a word that is too wide is broken."""
    count, used = 1, 0
    for need in words:
        if used and used + space + need > room:
            count, used = count + 1, 0
        count += max(0, -(-need // room) - 1)
        used = (used + space if used else 0) + min(need, room)
    return count
