"""rdflib's Turtle parser, listened to while it reads: where in the text each object begins, and is known.

It is run only when there is something to report: it is some ten times slower than Oxigraph's parser, which stays the
judge of what is Turtle and keeps lexical forms. This module is imported where it is used: rdflib is heavy.
"""

from __future__ import annotations

from operator import attrgetter
from typing import Any, NamedTuple

from rdflib import BNode, Graph, Literal
from rdflib.plugins.parsers.notation3 import RDFSink, SinkParser


class Heard(NamedTuple):
    """What the parser said of one triple: its subject and predicate, where its object begins, and where it is known."""

    subject: str
    predicate: str
    start: int
    known: int


def listen(text: str) -> list[Heard]:
    """Return the triples of `text` in the order in which their objects are known, which is that of Oxigraph's parser.

    A node without an IRI is `_:` and its label, or rdflib's own. What holds a list `( … )` together is not heard.
    """
    listener = _Listener()
    listener.feed(text)
    return sorted(listener.heard, key=attrgetter("known"))


class _Sink(RDFSink):
    """Takes literals as plain texts: rdflib complains of ill-formed ones, in English and with a traceback."""

    def newLiteral(self, s: str, dt: Any = None, lang: Any = None) -> Literal:  # noqa: N802 (rdflib's name)
        return Literal(s)


class _Listener(SinkParser):
    """Notes where each object begins and ends; `makeStatement` follows its object list, so a stack pairs them."""

    def __init__(self) -> None:
        super().__init__(_Sink(Graph()), baseURI="", turtle=True)
        self.heard: list[Heard] = []
        self._spans: list[list[tuple[int, int]]] = []
        self._labels: dict[BNode, str] = {}

    def anonymousNode(self, ln: str) -> BNode:  # noqa: N802 (rdflib's name)
        term = super().anonymousNode(ln)
        self._labels[term] = ln
        return term

    def objectList(self, argstr: str, i: int, res: Any) -> int:  # noqa: N802 (rdflib's name)
        spans = []
        while i >= 0:
            start = self.skipSpace(argstr, i)
            end = self.object(argstr, i, res)
            spans.append((start, self._known(argstr, start, end)))
            if end < 0 or (i := self.skipSpace(argstr, end)) < 0:
                return -1
            if argstr[i] != ",":
                self._spans.append(spans)
                return i
            i += 1
        return -1

    def _known(self, argstr: str, start: int, end: int) -> int:
        """Return where Oxigraph knows the object: at its end; a list, where its first member begins."""
        return self.skipSpace(argstr, start + 1) if end >= 0 and argstr[start] == "(" else end

    def makeStatement(self, quadruple: Any) -> None:  # noqa: N802 (rdflib's name)
        if self._spans:
            _, predicate, subject, _ = quadruple
            self.heard.append(Heard(self._name(subject), self._name(predicate), *self._spans[-1].pop(0)))
            if not self._spans[-1]:
                self._spans.pop()

    def _name(self, term: Any) -> str:
        """Return the IRI of rdflib's term, or its label; inside its parser `a` is a pair (kind, IRI)."""
        if isinstance(term, BNode):
            return f"_:{self._labels.get(term, term)}"
        return str(term[1] if isinstance(term, tuple) else term)
