"""The likely causes of a syntax error, tried in order; each looks at the words around what stopped the engine."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from healthkg.queryfile.tokens import Token, declared_prefixes

_PAIRS = {"{": "}", "(": ")", "[": "]"}
_TERMS = ("iri", "name", "variable", "string", "number", "blank")
_AFTER_THE_GROUP = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET")
_CLAUSES = """ASK AS ASC BASE BIND BY CONSTRUCT DESC DESCRIBE DISTINCT EXISTS FALSE FILTER FROM GRAPH GROUP HAVING IN
LIMIT MINUS NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT SEPARATOR TRUE UNDEF UNION VALUES WHERE"""
_HEAD = "ASK BASE CONSTRUCT DESCRIBE DISTINCT FROM NAMED PREFIX REDUCED SELECT WHERE"
_FUNCTIONS = """ABS AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY ENCODE_FOR_URI FLOOR GROUP_CONCAT
HOURS IF IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG LANGMATCHES LCASE MAX MD5 MIN MINUTES MONTH NOW RAND REGEX
REPLACE ROUND SAMETERM SAMPLE SECONDS SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN
STRSTARTS STRUUID SUBSTR SUM TIMEZONE TZ UCASE URI UUID YEAR"""
KEYWORDS = frozenset((_CLAUSES + " " + _FUNCTIONS).split())


@dataclass(frozen=True)
class Cause:
    """A code of the message catalogue, where to look, and what the message names."""

    code: str
    offset: int
    data: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stop:
    """Where the engine stopped: the words, the index of the one that it could not take (their number at the end), what
    it said, and the prefixes that need no declaration."""

    words: tuple[Token, ...]
    at: int
    said: str
    prefixes: frozenset[str]
    text: str

    @property
    def word(self) -> Token:
        return self.words[self.at] if self.at < len(self.words) else Token("end", "", len(self.text.rstrip()))

    def before(self, steps: int = 1) -> Token:
        return self.words[self.at - steps] if self.at >= steps else Token("begin", "", 0)

    @cached_property
    def open(self) -> tuple[Token, ...]:
        """Return the brackets that are open before the stop, the innermost last."""
        held: list[Token] = []
        for word in self.words[: self.at]:
            if word.kind == "sign" and word.text in _PAIRS:
                held.append(word)
            elif held and word.text == _PAIRS[held[-1].text]:
                held.pop()
        return tuple(held)

    @property
    def in_head(self) -> bool:
        """Whether the stop stands before the first brace, among what is selected."""
        return all(word.text != "{" for word in self.words[: self.at])


def _empty(stop: Stop) -> Cause | None:
    return None if stop.words else Cause("sparql-empty", 0)


def _open_string(stop: Stop) -> Cause | None:
    broken = (word for word in stop.words[: stop.at + 1] if word.kind == "broken")
    return next((Cause("sparql-open-string", word.start, {"sign": word.text[0]}) for word in broken), None)


def _quotes(stop: Stop) -> Cause | None:
    curly = stop.word.text in tuple("“”«»‘’„")
    return Cause("sparql-quotes", stop.word.start, {"sign": stop.word.text}) if curly else None


def _turtle_prefix(stop: Stop) -> Cause | None:
    at_signs = (a for a, b in _pairs(stop) if a.text == "@" and b.keyword in ("PREFIX", "BASE"))
    return next((Cause("sparql-turtle-prefix", word.start) for word in at_signs), None)


def _open_iri(stop: Stop) -> Cause | None:
    opened = (a for a, b in _pairs(stop) if a.text == "<" and b.text.startswith(("http", "urn")) and b.start == a.end)
    return next((Cause("sparql-open-iri", word.start) for word in opened), None)


def _pairs(stop: Stop) -> Iterator[tuple[Token, Token]]:
    return pairwise(stop.words[: stop.at + 2])


def _unknown_prefix(stop: Stop) -> Cause | None:
    known = stop.prefixes | set(declared_prefixes(stop.words))
    for word in stop.words[: stop.at + 1]:
        prefix = word.text.partition(":")[0]
        if word.kind == "name" and prefix not in known:
            near = difflib.get_close_matches(prefix, sorted(known), 1, 0.6)
            code = "sparql-unknown-prefix-near" if near else "sparql-unknown-prefix"
            return Cause(code, word.start, {"prefix": prefix, "near": "".join(near)})
    return None


def _not_grouped(stop: Stop) -> Cause | None:
    if "variable that is unbound" not in stop.said:
        return None
    begin = next((i for i, word in enumerate(stop.words) if word.keyword == "GROUP"), len(stop.words))
    grouped = {word.text for word in stop.words[begin:] if word.kind == "variable"}
    for before, word in pairwise(stop.words):
        if word.text == "{" or before.text == "(":
            continue
        if word.kind == "variable" and before.keyword != "AS" and word.text not in grouped:
            return Cause("sparql-not-grouped", word.start, {"name": word.text})
    return None


def _bound_twice(stop: Stop) -> Cause | None:
    name = stop.before(2)
    if stop.before().text != ")" or name.kind != "variable" or stop.before(3).keyword != "AS" or stop.in_head:
        return None
    taken = any(word.text == name.text for word in stop.words[: stop.at - 2])
    return Cause("sparql-bound-twice", name.start, {"name": name.text}) if taken else None


def _prefix_colon(stop: Stop) -> Cause | None:
    for before, word in _pairs(stop):
        if before.keyword == "PREFIX" and word.kind == "word":
            return Cause("sparql-prefix-colon", word.end, {"word": word.text})
    return None


def _missing_by(stop: Stop) -> Cause | None:
    before = stop.before()
    if before.keyword in ("ORDER", "GROUP") and stop.word.keyword != "BY" and not stop.open:
        return Cause("sparql-missing-by", before.start, {"word": before.keyword})
    return None


def _bracket(stop: Stop) -> Cause | None:
    word, closes = stop.word, stop.word.kind == "sign" and stop.word.text in "})]"
    if not stop.open:
        return Cause("sparql-closes-nothing", word.start, {"sign": word.text}) if closes else None
    inner = stop.open[-1]
    ends = word.kind == "end" or word.keyword in _AFTER_THE_GROUP or (closes and word.text != _PAIRS[inner.text])
    return Cause("sparql-unclosed", (_ill_indented(stop) or inner).start, {"sign": inner.text}) if ends else None


def _ill_indented(stop: Stop) -> Token | None:
    """Return a brace whose closing one begins a line further left than the line that opened it: it closed another."""
    held: list[Token] = []
    for word in stop.words[: stop.at]:
        if word.text == "{":
            held.append(word)
        elif word.text == "}" and held:
            opened, closed = _line_begin(stop.text, held[-1]), _line_begin(stop.text, word)
            if opened[0] != closed[0] and closed[1] == word.start - closed[0] < opened[1]:
                return held[-1]
            held.pop()
    return None


def _line_begin(text: str, word: Token) -> tuple[int, int]:
    """Return the offset at which the word's line begins, and how far it is indented."""
    begin = text.rfind("\n", 0, word.start) + 1
    return begin, len(text[begin:]) - len(text[begin:].lstrip(" \t"))


