"""A text as the words by which questions and names are compared, and when two words are the same but for a misprint."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from rapidfuzz.distance import OSA

# « n° » and « numéro » before a number say nothing more than the number; a sum of money is one word, in euros.
_NUMBER = r"\d{1,3}(?:\s\d{3})+(?!\d)|\d+"
_WORD = re.compile(
    rf"""(?P<numeral>n[°º]|num[ée]ro(?=\s*\d))
    | €?(?P<amount>(?:{_NUMBER})(?:[.,]\d+)?)\s*
      (?:(?P<unit>M|millions?|Mds?|milliards?|bn|billions?)\s*(?:€|d['’]euros?|euros?)|€|euros?)
    | \d{{4}}-\d{{2}}(?:-\d{{2}})?(?!\d)
    | (?:{_NUMBER})(?!\w)
    | (?:[^\W\d_]\.){{2,}}[^\W\d_]?
    | \w+""",
    re.I | re.X,
)


def _set(*lists: str) -> frozenset[str]:
    return frozenset(word for words_in in lists for word in words_in.split())


# Words that may stand or be missing anywhere: articles, elisions, prepositions, inverted pronouns, politeness.
_EMPTY = _set(
    "le la les l un une des de du d au aux a en dans pour sur par et s t ce cet cette ces donc il elle ils elles on",
    "me moi dis vous svp plait merci bonjour the of an in for to by and please",
)
# Words that a question may have more or fewer of without asking for something else.
LIGHT = _set(
    "quel quels quelle quelles que qu est sont etait etaient c y ont se",
    "what which is are was were do does did has have it there",
)
# Words that ask: no name is made of these alone.
ASKING = LIGHT | _set("qui quoi quand combien comment pourquoi ou dont who whom whose when where how why")
_ENDINGS = frozenset(("", "s", "x", "e", "es", "ee", "ees", "nt", "ent", "r", "er", "d", "ed", "ing"))
_NEGATIONS = {"n": "ne", "aucune": "aucun", "aucuns": "aucun"}


@dataclass(frozen=True)
class Word:
    """A word as it is compared, and where it stands in the text."""

    key: str
    start: int
    end: int


def words(text: str) -> tuple[Word, ...]:
    """Return the words of `text` that say something: no case, accents, punctuation, articles or prepositions."""
    found = (Word(_key(match), match.start(), match.end()) for match in _WORD.finditer(text) if not match["numeral"])
    return tuple(word for word in found if word.key not in _EMPTY)


@lru_cache(maxsize=65536)
def keys(text: str) -> tuple[str, ...]:
    """Return the words of `text` as they are compared."""
    return tuple(word.key for word in words(text))


def amount_key(euros: Decimal) -> str:
    """Return the word that a sum of money is compared by."""
    return f"{euros.quantize(Decimal(1))}€"


def _key(match: re.Match[str]) -> str:
    if match["amount"]:
        number = Decimal(re.sub(r"\s", "", match["amount"]).replace(",", "."))
        return amount_key(number * _factor((match["unit"] or "").casefold()))
    return _plain(match.group())


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.replace("œ", "oe").replace("Œ", "oe"))
    bare = "".join(char for char in letters if not unicodedata.combining(char)).casefold()
    bare = re.sub(r"(?<=\d)\s(?=\d)|\.", "", bare)  # 1 000, D.M.P.
    return _NEGATIONS.get(bare, bare)


def _factor(unit: str) -> int:
    return 10**9 if unit.startswith(("md", "milliard", "b")) else 10**6 if unit else 1


@lru_cache(maxsize=65536)
def likeness(one: str, other: str) -> float:
    """Return 1 for the same word or another inflection of it, less for a misprint, 0 for another word.

    Numbers and words of three letters have no misprints: 2023 is not 2022, and DMP is not DMI.
    """
    if one == other:
        return 1.0
    if any(char.isdigit() for char in one + other):
        return 0.0
    short, long = sorted((one, other), key=len)
    if len(short) >= 4 and long.startswith(short) and long[len(short) :] in _ENDINGS:
        return 0.99
    allowed = 0 if len(short) <= 3 else 1 if len(long) <= 8 else 2
    distance = OSA.distance(one, other)
    return 1 - distance / len(long) if distance <= allowed else 0.0
