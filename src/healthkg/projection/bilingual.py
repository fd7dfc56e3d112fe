"""A text in French and in English: pages hold both, and show one at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple


class Bilingual(NamedTuple):
    """A text in both languages; a text that has one wording only has it twice."""

    fr: str = ""
    en: str = ""

    def said(self, lang: str) -> str:
        """Return the text in `lang` (fr or en)."""
        return self.en if lang == "en" else self.fr

    def map(self, change: Callable[[str], str]) -> Bilingual:
        """Return both wordings changed."""
        return Bilingual(change(self.fr), change(self.en))

    def __bool__(self) -> bool:
        return bool(self.fr or self.en)

    @property
    def alike(self) -> bool:
        """Are both wordings the same?"""
        return self.fr == self.en


NOTHING = Bilingual()


def both(said: object) -> Bilingual:
    """Return what a header or table says: a mapping by language (one that is missing takes the other), or one text."""
    if isinstance(said, Bilingual):
        return said
    if isinstance(said, Mapping):
        french, english = str(said.get("fr") or ""), str(said.get("en") or "")
        return Bilingual(french or english, english or french)
    text = "" if said is None else str(said)
    return Bilingual(text, text)
