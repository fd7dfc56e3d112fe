"""Where each triple stands in its file: rdflib's Turtle parser, listened to while it reads.

It is run only when there is something to report: it is some ten times slower than Oxigraph's parser, which stays
the judge of what is Turtle and keeps lexical forms; the two are joined by order, per subject and predicate.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from healthkg.turtle.reading import Statement


@dataclass(frozen=True, order=True)
class Position:
    """Line and column of the first character of a triple's object, both counted from 1."""

    line: int
    column: int


def positions(text: str, triples: Iterable[Statement]) -> Mapping[ox.Triple, Position]:
    """Return triple → position for the `triples` that `text` states; triples on blank nodes are left out.

    Nothing is placed in a text that is nested too deep for rdflib, or writes a number that Python will not read.
    """
    try:
        heard = _listen(text)
    except (RecursionError, ValueError):
        return {}
    found: dict[ox.Triple, Position] = {}
    for quad in triples:
        queue = heard.get((quad.subject.value, quad.predicate.value))
        if queue:
            found.setdefault(quad.triple, queue.pop(0))
    return found


def _listen(text: str) -> dict[tuple[str, str], list[Position]]:
    """Return (subject, predicate) → positions of the objects, in file order."""
    from rdflib import Graph, Literal
    from rdflib.plugins.parsers.notation3 import RDFSink, SinkParser

    heard: list[tuple[str, str, int]] = []

    class Sink(RDFSink):
        """Takes literals as plain texts: rdflib complains of ill-formed ones, in English and with a traceback."""

        def newLiteral(self, s: str, dt: Any = None, lang: Any = None) -> Literal:  # noqa: N802 (rdflib's name)
            return Literal(s)

    class Listener(SinkParser):
        """Notes where each object begins; `makeStatement` follows its object list, so a stack pairs them."""

        def __init__(self) -> None:
            super().__init__(Sink(Graph()), baseURI="", turtle=True)
            self.starts: list[list[int]] = []

        def objectList(self, argstr: str, i: int, res: Any) -> int:  # noqa: N802 (rdflib's name)
            starts = [self.skipSpace(argstr, i)]
            i = self.object(argstr, i, res)
            while i >= 0 and (j := self.skipSpace(argstr, i)) >= 0:
                if argstr[j] != ",":
                    self.starts.append(starts)
                    return j
                starts.append(self.skipSpace(argstr, j + 1))
                i = self.object(argstr, j + 1, res)
            return -1

        def makeStatement(self, quadruple: Any) -> None:  # noqa: N802 (rdflib's name)
            if self.starts:
                _, predicate, subject, _ = quadruple
                heard.append((_iri(subject), _iri(predicate), self.starts[-1].pop(0)))
                if not self.starts[-1]:
                    self.starts.pop()

    Listener().feed(text)
    return _by_subject(heard, text)


def _iri(term: Any) -> str:
    """Return the IRI of rdflib's term; inside its parser `a` is a pair (kind, IRI)."""
    return str(term[1] if isinstance(term, tuple) else term)


def _by_subject(heard: list[tuple[str, str, int]], text: str) -> dict[tuple[str, str], list[Position]]:
    begins = [0, *(i + 1 for i, char in enumerate(text) if char == "\n")]
    placed: dict[tuple[str, str], list[Position]] = defaultdict(list)
    for subject, predicate, offset in heard:
        line = bisect_right(begins, offset)
        placed[subject, predicate].append(Position(line, offset - begins[line - 1] + 1))
    return placed
