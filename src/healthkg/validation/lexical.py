"""Is each typed literal written as XML Schema 1.1 Part 2 says? rdflib and pySHACL accept and rewrite what is not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache

import pyoxigraph as ox

from healthkg import dates, messages
from healthkg.errors import InputProblem
from healthkg.prefixes import Registry
from healthkg.turtle import Statement
from healthkg.validation.findings import SHAPES_PAGE, Finding

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
_BOOLEANS = {"oui": "true", "vrai": "true", "yes": "true", "non": "false", "faux": "false", "no": "false"}
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


def mended(literal: ox.Literal) -> str | None:
    """Return what was surely meant by a literal that is not well formed; None when that cannot be said."""
    kind = literal.datatype.value.removeprefix(_XSD)
    text = unicodedata.normalize("NFKC", literal.value).strip()
    if kind == "date":
        said = _day_meant(text)
    elif kind == "boolean":
        said = _BOOLEANS.get(text.casefold())
    else:
        said = re.sub(r"(?<=\d)[ _](?=\d{3}(?!\d))", "", text).replace(",", ".")
    return said if said is not None and well_formed(ox.Literal(said, datatype=literal.datatype)) else None


def _day_meant(text: str) -> str | None:
    """Return the one day that a date means as a person writes it (26/01/2016, 26 janvier 2016)."""
    try:
        span = dates.read(re.sub(r"(?<=\d)(?:Z|[+-]\d\d:\d\d)$", "", text))
    except InputProblem as refusal:
        return str(refusal.data["iso"]) if "iso" in refusal.data else None
    return str(span.earliest) if span.earliest and span.earliest == span.latest else None


def findings(quads: Iterable[Statement], registry: Registry) -> Iterator[Finding]:
    """Yield one violation for each literal that is not well formed or whose datatype is none of XSD's in use here, and
    for each date that is cited by a name that names no date."""
    begin = registry["id:temps-"].value if "id" in registry.namespaces else None
    formed: dict[object, bool] = {}  # each literal is looked at once, however many statements have it
    for quad in quads:
        term = quad.object
        if isinstance(term, ox.Literal):
            if term not in formed:
                formed[term] = well_formed(term)
            if not formed[term]:
                said = {lang: _sentence(term, lang, registry) for lang in messages.LANGUAGES}
                yield _finding(quad, registry, "literal-form", str(term), said)
        elif begin and isinstance(term, ox.NamedNode) and term.value.startswith(begin):
            name = registry.shorten(term.value)
            if refusal := _no_date(name.removeprefix("id:")):
                said = {lang: refusal.sentence(lang) for lang in messages.LANGUAGES}
                yield _finding(quad, registry, "date-form", name, said)


def _finding(quad: Statement, registry: Registry, rule: str, value: str, said: Mapping[str, str]) -> Finding:
    focus, path = registry.shorten(str(quad.subject)[1:-1]), registry.shorten(quad.predicate.value)
    return Finding("violation", rule, focus, said, path, value, page=f"{SHAPES_PAGE}#{rule}")


@cache
def _no_date(slug: str) -> InputProblem | None:
    """Return why a slug names no date; None for one that does."""
    try:
        dates.from_slug(slug)
    except InputProblem as refusal:
        return refusal
    return None


def _sentence(literal: ox.Literal, lang: str, registry: Registry) -> str:
    datatype, meant = registry.shorten(literal.datatype.value), mended(literal)
    code = "literal-form" if meant is None else "literal-meant"
    if datatype.removeprefix("xsd:") not in _FORMS:
        code = "literal-datatype"
    elif meant is None and _DATE.fullmatch(literal.value):
        code = "literal-no-day"
    return messages.text(code, lang, value=literal.value, datatype=datatype, mended=meant or "")
