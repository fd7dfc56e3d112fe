"""Is each typed literal written as XML Schema 1.1 Part 2 says? rdflib and pySHACL accept and rewrite what is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

import pyoxigraph as ox

from healthkg import messages
from healthkg.prefixes import Registry
from healthkg.turtle import Statement
from healthkg.validation.findings import Finding

_XSD = "http://www.w3.org/2001/XMLSchema#"
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
# Time zones are refused on purpose: a day in French public life has none.
_FORMS = {
    "integer": re.compile(r"[+-]?\d+", re.ASCII),
    "nonNegativeInteger": re.compile(r"\+?\d+", re.ASCII),
    "positiveInteger": re.compile(r"\+?0*[1-9]\d*", re.ASCII),
    "decimal": re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII),
    "double": re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII),
    "boolean": re.compile(r"true|false|1|0"),
    "date": _DATE,
    "dateTime": re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z?", re.ASCII),
    "anyURI": re.compile(r"\S+"),
    "string": re.compile(r".*", re.S),
}
_FREE = {"http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"}


def well_formed(literal: ox.Literal) -> bool:
    """Say whether the lexical form of `literal` is one of its datatype (XSD 1.1 Part 2, section 3), and a real day."""
    datatype = literal.datatype.value
    if datatype in _FREE:
        return True
    form = _FORMS.get(datatype.removeprefix(_XSD)) if datatype.startswith(_XSD) else None
    return bool(form and form.fullmatch(literal.value)) and (datatype != _XSD + "date" or _is_day(literal.value))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def findings(quads: Iterable[Statement], registry: Registry) -> Iterator[Finding]:
    """Yield one violation for each literal that is not well formed or whose datatype is none of XSD's in use here."""
    for quad in quads:
        literal = quad.object
        if isinstance(literal, ox.Literal) and not well_formed(literal):
            datatype = registry.shorten(literal.datatype.value)
            said = {
                lang: messages.text("literal-form", lang, value=literal.value, datatype=datatype)
                for lang in messages.LANGUAGES
            }
            focus, path = registry.shorten(str(quad.subject)[1:-1]), registry.shorten(quad.predicate.value)
            yield Finding("violation", "literal-form", focus, said, path, str(literal))
