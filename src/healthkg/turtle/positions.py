"""Where each triple stands in its file: what rdflib's parser heard, joined with what Oxigraph's parser read.

The two are joined by order, per subject and predicate. A node that is written without a name has another one in each
parser: those are joined by order, too.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from healthkg.turtle.excerpts import excerpt
from healthkg.turtle.reading import Statement

if TYPE_CHECKING:
    from healthkg.turtle.listening import Heard

_FIRST = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first"
_LITTLE = 3  # a third of a text, and it takes as long to read it all


@dataclass(frozen=True, order=True)
class Position:
    """Line and column of the first character of a triple's object, both counted from 1."""

    line: int
    column: int


def positions(text: str, triples: Iterable[Statement]) -> Mapping[ox.Triple, Position]:
    """Return triple → position for the `triples` that `text` states; those of a list `( … )` itself are left out.

    Nothing is placed in a text that is nested too deep for rdflib, or writes a number that Python will not read.
    """
    return _placed(_heard(text), list(triples), text)


def positions_about(
    text: str, triples: Sequence[Statement], subjects: Collection[object]
) -> Mapping[ox.Triple, Position]:
    """Return the same for what is said of some subjects, at least: where that is little, what says it is cut out."""
    about = [quad for quad in triples if quad.subject in subjects]
    named = all(isinstance(quad.subject, ox.NamedNode) for quad in about)
    cut = excerpt(text, about) if named and _LITTLE * len(about) < len(triples) else None
    if cut is None:
        return positions(text, triples)
    heard = [one._replace(start=cut.origin(one.start)) for one in _heard(cut.text)]
    return _placed(heard, about, text)


def _heard(text: str) -> list[Heard]:
    from healthkg.turtle.listening import listen  # rdflib: half a second, where there is something to place

    try:
        return listen(text)
    except (RecursionError, ValueError):
        return []


def _placed(heard: list[Heard], stated: list[Statement], text: str) -> Mapping[ox.Triple, Position]:
    queues, found = _queues(heard, _same(heard, stated), text), dict[ox.Triple, Position]()
    for quad in stated:
        queue = queues.get((_name(quad.subject), quad.predicate.value))
        if queue:
            found.setdefault(quad.triple, queue.pop(0))
    return found


def _name(term: ox.NamedNode | ox.BlankNode) -> str:
    return term.value if isinstance(term, ox.NamedNode) else f"_:{term.value}"


def _same(heard: Iterable[Heard], stated: Iterable[Statement]) -> Mapping[str, str]:
    """Return rdflib's name of each nameless node → Oxigraph's; nothing where they do not pair one to one.

    Both are in the order in which the first object of a node is known. What holds a list together is no such node.
    """
    ours = _nameless([(one.subject, one.predicate) for one in heard])
    theirs = _nameless([(_name(quad.subject), quad.predicate.value) for quad in stated])
    labels = {name for name in ours if name in theirs}
    ours, theirs = ([name for name in names if name not in labels] for names in (ours, theirs))
    return dict(zip(ours, theirs, strict=True)) if len(ours) == len(theirs) else {}


def _nameless(said: list[tuple[str, str]]) -> list[str]:
    lists = {subject for subject, predicate in said if predicate == _FIRST}
    return [
        name for name in dict.fromkeys(subject for subject, _ in said) if name.startswith("_:") and name not in lists
    ]


def _queues(heard: list[Heard], same: Mapping[str, str], text: str) -> dict[tuple[str, str], list[Position]]:
    """Return (subject, predicate) → positions of the objects, in file order."""
    begins = [0, *(i + 1 for i, char in enumerate(text) if char == "\n")]
    placed: dict[tuple[str, str], list[Position]] = defaultdict(list)
    for one in heard:
        line = bisect_right(begins, one.start)
        subject = same.get(one.subject, one.subject)
        placed[subject, one.predicate].append(Position(line, one.start - begins[line - 1] + 1))
    return placed
