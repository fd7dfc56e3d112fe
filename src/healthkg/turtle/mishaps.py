"""The likely causes of a Turtle syntax error, tried in order; each looks at what stands around the stop."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

_CURLY = "“”„«»‘’‚‹›"
_UPDATES = re.compile(r"\s*(?:INSERT|DELETE|LOAD|CLEAR|DROP|SELECT|CONSTRUCT|ASK|DESCRIBE)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d \u00a0\u202f]*\d")
_DAY = re.compile(r"\d{4}-\d\d?-\d\d?|\d\d?/\d\d?/\d{4}")


@dataclass(frozen=True)
class Cause:
    """A code of the message catalogue, the offset to look at, and what the message names."""

    code: str
    offset: int
    data: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stop:
    """Where the parser stopped: the text, the offset of what it could not take, where that ends, and what it said."""

    text: str
    start: int
    end: int
    said: str

    @property
    def char(self) -> str:
        """Return the character that stopped the parser; nothing at the end."""
        return self.text[self.start : self.start + 1]

    @property
    def word(self) -> str:
        """Return what stopped the parser, up to a space."""
        return re.split(r"\s", self.text[self.start : max(self.end, self.start + 1)])[0]

    @cached_property
    def before(self) -> int:
        """Return the offset just after what was last read."""
        return len(self.text[: self.start].rstrip())

    @property
    def line(self) -> str:
        """Return the line of the stop, up to the stop."""
        return self.text[self.text.rfind("\n", 0, self.start) + 1 : self.start]


def cause_of(stop: Stop) -> Cause | None:
    """Return the first likely cause of a stop; None when none of those we know fits."""
    return next((found for rule in _RULES for found in rule(stop)), None)


def _conflict(stop: Stop) -> Iterator[Cause]:
    mark = re.search(r"^(?:<{7}|>{7}|={7})(?: .*)?$", stop.text, re.MULTILINE)
    if mark:
        yield Cause("turtle-conflict", mark.start(), {"mark": mark[0][:7]})


def _foreign(stop: Stop) -> Iterator[Cause]:
    """Something else under a Turtle name, told by how it begins."""
    text = stop.text.lstrip()
    start = len(stop.text) - len(text)
    head = text[:200].lower()
    if head.startswith(("<!doctype html", "<html")):
        yield Cause("turtle-foreign", start, {"kind": "HTML"})
    elif head.startswith(("<?xml", "<rdf:rdf", "<!doctype")):
        yield Cause("turtle-foreign", start, {"kind": "XML"})
    elif re.match(r"[\[{]\s*[\"{]", head):
        yield Cause("turtle-foreign", start, {"kind": "JSON"})
    elif _UPDATES.match(text):
        yield Cause("turtle-foreign", start, {"kind": "SPARQL"})
    elif re.fullmatch(r"[^\s:<>@#]+(?: [^:<>@#;,\t]*)?[;,\t][^:<>@]*", text.split("\n", 1)[0]):
        yield Cause("turtle-foreign", start, {"kind": "CSV"})


def _graph(stop: Stop) -> Iterator[Cause]:
    """N3's formulas and rules, TriG's named graphs."""
    if stop.char == "{" or stop.word.upper() == "GRAPH" or stop.word.startswith("=>"):
        yield Cause("turtle-graph", stop.start, {"word": stop.word[:12]})


def _characters(stop: Stop) -> Iterator[Cause]:
    char = stop.char
    if stop.text.startswith("//", stop.start) and not stop.line.strip():
        yield Cause("turtle-comment", stop.start)
    elif char and char in _CURLY:
        yield Cause("turtle-quotes", stop.start, {"char": char})
    elif char and unicodedata.category(char) in ("Zs", "Cf", "Cc") and char not in " \t\r\n":
        name = unicodedata.name(char, "?").lower()
        yield Cause("turtle-invisible", stop.start, {"sign": f"U+{ord(char):04X}", "name": name})


def _prefix(stop: Stop) -> Iterator[Cause]:
    if unknown := re.search(r"prefix (\S*:) has not been declared", stop.said):
        yield Cause("turtle-prefix", stop.start, {"prefix": unknown[1]})
    elif "keyword should be followed by a prefix" in stop.said:
        yield Cause("turtle-prefix-colon", stop.start, {"word": stop.word})


def _local_name(stop: Stop) -> Iterator[Cause]:
    """A sign that a short name cannot hold, right after one: id:a/b."""
    name = re.search(r"(?<![<\w])[\w-]*:[\w.%-]*$", stop.line)
    if name and stop.char and stop.char in "/'&()+,!*=?#$@~" and not stop.line.endswith(" "):
        rest = re.split(r"[\s;]", stop.text[stop.start :], maxsplit=1)[0]
        yield Cause("turtle-local-name", stop.start, {"char": stop.char, "name": name[0] + rest})


def _iri(stop: Stop) -> Iterator[Cause]:
    if bad := re.search(r"Invalid IRI code point '(.)'", stop.said, re.DOTALL):
        where = max(stop.text.find(bad[1], stop.start), stop.start)
        code = {"\n": "turtle-iri-open", "\r": "turtle-iri-open", " ": "turtle-iri-space"}.get(bad[1], "turtle-iri")
        yield Cause(code, where, {"char": bad[1]})
    elif stop.char == "<" and "Unexpected end" in stop.said:
        yield Cause("turtle-iri-open", stop.start)
    elif "No scheme found" in stop.said:
        yield Cause("turtle-relative", stop.start, {"iri": stop.word})
    elif re.search(r"Invalid IRI|escapes in IRIs", stop.said):
        yield Cause("turtle-iri-escape", max(stop.text.find("%", stop.start), stop.start))


def _literal(stop: Stop) -> Iterator[Cause]:
    if escape := re.search(r"Unexpected escape character '(.+)'", stop.said):
        yield Cause("turtle-escape", stop.start, {"escape": escape[1]})
    elif "Line jumps are not allowed" in stop.said or (stop.char in "\"'" and "end of file" in stop.said):
        quote = max(stop.text.rfind(mark, 0, stop.start + 1) for mark in "\"'")
        yield Cause("turtle-open-string", max(quote, 0))


def _language(stop: Stop) -> Iterator[Cause]:
    tag, rest = re.search(r"@([A-Za-z]+)$", stop.line), re.match(r"_(\w+)", stop.text[stop.start :])
    if tag and rest:
        said = {"tag": f"{tag[1]}_{rest[1]}", "mended": f"{tag[1]}-{rest[1]}"}
        yield Cause("turtle-language", stop.start, said)
    elif stop.text.startswith("^^", stop.start) and re.search(r"@[\w-]+\s*$", stop.line):
        yield Cause("turtle-tag-and-type", stop.start)


def _end(stop: Stop) -> Iterator[Cause]:
    if "Unexpected end" in stop.said:
        yield Cause("turtle-end", stop.before)


def _inner_quote(stop: Stop) -> Iterator[Cause]:
    if re.search(r"\"[^\"]*\"$", stop.line) and stop.char.isalpha():
        yield Cause("turtle-inner-quote", stop.start - 1)


def _bare(stop: Stop) -> Iterator[Cause]:
    """What wants quotes: a date, a number with spaces, a word."""
    begun = re.search(r"(?<!\S)\d[\d \u00a0\u202f]*$", stop.line)
    start = stop.start - len(begun[0] if begun else "")
    whole = stop.text[start : stop.start] + re.split(r"[;.,]?(?:\s|$)", stop.text[stop.start :], maxsplit=1)[0]
    if day := _DAY.fullmatch(whole.strip()):
        yield Cause("turtle-bare-date", start, {"text": day[0]})
    elif number := _NUMBER.fullmatch(whole.strip()):
        mended = re.sub(r"\D", "", number[0])
        yield Cause("turtle-bare-number", start, {"text": number[0], "mended": mended})
    elif "not a valid RDF object" in stop.said and stop.char.isalpha():
        yield Cause("turtle-bare-word", stop.start, {"word": stop.word})


def _missing(stop: Stop) -> Iterator[Cause]:
    if "A dot is expected" in stop.said:
        indented = not stop.line.strip() and stop.line
        yield Cause("turtle-semicolon" if indented else "turtle-dot", stop.before)
    elif "should end with a ']'" in stop.said:
        yield Cause("turtle-bracket", stop.before)
    elif stop.char == ".":
        yield Cause("turtle-object" if "RDF object" in stop.said else "turtle-extra-dot", stop.start)
    elif stop.char and stop.char in "\"'" and re.search(r"[\"'](?:@[\w-]+)?\s+$", stop.line):
        yield Cause("turtle-comma", stop.before)


_RULES: tuple[Callable[[Stop], Iterator[Cause]], ...] = (
    _conflict,
    _foreign,
    _graph,
    _characters,
    _prefix,
    _local_name,
    _iri,
    _literal,
    _language,
    _inner_quote,
    _bare,
    _missing,
    _end,
)
