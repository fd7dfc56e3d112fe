"""How a person reads a value: yes and no in words, large numbers in groups of three digits."""

from __future__ import annotations

import re

import pyoxigraph as ox

from healthkg import messages

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBER = re.compile(r"(-?)(\d{5,})(?:\.(\d+))?")
# The narrow no-break space is what French typography puts between groups of three digits.
_MARKS = {"fr": ("\N{NARROW NO-BREAK SPACE}", ","), "en": (",", ".")}


def in_words(literal: ox.Literal, lang: str) -> str:
    """Return `literal` as a person reads it: `650 000 000` for "650000000.00", `oui` for true; others as written."""
    datatype = literal.datatype.value.removeprefix(_XSD)
    if datatype == "boolean":
        return messages.text("yes" if literal.value in ("true", "1") else "no", lang)
    return _grouped(literal.value, lang) if datatype in ("integer", "decimal") else literal.value


def _grouped(number: str, lang: str) -> str:
    match = _NUMBER.fullmatch(number)
    if match is None:
        return number
    sign, whole, decimals = match.groups()
    group, point = _MARKS[lang]
    said = f"{int(whole):,}".replace(",", group)
    kept = (decimals or "").rstrip("0")
    return sign + said + (point + kept if kept else "")
