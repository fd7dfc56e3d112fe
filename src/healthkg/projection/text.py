"""Text as a picture needs it: one line without control characters, and an estimate of the room it takes."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import filterfalse

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
    """Return `text` on one line, in NFC, without control, bidi-control, zero-width and private characters, and
    without what is no character (U+FFFE…), so that XML can hold it."""
    kept = (" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    return " ".join("".join(char for char in kept if _shown(char)).split())


def _shown(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co") and ord(char) & 0xFFFE != 0xFFFE


def fold(text: str) -> str:
    """Return `text` without case and accents, for searching and sorting."""
    return "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", text.casefold())))


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


def wrap(text: str, room: int, size: float, *, bold: bool = False, most: int = 0) -> list[str]:
    """Return `text` wrapped at spaces in `room` pixels: as many lines as `lines` counts, or fewer.

    A word that is wider is broken. Of more than `most` lines (0: any number are let), the last ends with an ellipsis.
    """
    found, used = [""], 0
    space = width(" ", size, bold=bold)
    for word in filter(None, text.split(" ")):
        need = width(word, size, bold=bold)
        if used and used + space + need > room:
            found, used = [*found, ""], 0
        first, *rest = _pieces(word, room, size, bold=bold) if need > room else [word]
        found[-1:] = [f"{found[-1]} {first}".strip(" "), *rest]
        used = (used + space if used else 0) + min(need, room)
    if not most or len(found) <= most:
        return found
    last = found[most - 1]
    while last and width(f"{last}…", size, bold=bold) > room:
        last = last[:-1]
    return [*found[: most - 1], f"{last}…"]


def _pieces(word: str, room: int, size: float, *, bold: bool) -> list[str]:
    """Return a word cut at each `room`; a piece may reach beyond it by less than a letter."""
    pieces, used = [""], 0.0
    for char in word:
        if used >= room * len(pieces):
            pieces.append("")
        pieces[-1] += char
        used += _advance(char) * size * (1.08 if bold else 1.0)
    return pieces
