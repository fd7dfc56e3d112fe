"""What a passage should say where it no longer says what its text does: another digest, or another place."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from healthkg.passages.locating import MAX_LENGTH, passage_at
from healthkg.passages.spans import Passage
from healthkg.passages.texts import Text, digest
from healthkg.passages.verifying import state

# Words that stood whole are surely the same; a look-alike, or other words at the same place, may not be.
SURE = ("digest", "moved")


@dataclass(frozen=True)
class Renewal:
    """A passage as it should be recorded, and why: its digest was wrong (digest); its words stand elsewhere (moved), or
    in several places, of which this is the nearest (repeated); other words stand at its place (changed)."""

    why: str
    passage: Passage


def renew(passage: Passage, text: Text, *, declared: bool) -> Renewal | None:
    """Return what `passage` should say of `text`; None when it is intact, or nothing of it is left.

    `declared` says that `text` is to the letter the one that the document declares: nothing in it can have moved.
    """
    if state(passage, text) == "intact":
        return None
    here = _here(passage, text)
    if here and _only_the_digest(passage, here, text, declared=declared):
        return Renewal("digest", here)
    found = sorted(_places(passage, text), key=lambda one: abs(one.start - passage.start))
    if found:
        return Renewal("moved" if len(found) == 1 or found[0].start == passage.start else "repeated", found[0])
    return Renewal("changed", here) if here else None


def _here(passage: Passage, text: Text) -> Passage | None:
    """Return the passage of what stands at the offsets; None where no passage could be made of it."""
    words = text.words[passage.start : passage.end]
    if passage.start < 0 or len(words) != passage.end - passage.start or len(words) > MAX_LENGTH:
        return None
    return passage_at(text, passage.slug, passage.start, passage.end) if words.strip() else None


def _only_the_digest(passage: Passage, here: Passage, text: Text, *, declared: bool) -> bool:
    """Say whether the words surely are those that were cited: the digest was made without the profile; or the text is
    the one that was read, and offsets, lines and identifier all name this place."""
    words = text.words[passage.start : passage.end]
    plain = (words, *(unicodedata.normalize(form, words) for form in ("NFC", "NFKC")))
    if passage.digest in {hashlib.sha256(one.encode()).hexdigest() for one in plain}:
        return True
    return declared and here == replace(passage, digest=here.digest)


def _places(passage: Passage, text: Text) -> Iterator[Passage]:
    """Yield the passage at each place where as many characters have its digest; no look-alike will do."""
    words, length = text.words, passage.end - passage.start
    for start in range(len(words) - length + 1):
        span = words[start : start + length]
        if not span[:1].isspace() and not span[-1:].isspace() and digest(span) == passage.digest:
            yield passage_at(text, passage.slug, start, start + length)
