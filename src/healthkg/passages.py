"""Citations that can be checked: a passage is a span of a document, never its words.

Offsets count Unicode code points in the file decoded as UTF-8, newlines as in the file, end excluded; the digest is
the SHA-256 of the span in profile hkg-n1. A text is found by its SHA-256, else by its file name.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from healthkg import turtle
from healthkg.errors import InputProblem
from healthkg.prefixes import Registry

MAX_LENGTH = 400
STATES = ("intact", "moved", "changed", "absent")
_QUOTES = str.maketrans({"’": "'", "‘": "'"})


@dataclass(frozen=True)
class Passage:
    """A span of a document: code-point offsets, lines from 1, digest of profile hkg-n1."""

    iri: str
    document: str
    first_line: int
    last_line: int
    start: int
    end: int
    digest: str


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
    return " ".join(unicodedata.normalize("NFKC", words).translate(_QUOTES).split())


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
    declared = {quad.predicate: quad.object.value for quad in quads if quad.subject == document}
    keys = [declared.get(registry[name], "") for name in ("schema:sha256", "dcterms:identifier")]
    return next((texts[key] for key in keys if key in texts), None)


# ---- Locating ----


def locate(
    text: Text, slug: str, lines: tuple[int, int], opening: str | None = None, closing: str | None = None
) -> Passage:
    """Return the passage of `lines` (first, last), from the words `opening` to the words `closing` when given.

    Raises InputProblem: no such line, words not found, more than 400 characters, nothing but white space.
    """
    first, last = lines
    count = text.line_of(len(text.words))
    if not 1 <= first <= last <= count:
        raise InputProblem("line-missing", path=text.path, line=first, last=count)
    start, end = _trim(text.words, *text.line_span(first, last))
    start = _find(text, opening, start, end, first)[0] if opening else start
    end = _find(text, closing, start, end, first)[1] if closing else end
    if end <= start:
        raise InputProblem("passage-empty", path=text.path, line=first)
    if end - start > MAX_LENGTH:
        raise InputProblem("passage-too-long", path=text.path, line=first, length=end - start, limit=MAX_LENGTH)
    return _passage(text, slug, start, end)


def _trim(words: str, start: int, end: int) -> tuple[int, int]:
    span = words[start:end]
    return start + len(span) - len(span.lstrip()), end - (len(span) - len(span.rstrip()))


def _find(text: Text, sought: str, start: int, end: int, line: int) -> tuple[int, int]:
    """Return the first place in [start, end) that reads like `sought`; spaces, apostrophes and case aside."""
    words = (re.escape(word).replace("'", "['’‘]").replace("…", r"(?:…|\.\.\.)") for word in _plain(sought).split())
    pattern = r"\s+".join(words)
    match = re.compile(pattern, re.I).search(text.words, start, end)
    if match is None:
        raise InputProblem("words-missing", path=text.path, line=line, words=sought)
    return match.span()


def _plain(words: str) -> str:
    return words.translate(_QUOTES).replace("...", "…")


def _passage(text: Text, slug: str, start: int, end: int) -> Passage:
    first, last = text.line_of(start), text.line_of(end - 1)
    iri = f"id:passage-{slug}-{_place(text, first, last, start, end)}"
    return Passage(iri, f"id:source-{slug}", first, last, start, end, digest(text.words[start:end]))


def _place(text: Text, first: int, last: int, start: int, end: int) -> str:
    """Return `l023`, `l023-c001-118` or `l038-c001-l041-c020`: a name that holds no words and needs no counter."""
    lines = f"l{first:03}" if first == last else f"l{first:03}-l{last:03}"
    if (start, end) == _trim(text.words, *text.line_span(first, last)):
        return lines
    begin, until = start - text.line_span(first, first)[0] + 1, end - text.line_span(last, last)[0]
    return f"l{first:03}-c{begin:03}-{until:03}" if first == last else f"l{first:03}-c{begin:03}-l{last:03}-c{until:03}"


def to_turtle(passage: Passage, registry: Registry, section: str | None = None) -> str:
    """Return the passage's node as Turtle to paste."""
    facts: dict[str, ox.NamedNode | ox.Literal] = {
        "rdf:type": registry["hkg:Passage"],
        "oa:hasSource": registry[passage.document],
        "hkg:firstLine": ox.Literal(passage.first_line),
        "hkg:lastLine": ox.Literal(passage.last_line),
        "hkg:start": ox.Literal(passage.start),
        "hkg:end": ox.Literal(passage.end),
        "hkg:textDigest": ox.Literal(passage.digest),
    }
    if section:
        facts["hkg:section"] = ox.Literal(section)
    node = registry[passage.iri]
    return turtle.canonical((ox.Triple(node, registry[name], value) for name, value in facts.items()), registry)


# ---- Verifying ----


def read_passages(quads: Iterable[turtle.Statement], registry: Registry) -> list[Passage]:
    """Return the passages that `quads` record whole, sorted by document and offset; IRIs in short form."""
    names = ("oa:hasSource", "hkg:firstLine", "hkg:lastLine", "hkg:start", "hkg:end", "hkg:textDigest")
    wanted = {registry[name]: name for name in names}
    nodes: dict[str, dict[str, str]] = {}
    for quad in (quad for quad in quads if quad.predicate in wanted):
        nodes.setdefault(registry.shorten(quad.subject.value), {})[wanted[quad.predicate]] = quad.object.value
    found = (_recorded(iri, node, registry) for iri, node in nodes.items() if len(node) == len(names))
    return sorted(found, key=lambda passage: (passage.document, passage.start, passage.end))


def _recorded(iri: str, node: Mapping[str, str], registry: Registry) -> Passage:
    lines = (
        int(node["hkg:firstLine"]),
        int(node["hkg:lastLine"]),
        int(node["hkg:start"]),
        int(node["hkg:end"]),
    )
    return Passage(iri, registry.shorten(node["oa:hasSource"]), *lines, node["hkg:textDigest"])


def verify(
    quads: Sequence[turtle.Statement], registry: Registry, texts: Mapping[str, Text]
) -> list[tuple[Passage, str]]:
    """Return each passage with its state: intact, moved (found elsewhere in its text), changed or absent (no text)."""
    recorded = read_passages(quads, registry)
    documents = {passage.document for passage in recorded}
    by_document = {name: text_of(registry[name], quads, registry, texts) for name in documents}
    return [(passage, state(passage, by_document[passage.document])) for passage in recorded]


def state(passage: Passage, text: Text | None) -> str:
    """Return the state of one passage in `text`; its lines count as part of it."""
    if text is None:
        return "absent"
    lines = (text.line_of(passage.start), text.line_of(max(passage.start, passage.end - 1)))
    if digest(text.words[passage.start : passage.end]) == passage.digest:
        return "intact" if lines == (passage.first_line, passage.last_line) else "moved"
    return "moved" if _moved(passage, text.words) else "changed"


def _moved(passage: Passage, words: str) -> bool:
    """Say whether a window as long as the passage has its digest anywhere in `words`; no look-alike will do."""
    length = passage.end - passage.start
    return any(digest(words[start : start + length]) == passage.digest for start in range(len(words) - length + 1))


def worst(states: Iterable[str]) -> str:
    """Return the most alarming of `states`; intact when there is none."""
    return max(states, key=STATES.index, default="intact")
