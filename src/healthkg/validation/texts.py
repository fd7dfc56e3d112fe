"""Is each text written so that what is seen is what is there? Letters in one sign (NFC), nothing invisible."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from healthkg import messages
from healthkg.prefixes import Registry
from healthkg.turtle import Statement
from healthkg.validation.findings import SHAPES_PAGE, Finding

KINDS = ("http://www.w3.org/2001/XMLSchema#string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"  # its characters are a shape's business, line breaks included
_ALLOWED = "\n\r\t"


def is_hidden(char: str) -> bool:
    """Say whether a character shows nothing of itself: a control, a direction, a width of zero, a mark of loss."""
    return char == "\ufffd" or (unicodedata.category(char) in ("Cc", "Cf") and char not in _ALLOWED)


def findings(quads: Iterable[Statement], registry: Registry) -> Iterator[Finding]:
    """Yield one violation for each text that is not NFC, and for each but a label that holds what cannot be seen."""
    for quad in quads:
        literal = quad.object
        if isinstance(literal, ox.Literal) and literal.datatype.value in KINDS:
            if not unicodedata.is_normalized("NFC", literal.value):
                yield _finding(quad, registry, "text-nfc")
            if quad.predicate.value != _LABEL and (hidden := next(filter(is_hidden, literal.value), None)):
                yield _finding(quad, registry, "text-invisible", hidden)


def _finding(quad: Statement, registry: Registry, code: str, char: str = "") -> Finding:
    said = {"sign": f"U+{ord(char):04X}", "name": unicodedata.name(char, "–").lower()} if char else {}
    sentences = {lang: messages.text(code, lang, **said) for lang in messages.LANGUAGES}
    focus, path = registry.shorten(str(quad.subject)[1:-1]), registry.shorten(quad.predicate.value)
    page = f"{SHAPES_PAGE}#text-form"
    return Finding("violation", "text-form", focus, sentences, path, str(quad.object), page=page)
