"""The texts of the documents, as the user has them: found by their SHA-256, else by their file name."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from healthkg import turtle
from healthkg.errors import InputProblem
from healthkg.prefixes import Registry

QUOTES = str.maketrans({"’": "'", "‘": "'"})


@dataclass(frozen=True)
class Text:
    """A document's text as the user has it, with the line breaks of its file."""

    path: Path
    words: str

    def line_span(self, first: int, last: int) -> tuple[int, int]:
        """Return the offsets of lines `first` to `last` (from 1), without the last line break."""
        begins = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", self.words))]
        end = begins[last] if last < len(begins) else len(self.words)
        return begins[first - 1], begins[first - 1] + len(self.words[begins[first - 1] : end].rstrip("\r\n"))

    def line_of(self, offset: int) -> int:
        """Return the line (from 1) of an offset."""
        return len(re.findall(r"\r\n|\n|\r", self.words[:offset])) + 1


def normalise(words: str) -> str:
    """Return `words` in profile hkg-n1: NFKC, each run of white space one space, straight apostrophes, trimmed."""
    return " ".join(unicodedata.normalize("NFKC", words).translate(QUOTES).split())


def digest(words: str) -> str:
    """Return the SHA-256, in hexadecimal, of `words` in profile hkg-n1."""
    return hashlib.sha256(normalise(words).encode()).hexdigest()


def read_texts(folder: Path) -> dict[str, Text]:
    """Return the texts of `folder` by file name and by SHA-256. Raises InputProblem for a missing folder."""
    if not folder.is_dir():
        raise InputProblem("texts-missing", path=folder)
    found: dict[str, Text] = {}
    for path in sorted(folder.glob("*.txt")):
        content = path.read_bytes()
        text = Text(path, content.decode("utf-8", "replace"))
        found[path.name] = found[hashlib.sha256(content).hexdigest()] = text
    return found


def text_of(
    document: ox.NamedNode, quads: Iterable[turtle.Statement], registry: Registry, texts: Mapping[str, Text]
) -> Text | None:
    """Return the text of a document, by its declared digest, else by its file name; None when it is not there."""
    declared = _declared(document, quads)
    keys = [declared.get(registry[name], "") for name in ("schema:sha256", "dcterms:identifier")]
    return next((texts[key] for key in keys if key in texts), None)


def is_declared(
    document: ox.NamedNode, quads: Iterable[turtle.Statement], registry: Registry, texts: Mapping[str, Text]
) -> bool:
    """Say whether the text of a document is there to the letter, as its declared digest tells."""
    return _declared(document, quads).get(registry["schema:sha256"], "") in texts


def _declared(document: ox.NamedNode, quads: Iterable[turtle.Statement]) -> dict[ox.NamedNode, str]:
    return {quad.predicate: quad.object.value for quad in quads if quad.subject == document}
