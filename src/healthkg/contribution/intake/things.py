"""A thing that a row names: new, or known already; and what a new one is called."""

from __future__ import annotations

import hashlib
import re
import string
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from healthkg.contribution.intake.layout import Kind, kinds, small_words
from healthkg.contribution.intake.tables import Row

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


@dataclass(frozen=True)
class Thing:
    """The thing of a row: its node, what it is, its name, and whether the base knew it."""

    node: ox.NamedNode
    kind: Kind
    row: Row = field(repr=False)
    known: bool = False

    @property
    def name(self) -> str:
        """Return its name as the row has it."""
        return " ".join(self.row.text("name").split())


def names_of(kind: Kind, row: Row, parent: str) -> Iterator[str]:
    """Yield the identifiers that a new thing may have, each longer than the one before; the last by a digest of it.

    `parent` is what the identifier of the thing that it is part of says of it.
    """
    said = hashlib.sha256(row.text("name").encode()).hexdigest()[:8]
    parts = _parts(kind, row, parent)
    made = next((form.format(**parts) for form in (*kind.names, "{name}") if _filled(form, parts)), said)
    yield f"id:{kind.begins}-{made}"
    if parent and not made.startswith(parent):
        yield f"id:{kind.begins}-{parent}-{made}"
    yield f"id:{kind.begins}-{made}--{said}"


def _parts(kind: Kind, row: Row, parent: str) -> Mapping[str, str]:
    number = slug(row.text("number"))
    return {
        "name": stem(row.text("name"), kind.begins),
        "acronym": slug(row.text("acronym")),
        "number": number.zfill(2) if number.isdecimal() else number,
        "part_of": parent,
    }


def _filled(form: str, parts: Mapping[str, str]) -> bool:
    return all(parts[key] for _, key, _, _ in string.Formatter().parse(form) if key)


def stem(text: str, begins: str | None = None) -> str:
    """Return what an identifier says of a name: its words without articles, nor the kind that it begins with (any, when
    none is given)."""
    words = slug(text).split("-")
    kept = [word for word in words if word not in small_words()] or words
    begun = {begins} if begins else {kind.begins for kind in kinds().values()}
    return "-".join(kept[1:] if len(kept) > 1 and kept[0] in begun else kept)


def slug(text: str) -> str:
    """Return `text` as a part of an identifier: lower case without accents, digits and hyphens."""
    whole = text.casefold().replace("’", "'").translate(_LIGATURES)
    letters = unicodedata.normalize("NFKD", whole).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
