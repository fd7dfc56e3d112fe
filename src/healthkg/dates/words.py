"""The French and English words of dates, and a typed text reduced to them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from healthkg.dates.moments import MONTHS_EN, MONTHS_FR, WEEKDAYS_EN, WEEKDAYS_FR


def plain(text: str) -> str:
    """Return `text` in small letters without accents or compatibility forms (no-break spaces, « 1ᵉʳ »)."""
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(c for c in letters if not unicodedata.combining(c))


def _numbered(*lists: tuple[str, ...]) -> dict[str, int]:
    return {plain(word): number for words in lists for number, word in enumerate(words, 1)}


def any_of(words: Mapping[str, object]) -> str:
    """Return the alternatives of a pattern, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


_ABBREVIATED_FR = ("janv", "fevr", "", "avr", "", "", "juil", "", "sept", "", "", "dec")
_ABBREVIATED_EN = ("jan", "feb", "mar", "apr", "", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS = _numbered(MONTHS_FR, MONTHS_EN, _ABBREVIATED_FR, _ABBREVIATED_EN)
MONTHS.pop("")
WEEKDAYS = _numbered(WEEKDAYS_FR, WEEKDAYS_EN)
_RANKS = _numbered(
    ("premier", "deuxieme", "troisieme", "quatrieme"), ("1er", "2e", "3e", "4e"),
    ("1e", "2eme", "3eme", "4eme"), ("first", "second", "third", "fourth"), ("1st", "2nd", "3rd", "4th"),
    ("1", "2", "3", "4"),
)  # fmt: skip
QUARTERS = {**_RANKS, "dernier": 4, "last": 4}
HALVES = {word: rank for word, rank in _RANKS.items() if rank <= 2} | {"dernier": 2, "last": 2}
SEASONS = {
    "printemps": "printemps", "spring": "printemps", "ete": "ete", "summer": "ete",
    "automne": "automne", "autumn": "automne", "fall": "automne",
}  # fmt: skip
EDGES = {
    "debut": "debut", "early": "debut", "beginning": "debut", "start": "debut",
    "mi": "mi", "mid": "mi", "milieu": "mi", "middle": "mi",
    "fin": "fin", "late": "fin", "end": "fin",
}  # fmt: skip
# Words that carry no date: « courant de l'année 2022 » is 2022, « fin du mois de mai 2023 » is fin mai 2023.
_FILLERS = frozenset(
    (
        *("le", "la", "les", "de", "du", "en", "dans", "pour", "an", "annee", "mois", "courant", "cours"),
        *("the", "of", "in", "on"),
    )
)
UNKNOWN = ("une date inconnue", "an unknown date", "unknown date", "inconnu", "unknown")

_SIGNS = str.maketrans(dict.fromkeys("’‘ʼ′´`", "'") | dict.fromkeys("\u2010\u2212", "-") | dict.fromkeys("–—", " - "))


def folded(text: str) -> str:
    """Return `text` plain, with one kind of apostrophe, hyphen and space, without other punctuation."""
    typed = plain(text.translate(_SIGNS)).translate(_SIGNS)
    typed = re.sub(r"(?<=[a-z])\.|(?<=[a-z0-9])\.$|[,;«»\"]", " ", typed)
    return " ".join(typed.split())


def bare(typed: str) -> str:
    """Return `typed` without elisions, fillers, and an « à » or « au » in front."""
    words = [word for word in re.sub(r"\b[ld]'", "", typed).split() if word not in _FILLERS]
    while words and words[0] in ("a", "au", "aux"):
        words = words[1:]
    return " ".join(words)