def _no_brace(stop: Stop) -> Cause | None:
    lacks = stop.before().keyword == "WHERE" and stop.word.text != "{"
    return Cause("sparql-no-brace", stop.word.start) if lacks else None


def _double_equals(stop: Stop) -> Cause | None:
    double = (stop.before().text, stop.word.text) == ("=", "=")
    return Cause("sparql-double-equals", stop.before().start) if double else None


def _comma_in_head(stop: Stop) -> Cause | None:
    return Cause("sparql-comma", stop.word.start) if stop.word.text == "," and stop.in_head else None


def _needs_as(stop: Stop) -> Cause | None:
    return Cause("sparql-needs-as", stop.word.start) if stop.word.text == ")" and stop.in_head else None


def _needs_bracket(stop: Stop) -> Cause | None:
    word = stop.before().keyword
    if word in ("FILTER", "HAVING", "BIND", *_FUNCTIONS.split()) and stop.word.text != "(":
        return Cause("sparql-needs-bracket", stop.word.start, {"word": word})
    return None


def _expected(stop: Stop) -> list[str]:
    """Return the words that may stand here: functions within brackets, no clauses of a group before its brace."""
    if stop.open and stop.open[-1].text == "(":
        return sorted(KEYWORDS)
    return (_HEAD if stop.in_head else _CLAUSES).split()


def _misspelt(stop: Stop) -> Cause | None:
    for word in (stop.word, stop.before()):
        if word.keyword and word.text != "a" and word.keyword not in KEYWORDS:
            near = difflib.get_close_matches(word.keyword, _expected(stop), 1, 0.7) if len(word.text) > 2 else []
            code = "sparql-misspelt" if near else "sparql-bare-word"
            return Cause(code, word.start, {"word": word.text, "near": "".join(near)})
    return None


def _missing_dot(stop: Stop) -> Cause | None:
    before, inside = stop.before(), bool(stop.open) and stop.open[-1].text == "{"
    if inside and stop.word.kind in _TERMS and (before.kind in _TERMS or before.text in ("]", ")")):
        return Cause("sparql-missing-dot", before.end)
    return None


def _incomplete(stop: Stop) -> Cause | None:
    """A full stop or a brace where a property or an object was awaited."""
    inside = bool(stop.open) and stop.open[-1].text == "{"
    return Cause("sparql-incomplete", stop.word.start) if inside and stop.word.text in ("}", ".", ";", ",") else None


def _wrong_place(stop: Stop) -> Cause | None:
    word = stop.word
    return Cause("sparql-wrong-place", word.start, {"word": word.keyword}) if word.keyword in _CLAUSES.split() else None


def _end(stop: Stop) -> Cause | None:
    return Cause("sparql-ends-early", stop.word.start) if stop.word.kind == "end" else None


def _anything(stop: Stop) -> Cause:
    return Cause("sparql-syntax", stop.word.start, {"word": stop.word.text})


CAUSES: tuple[Callable[[Stop], Cause | None], ...] = (
    _empty, _open_string, _quotes, _turtle_prefix, _open_iri, _prefix_colon, _unknown_prefix, _not_grouped,
    _bound_twice, _missing_by, _no_brace, _bracket, _double_equals, _comma_in_head, _needs_as, _needs_bracket,
    _misspelt, _missing_dot, _incomplete, _wrong_place, _end, _anything,
)  # fmt: skip
