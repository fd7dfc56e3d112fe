"""What stands in a query's outermost group, piece by piece: each triple pattern, filter, block, with its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from healthkg.queryfile.tokens import Token, form_of, tokens

_OPENING, _CLOSING = "{([", "})]"
# Clauses that end with their last closing bracket; UNION joins what stands on both sides.
_CLAUSES = ("FILTER", "OPTIONAL", "BIND", "VALUES", "GRAPH", "MINUS", "LATERAL")


@dataclass(frozen=True)
class Element:
    """One piece of a group: `triple`, `block`, or a clause by its name (filter, optional…); its SPARQL text, and the
    offset at which it begins."""

    kind: str
    text: str
    start: int


@dataclass(frozen=True)
class Group:
    """The outermost group of a SELECT: what stands before it that an ASK of its pieces needs (prefixes, dataset), and
    its pieces in order."""

    prologue: str
    dataset: str
    elements: tuple[Element, ...]

    def asking(self, elements: Sequence[Element]) -> str:
        """Return the query that asks whether these pieces together find anything."""
        ordered = sorted(elements, key=lambda element: element.kind == "filter")  # a filter holds for the whole group
        return f"{self.prologue} ASK {self.dataset} {{ {' '.join(element.text for element in ordered)} }}"


def outermost_group(text: str) -> Group | None:
    """Return the outermost group of a SELECT; None when the text is another form, or its brackets do not pair."""
    words = tokens(text)
    opening = next((i for i, depth in _depths(words) if words[i].text == "{" and depth == 0), None)
    if form_of(words) != "SELECT" or opening is None or (closing := _end(words, opening)) is None:
        return None
    form = next(word for word in words if word.keyword == "SELECT")
    sources = [word.start for word in words[:opening] if word.keyword == "FROM"]
    where = next((word.start for word in words[:opening] if word.keyword == "WHERE"), words[opening].start)
    dataset = text[sources[0] : where] if sources else ""
    return Group(text[: form.start], dataset, tuple(_elements(text, words[opening + 1 : closing])))


def _depths(words: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield each index with the number of brackets that are open before it."""
    depth = 0
    for i, word in enumerate(words):
        yield i, depth
        if word.kind == "sign":
            depth += (word.text in _OPENING) - (word.text in _CLOSING)


def _end(words: Sequence[Token], opening: int) -> int | None:
    """Return the index of the bracket that closes the one at `opening`."""
    closed = (i for i, depth in _depths(words[opening:]) if depth == 1 and words[opening + i].text in _CLOSING)
    return next((opening + i for i in closed if i), None)


def _elements(text: str, words: Sequence[Token]) -> Iterator[Element]:
    i = 0
    while i < len(words):
        begin, word = i, words[i]
        if word.text == ".":
            i += 1
        elif word.text == "{" or word.keyword in _CLAUSES:
            i = _after_clause(words, i)
            yield Element(word.keyword.lower() or "block", text[word.start : words[i - 1].end], word.start)
        else:
            i = _after_triples(words, i)
            yield from _triples(text, words[begin:i])


def _after_clause(words: Sequence[Token], i: int) -> int:
    """Return the index after the clause at `i`: after its last bracket, and what UNION or IN puts beside it."""
    while i < len(words):
        if words[i].kind == "sign" and words[i].text in _OPENING:
            i = (_end(words, i) or len(words) - 1) + 1
            follows = words[i] if i < len(words) else None
            if follows is None or not (follows.keyword == "UNION" or _is_rows(words, i)):
                break
        else:
            i += 1
    return i


def _is_rows(words: Sequence[Token], i: int) -> bool:
    """Whether the bracket at `i` holds the rows of `VALUES (?a ?b) { … }`, whose columns have just been closed."""
    if words[i].text != "{" or words[i - 1].text != ")":
        return False
    opening = max(j for j in range(i) if words[j].text == "(")
    return opening > 0 and words[opening - 1].keyword == "VALUES"


def _after_triples(words: Sequence[Token], i: int) -> int:
    """Return the index after the statement that begins at `i`: at its full stop, or where a clause begins."""
    for j, depth in _depths(words[i:]):
        word = words[i + j]
        if j and depth == 0 and (word.text in (".", "{") or word.keyword in _CLAUSES):
            return i + j
    return len(words)


def _triples(text: str, words: Sequence[Token]) -> Iterator[Element]:
    """Yield `subject verb object .` for each object; the whole statement as one when its subject is a bracket."""

    def said(part: Sequence[Token]) -> str:
        return text[part[0].start : part[-1].end]

    if words[0].text in _OPENING:
        yield Element("triple", said(words) + " .", words[0].start)
        return
    subject = words[0].text
    for part in filter(None, _split(words[1:], ";")):
        first, *others = _split(part, ",")
        yield Element("triple", f"{subject} {said(first)} .", part[0].start)
        verb = _verb(first)
        for other in filter(None, others):
            yield Element("triple", f"{subject} {said(verb)} {said(other)} .", other[0].start)


def _split(words: Sequence[Token], sign: str) -> list[Sequence[Token]]:
    """Return what stands between the `sign`s that no bracket encloses."""
    cuts = [i for i, depth in _depths(words) if depth == 0 and words[i].text == sign]
    return [words[a + 1 : b] for a, b in zip([-1, *cuts], [*cuts, len(words)], strict=True)]


def _verb(words: Sequence[Token]) -> Sequence[Token]:
    """Return the words before the object: all but the last term, which may be typed, negative or bracketed."""
    if words[-1].kind == "sign" and words[-1].text in _CLOSING:
        return words[: max(i for i, depth in _depths(words) if depth == 0 and words[i].text in _OPENING)]
    if len(words) > 3 and words[-2].text == "^^":
        return words[:-3]
    return words[:-2] if len(words) > 2 and words[-2].text == "-" else words[:-1]
