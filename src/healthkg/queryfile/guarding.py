"""What no engine of ours is handed: what changes data, what leaves the machine, what would overflow the parser."""

from __future__ import annotations

from collections.abc import Sequence

from healthkg.errors import Refused
from healthkg.queryfile.tokens import UPDATES, Token, form_of, tokens

# Past these, Oxigraph's parser and planner overflow their stack or hang (measured: RELIABILITY 1.3).
MAX_BYTES, MAX_DEPTH, MAX_DOTS, MAX_OPERATORS = 512 * 1024, 200, 400, 1500
_CLAUSES = {"UNION", "OPTIONAL", "BIND", "EXISTS", "MINUS", "FILTER"}
_SIGNS = {"+", "!", "*", "/", "|", "||", "&&"}


def guard(text: str) -> None:
    """Refuse what would change data, reach the network or overflow the engine.

    Raises Refused: "query-update", "query-load", "query-service" or "query-too-large".
    """
    if len(text.encode()) > MAX_BYTES:
        raise Refused("query-too-large")
    words = tokens(text)
    form = form_of(words)
    if form in UPDATES:
        raise Refused("query-load" if form == "LOAD" else "query-update", word=form)
    if any(word.keyword == "SERVICE" for word in words):
        raise Refused("query-service")
    if _is_too_large(words):
        raise Refused("query-too-large")


def _is_too_large(words: Sequence[Token]) -> bool:
    dots = sum(word.text == "." for word in words)
    operators = sum(word.keyword in _CLAUSES or word.text in _SIGNS for word in words)
    return dots > MAX_DOTS or operators > MAX_OPERATORS or _depth(words) > MAX_DEPTH


def _depth(words: Sequence[Token]) -> int:
    depth = deepest = 0
    for word in words:
        if word.kind == "sign":
            depth += (word.text in "{([") - (word.text in "})]")
            deepest = max(deepest, depth)
    return deepest
