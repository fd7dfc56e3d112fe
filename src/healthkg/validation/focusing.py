"""A check asked about some nodes alone: the same query with `?focus` given, which finds the same rows about them.

The nodes are joined to the outermost group (SPARQL 1.1, 18.2.2): each of its solutions is kept that has one of them as
its focus, and no other. They stand first where the group begins with a pattern of the focus, which binds it in every
solution; elsewhere last, as what comes before an OPTIONAL or a MINUS may change what it does. Where a query does more
with its solutions than put them in order, it is asked whole.

A node without a name cannot be written in a query. A few of them are given to the engine, one by one, where the query
is so plain that it makes no difference that they are known in all its groups from the start; else all are looked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from healthkg.queryfile import Token, tokens

_FOCUS = "?focus"
_MORE = ("GROUP", "HAVING", "LIMIT", "OFFSET", "VALUES")  # what makes the rows depend on one another
_AT_ONCE = 250  # with thousands of nodes Oxigraph looks for these last
_FEW = 12  # nameless nodes that are asked about one by one


@dataclass(frozen=True)
class Asked:
    """A query, and the node that is its focus where that is given apart."""

    text: str
    focus: ox.BlankNode | None = None

    def of(self, store: ox.Store) -> ox.QuerySolutions:
        """Return what a store answers."""
        given = {ox.Variable(_FOCUS[1:]): self.focus} if self.focus else None
        return store.query(self.text, substitutions=given)  # type: ignore[arg-type, return-value]


def about(text: str, foci: Collection[object]) -> Iterator[Asked]:
    """Yield the queries that find, together, all that the query `text` finds about `foci`, and perhaps more."""
    place, plain = _place(text)
    if place is None:
        yield Asked(text)
        return
    named = sorted(str(focus) for focus in foci if isinstance(focus, ox.NamedNode))
    for start in range(0, len(named), _AT_ONCE):
        yield Asked(_with(text, place, f"VALUES {_FOCUS} {{ {' '.join(named[start : start + _AT_ONCE])} }}"))
    nameless = sorted((focus for focus in foci if isinstance(focus, ox.BlankNode)), key=str)
    if plain and len(nameless) <= _FEW:
        yield from (Asked(text, focus) for focus in nameless)
    elif nameless:
        yield Asked(_with(text, place, f"FILTER(ISBLANK({_FOCUS}))"))


def _with(text: str, place: int, piece: str) -> str:
    return f"{text[:place]}\n{piece}\n{text[place:]}"


@cache
def _place(text: str) -> tuple[int | None, bool]:
    """Return where nodes are joined to the outermost group of a SELECT, None where that could find other rows; and
    whether they may be given to the engine instead."""
    words = tokens(text)
    begin = next((i for i, word in enumerate(words) if word.text == "{"), len(words))
    end = _closing(words, begin)
    if end is None or words[begin + 1].keyword == "SELECT" or not _selects(words[:begin]):
        return None, False
    if any(word.keyword in _MORE for word in words[end:]):
        return None, False
    first = _begins(words[begin + 1 :])
    return words[begin].end if first else words[end].start, first and _is_plain(words[begin + 1 : end])


def _closing(words: Sequence[Token], begin: int) -> int | None:
    """Return the index of the brace that closes the one at `begin`."""
    depth = 0
    for i, word in enumerate(words[begin:], begin):
        depth += (word.text == "{") - (word.text == "}")
        if depth == 0:
            return i
    return None


def _selects(head: Sequence[Token]) -> bool:
    """Say whether the focus is selected as it is found, and not computed."""
    start = next((i for i, word in enumerate(head) if word.keyword == "SELECT"), len(head))
    depth = 0
    for word in head[start:]:
        depth += (word.text == "(") - (word.text == ")")
        if word.text == _FOCUS and depth == 0:
            return True
    return False


def _begins(group: Sequence[Token]) -> bool:
    """Say whether a group begins with a pattern of the focus: `?focus …`, `GRAPH … { ?focus …` or `GRAPH ?focus …`."""
    if group[0].keyword == "GRAPH":
        return _FOCUS in (group[1].text, group[3].text if group[2].text == "{" else "")
    return group[0].text == _FOCUS


def _is_plain(group: Sequence[Token]) -> bool:
    """Say whether all groups inside are of an EXISTS, which knows what is bound around it, or of an OPTIONAL or GRAPH,
    and these do not reckon with the focus."""
    open_groups: list[str] = []
    brackets = 0
    for i, word in enumerate(group):
        brackets += (word.text == "(") - (word.text == ")")
        if word.text == "{":
            open_groups.append(_kind(group, i))
        elif word.text == "}":
            open_groups.pop()
        reckons = word.text == _FOCUS and brackets and open_groups and "EXISTS" not in open_groups
        if reckons or "" in open_groups:
            return False
    return True


def _kind(words: Sequence[Token], brace: int) -> str:
    """Return what a brace opens; nothing where that is neither an EXISTS, an OPTIONAL, a GRAPH nor a list of values."""
    one, two = (words[brace - back].keyword if brace >= back else "" for back in (1, 2))
    return next((kind for kind in (one, two) if kind in ("EXISTS", "OPTIONAL", "GRAPH", "VALUES")), "")
