"""A check asked about some nodes alone: the same query with `?focus` given, which finds the same rows about them.

The nodes are joined to the outermost group (SPARQL 1.1, 18.2.2): each of its solutions is kept that has one of them as
its focus, and no other. They stand first where the group begins with a pattern that binds the focus in every solution;
elsewhere last, as what comes before an OPTIONAL or a MINUS may change what it does. An engine works a sub-select out by
itself: where one selects the focus, each of its rows (or each of its sums) is about one focus, and the nodes are joined
to its group, too. Where a query does more with its solutions than put them in order, it is asked whole.

A node without a name cannot be written in a query. A few of them are given to the engine, one by one, where the query
is so plain that it makes no difference that they are known in all its groups from the start; else all are looked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from healthkg.queryfile import Token, tokens

FOCUS = "?focus"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_PATH = ("/", "|", "*", "+", "?")  # what makes a property a longer way
_MORE = ("LIMIT", "OFFSET", "VALUES")  # what makes the rows depend on one another
_BLOCK_ENDS = ("FILTER", "BIND", "OPTIONAL", "MINUS", "VALUES", "GRAPH", "SERVICE", "SELECT")
_AT_ONCE = 250  # with thousands of nodes Oxigraph looks for these last
_FEW = 12  # nameless nodes that are asked about one by one


@dataclass(frozen=True)
class Asked:
    """A query, and the node that a variable of it stands for where that is given apart."""

    text: str
    focus: ox.BlankNode | None = None
    variable: str = FOCUS

    def of(self, store: ox.Store) -> ox.QuerySolutions:
        """Return what a store answers."""
        given = {ox.Variable(self.variable[1:]): self.focus} if self.focus else None
        return store.query(self.text, substitutions=given)  # type: ignore[arg-type, return-value]


def about(text: str, foci: Collection[object], variable: str = FOCUS) -> Iterator[Asked]:
    """Yield the queries that find, together, all that the query `text` finds about `foci`, and perhaps more; `variable`
    is what stands for them there."""
    places, plain = _places(text, variable)
    if not places:
        yield Asked(text)
        return
    named = sorted(str(focus) for focus in foci if isinstance(focus, ox.NamedNode))
    for start in range(0, len(named), _AT_ONCE):
        yield Asked(_with(text, places, f"VALUES {variable} {{ {' '.join(named[start : start + _AT_ONCE])} }}"))
    nameless = sorted((focus for focus in foci if isinstance(focus, ox.BlankNode)), key=str)
    if plain and len(nameless) <= _FEW:
        yield from (Asked(text, focus, variable) for focus in nameless)
    elif nameless:
        yield Asked(_with(text, places[-1:], f"FILTER(ISBLANK({variable}))"))


def paired(text: str, pairs: Iterable[tuple[ox.NamedNode, ox.NamedNode]]) -> Asked | None:
    """Return the query with pairs of `?focus` and `?other` in place of the sub-select that it begins with, which looks
    for them in the whole graph; None where there is no pair."""
    rows = " ".join(sorted(f"({focus} {other})" for focus, other in pairs))
    words = tokens(text)
    first = 1 + next(i for i, word in enumerate(words) if word.text == "{")
    start, end = words[first].start, words[_closing(words, first) or first].end
    return Asked(f"{text[:start]}VALUES ({FOCUS} ?other) {{ {rows} }}{text[end:]}") if rows else None


@cache
def needed(text: str) -> frozenset[str] | None:
    """Return properties and classes of which a node has one at least that the query finds anything about, as far as its
    group says so at the beginning, in the graph of all; None where it may be any node."""
    words = tokens(text)
    begin = next((i for i, word in enumerate(words) if word.text == "{"), len(words))
    prefixes = {words[i + 1].text: words[i + 2].text[1:-1] for i in range(begin - 2) if words[i].keyword == "PREFIX"}
    return _needed(words, begin + 1, prefixes) if _closing(words, begin) and _selects(words[:begin], FOCUS) else None


def _needed(words: Sequence[Token], start: int, prefixes: Mapping[str, str]) -> frozenset[str] | None:
    first = words[start]
    if first.keyword == "GRAPH" and words[start + 1].kind == "variable" and words[start + 1].text != FOCUS:
        return _needed(words, start + 3, prefixes)
    if first.keyword == "SELECT":
        begin = next(i for i, word in enumerate(words) if i > start and word.text == "{")
        return _needed(words, begin + 1, prefixes) if _selects(words[start:begin], FOCUS) else None
    if first.text == "{":
        end = _closing(words, start) or start
        own = _needed(words, start + 1, prefixes)
        if own is None or words[end + 1].keyword != "UNION":
            return own
        others = _needed(words, end + 2, prefixes)
        return None if others is None else own | others
    return _named(words[start + 1 : start + 4], prefixes) if first.text == FOCUS else None


def _named(words: Sequence[Token], prefixes: Mapping[str, str]) -> frozenset[str] | None:
    """Return the property that begins a list of them, or the class that it says."""
    said, after, _ = words
    if said.text == "a":
        return frozenset([_iri(after, prefixes) or _TYPE])
    iri = _iri(said, prefixes)
    return frozenset([iri]) if iri and after.text not in _PATH else None


def _iri(word: Token, prefixes: Mapping[str, str]) -> str:
    prefix, colon, local = word.text.partition(":")
    known = word.kind == "name" and "\\" not in local and "%" not in local
    return prefixes.get(prefix + colon, "") + local if known else ""


def _with(text: str, places: Sequence[int], piece: str) -> str:
    for place in reversed(places):
        text = f"{text[:place]}\n{piece}\n{text[place:]}"
    return text


@cache
def _places(text: str, variable: str) -> tuple[Sequence[int], bool]:
    """Return where nodes are joined to the groups of a SELECT, nowhere where that could find other rows; and whether
    they may be given to the engine instead."""
    words = tokens(text)
    begin = next((i for i, word in enumerate(words) if word.text == "{"), len(words))
    end = _closing(words, begin)
    if end is None:
        return (), False
    places = sorted(_of_select(words, 0, begin, len(words), variable))
    plain = places == [words[begin].end] and _is_plain(words[begin + 1 : end], variable)
    return places, plain and not any(word.keyword == "GROUP" for word in words[end:])


def _of_select(words: Sequence[Token], head: int, begin: int, stop: int, variable: str) -> Iterator[int]:
    """Yield where nodes are joined in a SELECT that runs from `head` to `stop`, its group from `begin`."""
    end = _closing(words, begin)
    if end is None or words[begin + 1].keyword == "SELECT" or not _selects(words[head:begin], variable):
        return
    if not _is_each_by_itself(words[end:stop], variable):
        return
    inside = [(i, [*_of_select(words, i + 1, *_group_of(words, i), variable)]) for i in _subselects(words, begin, end)]
    yield from (place for _, places in inside for place in places)
    if not any(i == begin + 1 and places for i, places in inside):
        yield words[begin].end if _begins(words, begin + 1, variable) else words[end].start


def _is_each_by_itself(modifiers: Sequence[Token], variable: str) -> bool:
    """Say whether each row of a SELECT, or each of its sums, is about one node whatever others there are."""
    names = [word.keyword for word in modifiers]
    if "GROUP" not in names:
        return not {*names} & {*_MORE, "HAVING"}
    keys = modifiers[names.index("GROUP") :]
    depth = 0
    for word in keys:
        depth += (word.text == "(") - (word.text == ")")
        if word.keyword in ("HAVING", "ORDER") or (word.text == variable and not depth):
            return word.text == variable and not {*names} & {*_MORE}
    return False


def _subselects(words: Sequence[Token], begin: int, end: int) -> Iterator[int]:
    """Yield where a sub-select opens that is joined to what stands before it: not one of an OPTIONAL, a UNION…"""
    depth = 0
    for i in range(begin + 1, end):
        if depth == 0 and words[i].keyword in ("OPTIONAL", "MINUS"):
            return
        if words[i].text == "{":
            joined = depth == 0 and words[i + 1].keyword == "SELECT" and not _kind(words, i)
            closing = _closing(words, i)
            if joined and closing and "UNION" not in (words[i - 1].keyword, words[closing + 1].keyword):
                yield i
        depth += (words[i].text == "{") - (words[i].text == "}")


def _group_of(words: Sequence[Token], opening: int) -> tuple[int, int]:
    """Return where the group of the sub-select begins that opens there, and where the sub-select stops."""
    begin = next(i for i, word in enumerate(words) if i > opening and word.text == "{")
    return begin, _closing(words, opening) or begin


def _closing(words: Sequence[Token], begin: int) -> int | None:
    """Return the index of the brace that closes the one at `begin`."""
    depth = 0
    for i, word in enumerate(words[begin:], begin):
        depth += (word.text == "{") - (word.text == "}")
        if depth == 0:
            return i
    return None


def _selects(head: Sequence[Token], variable: str) -> bool:
    """Say whether a variable is selected as it is found, and not computed."""
    start = next((i for i, word in enumerate(head) if word.keyword == "SELECT"), len(head))
    depth = 0
    for word in head[start:]:
        depth += (word.text == "(") - (word.text == ")")
        if word.text == variable and depth == 0:
            return True
    return False


def _begins(words: Sequence[Token], start: int, variable: str) -> bool:
    """Say whether a group begins with triples that have the variable, in any graph, in that graph, or in each branch
    of a UNION."""
    first = words[start]
    if first.keyword == "GRAPH":
        return words[start + 1].text == variable or _begins(words, start + 3, variable)
    if first.text == "{":
        end = _closing(words, start) or start
        more = words[end + 1].keyword == "UNION"
        return _begins(words, start + 1, variable) and (not more or _begins(words, end + 2, variable))
    for word in words[start:]:
        if word.text in ("{", "}") or word.keyword in _BLOCK_ENDS:
            return False
        if word.text == variable:
            return True
    return False


def _is_plain(group: Sequence[Token], variable: str) -> bool:
    """Say whether all groups inside are of an EXISTS, which knows what is bound around it, or of an OPTIONAL or GRAPH,
    and these do not reckon with the variable."""
    open_groups: list[str] = []
    brackets = 0
    for i, word in enumerate(group):
        brackets += (word.text == "(") - (word.text == ")")
        if word.text == "{":
            open_groups.append(_kind(group, i))
        elif word.text == "}":
            open_groups.pop()
        reckons = word.text == variable and brackets and open_groups and "EXISTS" not in open_groups
        if reckons or "" in open_groups:
            return False
    return True


def _kind(words: Sequence[Token], brace: int) -> str:
    """Return what a brace opens; nothing where that is neither an EXISTS, an OPTIONAL, a GRAPH nor a list of values."""
    one, two = (words[brace - back].keyword if brace >= back else "" for back in (1, 2))
    return next((kind for kind in (one, two) if kind in ("EXISTS", "OPTIONAL", "GRAPH", "VALUES")), "")
